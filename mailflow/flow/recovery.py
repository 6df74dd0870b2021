"""What is known of letters that left after the record was copied: the copies in the mailbox's own Sent folder.

While a record is recovered, everything that happened since is decided once more, at the time when it happened. Whatever
letter is so decided is one that may have left already. None is posted: each is compared with the copies here.

- A copy of it lies there: it left then, under the Message-ID and in the words of the copy.
- It went to staff, of whom no copies are kept, and a letter that was decided later lies there: letters leave in the
  order in which they are decided, so it left too.
- Anything else is held until a person has looked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from mailflow.core.decide.which_draft import same_words
from mailflow.core.decision import SendLetter
from mailflow.core.letter_kinds import Audience
from mailflow.core.reply_address import reply_key
from mailflow.core.thread import tags_in
from mailflow.flow.approval import APPROVAL, MAY_HAVE_LEFT, may_have_left
from mailflow.store import TO_BE_LAID, LetterRow, LetterStatus, NewLetter, Writer

#: Two clocks, the mailbox's and ours, differ by less than this.
SLACK = timedelta(minutes=10)
#: A letter that left belongs to a mail that came at most so long before, where nothing else joins them.
_SOON = timedelta(days=3)
#: Kinds with which a case begins.
OPENING = frozenset({"acknowledgement", "receipt", "thanks"})
#: Words shorter than this are no sign that a letter has somebody's words.
_TELLING = 15
#: A Message-ID as ``new_message_id`` makes them.
OURS = re.compile(r"<mf\.[a-z2-7]{26}@[A-Za-z0-9.-]+>")
_REF = re.compile(r"([A-Z][A-Z0-9]{0,9})-(\d{4})-(\d{4,9})")


@dataclass(slots=True, kw_only=True)
class Copy:
    """A copy of a letter of ours in the Sent folder, or a draft of one.

    Attributes:
        at: When it left; of a draft that lies there, when it was laid.
        kind: Empty where a mail program has dropped our headers.
        answers: The Message-IDs that it answers or refers to.
        laid_as: Of a draft: the Message-ID as we laid it, by the mark in its References.
        folder: Where a draft lies that was not sent; empty for what is in the Sent folder.
        raw: Its bytes, where they are known already.
        is_draft: It went by the Drafts folder: a person sends it, or has sent it.
        is_taken: A letter of the record is known to be this one.
    """

    uid: int
    at: datetime
    message_id: str
    ref: str | None
    kind: str
    to: str
    answers: tuple[str, ...]
    subject: str = ""
    laid_as: str | None = None
    folder: str = ""
    uidvalidity: int = 0
    raw: bytes | None = None
    is_draft: bool = False
    is_taken: bool = False


@dataclass(slots=True, kw_only=True)
class Recovery:
    """What one recovery goes by, and what it came to.

    Attributes:
        org: The organisation.
        written_at: The present: what is decided once more is written down now.
        copies: All copies, by time.
        words_of: Fetches a copy: its bytes, its subject and its text.
        opening: Message-ID and author (casefolded) of the mail that is being decided, and when it came.
        reference: Of a case that is entered from the letter about it; else None.
        adopted: Message-IDs that staff quote and that a letter has been given again.
        presumed: Message-IDs of letters to staff that are known to have left by what left after them.
        drafts: What a person sends or has sent: what lies in Drafts, and what went from there to Sent.
        unsettled: Message-IDs of letters just decided that go by the Drafts folder.
        worked_at: When mailflow is known to have worked last, by what it laid into Drafts.
    """

    org: str
    written_at: datetime
    copies: list[Copy]
    words_of: Callable[[Copy], tuple[bytes, str, str]]
    opening: tuple[str | None, str, datetime] | None = None
    presumed: list[str] = field(default_factory=list)
    reference: str | None = None
    adopted: set[str] = field(default_factory=set)
    drafts: list[Copy] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    worked_at: datetime | None = None
    _by_key: dict[tuple[str | None, str, str], list[Copy]] = field(default_factory=dict)
    _by_ref: dict[str, list[Copy]] = field(default_factory=dict)
    _by_answer: dict[str, list[Copy]] = field(default_factory=dict)
    _by_author: dict[str, list[Copy]] = field(default_factory=dict)
    _tagged: dict[str, set[str]] = field(default_factory=dict)
    _texts: dict[tuple[str, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the copies by what they would be compared by."""
        for one in self.copies:
            self._by_key.setdefault((one.ref, one.kind, one.to.casefold()), []).append(one)
        for one in (*self.copies, *self.drafts):
            self._by_ref.setdefault(one.ref or "", []).append(one)
            if one.ref and (one.kind in OPENING or not one.kind):
                self._by_author.setdefault(one.to.casefold(), []).append(one)
                for id_ in one.answers:
                    self._by_answer.setdefault(id_, []).append(one)

    @property
    def last_at(self) -> datetime | None:
        """When the last letter left of which there is a copy."""
        return self.copies[-1].at if self.copies else None

    # --- letters ---------------------------------------------------------------------------------------------------

    def placed(self, new: NewLetter, intent: SendLetter) -> NewLetter:
        """Return a letter that was decided once more as what it is: one that left, or one that a person looks at."""
        if (copy := self._copy_of(new)) is not None:
            copy.is_taken = True
            raw, subject, text = self.words_of(copy)
            return replace(
                new,
                status=LetterStatus.QUEUED,
                why=None,
                message_id=copy.message_id,
                reply_key=reply_key(copy.message_id) if new.reply_key else None,
                raw=raw,
                text=text,
                subject=subject,
                intent=None,
            )
        if new.status is LetterStatus.QUEUED and self.left_by_then(new.audience, new.queued_at):
            self.presumed.append(new.message_id)
            return new
        if new.status is LetterStatus.HELD and new.why not in (APPROVAL, TO_BE_LAID):
            return new  # it was held then, too, for a reason of its own
        if new.audience is Audience.COMPLAINANT and (new.why == TO_BE_LAID or self._draft_of(new)):
            return self._by_draft(new, intent)
        # One that waited for approval may have been approved since.
        return replace(new, status=LetterStatus.HELD, why=MAY_HAVE_LEFT, intent=intent)

    def _by_draft(self, new: NewLetter, intent: SendLetter) -> NewLetter:
        """Return a letter that went by Drafts: under the identifier of its draft, or to be settled as lost."""
        id_, raw = new.message_id, new.raw
        if (copy := self._draft_of(new)) is not None and copy.laid_as is not None:
            id_ = copy.laid_as
            for one in self.drafts:  # it can lie there, and have been sent from there
                one.is_taken = one.is_taken or one.laid_as == id_
            # Its own mark in its References is made of the identifier too.
            raw = raw.replace(_unique(new.message_id), _unique(id_))
            # When it came to lie where it lies is no sign: a person's program may have laid it there anew.
            self.worked_at = max(self.worked_at or new.queued_at, new.queued_at)
        self.unsettled.append(id_)
        return replace(
            new, status=LetterStatus.HELD, why=TO_BE_LAID, intent=intent, message_id=id_, raw=raw, by_draft=True
        )

    def _draft_of(self, new: NewLetter) -> Copy | None:
        """Return the draft that a letter was laid as: of its kind, or, where that is dropped, with its words."""
        could = [
            one
            for one in self._by_ref.get(new.ref or "", ())
            if one.laid_as and not one.is_taken and one.to.casefold() == new.to_address.casefold()
            if one.at >= new.queued_at - SLACK and self._may_be(one, new)
        ]
        if len(could) < 2:
            return next(iter(could), None)
        return max(could, key=lambda one: SequenceMatcher(None, new.text, self.text_of(one)).quick_ratio())

    def _may_be(self, copy: Copy, new: NewLetter) -> bool:
        if copy.kind:
            return copy.kind == new.kind.value
        return _plain(copy.subject) == _plain(new.subject) or same_words(self.text_of(copy), new.text)

    def draft_laid_as(self, message_id: str) -> Copy | None:
        """Return the draft with an identifier as we laid it: as it lies there, else as it was sent."""
        found = [one for one in self.drafts if one.laid_as == message_id]
        return next((one for one in found if one.folder), next(iter(found), None))

    def left_by_then(self, audience: Audience, queued_at: datetime) -> bool:
        """Say whether a letter of which no copy is kept has left: one that was decided later has."""
        return audience is not Audience.COMPLAINANT and self.last_at is not None and queued_at < self.last_at

    def left_after_all(self, letter: LetterRow) -> bool:
        """Say whether a letter that is held has left: staff answered it, or mailflow laid a draft a while later."""
        if letter.audience is Audience.COMPLAINANT or not may_have_left(letter):
            return False
        was_at_work = self.worked_at is not None and letter.queued_at + SLACK < self.worked_at
        return was_at_work or letter.message_id in self.adopted

    def _copy_of(self, new: NewLetter) -> Copy | None:
        known = self._by_key.get((new.ref, new.kind.value, new.to_address.casefold()), ())
        could = [one for one in known if not one.is_taken and one.at >= new.queued_at - SLACK]
        if len(could) < 2:
            return next(iter(could), None)
        # Several of a kind to one person: the one with these words.
        return max(could, key=lambda one: SequenceMatcher(None, new.text, self.text_of(one)).quick_ratio())

    def text_of(self, copy: Copy) -> str:
        """Return the words of a copy."""
        key = copy.folder, copy.uid
        if key not in self._texts:
            self._texts[key] = self.words_of(copy)[2]
        return self._texts[key]

    def is_vouched(self, refs: Iterable[str], words: str, received_at: datetime) -> bool:
        """Say whether words of staff were carried out then: a letter about the case has them, and left soon after."""
        lines = (" ".join(line.split()) for line in words.splitlines() if not line.lstrip().startswith("#"))
        longest = max(lines, key=len, default="")
        if len(longest) < _TELLING:
            return False
        return any(
            longest in " ".join(self.text_of(one).split())
            for ref in refs
            for one in self._by_ref.get(ref, ())
            if not one.is_taken and one.at - received_at >= -SLACK and (one.is_draft or one.at - received_at <= _SOON)
        )

    # --- references ------------------------------------------------------------------------------------------------

    def had_reference(self, writer: Writer) -> str | None:
        """Return the reference that the case had which the mail at hand opened: a letter about it says so.

        None where nothing says so; then it gets one that was never given.
        """
        if self.reference is not None or self.opening is None:
            return self.reference
        id_, author, came_at = self.opening
        found = next((one for one in self._by_answer.get(id_ or "", ()) if one.at >= came_at - SLACK), None)
        if found is None:  # its Message-ID was none that a letter could bear
            near = (one for one in self._by_author.get(author, ()) if -SLACK <= one.at - came_at <= _SOON)
            found = next((one for one in near if all(_is_root(each, one.ref or "") for each in one.answers)), None)
        ref = self._tag_of(author) if found is None else found.ref
        return ref if ref is not None and writer.case(self.org, ref) is None else None

    def note_tags(self, author: str, subject: str) -> None:
        """Take note of the references in the subject of a mail, and of who wrote it; empty where that is staff."""
        for ref in tags_in(subject, self.org):
            authors = self._tagged.setdefault(ref, set())
            authors.update([author] if author else [])

    def _tag_of(self, author: str) -> str | None:
        """Return the only reference that somebody's own mails bear, and no letter or mail of anybody else's."""
        theirs = [
            ref
            for ref, authors in self._tagged.items()
            if authors == {author} and all(one.to.casefold() == author for one in self._by_ref.get(ref, ()))
        ]
        return theirs[0] if len(theirs) == 1 else None

    def highest(self) -> dict[int, int]:
        """Return, for each year, the highest number of a reference that any letter or mail bears."""
        refs = [one.ref for one in (*self.copies, *self.drafts) if one.ref] + list(self._tagged)
        found: dict[int, int] = {}
        for ref in refs:
            if (match := _REF.fullmatch(ref)) and match[1] == self.org:
                found[int(match[2])] = max(found.get(int(match[2]), 0), int(match[3]))
        return found


def _unique(message_id: str) -> bytes:
    """Return what only this one of our Message-IDs has."""
    return message_id.removeprefix("<mf.").encode()


def _plain(subject: str) -> str:
    return " ".join(subject.split()).casefold()


def _is_root(id_: str, ref: str) -> bool:
    """Say whether a Message-ID is the root of our letters about a case, which is no mail."""
    return id_.startswith(f"<{ref}.")
