"""1,000 mixed messages: from a real Dovecot into cases, acknowledged at a real SMTP server. ``make bench``.

The mix is that of the figures of other systems: 60 % new complaints (text and HTML, 5.7 KB), 25 % replies, 10 % with a
file of 200,000 bytes, 2.5 % auto-replies, 2.5 % bounces. The turn runs in a process of its own, whose peak memory is
read, so nothing of the tests' servers is imported there; its readers have started when the time begins, as in a daemon
that has been running. The reference, in another process of the same run, is the bare sum of what no system can leave
out: fetch, parse, one durable commit for each batch, send the same number of letters over one connection.

    python -m tests.benchmarks.ingest [--n 1000] [--rounds 3] [--json FILE]
"""

from __future__ import annotations

import argparse
import base64
import imaplib
import json
import random
import resource
import smtplib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

START = datetime(2020, 11, 2, 9, 0, tzinfo=UTC)
_WORDS = (
    *("handover", "session", "centre", "child", "late", "again", "worker", "told", "nobody", "waited", "outside"),
    *("rain", "asked", "answer", "letter", "week", "phone", "promised", "family", "contact", "safe", "upset"),
    *("sorry", "explain", "happened", "before", "another", "time", "please", "reply", "thank", "you"),
)


def messages(n: int, box: str) -> Iterator[tuple[bytes, datetime]]:
    """Yield the mix in a fixed random order."""
    dice = random.Random(7)
    kinds = ["new"] * 24 + ["reply"] * 10 + ["file"] * 4 + ["auto", "bounce"]
    order = [kinds[i % len(kinds)] for i in range(n)]
    dice.shuffle(order)
    order[0] = "new"
    known: list[tuple[str, str]] = []
    for i, kind in enumerate(order):
        at = START + timedelta(seconds=i)
        body = " ".join(dice.choice(_WORDS) for _ in range(380))
        sender, identifier = f"person{i}@mail{i % 50}.example", f"<m{i}.{dice.getrandbits(64):x}@client.example>"
        more = ""
        if kind == "reply":
            sender, answers = known[dice.randrange(len(known))]
            more = f"In-Reply-To: {answers}\r\nReferences: {answers}\r\n"
        elif kind == "auto":
            more = "Auto-Submitted: auto-replied\r\n"
        elif kind == "bounce":
            yield _bounce(i, box, at), at
            continue
        else:
            known.append((sender, identifier))
        head = (
            f"Return-Path: <{sender}>\r\nReceived: from client.example by mx.libra.example; {format_datetime(at)}\r\n"
            f"From: Person {i} <{sender}>\r\nTo: {box}\r\nSubject: {'Re: ' if kind == 'reply' else ''}Matter {i}\r\n"
            f"Date: {format_datetime(at)}\r\nMessage-ID: {identifier}\r\n{more}MIME-Version: 1.0\r\n"
        )
        yield (head + _content(body, i, file=kind == "file")).encode(), at


def _content(body: str, i: int, *, file: bool) -> str:
    html = f"<html><body><p>{body}</p></body></html>"
    text = (
        "Content-Type: multipart/alternative; boundary=alt\r\n\r\n"
        f"--alt\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
        f"--alt\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--alt--\r\n"
    )
    if not file:
        return text
    data = base64.encodebytes(random.Random(i).randbytes(200_000)).decode().replace("\n", "\r\n")
    return (
        f"Content-Type: multipart/mixed; boundary=mix\r\n\r\n--mix\r\n{text}\r\n"
        "--mix\r\nContent-Type: application/pdf; name=evidence.pdf\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment; filename=evidence.pdf\r\n\r\n{data}--mix--\r\n"
    )


def _bounce(i: int, box: str, at: datetime) -> bytes:
    return (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: {box}\r\nSubject: Undelivered Mail\r\n"
        f"Date: {format_datetime(at)}\r\nMessage-ID: <b{i}@mx.example>\r\nAuto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; gone{i}@mail.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
    ).encode()


# --- one turn, in a process of its own -----------------------------------------------------------------------------


