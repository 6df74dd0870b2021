"""SMTP servers of the tests' own: one that remembers and can be told to fail, and Postfix's fast one for measuring."""

from __future__ import annotations

import asyncio
import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import Message
from enum import StrEnum
from types import TracebackType
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

from tests.support.ports import free_ports, listens, wait_until


class Phase(StrEnum):
    """Where in a session a fault strikes. ``DOT``: the whole letter has been read, only the last answer is due."""

    CONNECT = "connect"
    EHLO = "ehlo"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    DOT = "dot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What the server does instead of agreeing.

    Attributes:
        at: The phase that it strikes in.
        reply: What it answers, such as ``451 4.3.0 later``; None drops the connection without a word.
        keeps: True when the letter is taken all the same (only at the dot): the ambiguous end of a delivery.
        hangs: True when it answers nothing and keeps the connection open until the server is closed.
        times: How often it strikes; None is for ever.
        recipient: Strike only for this address, in any case (at RCPT and at the dot).
    """

    at: Phase
    reply: str | None = None
    keeps: bool = False
    hangs: bool = False
    times: int | None = 1
    recipient: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A letter as it came: the envelope's addresses and the bytes between DATA and the dot."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> Message:
        """The letter, parsed by the standard library."""
        return message_from_bytes(self.raw)


class SmtpSink:
    """A real SMTP server on loopback, in a thread. It keeps every letter that it has said 250 to (or was told to keep).

    Args:
        certificate: Offers STARTTLS; with ``implicit_tls`` speaks TLS from the start.
        users: Names and passwords; where given, nobody sends without them.
        port: Where it listens; 0 is any free one. A server that comes back does so on its old port.
        deliver: Called for every recipient with the letter's bytes, before the last answer: hands it on to a mailbox.
    """

    def __init__(
        self,
        *,
        certificate: ssl.SSLContext | None = None,
        implicit_tls: bool = False,
        users: dict[str, str] | None = None,
        deliver: Callable[[str, bytes], None] | None = None,
        port: int = 0,
    ) -> None:
        self.certificate, self.implicit_tls, self.users, self.deliver = certificate, implicit_tls, users, deliver
        self.port = port
        self.connections = 0
        self.commands: list[str] = []
        self._envelopes: list[Envelope] = []
        self._faults: list[Fault] = []
        self._change = threading.Condition()
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._open: set[_Session] = set()
        self._thread = threading.Thread(target=self._run, daemon=True, name="smtp-sink")

    def __enter__(self) -> SmtpSink:
        self._thread.start()
        assert self._ready.wait(10), "the SMTP sink did not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def envelopes(self) -> tuple[Envelope, ...]:
        """The letters kept so far, in order."""
        with self._change:
            return tuple(self._envelopes)

    def to(self, address: str) -> tuple[Envelope, ...]:
        """Return the letters kept for one recipient."""
        return tuple(each for each in self.envelopes if address.lower() in map(str.lower, each.recipients))

    def clear(self) -> None:
        """Forget all letters, commands and faults."""
        with self._change:
            self._envelopes.clear()
            self._faults.clear()
            self.commands.clear()

    def fail(self, fault: Fault) -> None:
        """Arrange for a fault. Of several that fit, the first arranged strikes first."""
        with self._change:
            self._faults.append(fault)

    def wait_for(self, count: int, seconds: float = 60.0) -> tuple[Envelope, ...]:
        """Return the letters as soon as ``count`` of them are kept."""
        with self._change:
            enough = self._change.wait_for(lambda: len(self._envelopes) >= count, seconds)
            assert enough, f"{len(self._envelopes)} letters after {seconds:g} s, not {count}"
            return tuple(self._envelopes)

    async def handle_DATA(self, server: _Session, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Take a letter, or do what a fault says. What is returned is the last answer."""
        letter = Envelope(sender=envelope.mail_from, recipients=tuple(envelope.rcpt_tos), raw=bytes(envelope.content))
        self.commands.append(Phase.DOT.value)
        fault = self._strike(Phase.DOT, envelope.rcpt_tos)
        if fault is None or fault.keeps:
            if self.deliver is not None:
                for address in letter.recipients:
                    await asyncio.to_thread(self.deliver, address, letter.raw)
            self._keep(letter)
        if fault is None:
            return "250 2.0.0 taken"
        await server.suffer(fault)
        return fault.reply or "421 4.3.0 gone"  # nobody reads it on a dropped connection

    # --- inside --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        implicit = self.certificate if self.implicit_tls else None
        server = await self._loop.create_server(self._session, "127.0.0.1", self.port, ssl=implicit)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for session in tuple(self._open):
            session.drop()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _session(self) -> _Session:
        return _Session(
            self,
            hostname="sink.test",
            data_size_limit=64 << 20,
            enable_SMTPUTF8=True,
            tls_context=None if self.implicit_tls else self.certificate,
            authenticator=self._authenticate,
            auth_required=self.users is not None,
            loop=self._loop,
        )

    def _authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        name, password = data.login.decode(), data.password.decode()
        return AuthResult(success=(self.users or {}).get(name) == password, handled=True)

    def _strike(self, phase: Phase, recipients: list[str]) -> Fault | None:
        addresses = {address.lower() for address in recipients}
        with self._change:
            for index, fault in enumerate(self._faults):
                if fault.at is phase and (fault.recipient is None or fault.recipient.lower() in addresses):
                    if fault.times is not None:
                        left = fault.times - 1
                        self._faults[index : index + 1] = [replace(fault, times=left)] if left else []
                    return fault
        return None

    def _keep(self, envelope: Envelope) -> None:
        with self._change:
            self._envelopes.append(envelope)
            self._change.notify_all()


