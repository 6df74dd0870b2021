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

from mailflow.core.decision import Audience, SendLetter
from mailflow.core.reply_address import reply_key
from mailflow.core.thread import tags_in
from mailflow.flow.approval import APPROVAL, MAY_HAVE_LEFT
from mailflow.store import TO_BE_LAID, LetterStatus, NewLetter, Writer

#: Two clocks, the mailbox's and ours, differ by less than this.
SLACK = timedelta(minutes=10)
#: A letter that left belongs to a mail that came at most so long before, where nothing else joins them.
_SOON = timedelta(days=3)
#: Kinds with which a case begins.
OPENING = frozenset({"acknowledgement", "receipt", "thanks"})
#: Words shorter than this are no sign that a letter has somebody's words.
_TELLING = 15
_REF = re.compile(r"([A-Z][A-Z0-9]{0,9})-(\d{4})-(\d{4,9})")


@dataclass(slots=True, kw_only=True)
class Copy:
    """A copy of a letter of ours in the Sent folder.

    Attributes:
        at: When it left.
        answers: The Message-IDs that it answers or refers to.
        is_taken: A letter of the record is known to be this one.
    """

    uid: int
    at: datetime
    message_id: str
    ref: str | None
    kind: str
    to: str
    answers: tuple[str, ...]
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
    """

    org: str
    written_at: datetime
    copies: list[Copy]
    words_of: Callable[[Copy], tuple[bytes, str, str]]
    opening: tuple[str | None, str, datetime] | None = None
    presumed: list[str] = field(default_factory=list)
    reference: str | None = None
    adopted: set[str] = field(default_factory=set)
    _by_key: dict[tuple[str | None, str, str], list[Copy]] = field(default_factory=dict)
    _by_ref: dict[str, list[Copy]] = field(default_factory=dict)
    _by_answer: dict[str, list[Copy]] = field(default_factory=dict)
    _by_author: dict[str, list[Copy]] = field(default_factory=dict)
    _tagged: dict[str, set[str]] = field(default_factory=dict)
    _texts: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the copies by what they would be compared by."""
        for one in self.copies:
            self._by_key.setdefault((one.ref, one.kind, one.to.casefold()), []).append(one)
            self._by_ref.setdefault(one.ref or "", []).append(one)
            if one.ref and one.kind in OPENING:
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
        why = new.why if new.why == APPROVAL else MAY_HAVE_LEFT  # a second draft of it could be sent a second time
        return replace(new, status=LetterStatus.HELD, why=why, intent=intent)

    def left_by_then(self, audience: Audience, queued_at: datetime) -> bool:
        """Say whether a letter of which no copy is kept has left: one that was decided later has."""
        return audience is not Audience.COMPLAINANT and self.last_at is not None and queued_at < self.last_at

    def _copy_of(self, new: NewLetter) -> Copy | None:
        known = self._by_key.get((new.ref, new.kind.value, new.to_address.casefold()), ())
        could = [one for one in known if not one.is_taken and one.at >= new.queued_at - SLACK]
        if len(could) < 2:
            return next(iter(could), None)
        # Several of a kind to one person: the one with these words.
        return max(could, key=lambda one: SequenceMatcher(None, new.text, self.text_of(one)).quick_ratio())

    def text_of(self, copy: Copy) -> str:
        """Return the words of a copy."""
        if copy.uid not in self._texts:
            self._texts[copy.uid] = self.words_of(copy)[2]
        return self._texts[copy.uid]

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
            if not one.is_taken and -SLACK <= one.at - received_at <= _SOON
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
        refs = [one.ref for one in self.copies if one.ref] + list(self._tagged)
        found: dict[int, int] = {}
        for ref in refs:
            if (match := _REF.fullmatch(ref)) and match[1] == self.org:
                found[int(match[2])] = max(found.get(int(match[2]), 0), int(match[3]))
        return found


def _is_root(id_: str, ref: str) -> bool:
    """Say whether a Message-ID is the root of our letters about a case, which is no mail."""
    return id_.startswith(f"<{ref}.")
