"""Raw bytes to a message: what mail programs really send, and what libraries make of it wrongly."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailflow.mailbox.parse import files, header_only, parse
from tests.mailbox.samples import MIXED, OLD, PLAIN, REPORT


def mail(head: str | bytes, body: str | bytes = "hello") -> bytes:
    head = head.encode() if isinstance(head, str) else head
    body = body.encode() if isinstance(body, str) else body
    return b"From: Pat <p@mail.example>\n" + head.strip(b"\n") + b"\n\n" + body


def test_a_plain_mail_is_read_whole() -> None:
    message = parse(PLAIN)
    assert message.sender is not None
    assert (message.sender.address, message.sender.name) == ("p.rivers@mail.example", "Pat Rivers")
    assert message.sender_is_plain
    assert message.subject == "Handover was late again"
    assert message.message_id == "<1@mail.example>"
    assert message.date == datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    assert message.text == "Dear all, on Friday the handover was late for the third time.\n-- \nPat\n"
    assert message.problems == ()


def test_a_mail_of_many_parts_is_read_whole() -> None:
    message = parse(MIXED)
    assert message.subject == "Appeal against the outcome"
    assert message.references == ("<ack-1@libra.example>", "<x@y.example>")
    assert [one.address for one in message.to] == ["complaints@libra.example", "j@mail.example"]
    assert message.to[1].name == "Jürgen"
    assert [one.address for one in message.cc] == ["a@b.example", "c@d.example"]
    assert message.text.startswith("I do not agree. Café soft.")
    assert "inner text" not in message.text
    assert [(one.name, one.type) for one in message.attachments] == [
        ("café.pdf", "application/pdf"),
        ("inner", "message/rfc822"),
    ]
    assert message.attachments[0].bytes == 9


def test_the_files_of_a_mail_are_its_attachments_with_their_bytes() -> None:
    found = files(MIXED)
    assert tuple(one for one, _ in found) == parse(MIXED).attachments
    assert found[0][1] == b"%PDF-1.4\n"


def test_a_report_tells_whom_it_is_about_and_which_letter() -> None:
    message = parse(REPORT)
    assert message.report_type == "delivery-status"
    assert message.returned_message_id == "<ack-1@libra.example>"
    (failed,) = message.failed_recipients
    assert (failed.address, failed.action, failed.status) == ("p.rivers@mail.example", "failed", "5.1.1")


def test_a_report_in_words_tells_whom_it_is_about() -> None:
    raw = (
        b"From: Postmaster <postmaster@mx.example>\nTo: complaints@libra.example\nSubject: Undeliverable mail\n\n"
        b"Your message could not be delivered to p.rivers@mail.example: 550 5.1.1 no such user\n\n"
        b"Original message follows.\n\nMessage-ID: <ack-1@libra.example>\nTo: p.rivers@mail.example\n"
    )
    message = parse(raw)
    assert [(one.address, one.status) for one in message.failed_recipients] == [("p.rivers@mail.example", "5.1.1")]
    assert message.returned_message_id == "<ack-1@libra.example>"


def test_a_complaint_that_quotes_a_report_is_about_nobodys_letter() -> None:
    message = parse(mail("Subject: Where is it?", "You sent this to no@mail.example: 550 5.1.1 user unknown"))
    assert message.failed_recipients == ()


def test_mail_from_before_mime_gives_its_picture_and_its_letters() -> None:
    message = parse(OLD)
    assert message.subject == "café £"
    assert message.sender is not None
    assert message.sender.name == "Anna"
    assert [(one.name, one.type) for one in message.attachments] == [("cat.gif", "image/gif")]
    assert "begin" not in message.text


@pytest.mark.parametrize(
    ("head", "subject"),
    [
        ("Subject: Appeal\n against\n\tthe outcome", "Appeal against the outcome"),
        ("Subject: =?utf-8?q?Caf=C3=A9?=", "Café"),
        ("Subject: =?utf-8?B?Q2Fm?= =?utf-8?B?w6k=?=", "Café"),
        ("Subject: =?utf-8?B?Q2Fmw?= =?utf-8?B?6k=?=", "Café"),
        ("Subject: =?iso-8859-1?Q?=A350?= for =?koi8-r?B?68/G?=", "£50 for Коф"),
        ("Subject: =?utf-8*en?Q?a_b?=", "a b"),
        ("Subject: =?utf-8?q?what?is?this?=", "what?is?this"),
        ("Subject: =?x-nonsense?q?Caf=C3=A9?=", "Café"),
        ("Subject: =?unicode_escape?q?=5Cx41?=", "\\x41"),
        (b"Subject: Caf\xc3\xa9", "Café"),
        (b"Subject: Caf\xe9 \x9650", "Café –50"),
        ("Subject: =?utf-8?q?a=0d=0aBcc:_x=40y.example?=", "a Bcc: x@y.example"),
        ("Subject: one\nSubject: two", "one"),
        ("X: y", ""),
    ],
)
def test_a_subject_is_one_clean_line(head: str | bytes, subject: str) -> None:
    assert parse(mail(head)).subject == subject


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        ("Content-Type: text/plain; charset=windows-1252", b"\x80 5", "€ 5"),
        ("Content-Type: text/plain; charset=iso-8859-1", b"\x80 5", "€ 5"),
        ("Content-Type: text/plain; charset=us-ascii", "Café", "Café"),
        ("Content-Type: text/plain; charset=utf-8", b"Caf\xe9", "Café"),
        ("Content-Type: text/plain; charset=nonsense", "Café", "Café"),
        ('Content-Type: text/plain; charset="a\0b"', "Café", "Café"),
        ("Content-Type: text/plain; charset=iso-2022-jp", b"\x1b$B$3\x1b(B", "こ"),
        ("Content-Type: text/plain; charset=utf-7", b"+AOk-", "é"),
        ("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", b"Q2Fmw6k=", "Café"),
        ("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", b"Q2Fmw6k", "Café"),
        ("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", b"Q2Fm w6k= !!", "Café"),
        ("Content-Transfer-Encoding: quoted-printable", b"a=\nb =C3=A9 =zz", "ab é =zz"),
        ("Content-Type: text/plain; format=flowed", "a \nb\n> c \n> d\n", "a b\n> c d\n"),
        ("Content-Type: text/plain; format=flowed; delsp=yes", "a \nb\n", "ab\n"),
        ("Content-Type: multipart/mixed", "no parts at all", "no parts at all"),
        ("Content-Type: multipart/mixed; boundary=x", "no parts at all", "no parts at all"),
        ("Content-Type: multipart/mixed", "--q\nContent-Type: text/plain\n\nguessed\n--q--\n", "guessed"),
        ("Content-Type: multipart/mixed; boundary=x", "--x\n\ncut short", "cut short"),
        ("Content-Type: nonsense", "hello", "hello"),
        ("X: y", b"a\0b\x1b[31m\r\nc\rd", "ab[31m\nc\nd"),
    ],
)
def test_a_text_is_read_as_it_was_meant(head: str | bytes, body: str | bytes, text: str) -> None:
    assert parse(mail(head, body)).text == text


def test_a_charset_that_does_not_fit_is_told() -> None:
    assert parse(mail("Content-Type: text/plain; charset=utf-8", b"Caf\xe9")).problems
    assert not parse(mail("Content-Type: text/plain; charset=utf-8", "Café")).problems


def test_an_html_mail_is_read_as_text_and_its_hidden_words_are_marked() -> None:
    html = (
        "<title>no</title><style>p{}</style><p>Dear all,</p><p>it is <b>late</b>.<br>Again</p>"
        '<div style="display:none">buy now</div><ul><li>one</li><li>two</li></ul>'
        '<a href="https://x.example/y">here</a><img alt="logo"><blockquote>old</blockquote>'
    )
    assert parse(mail("Content-Type: text/html", html)).text == (
        "Dear all,\n\nit is late.\nAgain\n\n[hidden: buy now]\n\n* one\n* two\n\n"
        "here <https://x.example/y>[image: logo]\n> old"
    )


def test_a_stub_beside_the_real_letter_does_not_hide_it() -> None:
    raw = mail(
        "Content-Type: multipart/alternative; boundary=b",
        "--b\nContent-Type: text/plain\n\nPlease use another program.\n--b\nContent-Type: text/html\n\n<p>"
        + "My child was left outside. " * 20
        + "</p>\n--b--\n",
    )
    text = parse(raw).text
    assert "My child was left outside." in text
    assert "Please use another program." in text


def test_a_photograph_between_texts_is_a_file() -> None:
    raw = mail(
        "Content-Type: multipart/mixed; boundary=b",
        "--b\n\nLook:\n--b\nContent-Type: image/jpeg; name=IMG_1.jpg\nContent-Disposition: inline\n\nxx\n"
        "--b\n\nBye\n--b--\n",
    )
    message = parse(raw)
    assert [one.name for one in message.attachments] == ["IMG_1.jpg"]
    assert message.text == "Look:\nBye"


def test_a_file_without_a_name_is_kept() -> None:
    raw = mail(
        "Content-Type: multipart/mixed; boundary=b", "--b\n\nhi\n--b\nContent-Type: application/pdf\n\n%PDF\n--b--\n"
    )
    assert [(one.name, one.bytes) for one in parse(raw).attachments] == [("", 4)]


@pytest.mark.parametrize(
    ("head", "ids"),
    [
        ("Message-ID: <a@b>", "<a@b>"),
        ("Message-ID: a@b", "<a@b>"),
        ("Message-ID: <>", None),
        ("Message-ID: ", None),
        ("Message-ID:\n <a@b>", "<a@b>"),
    ],
)
def test_a_message_id_has_its_brackets(head: str, ids: str | None) -> None:
    assert parse(mail(head)).message_id == ids


def test_a_chain_of_references_keeps_its_first_and_its_newest() -> None:
    chain = " ".join(f"<{n}@x>" for n in range(1000))
    references = parse(mail(f"References: {chain}\nIn-Reply-To: <999@x>")).references
    assert len(references) == 100
    assert (references[0], references[-1]) == ("<0@x>", "<999@x>")


def test_two_deliveries_of_one_mail_have_one_hash_and_two_mails_with_one_id_have_two() -> None:
    again = b"Received: from elsewhere\n" + PLAIN
    assert parse(again).content_hash == parse(PLAIN).content_hash
    assert parse(PLAIN.replace(b"Friday", b"Monday")).content_hash != parse(PLAIN).content_hash


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"hello", b"\0", b"From: ", b"\xff" * 100, b"From a@b Mon Nov 2 09:30:00 2026\n"]
)
def test_next_to_nothing_is_a_message(raw: bytes) -> None:
    message = parse(raw)
    assert message.sender is None
    assert not message.sender_is_plain


def test_a_header_without_its_blank_line_does_not_swallow_the_text() -> None:
    assert parse(b"From: p@mail.example\nDear all,\nit is late.\n").text == "Dear all,\nit is late.\n"


@pytest.mark.parametrize(
    "raw",
    [
        b'From: a@x\r\nContent-Type: multipart/mixed; boundary="o"\r\n\r\n--o\r\n'
        b'Content-Type: multipart/alternative; boundary="abc"\r\n\r\nMy child was left outside.\r\n',
        b"From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
        b"Content-Type: multipart/alternative; boundary=c\n"
        b"\nMy child was left outside.",
    ],
)
def test_truncated_mail_that_stops_other_readers_is_read(raw: bytes) -> None:
    assert "My child was left outside." in parse(raw).text


def test_the_safe_reading_of_a_header_says_who_and_what() -> None:
    message = header_only(MIXED, "the reader died")
    assert message.sender is not None
    assert message.sender.address == "p.rivers@mail.example"
    assert not message.sender_is_plain
    assert message.subject == "Appeal against the outcome"
    assert message.message_id == "<2@mail.example>"
    assert message.problems == ("the reader died",)


def test_a_field_whose_first_semicolon_is_missing_still_has_its_parameters() -> None:
    raw = (
        b"From: a@b.example\nContent-Type: multipart/mixed boundary=b\n\n--b\nContent-Type: text/plain\n"
        b"   charset=iso-8859-2\n\nza\xbf\xf3\xb3\xe6\n--b\n"
        b"Content-Disposition: attachment filename=a.pdf\n\nx\n--b--\n"
    )
    message = parse(raw)
    assert message.text.strip() == "za\u017c\xf3\u0142\u0107"
    assert [one.name for one in message.attachments] == ["a.pdf"]


def test_a_standard_report_that_lost_its_frame_is_read_from_the_text() -> None:
    raw = (
        b"From: MAILER-DAEMON@mx.example\nSubject: Returned mail: see transcript for details\n\n"
        b"--x\n\nIt failed.\n--x\n"
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        b"Final-Recipient: rfc822; p.rivers@mail.example\nAction: failed\nStatus: 4.4.7\n\n--x--\n"
    )
    (one,) = parse(raw).failed_recipients
    assert (one.address, one.action, one.status) == ("p.rivers@mail.example", "failed", "4.4.7")
