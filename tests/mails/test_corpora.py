"""Reading mail is not worse than it was: each figure of the corpora is at or above its floor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mails.corpora import PARTS, Corpora, Figure


@pytest.mark.corpora
@pytest.mark.parametrize("part", PARTS, ids=[part.__name__ for part in PARTS])
def test_every_figure_is_at_least_its_floor(part: Callable[[Corpora], list[Figure]], mails: Path) -> None:
    figures = part(Corpora(mails))
    print(*figures, sep="\n")
    assert [str(figure) for figure in figures if not figure.holds] == []
