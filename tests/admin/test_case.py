"""``mailflow case list`` and ``case show``: the JSON of INTERFACE, and a page for people."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.admin.conftest import MONDAY, Folder, mail
from tests.support.dovecot import Dovecot

NOW = ("--now", (MONDAY + timedelta(minutes=5)).isoformat())
LATER = ("--now", (MONDAY + timedelta(days=60)).isoformat())
SHOWN = {
    *("ref", "organisation", "policy", "edition", "kind", "type", "about", "channel", "tags", "complainant", "stage"),
    *("status", "outcome", "handlers", "received_at", "deadlines", "tasks", "messages", "letters", "events"),
}
LISTED = {*("ref", "kind", "stage", "status", "outcome", "tags", "received_at", "next_due_at", "complainant")}


@pytest.fixture
def worked(office: Folder, dovecot: Dovecot, user: str) -> Folder:
    """An office that has taken in one complaint, whose subject tries to turn the terminal around."""
    dovecot.deliver(user, mail("Late \x1b[31magain\u202e"), MONDAY)
    office.done("run", "--once", *NOW)
    return office


def test_a_case_is_shown_with_the_keys_of_the_interface(worked: Folder) -> None:
    case = worked.json("case", "show", "LC-2026-0001", *NOW)
    assert case.keys() >= SHOWN
    assert case["received_at"] == "2026-11-02T09:30:00+00:00"
    assert case["complainant"] == {
        "name": "P. Rivers",
        "address": "p.rivers@mail.example",
        "anonymous": False,
        "relation": None,
    }
    assert case["handlers"] == [{"role": "coordinator", "name": "Ada Coordinator", "address": "ada@libra.example"}]
    acknowledge = next(one for one in case["deadlines"] if one["what"] == "acknowledge")
    assert acknowledge.keys() >= {"what", "stage", "due_at", "met_at", "missed", "source"}
    assert (acknowledge["met_at"] is not None, acknowledge["missed"]) == (True, False)
    assert case["messages"][0].keys() == {"id", "received_at", "from", "subject", "class"}
    assert {one["kind"] for one in case["letters"]} == {"acknowledgement", "handler-notice"}
    assert case["letters"][0].keys() == {"id", "kind", "to", "subject", "status", "sent_at"}
    assert case["events"][0].keys() == {"seq", "at", "kind", "by", "reason", "data"}
    assert case["events"][0]["kind"] == "case-opened"


def test_a_promise_that_is_not_kept_is_missed_once_its_time_is_past(worked: Folder) -> None:
    def answer(*now: str) -> bool:
        case = worked.json("case", "show", "LC-2026-0001", *now)
        return bool(next(one for one in case["deadlines"] if one["what"] == "respond")["missed"])

    assert not answer(*NOW)
    assert answer(*LATER)


def test_the_list_has_the_keys_of_the_interface_and_the_next_date(worked: Folder) -> None:
    (case,) = worked.json("case", "list")
    assert case.keys() >= LISTED
    shown = worked.json("case", "show", case["ref"], *NOW)
    assert case["next_due_at"] == min(one["due_at"] for one in shown["deadlines"] if one["met_at"] is None)


def test_the_page_has_each_date_with_its_proof(worked: Folder) -> None:
    page = worked.done("case", "show", "lc-2026-0001", *NOW)
    assert "LC-2026-0001: complaint, open, stage-1" in page
    assert "from Monday 2 November 2026 (09:30)" in page
    assert "P. Rivers <p.rivers@mail.example>" in page


def test_nothing_in_a_mail_controls_the_terminal(worked: Folder) -> None:
    for page in (worked.done("case", "show", "LC-2026-0001"), worked.done("message", "list")):
        assert "\x1b" not in page
        assert "\u202e" not in page
        assert "\\u202e" in page


def test_a_case_that_does_not_exist_is_one_sentence(worked: Folder) -> None:
    for ref in ("LC-2026-0002", "XX-2026-0001"):
        result = worked.ask("case", "show", ref)
        assert result.exit_code == 1
        assert result.stderr == f"mailflow: There is no case {ref}. See mailflow case list.\n"


def test_a_role_that_nobody_holds_ends_a_command_with_status_2(worked: Folder) -> None:
    text = worked.config.read_text(encoding="utf-8").replace('"chair", ', "")
    worked.config.write_text(text, encoding="utf-8")
    result = worked.ask("case", "list")
    assert result.exit_code == 2
    assert 'nobody holds the role "chair"' in result.stderr


@pytest.mark.clause("LC-10.1")
def test_lc_10_1_the_answers_of_a_form_stand_with_the_case(office: Folder, dovecot: Dovecot, user: str) -> None:
    form = "Full name: Jo Parent\nDate of incident: Friday\nDescription of what happened: It was late.\nAgain.\n"
    dovecot.deliver(user, mail("Complaints form", form), MONDAY)
    office.done("run", "--once", *NOW)
    assert office.json("case", "show", "LC-2026-0001", *NOW)["form"] == {
        "full_name": "Jo Parent", "incident_date": "Friday", "description": "It was late.\nAgain.",
    }  # fmt: skip
    page = office.done("case", "show", "LC-2026-0001", *NOW)
    assert "Complaints form\n" in page
    assert re.search(r"description +It was late\. Again\.", page)
