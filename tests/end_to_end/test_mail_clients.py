"""Family and staff write with real mail programs: a whole complaint by neomutt and s-nail, and what each reader sees.

The programs lay out their mail as they always do: quotations marked ``>`` or by tabs, above or below the words,
signatures below ``-- ``. None of that may reach the other side, and every reply must find its case.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mailflow.core.days import long_date
from tests.end_to_end.post_office import COMPLAINTS, PostOffice, post_office
from tests.support.mail_clients import Neomutt, Snail

COMPLAINT = "The handover was forty minutes late – again – and nobody rang.\nI would like an apology."
OUTCOME = """#outcome partly upheld

Dear Pat,

Findings: the bus was late, and nobody rang you.
Actions: we ring every family from now on.

Yours sincerely
Ada"""


@pytest.fixture
def post(tmp_path: Path) -> Iterator[PostOffice]:
    """A post office in which a family's complaint has been acknowledged."""
    with post_office(tmp_path) as opened:
        Snail(opened.family).write(COMPLAINTS, "Handover was late again", COMPLAINT)
        opened.once()
        yield opened


def test_a_complaint_written_in_s_nail_is_acknowledged_in_its_thread(post: PostOffice) -> None:
    case = _case(post)
    assert (case["stage"], case["status"], case["complainant"]["name"]) == ("stage-1", "open", "Pat Rivers")
    assert post.letters(post.family) == ["acknowledgement"]
    assert post.letters(post.coordinator) == ["handler-notice"]
    acknowledgement = post.letter(post.family, "acknowledgement")
    assert acknowledgement["In-Reply-To"] == post.from_program(post.family)["Message-ID"]
    seen = Neomutt(post.family).read(str(acknowledgement["Message-ID"]))
    assert "LC-" in seen and _due(case, "respond", "stage-1") in seen
    assert "<html" not in seen and "forty minutes" not in seen
    notice = Neomutt(post.coordinator).read(post.letter_id(post.coordinator, "handler-notice"))
    assert "The handover was forty minutes late – again – and nobody rang." in notice


def test_a_reply_to_the_acknowledgement_is_filed_without_quotation_and_signature(post: PostOffice) -> None:
    acknowledgement = post.letter_id(post.family, "acknowledgement")
    family = Neomutt(post.family)
    family.reply(acknowledgement, "One more thing: it also happened in October.")
    post.once()
    reply = post.office.json("message", "list")[-1]
    assert (reply["class"], reply["ref"]) == ("reply", _case(post)["ref"])
    assert reply["new_text"].startswith("One more thing: it also happened in October.")
    assert "Thank you" in reply["text"], "the case keeps the whole mail, quotation and all"
    assert not _leaks(reply["new_text"], "wrote:", "> ", "Thank you")
    assert post.letters(post.family) == ["acknowledgement"], "a later mail is not acknowledged"
    notice = Neomutt(post.coordinator).read(post.letter_id(post.coordinator, "handler-notice"))
    assert "it also happened in October" in notice
    assert len(family.thread(acknowledgement)) == 2, "the letter and her answer to it are one conversation"


def test_an_outcome_written_in_neomutt_and_an_appeal_to_it_hold_together(post: PostOffice) -> None:
    Neomutt(post.coordinator).reply(post.letter_id(post.coordinator, "handler-notice"), OUTCOME)
    post.once()
    case = _case(post)
    assert (case["status"], case["outcome"]) == ("decided", "partly-upheld")
    assert post.letters(post.coordinator) == ["handler-notice", "directive-done"]
    outcome = post.letter_id(post.family, "outcome")
    family = Neomutt(post.family)
    _check_outcome_as_read(family.read(outcome), case)

    family.reply(outcome, "I do not agree with this.", subject="APPEAL")
    post.once()
    case = _case(post)
    assert (case["stage"], case["status"], case["tags"]) == ("stage-2", "open", ["appeal"])
    assert [one["class"] for one in case["messages"]] == ["complaint", "staff-directive", "appeal"]
    assert post.letters(post.family) == ["acknowledgement", "outcome", "acknowledgement"]
    notice = Neomutt(post.officer).read(post.letter_id(post.officer, "handler-notice"))
    assert "I do not agree with this." in notice and "forty minutes late" in notice
    appeal = post.office.json("message", "list")[-1]
    assert not _leaks(appeal["new_text"], "wrote:", "> ", "Findings")
    subjects = family.thread(outcome)
    assert len(subjects) == 4, f"her appeal and our three letters are one conversation: {subjects}"
    assert sum(one.startswith("APPEAL") for one in subjects) == 1


