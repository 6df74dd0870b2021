"""Reading mail is not worse than it was: each figure of the corpora is at or above its floor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mails.corpora import Corpora, Figure, fields, machines, replies, robustness


@pytest.mark.corpora
@pytest.mark.parametrize(
    "part", [robustness, machines, fields, replies], ids=["robustness", "machines", "fields", "replies"]
)
def test_every_figure_is_at_least_its_floor(part: Callable[[Corpora], list[Figure]], mails: Path) -> None:
    figures = part(Corpora(mails))
    print(*figures, sep="\n")
    assert [str(figure) for figure in figures if not figure.holds] == []
