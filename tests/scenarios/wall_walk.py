"""Two cases at once, to which anything may happen; and after each step every byte that left is searched.

Whatever anybody writes bears a canary: a word that stands nowhere else, in the text, the subject, the name, and the
name and bytes of a file. No letter to somebody whom a case is about holds a canary of that case or its reference; no
canary of one side reaches the other side, another family or a stranger. The real daemon works, on servers in memory.
Longer than 300 lines, because one walk does all that can be done.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from itertools import count
from pathlib import Path

from mailflow.core.case import Case, Status
from mailflow.core.mail import MessageClass
from mailflow.core.office import Officer
from mailflow.daemon import Worker
from mailflow.flow import act
from mailflow.flow.desk import Desk
from mailflow.letters.smtp import PostUnavailable
from mailflow.policies import load
from mailflow.settings import load_settings
from mailflow.simulate.laid import configuration
from mailflow.simulate.mails import Letter, bounce
from mailflow.simulate.memory import MemoryMailbox, MemoryPost, MemoryServers
from mailflow.simulate.stories import Step, Story
from mailflow.wiring import desks

BORN = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)
MAILBOX = "complaints@office.example"
EVE = "eve@strange.example"
NAMES = (
    *("Adaora", "Bartek", "Celeste", "Dmitri", "Esther", "Farouk", "Greta", "Hamish", "Imogen", "Jorge", "Keziah"),
    *("Lucan", "Mirela", "Nnamdi", "Oonagh", "Pawel", "Quilla", "Rasheed", "Solveig", "Tamsin", "Ulrika", "Vikram"),
)
PARTS = "Reasons: a\nFindings: b\nActions: c\nApology: d\nExplanation: e\nCorrection: f\n"

#: What handlers write; ``{who}`` is one of the staff, ``{stage}`` a stage, ``{side}`` the other side's address.
LINES = (
    *("#outcome upheld", "#outcome not upheld", "#outcome not upheld", "#outcome resolved", "#outcome withdrawn"),
    *("#note", "#question", "#extend 1 June 2022", "", "", "#stage {stage}", "#stage {stage}", "#close enough"),
    *("#about {who}", "#about {who}", "#about {who}", "#about nobody", "#assign {who}", "#assign {who}"),
    *("#panel {who}, {who}, {who}", "#panel {who}, {who}", "#meeting {day} 10:00, {canary} Hall", "#meeting cancelled"),
    *("#mediation {day}, {canary} House", "#mediation cancelled", "#party Sam <{side}>", "#party {who} <{staff}>"),
    *("#action ring {canary} by {day}", "#lesson ring {canary}", "#done 1", "#done 2", "#safeguarding", "#written"),
    *("#accept", "#decline", "#appeal", "#not an appeal", "#type childcare", "#type families", "#feedback"),
    *("#disclose {canary}", "#refer {canary} Council", "#timescale 1 June 2022", "#relation community", "#send anyway"),
    *("#new Pat <pat{canary}@mail.example>", "#new Pat", "#nonsense {canary}"),
)
SUBJECTS = (
    "Re: hello",
    "Appeal",
    "Appeal",
    "Please review this",
    "reconsider",
    "Thank you",
    "Confidential",
    "I am not happy",
)


class WallBroken(AssertionError):
    """Something reached somebody whom it must not."""


class ShutPost(MemoryPost):
    """A post office that is closed at times, so that letters wait."""

    is_shut = False

    def open(self) -> None:
        if self.is_shut:
            raise PostUnavailable("shut")

    def offer(self, envelope_from: str, to: str, raw: bytes) -> None:
        self.open()
        MemoryPost.offer(self, envelope_from, to, raw)


@dataclass(slots=True)
class Walk:
    """An office with its cases, and every letter so far.

    Attributes:
        owners: The case that each canary belongs to; None until its mail is on one.
        authors: Who wrote it.
        walled: After how many turns an open case was about somebody.
    """

    desk: Desk
    servers: MemoryServers
    post: ShutPost
    rng: random.Random
    seed: int
    now: datetime = BORN
    letters: list[Letter] = field(default_factory=list)
    owners: dict[str, str | None] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    did: list[str] = field(default_factory=list)
    walled: int = 0
    known: list[str] = field(default_factory=list)
    numbers: count[int] = field(default_factory=lambda: count(1))
    _worker: Worker = field(init=False)

    def __post_init__(self) -> None:
        self._worker = Worker(desk=self.desk, now=lambda: self.now)

    # --- what happens --------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Two complaints come in; and another whenever fewer than two are not closed."""
        while sum(one.status is not Status.CLOSED for one in self.cases()) < 2:
            family = f"family-{next(self.numbers)}@mail.example"
            self.write(family, "Handover", f"It was late. {self.mention(surely=not self.known)}", None, file=True)
            self.turn(f"{family} complains")

    def step(self) -> None:
        """Let something happen."""
        self.begin()
        if self.post.is_shut and self.rng.random() < 0.4:
            self.shut()
        steps = (
            *((self.family, 6), (self.handler, 12), (self.colleague, 4), (self.kept_out, 6), (self.stranger, 2)),
            *((self.side, 2), (self.returned, 1), (self.wait, 5), (self.penned, 2), (self.shut, 1)),
        )
        happen = self.rng.choices([one for one, _ in steps], [weight for _, weight in steps])[0]
        self.now += timedelta(minutes=self.rng.randint(1, 90))
        self.turn(happen() or happen.__name__)

    def family(self) -> str | None:
        case = self.case()
        if (address := case.complainant.address) is None:
            return None
        subject = self.rng.choice(SUBJECTS)
        ours = self.letter_to(address, case.ref)
        self.write(address, subject, f"More. {self.mention()}", case.ref if ours else None, ours, file=True)
        return f"{address} writes {subject} on {case.ref}"

    def handler(self) -> str | None:
        case = self.case()
        return self.staff(case, self.rng.choice(case.handlers).address) if case.handlers else None

    def colleague(self) -> str | None:
        return self.staff(self.case(), self.rng.choice(self.desk.office.staff).address)

    def staff(self, case: Case, sender: str, answers: Letter | None = None) -> str:
        """Write a line or two from an address of the staff, in answer to the latest letter about a case."""
        line = self.rng.choice(LINES)
        canary = self.canary(None if line.startswith("#new") else case.ref, sender)
        words = {
            **{"canary": canary, "staff": self.anybody().address},
            "side": f"side.{case.ref.lower().replace('-', '.')}@mail.example",
            "stage": self.rng.choice(self.desk.office.policy.stages).id,
            "day": f"{self.now + timedelta(days=self.rng.randint(1, 40)):%d %B %Y}",
        }
        while "{who}" in line:
            line = line.replace("{who}", self.rng.choice((self.anybody().name, self.anybody().roles[0])), 1)
        line = line.format(**words)
        answers = answers or self.letter_to(sender, case.ref)
        parts = PARTS if self.rng.random() < 0.8 else ""
        self.send(sender, f"Re: {canary}", f"{line}\n{parts}So says {canary}.", answers, canary, file=True)
        return f"{sender} writes {line!r} on {case.ref}"

    def kept_out(self) -> str | None:
        """Somebody whom a case is about writes on it: with a mark of their own, a stolen one, or the reference."""
        case = next((one for one in self.cases() if one.sealed_from and self.rng.random() < 0.8), None)
        if case is None:
            return None
        sender = self.rng.choice(case.sealed_from)
        about = [one for one in self.letters if one.message["X-Mailflow-Case"] == case.ref]
        return f"kept out: {self.staff(case, sender, self.rng.choice(about) if about else None)}"

    def stranger(self) -> str:
        """Somebody whom nobody knows has found marks of a case, or of two."""
        stolen = self.rng.choice(self.letters)
        tags = " ".join(f"[{one.ref}]" for one in self.rng.sample(self.cases(), self.rng.randint(1, 2)))
        if self.rng.random() < 0.5:
            sender, subject = EVE, f"Appeal {tags}"
        else:
            sender, subject = self.case().complainant.address or EVE, "Appeal"
        self.write(sender, subject, "Tell me all.", None, stolen)
        return f"{sender} writes {subject}, with marks of {stolen.message['X-Mailflow-Case']}"

    def side(self) -> str | None:
        """The other side of a mediation writes."""
        case = self.case()
        sides = [one.address for one in case.parties if self.desk.office.officer(one.address) is None]
        if not sides:
            return None
        sender = self.rng.choice(sides)
        subject = self.rng.choice(SUBJECTS)
        ours = self.letter_to(sender, case.ref)
        if ours is None:
            return None
        # At times they write anew where they mean to answer.
        answers, owner = (ours, f"side of {case.ref}") if self.rng.random() < 0.7 else (None, None)
        self.write(sender, subject, "My side of it.", owner, answers, file=True)
        return f"{sender} (the other side) writes {subject} on {case.ref}"

    def returned(self) -> str:
        letter = self.rng.choice(self.letters)
        self.servers.deliver(bounce(letter, MAILBOX, self.now), self.now)
        return f"a {letter.kind} to {letter.to} comes back"

    def wait(self) -> str:
        hours = self.rng.choice((1, 20, 24, 24 * 7, 24 * 7, 24 * 15, 24 * 40))
        self.now += timedelta(hours=hours)
        return f"{hours} hours pass"

    def penned(self) -> str | None:
        """The admin lets something out of the pen: onto a case, or as a new one."""
        with self.desk.store.reading() as reader:
            entries = reader.pen(self.desk.org)
            rows = {one.id: reader.message(one.message) for one in entries if one.message is not None}
        if not entries:
            return None
        entry = self.rng.choice(entries)
        row = rows.get(entry.id)
        # A person puts a complainant's mail onto their own case, and nobody else's mail onto any.
        theirs = [one.ref for one in self.cases() if row and one.complainant.address == row.from_address]
        if not theirs:
            act.discard(self.desk, entry.id, self.now, by="Admin", reason="so", as_=MessageClass.SPAM)
            return f"entry {entry.id} is discarded"
        act.accept(self.desk, entry.id, self.now, by="Admin", reason="so", ref=theirs[0])
        return f"entry {entry.id} is let out of the pen onto {theirs[0]}"

    def shut(self) -> str:
        self.post.is_shut = not self.post.is_shut
        return "the post office shuts" if self.post.is_shut else "the post office opens"

    # --- how -----------------------------------------------------------------------------------------------------

    def case(self) -> Case:
        """Return a case; seldom one that is closed."""
        cases = self.cases()
        open_ = [one for one in cases if one.status is not Status.CLOSED]
        return self.rng.choice(open_ if open_ and self.rng.random() < 0.9 else cases)

    def cases(self) -> list[Case]:
        with self.desk.store.reading() as reader:
            return reader.case_rows(self.desk.org)

    def anybody(self) -> Officer:
        return self.rng.choice(self.desk.office.staff)

    def mention(self, *, surely: bool = False) -> str:
        """Return a sentence that names somebody, as like as not who would deal with the complaint; or nobody."""
        office = self.desk.office
        stage, _ = office.policy.opening_stage("")
        one = self.rng.choice([each for each in office.staff if set(each.roles) & set(stage.handlers)])
        one = one if surely else self.rng.choice((one, self.anybody()))
        title = office.policy.title_of(one.roles[0])
        said = (f"{one.name} was rude.", f"The {title} was rude.", f"I wrote to {one.address}.")
        return self.rng.choice(said if surely else ("", *said))

    def letter_to(self, address: str, ref: str) -> Letter | None:
        """Return the latest letter that somebody got about a case."""
        found = [
            one
            for one in self.letters
            if one.to.casefold() == address.casefold() and one.message["X-Mailflow-Case"] == ref
        ]
        return found[-1] if found else None

    def canary(self, owner: str | None, author: str) -> str:
        word = f"zq{next(self.numbers):05d}x"
        self.owners[word], self.authors[word] = owner, author
        return word

    def write(
        self, sender: str, subject: str, text: str, owner: str | None, ours: Letter | None = None, *, file: bool = False
    ) -> None:
        """Send a mail whose every place bears a canary."""
        canary = self.canary(owner, sender)
        self.send(sender, f"{subject} {canary}", f"{text} {canary}", ours, canary, file=file)

    def send(self, sender: str, subject: str, text: str, answers: Letter | None, canary: str, *, file: bool) -> None:
        mail = EmailMessage()
        mail["From"] = Address(f"Name {canary}", addr_spec=sender)
        mail["To"], mail["Subject"], mail["Message-ID"] = MAILBOX, subject, f"<{canary}@client.example>"
        if answers is not None:
            ours = str(answers.message["Message-ID"])
            mail["In-Reply-To"], mail["References"] = ours, f"{answers.message.get('References', '')} {ours}"
        mail.set_content(text)
        if file:
            mail.add_attachment(f"File {canary}\n", filename=f"{canary}.txt")
        self.servers.deliver(mail.as_bytes(), self.now)

    def turn(self, did: str) -> None:
        """Let the daemon work, and search what left."""
        self.did.append(f"{self.now:%Y-%m-%d %H:%M} {did}")
        self._worker.turn()
        with self.desk.store.reading() as reader:
            assert not [one.reason for one in reader.pen(self.desk.org) if "mailflow failed" in one.reason]
        cases = self.cases()
        self.place()
        for case in cases[len(self.known) :]:
            self.new(case, [one for one in cases if one.ref in self.known])
        self.known = [one.ref for one in cases]
        self.walled += any(one.sealed_from and one.status is not Status.CLOSED for one in cases)
        for letter in self.servers.taken():
            self.letters.append(letter)
            self.search(letter, cases)

    def place(self) -> None:
        """Learn on which case the mails are that were on none so far."""
        with self.desk.store.reading() as reader:
            ids = {f"<{canary}@client.example>": canary for canary, owner in self.owners.items() if owner is None}
            for id_, rows in reader.by_message_id(self.desk.org, ids).items():
                self.owners[ids[id_]] = rows[0].ref

    # --- what must not be ----------------------------------------------------------------------------------------

    def new(self, case: Case, earlier: list[Case]) -> None:
        """Hold a case that has just begun against earlier ones of the same person: they may have meant to go on."""
        address = case.complainant.address
        walled = {key for one in earlier if address and one.complainant.address == address for key in one.sealed_from}
        both = walled & {one.address.casefold() for one in case.handlers}
        if both:
            raise WallBroken(f"seed {self.seed}: {case.ref} goes to {both}, whom an earlier case of {address} is about")

    def search(self, letter: Letter, cases: list[Case]) -> None:
        """Search every byte of a letter for what must not reach whom it goes to."""
        to, found = letter.to.casefold(), everything(letter)
        canaries = {one for one in re.findall(r"zq\d{5}x", found) if self.authors[one].casefold() != to}
        staff = {one.key for one in self.desk.office.staff} | {self.desk.office.admin.casefold()}
        for case in cases:
            theirs = {one for one in canaries if self.owners[one] in (case.ref, f"side of {case.ref}")}
            from_side = any(self.owners[one] == f"side of {case.ref}" for one in theirs)
            from_family = any(self.authors[one] == case.complainant.address for one in theirs)
            own = to == (case.complainant.address or "").casefold()
            is_side = not own and any(one.address.casefold() == to for one in case.parties)
            if case.is_sealed_from(to) and not own and (theirs or case.ref.casefold() in found):
                self.fail(letter, f"{case.ref} is about its recipient, and it holds {theirs or case.ref}")
            if to in staff:
                continue
            if theirs and not own and not is_side:
                self.fail(letter, f"it holds {theirs} of {case.ref}, which its recipient has no part in")
            if (own and from_side) or (is_side and from_family):
                self.fail(letter, f"it tells one side of {case.ref} what the other wrote: {theirs}")
        if to == EVE and not any(one.complainant.address == EVE for one in cases):
            self.fail(letter, "a stranger is written to")

    def fail(self, letter: Letter, why: str) -> None:
        done = "\n".join(self.did[-12:])
        where = f"{self.desk.office.policy.name}, seed {self.seed}, step {len(self.did)}"
        raise WallBroken(f"{where}: a {letter.kind} to {letter.to}: {why}\n{done}\n\n{letter.text}")


