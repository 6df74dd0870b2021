"""What letters say: dates, words to use, bodies to turn to, lines that staff can write."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from mailflow.core.case import Complainant, LateAppeal, Outcome
from mailflow.core.decision import SendLetter
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address
from mailflow.letters.compose import compose
from mailflow.letters.composed import Quoted
from mailflow.letters.context import MAX_QUOTED_CHARACTERS
from mailflow.letters.sample import RECEIVED_AT, samples
from tests.letters.offices import office_of, our_templates
from tests.letters.written import letter, libra, of


def test_an_acknowledgement_names_reference_day_of_receipt_role_and_date_of_the_answer() -> None:
    text = letter(LetterKind.ACKNOWLEDGEMENT, libra(), opened_by="complaint").text
    for words in ("LC-2026-0001", "on Monday 2 November 2026", "Contact Coordinator", "by Monday 30 November 2026"):
        assert words in text
    assert "Ada" not in text
    assert "appeal" not in text.lower()


def test_an_acknowledgement_of_an_appeal_names_the_new_stage() -> None:
    case = libra("stage-2", decided_stages=("stage-1",))
    composed = letter(LetterKind.ACKNOWLEDGEMENT, case, opened_by="appeal")
    assert composed.subject == "[LC-2026-0001] Your complaint goes to its next step"
    assert "Stage Two: Review by Senior Leadership" in composed.text
    assert "Complaints Officer" in composed.text


def test_an_acknowledgement_of_an_appeal_says_when_the_appeal_came_also_where_the_stage_began_later() -> None:
    case = libra("stage-2", decided_stages=("stage-1",))
    text = letter(LetterKind.ACKNOWLEDGEMENT, case, opened_by="appeal", received_on="2026-10-27").text
    assert "We received your message on Tuesday 27 October 2026." in text


def test_an_acknowledgement_of_a_stage_without_a_limit_promises_no_date() -> None:
    text = letter(LetterKind.ACKNOWLEDGEMENT, of("stepping-stones", "stage-3"), opened_by="appeal").text
    assert "sets no fixed date" in text
    assert "last step" in text


def test_an_acknowledgement_of_the_last_stage_with_a_meeting_names_its_date() -> None:
    text = letter(LetterKind.ACKNOWLEDGEMENT, of("big-bums-little-bums", "stage-3"), opened_by="appeal").text
    assert "meeting about it, by Monday 30 November 2026" in text
    assert "sets no fixed date" not in text


def test_what_a_complaint_lacks_is_asked_for_in_the_acknowledgement() -> None:
    text = letter(LetterKind.ACKNOWLEDGEMENT, libra(), opened_by="complaint", asks=("when it happened",)).text
    assert "- when it happened\n" in text


@pytest.mark.clause("SS-2.4", "SS-4.1")
def test_ss_2_4_and_ss_4_1_help_and_external_bodies_stand_in_the_acknowledgement() -> None:
    text = letter(LetterKind.ACKNOWLEDGEMENT, of("stepping-stones", "stage-2"), opened_by="appeal").text
    assert "CAB" in text
    assert "Charity Commission" in text
    assert "Ofsted" in text


@pytest.mark.clause("SS-2.1")
def test_ss_2_1_confidential_stands_in_the_subjects_of_stage_2() -> None:
    assert letter(LetterKind.OUTCOME, of("stepping-stones", "stage-2")).subject.startswith(
        "[SS-2026-0001] Confidential: "
    )
    assert "Confidential" not in letter(LetterKind.OUTCOME, of("stepping-stones", "stage-1")).subject


@pytest.mark.parametrize(
    ("channel", "thanks"),
    [("email", "writing to us"), ("letter", "writing to us"), ("phone", "telling us"), ("person", "telling us")],
)
def test_who_rang_or_came_is_not_thanked_for_writing(channel: str, thanks: str) -> None:
    text = letter(LetterKind.ACKNOWLEDGEMENT, libra(channel=channel), opened_by="complaint").text
    assert f"Thank you for {thanks}. We received your complaint" in text


def test_an_outside_body_is_one_line_with_what_it_does_and_how_to_reach_it() -> None:
    text = letter(LetterKind.OUTCOME, libra("stage-3"), outcome="upheld").text
    assert (
        "- National Association of Child Contact Centres (NACCC). NACCC does not conduct formal investigations but may "
        "support parties in seeking a constructive resolution. Website: www.naccc.org.uk\n"
    ) in text
    text = letter(LetterKind.OUTCOME, of("little-footsteps", "formal-review"), outcome="upheld").text
    assert "- Ofsted. Telephone: 0300 123 1231. Website: www.gov.uk/ofsted\n" in text
    assert "(LADO). Ask your local council for its Local Authority Designated Officer.\n" in text


@pytest.mark.parametrize(
    ("change", "does"), [("", "puts it into"), ("changed", "changes it in"), ("cancelled", "takes it out of")]
)
def test_an_invitation_says_what_its_file_does(change: str, does: str) -> None:
    text = letter(
        LetterKind.MEETING_INVITATION, libra("stage-3"), what="meeting", when="2026-12-02", change=change
    ).text
    assert f"The attached file {does} your calendar." in text
    assert "- When: Wednesday 2 December 2026\n" in text
    assert "Where:" not in text


def test_an_outcome_carries_its_authors_text_verbatim_and_names_word_and_last_day() -> None:
    words = "Dear P,\n\n\n\nFindings:  two spaces\n\n- a point\n#1 stays\n{{ 7*7 }}"
    text = letter(LetterKind.OUTCOME, libra(), text=words, outcome="upheld", word="appeal", last_day="2026-12-18").text
    assert words in text
    assert "we uphold your complaint." in text
    assert "the word APPEAL" in text
    assert "by the end of Friday 18 December 2026" in text


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.UPHELD, "we uphold your complaint."),
        (Outcome.PARTLY_UPHELD, "we uphold your complaint in part."),
        (Outcome.NOT_UPHELD, "we do not uphold your complaint."),
        (Outcome.RESOLVED, "has been resolved."),
        (Outcome.WITHDRAWN, "You have withdrawn your complaint."),
        (Outcome.REFERRED, "we have passed it on."),
        (Outcome.ARBITRATION_RECOMMENDED, "external arbitration."),
    ],
)
def test_each_outcome_is_said_in_words(outcome: Outcome, words: str) -> None:
    assert words in letter(LetterKind.OUTCOME, libra(outcome=outcome)).text


def test_an_outcome_without_a_window_names_no_last_day() -> None:
    text = letter(LetterKind.OUTCOME, of("childrens-links", "complaint"), outcome="upheld").text
    assert "no fixed last day" in text


@pytest.mark.clause("LC-7.1")
def test_lc_7_1_naccc_stands_in_the_final_outcome_and_in_no_earlier_one() -> None:
    final = letter(LetterKind.OUTCOME, libra("stage-3"), outcome="not-upheld").text
    assert "NACCC" in final or "National Association of Child Contact Centres" in final
    assert "ends our own complaints procedure" in final
    assert "beginning of the subject" not in final
    for stage in ("stage-1", "stage-2"):
        text = letter(LetterKind.OUTCOME, libra(stage), outcome="not-upheld").text
        assert "NACCC" not in text
        assert "Child Contact Centres" not in text


@pytest.mark.clause("LF-6.1")
@pytest.mark.parametrize("stage", ["formal-review", "independent-review"])
def test_lf_6_1_ofsted_and_the_lado_stand_in_every_outcome_from_formal_review_on(stage: str) -> None:
    text = letter(LetterKind.OUTCOME, of("little-footsteps", stage), outcome="not-upheld").text
    assert "ofsted" in text.lower()
    assert "LADO" in text


def test_a_withdrawn_complaint_is_not_told_how_to_go_on() -> None:
    text = letter(LetterKind.OUTCOME, libra(), outcome="withdrawn").text
    assert "beginning of the subject" not in text
    assert "we close your complaint" in text


def test_a_late_appeal_is_answered_with_both_days_and_a_promise() -> None:
    office = office_of("libra-children-services")
    (_, case) = next((s, c) for s, c in samples(office) if c and c.late_appeal and s.stage == "stage-1")
    assert case is not None
    text = letter(LetterKind.APPEAL_LATE, case).text
    assert "on Tuesday 1 December 2026" in text
    assert "last day for that was Monday 16 November 2026" in text
    assert "either way" in text


def test_a_handlers_notice_has_the_whole_text_the_dates_with_proof_and_the_skeleton() -> None:
    theirs = "Line one\n\n\n   indented  \n#outcome upheld\n- a list\nhttps://evil.example/"
    quoted = Quoted(received_at=RECEIVED_AT, sender="P. Rivers <p@mail.example>", subject="Late", text=theirs)
    composed = letter(
        LetterKind.HANDLER_NOTICE, libra("stage-2"), quoted=(quoted,), reason="appeal", role="complaints_officer"
    )
    assert theirs in composed.text
    assert "Monday 2 November 2026, 09:30" in composed.text
    assert "4 weeks from Monday 2 November 2026 (09:30): Monday 30 November 2026. Clause LC-5.3." in composed.text
    assert "Your part: Complaints Officer" in composed.text
    for heading in ("Findings:", "Reasons:", "Actions:"):
        assert f"\n{heading}\n" in composed.text
    for line in ("#outcome upheld", "#question", "#stage stage-3", "#note", "#extend 7 December 2026"):
        assert f"\n{line}\n" in composed.text
    assert "href" not in composed.html


def test_a_notice_of_a_late_appeal_offers_to_accept_or_decline() -> None:
    late = LateAppeal(message=2, received_at=datetime(2026, 12, 20, tzinfo=UTC))
    text = letter(LetterKind.HANDLER_NOTICE, libra(late_appeal=late, outcome=Outcome.UPHELD), reason="late-appeal").text
    assert "\n#accept\n" in text
    assert "\n#decline\n" in text
    assert "#outcome" not in text


def test_a_notice_of_an_accepted_late_appeal_does_not() -> None:
    text = letter(LetterKind.HANDLER_NOTICE, libra("stage-2"), reason="late-appeal").text
    assert "was accepted" in text
    assert "#accept" not in text


@pytest.mark.parametrize(
    ("setting", "words"), [("relay", "is sent to the complainant from"), ("note", "kept as a note")]
)
def test_a_notice_says_what_a_plain_reply_does(setting: str, words: str) -> None:
    office = dataclasses.replace(office_of("libra-children-services"), plain_reply=setting)
    send = SendLetter(kind=LetterKind.HANDLER_NOTICE, to=Address(address="ada@office.example"), audience=Audience.STAFF)
    assert words in compose(send, libra(), office, templates=our_templates()).text


def test_a_notice_about_an_anonymous_complaint_does_not_send_anybody_to_the_phone() -> None:
    text = letter(LetterKind.HANDLER_NOTICE, libra(complainant=Complainant(anonymous=True)), reason="complaint").text
    assert "somebody who gives no name" in text and "what was not known" in text and "the phone" not in text


def test_a_notice_about_somebody_without_address_says_so_and_offers_no_question() -> None:
    text = letter(LetterKind.HANDLER_NOTICE, libra(complainant=Complainant(name="Pat")), reason="complaint").text
    assert "left no mail address" in text
    assert "#question" not in text


def test_a_very_long_complaint_is_cut_in_the_notice_and_says_so() -> None:
    quoted = Quoted(received_at=RECEIVED_AT, sender="p", text="x" * (MAX_QUOTED_CHARACTERS + 1))
    text = letter(LetterKind.HANDLER_NOTICE, libra(), quoted=(quoted,)).text
    assert "the whole message is in the mailbox" in text
    assert len(text) < MAX_QUOTED_CHARACTERS + 5000
