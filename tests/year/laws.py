"""The laws of DESIGN.md, held against a year at every turn.

1 state is the fold; 2 and 10 what left is on record as sent, with the same bytes; 3 a woken case moves on; 6 a case
keeps its policy; 8 no bare date. 4 (mail before the clock), 5 (one bad message stops nothing) and 9 (no machine is
answered) are in the reckoning: what must follow where mailflow stood still, where rubbish came, and to absence notices.
7 (no override without a name) is about commands, which nobody gives in this year.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.evolve import fold
from mailflow.flow.desk import Desk
from mailflow.store import LetterStatus, Reader, verify
from tests.year.post import Left


@dataclass(slots=True, kw_only=True)
class Laws:
    """What the laws need to remember from turn to turn."""

    desk: Desk
    _folded: dict[str, Case] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)

    def hold(self, now: datetime, refs: Collection[str], left: Sequence[Left], digest: str) -> None:
        """Hold them after a turn.

        Args:
            now: When it was.
            refs: Every case that it touched.
            left: The letters that left in it.
            digest: Of the policy that a case is opened under now.
        """
        with self.desk.store.reading() as reader:
            wake = reader.next_wake(self.desk.org)
            assert wake is None or wake > now, "a woken case moves on (law 3)"
            for case in reader.cases(self.desk.org, refs).values():
                self._case(case, reader, now, digest)
            self._letters(left, reader)

    def end(self) -> None:
        """Hold what is looked at once: the chain of events, and every state against the fold of them."""
        with self.desk.store.reading() as reader:
            verified = verify(reader, self.desk.org)
        assert verified.broken_at is None, verified.why

    def _case(self, case: Case, reader: Reader, now: datetime, digest: str) -> None:
        before = self._folded.get(case.ref)
        facts = tuple(one.fact for one in reader.events(self.desk.org, case.ref) if one.fact)
        new = facts[before.seq if before else 0 :]
        after = fold(new, before) if new else before
        assert after == replace(case, wake_at=None), "the state is the fold of its facts (law 1)"
        self._folded[case.ref] = after
        kept = self._digests.setdefault(case.ref, digest)
        assert case.policy_digest == kept and reader.policy_text(kept), "a case keeps its policy (law 6)"
        for one in case.deadlines:
            due = one.due
            has_rule = due.within is not None or due.note
            assert due.source == one.source and has_rule and due.anchor_at <= now, "a date is never bare (law 8)"

    def _letters(self, left: Sequence[Left], reader: Reader) -> None:
        ids = {one.head["Message-ID"]: one for one in left}
        assert len(ids) == len(left) and not ids.keys() & self._ids, "a letter goes out once"
        self._ids |= ids.keys()
        rows = reader.letters_by_message_id(self.desk.org, ids)
        for id_, one in ids.items():
            row = rows[id_]
            assert (row.status, row.ref or "", row.to_address) == (LetterStatus.SENT, one.ref, one.to), (
                "on record (law 2)"
            )
        if left:
            last = left[-1]
            assert reader.letter_raw(rows[last.head["Message-ID"]].id) == last.raw, "frozen when queued (law 10)"
