"""A command on a terminal of its own: what it shows there, and what a person types."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import Self

REPOSITORY = Path(__file__).parents[2]
_PATIENCE_S = 90.0


class Terminal:
    """``python -m mailflow …`` in a folder, on a terminal so many characters wide."""

    def __init__(self, folder: Path, *words: str, columns: int = 100, **environment: str) -> None:
        """Start it."""
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": str(REPOSITORY), "TERM": "xterm"}
        command = [sys.executable, "-m", "mailflow", *words]
        self.process = subprocess.Popen(
            command, cwd=folder, env=env | environment, stdin=theirs, stdout=theirs, stderr=theirs
        )
        os.close(theirs)
        self._said = b""
        self._taken = 0

    def until(self, words: str) -> str:
        """Wait until it has shown some words, and return what it has shown since it was last asked."""
        while words.encode() not in self._said[self._taken :]:
            assert self._read(), f"it ended without {words!r}: {self._said.decode(errors='replace')}"
        end = self._said.index(words.encode(), self._taken) + len(words.encode())
        shown, self._taken = self._said[self._taken : end], end
        return shown.decode().replace("\r\n", "\n")

    def answer(self, line: str) -> None:
        """Type a line."""
        os.write(self._ours, f"{line}\n".encode())

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self.process.send_signal(signal.SIGINT)

    def end(self, status: int = 0) -> str:
        """Wait until it ends with a status, and return the rest of what it has shown."""
        while self._read():
            pass
        assert self.process.wait(timeout=_PATIENCE_S) == status, self._said.decode(errors="replace")
        return self._said[self._taken :].decode().replace("\r\n", "\n")

    def _read(self) -> bool:
        if not select.select([self._ours], [], [], _PATIENCE_S)[0]:
            raise TimeoutError(f"nothing for {_PATIENCE_S} s after: {self._said.decode(errors='replace')}")
        try:
            piece = os.read(self._ours, 65536)
        except OSError:
            return False  # the terminal ends with its last process
        self._said += piece
        return bool(piece)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._ours)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
