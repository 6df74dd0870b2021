"""A letter's bytes: the headers that were meant and no other, whatever stands in names, subjects and Message-IDs."""

from __future__ import annotations

import email.policy
import re
import string
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import HeaderParser
from email.utils import getaddresses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address
from mailflow.letters.composed import Composed, Envelope
from mailflow.letters.freeze import UnsafeLetter, _fields_of, auto_submitted_for, freeze, new_message_id

LETTER = Composed(subject="[LC-2026-0001] Our answer", text="Hello,\n\nwe answer.\n", html="<p>Hello</p>\n")
BASE64 = {*string.ascii_letters, *string.digits, *"+/="}
ALWAYS = {
    *("from", "to", "subject", "date", "message-id", "auto-submitted", "x-auto-response-suppress"),
    *("x-mailflow-letter", "mime-version", "content-type"),
}
#: What an attacker may hope to turn into a header of its own (TRUST 0.11).
INJECTIONS = (
    "x\r\nBcc: eve@evil.example",
    "x\nBcc: eve@evil.example",
    "x\rBcc: eve@evil.example",
    "x\u2028Bcc: eve@evil.example",
    "x\x85Bcc: eve@evil.example",
    "x\x0bBcc: eve@evil.example",
    "x\x00Bcc: eve@evil.example",
    "x=?utf-8?q?=0d=0a?=Bcc: eve@evil.example",
    "=?utf-8?q?=0d=0aBcc:_eve=40evil.example?=",
    "=?utf-8?b?DQpCY2M6IGV2ZUBldmlsLmV4YW1wbGU=?=",
    '"x" <eve@evil.example>, ',
    'x\\" <eve@evil.example>',
    "x" * 5000,
)


def frozen(composed: Composed = LETTER, **changes: Any) -> bytes:
    usual: dict[str, Any] = {
        "letter_kind": LetterKind.OUTCOME,
        "audience": Audience.COMPLAINANT,
        "case_ref": "LC-2026-0001",
        "from_name": "Libra Children Services",
        "from_address": "complaints@libra.example",
        "to": Address(address="p.rivers@mail.example", name="P. Rivers"),
        "message_id": new_message_id("libra.example", bytes(range(16))),
        "date": datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
    }
    beside = {name: changes.pop(name) for name in ("files", "auto_submitted") if name in changes}
    return freeze(composed, Envelope(**{**usual, **changes}), **beside)


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def names(raw: bytes) -> list[str]:
    return [name.lower() for name in message_from_bytes(raw)]


def test_a_letter_has_the_headers_of_the_interface_and_no_other() -> None:
    raw = frozen(in_reply_to="<q1@mail.example>", references=("<q0@mail.example>",))
    assert sorted(names(raw)) == sorted({*ALWAYS, "x-mailflow-case", "in-reply-to", "references"})
    message = read(raw)
    assert message["X-Mailflow-Case"] == "LC-2026-0001"
    assert message["X-Mailflow-Letter"] == "outcome"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Subject"] == "[LC-2026-0001] Our answer"
    assert message["From"] == "Libra Children Services <complaints@libra.example>"
    assert message["Date"].datetime == datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    assert message["In-Reply-To"] == "<q1@mail.example>"
    assert message["References"].split() == ["<q0@mail.example>", "<q1@mail.example>"]


def test_a_letter_about_no_case_has_no_case_header() -> None:
    assert sorted(names(frozen(case_ref=None))) == sorted(ALWAYS)