class _Session(SMTP):
    """One connection. Each phase asks the sink first whether a fault strikes."""

    def __init__(self, sink: SmtpSink, **options: Any) -> None:
        self._sink = sink
        super().__init__(sink, **options)
        # As an argument this would be a warning, and warnings are errors here: passwords without TLS, on loopback.
        self._auth_require_tls = sink.certificate is not None and not sink.implicit_tls

    def connection_made(self, transport: Any) -> None:
        self._sink._open.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._sink._open.discard(self)
        super().connection_lost(error)

    def drop(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            with suppress(AttributeError):  # Python 3.11.2, Debian 12's: TLS that has just been lost cannot be aborted
                self.transport.abort()

    async def _handle_client(self) -> None:
        self._sink.connections += 1
        if not await self._struck(Phase.CONNECT):
            await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802  # the name that aiosmtpd looks for
        if not await self._struck(Phase.EHLO):
            await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802
        if not await self._struck(Phase.MAIL):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        address = arg.partition(":")[2].strip().partition(">")[0].lstrip("<")
        if not await self._struck(Phase.RCPT, [address]):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if not await self._struck(Phase.DATA):
            await super().smtp_DATA(arg)

    async def _struck(self, phase: Phase, recipients: list[str] | None = None) -> bool:
        self._sink.commands.append(phase.value)
        fault = self._sink._strike(phase, recipients or [])
        if fault is None:
            return False
        await self.suffer(fault)
        return True

    async def suffer(self, fault: Fault) -> None:
        if fault.hangs:
            await asyncio.Event().wait()
        if fault.reply is None:
            self.drop()
        elif fault.at is not Phase.DOT:
            await self.push(fault.reply)
            if fault.at is Phase.CONNECT and self.transport is not None:
                self.transport.close()


class PostfixSink:
    """Postfix's smtp-sink: accepts everything at once and remembers nothing, so that only the sender is measured."""

    PROGRAM = shutil.which("smtp-sink", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

    def __init__(self) -> None:
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> PostfixSink:
        if self.PROGRAM is None:
            raise RuntimeError("smtp-sink is not installed; make test installs it (Debian: postfix)")
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        for _ in range(5):
            (self.port,) = free_ports(1)
            self._process = process = subprocess.Popen(
                [self.PROGRAM, *user, f"127.0.0.1:{self.port}", "100"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            wait_until(self._has_started_or_ended, "smtp-sink listens")
            if process.poll() is None:
                return self
        raise RuntimeError("smtp-sink does not start")

    def _has_started_or_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None or listens(self.port)

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
