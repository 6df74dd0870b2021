"""The other side of a mediation writes: it goes to whoever deals with the case, and to nobody else.

They are heard, but they are not the complainant: what they write opens no stage, answers no question and is relayed to
nobody, and neither side reads by our doing what the other one wrote. A wish of theirs to go on is put before the
handler, who takes the case on with one line or does not (LF-6.2).
"""

from __future__ import annotations

from mailflow.core.appeals import read_appeal
from mailflow.core.case import Case, Handler, Status
from mailflow.core.decide.opening import notices, recipients
from mailflow.core.decision import Decision
from mailflow.core.facts import Fact, MessageFiled
from mailflow.core.facts_linked import OtherSideWrote
from mailflow.core.mail import MessageClass
from mailflow.core.office import Office
from mailflow.core.thread import Answered
from mailflow.core.trigger import MessageArrived

_BY = "the other side"


def from_other_side(case: Case, arrived: MessageArrived, office: Office, *, because: str) -> Decision:
    """File a mail of the other side, and put it before whoever deals with the case and whoever mediates."""
    events = (
        MessageFiled(message=arrived.id, as_=MessageClass.REPLY.value),
        OtherSideWrote(message=arrived.id),
    )
    letters = notices(
        _hearing(case, arrived, office),
        "other-side",
        stage=case.stage,
        messages=(arrived.id,),
        office=office,
        remark=_wish(case, arrived, office),
    )
    return Decision(
        as_=MessageClass.REPLY,
        facts=tuple(Fact(at=arrived.received_at, by=_BY, event=one) for one in events),
        letters=tuple(letters),
        because=f"{because}; it is put before whoever deals with the case, and moves nothing",
    )


def is_about_other_side(case: Case, answers: Answered | None) -> bool:
    """Say whether a mail answers a notice of what the other side wrote."""
    return answers is not None and answers.message in case.from_other_side


def why_not_relayed(case: Case) -> str:
    """Say why a plain answer to such a notice is not sent on: it would go to the complainant."""
    sides = " or ".join(one.address for one in case.parties)
    return (
        "You answered a notice of what the other side wrote. A reply without a line would go to the complainant, so it "
        f"was not sent. To answer the other side, write to {sides} yourself, with our address in Cc. To keep your text "
        "in the file, write #note above it. To write to the complainant, answer a notice of what they wrote."
    )


def went_to_other_side(case: Case, arrived: MessageArrived) -> bool:
    """Say whether a member of staff wrote to the other side directly."""
    sides = {one.address.casefold() for one in case.parties}
    return any(one.key in sides for one in (*arrived.message.to, *arrived.message.cc))


def _hearing(case: Case, arrived: MessageArrived, office: Office) -> tuple[Handler, ...]:
    """Return who is to read it: who deals with the case, and who was named to mediate."""
    mediation = case.meeting_of("mediation")
    panel = case.panel if mediation is not None and not mediation.is_cancelled else ()
    those = (*recipients(case, office, arrived.received_at), *panel)
    found = {one.address.casefold(): one for one in reversed(those) if not case.is_sealed_from(one.address)}
    return tuple(reversed(found.values()))


def _wish(case: Case, arrived: MessageArrived, office: Office) -> str:
    """Return what the notice says of a word that asks to go on; empty where there is none."""
    stage = office.policy.stage(case.stage)
    word = read_appeal(arrived.message.subject, arrived.our_subjects, office.policy.keywords_at(case.stage)).word
    if word is None or stage.appeal is None or case.status is Status.CLOSED:
        return f"Its subject has the word \u201c{word}\u201d." if word else ""
    following = office.policy.stage(stage.appeal.to)
    return (
        f"Its subject has the word \u201c{word}\u201d: they may ask for {following.title}. Nothing opens by itself. To "
        f"take the case there, write #stage {following.id} ({stage.appeal.source})."
    )