def test_an_acknowledgement_is_auto_replied() -> None:
    assert read(frozen(letter_kind=LetterKind.ACKNOWLEDGEMENT))["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind is not LetterKind.ACKNOWLEDGEMENT])
def test_every_other_letter_is_auto_generated(kind: LetterKind) -> None:
    assert auto_submitted_for(kind) == "auto-generated"
    assert read(frozen(letter_kind=kind))["Auto-Submitted"] == "auto-generated"


def test_a_complainants_name_does_not_stand_in_to() -> None:
    assert read(frozen())["To"] == "p.rivers@mail.example"


def test_a_colleagues_name_stands_in_to() -> None:
    raw = frozen(audience=Audience.STAFF, to=Address(address="ada@libra.example", name="Ada Coordinator"))
    assert read(raw)["To"] == "Ada Coordinator <ada@libra.example>"


@pytest.mark.parametrize(
    "name", ["Zoë Müller", "Big, Bums & Little; Bums", 'The "Links"', "渡辺 " * 30, "O'Hara (Sr.)"]
)
def test_any_name_is_read_back_as_it_was_written(name: str) -> None:
    raw = frozen(from_name=name, audience=Audience.STAFF, to=Address(address="ada@libra.example", name=name))
    for field in ("From", "To"):
        ((shown, _),) = getaddresses([str(message_from_bytes(raw)[field])])
        assert str(make_header(decode_header(shown))) == name.strip()


def test_plain_text_and_html_are_alternatives_and_the_text_comes_first() -> None:
    message = read(frozen())
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert html.get_content().replace("\r\n", "\n") == LETTER.html


def test_words_go_along_with_the_name_of_their_letters() -> None:
    raw = frozen(files=(("how-to-complain.txt", "text/plain; charset=utf-8", "“crèche”".encode()),))
    (found,) = [part for part in read(raw).walk() if part.get_content_disposition() == "attachment"]
    assert (found.get_content_type(), found.get_content().strip()) == ("text/plain", "“crèche”")


def test_files_go_along_as_they_are() -> None:
    files = (
        ("plan.pdf", "application/pdf", bytes(range(256)) * 40),
        ("Übergabe – März.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"x"),
        ("mail.eml", "message/rfc822", b"From: a@b.example\r\n\r\n.\r\n"),
        ("..\\..\\etc/passwd", "text/plain; charset=x", b""),
        ("x\r\nBcc: eve@evil.example.txt", "text/plain\r\nBcc: eve@evil.example", b"y"),
    )
    raw = frozen(files=files)
    message = read(raw)
    assert message.get_content_type() == "multipart/mixed"
    found = [part for part in message.walk() if part.get_content_disposition() == "attachment"]
    assert [part.get_payload(decode=True) for part in found] == [octets for _, _, octets in files]
    assert [part.get_filename() for part in found] == [
        *("plan.pdf", "Übergabe – März.docx", "mail.eml", "passwd", "x Bcc: eve@evil.example.txt"),
    ]
    assert found[2].get_content_type() == "application/octet-stream"
    assert b"\r\nBcc" not in raw


def test_a_very_long_file_name_is_shortened_and_keeps_its_ending() -> None:
    (part,) = (p for p in read(frozen(files=[("ä" * 500 + ".pdf", "application/pdf", b"")])).walk() if p.get_filename())
    name = part.get_filename()
    assert name is not None
    assert name.endswith("ä.pdf")
    assert len(name) == 75


@pytest.mark.parametrize("hostile", INJECTIONS)
@pytest.mark.parametrize("place", ["subject", "from_name", "to_name", "in_reply_to", "references", "file"])
def test_nothing_hostile_becomes_a_header(hostile: str, place: str) -> None:
    places: dict[str, dict[str, Any]] = {
        "subject": {},
        "from_name": {"from_name": hostile},
        "to_name": {"audience": Audience.STAFF, "to": Address(address="ada@libra.example", name=hostile)},
        "in_reply_to": {"in_reply_to": f"<{hostile}>"},
        "references": {"references": (f"<{hostile}>", hostile, "<good@mail.example>")},
        "file": {"files": ((hostile, hostile, b"x"),)},
    }
    changes = places[place]
    composed = Composed(subject=hostile, text="", html="") if place == "subject" else LETTER
    raw = frozen(composed, **changes)
    assert set(names(raw)) <= {*ALWAYS, "x-mailflow-case", "references"}
    assert b"\nBcc" not in raw
    assert b"\rBcc" not in raw
    for parser in (email.policy.default, email.policy.compat32, email.policy.SMTP):
        message = message_from_bytes(raw, policy=parser)
        assert "bcc" not in {name.lower() for name in message}
    expected = "ada@libra.example" if place == "to_name" else "p.rivers@mail.example"
    assert [address for _, address in getaddresses([str(message_from_bytes(raw)["To"])])] == [expected]


@given(subject=st.text(max_size=300), name=st.text(max_size=120), reference=st.text(max_size=80))
def test_whatever_the_words_the_header_names_stay_the_same(subject: str, name: str, reference: str) -> None:
    raw = frozen(
        Composed(subject=subject, text="", html=""),
        audience=Audience.STAFF,
        to=Address(address="ada@libra.example", name=name),
        references=(f"<{reference}>",),
    )
    assert set(names(raw)) - {"references"} == {*ALWAYS, "x-mailflow-case"}
    head = raw.partition(b"\r\n\r\n")[0]
    assert raw.isascii()
    assert all(byte in b"\r\n" or 32 <= byte < 127 for byte in head)
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=2000))
def test_every_text_comes_out_as_it_went_in_on_7_bit_lines(text: str) -> None:
    raw = frozen(Composed(subject="x", text=text, html=text))
    rest = raw.replace(b"\r\n", b"")
    assert raw.isascii()
    assert b"\r" not in rest
    assert b"\n" not in rest
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    expected = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace("\n", "\r\n")
    for part in message_from_bytes(raw).walk():
        if not part.is_multipart():
            octets = part.get_payload(decode=True)
            assert isinstance(octets, bytes)
            assert octets.decode("utf-8").rstrip("\r\n") == expected.rstrip("\r\n")


