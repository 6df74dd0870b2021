"""A person or a machine, rule by rule; each machine's sign has a person's mail beside it that has nearly the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailflow.core.classify import machine_kind
from mailflow.core.machine_words import (
    CHALLENGE,
    CHALLENGE_STEMS,
    DELAY,
    DELAY_STEMS,
    OUT_OF_OFFICE_STEMS,
    OUT_OF_OFFICE_TEXT,
)
from mailflow.core.mail import Address, Attachment, FailedRecipient, InboundMessage, MessageClass

PAT = Address(address="p.rivers@mail.example", name="Pat Rivers")
DAEMON = Address(address="MAILER-DAEMON@mx.example", name="Mail Delivery System")


def message(
    headers: dict[str, str] | None = None,
    *,
    sender: Address | None = PAT,
    subject: str = "Handover",
    text: str = "It was late again.",
    **more: object,
) -> InboundMessage:
    return InboundMessage(
        sender=sender,
        sender_is_plain=sender is not None,
        subject=subject,
        text=text,
        headers={name: (value,) for name, value in (headers or {}).items()},
        **more,  # type: ignore[arg-type]
    )


def test_a_persons_mail_is_nobodys_machine_and_acknowledged() -> None:
    reading = machine_kind(message())
    assert reading.as_ is None
    assert reading.acknowledge
    assert reading.because


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"auto-submitted": "auto-replied"}, MessageClass.AUTO_REPLY),
        ({"auto-submitted": "Auto-Generated; owner-email=x"}, MessageClass.AUTO_REPLY),
        ({"auto-submitted": "auto-notified (vacation)"}, MessageClass.AUTO_REPLY),
        ({"x-autoreply": "yes"}, MessageClass.AUTO_REPLY),
        ({"x-autorespond": "Thank you"}, MessageClass.AUTO_REPLY),
        ({"precedence": "auto_reply"}, MessageClass.AUTO_REPLY),
        ({"x-loop": "complaints@libra.example"}, MessageClass.AUTO_REPLY),
        ({"return-path": "<>"}, MessageClass.AUTO_REPLY),
        ({"list-id": "<news.example>"}, MessageClass.LIST),
        ({"precedence": "bulk", "list-unsubscribe": "<mailto:x@y.example>"}, MessageClass.LIST),
        ({"return-path": "<parents-bounces+pat=x@lists.example>"}, MessageClass.LIST),
        ({"x-mailflow-letter": "acknowledgement"}, MessageClass.OWN),
        ({"content-class": "urn:content-classes:calendarmessage"}, MessageClass.CALENDAR),
    ],
)
def test_a_machine_that_says_so_is_believed_and_not_answered(headers: dict[str, str], kind: MessageClass) -> None:
    reading = machine_kind(message(headers))
    assert reading.as_ is kind
    assert not reading.acknowledge


@pytest.mark.parametrize(
    "headers",
    [
        {"auto-submitted": "no"},
        {"auto-submitted": "No (a person)"},
        {"precedence": "first-class"},
        {"x-priority": "1"},
        {"x-autoreply": "no"},
        {"return-path": "<p.rivers@mail.example>"},
        {"x-auto-response-suppress": "DR, OOF"},
    ],
)
def test_what_only_resembles_a_machines_header_is_a_persons(headers: dict[str, str]) -> None:
    reading = machine_kind(message(headers))
    assert reading.as_ is None
    assert reading.acknowledge


@pytest.mark.parametrize(
    "doubtful",
    [
        message({"x-auto-response-suppress": "All"}),
        message({"x-spam-flag": "YES"}),
        message({"feedback-id": "1:2:form:x"}),
        message(sender=Address(address="no-reply@shop.example")),
        message(sender=None),
        message(subject="Re: Automatic reply: your complaint"),
        message(text="This is an automated response. We are closed."),
        message(subject="Re: Undeliverable: your letter", text="Delivery has failed to these recipients"),
    ],
)
def test_in_doubt_it_is_filed_as_a_persons_and_not_answered(doubtful: InboundMessage) -> None:
    reading = machine_kind(doubtful)
    assert reading.as_ is None
    assert not reading.acknowledge


def test_a_sender_that_reads_in_two_ways_is_not_answered() -> None:
    reading = machine_kind(InboundMessage(sender=PAT, sender_is_plain=False, text="hello"))
    assert reading.as_ is None
    assert not reading.acknowledge


@pytest.mark.parametrize("subject", ["Automatic reply: Your complaint", "Out of Office: Libra", "Abwesenheitsnotiz"])
def test_a_subject_that_only_programs_write_is_an_automatic_reply(subject: str) -> None:
    assert machine_kind(message(subject=subject)).as_ is MessageClass.AUTO_REPLY


@pytest.mark.parametrize(
    "subject", ["Out of office hours nobody answers", "On holiday my son was hurt", "Automatic door broken again"]
)
def test_a_complaint_about_absence_is_acknowledged(subject: str) -> None:
    reading = machine_kind(message(subject=subject))
    assert reading.as_ is None
    assert reading.acknowledge


def test_a_standard_report_of_failure_is_a_bounce_that_says_how_many() -> None:
    failed = FailedRecipient(address="p@mail.example", status="5.1.1")
    reading = machine_kind(message(report_type="delivery-status", failed_recipients=(failed,)))
    assert reading.as_ is MessageClass.BOUNCE
    assert "1 not reached, status 5.1.1" in reading.because
    assert "mail.example" not in reading.because


def test_a_standard_report_of_delay_is_no_bounce() -> None:
    delayed = FailedRecipient(address="p@mail.example", action="delayed", status="4.4.1")
    assert machine_kind(message(report_type="delivery-status", failed_recipients=(delayed,))).as_ is MessageClass.DELAY


def test_a_standard_report_of_success_is_a_receipt() -> None:
    arrived = FailedRecipient(address="p@mail.example", action="delivered", status="2.0.0")
    assert (
        machine_kind(message(report_type="delivery-status", failed_recipients=(arrived,))).as_ is MessageClass.RECEIPT
    )


def test_a_read_receipt_and_a_feedback_report_are_told_apart() -> None:
    assert machine_kind(message(report_type="disposition-notification")).as_ is MessageClass.RECEIPT
    assert machine_kind(message(report_type="feedback-report")).as_ is MessageClass.FEEDBACK_REPORT


def test_a_daemon_that_tells_of_failure_in_words_is_a_bounce() -> None:
    told = message(sender=DAEMON, subject="Undeliverable: Your complaint", text="Mailbox is full")
    assert machine_kind(told).as_ is MessageClass.BOUNCE


def test_a_bounce_that_is_also_auto_submitted_is_a_bounce() -> None:
    told = message({"auto-submitted": "auto-replied"}, sender=DAEMON, subject="failure notice", text="User unknown")
    assert machine_kind(told).as_ is MessageClass.BOUNCE


def test_a_daemon_that_tells_of_delay_in_words_is_a_delay() -> None:
    told = message(sender=DAEMON, subject="Warning: message delayed 24 hours", text="It will be retried.")
    assert machine_kind(told).as_ is MessageClass.DELAY


def test_a_complaint_that_quotes_a_bounce_is_a_persons() -> None:
    quoting = message(subject="You never wrote back", text="I got this: 550 5.1.1 User unknown, mailbox is full")
    reading = machine_kind(quoting)
    assert reading.as_ is None
    assert reading.acknowledge


def test_a_calendars_answer_is_told_from_a_complaint_with_an_appointment() -> None:
    invitation = (Attachment(name="invite.ics", type="text/calendar", bytes=200),)
    assert machine_kind(message(subject="Accepted: Meeting", attachments=invitation)).as_ is MessageClass.CALENDAR
    complaint = message(text="Your meeting was set on a bank holiday, again.", attachments=invitation)
    assert machine_kind(complaint).as_ is None


def test_a_challenge_is_recognised() -> None:
    asked = message(subject="Please confirm that you are a human", text="Click here")
    assert machine_kind(asked).as_ is MessageClass.CHALLENGE


@pytest.mark.parametrize("name", ["precedence", "x-precedence"])
@pytest.mark.parametrize("value", ["bulk", "Bulk (phone)"])
def test_bulk_that_answers_something_is_a_machines_and_bulk_that_answers_nothing_is_seen(name: str, value: str) -> None:
    answer = machine_kind(message({name: value}, references=("<a@b>",)))
    assert (answer.as_, answer.acknowledge) == (MessageClass.AUTO_REPLY, False)
    first = machine_kind(message({name: value}))
    assert (first.as_, first.acknowledge) == (None, False)
    assert machine_kind(message({name: "junk"})).as_ is MessageClass.AUTO_REPLY


def test_a_web_sites_form_is_a_persons_though_a_program_sent_it() -> None:
    form = "Name: Pat Rivers\nE-mail: p.rivers@mail.example\nMessage:\nHe was alone in the garden.\n"
    marks = {"auto-submitted": "auto-generated"}
    reading = machine_kind(message(marks, text=form))
    assert (reading.as_, reading.acknowledge) == (None, False)
    assert machine_kind(message(marks, text="Message: the printer is out of paper.")).as_ is MessageClass.AUTO_REPLY
    assert machine_kind(message(marks, text=form, references=("<a@b>",))).as_ is MessageClass.AUTO_REPLY


def test_what_an_office_answers_is_marked_as_such_unless_more_speaks_against_an_answer() -> None:
    text = "Thank you for your e-mail. We will get back to you within a week."
    office = machine_kind(message(text=text))
    assert (office.as_, office.acknowledge, office.of_office) == (None, False, True)
    spam = machine_kind(message({"x-spam-flag": "YES"}, text=text))
    assert (spam.as_, spam.acknowledge, spam.of_office) == (None, False, False)
    away = machine_kind(message(text="I am on annual leave. In my absence please ring the office."))
    assert (away.as_, away.acknowledge, away.of_office) == (None, False, False)


def test_an_absence_counts_at_the_top_of_an_answer_and_not_below_what_a_person_wants() -> None:
    wish = "I do not agree with the answer, because nobody has asked the cook, who saw all of it from her window. "
    absence = "I am away until Monday. "
    first = machine_kind(message(text=absence + wish, references=("<a@b>",)))
    last = machine_kind(message(text=wish + wish + absence, references=("<a@b>",)))
    assert (first.acknowledge, last.acknowledge) == (False, True)


def test_a_copy_of_our_letter_is_our_own() -> None:
    assert machine_kind(message(message_id="<a@b>"), own_message_ids={"<a@b>"}).as_ is MessageClass.OWN
    assert machine_kind(message(), own_addresses=["P.Rivers@mail.example"]).as_ is MessageClass.OWN


def test_a_complaint_that_came_through_our_own_group_is_a_persons() -> None:
    marks = {"list-id": "<complaints.libra.example>", "precedence": "list", "list-unsubscribe": "<mailto:x@y.example>"}
    reading = machine_kind(message(marks), own_addresses=["complaints@libra.example"])
    assert reading.as_ is None
    assert reading.acknowledge
    elsewhere = machine_kind(message(marks), own_addresses=["office@libra.example"])
    assert (elsewhere.as_, elsewhere.acknowledge) == (None, False), "a group of our own domain: a person should see it"
    for stranger in ("office@brook.example", "office@bra.example", "office@libra.example.brook.example"):
        assert machine_kind(message(marks), own_addresses=[stranger]).as_ is MessageClass.LIST


#: What Python takes for other letters where case is ignored: the dotless i, the long s, the Kelvin sign.
_PLAIN = st.characters(exclude_characters="ıİſ\u212a", exclude_categories=["Cs"])


@pytest.mark.parametrize(
    ("pattern", "stems"),
    [(OUT_OF_OFFICE_TEXT, OUT_OF_OFFICE_STEMS), (CHALLENGE, CHALLENGE_STEMS), (DELAY, DELAY_STEMS)],
)
@given(data=st.data())
@settings(max_examples=400, suppress_health_check=list(HealthCheck), deadline=None)
def test_whatever_the_words_find_has_one_of_their_stems(
    pattern: re.Pattern[str], stems: tuple[str, ...], data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(pattern, alphabet=_PLAIN))
    assert pattern.search(text) and any(stem in text.casefold() for stem in stems)
