"""The address that a letter to staff is answered to: whose token it holds, and which addresses hold none."""

from __future__ import annotations

import re

import pytest

from mailflow.core.mail import Address, is_plain_address
from mailflow.core.reply_address import keys_in, reply_address, reply_key

MAILBOX, LETTER, OTHER = "complaints@office.example", "<mf.aaaa@office.example>", "<mf.bbbb@office.example>"


def keys(*addresses: str, mailbox: str = MAILBOX) -> tuple[str, ...]:
    return keys_in([Address(address=one) for one in addresses], mailbox)


def address_of(message_id: str, mailbox: str = MAILBOX) -> str:
    found = reply_address(mailbox, message_id)
    assert found is not None
    return found


def test_a_letters_address_leads_back_to_it_and_to_no_other() -> None:
    assert re.fullmatch(r"complaints\+[a-z2-7]{24}@office\.example", address_of(LETTER))
    assert is_plain_address(address_of(LETTER))
    assert keys(address_of(LETTER)) == (reply_key(LETTER),) != (reply_key(OTHER),)
    assert keys(address_of(OTHER), address_of(LETTER)) == (reply_key(OTHER), reply_key(LETTER))
    assert keys(address_of(LETTER), address_of(LETTER)) == (reply_key(LETTER),)


def test_address_and_key_stay_what_they_are_since_letters_are_answered_years_later() -> None:
    assert address_of(LETTER) == "complaints+qke5hyj37iuhckynntdtywih@office.example"
    assert reply_key(LETTER) == "390de9ef1c5dc2f4dcb94debf8d3342eb72ce9991b57d27e903930fec20a1aba"


def test_neither_the_address_nor_the_key_tells_the_message_id_or_each_other() -> None:
    token = address_of(LETTER).partition("+")[2].partition("@")[0]
    assert token not in reply_key(LETTER) and "aaaa" not in token and token not in LETTER


def test_capitals_do_not_matter() -> None:
    written = address_of(LETTER)
    assert keys(written.upper()) == keys(written.title()) == keys(written) != ()
    assert keys(written, mailbox=MAILBOX.upper()) == keys(written)


@pytest.mark.parametrize(
    "other",
    [
        MAILBOX,
        "complaints+@office.example",
        "complaints+probe@office.example",
        "complaints+{token}x@office.example",
        "complaints+{short}@office.example",
        "complaints+{token}@evil.example",
        "complaints+{token}@office.example.evil.example",
        "other+{token}@office.example",
        "{token}@office.example",
        "complaints{token}@office.example",
        "complaints+x+{token}@office.example",
        "complaints+{token}+@office.example",
        "complaints+{ones}@office.example",
        "+{token}@office.example",
    ],
)
def test_what_is_no_such_address_has_no_token(other: str) -> None:
    token = address_of(LETTER).partition("+")[2].partition("@")[0]
    written = other.format(token=token, short=token[:-1], ones=token[:-1] + "1")
    assert keys(written) == ()


def test_a_mailbox_whose_name_leaves_no_room_has_no_such_addresses() -> None:
    # 64 characters before the @ (RFC 5321 section 4.5.3.1.1), of which the plus and the token take 25.
    assert len(address_of(LETTER, f"{'c' * 39}@office.example").partition("@")[0]) == 64
    assert reply_address(f"{'c' * 40}@office.example", LETTER) is None


def test_a_mailbox_that_is_a_plus_address_itself_has_none() -> None:
    assert reply_address("post+complaints@office.example", LETTER) is None
