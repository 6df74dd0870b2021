"""An answer that a person wrote in the complaints mailbox itself, found in its Sent folder. It has left already.

So nothing of it can be refused: it is recorded, and where ``[outcome: upheld]`` stands in its subject it is the answer
of the stage. What the record cannot take is told to those who watch over the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailflow.core.case import Case, Status
from mailflow.core.conflicts import watchers
from mailflow.core.decide.on_letter import answer_left
from mailflow.core.decide.questions import settled_by_answer
from mailflow.core.decide.tasks_set import tasks_that_follow
from mailflow.core.decide.work import Work
from mailflow.core.decision import Decision, SendLetter, admin_notices
from mailflow.core.directives import GiveOutcome, read
from mailflow.core.facts import Fact, MessageFiled, OutcomeGiven, ReplyRelayed
from mailflow.core.guards import missing_parts
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.mail import MessageClass
from mailflow.core.office import Office, Officer
from mailflow.core.trigger import LetterLeft, MessageArrived

_OUTCOME = re.compile(r"\[\s*outcome\s*:\s*([^\]]{1,60})\]", re.IGNORECASE)


def on_sent(case: Case, arrived: MessageArrived, office: Office) -> Decision:
    """Record an answer that left from the mailbox by itself, as of its sending.

    Args:
        case: Of a party to which it went.
        arrived: The mail; ``received_at`` is when it was laid into the Sent folder.
        office: The policy that the case keeps, the people, and the calendar.
    """
    work = Work(case=case, officer=author_of(case, arrived, office), arrived=arrived, office=office, text="")
    work.happen(
        MessageFiled(message=arrived.id, as_=MessageClass.STAFF_REPLY.value),
        ReplyRelayed(message=arrived.id, how="direct"),
    )
    because = "it was sent from the complaints mailbox itself to a party of the case"
    problems: list[str] = []
    if match := _OUTCOME.search(arrived.message.subject):
        problems = _outcome(work, match[1])
        because += f"; its subject says [outcome: {match[1].strip()}]"
    letters = (*work.letters, *_told(work.case, arrived, problems, office))
    return Decision(as_=MessageClass.STAFF_REPLY, facts=tuple(work.facts), letters=letters, because=because)


def author_of(case: Case, arrived: MessageArrived, office: Office) -> Officer:
    """Return who wrote from the shared mailbox: by address, by the name shown, else who alone deals with the case."""
    sender = arrived.message.sender
    shown = " ".join(sender.name.casefold().split()) if sender else ""
    known = office.officer(sender.address) if sender else None
    known = known or next((one for one in office.staff if shown and one.name.casefold() == shown), None)
    if known is not None and not case.is_sealed_from(known.address):
        return known
    if len(case.handlers) == 1:
        (only,) = case.handlers
        return Officer(name=only.name, address=only.address, roles=(only.role,))
    return Officer(name="a person in the complaints mailbox", address=office.address, roles=())


def _outcome(work: Work, words: str) -> list[str]:
    """Take an outcome from a subject; return what is wrong with it, or with the answer that has left."""
    case, stage, at = work.case, work.office.policy.stage(work.case.stage), work.arrived.received_at
    directive = next(iter(read(f"#outcome {words}", work.today).directives), None)
    known = work.office.policy.outcomes
    if not isinstance(directive, GiveOutcome) or directive.outcome.value not in known:
        may = ", ".join(one.replace("-", " ") for one in known)
        return [f"\u201c{words.strip()}\u201d is no outcome of this policy, so none was recorded. It knows: {may}."]
    if case.status is Status.CLOSED or (case.outcome is not None and not case.is_reconsidered):
        had = f"has its outcome already ({case.outcome.value.replace('-', ' ')})" if case.outcome else "is closed"
        return [f"{case.ref} {had}, so the one in this subject was not recorded."]
    outcome = directive.outcome
    work.happen(OutcomeGiven(stage=stage.id, outcome=outcome, message=work.arrived.id, decider=work.officer.address))
    left = LetterLeft(letter=0, kind=LetterKind.OUTCOME.value, stage=stage.id, at=at)
    events, letters = answer_left(work.case, left, work.office)
    work.record(*(Fact(at=at, by=work.officer.name, event=one) for one in events))
    work.letters += letters
    work.happen(*settled_by_answer(case, work.case, at, work.office))
    work.happen(*tasks_that_follow(case, work.case, at, work.office))
    if missing := missing_parts(stage, outcome, work.arrived.new_text):
        names = ", ".join(one.name for one in missing)
        return [
            f"It lacks what the policy promises ({missing[0].source}): {names}. It has left and counts; write to the "
            "complainant what is missing."
        ]
    return []


def _told(case: Case, arrived: MessageArrived, problems: Sequence[str], office: Office) -> Iterator[SendLetter]:
    item = {
        "title": f"{case.ref}: an answer sent from the complaints mailbox",
        "detail": " ".join(problems),
        "command": f"mailflow message show {arrived.id}",
    }
    return admin_notices(watchers(office, case) if problems else (), item, stage=case.stage)
