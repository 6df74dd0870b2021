"""Desks that are laid anew when the configuration changes: what stays, what is new, and what a broken file does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from mailflow.settings import SettingsError, load_settings
from mailflow.wiring import Bench, bench
from tests.end_to_end.office import make_office

NOW = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)


def write(folder: Path, code: str, name: str = "Libra") -> None:
    """Write an organisation's file."""
    part = folder / "part"
    part.mkdir(exist_ok=True)
    made = make_office(part, mailbox=f"{code.lower()}@libra.example", imap_port=1, smtp_port=2)
    text = (made.path / "mailflow.toml").read_text().replace('code = "LC"', f'code = "{code}"')
    head, _, rest = text.replace("Libra Children Services", name).partition("[staff_mail]")
    staff = rest[rest.index("[[staff]]") :]
    (folder / "orgs" / f"{code}.toml").write_text(head + staff)
    (made.path / "mailflow.toml").unlink()


@pytest.fixture
def laid(tmp_path: Path) -> Iterator[Bench]:
    (tmp_path / "orgs").mkdir()
    (tmp_path / "mailflow.toml").write_text('organisations = ["orgs/*.toml"]\n')
    write(tmp_path, "LA")
    write(tmp_path, "LB")
    with bench(partial(load_settings, tmp_path / "mailflow.toml")) as made:
        yield made


def test_a_desk_whose_configuration_did_not_change_stays_the_very_same(laid: Bench, tmp_path: Path) -> None:
    first, second = laid.lay(NOW)
    assert not laid.has_changed()
    write(tmp_path, "LB", "Another name")
    assert laid.has_changed()
    still, changed = laid.lay(NOW)
    assert still is first
    assert changed is not second and changed.office.name == "Another name"


def test_a_new_file_and_one_that_is_gone_are_noticed(laid: Bench, tmp_path: Path) -> None:
    laid.lay(NOW)
    write(tmp_path, "LC")
    assert laid.has_changed()
    assert [desk.org for desk in laid.lay(NOW)] == ["LA", "LB", "LC"]
    (tmp_path / "orgs" / "LA.toml").unlink()
    assert laid.has_changed()
    assert [desk.org for desk in laid.lay(NOW)] == ["LB", "LC"]


def test_a_broken_file_changes_nothing_and_is_told_once(laid: Bench, tmp_path: Path) -> None:
    before = laid.lay(NOW)
    file = tmp_path / "orgs" / "LB.toml"
    whole = file.read_text()
    file.write_text(whole + "\n[nonsense]\n")
    assert laid.has_changed()
    with pytest.raises(SettingsError, match="nonsense"):
        laid.lay(NOW)
    assert not laid.has_changed()
    file.write_text(whole)
    os.utime(file, ns=(1, 1))
    assert laid.has_changed()
    assert all(one is other for one, other in zip(laid.lay(NOW), before, strict=True))