def turn(config: Path) -> dict[str, Any]:
    """Run one turn and return what it cost."""
    from mailflow import daemon, turns
    from mailflow.flow import receive as receiving
    from mailflow.letters.smtp import Post
    from mailflow.mailbox.imap import ImapMailbox
    from mailflow.settings import load_settings
    from mailflow.store import upgrade
    from mailflow.wiring import desks

    spent: defaultdict[str, float] = defaultdict(float)

    def timed(name: str, owner: Any, method: str) -> None:
        inner = getattr(owner, method)

        def outer(*arguments: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                return inner(*arguments, **named)
            finally:
                spent[name] += time.perf_counter() - begun

        setattr(owner, method, outer)

    timed("fetch", ImapMailbox, "fetch")
    timed("list", ImapMailbox, "listed")
    timed("decide and record", receiving, "decide_batch")
    timed("keep (with fetch)", receiving, "_keep")
    timed("receive", turns, "receive")
    timed("clock", turns, "tick")
    timed("deliver", turns, "deliver")
    timed("offer", Post, "offer")
    timed("answer", Post, "finish")
    timed("file copies", turns, "file_copies")
    settings = load_settings(config)
    upgrade(settings.database.url)
    now = START + timedelta(hours=2)
    with desks(settings, now) as laid:
        laid[0].readers.submit([b"Subject: are you there?\r\n\r\n"] * 4).result()
        begun, worked = time.perf_counter(), time.process_time()
        result = daemon.run_once(laid, lambda: now)[0]
        wall, cpu = time.perf_counter() - begun, time.process_time() - worked
        with laid[0].store.reading() as reader:
            letters = Counter(one.kind.value for one in reader.letters(laid[0].org))
    assert not result.problems, result.problems
    spent["keep"] = spent.pop("keep (with fetch)") - spent["fetch"]
    spent["wait for the readers"] = (
        spent["receive"] - spent["fetch"] - spent["keep"] - spent["decide and record"] - spent["list"]
    )
    spent["letters' commits"] = spent["deliver"] - spent["offer"] - spent["answer"]
    return {
        "wall_s": wall,
        "cpu_s": cpu,
        "messages": result.received.messages,
        "classes": result.received.classes,
        "letters": dict(letters),
        "spent_s": dict(spent),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "children_peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


# --- the reference: what no system can leave out ---------------------------------------------------------------------


def bare(imap_port: int, smtp_port: int, user: str, letters: int) -> dict[str, float]:
    """Fetch, parse, commit, send; nothing else. Seconds for each."""
    from mailflow.mailbox.parse import parse
    from tests.support.dovecot import PASSWORD

    spent: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        spent[name] = time.perf_counter() - begun

    with stage("fetch"), imaplib.IMAP4("127.0.0.1", imap_port) as session:
        session.login(user, PASSWORD)
        session.select("INBOX", readonly=True)
        uids = session.uid("SEARCH", "ALL")[1][0].split()
        raws: list[bytes] = []
        for start in range(0, len(uids), 50):
            wanted = b",".join(uids[start : start + 50]).decode()
            parts = session.uid("FETCH", wanted, "(INTERNALDATE BODY.PEEK[])")[1]
            raws += [part[1] for part in parts if isinstance(part, tuple)]
    with stage("parse"):
        for raw in raws:
            parse(raw)
    with stage("commit"), tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, raw BLOB)")
        for start in range(0, len(raws), 50):
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO kept (raw) VALUES (?)", [(raw,) for raw in raws[start : start + 50]])
            database.execute("COMMIT")
        database.close()
    letter = b"From: complaints@libra.example\r\nSubject: We have it\r\n\r\n" + b"Hello, we have it.\r\n" * 200
    with stage("send"), smtplib.SMTP("127.0.0.1", smtp_port, local_hostname="[127.0.0.1]") as smtp:
        for _ in range(letters):
            smtp.sendmail(user, ["p@mail.example"], letter)
    return spent


def _worker(arguments: list[str]) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.ingest", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def measure(n: int, rounds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Run the benchmark ``rounds`` times, turn and reference by turns, and return the medians."""
    from tests.end_to_end.office import make_office
    from tests.support.dovecot import Dovecot
    from tests.support.smtp import PostfixSink

    found: list[dict[str, Any]] = []
    with Dovecot() as dovecot, PostfixSink() as sink:
        for round_ in range(rounds):
            user = dovecot.add_user(f"bench{round_}@libra.example")
            dovecot.deliver_many(user, messages(n, user))
            with tempfile.TemporaryDirectory(prefix="mailflow-bench-") as name:
                office = make_office(Path(name), mailbox=user, imap_port=dovecot.imap_port, smtp_port=sink.port)
                one = _worker(["--turn", str(office.path / "mailflow.toml")])
            letters = sum(one["letters"].values())
            one["bare_s"] = _worker(["--bare", str(dovecot.imap_port), str(sink.port), user, str(letters)])
            one["ratio"] = one["wall_s"] / sum(one["bare_s"].values())
            found.append(one)
            say(f"round {round_ + 1}: {one['wall_s']:.2f} s, {one['messages'] / one['wall_s']:.0f} messages/s")
    middle = sorted(found, key=lambda one: one["wall_s"])[len(found) // 2]
    middle["ratio_median"] = statistics.median(one["ratio"] for one in found)
    return middle


def main() -> None:
    """Print the figures of a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--turn", type=Path)
    parser.add_argument("--bare", nargs=4)
    wanted = parser.parse_args()
    if wanted.turn:
        print(json.dumps(turn(wanted.turn)))
        return
    if wanted.bare:
        imap_port, smtp_port, user, letters = wanted.bare
        print(json.dumps(bare(int(imap_port), int(smtp_port), user, int(letters))))
        return
    figures = measure(wanted.n, wanted.rounds, print)
    if wanted.json:
        wanted.json.write_text(json.dumps(figures, indent=1))
    n, wall = figures["messages"], figures["wall_s"]
    print(f"\n{n} messages, {sum(figures['letters'].values())} letters {figures['letters']}, synchronous=FULL")
    print(f"median of {wanted.rounds}: {wall:.2f} s = {n / wall:.0f} messages/s, {1000 * wall / n:.2f} ms a message")
    print(f"  {'(processor time)':<22}{1000 * figures['cpu_s'] / n:7.3f} ms a message, of the daemon's own process")
    for stage, seconds in sorted(figures["spent_s"].items(), key=lambda item: -item[1]):
        print(f"  {stage:<22}{1000 * seconds / n:7.3f} ms a message")
    print(f"peak memory: daemon {figures['peak_mb']:.0f} MB, largest reader {figures['children_peak_mb']:.0f} MB")
    bare_s = figures["bare_s"]
    parts = ", ".join(f"{name} {1000 * seconds / n:.3f}" for name, seconds in bare_s.items())
    print(f"bare sum: {sum(bare_s.values()):.2f} s ({parts} ms a message); ratio {figures['ratio_median']:.2f}")


if __name__ == "__main__":
    main()
