"""A standing answer is shown to a person and not answered; what a person writes with the same words is answered."""

from __future__ import annotations

import pytest

from tests.mails.machines import OURS
from tests.mails.standing import ALONE, AWAY, FIELDS, NOBODYS, OFFICES, PEOPLES
from tests.mails.test_machines import PAT, read

ANSWERS = "References: <mf1.abc@libra.example>\n"
PERSONS = ("complaint", "reply")


@pytest.mark.parametrize("name", OFFICES)
def test_an_offices_standing_answer_is_not_answered_but_seen(name: str) -> None:
    got = read(PAT, *OFFICES[name])
    assert (got["class"] in PERSONS, got["acknowledge"]) == (True, False), got["because"]


@pytest.mark.parametrize("name", AWAY)
def test_somebody_aways_standing_answer_is_not_answered_but_seen(name: str) -> None:
    got = read(PAT, f"Re: {OURS}", AWAY[name], ANSWERS)
    assert (got["class"], got["acknowledge"]) == ("reply", False), got["because"]


@pytest.mark.parametrize("name", ALONE)
def test_one_such_sentence_alone_is_a_persons(name: str) -> None:
    got = read(PAT, *ALONE[name])
    assert got["acknowledge"], got["because"]


def test_our_own_words_in_the_subject_of_an_answer_count_for_nothing() -> None:
    assert read(PAT, f"Re: {OURS}", "Thank you for your email. He was alone again.", ANSWERS)["acknowledge"]
    assert not read(PAT, "We have received your complaint", "Thank you for your email.")["acknowledge"]


def test_a_long_mail_is_nobodys_standing_answer() -> None:
    begin = "Thank you for your email. We will respond to each point. "
    assert not read(PAT, "Friday", begin + "He was alone. " * 50)["acknowledge"]
    assert read(PAT, "Friday", begin + "He was alone. " * 150)["acknowledge"]


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_says_that_it_is_a_machine_and_its_neighbour_does_not(name: str) -> None:
    machine, person = FIELDS[name]
    assert not read(PAT, "Hello", "Thank you.", machine)["acknowledge"]
    assert read(PAT, "Hello", "Thank you.", person)["acknowledge"]


@pytest.mark.parametrize("address", NOBODYS)
def test_more_addresses_that_nobody_reads(address: str) -> None:
    assert not read(address, "Hello", "Thank you.")["acknowledge"]


@pytest.mark.parametrize("address", PEOPLES)
def test_a_persons_address_that_looks_like_one_of_those(address: str) -> None:
    assert read(address, "Hello", "Thank you.")["acknowledge"]


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        (f"Automatic reply: {OURS}", "auto-reply"),
        ("Automatic reply", "auto-reply"),
        ("Auto-Resposta: Olá", "auto-reply"),
        ("[AUTO GENERATED] Handover", "auto-reply"),
        ("Automatic reply instead of help", "complaint"),
        ("Auto response from your office is no answer", "complaint"),
    ],
)
def test_a_programs_name_for_its_reply_stands_before_what_it_answers_and_not_in_a_sentence(
    subject: str, kind: str
) -> None:
    got = read(PAT, subject, "Nobody has rung.")
    assert (got["class"], got["acknowledge"]) == (kind, False)


