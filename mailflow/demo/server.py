"""A mail server on loopback, in memory, in one thread: IMAP by pymap, SMTP by aiosmtpd.

It delivers the exact bytes, by the envelope and not by the header, keeps keywords, and dates what arrives by the clock
that it is given. Four things are done differently from how the libraries do them by themselves: connections are kept
from the garbage collector (since Python 3.13 it took them in the middle of IDLE), passwords are compared and not
hashed (150 ms a login), no resolver is asked for this machine's name, and APPEND without a date takes our clock's.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import threading
from argparse import Namespace
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Identity, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet, Message
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag, Wildcard
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

log = logging.getLogger("mailflow.demo")
# aiosmtpd warns in it of its own old names, at each login.
logging.getLogger("mail.log").setLevel(logging.ERROR)

HOST = "127.0.0.1"
_FOLDERS = ("Drafts", "Junk", "Sent", "Trash")
_MAX_BYTES = 64 << 20
_START_S = 20.0
#: A visitor may read for long between two letters, with --pause for example.
_SILENCE_S = 24 * 3600.0


class MailServerFailed(Exception):
    """The server could not be started on this machine. ``str()`` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message as it was laid into a mailbox's INBOX."""

    address: str
    raw: bytes
    received_at: datetime


class MailServer:
    """The server. Use it in a ``with`` block; the ports are known inside of it.

    Args:
        accounts: Passwords by mail address, which is also the user's name. Mail to any other address is refused.
        now: The time at which mail arrives.
        ports: For IMAP and SMTP. A port that is taken, and 0, is replaced by a free one.
        arrived: Called after each delivery, in the server's thread; it must be quick.
    """

    def __init__(
        self,
        accounts: Mapping[str, str],
        now: Callable[[], datetime],
        *,
        ports: tuple[int, int] = (0, 0),
        arrived: Callable[[Delivery], None] | None = None,
    ) -> None:
        self.imap_port, self.smtp_port = ports
        self.arrived = arrived
        self._accounts = {address.casefold(): password for address, password in accounts.items()}
        self._now = now
        self._deliveries: list[Delivery] = []
        self._connections: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._failure: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="demo-mail", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(_START_S) or self._failure is not None:
            why = str(self._failure) if self._failure else f"it was not ready after {_START_S:g} seconds"
            raise MailServerFailed(why) from self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(10.0)

    def deliver(self, address: str, raw: bytes) -> None:
        """Lay a message into somebody's INBOX, as SMTP would."""
        asyncio.run_coroutine_threadsafe(self._deliver(address, raw), self._loop).result(10.0)

    def deliveries(self, start: int = 0) -> tuple[Delivery, ...]:
        """Return what was delivered, in order, from the ``start``-th on."""
        return tuple(self._deliveries[start:])

    # --- inside: everything below runs in the server's thread -----------------------------------------------------

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        except OSError as error:
            self._failure = error
        finally:
            self._ready.set()
            self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        await self._make_mailboxes()
        imap = await _listen(self.imap_port, lambda port: asyncio.start_server(self._connected, HOST, port))
        smtp = await _listen(self.smtp_port, lambda port: self._loop.create_server(self._session, HOST, port))
        self.imap_port = imap.sockets[0].getsockname()[1]
        self.smtp_port = smtp.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        imap.close()
        smtp.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _make_mailboxes(self) -> None:
        self._config = _Config.made(_MAX_BYTES)
        login = Login(self._config)
        for address, password in self._accounts.items():
            user = UserMetadata(self._config, address, password=password)
            await Identity(address, login, None, frozenset()).set(user)
            folders = _Folders(self._now)
            for name in _FOLDERS:
                await folders.add_mailbox(name)
            self._config.set_cache[address] = folders, FilterSet()
        self._imap = IMAPServer(login, self._config)

    async def _deliver(self, address: str, raw: bytes) -> None:
        folders, _ = self._config.set_cache[address.casefold()]
        inbox = await folders.get_mailbox("INBOX")
        delivery = Delivery(address=address.casefold(), raw=raw, received_at=self._now())
        await inbox.append(AppendMessage(raw, delivery.received_at), recent=True)
        self._deliveries.append(delivery)
        if self.arrived is not None:
            self.arrived(delivery)

    # --- IMAP -----------------------------------------------------------------------------------------------------

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._imap(reader, writer, SocketInfo.get(writer, None)))
        self._connections.add(task)
        task.add_done_callback(self._disconnected)

    def _disconnected(self, task: asyncio.Task[None]) -> None:
        self._connections.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.debug("imap connection ended error=%s", type(error).__name__)

    # --- SMTP -----------------------------------------------------------------------------------------------------

    def _session(self) -> SMTP:
        session = SMTP(
            self,
            hostname="localhost",
            data_size_limit=_MAX_BYTES,
            enable_SMTPUTF8=True,
            authenticator=self._authenticate,
            timeout=_SILENCE_S,
            loop=self._loop,
        )
        # As an argument this would be a warning: passwords without TLS. The line ends inside of this machine.
        session._auth_require_tls = False
        return session

    def _authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        user, password = data.login.decode(errors="replace"), data.password.decode(errors="replace")
        return AuthResult(success=self._accounts.get(user.casefold()) == password, handled=False, auth_data=data)

    async def handle_RCPT(  # noqa: N802  # the name that aiosmtpd looks for
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Take the recipients that live here."""
        if address.casefold() not in self._accounts:
            return f"550 5.1.1 the demo has only these mailboxes: {', '.join(self._accounts)}"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Deliver a message to each recipient of its envelope."""
        for address in dict.fromkeys(one.casefold() for one in envelope.rcpt_tos):
            await self._deliver(address, bytes(envelope.content))
        return "250 2.0.0 delivered"


async def _listen(port: int, start: Callable[[int], Awaitable[asyncio.Server]]) -> asyncio.Server:
    """Listen on a port, or on a free one where that is taken."""
    try:
        return await start(port)
    except OSError:
        return await start(0)


class _Config(Config):
    """pymap's configuration without its command line."""

    @classmethod
    def made(cls, max_bytes: int) -> Self:
        return cls(
            Namespace(proxy_protocol=None, passlib_cfg=None),
            host=HOST,
            port=0,
            demo_data=False,
            demo_user="",
            demo_password="",
            tls_enabled=False,
            ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),  # else it reads files that the environment names
            hash_context=Cleartext(),
            cpu_subsystem=Subsystem.for_asyncio(),
            max_append_len=max_bytes,
        )

    @property
    def greeting(self) -> bytes:
        return b"mailflow demo ready"


class _Folders(MailboxSet):
    """One account's folders."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._inbox = self._folder()

    def _folder(self) -> _Folder:
        return _Folder(self._content_cache, self._thread_cache, self._now)

    async def add_mailbox(self, name: str) -> ObjectId:
        await super().add_mailbox(name)
        self._set[name] = folder = self._folder()
        return folder.mailbox_id


class _Folder(MailboxData):
    """A folder that keeps keywords and dates what comes without a date."""

    def __init__(self, contents: Any, threads: Any, now: Callable[[], datetime]) -> None:
        super().__init__(contents, threads)
        self._now = now

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        return super().permanent_flags | {Wildcard}

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> Message:
        if append_msg.when is None:
            append_msg = replace(append_msg, when=self._now())
        return await super().append(append_msg, recent=recent)
