"""A person puts something right at the command line: what follows, by the same rules as the lines that staff write.

An override is a group of facts behind an ``OverrideMade``, so that it can be taken back as one; see ``undo.py``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import assert_never

from mailflow.core.case import Case, Kind, Status
from mailflow.core.classify import Reading
from mailflow.core.decide.carry_out import do, follow_up
from mailflow.core.decide.marks import is_of_acknowledgement, staff_deadlines
from mailflow.core.decide.moves import find_officer, open_next
from mailflow.core.decide.opening import acknowledgement, notices, recipients
from mailflow.core.decide.safeguarding import SAFEGUARDING, raise_by_staff
from mailflow.core.decide.withheld import withhold
from mailflow.core.decide.work import Work
from mailflow.core.decision import Decision
from mailflow.core.directives import Extend, GiveOutcome, Instructions, MoveTo, SendAnyway
from mailflow.core.facts import CaseReopened, DeadlineMet, DeadlineSet, MessageFiled, Tagged, Untagged
from mailflow.core.facts_beside import HandlersChanged, KindSet, OverrideMade
from mailflow.core.mail import InboundMessage, MessageClass
from mailflow.core.office import Office, Officer
from mailflow.core.overrides import COMMANDS, AddTag, Hold, Own, Refused, Release, RemoveTag, Reopen, TakeOff
from mailflow.core.trigger import AdminActed, MessageArrived

HOLD = "hold"
#: Words that mean something to mailflow, with the command that brings what they mean about, or takes it away.
_SAYS_MORE = {
    HOLD: ("hold {ref}", "release {ref}"),
    "conflict": ("about {ref} WHOM", "about {ref} nobody"),
    "appeal": ("stage {ref} STAGE", "stage {ref} STAGE"),
    "late": ("stage {ref} STAGE", "stage {ref} STAGE"),
    "perhaps-appeal": ("stage {ref} STAGE", "stage {ref} STAGE"),
}
_LONGEST_TAG = 60
#: Lines of mail that are commands too; a sentence written for mail is turned into one for the terminal.
_LINE = re.compile(r"#(assign|stage|type|about|outcome|extend|note|close)\b")


def on_admin(case: Case, acted: AdminActed, office: Office) -> Decision | Refused:
    """Decide what an override comes to, or why it is refused."""
    work = _work(case, acted, office)
    marker = OverrideMade(command=COMMANDS[type(acted.deed)], facts=0)
    work.happen(marker)
    if acted.message is not None:
        work.happen(MessageFiled(message=acted.message, as_=MessageClass.STAFF_DIRECTIVE.value))
    if case.status is Status.CLOSED and isinstance(acted.deed, MoveTo | GiveOutcome | Extend):
        return Refused(why=f"{case.ref} is closed. Open it first: mailflow case reopen {case.ref} --reason \u2026")
    deed = acted.deed
    problem = _own(work, deed, acted) if isinstance(deed, Own) else do(work, deed)
    if problem is None:
        insists = (SendAnyway(),) if acted.insists is not None else ()
        if problem := withhold(work, Instructions(directives=insists, text=acted.text)):
            work.forbidden = "what may not leave unseen"
            problem = problem.partition(" Take it out or reword it")[0] + " Take it out, or reword it."
    if problem is not None:
        return Refused(why=_for_a_terminal(problem, case.ref), rule=work.forbidden)
    follow_up(work, case)
    first, *rest = work.facts
    facts = (replace(first, event=replace(marker, facts=len(rest))), *rest)
    return Decision(
        facts=tuple(replace(one, by=work.officer.name, reason=acted.reason) for one in facts),
        letters=tuple(replace(one, once=f"{key_of(case.seq + 1)}{n}") for n, one in enumerate(work.letters)),
        because=" ".join(work.done),
    )


def key_of(seq: int) -> str:
    """Return what the keys of the letters begin with that an override has brought about. ``seq``: its number."""
    return f"override:{seq}:"


def _work(case: Case, acted: AdminActed, office: Office) -> Work:
    known = next((one for one in office.staff if one.name.casefold() == acted.by.casefold()), None)
    arrived = MessageArrived(
        # What comes without words of its own is about what opened the stage: a new handler must read that.
        id=acted.message if acted.message is not None else max(case.stage_messages[-1:], default=0),
        received_at=acted.at,
        now=acted.at,
        message=InboundMessage(),
        new_text=acted.text,
        reading=Reading(as_=None, because="a person wrote it at the command line", acknowledge=True),
        other_names=acted.other_names,
    )
    officer = Officer(name=f"admin {acted.by}", address=known.address if known else office.admin, roles=())
    return Work(case=case, officer=officer, arrived=arrived, office=office, text=acted.text, insists=acted.insists)


def _for_a_terminal(sentence: str, ref: str) -> str:
    return _LINE.sub(lambda found: f"mailflow case {found[1]} {ref}", sentence)


def _own(work: Work, deed: Own, acted: AdminActed) -> str | None:
    match deed:
        case TakeOff():
            return _take_off(work, deed.who)
        case AddTag():
            return _tag(work, " ".join(deed.tag.split()))
        case RemoveTag():
            return _untag(work, " ".join(deed.tag.split()))
        case Reopen():
            return _reopen(work, deed.stage, acknowledges=acted.acknowledges)
        case Hold():
            return _hold(work)
        case Release():
            return _release(work)
        case _ as never:
            assert_never(never)


def _take_off(work: Work, who: str) -> str | None:
    officer = find_officer(work.office, who)
    if isinstance(officer, str):
        return officer
    ref = work.case.ref
    if not work.case.is_handled_by(officer.address):
        return f"{officer.name} does not deal with {ref}, so there is nothing to take off."
    left = tuple(one for one in work.case.handlers if one.address.casefold() != officer.key)
    if not left:
        return f"Nobody else deals with {ref}. Bring somebody in first: mailflow case assign {ref} NAME --reason \u2026"
    work.happen(HandlersChanged(handlers=left, because=f"{officer.name} was taken off"))
    work.done.append(f"{officer.name} deals with {ref} no longer. Nobody is written to about it.")
    return None


# --- words on a case --------------------------------------------------------------------------------------------------


def _tag(work: Work, tag: str) -> str | None:
    ref = work.case.ref
    if not tag or len(tag) > _LONGEST_TAG or not tag.isprintable():
        return f"A tag is a word or a few, at most {_LONGEST_TAG} characters."
    if tag in work.case.tags:
        return f"{ref} has the tag \u201c{tag}\u201d already."
    if tag == SAFEGUARDING:
        return raise_by_staff(work)
    if tag in _SAYS_MORE:
        return _instead(tag, ref, 0)
    work.happen(Tagged(tag=tag))
    work.done.append(f"{ref} has the tag \u201c{tag}\u201d now. Nobody is written to.")
    return None


def _untag(work: Work, tag: str) -> str | None:
    case = work.case
    if tag not in case.tags:
        known = ", ".join(case.tags) or "none"
        return f"{case.ref} has no tag \u201c{tag[:_LONGEST_TAG]}\u201d. Its tags: {known}."
    waits = (tag == "perhaps-appeal" and case.doubtful_appeal) or (tag == "late" and case.late_appeal)
    if waits:
        return (
            f"An appeal waits for an answer on {case.ref}: its handler writes #appeal or #not an appeal, or #accept or "
            "#decline where it came late."
        )
    if tag in (HOLD, "conflict"):
        return _instead(tag, case.ref, 1)
    work.happen(Untagged(tag=tag))
    silence = " mailflow writes to the complainant by itself again." if tag == SAFEGUARDING else ""
    work.done.append(f"{case.ref} has the tag \u201c{tag}\u201d no longer.{silence}")
    return None


def _instead(tag: str, ref: str, which: int) -> str:
    command = _SAYS_MORE[tag][which].format(ref=ref)
    return f"\u201c{tag}\u201d says more than a word. Run: mailflow case {command} --reason \u2026"


def _hold(work: Work) -> str | None:
    if HOLD in work.case.tags:
        return f"{work.case.ref} is held already."
    work.happen(Tagged(tag=HOLD))
    work.done.append(f"Nothing of {work.case.ref} is purged or erased until it is released. Its dates run on.")
    return None


def _release(work: Work) -> str | None:
    if HOLD not in work.case.tags:
        return f"{work.case.ref} is not held."
    work.happen(Untagged(tag=HOLD))
    work.done.append(f"{work.case.ref} is held no longer. It is kept for as long as the policy says.")
    return None


# --- opened again -----------------------------------------------------------------------------------------------------


def _reopen(work: Work, stage_id: str | None, *, acknowledges: bool) -> str | None:
    case, policy = work.case, work.office.policy
    if case.merged_into:
        back = f"mailflow case undo {case.ref} --reason \u2026"
        return f"{case.ref} goes on in {case.merged_into}. Deal with that one, or take the two apart: {back}"
    if case.status is Status.OPEN:
        instead = f" To take it on: mailflow case stage {case.ref} {stage_id} --reason \u2026" if stage_id else ""
        return f"{case.ref} is open.{instead}"
    if stage_id is not None and stage_id not in (known := [one.id for one in policy.stages]):
        return f"There is no stage \u201c{stage_id[:40]}\u201d. The stages: {', '.join(known)}."
    why = "it was opened again at the command line"
    if case.kind is not Kind.COMPLAINT:
        work.happen(KindSet(kind=Kind.COMPLAINT))
    if case.outcome is None and stage_id in (None, case.stage):
        _go_on(work, why, acknowledges=acknowledges)
        return None
    work.happen(CaseReopened(why=why))
    stage = policy.stage(stage_id or case.stage)
    open_next(work, stage.id, "reopened")
    told = " The complainant gets an acknowledgement." if case.complainant.address else ""
    work.done.append(f"{case.ref} is open again: {stage.title} begins anew, and its times run from now.{told}")
    return None


def _go_on(work: Work, why: str, *, acknowledges: bool) -> None:
    """Go on where an unanswered case was closed: what was promised then is promised still, to the same day.

    Where the letter that would keep the promise to acknowledge was cancelled, another is written: no person could.
    """
    case, office = work.case, work.office
    stage = office.policy.stage(case.stage)
    dropped = {one.source for one in stage.respond if not one.applies_to(case.type)}
    work.happen(CaseReopened(why=why))
    for one in case.deadlines:
        if one.ended and one.stage == case.stage and one.source not in dropped:
            work.happen(DeadlineSet(what=one.what, stage=one.stage, source=one.source, due=one.due))
            if one.met_at is not None:  # by a letter that waited when the case was closed
                met = DeadlineMet(what=one.what, stage=one.stage, source=one.source, met_at=one.met_at)
                work.happen(met)
    work.letters += notices(
        recipients(work.case, office, work.arrived.received_at),
        "reopened",
        stage=case.stage,
        messages=case.stage_messages,
        office=office,
    )
    told = ""
    if not acknowledges and any(is_of_acknowledgement(one, office) for one in staff_deadlines(work.case)):
        work.letters += acknowledgement(work.case, work.case.complainant, stage, "reopened", work.arrived.id)
        told = " The complainant gets an acknowledgement, which is still owed."
    work.done.append(
        f"{case.ref} is open again at {stage.title}, with the dates that it had. Its handlers are told.{told}"
    )
