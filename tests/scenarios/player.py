"""Play a story: a real Dovecot holds the mailbox, a real SMTP server takes the letters, the daemon's own turn runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from mailflow.core.case import Case
from mailflow.core.days import long_date
from mailflow.core.policy import Policy
from mailflow.daemon import Worker
from mailflow.flow.desk import Desk
from mailflow.policies import load
from mailflow.settings import load_settings
from mailflow.store import Store, verify
from mailflow.wiring import desks
from tests.scenarios.stories import Expected, Step, Story
from tests.support.dovecot import PASSWORD, Dovecot
from tests.support.smtp import SmtpSink


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as the next server got it."""

    kind: str
    to: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The letter parsed."""
        parsed = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def text(self) -> str:
        """Its plain text."""
        body = self.message.get_body(("plain",))
        assert body is not None, "every letter has a plain text"
        return str(body.get_content())


@dataclass(slots=True, kw_only=True)
class Player:
    """One story on its way."""

    story: Story
    dovecot: Dovecot
    sink: SmtpSink
    mailbox: str
    worker: Worker
    desk: Desk
    letters: list[Letter] = field(default_factory=list)
    seen: int = 0
    now: datetime = datetime(2020, 1, 1, tzinfo=UTC)
    threads: dict[str, list[str]] = field(default_factory=dict)

    def play(self) -> None:
        """Play every step and hold it against what must follow."""
        for step in self.story.steps:
            where = f"{self.story.name}.story:{step.line}"
            self.now = step.at
            self._do(step)
            turn = self.worker.turn()
            assert not turn.problems, f"{where}: {turn.problems}"
            self._compare(step, self._new_letters(), where)
        with self.desk.store.reading() as reader:
            verified = verify(reader, self.desk.org)
        assert verified.broken_at is None, f"{self.story.name}: {verified}"

    # --- what arrives --------------------------------------------------------------------------------------------

    def _do(self, step: Step) -> None:
        action = step.action
        if action == "clock":
            return
        if match := re.fullmatch(r"mail from (\S+?)(?: \((.+?)\))?: (.*)", action):
            self._mail(self._address(match[1]), match[3], "\n".join(step.body), marks=match[2] or "")
            return
        match = re.fullmatch(r"reply from (\S+) to (\S+)(?: \((.+?)\))?(?:: (.*))?", action)
        assert match, f"{self.story.name}.story:{step.line}: no such action: {action}"
        self._reply(self._address(match[1]), match[2], match[4], "\n".join(step.body), marks=match[3] or "")

    def _mail(self, sender: str, subject: str, body: str, *, marks: str = "", reply_to: Letter | None = None) -> None:
        lines = [
            f"From: {sender.partition('@')[0].title()} <{sender}>",
            f"To: {self.mailbox}",
            f"Subject: {subject}",
            f"Date: {format_datetime(self.now)}",
            f"Message-ID: {make_msgid(domain='client.example')}",
        ]
        if reply_to is not None:
            ours = reply_to.message["Message-ID"]
            lines += [f"In-Reply-To: {ours}", f"References: {reply_to.message.get('References', '')} {ours}".rstrip()]
            quoted = "\n".join(f"> {line}".rstrip() for line in reply_to.text.splitlines())
            body = f"{body}\n\nOn {format_datetime(self.now)}, {self.mailbox} wrote:\n{quoted}\n"
        if "automatic" in marks:
            lines.append("Auto-Submitted: auto-replied")
        raw = "\r\n".join([*lines, "Content-Type: text/plain; charset=utf-8", "", *body.split("\n"), ""]).encode()
        self.dovecot.deliver_many(self.mailbox, [(raw, self.now)])

    def _reply(self, sender: str, kind: str, subject: str | None, body: str, *, marks: str) -> None:
        letter = next((one for one in reversed(self.letters) if one.to == sender and one.kind == kind), None)
        assert letter is not None, f"{sender} never got a {kind}"
        self._mail(sender, subject or f"Re: {letter.message['Subject']}", body, marks=marks, reply_to=letter)

    # --- what leaves ---------------------------------------------------------------------------------------------

    def _new_letters(self) -> list[Letter]:
        envelopes = self.sink.envelopes
        new = [
            Letter(kind=str(one.message["X-Mailflow-Letter"]), to=one.recipients[0], raw=one.raw)
            for one in envelopes[self.seen :]
        ]
        self.seen = len(envelopes)
        self.letters += new
        return new

    def _compare(self, step: Step, new: list[Letter], where: str) -> None:
        left = list(new)
        for one in step.expected:
            at = f"{self.story.name}.story:{one.line}"
            match one.what:
                case "letter":
                    left.remove(self._letter(one, left, at))
                case "deadline":
                    self._deadline(one, at)
                case "pen":
                    with self.desk.store.reading() as reader:
                        reasons = [entry.reason for entry in reader.pen(self.desk.org)]
                    assert any(" ".join(one.words) in reason for reason in reasons), f"{at}: in the pen: {reasons}"
                case "message":
                    with self.desk.store.reading() as reader:
                        row = reader.messages(self.desk.org, newest=True, limit=1)[0]
                    assert row.class_ == one.words[0], f"{at}: read as {row.class_}, because {row.because}"
                case _:
                    self._case(one, at)
        surplus = [f"{one.kind} to {one.to}" for one in left]
        assert not surplus, f"{where}: letters too many: {surplus}"

    def _letter(self, one: Expected, left: list[Letter], at: str) -> Letter:
        kind, _, to = one.words
        found = next((each for each in left if each.kind == kind and each.to == self._address(to)), None)
        assert found is not None, f"{at}: no {kind} to {self._address(to)}; left: {[(e.kind, e.to) for e in left]}"
        for condition in one.conditions:
            word, _, rest = condition.partition(" ")
            match word:
                case "by":
                    assert long_date(date.fromisoformat(rest)) in found.text, f"{at}: {condition}\n{found.text}"
                case "says":
                    flat = " ".join(found.text.split())
                    assert rest in flat, f"{at}: {condition}\n{found.text}"
                case "never":
                    assert rest not in found.text and rest not in str(found.message["Subject"]), f"{at}: {condition}"
                case "subject":
                    assert rest in str(found.message["Subject"]), f"{at}: {found.message['Subject']}"
                case _:
                    raise AssertionError(f"{at}: no such condition: {condition}")
        return found

    def _cases(self) -> list[Case]:
        with self.desk.store.reading() as reader:
            return reader.case_rows(self.desk.org)

    def _case(self, one: Expected, at: str) -> None:
        """``stage stage-1; status open; outcome upheld; tags a, b; case LC-2026-0002``."""
        wanted = dict(part.split(" ", 1) for part in (" ".join((one.what, *one.words)), *one.conditions))
        cases = self._cases()
        ref = wanted.pop("case", None)
        assert cases, f"{at}: there is no case"
        case = next(each for each in cases if each.ref == ref) if ref else cases[-1]
        if "cases" in wanted:
            assert len(cases) == int(wanted.pop("cases")), f"{at}: {[each.ref for each in cases]}"
        found = {
            "stage": case.stage,
            "status": case.status.value,
            "outcome": case.outcome.value if case.outcome else "none",
            "tags": ", ".join(sorted(case.tags)) or "none",
            "handlers": ", ".join(each.address for each in case.handlers),
        }
        if "tags" in wanted:
            wanted["tags"] = ", ".join(sorted(part.strip() for part in wanted["tags"].split(",")))
        if "handlers" in wanted:
            wanted["handlers"] = ", ".join(self._address(part.strip()) for part in wanted["handlers"].split(","))
        assert {key: found[key] for key in wanted} == wanted, at

    def _deadline(self, one: Expected, at: str) -> None:
        """``deadline respond stage-1 2026-11-30 [09:30]; source LC-4.5; met``."""
        what, stage, day, *time = one.words
        case = self._cases()[-1]
        source = next((c.removeprefix("source ") for c in one.conditions if c.startswith("source ")), None)
        found = [d for d in case.deadlines if d.what.value == what and d.stage == stage and source in (None, d.source)]
        shown = [(d.what.value, d.stage, d.source, d.due.due_at.isoformat()) for d in case.deadlines]
        assert len(found) == 1, f"{at}: {shown}"
        calendar = self.desk.office.calendar
        hours, minutes = (int(part) for part in time[0].split(":")) if time else (23, 59)
        due = calendar.at_local(date.fromisoformat(day), hours, minutes) + timedelta(seconds=0 if time else 59)
        assert found[0].due.due_at == due, f"{at}: {found[0].due.proof()}"
        for condition in one.conditions:
            match condition.split()[0]:
                case "met":
                    assert found[0].met_at is not None and not found[0].is_missed(self.now), at
                case "missed":
                    assert found[0].is_missed(self.now), at
                case "open":
                    assert found[0].is_running and not found[0].is_missed(self.now), at
                case "ended":
                    assert found[0].ended, at

    def _address(self, name: str) -> str:
        """Return an address as it stands, or that of the one who holds a role."""
        if "@" in name:
            return name
        if name == "admin":
            return self.desk.office.admin
        return next(one.address for one in self.desk.office.staff if name in one.roles)


@contextmanager
def playing(story: Story, dovecot: Dovecot, sink: SmtpSink, mailbox: str, folder: Path) -> Iterator[Player]:
    """Set up an office for a story."""
    path = folder / "mailflow.toml"
    path.write_text(configuration(story, dovecot.imap_port, sink.port, mailbox), encoding="utf-8")
    path.chmod(0o600)
    start = story.steps[0].at
    settings = load_settings(path)
    with Store.open(settings.database.url), desks(settings, start) as laid:
        desk = laid[0]
        holder: list[Player] = []
        worker = Worker(desk=desk, now=lambda: holder[0].now)
        player = Player(story=story, dovecot=dovecot, sink=sink, mailbox=mailbox, worker=worker, desk=desk)
        holder.append(player)
        try:
            yield player
        finally:
            worker.close()


def configuration(story: Story, imap_port: int, smtp_port: int, mailbox: str) -> str:
    """Return a mailflow.toml as INTERFACE shows it, with one person for each role where the story names nobody."""
    rules = load(story.policy).policy
    extra = "\n".join(line for line in story.head.get("set", ()) if line.startswith(("reply", "sending", "closed")))
    require = next((line.split()[-1] for line in story.head.get("set", ()) if line.startswith("require")), "token")
    return f"""
