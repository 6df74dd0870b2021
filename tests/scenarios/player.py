"""Play a story: a real Dovecot holds the mailbox, a real SMTP server takes the letters, the daemon's own turn runs.

What holds of every letter in every story (its headers, its subject, that nobody gets two of the same) is checked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from mailflow.core.appeals import keywords_in
from mailflow.core.case import Case, What
from mailflow.core.days import long_date
from mailflow.daemon import Worker
from mailflow.flow.desk import Desk
from mailflow.settings import load_settings
from mailflow.store import Store, verify
from mailflow.wiring import desks
from tests.scenarios.laid import configuration
from tests.scenarios.mails import Letter, Marks, another_delivery, bounce, mail
from tests.scenarios.stories import Expected, Step, Story
from tests.support.dovecot import Dovecot
from tests.support.smtp import Fault, Phase, SmtpSink

#: Letters to complainants; all others go to staff and the admin.
TO_COMPLAINANTS = {
    *("acknowledgement", "outcome", "interim-update", "appeal-late", "appeal-declined", "process-ended"),
    *("question", "relay", "meeting-invitation", "referral", "receipt", "thanks"),
}


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
    last: bytes = b""

    def play(self) -> None:
        """Play every step and hold it against what must follow."""
        for step in self.story.steps:
            where = f"{self.story.name}.story:{step.line}"
            self.now = step.at
            if not self._do(step):
                assert not step.expected, f"{where}: nothing follows before it is read"
                continue
            turn = self.worker.turn()
            assert not turn.problems, f"{where}: {turn.problems}"
            self._compare(step, self._new_letters(), where)
        with self.desk.store.reading() as reader:
            verified = verify(reader, self.desk.org)
        assert verified.broken_at is None, f"{self.story.name}: {verified}"

    # --- what arrives --------------------------------------------------------------------------------------------

    def _do(self, step: Step) -> bool:
        """Deliver what a step says: ``clock`` nothing, ``again`` the last mail once more, else a new mail.

        Returns:
            Whether mailflow runs then.
        """
        action, body, marks = step.action, "\n".join(step.body), Marks()
        if action == "clock":
            pass
        elif action == "again":
            self._arrive(another_delivery(self.last, self.now))
        elif match := re.fullmatch(r"the post refuses (\S+)", action):
            self.sink.fail(Fault(at=Phase.RCPT, reply="550 5.1.1 unknown", recipient=match[1], times=None))
        elif match := re.fullmatch(r"bounce of (\S+) to (\S+)", action):
            letter = self._answered(self._address(match[2]), match[1], Marks())
            self._arrive(bounce(letter, self.mailbox, self.now))
        elif match := re.fullmatch(r"mail from (\S+?)(?: \((.+?)\))?: (.*)", action):
            marks = Marks.read(match[2] or "")
            self._arrive(mail(self._address(match[1]), self.mailbox, match[3], body, self.now, marks))
        else:
            match = re.fullmatch(r"reply from (\S+) to (\S+)(?: \((.+?)\))?(?:: (.*))?", action)
            assert match, f"{self.story.name}.story:{step.line}: no such action: {action}"
            marks = Marks.read(match[3] or "")
            letter = self._answered(self._address(match[1]), match[2], marks)
            subject = match[4] or f"Re: {letter.message['Subject']}"
            sender = self._address(marks.by) if marks.by else letter.to
            self._arrive(mail(sender, self.mailbox, subject, body, self.now, marks, letter))
        return not marks.unread

    def _arrive(self, raw: bytes) -> None:
        self.last = raw
        self.dovecot.deliver_many(self.mailbox, [(raw, self.now)])

    def _answered(self, to: str, kind: str, marks: Marks) -> Letter:
        """Return the letter of a kind that somebody got, the latest where the story does not say otherwise."""
        found = [one for one in self.letters if one.to == to and one.kind == kind]
        if marks.about:
            found = [one for one in found if one.message["X-Mailflow-Case"] == marks.about]
        assert found, f"{to} never got a {kind}"
        return found[0 if marks.first else -1]

    # --- what leaves ---------------------------------------------------------------------------------------------

    def _new_letters(self) -> list[Letter]:
        envelopes = self.sink.envelopes
        assert all(len(one.recipients) == 1 for one in envelopes), "one letter has one recipient"
        new = [
            Letter(kind=str(one.message["X-Mailflow-Letter"]), to=one.recipients[0], raw=one.raw)
            for one in envelopes[self.seen :]
        ]
        self.seen = len(envelopes)
        for one in new:
            self._hold_to_the_rules(one)
            self.letters.append(one)
        return new

    def _hold_to_the_rules(self, letter: Letter) -> None:
        """Check what INTERFACE says of the headers of every letter."""
        headers, ref = letter.message, letter.message["X-Mailflow-Case"]
        id_, subject = str(headers["Message-ID"]), str(headers["Subject"])
        assert len(id_) <= 70, id_
        assert id_ not in {str(one.message["Message-ID"]) for one in self.letters}, f"{id_} was used before"
        submitted = "auto-replied" if letter.kind == "acknowledgement" else "auto-generated"
        assert headers["Auto-Submitted"] == submitted, f"{letter.kind}: {headers['Auto-Submitted']}"
        assert headers["X-Auto-Response-Suppress"] == "All", letter.kind
        assert str(headers["To"]).count("@") == 1 and letter.to in str(headers["To"]), headers["To"]
        assert headers["Cc"] is None and headers["Bcc"] is None
        if ref is not None:
            assert f"[{ref}]" in subject, subject
        rules = self.desk.office.policy
        words = {*rules.appeal_keywords, *(word for one in rules.stages for word in rules.keywords_at(one.id))}
        assert not keywords_in(subject, sorted(words)), f"an appeal word of ours: {subject}"
        assert ref is not None or letter.kind not in TO_COMPLAINANTS, f"a {letter.kind} about no case"

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
                    self._pen(one, at)
                case "message":
                    with self.desk.store.reading() as reader:
                        row = reader.messages(self.desk.org, newest=True, limit=1)[0]
                    assert row.class_ == one.words[0], f"{at}: read as {row.class_}, because {row.because}"
                    wanted = next((c.removeprefix("case ") for c in one.conditions), row.ref)
                    assert row.ref == wanted, f"{at}: filed on {row.ref}"
                case _:
                    self._case(one, at)
        surplus = [f"{one.kind} to {one.to}" for one in left]
        assert not surplus, f"{where}: letters too many: {surplus}"

    def _pen(self, one: Expected, at: str) -> None:
        """``pen none``, or ``pen words of the reason; likely LC-2020-0001``."""
        with self.desk.store.reading() as reader:
            entries = reader.pen(self.desk.org)
        if one.words == ("none",):
            assert not entries, f"{at}: in the pen: {[entry.reason for entry in entries]}"
            return
        likely = next((c.removeprefix("likely ") for c in one.conditions), None)
        assert any(" ".join(one.words) in entry.reason and likely in (None, entry.likely_case) for entry in entries), (
            f"{at}: in the pen: {[(entry.reason, entry.likely_case) for entry in entries]}"
        )

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
                    flat = " ".join(found.text.split())
                    assert rest not in flat and rest not in str(found.message["Subject"]), f"{at}: {condition}\n{flat}"
                case "file":
                    names = [each.get_filename() for each in found.message.iter_attachments()]
                    assert (names or ["none"]) == rest.split(), f"{at}: its files: {names}"
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
            "channel": case.channel,
            "name": case.complainant.name,
            "address": case.complainant.address or "none",
            "received": f"{case.first_received_at.astimezone(ZoneInfo(self.desk.office.calendar.zone)):%Y-%m-%d %H:%M}",
        }
        if "tags" in wanted:
            wanted["tags"] = ", ".join(sorted(part.strip() for part in wanted["tags"].split(",")))
        if "handlers" in wanted:
            wanted["handlers"] = ", ".join(self._address(part.strip()) for part in wanted["handlers"].split(","))
        assert {key: found[key] for key in wanted} == wanted, at

    def _deadline(self, one: Expected, at: str) -> None:
        """``deadline respond stage-1 2026-11-30 [09:30]; source LC-4.5; met``; ``deadline none stage-1 [respond]``."""
        what, stage, *rest = one.words
        ref = next((c.removeprefix("case ") for c in one.conditions if c.startswith("case ")), None)
        case = next(each for each in reversed(self._cases()) if ref in (None, each.ref))
        if what == "none":
            promises = [d for d in case.deadlines if d.stage == stage and d.what.value in (rest or list(What))]
            assert not promises, f"{at}: {[(d.what.value, d.source) for d in promises]}"
            return
        day, *time = rest
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
                    assert found[0].ended and not found[0].is_missed(self.now), at
                case "source" | "case":
                    pass
                case _:
                    raise AssertionError(f"{at}: no such condition: {condition}")

    def _address(self, name: str) -> str:
        """Return an address as it stands, or that of the one who holds a role."""
        if "@" in name:
            return name
        if name == "admin":
            return self.desk.office.admin
        return next(one.address for one in self.desk.office.staff if name in one.roles)


@contextmanager
def playing(
    story: Story, dovecot: Dovecot, sink: SmtpSink, mailbox: str, folder: Path, *, url: str | None = None
) -> Iterator[Player]:
    """Set up an office for a story; ``url`` is its database, by default one of SQLite in the folder."""
    path = folder / "mailflow.toml"
    database = f'\n[database]\nurl = "{url}"\n' if url else ""
    path.write_text(configuration(story, dovecot.imap_port, sink.port, mailbox) + database, encoding="utf-8")
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
