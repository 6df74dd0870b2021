"""Real mail programs, driven as a person drives them: neomutt at a terminal, s-nail by the lines typed into it.

Both read a mailbox by IMAP and send by SMTP, on loopback and without TLS. Neither reads the configuration of whoever
runs the tests, and nothing that they write is touched on its way: what arrives is what such a program makes of it.
"""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.support.dovecot import PASSWORD

#: Longer than a real person would look at an hourglass; the machine may be busy.
_PATIENCE_S = 30.0

#: The editor: puts the words where people put them, above the quotation, and leaves the rest as the program made it.
_EDITOR = """
import pathlib, sys
words, draft = (pathlib.Path(one) for one in sys.argv[1:3])
quoted = draft.read_text(encoding="utf-8")
draft.write_text(words.read_text(encoding="utf-8").rstrip() + "\\n\\n" + quoted, encoding="utf-8")
"""

#: The same person's editor on a draft that lies there already: finds some words and writes others in their place.
_CORRECTION = """
import pathlib, sys
old, new, draft = (pathlib.Path(one) for one in sys.argv[1:4])
words = draft.read_text(encoding="utf-8")
assert old.read_text(encoding="utf-8") in words, "the words are there"
draft.write_text(words.replace(old.read_text(encoding="utf-8"), new.read_text(encoding="utf-8")), encoding="utf-8")
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person with a mailbox.

    Attributes:
        home: A folder of the person's own, for what the programs keep.
        signature: Lines that the program puts below every mail.
        sent: The folder for what was sent.
    """

    name: str
    address: str
    imap_port: int
    smtp_port: int
    home: Path
    signature: str = ""
    sent: str = "INBOX"  # it lies in the conversation, as many people have it

    def file(self, name: str, text: str) -> Path:
        """Write a file of the person's own."""
        path = self.home / name
        path.write_text(text, encoding="utf-8")
        return path

    @property
    def environment(self) -> dict[str, str]:
        """An environment without anybody's settings."""
        return {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "TZ": "Europe/London",
        }


def program(name: str) -> str:
    """Return where a mail program is, or say which package brings it."""
    found = shutil.which(name)
    if found is None:
        raise RuntimeError(f"{name} is not installed; make test installs it (Debian: {name})")
    return found


# --- neomutt ---------------------------------------------------------------------------------------------------------


class Neomutt:
    """neomutt on one mailbox. The keys that a person would press are given to it beforehand; the last one is Quit."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def read(self, message_id: str) -> str:
        """Open a mail and return it as the reader sees it: headers in short, and the text of its plain part."""
        seen = self._account.home / "seen.txt"
        seen.unlink(missing_ok=True)
        self._press(f"{_find(message_id)}<pipe-message>cat > {seen}<enter>")
        return seen.read_text(encoding="utf-8")

    def thread(self, message_id: str) -> list[str]:
        """Return the subjects of the conversation that a mail belongs to, in the order of the list of mails."""
        seen = self._account.home / "thread.txt"
        seen.unlink(missing_ok=True)
        each = f"<limit>~(=i {message_id.strip('<>')})<enter><tag-pattern>~A<enter>"
        self._press(f"{each}<tag-prefix><pipe-message>cat > {seen}<enter>")
        lines = seen.read_text(encoding="utf-8").splitlines()
        return [line.removeprefix("Subject: ") for line in lines if line.startswith("Subject: ")]

    def reply(self, message_id: str, words: str, *, subject: str | None = None) -> None:
        """Press Reply on a mail, write above the quotation, and send. ``subject``: what is put before the subject."""
        self._account.file("words.txt", words)
        edit = f"<edit-subject><bol>{subject} <enter>" if subject else ""
        self._press(f"{_find(message_id)}<reply>{edit}<send-message>")

    def send_draft(self, old: str, new: str) -> None:
        """Open the only mail in Drafts, write other words in the place of some, and press Send."""
        one = self._account
        editor, before, after = one.file("correct.py", _CORRECTION), one.file("old.txt", old), one.file("new.txt", new)
        self._press(
            "<recall-message><send-message>",
            more=f'set editor="{sys.executable} {editor} {before} {after}"\n',
        )

    def _press(self, keys: str, *, more: str = "") -> None:
        rc = self._account.file("neomuttrc", self._configuration() + more + f'push "{keys}<quit>"\n')
        command = [program("neomutt"), "-n", "-F", str(rc)]
        status, screen = _at_a_terminal(command, self._account)
        assert status == 0, f"neomutt ended with {status}; its last words:\n{screen}"

    def _configuration(self) -> str:
        one = self._account
        editor = one.file("editor.py", _EDITOR)
        signature = one.file("signature", one.signature)
        lines = {
            "folder": f"imap://127.0.0.1:{one.imap_port}/",
            "spool_file": "=INBOX",
            "record": f"={one.sent}",
            "postponed": "=Drafts",
            "imap_user": one.address,
            "imap_pass": PASSWORD,
            "smtp_url": f"smtp://127.0.0.1:{one.smtp_port}/",
            "from": one.address,
            "real_name": one.name,
            "hostname": one.address.partition("@")[2],
            "editor": f"{sys.executable} {editor} {one.home / 'words.txt'}",
            "signature": str(signature) if one.signature else "",
            "tmp_dir": str(one.home),
            "header_cache": "",
            "sort": "threads",
            "ssl_starttls": "no",
            "ssl_force_tls": "no",
            "use_envelope_from": "yes",
            "auto_edit": "yes",
            "fast_reply": "yes",
            "include": "yes",
            "copy": "yes",
            "pipe_decode": "yes",
            "pipe_decode_weed": "yes",
            "wait_key": "no",
            "sleep_time": "0",
            "beep": "no",
            "confirm_append": "no",
            "move": "no",
            "delete": "no",
            "quit": "yes",
            "abort_unmodified": "no",
        }
        settings = "".join(f'set {name}="{value}"\n' for name, value in lines.items())
        # As the program itself would read it: the plain part of a mail that has one.
        return settings + "alternative_order text/plain text/html\nignore *\nunignore from to subject date\n"


def _find(message_id: str) -> str:
    return f"<search>=i {message_id.strip('<>')}<enter>"


def _at_a_terminal(command: Sequence[str], account: Account) -> tuple[int, str]:
    """Run a program at a terminal of its own until it ends; return its status and the end of what it showed."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        command,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**account.environment, "LINES": "50", "COLUMNS": "160"},
        cwd=account.home,
        start_new_session=True,
    )
    os.close(slave)
    shown = bytearray()
    end = time.monotonic() + _PATIENCE_S
    try:
        while (left := end - time.monotonic()) > 0:
            if select.select([master], [], [], left)[0]:
                try:
                    part = os.read(master, 65536)
                except OSError:  # the terminal is closed: the program has ended (Linux says EIO)
                    break
                if not part:
                    break
                shown += part
        else:
            os.killpg(process.pid, signal.SIGKILL)
        return process.wait(10), _plain(bytes(shown[-6000:]))
    finally:
        os.close(master)


