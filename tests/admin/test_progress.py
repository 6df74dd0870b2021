"""What takes long shows how far it is, on a terminal alone, and can be stopped."""

from __future__ import annotations

import io

import pytest

from mailflow.admin import progress as module
from mailflow.admin.asked import Failure
from mailflow.admin.progress import progress
from mailflow.store.search import WriteSearch
from tests.admin.conftest import Folder
from tests.admin.test_purge import found_in, purge
from tests.admin.test_retention import PAST, played

__all__ = ["played"]


class Tty(io.StringIO):
    """A stream that says it is a terminal, or that it is none."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal


def shown(
    monkeypatch: pytest.MonkeyPatch, *, length: int | None = 10, patience_s: float = 0.0, is_terminal: bool = True
) -> str:
    """What a work of ten steps shows."""
    stream = Tty(is_terminal=is_terminal)
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(module, "PATIENCE_S", patience_s)
    with progress("Reading", length, "Nothing was changed.") as step:
        for _ in range(10):
            step(1)
    return stream.getvalue()


def test_on_a_terminal_it_says_what_is_done_and_how_far(monkeypatch: pytest.MonkeyPatch) -> None:
    told = shown(monkeypatch)
    assert "Reading" in told and "10/10" in told


def test_where_nobody_knows_how_much_there_is_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    told = shown(monkeypatch, length=None)
    assert "Reading" in told and "10" in told


def test_what_is_quick_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, patience_s=60.0) == ""


def test_elsewhere_than_on_a_terminal_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, is_terminal=False) == ""


def test_ctrl_c_is_one_sentence_that_says_what_stays() -> None:
    with (
        pytest.raises(Failure, match=r"^Stopped\. Nothing was changed\.$"),
        progress("Reading", 10, "Nothing was changed."),
    ):
        raise KeyboardInterrupt


def test_a_search_that_is_stopped_keeps_what_was_indexed_and_the_next_goes_on(
    played: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = WriteSearch.catch_up, []

    def stopped(self: WriteSearch, limit: int) -> int:
        calls.append(limit)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, 1)

    with monkeypatch.context() as then:
        then.setattr(WriteSearch, "catch_up", stopped)
        result = played.ask("case", "list", "--search", "invoice")
    assert result.exit_code == 1
    assert result.stderr == "mailflow: Stopped. What was indexed stays; the next search goes on from there.\n"
    assert [one["ref"] for one in played.json("case", "list", "--search", "invoice")] == ["LC-2026-0002"]


def test_a_purge_that_is_stopped_keeps_the_record_whole_and_the_next_destroys_it(
    played: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as then:
        then.setattr("mailflow.flow.erase.erase", stopped)
        result = played.ask(
            "retention", "purge", "--yes", "--now", PAST, "--certificate", str(played.path / "first.txt")
        )
    assert result.exit_code == 1 and "Stopped. What was destroyed stands in the certificate" in result.stderr
    assert found_in(played)["mailflow.db"]
    assert played.json("audit", "verify")[0]["sound"]
    assert "1 record destroyed." in purge(played, "--yes")
    assert found_in(played) == {}
