"""The address that a letter to staff is answered to: the mailbox's own, with a token behind a plus.

Some mail programs drop References and In-Reply-To; none drops the address that it answers to. The token stands for one
letter, and so for the person, the case and the purpose that the letter went out for. It is made from the letter's
Message-ID, of which 128 bits are random, and cannot be turned back into it. The record keeps its hash alone and looks
for that: how long the search takes tells nobody how much of a token was guessed.

Letters to complainants have none: what they write is placed by the tag in its subject and by who they are, and a token
in their hands would be one more thing to pass on.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from mailflow.core.mail import Address

#: 15 bytes are 24 characters of base32, which some program writes in capitals and another in small letters.
_BYTES = 15
_TOKEN = re.compile(r"[a-z2-7]{24}")
_LONGEST_LOCAL_PART = 64  # RFC 5321 section 4.5.3.1.1


def reply_address(mailbox: str, message_id: str) -> str | None:
    """Return where a letter is answered to; None where such an address would be too long, or have two plus signs.

    Args:
        mailbox: The complaints mailbox.
        message_id: The letter's, with its 128 random bits.
    """
    local, _, domain = mailbox.partition("@")
    address = f"{local}+{_token(message_id)}"
    return None if "+" in local or len(address) > _LONGEST_LOCAL_PART else f"{address}@{domain}"


def reply_key(message_id: str) -> str:
    """Return under what the record finds a letter again by the token of its reply address."""
    return _key(_token(message_id))


def keys_in(addresses: Iterable[Address], mailbox: str) -> tuple[str, ...]:
    """Return the keys of the tokens in addresses of the mailbox, without doubles."""
    own, _, domain = mailbox.casefold().partition("@")
    found: dict[str, None] = {}
    for one in addresses:
        local, _, its_domain = one.key.partition("@")
        name, _, token = local.partition("+")
        if (name, its_domain) == (own, domain) and _TOKEN.fullmatch(token):
            found[_key(token)] = None
    return tuple(found)


def _token(message_id: str) -> str:
    digest = hashlib.sha256(b"mailflow: where staff answer to\n" + message_id.encode("utf-8")).digest()
    return base64.b32encode(digest[:_BYTES]).decode("ascii").casefold()


def _key(token: str) -> str:
    return hashlib.sha256(b"mailflow: a reply address\n" + token.encode("ascii")).hexdigest()