@given(octets=st.binary(max_size=400) | st.integers(0, 400).map(bytes))
def test_every_file_comes_out_as_it_went_in_on_lines_of_76_characters(octets: bytes) -> None:
    """They are not read back; whoever posts the letter looks for bare line ends alone."""
    raw = frozen(files=(("evidence.pdf", "application/pdf", octets),))
    rest = raw.replace(b"\r\n", b"")
    assert raw.isascii()
    assert not {*b"\r\n\0"} & {*rest}
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 78
    (part,) = (one for one in message_from_bytes(raw).walk() if one.get_filename())
    assert part.get_payload(decode=True) == octets
    body = str(part.get_payload()).split()
    assert all(len(one) == 76 for one in body[:-1])
    assert all(len(one) <= 76 and set(one) <= BASE64 for one in body)


def test_a_lone_surrogate_does_not_stop_a_letter() -> None:
    assert frozen(Composed(subject="\udc80", text="\udc80", html="\udc80"), from_name="\udc80").isascii()


def test_a_line_with_one_dot_does_not_stand_in_the_bytes() -> None:
    """Some servers take it for the end of the letter although it was doubled."""
    raw = frozen(Composed(subject="x", text="a\n.\nb\n", html="."))
    assert b"\r\n.\r\n" not in raw


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "a b@c.example",
        '"a"@c.example',
        "a@c.example\r\nBcc: e@f.example",
        "a@c.example, b@c.example",
        "ä@c.example",
    ],
)
def test_an_address_that_is_not_plain_is_refused(address: str) -> None:
    with pytest.raises(UnsafeLetter, match="phone or post"):
        frozen(to=Address(address=address))
    with pytest.raises(UnsafeLetter, match=r"mailflow\.toml"):
        frozen(from_address=address)


@pytest.mark.parametrize(
    "message_id", ["", "x@y", "<x y@z>", "<x@y>\r\nBcc: a@b", f"<{'x' * 69}>", "<=?utf-8?q?x?=>", "<a><b>"]
)
def test_a_message_id_of_ours_that_is_not_plain_is_refused(message_id: str) -> None:
    with pytest.raises(UnsafeLetter):
        frozen(message_id=message_id)


