"""Hand letters to the mail server by phases.

smtplib's ``sendmail`` raises the same error for a connection lost before the letter was offered and for one lost after
its final dot (TRUST 0.3), which is the difference between "try again" and "it may have arrived". So smtplib connects,
greets, secures and logs in, and the transaction is driven here:

    offer()   MAIL, RCPT, DATA, the body without its final dot. Whatever fails: the server has accepted nothing.
    (the caller makes "committing" durable)
    finish()  the dot and the answer. 2xx: accepted. 4xx or 5xx: not accepted. No answer: nobody knows. The envelope of
              the next letter may go with the dot; its answers are heard by the next offer().

One connection is kept for many letters. No text of a server's answer goes to a log here: it may name a recipient.
"""

from __future__ import annotations

import contextlib
import ssl
import time
from types import TracebackType
from typing import Self

from mailflow.core.mail import is_plain_address
from mailflow.letters.answers import Lost, PostUnavailable, Refused, Unknown
from mailflow.letters.line import Line, Silence
from mailflow.letters.session import connect
from mailflow.letters.transaction import Transaction
from mailflow.settings import ServerSettings

__all__ = ["Lost", "Post", "PostUnavailable", "Refused", "Unknown"]


class Post:
    """A session with the mail server that letters are handed to. Not for several threads at once."""

    def __init__(
        self,
        server: ServerSettings,
        *,
        local_hostname: str,
        connect_s: float = 30.0,
        command_s: float = 60.0,
        body_s: float = 180.0,
        final_s: float = 600.0,
        idle_s: float = 60.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Prepare a session; nothing is opened yet.

        Args:
            server: Where, how secured, and as whom.
            local_hostname: Our name in EHLO. Given, because asking the resolver for it can take seconds.
            connect_s: For the connection, and for each step of its opening.
            command_s: For each answer before the body.
            body_s: For writing the body.
            final_s: For the answer to the dot; ten minutes, as RFC 5321 section 4.5.3.2.6 has it.
            idle_s: After so long without a letter the connection is tried before it is used.
            tls: Which certificates to trust; by default those that the system trusts.
        """
        self._server = server
        self._local_hostname = local_hostname
        self._connect_s = connect_s
        self._command_s = command_s
        self._body_s = body_s
        self._final_s = final_s
        self._idle_s = idle_s
        self._tls = tls
        self._line: Line | None = None
        self._transaction: Transaction | None = None
        self._used_at = 0.0
        self._taken = 0
        self._offered = False

    def __enter__(self) -> Self:
        """Open the session."""
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the session."""
        self.close()

    def open(self) -> None:
        """Connect, secure, log in. Does nothing on an open session.

        Raises:
            PostUnavailable: The server is out of reach, or refuses us.
        """
        self._session()

    def close(self) -> None:
        """Say QUIT and close. Never raises. A letter that was offered and not finished is not accepted."""
        line = self._line
        if line is not None and not self._is_within_data():
            with contextlib.suppress(Silence):
                line.write(b"QUIT\r\n", within_s=5)
                line.reply(within_s=5)
        self._drop()

    def offer(self, envelope_from: str, to: str, raw: bytes) -> None:
        """Bring one letter to the point before its final dot.

        Args:
            envelope_from: Where bounces go; empty for none.
            to: The one recipient.
            raw: The frozen letter: CRLF line ends, 7-bit.

        Raises:
            Refused: The server said no. The session stays usable.
            Lost: The connection went. Not accepted; the next letter opens a new session.
            PostUnavailable: The session had to be opened, and could not be.
        """
        assert not self._offered, "a letter was offered and neither finished nor cancelled"
        _check_envelope(envelope_from, to)
        if not raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n"):
            raise ValueError("the letter has a bare line end, which some servers take for the end of the letter")
        self._wake(envelope_from, to)
        try:
            self._address(envelope_from, to)
        except (Lost, Refused) as error:
            # Servers end a session after so many letters or so much time. Nothing of this letter was accepted, and a
            # new session tells whether the server is really unwell.
            if not self._taken or (isinstance(error, Refused) and error.code != 421):
                raise
            self._drop()
            self._address(envelope_from, to)
        try:
            self._session().body(raw)
        except Lost:
            self._drop()
            raise
        self._offered = True

    def finish(self, then: tuple[str, str] | None = None) -> str:
        """Write the final dot and return the server's words of acceptance.

        Args:
            then: Sender and recipient of the next letter, where one follows at once: told to the server in the same
                breath, if it takes that.

        Raises:
            Refused: The server said no after all: not accepted.
            Unknown: No answer came. The next letter opens a new session.
        """
        assert self._offered, "finish() follows offer()"
        assert self._transaction is not None
        if then is not None:
            _check_envelope(*then)
        self._offered = False
        try:
            words = self._transaction.dot(then)
        except Unknown:
            self._drop()
            raise
        except Refused as refused:
            self._after(refused)
            raise
        self._taken += 1
        self._used_at = time.monotonic()
        return words

    def cancel(self) -> None:
        """Take an offered letter back. Inside DATA there is no word for that, so the connection is dropped."""
        self._drop()

    def _session(self) -> Transaction:
        """Return the open session, opening it where need be."""
        if self._transaction is None:
            sock, pipelining = connect(self._server, self._local_hostname, self._connect_s, self._tls)
            self._line = Line(sock)
            self._transaction = Transaction(
                self._line,
                pipelining=pipelining,
                command_s=self._command_s,
                body_s=self._body_s,
                final_s=self._final_s,
            )
            self._used_at = time.monotonic()
            self._taken = 0
        return self._transaction

    def _address(self, envelope_from: str, to: str) -> None:
        transaction = self._session()
        try:
            transaction.address(envelope_from, to)
        except Lost:
            self._drop(keep_count=True)
            raise
        except Refused as refused:
            self._after(refused)
            raise

    def _after(self, refused: Refused) -> None:
        """421 means that the server hangs up; after any other refusal the session goes on."""
        self._used_at = time.monotonic()
        if refused.code == 421:
            self._drop(keep_count=True)

    def _is_within_data(self) -> bool:
        """Say whether the server waits for a letter, or will: anything said to it now would be a part of one."""
        return self._offered or (self._transaction is not None and self._transaction.announced is not None)

    def _wake(self, envelope_from: str, to: str) -> None:
        """Let a connection go that waits for another letter; try one that has been idle, and let a dead one go."""
        if self._transaction is None:
            return
        is_idle = time.monotonic() - self._used_at > self._idle_s
        if self._transaction.announced is not None:
            if is_idle or self._transaction.announced != (envelope_from, to):
                self._drop()
        elif is_idle:
            try:
                self._transaction.noop()
            except Lost:
                self._drop()

    def _drop(self, *, keep_count: bool = False) -> None:
        if self._line is not None:
            self._line.drop()
        self._line = self._transaction = None
        self._offered = False
        if not keep_count:
            self._taken = 0


def _check_envelope(envelope_from: str, to: str) -> None:
    if not is_plain_address(to) or (envelope_from and not is_plain_address(envelope_from)):
        raise ValueError("an envelope address is not plain; freeze() refuses such letters")