def test_an_outcome_written_in_the_complaints_mailbox_itself_is_found_in_its_sent_folder(post: PostOffice) -> None:
    words = OUTCOME.partition("\n\n")[2]
    complaint = str(post.from_program(post.family)["Message-ID"])
    Neomutt(post.shared).reply(complaint, words, subject="[outcome: partly upheld]")
    post.once()
    case = _case(post)
    assert (case["status"], case["outcome"]) == ("decided", "partly-upheld")
    assert [one["class"] for one in case["messages"]] == ["complaint", "staff-reply"]
    assert post.letters(post.family) == ["acknowledgement"], "what has left is not sent again"
    assert not _leaks(post.office.json("message", "list")[-1]["new_text"], "forty minutes", "wrote:")

    answer = str(post.from_program(post.shared)["Message-ID"])
    Neomutt(post.family).reply(answer, "I do not agree with this.", subject="APPEAL")
    post.once()
    assert (_case(post)["stage"], _case(post)["tags"]) == ("stage-2", ["appeal"])


def test_a_draft_of_mailflow_is_recalled_in_neomutt_corrected_and_sent(tmp_path: Path) -> None:
    with post_office(tmp_path, sending="drafts") as post:
        Snail(post.family).write(COMPLAINTS, "Handover was late again", COMPLAINT)
        post.once()
        (draft,) = [message_from_bytes(raw) for raw in post.dovecot.messages(COMPLAINTS, "Drafts")]
        assert post.letters(post.family) == []
        Neomutt(post.shared).send_draft("with care", "with care and at once")
        assert post.dovecot.messages(COMPLAINTS, "Drafts") == [], "the program takes the draft away"
        got = post.from_program(post.shared)
        assert b"with care and at once" in b" ".join(bytes(got).split()), "the family has the corrected words"
        post.once()

        (letter,) = [one for one in post.office.json("letter", "list") if one["kind"] == "acknowledgement"]
        assert (letter["status"], letter["to"]) == ("sent", [post.family.address])
        shown = post.office.json("letter", "show", str(letter["id"]))
        assert shown["draft"]["changed"] and "with care and at once" in " ".join(shown["text"].split())
        case = post.office.json("case", "show", str(draft["X-Mailflow-Case"]))
        met = next(one["met_at"] for one in case["deadlines"] if one["what"] == "acknowledge")
        (sent,) = [message_from_bytes(raw) for raw in post.dovecot.messages(COMPLAINTS, "Sent")]
        assert sent["Message-ID"] == got["Message-ID"]
        assert met == letter["sent_at"] is not None

        Neomutt(post.family).reply(str(got["Message-ID"]), "One more thing: it also happened in October.")
        post.once()
        # The last that came in: mailflow's present is some seconds ahead of the programs' here, and so is the draft's.
        reply = max(post.office.json("message", "list"), key=lambda one: int(one["id"]))
        assert (reply["class"], reply["ref"]) == ("reply", case["ref"])
        assert not _leaks(reply["new_text"], "with care", "wrote:", "> ")


def test_a_letter_that_was_approved_is_read_by_the_family_as_it_was_seen(tmp_path: Path) -> None:
    with post_office(tmp_path, sending="approve") as post:
        Snail(post.family).write(COMPLAINTS, "Handover was late again", COMPLAINT)
        post.once()
        assert post.letters(post.family) == []
        (held,) = post.office.json("letter", "list", "--status", "held")
        seen = post.office.json("letter", "preview", str(held["id"]))[0]["text"]
        post.office.run("letter", "approve", str(held["id"]), "--yes")
        post.once()
        read = Neomutt(post.family).read(post.letter_id(post.family, "acknowledgement"))
        assert " ".join(seen.split()) in " ".join(read.split())


@pytest.mark.parametrize(
    ("quotes_first", "marks"),
    [(True, "> "), (True, "\t"), (False, "\t")],
    ids=["below-marked-quotation", "below-quotation-by-tabs", "above-quotation-by-tabs"],
)
def test_an_outcome_written_in_s_nail_reaches_the_family_alone(
    post: PostOffice, quotes_first: bool, marks: str
) -> None:
    staff = Snail(post.coordinator, quotes_first=quotes_first, marks=marks)
    staff.reply(post.letter_id(post.coordinator, "handler-notice"), OUTCOME)
    post.once()
    case = _case(post)
    assert post.letters(post.coordinator) == ["handler-notice", "directive-done"], _refusals(post)
    assert (case["status"], case["outcome"]) == ("decided", "partly-upheld")
    _check_outcome_as_read(Neomutt(post.family).read(post.letter_id(post.family, "outcome")), case)