@pytest.mark.parametrize("case_ref", ["", "LC 1", "LC-1\r\nBcc: a@b", "ä"])
def test_a_case_reference_that_is_none_is_refused(case_ref: str) -> None:
    with pytest.raises(UnsafeLetter):
        frozen(case_ref=case_ref)


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(UnsafeLetter):
        frozen(date=datetime(2026, 11, 2))


def test_a_long_thread_keeps_its_first_and_its_latest_messages() -> None:
    thread = tuple(f"<{number}@mail.example>" for number in range(100))
    kept = read(frozen(references=thread, in_reply_to=thread[-1]))["References"].split()
    assert kept[0] == thread[0]
    assert kept[1:] == list(thread[-11:])


def test_the_same_letter_is_frozen_into_the_same_bytes() -> None:
    assert frozen() == frozen()


@pytest.mark.parametrize(
    "domain", ["a.uk", "complaints.libra.example", f"{'very-' * 12}long.organisation.example", "x" * 60]
)
def test_a_message_id_of_ours_has_at_most_70_characters(domain: str) -> None:
    made = new_message_id(domain, bytes(range(16)))
    assert len(made) <= 70
    assert re.fullmatch(r"<mf\.[a-z2-7]{26}@[A-Za-z0-9][A-Za-z0-9.-]*>", made)


def test_message_ids_carry_all_random_bits() -> None:
    ids = {new_message_id("a.uk", bytes(15) + bytes([last])) for last in range(256)}
    ids |= {new_message_id("a.uk", bytes([first]) + bytes(15)) for first in range(256)}
    assert len(ids) == 511


@pytest.mark.parametrize(("domain", "octets"), [("a.uk", b"short"), ("ä.uk", bytes(16)), ("a.uk\r\nBcc: x", bytes(16))])
def test_a_message_id_is_not_made_of_other_things(domain: str, octets: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        new_message_id(domain, octets)


_PIECES = st.lists(
    st.sampled_from(
        (
            *(
                "From",
                "To",
                "X-A",
                ": ",
                ":",
                "a@b.example",
                "<a@b.example>",
                "=?utf-8?q?x?=",
                "\r\n",
                "\r\n ",
                "\r\n\t",
            ),
            *(" ", "\t", "\n", "\r", "\0", "\x0b", "\x1c", "\x85", "word", "é", "(", '"', ";", ","),
        )
    ),
    max_size=14,
)


@given(_PIECES)
def test_a_header_that_our_grammar_reads_the_standard_library_reads_alike(pieces: list[str]) -> None:
    head = "".join(pieces)
    fields = _fields_of(head)
    if fields is not None:
        read = HeaderParser().parsestr(head + "\r\n")
        assert [(name, value.split()) for name, value in read.items()] == [
            (name, value.split()) for name, value in fields
        ]


def test_a_header_with_one_character_that_readers_take_differently_is_read_by_none() -> None:
    good = "From: a@b.example\r\nSubject: one\r\n two\r\n"
    assert _fields_of(good) == [("From", "a@b.example"), ("Subject", "one two")]
    for bad in ("\n", "\r", "\t", "\0", "\x0b", "\x1c", "\x7f", "\x85", "\u2028", "\r\n  x", "\r\n\r\n"):
        assert _fields_of(good.replace("one", f"o{bad}e")) is None


@pytest.mark.parametrize("files", [(), (("photo.jpg", "image/jpeg", b"JPEG"),)], ids=["alone", "with-a-file"])
def test_a_letter_that_a_person_may_change_has_its_words_once(files: tuple[tuple[str, str, bytes], ...]) -> None:
    message = message_from_bytes(frozen(plain_only=True, files=files))
    types = [one.get_content_type() for one in message.walk() if not one.is_multipart()]
    assert types == ["text/plain", *(type_ for _, type_, _ in files)]
    words = next(one for one in message.walk() if one.get_content_type() == "text/plain").get_payload(decode=True)
    assert isinstance(words, bytes) and words.decode().split() == LETTER.text.split()
