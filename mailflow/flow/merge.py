"""Two cases become one, in one transaction: the later is closed, and its messages go along to the earlier."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailflow.core.decide.merging import merge as decide_merging
from mailflow.core.overrides import Refused
from mailflow.flow.act import Refusal
from mailflow.flow.desk import Desk
from mailflow.flow.override import By, Followed, case_of, letters_of, recorder_of, refusal_of


def merge(desk: Desk, ref: str, into: str, by: By, now: datetime) -> Followed:
    """Let a case go on in another one.

    Raises:
        Refusal: They cannot be one.
        PolicyForbids: They are of different people, and nobody has insisted.
    """
    with desk.store.writing() as writer:
        case, other = case_of(desk, writer, ref, by), writer.case(desk.org, into)
        if other is None:
            raise Refusal(f"There is no case {into}. See mailflow case list.")
        rows = [writer.message(one.id) or one for one in writer.messages(desk.org, ref=ref)]
        merged = decide_merging(
            case,
            other,
            [(one.id, one.class_ or "") for one in rows],
            desk.office_for(other, writer),
            by=by.name,
            reason=by.reason,
            at=now,
            insists=by.insists,
        )
        if isinstance(merged, Refused):
            raise refusal_of(merged)
        recorder = recorder_of(desk, writer, now)
        why = f"it came to {ref}; admin {by.name} merged that into {into}: {by.reason}"
        for row in rows:
            recorder.message(replace(row, ref=into, explain=(*row.explain, why)))
        after = recorder.decided(case, merged.gone)
        recorder.decided(other, merged.kept)
        recorder.flush()
        assert after is not None, "a case that is merged stays on record"
        return Followed(
            before=case, after=after, letters=letters_of(desk, writer, into, other.seq + 1), says=merged.gone.because
        )
