"""The answers of ``mailflow init``, and the ``mailflow.toml`` that they make."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server. ``user`` is empty where it wants no login."""

    host: str
    port: int
    security: str
    user: str
    password_file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of staff."""

    name: str
    address: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All that was asked. ``since``: messages from before this day are left alone."""

    name: str
    code: str
    admin: str
    policy: str
    time_zone: str
    region: str
    address: str
    since: date
    imap: Server
    smtp: Server
    staff: tuple[Person, ...]


def person(text: str) -> tuple[str, str]:
    """Read ``Ada Lee <ada@office.example>``, or an address alone, whose local part then is the name.

    Raises:
        ValueError: It is neither.
    """
    from mailflow.core.mail import is_plain_address

    name, address = parseaddr(text)
    if not is_plain_address(address):
        msg = f'"{text}" is not a person; write a name and an address, such as Ada Lee <ada@office.example>'
        raise ValueError(msg)
    return name or address.partition("@")[0].replace(".", " ").title(), address


def people(held: Iterable[tuple[str, str, str]]) -> tuple[Person, ...]:
    """Return each person once, with all of their roles.

    Args:
        held: Role, name and address, in the order in which they were given.
    """
    found: dict[str, Person] = {}
    for role, name, address in held:
        known = found.get(address.casefold())
        roles = (*known.roles, role) if known else (role,)
        found[address.casefold()] = Person(
            name=known.name if known else name, address=address, roles=tuple(dict.fromkeys(roles))
        )
    return tuple(found.values())


def code_of(name: str) -> str:
    """Return a prefix for case references that an organisation's name suggests."""
    words = [word for word in re.findall(r"[A-Za-z0-9]+", name) if word.lower() not in ("the", "and", "of", "ltd")]
    initials = "".join(word[0] for word in words).upper()
    return initials[:8] if re.fullmatch(r"[A-Z][A-Z0-9]+", initials) else "CASE"


def toml_of(answers: Answers) -> str:
    """Return the text of ``mailflow.toml``."""
    lines = [
        "# Written by mailflow init. Every key is explained in the README; after a change run: mailflow check",
        "[organisation]",
        *_keys(name=answers.name, admin=answers.admin, code=answers.code, policy=answers.policy),
        *_keys(time_zone=answers.time_zone, region=answers.region),
        "",
        "[mailbox]",
        *_keys(address=answers.address),
        f"since = {_value(answers.since.isoformat())}  # messages received before this day are left alone",
    ]
    for name, server in (("imap", answers.imap), ("smtp", answers.smtp)):
        lines += ["", f"[mailbox.{name}]", *_keys(host=server.host, port=server.port, security=server.security)]
        if server.user:
            lines += _keys(user=server.user, password_file=server.password_file)
    lines += ["", "[staff_mail]", 'digest = "weekly"  # on Mondays each hears what is open with them; or "never"']
    for one in answers.staff:
        lines += ["", "[[staff]]", *_keys(name=one.name, address=one.address, roles=one.roles)]
    return "\n".join([*lines, ""])


def _keys(**values: str | int | Sequence[str]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in values.items()]


def _value(value: str | int | Sequence[str]) -> str:
    if isinstance(value, str | int):
        # JSON's texts and numbers are TOML's too, but for DEL, which TOML wants spelt out.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"[{', '.join(_value(one) for one in value)}]"