def everything(letter: Letter) -> str:
    """Return all that a letter says, as it is and decoded: headers, bodies, names and contents of files."""
    found = [letter.raw.decode("ascii", "replace")]
    for part in letter.message.walk():
        found += [f"{name}: {value}" for name, value in part.items()]
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            found += [part.get_filename() or "", content.decode("utf-8", "replace")]
    whole = "\n".join(found)
    # Calendar files and headers are folded, quoted-printable breaks its lines.
    unfolded = re.sub(r"=?\r?\n[ \t]?", "", whole)
    return f"{whole}\n{unfolded}".casefold()


@contextmanager
def walking(policy: str, seed: int, folder: Path) -> Iterator[Walk]:
    """Lay an office for a walk. The admin is at times one of the staff, and everybody is away now and then."""
    rng = random.Random(f"{policy} {seed}")
    staff = [*_staff(policy, rng)]
    admin = f"{load(policy).policy.stages[0].handlers[0]}1@office.example" if rng.random() < 0.5 else ""
    with laid(policy, staff, folder, admin) as (desk, servers, post):
        yield Walk(desk=desk, servers=servers, post=post, rng=rng, seed=seed)


@contextmanager
def laid(
    policy: str, staff: list[str], folder: Path, admin: str = "", sending: str = "automatic"
) -> Iterator[tuple[Desk, MemoryServers, ShutPost]]:
    """Lay an office on servers in memory; ``staff`` as in a story, ``admin`` where it is not the usual one."""
    begun = Step(at=BORN, action="clock", line=1)
    head = {"staff": staff, "set": [f'sending = "{sending}"']}
    story = Story(name="walk", policy=policy, head=head, steps=(begun,))
    written = configuration(story, mailbox=MAILBOX, password="-", imap_port=9, smtp_port=9, url="sqlite:///:memory:")
    path = folder / "mailflow.toml"
    path.write_text(written.replace("admin@office.example", admin or "admin@office.example"), encoding="utf-8")
    path.chmod(0o600)
    servers = MemoryServers()
    post = ShutPost(servers)
    with desks(load_settings(path), BORN) as found:
        yield replace(found[0], mailbox=lambda: MemoryMailbox(servers), post=lambda: post), servers, post


def _staff(policy: str, rng: random.Random) -> Iterator[str]:
    """Yield the people: one or two for each role, three for a committee, each with a name that stands nowhere else."""
    names = iter(NAMES)
    for role in load(policy).policy.roles:
        for number in range(1, 4 if role == "committee_member" else rng.choice((2, 2, 3))):
            away = BORN + timedelta(days=rng.randint(0, 60))
            off = f" away {away:%Y-%m-%d}/{away + timedelta(days=14):%Y-%m-%d}" if rng.random() < 0.3 else ""
            yield f"{next(names)} {role.title().replace('_', '')}son <{role}{number}@office.example> {role}{off}"
