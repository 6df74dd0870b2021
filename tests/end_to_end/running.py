"""The daemon as a process of its own, as an init system would have it: started, listened to, stopped, killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

from tests.end_to_end.office import OfficeFolder


class Daemon:
    """``mailflow run`` (or ``worker``) in the folder of an office, with the fullest log there is.

    Whatever a test does, no address and nothing that holds the word ``canary`` may stand in the log: mails of these
    tests bear it in names, addresses, subjects and texts.
    """

    def __init__(self, office: OfficeFolder, *command: str, fault: str = "") -> None:
        self._office = office
        self._command = command or ("run",)
        self._fault = {"MAILFLOW_FAULT": fault} if fault else {}
        self._lines: list[str] = []
        self._change = threading.Condition()
        self._process: subprocess.Popen[str] | None = None
        self._listener = threading.Thread(target=self._listen, daemon=True, name="daemon-log")

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mailflow", *self._command, "--log-level", "debug"],
            cwd=self._office.path,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
                "PYTHONFAULTHANDLER": "1",
                **self._fault,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._listener.start()
        return self

    def __exit__(self, *failed: object) -> None:
        is_there = self._live.poll() is None
        if is_there:
            # A test that failed wants to know where every thread stands; so says Python when it is aborted.
            self._live.send_signal(signal.SIGABRT if failed[0] else signal.SIGKILL)
        self._live.wait(10)
        self._listener.join(10)
        if failed[0] and is_there:
            print(f"--- {' '.join(self._command)} ---", self.log[-20000:], sep="\n")
        if failed[0] is None:
            tells = [line for line in self._lines if "@" in line or "canary" in line.casefold()]
            assert not tells, f"the log tells about people: {tells[:3]}"

    def wait_for_log(self, words: str, seconds: float = 60.0, times: int = 1) -> None:
        """Wait until the log has said these words, so many times."""
        with self._change:
            said = self._change.wait_for(lambda: sum(words in one for one in self._lines) >= times, seconds)
        assert said, f"not in the log after {seconds:g} s: {words}\n{self.log}"

    @property
    def log(self) -> str:
        """What it has said so far."""
        with self._change:
            return "\n".join(self._lines)

    def stop(self, within_s: float = 10.0) -> int:
        """Ask it to end (SIGTERM), and return its exit status."""
        self._live.send_signal(signal.SIGTERM)
        return self._live.wait(within_s)

    def reload(self) -> None:
        """Ask it to read its configuration anew (SIGHUP)."""
        self._live.send_signal(signal.SIGHUP)

    def wait_for_death(self, within_s: float = 60.0) -> int:
        """Wait until it has ended by itself, and return its exit status."""
        return self._live.wait(within_s)

    def kill(self) -> None:
        """End it at once, without any clean-up (SIGKILL)."""
        self._live.kill()
        self._live.wait(10)

    @property
    def is_alive(self) -> bool:
        """Whether the process is there."""
        return self._live.poll() is None

    @property
    def _live(self) -> subprocess.Popen[str]:
        assert self._process is not None, "the daemon was not started"
        return self._process

    def _listen(self) -> None:
        assert self._live.stderr is not None
        with self._live.stderr as stream:
            for line in stream:
                with self._change:
                    self._lines.append(line.rstrip("\n"))
                    self._change.notify_all()
