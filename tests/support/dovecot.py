"""A Dovecot of the tests' own, on free loopback ports and in a folder of its own, with or without root."""

from __future__ import annotations

import base64
import getpass
import hashlib
import hmac
import imaplib
import json
import os
import pwd
import shutil
import signal
import smtplib
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from imapclient.imap_utf7 import encode as encode_folder

from tests.support import dovecot_configuration
from tests.support.certificates import Certificate, make_certificate
from tests.support.ports import free_ports, greets, listens, wait_until

PROGRAM = next((path for path in ("/usr/sbin/dovecot", "/usr/bin/dovecot") if Path(path).exists()), None)
PASSWORD = "secret"
_TOKEN_KEY = b"s" * 32


class Dovecot:
    """One server. Every user has the password ``secret`` unless ``add_user`` says otherwise; folders are Maildirs.

    Attributes:
        imap_port: Plain IMAP, with STARTTLS on offer. ``imaps_port``: TLS from the start. ``lmtp_port``: delivery.
        certificate: What it presents; put ``certificate.ca`` into ``SSL_CERT_FILE`` to trust it.
    """

    def __init__(
        self,
        *,
        capability: str = "",
        sent: str = "Sent",
        certificate: Certificate | None = None,
        processes: int = 200,
    ) -> None:
        """Prepare a server. ``capability`` is what IMAP claims to be able to; ``sent`` the folder marked as Sent.

        ``processes``: so many connections there can be at a time; each has a process.
        """
        if PROGRAM is None:
            raise RuntimeError("Dovecot is not installed; make test installs it (Debian: dovecot-imapd dovecot-lmtpd)")
        self._capability, self._sent, self._processes = capability, sent, processes
        self.home = Path(tempfile.mkdtemp(prefix="mailflow-dovecot-"))
        self.home.chmod(0o755)
        for name in ("run", "state", "mail", "users", "keys/default/HS256"):
            (self.home / name).mkdir(parents=True)
        self._users: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self.certificate = certificate or make_certificate(self.home / "tls")
        self.imap_port = self.imaps_port = self.lmtp_port = 0

    def __enter__(self) -> Dovecot:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- the process ---------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start on fresh ports; a port that somebody took in between costs another try."""
        for _ in range(5):
            self.imap_port, self.imaps_port, self.lmtp_port = free_ports(3)
            if self._start():
                return
        raise RuntimeError(f"Dovecot does not start:\n{self.log()}")

    def restart(self) -> None:
        """Stop and start again on the same ports, as after an update."""
        self.kill()
        wait_until(self._start, f"Dovecot starts again:\n{self.log()}")

    def kill(self) -> None:
        """End it at once with all its connections."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
            # Its children die a moment later; until then their ports answer, and are not to be had.
            wait_until(lambda: not any(map(listens, self._ports)), "the ports of a killed Dovecot are free")

    def freeze(self) -> None:
        """Stop answering without closing anything: a server that hangs."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on answering."""
        self._signal(signal.SIGCONT)

    def close(self) -> None:
        """End it and take its folder away."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def log(self) -> str:
        """Return the end of its log, for a test that failed."""
        path = self.home / "dovecot.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else "(no log)"

    # --- users and mail ------------------------------------------------------------------------------------------

    def add_user(self, name: str, password: str | None = None) -> str:
        """Let a user log in, and return the name; asking again with another password changes it."""
        password = password or self._users.get(name, PASSWORD)
        if self._users.get(name) != password:
            changed = name in self._users
            self._users[name] = password
            # A file for each: Dovecot looks at a file that it knows only once a second, at a new one at once.
            part = self.home / "part"
            part.write_text(f"{name}:{{PLAIN}}{password}::::::\n")
            part.chmod(0o644)
            part.replace(self.home / "users" / name)
            if changed:
                wait_until(lambda: self._may_log_in(name), f"the new password of {name} counts")
        return name

    def token(self, user: str) -> str:
        """Return an OAuth2 access token by which the user may log in (XOAUTH2)."""
        self.add_user(user)
        claims = {"sub": user, "iss": "https://idp.test/", "azp": "default", "iat": 1, "nbf": 1, "exp": 2**32}
        signed = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'default'})}.{_part(claims)}"
        return f"{signed}.{_base64url(hmac.digest(_TOKEN_KEY, signed.encode(), hashlib.sha256))}"

    def deliver(self, user: str, raw: bytes, at: datetime | None = None, folder: str = "INBOX") -> None:
        """Put one message into a folder: received ``at``, or over LMTP, now, into the INBOX."""
        if at is None and folder == "INBOX":
            self.add_user(user)
            with smtplib.LMTP("127.0.0.1", self.lmtp_port, timeout=30) as session:
                session.sendmail("sender@mail.example", [user], raw)
        else:
            self.deliver_many(user, [(raw, at)], folder)

    def deliver_many(self, user: str, mail: Iterable[tuple[bytes, datetime | None]], folder: str = "INBOX") -> None:
        """Put messages into a folder in this order, each with the time at which it was received."""
        with self.session(user) as session:
            if folder != "INBOX":
                session.create(_quoted(folder))
            for raw, at in mail:
                when = imaplib.Time2Internaldate(at.astimezone(UTC)) if at else ""
                status, answer = session.append(_quoted(folder), "", when, raw)
                assert status == "OK", answer

    def messages(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """Return the messages in a folder by rising UID, flags untouched; none where there is no such folder."""
        with self.session(user) as session:
            if session.select(_quoted(folder), readonly=True)[0] != "OK":
                return []
            _, parts = session.uid("FETCH", "1:*", "(BODY.PEEK[])")
            return [part[1] for part in parts if isinstance(part, tuple)]

    def remove(self, user: str, raw: bytes, folder: str) -> None:
        """Delete a message for good, as a person's program does."""
        number = self.messages(user, folder).index(raw) + 1
        with self.session(user) as session:
            session.select(_quoted(folder))
            session.store(str(number), "+FLAGS", r"\Deleted")
            session.expunge()

    def wait_for_messages(self, user: str, count: int, folder: str = "INBOX") -> list[bytes]:
        """Return the messages in a folder once there are at least ``count``."""
        wait_until(lambda: len(self.messages(user, folder)) >= count, f"{count} messages in {folder} of {user}")
        return self.messages(user, folder)

    def flags(self, user: str, folder: str = "INBOX") -> list[tuple[str, ...]]:
        """Return the flags of each message by rising UID, less the Recent one."""
        with self.session(user) as session:
            session.select(_quoted(folder), readonly=True)
            _, parts = session.uid("FETCH", "1:*", "(FLAGS)")
            found = [imaplib.ParseFlags(part) for part in parts if isinstance(part, bytes)]
            return [tuple(flag.decode() for flag in flags if flag != rb"\Recent") for flags in found]

    @contextmanager
    def session(self, user: str) -> Iterator[imaplib.IMAP4]:
        """Give an IMAP session as a user's own mail client would have it."""
        self.add_user(user)
        with imaplib.IMAP4("127.0.0.1", self.imap_port, timeout=30) as session:
            session._maxline = 10_000_000  # type: ignore[attr-defined]
            # Not LOGIN, which imaplib sends in ASCII only.
            session.authenticate("PLAIN", lambda _: f"\0{user}\0{self._users[user]}".encode())
            yield session

    def change_uidvalidity(self, user: str, folder: str = "INBOX") -> int:
        """Number a folder anew, as after a restore on the provider's side, and return its new UIDVALIDITY."""
        with self.session(user) as session:
            _, answer = session.status(_quoted(folder), "(UIDVALIDITY)")
        new = int(answer[0].split()[-1].strip(b")")) + 1
        self._doveadm("mailbox", "update", "-u", user, "--uid-validity", str(new), folder)
        return new

    def kick(self, user: str) -> None:
        """Close a user's connections from the server's side (``* BYE``)."""
        self._doveadm("kick", user)

    # --- inside --------------------------------------------------------------------------------------------------

    def _doveadm(self, *arguments: str) -> None:
        command = ["doveadm", "-c", str(self.home / "dovecot.conf"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"

    @property
    def _ports(self) -> tuple[int, int]:
        return self.imap_port, self.lmtp_port

    def _may_log_in(self, user: str) -> bool:
        try:
            with self.session(user):
                return True
        except imaplib.IMAP4.error:
            return False

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        os.killpg(self._process.pid, number)

    def _start(self) -> bool:
        self._configure()
        self._process = subprocess.Popen(
            [str(PROGRAM), "-F", "-c", str(self.home / "dovecot.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        process = self._process
        wait_until(
            lambda: process.poll() is not None or (all(map(greets, self._ports)) and listens(self.imaps_port)),
            f"Dovecot greets:\n{self.log()}",
        )
        if process.poll() is None:
            return True
        self.kill()
        return False

    def _configure(self) -> None:
        # Dovecot never lets a mailbox belong to root: as root, its own users run it and "nobody" owns the mail.
        if os.geteuid() == 0:
            login_user, internal_user, owner = "dovenull", "dovecot", pwd.getpwnam("nobody")
        else:
            login_user = internal_user = getpass.getuser()
            owner = pwd.getpwnam(login_user)
        internal_group = subprocess.check_output(["id", "-gn", internal_user], text=True).strip()
        dovecot_configuration.write(
            self.home,
            dovecot_configuration.version_of(str(PROGRAM)),
            login_user=login_user,
            internal_user=internal_user,
            internal_group=internal_group,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            chain=self.certificate.chain,
            key=self.certificate.key,
            capability=f"imap_capability = {self._capability}" if self._capability else "",
            sent=json.dumps(self._sent),
            processes=self._processes,
            imap_port=self.imap_port,
            imaps_port=self.imaps_port,
            lmtp_port=self.lmtp_port,
        )
        (self.home / "keys/default/HS256/default").write_bytes(base64.b64encode(_TOKEN_KEY))
        os.chown(self.home / "mail", owner.pw_uid, owner.pw_gid)


def _quoted(folder: str) -> str:
    return json.dumps(encode_folder(folder).decode())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _part(content: dict[str, object]) -> str:
    return _base64url(json.dumps(content).encode())
