"""Two families in one mailbox, and mail with forged references, tags, tokens and addresses between them, in any order.

Whatever anybody writes bears a canary, a word that stands nowhere else, in its subject, text, name and file. After each
turn every letter that left is opened and searched: nobody gets a canary or the reference of somebody else's case.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from mailflow.simulate.mails import Letter, bounce
from tests.support.memory_office import MAILBOX, MemoryOffice

STAFF, ADMIN, EVE = "coordinator@office.example", "admin@office.example", "eve@evil.example"
LINES = (
    *("", "#note", "#question", "#outcome upheld\nFindings: x.", "#outcome not upheld\nFindings: x."),
    *("#action ring by 1 June 2022", "#lesson ring", "#nonsense", "#stage stage-2"),
)


class Leaked(AssertionError):
    """Something of one case reached a party of the other."""


@dataclass(slots=True, kw_only=True)
class Family:
    """A family: its address, the Message-ID of its first mail, and the case that it has."""

    address: str
    first_id: str
    ref: str | None = None


@dataclass(slots=True)
class Between:
    """One interleaving: what happens between two families, all of it drawn from one seed."""

    office: MemoryOffice
    seed: int
    rng: random.Random = field(init=False)
    families: tuple[Family, Family] = field(init=False)
    owners: dict[str, str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    did: list[str] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    _canaries: int = 0

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        one, other = (Family(address=f"{side}{self.seed}@mail.example", first_id="") for side in "ab")
        self.families = (one, other)

    def run(self) -> int:
        """Let both complain and then anything happen; return how many letters were searched."""
        ways = [self.reply, self.steal, self.tags, self.pose, self.staff, self.confuse, self.stranger, self.returned]
        for family in self.rng.sample(self.families, 2):
            family.first_id = self.send(family.address, "Handover", [], owner=family.address)
            if self.rng.random() < 0.5:
                self.turn()
        self.turn()
        for family in self.families:
            family.ref = next(one.ref for one in self.office.cases() if one.complainant.address == family.address)
        for _ in range(self.rng.randint(2, 7)):
            way: Callable[[], None] = self.rng.choice(ways)
            way()
            if self.rng.random() < 0.6:
                self.turn()
        self.turn()
        return len(self.letters)

    # --- what happens --------------------------------------------------------------------------------------------

    def pair(self) -> tuple[Family, Family]:
        """Return who does something, and the other."""
        one, other = self.rng.sample(self.families, 2)
        return one, other

    def reply(self) -> None:
        """A family answers a letter of theirs, as families do."""
        one, _ = self.pair()
        self.send(one.address, self.rng.choice(("Re: it", "Appeal", "Thanks")), self.ids(one.address), one.address)

    def steal(self) -> None:
        """A family writes with marks of the other's case: our letters', staff's, or their own first mail's."""
        one, other = self.pair()
        stolen = [*self.ids(other.address), *self.ids(STAFF), other.first_id]
        marks = self.rng.sample(stolen, min(len(stolen), self.rng.randint(1, 3)))
        if self.rng.random() < 0.3:
            marks += self.ids(one.address)
        self.send(one.address, self.rng.choice(("Re: it", "Appeal")), marks, one.address)

    def tags(self) -> None:
        """A family writes the other's reference, or both, or one that nobody has."""
        one, other = self.pair()
        refs = self.rng.choice(([other.ref], [one.ref, other.ref], ["LC-2020-9999", other.ref]))
        self.send(one.address, f"Appeal {' '.join(f'[{ref}]' for ref in refs)}", [], one.address)

    def pose(self) -> None:
        """Somebody writes a From field, or fields beside it, in which the other family's address stands."""
        one, other = self.pair()
        author = self.rng.choice(
            (
                f"{one.address}, {other.address}",
                f'"{other.address}" <{one.address}>',
                f"{other.address} (x) <{one.address}>",
                f"{one.address.upper()}",
                f"x+{one.address}",
                f"{other.address}.evil.example",
            )
        )
        beside = self.rng.choice(({}, {"Reply-To": other.address}, {"Cc": other.address}, {"Sender": other.address}))
        marks = self.rng.choice(([], self.ids(other.address), self.ids(one.address)))
        owner = one.address if any(mark in author for mark in '<,"(') else author.casefold()
        self.send(author, "Re: it", marks, owner, beside=beside)

    def staff(self) -> None:
        """Staff answer, with the right mark, the other case's, or with both."""
        one, other = self.pair()
        notices = [each for each in self.letters if each.to == STAFF and each.message["X-Mailflow-Case"] == one.ref]
        if not notices:
            return
        marks = [str(self.rng.choice(notices).message["Message-ID"])]
        tag = f"[{other.ref}]" if self.rng.random() < 0.3 else ""
        if self.rng.random() < 0.2:
            marks += self.ids(other.address)
        self.send(STAFF, f"Re: {tag}", marks, one.address, text=self.rng.choice(LINES))

    def confuse(self) -> None:
        """A family's mail bears the Message-ID of the other's, with other words or the same."""
        one, other = self.pair()
        self.owners.pop(other.first_id.strip("<>").partition("@")[0], None)
        self.send(one.address, "Re: it", self.rng.choice(([], [other.first_id])), one.address, id_=other.first_id)

    def stranger(self) -> None:
        """Somebody whom nobody knows writes with marks of either case."""
        one, other = self.pair()
        marks = self.rng.choice(
            (self.ids(one.address), [one.first_id], self.ids(one.address) + self.ids(other.address))
        )
        self.send(EVE, self.rng.choice((f"[{one.ref}]", "Re: it")), marks, EVE)

    def returned(self) -> None:
        """A letter to one family comes back, or a program of theirs answers it."""
        one, _ = self.pair()
        letters = [each for each in self.letters if each.to == one.address]
        if letters and self.rng.random() < 0.5:
            self.did.append(f"a letter to {one.address} comes back")
            self.office.arrive(bounce(self.rng.choice(letters), MAILBOX, self.office.now))
        else:
            self.send(
                one.address, "I am away", self.ids(one.address), one.address, beside={"Auto-Submitted": "auto-replied"}
            )

    # --- how -----------------------------------------------------------------------------------------------------

    def ids(self, address: str) -> list[str]:
        """Return the Message-ID of a letter that somebody got, if they got any."""
        found = [str(one.message["Message-ID"]) for one in self.letters if one.to == address]
        return [self.rng.choice(found)] if found else []

    def send(
        self,
        author: str,
        subject: str,
        marks: Sequence[str],
        owner: str,
        *,
        text: str = "",
        id_: str = "",
        beside: dict[str, str] | None = None,
    ) -> str:
        """Send a mail every place of which bears a canary; return its Message-ID."""
        self._canaries += 1
        canary = f"zq{self.seed}x{self._canaries}q"
        self.owners[canary], self.authors[canary] = owner, author
        if not id_:
            # A word of its own: who writes an identifier anew, as ``confuse`` does, has it in our answer to them.
            word = canary.replace("zq", "id")
            self.owners[word], self.authors[word] = owner, author
            id_ = f"<{word}@client.example>"
        mail = EmailMessage()
        mail["To"], mail["Subject"], mail["Message-ID"] = MAILBOX, f"{subject} {canary}", id_
        mail["Date"] = format_datetime(self.office.now)
        for name, value in (beside or {}).items():
            mail[name] = value
        if marks:
            mail["References"], mail["In-Reply-To"] = " ".join(marks), marks[-1]
        mail.set_content(f"{text}\nSo says {canary}.\n")
        if self.rng.random() < 0.3:
            mail.add_attachment(f"File {canary}\n", filename=f"{canary}.txt")
        named = author if any(one in author for one in '<,"(') else f"Name {canary} <{author}>"
        self.office.arrive(f"From: {named}\n".encode() + mail.as_bytes())
        self.office.now += timedelta(seconds=self.rng.randint(1, 90))
        self.did.append(f"{named}: {mail['Subject']!r} with {list(marks)} {beside or ''} {text!r}")
        return id_

    def turn(self) -> None:
        """Let the daemon work, and search what left."""
        for letter in self.office.turn(timedelta(seconds=1)):
            self.letters.append(letter)
            self.search(letter)

    def search(self, letter: Letter) -> None:
        """Hold every byte of a letter against who may see it."""
        shown = opened(letter)
        about = str(letter.message["X-Mailflow-Case"])
        to = letter.to.casefold()
        mine = {family.address: family for family in self.families}.get(to)
        refs = {family.ref for family in self.families if family.ref}
        if mine is not None:
            # A second case of their own is theirs as well.
            allowed, refs = {mine.address}, refs - {mine.ref, about}
        elif to == ADMIN:
            allowed, refs = set(), set()
        elif to.endswith("@office.example"):
            of = {family.ref: family for family in self.families}.get(about)
            allowed = (
                {of.address}
                if of
                else {(one.complainant.address or "").casefold() for one in self.office.cases() if one.ref == about}
            )
            refs = refs - {about} if of else set()
        else:
            allowed, refs = {to}, refs - {about}
        wrong = [
            word
            for word, owner in self.owners.items()
            if word in shown and owner not in allowed and not (about == "None" and self.authors[word] == to)
        ]
        wrong += [ref for ref in refs if ref and ref in shown]
        if wrong:
            story = "\n".join(self.did)
            raise Leaked(f"seed {self.seed}: {wrong} in a {letter.kind} to {letter.to} about {about}, after\n{story}")


def opened(letter: Letter) -> str:
    """Return all that can be read in a letter: its headers, texts, and its files with their names."""
    read = [f"{name}: {value}" for name, value in letter.message.items()]
    for part in letter.message.walk():
        read.append(str(part.get_filename() or ""))
        body = part.get_payload(decode=True)
        if isinstance(body, bytes):
            read.append(body.decode("utf-8", "replace"))
    return "\n".join(read)
