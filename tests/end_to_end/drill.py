"""The drill: an office at work, its daemon killed, its record lost, and the way back. ``make drill``.

Days of mail (complaints, answers to our letters, lines of staff, machines) through a real Dovecot to a real SMTP sink.
A backup is made early on. The daemon is killed between the mailbox and the case and started again; days later it is
killed while letters leave, and the record is gone. Then the record is rebuilt from the mailbox alone, and recovered
from the backup; the recovery is killed on the way and begun again. Counted afterwards, at the mailbox and at the sink:
every message is on record, nobody had a letter twice, every family has the reference that its letters bear.

    python -m tests.end_to_end.drill [--messages 5000] [--days 10] [--seed N]
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.end_to_end.office import COORDINATOR, OfficeFolder, mail, make_office
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

FIRST = datetime(2020, 11, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BACKUP_AFTER, KILLED_ON = 3, 6
_WORDS = ("handover", "session", "centre", "child", "late", "again", "worker", "told", "nobody", "waited", "outside")
_MACHINE = "Auto-Submitted: auto-replied\r\n"
_OUTCOME = "#outcome upheld\nDear {n}, we looked into what you wrote and are sorry.\n\nFindings: Yes.\nActions: More."


@dataclass(slots=True, kw_only=True)
class Drill:
    """The office, and what was written to it. ``families``: how many complained; each is one of its own."""

    office: OfficeFolder
    dovecot: Dovecot
    sink: SmtpSink
    dice: random.Random
    families: int = 0
    written: int = 0
    acknowledged: dict[str, tuple[str, str]] = field(default_factory=dict)
    notices: dict[str, tuple[str, str]] = field(default_factory=dict)
    decided: set[str] = field(default_factory=set)
    replies: Counter[str] = field(default_factory=Counter)
    _seen: int = 0
    _authors: dict[str, str] = field(default_factory=dict)

    def day(self, n: int, messages: int) -> datetime:
        """Let a day's mail come, and return its evening."""
        at = FIRST + n * DAY
        self._look()
        mails = []
        for k in range(messages):
            moment = at + timedelta(seconds=k)
            mails.append((self._mail(moment), moment))
        self.dovecot.deliver_many(self.office.mailbox, mails)
        self.written += messages
        return at + timedelta(hours=8)

    def _look(self) -> None:
        """Take note of the letters that people have had."""
        for one in self.sink.envelopes[self._seen :]:
            letter = one.message
            ref, kind = str(letter["X-Mailflow-Case"]), str(letter["X-Mailflow-Letter"])
            what = str(letter["Message-ID"]), str(letter["Subject"])
            if kind == "acknowledgement":
                self.acknowledged[str(letter["To"])] = what
            elif kind == "handler-notice" and ref not in self.notices:
                self.notices[ref] = what
        self._seen = len(self.sink.envelopes)

    def _mail(self, at: datetime) -> bytes:
        box, dice = self.office.mailbox, self.dice
        body = " ".join(dice.choice(_WORDS) for _ in range(60))
        choice = dice.random()
        if choice < 0.15 and self.acknowledged:
            who = dice.choice(sorted(self.acknowledged))
            id_, subject = self.acknowledged[who]
            self.replies[who] += 1
            return mail(who, box, f"Re: {subject}", body, at, answers=id_)
        if choice < 0.30 and (open_ := sorted(self.notices.keys() - self.decided)):
            ref = dice.choice(open_)
            self.decided.add(ref)
            id_, subject = self.notices[ref]
            return mail(COORDINATOR, box, f"Re: {subject}", _OUTCOME.format(n=f"{ref} {body[:40]}"), at, answers=id_)
        if choice < 0.40:
            return mail(f"machine{at:%d%H%M%S}@mail.example", box, "Out of office", body, at, more=_MACHINE)
        self.families += 1
        return mail(f"family{self.families}@mail.example", box, f"Matter {self.families}", body, at)

    def run(self, at: datetime, fault: str = "") -> None:
        """Let the daemon take a turn; with a fault it is killed there."""
        done = self.office.run("run", "--once", "--now", at.isoformat(), fault=fault, check=not fault, timeout_s=3600.0)
        assert not fault or done.returncode == -signal.SIGKILL, f"{fault} was not reached: {done.stderr[-2000:]}"

    def sent(self) -> Counter[tuple[str, str, str]]:
        """How many letters of a kind about a case each person had."""
        letters = (one.message for one in self.sink.envelopes)
        return Counter((str(m["X-Mailflow-Case"]), str(m["X-Mailflow-Letter"]), str(m["To"])) for m in letters)

    @property
    def author(self) -> dict[str, str]:
        """Whose case each reference names, by the letters that the sink has."""
        return {ref: to for (ref, kind, to) in self.sent() if kind == "acknowledgement"}

    def check(self, *, found: Any, name: str) -> None:
        """Say what is lost, sent twice, or somebody else's, and fail if anything is."""
        (account,) = self.office.json("reconcile")
        assert account["unexplained"] == [] and account["messages"] == self.written, (name, account)
        assert self.office.json("audit", "verify")[0]["sound"], name
        bore: dict[str, set[str]] = {}
        for (ref, kind, to), _ in self.sent().items():
            if kind in ("acknowledgement", "outcome"):
                bore.setdefault(ref, set()).add(to)
        assert all(len(one) == 1 for one in bore.values()), "a reference names two families"
        cases = {one["ref"]: one["complainant"]["address"] for one in self.office.json("case", "list")}
        assert len(cases) == self.families, (name, len(cases), self.families)
        others = {
            ref: to for ref, (to,) in ((ref, tuple(tos)) for ref, tos in bore.items()) if cases.get(ref, to) != to
        }
        assert not others, (name, others)
        kinds = Counter(one["kind"] for one in found["held"])
        print(
            f"{name}: {found['messages']} messages read again, {found['recognised']} letters recognised, "
            f"{found['presumed']} to staff presumed, {len(found['held'])} held {dict(kinds)}, "
            f"{len(found['unknown'])} not known",
            flush=True,
        )

    def nobody_had_anything_twice(self) -> None:
        """Fail where somebody had more letters of a kind about a case than were decided."""
        twice = {key: n for key, n in self.sent().items() if key[0] != "None" and n > self._most(key)}
        assert not twice, dict(list(twice.items())[:5])

    def _most(self, key: tuple[str, str, str]) -> int:
        ref, kind, _ = key
        return 1 + self.replies[self.author_of(ref)] if kind == "handler-notice" else 1

    def author_of(self, ref: str) -> str:
        """Return whose case a reference names."""
        if not self._authors:
            self._authors.update(self.author)
        return self._authors.get(ref, "")


