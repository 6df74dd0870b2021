"""The year's mailbox and post, in memory; and a letter read once, quickly."""

from __future__ import annotations

import email
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from mailflow.letters.smtp import Refused
from mailflow.simulate.mails import Letter
from mailflow.simulate.memory import MemoryPost, MemoryServers


@dataclass(frozen=True, kw_only=True)
class Left:
    """A letter that left: when, and its bytes."""

    at: datetime
    to: str
    raw: bytes

    @cached_property
    def head(self) -> dict[str, str]:
        found = email.message_from_bytes(self.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
        return {name: str(value) for name, value in found.items()}

    @property
    def kind(self) -> str:
        return self.head["X-Mailflow-Letter"]

    @property
    def ref(self) -> str:
        return self.head.get("X-Mailflow-Case", "")

    @cached_property
    def letter(self) -> Letter:
        return Letter(kind=self.kind, to=self.to, raw=self.raw)

    @property
    def text(self) -> str:
        """Its plain text, without the pains that a mail program takes."""
        for part in email.message_from_bytes(self.raw).walk():
            if part.get_content_type() == "text/plain":
                payload = part.get_payload(decode=True)
                assert isinstance(payload, bytes)
                return payload.decode(part.get_content_charset("utf-8"))
        raise AssertionError("every letter has a plain text")


class YearServers(MemoryServers):
    """The servers of a year. What was taken waits in ``out`` until the year looks."""

    def __init__(self) -> None:
        super().__init__()
        self.out: list[tuple[str, bytes]] = []

    def take(self, to: str, raw: bytes) -> None:
        self.out.append((to, raw))


class FussyPost(MemoryPost):
    """Some servers put the first letter off (``grey``), some take none (``shut``). Bytes never change on the way."""

    def __init__(self, servers: MemoryServers, grey: set[str], shut: set[str]) -> None:
        super().__init__(servers)
        self._grey, self._shut = grey, shut
        self._put_off: dict[str, bytes] = {}

    def offer(self, envelope_from: str, to: str, raw: bytes) -> None:
        if to in self._shut:
            raise Refused(550, "5.1.1 unknown", phase="RCPT")
        if to in self._grey:
            self._grey.discard(to)
            self._put_off[to] = raw
            raise Refused(451, "4.7.1 try again", phase="RCPT")
        assert self._put_off.pop(to, raw) == raw, "a letter is frozen when it is queued (law 10)"
        super().offer(envelope_from, to, raw)
