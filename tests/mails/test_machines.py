"""Machines are not answered and people are, whatever program and language: by words alone, or by the header alone."""

from __future__ import annotations

from email.header import Header

import pytest

from mailflow.mailbox.reading import read_file
from tests.mails.machines import AUTOMATIC, NOBODYS_ADDRESSES, PEOPLE, PEOPLES_HEADERS, SAID_BY_HEADER
from tests.mails.reports import REPORTS, R

PAT = "Pat Rivers <p.rivers@mail.example>"


def read(author: str, subject: str, text: str, fields: str = "") -> dict[str, object]:
    """A mail in UTF-8, read as the daemon would."""
    shown = subject if subject.isascii() else Header(subject, "utf-8").encode()
    return read_file(
        f"{fields}From: {author}\nTo: complaints@libra.example\nSubject: {shown}\n"
        "Date: Tue, 3 Nov 2026 10:15:00 +0000\nMessage-ID: <x1@mail.example>\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n".encode()
    )


@pytest.mark.parametrize("name", AUTOMATIC)
def test_an_automatic_reply_without_any_header_is_not_answered(name: str) -> None:
    subject, text = AUTOMATIC[name]
    assert not read(PAT, subject, text)["acknowledge"]


@pytest.mark.parametrize("name", SAID_BY_HEADER)
def test_a_header_is_enough(name: str) -> None:
    assert not read(PAT, "Hello", "Thank you.", SAID_BY_HEADER[name])["acknowledge"]


@pytest.mark.parametrize("address", NOBODYS_ADDRESSES)
def test_an_address_that_nobody_reads_is_not_answered(address: str) -> None:
    assert not read(address, "Hello", "Thank you.")["acknowledge"]


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_who_uses_the_words_of_machines_is_answered(name: str) -> None:
    subject, text = PEOPLE[name]
    got = read(PAT, subject, text)
    assert got["acknowledge"], got["because"]
    assert got["class"] in ("complaint", "reply")


@pytest.mark.parametrize("name", PEOPLES_HEADERS)
def test_a_person_with_an_ordinary_programs_headers_is_answered(name: str) -> None:
    assert read(PAT, "Handover", "It was late.", PEOPLES_HEADERS[name])["acknowledge"]


def test_a_person_whose_letter_came_back_is_not_taken_for_the_mail_system() -> None:
    subject = "Your email was not delivered"
    plain = read(PAT, subject, "I was told that my letter was not delivered. Please write to me by post.")
    assert (plain["class"], plain["acknowledge"]) == ("complaint", True)
    named = read(PAT, subject, "My letter to manager@libra.example was not delivered. What now?")
    assert (named["class"], named["acknowledge"]) == ("complaint", False)


@pytest.mark.parametrize("return_path", ["Return-Path: <>\n", "", "Return-Path: <mailer@mx.example>\n"])
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_in_a_mail_systems_own_words_names_whom_the_letter_did_not_reach(name: str, return_path: str) -> None:
    author, subject, text, fields = REPORTS[name]
    got = read(author, subject, text, return_path + fields)
    late = "delay" in name or "warning" in name
    assert got["class"] == ("delay" if late else "bounce")
    assert not got["acknowledge"]
    failed = got["failed_recipients"]
    assert isinstance(failed, list)
    assert [(one["address"], one["action"]) for one in failed] == [(R, "delayed" if late else "failed")]
