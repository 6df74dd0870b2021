"""``mailflow case list``: groups, filters, finding by words, and how it looks on a terminal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailflow.admin.case_screen import away, fitted, when
from tests.admin.conftest import MONDAY, Folder, mail
from tests.support.dovecot import Dovecot
from tests.support.terminal import Terminal

LONDON = ZoneInfo("Europe/London")


def now(days: float) -> tuple[str, str]:
    return "--now", (MONDAY + timedelta(days=days)).isoformat()


@pytest.fixture
def worked(office: Folder, dovecot: Dovecot, user: str) -> Folder:
    """Four cases: one answered, one at the next stage, one closed, one as it came; and a mail that waits in the pen."""
    mails = (
        mail("Handover", "The handover was late.", "a@mail.example"),
        mail("The café", "Nobody spoke to Zoë.", "b@mail.example"),
        mail("The gate", "The gate was left open. The handover was fine.", "c@mail.example"),
        mail("The nappies", "You forgot the nappies.", "d@mail.example"),
        mail("Re: [LC-2026-0001] We have received your complaint", "A stranger's handover.", "x@mail.example"),
    )
    for number, raw in enumerate(mails):
        dovecot.deliver(user, raw, MONDAY + timedelta(minutes=number))
    office.done("run", "--once", *now(0.1))
    says = ("--reason", "it is so", "--yes", *now(0.2))
    office.done("case", "outcome", "LC-2026-0001", "upheld", "--text", "Findings: yes.\nActions: none.", *says)
    office.done("case", "stage", "LC-2026-0002", "stage-2", *says)
    office.done("case", "tag", "LC-2026-0002", "waiting-list", *says)
    office.done("case", "close", "LC-2026-0003", "--reason", "she withdrew it by carrier pigeon", "--yes", *now(0.2))
    office.done("run", "--once", *now(0.3))
    return office


def refs(folder: Folder, *words: str, days: float = 1) -> list[str]:
    """The last digits of the cases that are listed."""
    return [one["ref"][-1] for one in folder.json("case", "list", *words, *now(days))]


def test_the_list_begins_with_what_is_late_and_leaves_closed_cases_out(worked: Folder) -> None:
    lines = worked.done("case", "list", *now(60)).splitlines()
    assert lines[0].startswith("REFERENCE")
    assert lines[1] == "Late (2)"
    assert lines[2].split()[:5] == ["LC-2026-0002", "2026-11-30", "31", "days", "late"]
    assert "LC-2026-0003" not in "".join(lines)
    assert lines[-1] == "1 closed case is not shown (--all)."


def test_each_case_is_in_its_group(worked: Folder) -> None:
    told = worked.done("case", "list", "--all", *now(22)).splitlines()
    assert [one for one in told if one[-1:] == ")"] == [
        *("Due within 7 days (2)", "Answered, an appeal may come (1)", "Closed (1)")
    ]
    assert "2026-11-16  is over" in worked.done("case", "list", *now(22))
    early = worked.done("case", "list", *now(1))
    assert "Open (2)" in early and "Answered, an appeal may come (1)" in early
    assert "upheld" in early


FILTERS: tuple[tuple[tuple[str, ...], str], ...] = (
    ((), "1234"),
    (("--open",), "124"),
    (("--status", "closed"), "3"),
    (("--status", "closed", "--status", "decided"), "13"),
    (("--stage", "stage-2"), "2"),
    (("--tag", "Waiting-List"), "2"),
    (("--kind", "praise"), ""),
    (("--handler", "ben"), "2"),
    (("--handler", "coordinator", "--open"), "14"),
    (("--handler", "ADA@libra.example", "--status", "open"), "4"),
    (("--due", "4w"), "24"),
    (("--due", "26d"), ""),
    (("--due", "2026-11-30"), "24"),
    (("--late",), ""),
)


def test_filters_leave_what_is_asked_for(worked: Folder) -> None:
    for words, expected in FILTERS:
        assert refs(worked, *words) == list(expected), words


def test_what_is_late_is_due_too(worked: Folder) -> None:
    assert refs(worked, "--late", days=40) == refs(worked, "--due", "1d", days=40) == ["2", "4"]


def test_a_span_that_is_none_is_refused(worked: Folder) -> None:
    result = worked.ask("case", "list", "--due", "soon")
    assert result.exit_code == 2 and "write 7d, 2w, or a day such as" in result.stderr


SEARCHES = (
    ("handover", "13"),
    ("HANDOVER late", "1"),
    ("cafe zoe", "2"),
    ('"left open"', "3"),
    ('"open left"', ""),
    ("napp*", "4"),
    ("carrier pigeon", "3"),
    ("b@mail.example", "2"),
    ("LC-2026-0004", "4"),
    ("waiting-list", "2"),
    ("Rivers", "1234"),
    ('what"s AND (', ""),
    ("nowhere", ""),
)


def test_words_are_found_anywhere_in_a_case(worked: Folder) -> None:
    for words, expected in SEARCHES:
        assert refs(worked, "--search", words) == list(expected), words


def test_a_search_shows_the_place_and_mail_that_is_on_no_case(worked: Folder) -> None:
    told = worked.done("case", "list", "--search", "nappies", *now(1))
    assert "    message 4: You forgot the nappies." in told
    (found,) = worked.json("case", "list", "--search", "nappies")
    assert (found["found"]["in"], found["found"]["number"]) == ("message", 4)
    assert found["found"]["passage"] == "You forgot the nappies."


def test_words_of_a_mail_in_the_pen_are_found_too(worked: Folder) -> None:
    assert "There are no such cases." in worked.done("case", "list", "--search", "stranger's", *now(1))
    worked.done("pen", "discard", "1", "--reason", "an advertisement", *now(1))
    told = worked.done("case", "list", "--search", "stranger's", *now(1))
    assert "mailflow message show" in told or "LC-2026-0001" in told


def test_a_search_without_a_word_is_refused(worked: Folder) -> None:
    result = worked.ask("case", "list", "--search", '"." --')
    assert result.exit_code == 2 and "there is no word in" in result.stderr


def test_what_comes_after_a_search_is_found_by_the_next(worked: Folder, dovecot: Dovecot, user: str) -> None:
    assert refs(worked, "--search", "buggy") == []
    dovecot.deliver(user, mail("Buggy", "The buggy broke.", "e@mail.example"), MONDAY + timedelta(hours=9))
    worked.done("run", "--once", *now(0.5))
    assert refs(worked, "--search", "buggy") == ["5"]


def test_the_json_says_what_is_next_and_with_whom(worked: Folder) -> None:
    one = worked.json("case", "list", "--stage", "stage-2", *now(1))[0]
    assert one["handlers"][0]["name"] == "Ben Officer"
    assert (one["standing"], one["next"]["what"], one["next"]["source"]) == ("later", "respond", "LC-5.3")


# On a terminal


def on_terminal(folder: Path, columns: int, *words: str, **environment: str) -> str:
    """Run a command on a terminal so wide, and return what it wrote there."""
    with Terminal(folder, *words, columns=columns, **environment) as terminal:
        return terminal.end()


def test_what_is_late_is_red_on_a_terminal_and_says_so_in_words(worked: Folder) -> None:
    told = on_terminal(worked.path, 100, "case", "list", *now(60))
    red = [line for line in told.splitlines() if line.startswith("\x1b[31m")]
    assert len(red) == 3 and all("late" in line.casefold() for line in red)
    plain = on_terminal(worked.path, 100, "case", "list", *now(60), NO_COLOR="1")
    assert "\x1b" not in plain and "31 days late" in plain


def test_no_line_is_wider_than_the_terminal(worked: Folder) -> None:
    for columns in (120, 80, 60, 34):
        told = on_terminal(worked.path, columns, "case", "list", "--all", *now(60), NO_COLOR="1")
        listed = told.splitlines()[:-1]
        assert max(map(len, listed)) <= columns
        for word in ("LC-2026-0002", "stage-2", "waiting-list"):
            assert word in told


def test_elsewhere_nothing_is_cut(worked: Folder) -> None:
    assert "\x1b" not in worked.done("case", "list", *now(60))
    assert "Ada Coordinator  P. Rivers" in worked.done("case", "list", *now(60))


def test_names_give_way_before_a_row_goes_over_two_lines() -> None:
    row = ("LC-2026-0001", "2026-11-30", "in 2 days", "answer", "stage-1", "A" * 20, "B" * 20, "")
    (line,) = fitted([row], 90)[0]
    assert len(line) <= 90 and "A" * 8 in line and "…" in line
    assert len(fitted([row], 60)[0]) == 2
    assert fitted([row], None) == [["  ".join(row[:7])]]


def test_dates_say_their_time_unless_they_end_a_day() -> None:
    end = datetime(2026, 11, 30, 23, 59, 59, tzinfo=LONDON)
    assert when(end, LONDON) == "2026-11-30"
    assert when(datetime(2026, 11, 30, 9, tzinfo=UTC), LONDON) == "2026-11-30 09:00"
    assert when(None, LONDON) == "-"


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (-0.5, "1 hour late"),
        (-23, "23 hours late"),
        (-24, "1 day late"),
        (-50, "2 days late"),
        (0, "today"),
        (14, "today"),
        (15, "tomorrow"),
        (39, "in 2 days"),
    ],
)
def test_how_far_a_date_is(hours: float, expected: str) -> None:
    assert away(MONDAY + timedelta(hours=hours), MONDAY, LONDON) == expected