def test_auto_in_front_of_a_subject_is_a_program_where_it_answers_and_a_car_where_it_does_not() -> None:
    assert not read(PAT, f"Auto: {OURS}", "Back soon.")["acknowledge"]
    assert not read(PAT, "AUTO: Pat Rivers is on leave", "Back soon.", ANSWERS)["acknowledge"]
    assert read(PAT, "AUTO: damage at the gate", "Your van hit my car.")["acknowledge"]


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("Read: Your complaint", "Your message\n\n  To: Pat\n\nwas read on 3 November 2026 11:00.", "receipt"),
        ("Gelesen: Ihre Beschwerde", "Ihre Nachricht\n\nwurde am 3. November 2026 gelesen.", "receipt"),
        ("Not read: Your complaint", "Your message was deleted without being read on Tuesday.", "receipt"),
        ("Lu : réclamation", "Votre message a été lu le mardi 3 novembre.", "receipt"),
        ("Read: Your complaint", "", "receipt"),
        ("Read: this before you answer", "He was hurt and you did not tell us.", "complaint"),
        ("Read: my complaint", "Please read my complaint. " * 40 + "It was read on Monday by nobody.", "complaint"),
    ],
)
def test_a_read_receipt_in_a_programs_own_words(subject: str, text: str, kind: str) -> None:
    got = read(PAT, subject, text)
    assert (got["class"], got["acknowledge"]) == (kind, kind == "complaint")


def test_a_photograph_without_a_word_is_no_receipt_whatever_its_subject() -> None:
    photo = "Content-Type: image/jpeg; name=IMG_1.jpg\n"
    assert read(PAT, "Read: my complaint", "/9j/4AAQ", photo)["acknowledge"]
    sealed = read(PAT, "Read: my complaint", "x", "Content-Type: application/ms-tnef; name=winmail.dat\n")
    assert (sealed["class"], sealed["acknowledge"]) == ("complaint", False)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Please confirm your message", "Your message has been put on hold until you confirm it."),
        ("Your message to parents awaits moderator approval", "It is held."),
        ("Confirme sua mensagem", "Este é o AntiSpam UOL: confirme sua mensagem."),
        ("Votre message", "Votre message est en attente de validation."),
    ],
)
def test_more_programs_that_ask_for_a_proof(subject: str, text: str) -> None:
    assert read(PAT, subject, text)["class"] == "challenge"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Remise retardée : x", "La remise à ces destinataires est retardée :\n\n{}"),
        ("Entrega retrasada: x", "La entrega a estos destinatarios se ha retrasado:\n\n{}"),
        ("Bezorging vertraagd: x", "De bezorging bij de volgende geadresseerden is vertraagd:\n\n{}"),
        ("Recapito ritardato: x", "Il recapito ai seguenti destinatari è in ritardo:\n\n{}"),
    ],
)
def test_a_delay_in_more_languages_is_no_failure(subject: str, text: str) -> None:
    got = read("postmaster@mail.example", subject, text.format("t.brook@mail.example"))
    assert got["class"] == "delay"
    assert got["failed_recipients"] == [{"address": "t.brook@mail.example", "action": "delayed", "status": ""}]


def test_a_person_who_pastes_a_report_is_seen_and_an_unread_mailbox_that_writes_one_is_a_bounce() -> None:
    told = "I tried to write to the manager and got this: 550 5.1.1 user unknown manager@libra.example."
    pasted = read(PAT, "Mail to the manager bounced", told)
    assert (pasted["class"], pasted["acknowledge"]) == ("complaint", False)
    report = "Your message to t.brook@mail.example has NOT BEEN DELIVERED."
    blocked = read("Filter <noreply@mx.example>", "Message you sent was blocked", report)
    assert (blocked["class"], blocked["acknowledge"]) == ("bounce", False)


def test_a_calendar_sends_an_appointment_without_a_name_and_a_person_attaches_a_file() -> None:
    def with_appointment(text: str, name: str) -> dict[str, object]:
        calendar = f"--b\nContent-Type: text/calendar; method=REQUEST{name}\n\nBEGIN:VCALENDAR\n--b--"
        parts = f"--b\nContent-Type: text/plain\n\n{text}\n{calendar}"
        return read(PAT, "Monday", parts, "Content-Type: multipart/alternative; boundary=b\n")

    words = "Shall we meet on Monday about what happened to him on Friday?"
    assert with_appointment("", "")["class"] == "calendar"
    seen = with_appointment(words, "")
    assert (seen["class"], seen["acknowledge"]) == ("complaint", False)
    assert with_appointment(words, "; name=monday.ics")["acknowledge"]
