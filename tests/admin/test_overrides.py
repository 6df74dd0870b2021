"""``mailflow case new`` and the overrides: shown before they are done, asked, recorded, and taken back."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailflow import wiring
from mailflow.admin import change
from mailflow.core.overrides import AddTag
from mailflow.flow.deliver import deliver
from mailflow.flow.override import By, override
from mailflow.settings import load_settings
from mailflow.simulate.memory import MemoryPost, MemoryServers
from tests.admin.conftest import MONDAY, Folder, configuration, mail
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink
from tests.support.terminal import Terminal

NOW = ("--now", (MONDAY + timedelta(minutes=30)).isoformat())
LATER = ("--now", (MONDAY + timedelta(hours=2)).isoformat())
WHY = ("--reason", "we were asked to", "--by", "Ada")
REF = "LC-2026-0001"
ANSWER = "Reasons: it was late.\nActions: a second worker.\nFindings: none."


def begun(folder: Folder, *more: str) -> Folder:
    """An office with one case, entered at the command line."""
    words = ("--name", "Pat Rivers", "--text", "The handover was late.", "--received", MONDAY.isoformat())
    folder.done("case", "new", *words, *(more or ("--address", "pat@mail.example")), "--yes", *NOW)
    return folder


@pytest.fixture
def one(folder: Folder) -> Folder:
    return begun(folder)


def letters(folder: Folder, status: str = "queued") -> list[str]:
    return [one["kind"] for one in folder.json("letter", "list", "--status", status)]


# --- case new ---------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BB-0.1", "SS-0.1", "LC-4.1")
def test_a_complaint_by_phone_counts_from_the_call_and_is_acknowledged(one: Folder) -> None:
    case = one.json("case", "show", REF, *NOW)
    assert (case["channel"], case["received_at"], case["kind"]) == ("phone", "2026-11-02T09:30:00+00:00", "complaint")
    assert case["complainant"] == {
        "name": "Pat Rivers", "address": "pat@mail.example", "anonymous": False, "relation": None,
    }  # fmt: skip
    assert {one["due_at"][:10] for one in case["deadlines"]} == {"2026-11-09", "2026-11-30"}
    assert letters(one) == ["acknowledgement", "handler-notice"]
    (message,) = case["messages"]
    assert (message["from"], message["class"]) == ("pat@mail.example", "complaint")
    assert case["events"][0]["by"].startswith("admin ")
    assert case["events"][1]["kind"] == "override-made"


def test_only_words_and_a_name_are_needed_and_nobody_without_an_address_is_written_to(folder: Folder) -> None:
    case = folder.json("case", "new", "--name", "Sam", "--text", "It was late.", *NOW)
    assert case["ref"] == REF
    assert case["complainant"]["address"] is None
    assert not [one for one in case["deadlines"] if one["what"] == "acknowledge"]
    assert letters(folder) == ["handler-notice"]


@pytest.mark.clause("CL-4.6")
def test_an_anonymous_complaint_is_a_case_without_a_letter_to_anybody(folder: Folder) -> None:
    case = folder.json("case", "new", "--anonymous", "--channel", "letter", "--text", "It was late.", *NOW)
    assert case["complainant"] == {"name": "", "address": None, "anonymous": True, "relation": None}
    assert case["channel"] == "letter"
    assert letters(folder) == ["handler-notice"]


@pytest.mark.clause("CL-2.2")
@pytest.mark.parametrize("kind", ["feedback", "praise"])
def test_feedback_is_thanked_and_has_no_clock(folder: Folder, kind: str) -> None:
    words = ("--name", "Sam", "--address", "sam@mail.example", "--text", "Lovely day.", "--kind", kind)
    case = folder.json("case", "new", *words, *NOW)
    assert (case["kind"], case["status"]) == (kind, "closed")
    assert letters(folder) == ["thanks"]


@pytest.mark.clause("SS-2.1")
def test_a_letter_marked_confidential_opens_the_formal_stage(folder: Folder) -> None:
    roles = (
        '["keyworker", "womens_service_manager", "childcare_service_manager", "deputy_childcare_service_manager", '
        '"safeguarding_lead"]'
    )
    text = configuration().replace("libra-children-services", "stepping-stones").replace('["coordinator"]', roles)
    text = text.replace(
        '["complaints_officer", "senior_practitioner", "senior_leader", "safeguarding_lead"]', '["ceo"]'
    )
    text = text.replace('["chair", "committee_member"]', '["chair_of_trustees"]')
    folder.config.write_text(text, encoding="utf-8")
    words = ("--name", "Sam", "--text", "It was late.", "--subject", "Confidential")
    assert folder.json("case", "new", *words, "--channel", "letter", *NOW)["stage"] == "stage-2"
    assert folder.json("case", "new", *words, "--channel", "phone", *NOW)["stage"] == "stage-1"


@pytest.mark.clause("LC-10.1")
def test_a_form_that_is_typed_in_fills_its_fields(folder: Folder, tmp_path: Path) -> None:
    form = tmp_path / "form.txt"
    form.write_text("Name: Sam Field\nRelationship to child: mother\nDesired outcome: an apology\n", encoding="utf-8")
    folder.done("case", "new", "--name", "Sam Field", "--channel", "form", "--file", str(form), "--yes", *NOW)
    (message,) = folder.json("message", "list", "--case", REF)
    assert "an apology" in message["form"].values()


def test_a_file_that_is_no_text_goes_to_the_handler_with_the_notice(folder: Folder, tmp_path: Path) -> None:
    scan = tmp_path / "letter.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    folder.done("case", "new", "--name", "Sam", "--channel", "letter", "--file", str(scan), "--yes", *NOW)
    (message,) = folder.json("message", "list", "--case", REF)
    assert [one["name"] for one in message["attachments"]] == ["letter.png"]
    (notice,) = folder.json("letter", "list")
    assert 'filename="letter.png"' in folder.done("letter", "show", str(notice["id"]), "--raw")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--text", "x"), "--name NAME, or --anonymous"),
        (("--name", "Sam"), "--text TEXT, or --file FILE"),
        (("--anonymous", "--name", "Sam", "--text", "x"), "neither --name nor --address"),
        (("--name", "Sam", "--address", "sam", "--text", "x"), "is no mail address"),
        (("--name", "Sam", "--text", " "), "no words"),
        (("--name", "Sam", "--text", "x", "--received", "2026-11-02"), "no offset"),
    ],
)
def test_what_cannot_be_a_complaint_is_refused_with_the_remedy(
    folder: Folder, words: tuple[str, ...], says: str
) -> None:
    result = folder.ask("case", "new", *words, *NOW)
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_time_in_the_future_is_a_slip(folder: Folder) -> None:
    result = folder.ask("case", "new", "--name", "Sam", "--text", "x", "--received", "2026-11-03T09:30:00+00:00", *NOW)
    assert (result.exit_code, "in the future" in result.stderr) == (1, True)
    assert folder.json("case", "list") == []


def test_words_that_raise_the_alarm_alert_the_lead_also_by_phone(folder: Folder) -> None:
    words = ("--name", "Sam", "--address", "sam@mail.example", "--text", "A worker hit my son.", "--kind", "feedback")
    case = folder.json("case", "new", *words, *NOW)
    assert "safeguarding" in case["tags"]
    assert (case["kind"], case["status"]) == ("complaint", "open")
    assert "safeguarding-alert" in letters(folder)
    assert "thanks" not in letters(folder)


# --- shown, asked, done -----------------------------------------------------------------------------------------------


def test_what_will_follow_is_shown_and_nothing_is_done(one: Folder) -> None:
    before = one.json("case", "show", REF, *NOW)
    page = one.done("case", "stage", REF, "stage-2", *WHY, "--dry-run", "--preview", *NOW)
    assert "stage: stage-2 (before: stage-1)" in page
    assert "respond (stage-1, LC-4.5): it was Monday 30 November 2026, and is no longer owed" in page
    assert "4 weeks from Monday 2 November 2026 (10:00)" in page
    assert "acknowledgement to pat@mail.example" in page
    assert "Your complaint LC-2026-0001 now goes to another step" in page
    assert one.json("case", "show", REF, *NOW) == before
    told = one.json("case", "stage", REF, "stage-2", *WHY, "--dry-run", *NOW)
    assert {one["kind"] for one in told["letters"]} == {"acknowledgement", "handler-notice"}
    assert {one["stage"] for one in told["dates"]} == {"stage-1", "stage-2"}


def test_without_a_terminal_nothing_is_done_unless_yes_is_said(one: Folder) -> None:
    result = one.ask("case", "stage", REF, "stage-2", *WHY, *NOW)
    assert result.exit_code == 2
    assert "add --yes" in result.stderr
    assert one.json("case", "show", REF)["stage"] == "stage-1"


def test_on_a_terminal_it_asks(one: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change, "has_terminal", lambda: True)
    result = one.ask("case", "stage", REF, "stage-2", *WHY, *NOW, input="n\n")
    assert (result.exit_code, "Nothing was done." in result.stderr) == (1, True)
    assert one.json("case", "show", REF)["stage"] == "stage-1"
    assert "Done: LC-2026-0001." in one.done("case", "stage", REF, "stage-2", *WHY, *NOW, input="y\n")
    assert one.json("case", "show", REF)["stage"] == "stage-2"


def test_no_override_without_a_reason(one: Folder) -> None:
    result = one.ask("case", "stage", REF, "stage-2", "--yes", *NOW)
    assert (result.exit_code, "--reason" in result.stderr) == (2, True)


def test_json_answers_with_the_case_that_came_of_it(one: Folder) -> None:
    case = one.json("case", "tag", REF, "urgent", *WHY, "--yes", *NOW)
    assert (case["ref"], case["tags"]) == (REF, ["urgent"])
    made = next(one for one in case["events"] if one["kind"] == "override-made" and one["data"]["command"] == "tag")
    assert (made["by"], made["reason"]) == ("admin Ada", "we were asked to")


def test_the_second_of_two_admins_is_told_and_asked_again(one: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change, "has_terminal", lambda: True)
    answers: list[bool] = []

    def meanwhile(*_: object, **__: object) -> bool:
        if not answers:
            Folder(path=one.path).done("case", "tag", REF, "urgent", "--reason", "x", "--by", "Ben", "--yes", *NOW)
        answers.append(len(answers) == 0)
        return answers[-1]

    monkeypatch.setattr("click.confirm", meanwhile)
    result = one.ask("case", "stage", REF, "stage-2", *WHY, *NOW)
    assert (result.exit_code, answers) == (1, [True, False]), "the second time they thought better of it"
    assert "LC-2026-0001 has changed since you looked; nothing was done:" in result.stderr
    assert "tagged, by admin Ben" in result.stderr
    assert result.stderr.endswith("Nothing was done.\n")
    assert one.json("case", "show", REF)["stage"] == "stage-1"


def test_two_admins_in_two_processes_each_see_what_they_agree_to(one: Folder) -> None:
    with Terminal(one.path, "case", "stage", REF, "stage-2", *WHY, *NOW) as asked:
        asked.until("Do it?")
        assert one.process("case", "tag", REF, "urgent", "--reason", "x", "--by", "Ben", "--yes", *NOW).returncode == 0
        asked.answer("y")
        shown = asked.until("Do it?")
        assert "has changed since you looked; nothing was done:" in shown and "by admin Ben" in shown
        assert "stage: stage-2 (before: stage-1)" in shown, "what would follow is shown anew"
        assert one.json("case", "show", REF)["stage"] == "stage-1"
        asked.answer("y")
        assert "Done: LC-2026-0001." in asked.end()
    case = one.json("case", "show", REF)
    assert (case["stage"], case["tags"]) == ("stage-2", ["urgent"])


def test_many_hands_at_once_lose_nothing(one: Folder) -> None:
    now = MONDAY + timedelta(hours=1)
    with wiring.desks(load_settings(one.config), now) as (desk,):
        hands = [
            threading.Thread(target=override, args=(desk, REF, AddTag(tag=f"t{n}"), By(name="A", reason="r"), now))
            for n in range(6)
        ]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
    assert sorted(one.json("case", "show", REF)["tags"]) == [f"t{n}" for n in range(6)]
    assert "follows the one before it" in one.done("audit", "verify")


# --- each of them -----------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-9.1")
def test_handler_stage_and_date_are_changed_with_a_reason(one: Folder) -> None:
    one.done("case", "assign", REF, "Ben", *WHY, "--yes", *NOW)
    one.done("case", "about", REF, "coordinator", *WHY, "--yes", *NOW)
    one.done("case", "extend", REF, "11 December 2026", "--text", "We must hear one more.", *WHY, "--yes", *NOW)
    case = one.json("case", "show", REF, *NOW)
    assert [one["name"] for one in case["handlers"]] == ["Ben Officer"]
    assert next(one for one in case["deadlines"] if one["what"] == "respond")["due_at"] == "2026-12-11T23:59:59+00:00"
    assert {one["reason"] for one in case["events"] if one["kind"] == "override-made"} >= {"we were asked to"}


def test_an_outcome_at_the_command_line_is_the_letter(one: Folder, tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_text(ANSWER, encoding="utf-8")
    one.done("case", "outcome", REF, "partly-upheld", "--file", str(file), *WHY, "--yes", *NOW)
    case = one.json("case", "show", REF, *NOW)
    assert case["outcome"] == "partly-upheld"
    outcome = next(one for one in case["letters"] if one["kind"] == "outcome")
    assert "a second worker" in one.done("letter", "show", str(outcome["id"]))


def test_a_note_is_kept_and_sent_to_nobody(one: Folder) -> None:
    before = letters(one)
    one.done("case", "note", REF, "--text", "She rang again.", "--yes", *NOW)
    assert letters(one) == before
    note = one.json("message", "list", "--case", REF)[-1]
    assert (note["text"], note["class"]) == ("She rang again.", "staff-directive")


def test_closing_and_opening_again(one: Folder) -> None:
    one.done("case", "close", REF, *WHY, "--yes", *NOW)
    case = one.json("case", "show", REF, *NOW)
    assert case["status"] == "closed"
    assert next(one for one in case["events"] if one["kind"] == "case-closed")["data"]["why"] == "we were asked to"
    assert "mailflow case reopen" in one.ask("case", "stage", REF, "stage-2", *WHY, "--yes", *NOW).stderr
    one.done("case", "reopen", REF, *WHY, "--yes", *NOW)
    assert one.json("case", "show", REF)["status"] == "open"


def test_holding_and_releasing(one: Folder) -> None:
    one.done("case", "hold", REF, *WHY, "--yes", *NOW)
    assert one.json("case", "show", REF)["tags"] == ["hold"]
    one.done("case", "release", REF, *WHY, "--yes", *NOW)
    assert one.json("case", "show", REF)["tags"] == []


def test_what_the_policy_forbids_is_named_and_can_be_insisted_on(one: Folder) -> None:
    one.done("case", "stage", REF, "stage-2", *WHY, "--yes", *NOW)
    words = ("case", "outcome", REF, "upheld", "--text", "Sorry.", *WHY, "--yes", *NOW)
    result = one.ask(*words)
    assert result.exit_code == 1
    assert "The rule: LC-5.4." in result.stderr
    assert "--override-policy REASON" in result.stderr
    one.done(*words, "--override-policy", "the family has the parts already")
    events = one.json("case", "show", REF)["events"]
    overridden = next(one for one in events if one["kind"] == "policy-overridden")
    assert overridden["data"] == {"rule": "LC-5.4", "because": "the family has the parts already"}


def test_a_case_or_a_day_that_does_not_exist_is_one_sentence(one: Folder) -> None:
    for ref in ("LC-2026-0009", "XX-2026-0001"):
        result = one.ask("case", "hold", ref, *WHY, "--yes")
        assert (result.exit_code, result.stderr) == (1, f"mailflow: There is no case {ref}. See mailflow case list.\n")
    result = one.ask("case", "extend", REF, "soon", *WHY, "--yes", *NOW)
    assert (result.exit_code, '"soon" is no day' in result.stderr) == (2, True)


# --- undo -------------------------------------------------------------------------------------------------------------


def test_undo_cancels_the_letters_that_wait_and_restores_the_case(one: Folder) -> None:
    before = one.json("case", "show", REF, *NOW)
    one.done("case", "stage", REF, "stage-2", *WHY, "--yes", *NOW)
    page = one.done("case", "undo", REF, *WHY, "--yes", *NOW)
    assert "Letters that are cancelled" in page
    after = one.json("case", "show", REF, *NOW)
    changed = {key for key in after if after[key] != before[key]}
    assert changed == {"letters", "events"}
    assert letters(one) == ["acknowledgement", "handler-notice"]
    assert letters(one, "cancelled") == ["acknowledgement", "handler-notice"]
    assert "follows the one before it" in one.done("audit", "verify")


def test_the_words_of_what_is_taken_back_are_on_the_case_no_longer(one: Folder) -> None:
    case = one.json("case", "note", REF, "--text", "About somebody else.", "--yes", *NOW)
    number = case["messages"][-1]["id"]
    one.done("case", "undo", REF, *WHY, "--yes", *NOW)
    assert number not in [each["id"] for each in one.json("case", "show", REF)["messages"]]
    assert "took back" in one.done("message", "show", str(number))


def test_a_named_override_is_taken_back(one: Folder) -> None:
    case = one.json("case", "tag", REF, "first", *WHY, "--yes", *NOW)
    number = case["events"][-1]["seq"]
    one.done("case", "tag", REF, "second", *WHY, "--yes", *NOW)
    one.done("case", "undo", REF, "--event", str(number), *WHY, "--yes", *NOW)
    assert one.json("case", "show", REF)["tags"] == ["second"]


def test_what_was_entered_by_mistake_is_closed_and_nobody_hears_of_it(one: Folder) -> None:
    one.done("case", "undo", REF, *WHY, "--yes", *NOW)
    case = one.json("case", "show", REF)
    assert (case["status"], case["tags"]) == ("closed", ["entered by mistake"])
    assert letters(one) == []


def test_with_nothing_to_take_back_undo_says_so(office: Folder, dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    office.done("run", "--once", *NOW)
    result = office.ask("case", "undo", REF, *WHY, "--yes", *NOW)
    assert (result.exit_code, "nothing to take back" in result.stderr) == (1, True)


class _TakesBack(MemoryPost):
    """A post during whose first letter an admin takes an override back."""

    def __init__(self, servers: MemoryServers, folder: Folder) -> None:
        super().__init__(servers)
        self._folder: Folder | None = folder

    def offer(self, envelope_from: str, to: str, raw: bytes) -> None:
        super().offer(envelope_from, to, raw)
        if self._folder is not None:
            folder, self._folder = self._folder, None
            folder.done("case", "undo", REF, *WHY, "--yes", *NOW)


def test_what_is_taken_back_while_the_letters_are_posted_stays_here_and_nothing_goes_twice(one: Folder) -> None:
    one.done("case", "stage", REF, "stage-2", *WHY, "--yes", *NOW)
    servers, now = MemoryServers(), MONDAY + timedelta(hours=1)
    with wiring.desks(load_settings(one.config), now) as (desk,):
        first = deliver(desk, lambda: now, _TakesBack(servers, one))
        again = deliver(desk, lambda: now, MemoryPost(servers))
    assert (first.sent, first.uncertain, again.sent) == (2, 0, 0)
    assert sorted(letter.to for letter in servers.taken()) == ["ada@libra.example", "pat@mail.example"]
    assert letters(one, "cancelled") == ["acknowledgement", "handler-notice"]
    assert one.json("case", "show", REF)["stage"] == "stage-1"


# --- on a real mailbox ------------------------------------------------------------------------------------------------


def test_a_complaint_by_phone_is_acknowledged_by_the_next_turn(office: Folder, sink: SmtpSink) -> None:
    begun(office)
    office.done("run", "--once", *LATER)
    assert len(sink.to("pat@mail.example")) == len(sink.to("ada@libra.example")) == 1
    acknowledge = office.json("case", "show", REF, *LATER)["deadlines"][0]
    assert (acknowledge["what"], acknowledge["met_at"]) == ("acknowledge", "2026-11-02T11:30:00+00:00")
    result = office.ask("case", "undo", REF, *WHY, "--yes", *LATER)
    assert result.exit_code == 1
    assert "has left because of it" in result.stderr
    assert "mailflow case close" in result.stderr


def test_what_is_taken_back_before_the_turn_never_leaves(
    office: Folder, dovecot: Dovecot, user: str, sink: SmtpSink
) -> None:
    dovecot.deliver(user, mail("Handover was late"), MONDAY)
    office.done("run", "--once", *NOW)
    sink.clear()
    office.done("case", "stage", REF, "stage-2", *WHY, "--yes", *NOW)
    office.done("case", "undo", REF, *WHY, "--yes", *NOW)
    office.done("run", "--once", *LATER)
    assert sink.to("p.rivers@mail.example") == sink.to("ben@libra.example") == ()
    office.done("case", "stage", REF, "stage-2", *WHY, "--yes", *LATER)
    office.done("run", "--once", *LATER)
    assert len(sink.to("p.rivers@mail.example")) == len(sink.to("ben@libra.example")) == 1
    result = office.ask("case", "undo", REF, *WHY, "--yes", *LATER)
    assert "mailflow case stage LC-2026-0001 stage-1" in result.stderr


def test_a_reply_to_a_letter_of_the_command_line_finds_its_case(
    office: Folder, dovecot: Dovecot, user: str, sink: SmtpSink
) -> None:
    begun(office)
    office.done("case", "outcome", REF, "not-upheld", "--text", ANSWER, *WHY, "--yes", *NOW)
    office.done("run", "--once", *LATER)
    case = office.json("case", "show", REF, *LATER)
    assert case["status"] == "decided"
    outcome = next(one for one in case["letters"] if one["kind"] == "outcome")
    reply = mail(f"Appeal Re: {outcome['subject']}", "No.", "pat@mail.example")
    dovecot.deliver(user, reply, MONDAY + timedelta(hours=3))
    office.done("run", "--once", "--now", (MONDAY + timedelta(hours=4)).isoformat())
    assert office.json("case", "show", REF)["stage"] == "stage-2"


def test_a_dry_run_leaves_the_record_as_it_was(office: Folder) -> None:
    begun(office)
    with_before = json.dumps(office.json("case", "show", REF, *NOW))
    office.done("case", "outcome", REF, "not-upheld", "--text", ANSWER, *WHY, "--dry-run", *NOW)
    assert json.dumps(office.json("case", "show", REF, *NOW)) == with_before
    assert datetime.fromisoformat(office.json("case", "list")[0]["received_at"]).astimezone(UTC) == MONDAY