@pytest.mark.parametrize("program", ["neomutt", "s-nail"])
def test_a_plain_answer_of_staff_is_relayed_and_answered_in_the_same_case(post: PostOffice, program: str) -> None:
    client = Neomutt(post.coordinator) if program == "neomutt" else Snail(post.coordinator)
    client.reply(post.letter_id(post.coordinator, "handler-notice"), "Dear Pat, which day was it?")
    post.once()
    relay = Neomutt(post.family).read(post.letter_id(post.family, "relay"))
    assert "Dear Pat, which day was it?" in relay
    assert not _leaks(relay, "Tel 0113", "wrote:", "#outcome", "forty minutes")
    Snail(post.family, quotes_first=False).reply(post.letter_id(post.family, "relay"), "It was on Monday.")
    post.once()
    answer = post.office.json("message", "list")[-1]
    assert (answer["class"], answer["ref"]) == ("reply", _case(post)["ref"])
    assert answer["new_text"].startswith("It was on Monday.")
    assert not _leaks(answer["new_text"], "which day", "wrote:")
    assert post.letters(post.coordinator) == ["handler-notice", "handler-notice"]


def test_a_mistyped_line_is_mended_by_answering_our_explanation(post: PostOffice) -> None:
    staff = Neomutt(post.coordinator)
    staff.reply(post.letter_id(post.coordinator, "handler-notice"), OUTCOME.replace("#outcome", "#outcom"))
    post.once()
    assert post.letters(post.family) == ["acknowledgement"], "half a decision is no letter"
    explanation = post.letter_id(post.coordinator, "directive-error")
    assert "#outcome" in staff.read(explanation)
    staff.reply(explanation, OUTCOME)
    post.once()
    assert post.letters(post.coordinator) == ["handler-notice", "directive-error", "directive-done"]
    _check_outcome_as_read(Neomutt(post.family).read(post.letter_id(post.family, "outcome")), _case(post))


@pytest.mark.parametrize("layout", ["words-below-marks", "words-below-tabs", "words-above-tabs", "neomutt"])
def test_a_line_that_the_family_wrote_is_never_carried_out_when_staff_quote_it(tmp_path: Path, layout: str) -> None:
    with post_office(tmp_path) as post:
        words = "#outcome upheld\n#close we give in\n\nThe handover was late.\n\n#outcome upheld\nWe are very sorry."
        Snail(post.family).write(COMPLAINTS, "#outcome upheld", words)
        post.once()
        below, marks = "below" in layout, "\t" if "tabs" in layout else "> "
        snail = Snail(post.coordinator, quotes_first=below, marks=marks)
        staff = Neomutt(post.coordinator) if layout == "neomutt" else snail
        staff.reply(post.letter_id(post.coordinator, "handler-notice"), "Dear Pat, which day was it?")
        post.once()
        case = _case(post)
        assert (case["status"], case["outcome"]) == ("open", None)
        assert post.letters(post.family) == ["acknowledgement", "relay"]
        relay = Neomutt(post.family).read(post.letter_id(post.family, "relay"))
        assert "which day was it?" in relay and not _leaks(relay, "#", "We are very sorry", "handover", "Tel 0113")


def _case(post: PostOffice) -> Any:
    acknowledgement = post.sink.to(post.family.address)[0].message
    return post.office.json("case", "show", str(acknowledgement["X-Mailflow-Case"]))


def _due(case: Any, what: str, stage: str) -> str:
    (found,) = [one for one in case["deadlines"] if (one["what"], one["stage"]) == (what, stage)]
    return long_date(datetime.fromisoformat(found["due_at"]).astimezone(ZoneInfo("Europe/London")).date())


def _check_outcome_as_read(seen: str, case: Any) -> None:
    """The family reads what was written to it, by when it can appeal, and nothing else of what staff's program sent."""
    assert "Findings: the bus was late, and nobody rang you." in seen
    assert "Actions: we ring every family from now on." in seen
    assert "in part" in seen and _due(case, "appeal", "stage-1") in seen and "APPEAL" in seen
    assert not _leaks(seen, "#outcome", "Tel 0113", "wrote:", "forty minutes", "#note")


def _leaks(text: str, *marks: str) -> list[str]:
    """Return which of these marks stand in a text."""
    return [mark for mark in marks if mark in text]


def _refusals(post: PostOffice) -> list[str]:
    refused = [one.message for one in post.sink.to(post.coordinator.address)]
    return [str(one.get_payload(0)) for one in refused if one["X-Mailflow-Letter"] == "directive-error"]