def _plain(shown: bytes) -> str:
    """Return what a terminal was sent, less what moves the cursor and changes colours."""
    text = shown.decode(errors="replace")
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]", " ", text)


# --- s-nail ----------------------------------------------------------------------------------------------------------


class Snail:
    """s-nail in a shell. Signature and quotation as its user has them; what it would ask is not asked (batch mode).

    Args:
        account: Whose.
        quotes_first: The quotation stands above what is written, as Debian sets it up. Else nothing is quoted until one
            asks for it, below the words here (``~Q``).
        marks: What stands before each quoted line: Debian's ``> ``, or the program's own, a tab.
    """

    def __init__(self, account: Account, *, quotes_first: bool = True, marks: str = "> ") -> None:
        self._account = account
        self._quotes_first = quotes_first
        self._marks = marks

    def write(self, to: str, subject: str, words: str) -> None:
        """Write a new mail."""
        self._run(["-s", subject, to], words.rstrip() + "\n")

    def reply(self, message_id: str, words: str, *, drops_thread: bool = False) -> None:
        """Reply to a mail in the INBOX. ``drops_thread``: without saying which mail it answers, as some programs do."""
        one = self._account
        dropped = "~^ header remove in-reply-to\n~^ header remove references\n" if drops_thread else ""
        box = f"imap://{quote(one.address, safe='')}:{PASSWORD}@127.0.0.1:{one.imap_port}/INBOX"
        # A person leaves a line between the quotation and the first words.
        above, below = ("\n", "") if self._quotes_first else ("", "\n~Q\n")
        found = f"(header message-id {message_id.strip('<>')})"
        self._run(["-#", "-f", box], f"reply '{found}'\n{dropped}{above}{words.rstrip()}\n{below}~.\nexit\n")

    def _run(self, arguments: Sequence[str], typed: str) -> None:
        one = self._account
        tail = "\\n".join(["-- ", *one.signature.splitlines()]) if one.signature else ""
        lines = [
            "set v15-compat reply-to-honour=yes",
            f"set mta=smtp://127.0.0.1:{one.smtp_port} smtp-auth=none imap-auth=login",
            f'set from="{one.name} <{one.address}>" hostname={one.address.partition("@")[2]}',
            f"wysh set message-inject-tail=$'\\n{tail}'" if tail else "",
            f"set indentprefix='{self._marks}'",
            "set quote" if self._quotes_first else "",
        ]
        configuration = one.file("mailrc", "\n".join(lines) + "\n")
        done = subprocess.run(
            [program("s-nail"), "-n", *arguments],
            input=typed,
            env={**one.environment, "MAILRC": str(configuration)},
            cwd=one.home,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0 and not done.stderr, f"s-nail ended with {done.returncode}: {done.stderr}"
