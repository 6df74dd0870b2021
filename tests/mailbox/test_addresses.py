"""Who wrote it: one strict grammar, and nobody where two readers would see two people."""

from __future__ import annotations

import random
from email.utils import getaddresses

import mailparser
import pytest

from mailflow.mailbox.addresses import addresses_of, sender_of
from mailflow.mailbox.parse import parse

STAFF = "ada@libra.example"


def sender(*fields: str | bytes) -> tuple[str | None, bool]:
    raw = b"".join(b"From: " + (f if isinstance(f, bytes) else f.encode()) + b"\n" for f in fields) + b"\nhello"
    message = parse(raw)
    return (message.sender.address if message.sender else None), message.sender_is_plain


@pytest.mark.parametrize(
    "field",
    [
        "ada@libra.example",
        "<ada@libra.example>",
        "Ada <ada@libra.example>",
        '"Coordinator, Ada" <ada@libra.example>',
        '"Ada (Coordinator)" <ada@libra.example>',
        "=?utf-8?q?Ad=C3=A9?= <ada@libra.example>",
        "=?utf-8?q?M=C3=BCller=2C_Ada?= <ada@libra.example>",
        "=?utf-8?B?QWRh?= =?utf-8?B?IEI=?= <ada@libra.example>",
        "ada@libra.example (Ada)",
        "Dr. Ada B. Coordinator <ada@libra.example>",
        "O'Neil Ada <ada@libra.example>",
        "Ada  <ada@libra.example >",
        "Adé <ada@libra.example>",
        "Ada (Coordinator) <ada@libra.example>",
        '"ada@libra.example" <ada@libra.example>',
        '"Ada \\"the\\" Coordinator" <ada@libra.example>',
        '"" Ada " Coordinator" <ada@libra.example>',
        "'ada@libra.example' <ada@libra.example>",
        "ada@libra.example <ada@libra.example>",
    ],
)
def test_the_shapes_that_people_have_are_plain(field: str) -> None:
    assert sender(field) == (STAFF, True)


@pytest.mark.parametrize(
    "field",
    [
        "ada@libra.example (c) <x@evil.example>",
        "ada@libra.example <x@evil.example>",
        "<ada@libra.example> <x@evil.example>",
        "<x@evil.example> <ada@libra.example>",
        "Ada <ada@libra.example>, X <x@evil.example>",
        "ada@libra.example, x@evil.example",
        "=?utf-8?q?=61da?=@libra.example",
        "=?utf-8?q?ada=40libra.example=2C?= <x@evil.example>",
        "=?utf-8?q?ada=40libra.example=3E_=3C?= <x@evil.example>",
        '"ada@libra.example" <x@evil.example>, <ada@libra.example>',
        "Group: ada@libra.example;",
        "Group: ada@libra.example, x@evil.example;",
        "<@evil.example:ada@libra.example>",
        '"ada"@libra.example',
        "ada(c)@libra.example",
        "ada@libra.example(x@evil.example) <x@evil.example>",
        "ada@libra.example\\, <x@evil.example>",
        "ada@[127.0.0.1]",
        "ada..b@libra.example",
        "ada@libra.example\x00@evil.example",
        "ada@libra.example;<x@evil.example>",
        "Ada <ada@libra.example> (x) <x@evil.example>",
        '"Ada" ada@libra.example <x@evil.example>',
        "Ada <ada@libra.example",
        "ada@lіbra.example",
        "moderator",
        "",
    ],
)
def test_what_two_readers_could_see_in_two_ways_is_not_plain_staff(field: str) -> None:
    address, plain = sender(field)
    assert not (plain and address == STAFF)
    if plain:
        assert address == "x@evil.example"


def test_two_from_fields_are_nobodys() -> None:
    assert sender(STAFF, "x@evil.example") == (STAFF, False)
    assert sender(STAFF, STAFF) == (STAFF, False)


def test_what_is_plain_at_a_glance_is_read_alike_by_mail_parser_and_the_standard_library() -> None:
    chance = random.Random(7)
    pieces = [
        "ada", "@", "libra.example", "<", ">", "(", ")", '"', ",", ";", ":", " ", "\\", "x@evil.example",
        "=?utf-8?q?a?=",
        "=?utf-8?q?=40?=", "ada@libra.example", "é", ".", "[", "]", "'", "\t",
    ]  # fmt: skip

    def never(field: str) -> list[str]:
        return []

    seen = 0
    for _ in range(20_000):
        field = "".join(chance.choice(pieces) for _ in range(chance.randint(1, 7)))
        found, glance = sender_of([field.encode()], never)
        if not glance:
            continue
        seen += 1
        assert found is not None
        assert {a for _, a in getaddresses([field]) if "@" in a} == {found.address}, field
        theirs = mailparser.parse_from_bytes(b"From: " + field.encode() + b"\r\n\r\n").from_
        assert {a for _, a in theirs if "@" in a} == {found.address}, field
    assert seen > 50


def test_a_list_gives_each_address_with_its_name() -> None:
    found = addresses_of(
        [b'"A, B" <a@b.example>, c@d.example (C), G: e@f.example, g@h.example;, nobody, H h@i.example']
    )
    assert [(one.address, one.name) for one in found] == [
        ("a@b.example", "A, B"),
        ("c@d.example", "C"),
        ("e@f.example", ""),
        ("g@h.example", ""),
        ("h@i.example", "H"),
    ]
