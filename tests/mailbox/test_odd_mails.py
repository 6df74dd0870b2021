"""Mails as careless programs write them: what a person meant is read, and never somebody else's sender."""

from __future__ import annotations

import base64

import pytest

from mailflow.core.mail import InboundMessage
from mailflow.mailbox.parse import files, parse

PAT = b"Pat <p.rivers@mail.example>"


def mail(body: bytes = b"late", rest: bytes = b"", subject: bytes = b"Handover", author: bytes = PAT) -> InboundMessage:
    return parse(raw(body, rest, subject, author))


def raw(body: bytes, rest: bytes, subject: bytes = b"Handover", author: bytes = PAT) -> bytes:
    return b"From: " + author + b"\nSubject: " + subject + b"\nMIME-Version: 1.0\n" + rest + b"\n" + body + b"\n"


def plain(charset: str) -> bytes:
    return f"Content-Type: text/plain; charset={charset}\n".encode()


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("koi8-r", "Жалоба на сад"),
        ("windows-1251", "Жалоба на сад"),
        ("gb2312", "投诉幼儿园"),
        ("shift_jis", "苦情の件"),
        ("iso-2022-jp", "苦情の件"),
        ("euc-kr", "불만 사항"),
        ("iso-8859-1", "Beschwerde über Frau Groß"),
    ],
)
def test_a_subject_that_is_not_encoded_is_in_the_charset_of_the_text(charset: str, words: str) -> None:
    encoded = words.encode(charset)
    assert mail(rest=plain(charset), subject=encoded).subject == words
    parts = b"--b\n" + plain(charset) + b"\nx\n--b--"
    assert mail(parts, b"Content-Type: multipart/mixed; boundary=b\n", encoded).subject == words
    assert mail(rest=plain(charset), subject=words.encode()).subject == words, "UTF-8 is UTF-8 whatever the text is in"


def test_the_texts_charset_spells_the_senders_name_and_never_decides_who_it_is() -> None:
    koi8 = "Зоя <z@mail.example>".encode("koi8-r")
    found = mail(rest=plain("koi8-r"), author=koi8)
    assert found.sender and (found.sender.name, found.sender.address) == ("Зоя", "z@mail.example")
    # In Shift JIS the @ can be the second half of a letter: two readers would see two senders.
    halves = b"\x83<a@mail.example> <z\x83@mail.example>"
    for charset in ("shift_jis", "utf-8"):
        assert not mail(rest=plain(charset), author=halves).sender_is_plain
    shifted = mail(rest=plain("iso-2022-jp"), author=b"\x1b$B<a@mail.example>\x1b(B <z@mail.example>")
    assert not (shifted.sender and shifted.sender_is_plain)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"=??Q?caf=C3=A9?=", "café"),
        (b"=?utf-8?Q?caf=C3=A9", "café"),
        (b"=?utf-8?Q?caf=C3=A9?", "café"),
        (b"=?3Dutf-8?Q?caf=C3=A9?=", "café"),
        (b"=?x-koi8-r?B?" + base64.b64encode("Жалоба".encode("koi8-r")) + b"?=", "Жалоба"),
        (b"=?iso_8859-1:1987?Q?caf=E9?=", "café"),
        (b"=?cp65001?Q?caf=C3=A9?=", "café"),
        (b"=?iso-8859-1,utf-8?Q?caf=E9?=", "café"),
        (b"=?UTF-8?Q?=ED=A0=BD=ED=B8=A1_late?=", "\N{POUTING FACE} late"),
        (b"Is 1 =? 2", "Is 1 =? 2"),
        (b"=?unicode_escape?Q?=5Cx41?=", "\\x41"),
    ],
)
def test_words_of_a_subject_under_odd_names_or_cut_off(written: bytes, meant: str) -> None:
    assert mail(subject=written).subject == meant


def test_white_space_behind_a_soft_line_break_was_added_on_the_way() -> None:
    quoted = b"Content-Transfer-Encoding: quoted-printable\n"
    assert mail(b"It was la=  \nte.", quoted).text == "It was late.\n"
    assert mail(b"1 = 2 and 3 =4", quoted).text.startswith("1 = 2 and 3")


def test_a_comment_behind_the_encoding_changes_nothing() -> None:
    assert mail(b"a=3Db", b"Content-Transfer-Encoding: Quoted-Printable (by hand)\n").text == "a=b\n"


def test_a_sentence_that_claims_to_be_base64_is_a_sentence() -> None:
    claims = b"Content-Transfer-Encoding: base64\n"
    assert mail(b"It was late, and nobody told us.", claims).text == "It was late, and nobody told us.\n"
    assert (
        mail(base64.b64encode(b"It was late, and nobody told us."), claims).text == "It was late, and nobody told us."
    )


def test_words_that_stand_only_in_a_short_page_beside_an_empty_text_are_read() -> None:
    def alternatives(text: bytes) -> InboundMessage:
        page = b"--b\nContent-Type: text/html\n\n<p>late</p>\n--b--"
        return mail(
            b"--b\nContent-Type: text/plain\n\n" + text + b"\n" + page,
            b"Content-Type: multipart/alternative; boundary=b\n",
        )

    assert alternatives(b"").text == "late"
    assert alternatives(b" \n \n").text == "late"
    assert alternatives(b"not late").text == "not late"


def test_parts_behind_another_boundary_than_the_one_named_are_found() -> None:
    body = b"--b\nContent-Type: text/plain\n\nlate\n--b\nContent-Type: application/pdf; name=a.pdf\n\n%PDF\n--b--"
    found = mail(body, b"Content-Type: multipart/mixed; boundary=zzz\n")
    assert (found.text.strip(), [one.name for one in found.attachments]) == ("late", ["a.pdf"])
    nowhere = mail(b"late -- and not a boundary", b"Content-Type: multipart/mixed; boundary=zzz\n")
    assert nowhere.text.strip() == "late -- and not a boundary"


def test_a_short_file_in_the_text_is_a_file_and_a_sentence_that_begins_with_begin_is_not() -> None:
    found = raw(b"See below.\n\nbegin 644 a.txt\n#0V%T\n`\nend\nBye.", b"")
    assert [(one.name, data) for one, data in files(found)] == [("a.txt", b"Cat")]
    assert parse(found).text.split() == ["See", "below.", "Bye."]
    words = mail(b"begin 100 years ago\nand it will\nend\n")
    assert (words.attachments, words.text.split()[:3]) == ((), ["begin", "100", "years"])


@pytest.mark.parametrize(
    ("author", "address"),
    [
        (b"Zoe <mailto:z@mail.example>", "z@mail.example"),
        ("Zoe <z@münchen.example>".encode(), "z@xn--mnchen-3ya.example"),
    ],
)
def test_an_address_in_an_odd_dress_is_known_but_answered_only_by_a_person(author: bytes, address: str) -> None:
    found = mail(author=author)
    assert found.sender and found.sender.address == address
    assert not found.sender_is_plain
