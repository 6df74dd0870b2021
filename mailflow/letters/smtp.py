"""Hand letters to the mail server by phases; the only home of smtplib.

smtplib's ``sendmail`` raises the same error for a connection lost before the letter was offered and for one lost after
its final dot (TRUST 0.3), which is the difference between "try again" and "it may have arrived". So smtplib connects,
greets, secures and logs in, and the transaction is driven here:

    offer()   MAIL, RCPT, DATA, the body without its final dot. Whatever fails: the server has accepted nothing.
    (the caller makes "committing" durable)
    finish()  the dot and the answer. 2xx: accepted. 4xx or 5xx: not accepted. No answer: nobody knows.

One connection is kept for many letters. No text of a server's answer goes to a log here: it may name a recipient.
"""

from __future__ import annotations

import base64
import contextlib
import smtplib
import socket
import ssl
import time
from types import TracebackType
from typing import Self

from mailflow.core.mail import is_plain_address
from mailflow.letters.answers import Lost, PostUnavailable, Refused, Unknown
from mailflow.letters.line import Line, Silence
from mailflow.letters.transaction import Transaction
from mailflow.settings import ServerSettings, SettingsError

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
        if line is not None and not self._offered:
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
        if not is_plain_address(to) or (envelope_from and not is_plain_address(envelope_from)):
            raise ValueError("an envelope address is not plain; freeze() refuses such letters")
        if not raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n"):
            raise ValueError("the letter has a bare line end, which some servers take for the end of the letter")
        self._wake()
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

    def finish(self) -> str:
        """Write the final dot and return the server's words of acceptance.

        Raises:
            Refused: The server said no after all: not accepted.
            Unknown: No answer came. The next letter opens a new session.
        """
        assert self._offered, "finish() follows offer()"
        assert self._transaction is not None
        self._offered = False
        try:
            words = self._transaction.dot()
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
            sock, pipelining = _connect(self._server, self._local_hostname, self._connect_s, self._tls)
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

    def _wake(self) -> None:
        """Try a connection that has been idle, and let it go if it is dead."""
        if self._transaction is not None and time.monotonic() - self._used_at > self._idle_s:
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


def _connect(
    server: ServerSettings, local_hostname: str, timeout_s: float, tls: ssl.SSLContext | None
) -> tuple[socket.socket, bool]:
    """Return a greeted, secured, logged-in connection and whether it takes pipelining; or ``PostUnavailable``."""
    where = f"{server.host}:{server.port}"
    try:
        password = server.secret() if server.user is not None else None
    except SettingsError as error:
        raise PostUnavailable(str(error), account=True) from error
    context = tls or (None if server.security == "none" else ssl.create_default_context())
    smtp: smtplib.SMTP
    if server.security == "tls":
        smtp = smtplib.SMTP_SSL(local_hostname=local_hostname, timeout=timeout_s, context=context)
    else:
        smtp = smtplib.SMTP(local_hostname=local_hostname, timeout=timeout_s)
    try:
        # The name that the certificate is checked against; smtplib takes it from its constructor alone, which would
        # connect at once and hide a greeting that refuses us.
        smtp._host = server.host  # type: ignore[attr-defined]
        code, _ = smtp.connect(server.host, server.port)
        if code != 220:
            raise PostUnavailable(f"The mail server {where} greets with {code}. mailflow will try again.")
        smtp.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo()
        if server.user is not None:
            _log_in(smtp, server, password, where)
        assert smtp.sock is not None
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (OSError, PostUnavailable) as error:  # smtplib's own errors are OSErrors
        smtp.close()
        raise _unavailable(error, where) from error
    if smtp.file is not None:
        smtp.file.close()  # it would keep the connection open after the socket is closed
    return smtp.sock, smtp.has_extn("pipelining")


def _unavailable(error: Exception, where: str) -> PostUnavailable:
    """Say what stopped a session from being opened, and what to do."""
    match error:
        case PostUnavailable():
            return error
        case smtplib.SMTPNotSupportedError():
            lacks = "log-in" if "AUTH" in str(error) else "STARTTLS"
            remedy = "Correct port and security under [mailbox.smtp]."
            return PostUnavailable(f"The mail server {where} offers no {lacks}. {remedy}", account=True)
        case ssl.SSLCertVerificationError():
            doubt = f"The certificate of the mail server {where} is not to be trusted ({error.verify_message})."
            remedy = "Write the host by the name in its certificate; nothing was sent."
            return PostUnavailable(f"{doubt} {remedy}", account=True)
        case ssl.SSLError() if not isinstance(error, ssl.SSLEOFError):
            remedy = 'Is security = "tls" or "starttls" right for this port?'
            return PostUnavailable(f"No secured connection to {where} ({error.reason}). {remedy}", account=True)
        case _:
            what = type(error).__name__
            return PostUnavailable(f"The mail server {where} is out of reach ({what}). mailflow will try again.")


def _log_in(smtp: smtplib.SMTP, server: ServerSettings, password: str | None, where: str) -> None:
    """Log in. ``ServerSettings`` refuses a connection in the clear to any other machine."""
    user = server.user or ""
    if password is None:
        raise PostUnavailable("[mailbox.smtp] has a user and no password. Add one, or remove the user.", account=True)
    try:
        if user.isascii() and password.isascii():
            smtp.login(user, password)
            return
        # smtplib encodes ASCII only; AUTH PLAIN is UTF-8 (RFC 4616).
        code, _ = smtp.docmd("AUTH", "PLAIN " + base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii"))
        if code >= 400:
            raise smtplib.SMTPAuthenticationError(code, b"")
    except smtplib.SMTPAuthenticationError as error:
        raise PostUnavailable(
            f"The mail server {where} refuses the log-in ({error.smtp_code}). Check user and password; "
            "many providers want an app password.",
            account=error.smtp_code >= 500,
        ) from None