def drill(folder: Path, dovecot: Dovecot, sink: SmtpSink, box: str, *, messages: int, days: int, seed: int) -> Drill:
    """Go through it all. Raises AssertionError where anything is lost, doubled or mixed up."""
    print(f"seed {seed}: {messages} messages in {days} days", flush=True)
    start = time.monotonic()
    office = make_office(folder, mailbox=box, imap_port=dovecot.imap_port, smtp_port=sink.port)
    it = Drill(office=office, dovecot=dovecot, sink=sink, dice=random.Random(seed))
    for day in range(days):
        evening = it.day(day, messages // days)
        if day == KILLED_ON:
            it.run(evening, fault="I8")
        if day < days - 1:
            it.run(evening)
        if day == BACKUP_AFTER:
            office.run("backup", "old.db")
    stopped = FIRST + (days - 1) * DAY + timedelta(hours=8)
    it.run(stopped, fault=f"O12:{max(2, messages // days // 4)}")
    before = it.sent()
    print(f"the record is lost after {time.monotonic() - start:.0f} s, {before.total()} letters left", flush=True)
    for one in office.path.glob("mailflow.db*"):
        one.unlink()
    when = ("--stopped", stopped.isoformat(), "--now", (stopped + DAY).isoformat())

    start = time.monotonic()
    found = _json(office, "rebuild", "--from-mailbox", *when)
    print(f"rebuilt in {time.monotonic() - start:.0f} s", flush=True)
    it.check(found=found, name="rebuild")
    assert it.sent() == before, "nothing leaves while a record is rebuilt"

    start = time.monotonic()
    killed = office.run(
        "recover", "--from", "old.db", "--replace", *when, fault=f"R1:{messages // 3}", check=False, timeout_s=3600.0
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
    refused = office.run("run", "--once", "--now", (stopped + DAY).isoformat(), check=False)
    assert refused.returncode == 1 and "mailflow recover" in refused.stderr, "no daemon works with half a record"
    found = _json(office, "recover", *when)
    print(f"recovered in {time.monotonic() - start:.0f} s, killed once on the way", flush=True)
    it.check(found=found, name="recover")
    assert it.sent() == before, "nothing leaves while a record is recovered"
    for minutes in (1, 70):
        it.run(stopped + DAY + timedelta(minutes=minutes))
    it.nobody_had_anything_twice()
    left = it.sent() - before
    assert all(ref == "None" for ref, _, _ in left), ("what was held has left", list(left)[:5])
    print(
        f"nothing lost of {it.written}, nothing sent twice of {it.sent().total()}, {it.families} families", flush=True
    )
    return it


def _json(office: OfficeFolder, *arguments: str) -> Any:
    return json.loads(office.run(*arguments, "--json", timeout_s=3600.0).stdout)[0]


def main() -> int:
    """Run the drill as asked."""
    parser = argparse.ArgumentParser(description="An office, its daemon killed, its record lost, and the way back.")
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="mailflow-drill-"))
    try:
        with Dovecot() as dovecot, SmtpSink() as sink:
            box = dovecot.add_user("drill@libra.example")
            drill(folder, dovecot, sink, box, messages=asked.messages, days=asked.days, seed=asked.seed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
