"""One connection: TLS, login, limits, and every way to fail turned into one sentence."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, LoginError, ProtocolError

from mailflow.mailbox.imap.values import MailboxUnavailable, Nonsense
from mailflow.settings import ServerSettings

_CONNECT_S = 20.0
#: Any literal but a body is far smaller than this.
_LITERAL_BYTES = 1 << 20
_FOR_A_WHILE = re.compile(
    r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|THROTTLED)\]|too many|try again|temporar|later|throttl|internal", re.I
)


class Connection:
    """A connection that is logged in, or none. imapclient's own object is ``live``."""

    def __init__(self, server: ServerSettings, timeout_s: float) -> None:
        self._server = server
        self._client: Any = None
        self._literal_bytes = _LITERAL_BYTES
        self.timeout_s = timeout_s

    @property
    def is_open(self) -> bool:
        """Whether a connection is thought to be open; the next command finds out."""
        return self._client is not None

    @property
    def live(self) -> Any:
        """The client of the open connection. There is none before ``open`` and after a failure."""
        if self._client is None:
            raise MailboxUnavailable(f"{self._where} is not connected")
        return self._client

    @property
    def imaplib(self) -> Any:
        """The imaplib object below, which alone knows what was announced in passing."""
        return self.live._imap

    def open(self, secret: str | None, *, is_token: bool) -> None:
        """Connect and log in. A connection that was open is dropped first."""
        self.drop()
        if self._server.security == "none" and not _is_loopback(self._server.host):
            raise MailboxUnavailable(
                f"{self._where} is not this machine, so nothing was sent without TLS: set security to tls or starttls",
                permanent=True,
            )
        with self.trouble("could not be reached"):
            self._client = self._dial()
            if self._server.security == "starttls":
                self._client.starttls(ssl.create_default_context())
        with self.trouble("did not finish the login"):
            self._log_in(plain(self._server.user or "", "The IMAP user"), plain(secret or "", "Its secret"), is_token)

    def close(self) -> None:
        """Log out politely, but not for long. Never raises."""
        if self._client is not None:
            with suppress(IMAPClient.Error, OSError, EOFError, ValueError):
                self._client.socket().settimeout(min(5.0, self.timeout_s))
                self._client.logout()
        self.drop()

    def drop(self) -> None:
        """Close without a word."""
        if self._client is not None:
            with suppress(OSError):
                self._client.shutdown()
        self._client = None

    @contextmanager
    def literals_up_to(self, size: int) -> Iterator[None]:
        """Let the server send literals of this size for a while: bodies."""
        self._literal_bytes = size + _LITERAL_BYTES
        try:
            yield
        finally:
            self._literal_bytes = _LITERAL_BYTES

    # --- beginning -----------------------------------------------------------------------------------------------

    def _dial(self) -> Any:
        tls = self._server.security == "tls"
        client = IMAPClient(
            self._server.host,
            self._server.port,
            ssl=tls,
            ssl_context=ssl.create_default_context() if tls else None,
            timeout=SocketTimeout(min(_CONNECT_S, self.timeout_s), self.timeout_s),
        )
        client.normalise_times = False
        # imapclient sets 5: imaplib then makes a repr() of every body, twice, whatever the log level: 70 % of a fetch.
        client._imap.debug = 0
        self._limit_literals(client._imap)
        _keep_alive(client.socket())
        return client

    def _limit_literals(self, connection: Any) -> None:
        read = connection.read

        def limited(size: int) -> bytes:
            if size > self._literal_bytes:
                raise connection.abort(f"it announced {size} bytes where {self._literal_bytes} were the limit")
            found: bytes = read(size)
            return found

        connection.read = limited

    def _log_in(self, user: str, secret: str, is_token: bool) -> None:
        if not is_token and self._client.has_capability("LOGINDISABLED"):
            raise MailboxUnavailable(
                f"{self._where} takes no password on this connection: set security to tls or starttls", permanent=True
            )
        try:
            if is_token:
                self._log_in_by_token(user, secret)
            elif user.isascii() and secret.isascii():
                self._client.login(user, secret)
            else:
                self._client.plain_login(user, secret)  # LOGIN is ASCII only; SASL PLAIN carries UTF-8
        except LoginError as error:
            if isinstance(error.__context__, IMAPClient.AbortError):
                raise error.__context__ from None  # the line broke; nobody said that the password was wrong
            raise

    def _log_in_by_token(self, user: str, token: str) -> None:
        reasons: list[str] = []

        def answer(challenge: bytes) -> bytes:
            if challenge.strip():  # the server's reason, as JSON; an empty answer ends the exchange
                reasons.append(challenge.decode(errors="replace"))
                return b""
            return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()

        try:
            self._client.sasl_login("XOAUTH2", answer)
        except LoginError as error:
            error.args = (" ".join([str(error), *reasons]),)
            raise

    # --- trouble -------------------------------------------------------------------------------------------------

    @property
    def _where(self) -> str:
        return f"The mailbox at {self._server.host}:{self._server.port}"

    @contextmanager
    def command(self, what: str) -> Iterator[None]:
        """Around a command that the server may refuse, or answer with nonsense; the connection stays in either case."""
        with self.trouble(what):
            try:
                yield
            except (IMAPClient.AbortError, UnicodeError):
                raise
            except (ProtocolError, ValueError, KeyError, IndexError, TypeError) as error:
                raise Nonsense(f"{self._where} {what}: its answer makes no sense ({type(error).__name__})") from error
            except IMAPClient.Error as error:
                raise self._refused_command(what, error) from error

    def refusal(self, command: Callable[[], object]) -> str | None:
        """Run a command; return why the server refused it, or None when it did not."""
        with self.trouble("went away"):
            try:
                command()
            except IMAPClient.AbortError:
                raise
            except IMAPClient.Error as error:
                return _without_addresses(error)
        return None

    @contextmanager
    def trouble(self, what: str) -> Iterator[None]:
        """Turn what imapclient, imaplib, ssl and the network raise into one sentence, and drop the connection."""
        try:
            yield
        except MailboxUnavailable as error:
            if error.permanent:
                self.drop()
            raise
        except (IMAPClient.Error, OSError, EOFError, UnicodeError) as error:
            self.drop()
            raise self._explained(what, error) from error

    def _explained(self, what: str, error: Exception) -> MailboxUnavailable:
        text = _without_addresses(error)
        if isinstance(error, ssl.SSLCertVerificationError):
            return MailboxUnavailable(
                f"{self._where} shows a certificate that is not valid for it ({error.verify_message}), so no password"
                " was sent: check the host name, the certificate, and this machine's clock",
                permanent=True,
            )
        if isinstance(error, CapabilityError):
            return MailboxUnavailable(
                f"{self._where} does not offer STARTTLS, so no password was sent: set security to tls", permanent=True
            )
        if isinstance(error, LoginError):
            if _FOR_A_WHILE.search(text):
                return MailboxUnavailable(f"{self._where} refused the login for now: {text}")
            return MailboxUnavailable(
                f"{self._where} refused the login: {text}; check user and password in mailflow.toml, and whether the"
                " provider wants an app password or OAuth2",
                permanent=True,
            )
        hint = " (is it the right port for this kind of security?)" if isinstance(error, ssl.SSLError) else ""
        return MailboxUnavailable(f"{self._where} {what}: {text}{hint}")

    def _refused_command(self, what: str, error: Exception) -> MailboxUnavailable:
        text = _without_addresses(error)
        if "authenticated but not connected" in text.lower():  # Exchange Online, after a login that it took
            return MailboxUnavailable(
                f"{self._where} {what}: {text}; whoever signed in has no right to this mailbox, or the token has the"
                " wrong scope: ask the mail administrator",
                permanent=True,
            )
        return MailboxUnavailable(f"{self._where} {what}: {text}")


def plain(text: str, what: str) -> str:
    """Return text that may stand in a command: imapclient would send CR and LF as they are."""
    if any(character in text for character in "\r\n\0"):
        raise MailboxUnavailable(f"{what} holds a line break or NUL: correct it in mailflow.toml", permanent=True)
    return text


def _without_addresses(error: Exception) -> str:
    """Return what an error says, in one line and without mail addresses: it goes into the log."""
    text = re.sub(r"b'(.*)'|b\"(.*)\"", r"\1\2", " ".join(str(error).split()))  # imaplib shows some answers as bytes
    text = re.sub(r"[^\s<>\"'=]+@[^\s<>\"']+", "…", text)
    return text[:300] or type(error).__name__


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"


def _keep_alive(sock: socket.socket) -> None:
    """Let the kernel find out about a peer that vanished without a word, which IDLE never would."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 20), ("TCP_KEEPCNT", 3), ("TCP_USER_TIMEOUT", 60_000)):
        if hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
