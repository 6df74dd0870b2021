"""After the tour the visitor connects their own client, and mailflow answers in real time, until Ctrl-C."""

from __future__ import annotations

import imaplib
import re
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow import demo
from mailflow.demo.cast import ADA, COMPLAINTS, FAMILY, PASSWORD

# The visit without the tour before it: what stays up is the same. One that does not end says where it is.
_STAY = """
import faulthandler, os, signal, sys
from pathlib import Path
from mailflow import clock
from mailflow.demo.show import Show
from mailflow.demo.tour import world_in
from mailflow.demo.visit import stay
faulthandler.dump_traceback_later(90, exit=True)
folder = Path(sys.argv[1])
stream = sys.stdout
with world_in(folder, (0, 0)) as world:
    clock.fix(None)
    stay(world, folder, Show(stream=stream))
"""

# The same, but Ctrl-C comes in the very moment in which it is offered, and was ignored until then, as it is in
# whatever a script starts behind itself.
_AT_ONCE = _STAY.replace(
    "stream = sys.stdout",
    """
class stream:
    write = sys.stdout.write
    flush = lambda: os.kill(os.getpid(), signal.SIGINT)
signal.signal(signal.SIGINT, signal.SIG_IGN)
""",
)


class Visit:
    """A demo that stays up in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", _STAY, str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(demo.__file__).parents[2])},
        )
        assert self.process.stdout is not None
        self.told = ""
        while "Press Ctrl-C" not in self.told:
            line = self.process.stdout.readline()
            assert line, self.process.communicate()[1]
            self.told += line

    def port(self, protocol: str) -> int:
        found = re.search(rf"{protocol} +127\.0\.0\.1, port (\d+)", self.told)
        assert found, self.told
        return int(found[1])

    def end(self) -> tuple[int, str, str]:
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate()
        return self.process.returncode, out, err


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    visit = Visit(tmp_path)
    try:
        yield visit
    finally:
        if visit.process.poll() is None:
            visit.process.kill()
            visit.process.communicate()


def _subjects(visit: Visit, address: str, count: int) -> list[str]:
    """Return the subjects in somebody's INBOX as soon as so many are there; the server announces them (NOOP)."""
    with imaplib.IMAP4("127.0.0.1", visit.port("IMAP"), timeout=10) as client:
        client.login(address, PASSWORD)
        client.select("INBOX", readonly=True)
        end = time.monotonic() + 20
        while len(found := client.search(None, "ALL")[1][0].split()) < count and time.monotonic() < end:
            client.noop()
            time.sleep(0.05)
        answers = [client.fetch(one.decode(), "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1] for one in found]
        return [part[1].decode() for answer in answers for part in answer if isinstance(part, tuple)]


def test_a_visitors_complaint_is_acknowledged_at_once_and_ctrl_c_ends_cleanly(visit: Visit) -> None:
    with smtplib.SMTP("127.0.0.1", visit.port("SMTP"), timeout=10) as client:
        client.login(FAMILY.address, PASSWORD)
        mail = f"From: {FAMILY.written}\r\nTo: {COMPLAINTS}\r\nSubject: The heating\r\n\r\nIt was off all day.\r\n"
        client.sendmail(FAMILY.address, [COMPLAINTS], mail)
    (acknowledgement,) = _subjects(visit, FAMILY.address, 1)
    (notice,) = _subjects(visit, ADA.address, 1)
    assert "We have received your complaint" in acknowledgement
    assert "New complaint" in notice
    status, out, err = visit.end()
    assert (status, err) == (0, "")
    assert f"acknowledgement to {FAMILY.address}" in out
    assert "Nothing of the demo is left running." in out


def test_the_instructions_name_files_that_are_there(visit: Visit) -> None:
    named = re.findall(r"neomutt -F (\S+)", visit.told)
    assert len(named) == 2
    for path in named:
        assert f"127.0.0.1:{visit.port('IMAP')}/" in Path(path).read_text(encoding="utf-8")
    (config,) = re.findall(r"mailflow --config (\S+)", visit.told)
    assert Path(config).stat().st_mode & 0o077 == 0
    status, _, err = visit.end()
    assert status == 0, err


def test_ctrl_c_is_heard_from_the_moment_in_which_it_is_offered(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _AT_ONCE, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(demo.__file__).parents[2])},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Press Ctrl-C" in done.stdout
    assert "Nothing of the demo is left running." in done.stdout