[organisation]
name = "{rules.organisation}"
admin = "admin@office.example"
code = "LC"
policy = "{story.policy}"
time_zone = "Europe/London"
region = "GB-ENG"
{extra}

[mailbox]
address = "{mailbox}"
since = "2020-01-01"
[mailbox.imap]
host = "127.0.0.1"
port = {imap_port}
security = "none"
user = "{mailbox}"
password = "{PASSWORD}"
[mailbox.smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"

[staff_mail]
require = "{require}"
{staff(story, rules)}
"""


def staff(story: Story, rules: Policy) -> str:
    """Return the [[staff]] tables: ``staff Ada <ada@x.example> coordinator, chair away 2026-12-01/2026-12-14``."""
    people: list[tuple[str, str, list[str], str]] = []
    for line in story.head.get("staff", ()):
        match = re.fullmatch(r"(.+?) <(\S+)>\s+([a-z_, ]+?)(?:\s+away (\S+))?", line)
        assert match, f"{story.name}: no such member of staff: {line}"
        people.append((match[1], match[2], [role.strip() for role in match[3].split(",")], match[4] or ""))
    held = {role for _, _, roles, _ in people for role in roles}
    for role in rules.roles:
        if role not in held:
            people.append((role.replace("_", " ").title(), f"{role}@office.example", [role], ""))
    return "\n".join(
        f'[[staff]]\nname = "{name}"\naddress = "{address}"\nroles = {roles!r}\n'.replace("'", '"')
        + (f'away = ["{away}"]\n' if away else "")
        for name, address, roles, away in people
    )
