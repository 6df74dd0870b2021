"""A whole Postfix of the tests' own, between mail programs and a Dovecot: on a free loopback port, in its own folder.

Its master runs as root alone, which is why there is the sink in ``smtp.py`` for all that needs no Postfix.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.ports import free_ports, greets, wait_until

_PROGRAMS = Path("/usr/lib/postfix/sbin")
#: Why there can be none here; None where there can.
WHY_NOT = (
    "Postfix is not installed (Debian: postfix)"
    if not (_PROGRAMS / "master").exists()
    else "Postfix's master runs as root alone"
    if os.geteuid() != 0
    else None
)

_MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
daemon_directory = {programs}
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {home}/log/postfix.log
maillog_file_prefixes = {home}/log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.libra.example
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, reject
virtual_mailbox_domains = {domains}
virtual_mailbox_maps = static:all
virtual_transport = lmtp:inet:127.0.0.1:{lmtp_port}
recipient_delimiter = {delimiter}
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
_QUEUE = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "saved", "trace")


class Postfix:
    """One server that hands everything for its domains on to a Dovecot.

    Attributes:
        port: Where it takes mail, without TLS and without a log-in.
    """

    def __init__(self, lmtp_port: int, domains: Sequence[str], *, delimiter: str = "+") -> None:
        """Prepare a server. ``delimiter``: what stands between a mailbox and what is added to it; empty for none."""
        assert WHY_NOT is None, WHY_NOT
        self._lmtp_port, self._domains, self._delimiter = lmtp_port, domains, delimiter
        self.home = Path(tempfile.mkdtemp(prefix="mailflow-postfix-"))
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.home.chmod(0o755)
        owner = pwd.getpwnam("postfix")
        for name in ("queue", "log"):
            (self.home / name).mkdir()
        for name in (*_QUEUE, "private", "public", "pid", "maildrop"):
            (self.home / "queue" / name).mkdir(mode=0o700)
        (self.home / "data").mkdir(mode=0o700)
        for name in ("data", *(f"queue/{one}" for one in (*_QUEUE, "private", "public", "maildrop"))):
            os.chown(self.home / name, owner.pw_uid, -1)
        (self.port,) = free_ports(1)
        main = _MAIN.format(
            home=self.home,
            programs=_PROGRAMS,
            lmtp_port=self._lmtp_port,
            domains=", ".join(self._domains),
            delimiter=self._delimiter,
        )
        (self.home / "main.cf").write_text(main)
        (self.home / "master.cf").write_text(_MASTER.format(port=self.port))
        self._process = subprocess.Popen(
            [str(_PROGRAMS / "master"), "-c", str(self.home), "-d"],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "MAIL_CONFIG": str(self.home)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        process = self._process
        wait_until(lambda: process.poll() is not None or greets(self.port), "Postfix greets")
        assert process.poll() is None, f"Postfix does not start:\n{self.log()}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def log(self) -> str:
        """Return the end of its log, for a test that failed."""
        path = self.home / "log/postfix.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else "(no log)"
