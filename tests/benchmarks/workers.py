"""What many mailboxes cost a worker, and what a second worker gains: real Dovecot, PostgreSQL and SMTP server.

    python -m tests.benchmarks.workers idle [--mailboxes 200] [--seconds 60]
    python -m tests.benchmarks.workers speed [--mailboxes 12] [--messages 40]

*Idle*: the mailboxes are empty; memory, threads, open files, connections to the database, and the time of the processor
that a worker and its children take while nothing arrives. *Speed*: the workers have their
shares and are stopped while the mailboxes are filled; from then to the last letter, with one worker and with two.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from mailflow.store import Store
from tests.benchmarks.ingest import messages
from tests.end_to_end.office import make_office
from tests.support.dovecot import Dovecot
from tests.support.ports import wait_until
from tests.support.postgres import Postgres, postgres
from tests.support.smtp import PostfixSink

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def installation(folder: Path, boxes: list[str], imap_port: int, smtp_port: int, url: str) -> None:
    """Write a configuration with an organisation for each mailbox."""
    (folder / "orgs").mkdir()
    for n, box in enumerate(boxes):
        part = folder / "part"
        part.mkdir(exist_ok=True)
        make_office(part, mailbox=box, imap_port=imap_port, smtp_port=smtp_port)
        text = (part / "mailflow.toml").read_text().replace('code = "LC"', f'code = "M{n}"')
        (folder / "orgs" / f"{n}.toml").write_text(re.sub(r"(?s)\[staff_mail\].*?\n\n", "", text))
    head = f'organisations = ["orgs/*.toml"]\n[staff_mail]\nrequire = "token"\n[database]\nurl = "{url}"\n'
    (folder / "mailflow.toml").write_text(head)


@contextmanager
def worker(folder: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker; what it says is in ``log``."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "mailflow", "worker", "--health", "."], cwd=folder, stderr=said
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


def cost(pid: int) -> dict[str, float]:
    """Return what a process and its children have and have taken so far."""
    children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    for task in Path(f"/proc/{pid}/task").iterdir():
        children += [int(one) for one in (task / "children").read_text().split()]
    cpu, memory = 0.0, {}
    for one in {pid, *children}:
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        cpu += (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND
        rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        found = re.search(r"Pss: +(\d+)", rollup)
        memory[one] = int(found[1]) / 1024 if found else 0.0
    return {
        "cpu_s": cpu,
        "memory_mb": round(memory[pid], 1),
        "children_mb": round(sum(memory.values()) - memory[pid], 1),
        "threads": len(list(Path(f"/proc/{pid}/task").iterdir())),
        "files": len(list(Path(f"/proc/{pid}/fd").iterdir())),
    }


def counted(url: str, query: str) -> int:
    """Return what a query counts."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
        return int(row[0]) if row else 0


def idle(server: Postgres, dovecot: Dovecot, smtp_port: int, boxes: int, seconds: float) -> dict[str, Any]:
    """Let one worker wait for mail in so many mailboxes."""
    url = _database(server)
    with tempfile.TemporaryDirectory() as name:
        folder, log = Path(name), Path(name) / "log"
        installation(folder, _boxes(dovecot, boxes, "idle"), dovecot.imap_port, smtp_port, url)
        begun = time.monotonic()
        with worker(folder, log) as process:
            wait_until(lambda: len(list(folder.glob("*.alive"))) == boxes, "all have had a turn", 300)
            first_s = time.monotonic() - begun
            time.sleep(5)
            before = cost(process.pid)
            time.sleep(seconds)
            after = cost(process.pid)
            connections = counted(url, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'mailflow'")
    spent = (after.pop("cpu_s") - before.pop("cpu_s")) / seconds
    return {
        "mailboxes": boxes,
        "all_had_a_turn_after_s": round(first_s, 1),
        "processor_percent": round(100 * spent, 1),
        "connections_to_the_database": connections,
        **after,
    }


def speed(server: Postgres, dovecot: Dovecot, smtp_port: int, boxes: int, each: int, workers: int) -> dict[str, Any]:
    """Let workers empty so many mailboxes."""
    url = _database(server)
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name)
        names = _boxes(dovecot, boxes, f"speed{workers}")
        installation(folder, names, dovecot.imap_port, smtp_port, url)
        logs = [folder / f"log{n}" for n in range(workers)]
        processes = [running.enter_context(worker(folder, log)) for log in logs]
        share = f"held={boxes // workers} of={boxes} workers={workers}".encode()
        wait_until(lambda: all(share in log.read_bytes() for log in logs), "even shares", 120)
        wait_until(lambda: len(list(folder.glob("*.alive"))) == boxes, "all have had a turn", 120)
        for process in processes:
            process.send_signal(signal.SIGSTOP)  # so that all of it lies there when they begin
        for box in names:
            dovecot.deliver_many(box, [(raw, at) for raw, at in messages(each, box)])
        begun = time.monotonic()
        for process in processes:
            process.send_signal(signal.SIGCONT)
        wait_until(lambda: _is_done(url, boxes * each), "all is done", 900)
        seconds = time.monotonic() - begun
        shared = [log.read_bytes().count(b"message decided") for log in logs]
    return {
        "workers": workers,
        "messages": boxes * each,
        "seconds": round(seconds, 1),
        "messages_a_second": round(boxes * each / seconds, 1),
        "decided_by_each": shared,
    }


def _is_done(url: str, messages: int) -> bool:
    time.sleep(0.2)
    if counted(url, "SELECT count(*) FROM message WHERE state <> 'received'") < messages:
        return False
    return counted(url, "SELECT count(*) FROM letter WHERE status = 'queued'") == 0


def _boxes(dovecot: Dovecot, number: int, name: str) -> list[str]:
    return [dovecot.add_user(f"{name}-{n}@libra.example") for n in range(number)]


def _database(server: Postgres) -> str:
    url = server.url(server.new_database())
    Store.open(url).close()
    return url


def main() -> None:
    """Measure what the command line asks for, and print it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("idle", "speed"))
    parser.add_argument("--mailboxes", type=int)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--messages", type=int, default=40)
    asked = parser.parse_args()
    with postgres() as server, Dovecot(processes=1000) as dovecot, PostfixSink() as sink:
        if asked.what == "idle":
            found = [idle(server, dovecot, sink.port, asked.mailboxes or 200, asked.seconds)]
        else:
            boxes = asked.mailboxes or 12
            found = [speed(server, dovecot, sink.port, boxes, asked.messages, n) for n in (1, 2)]
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
