"""A complaints form on its case: its answers under their names, and the type and relation that it gives (LF-3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mailflow.core.case import Case, FormAnswer
from mailflow.core.decision import Decision
from mailflow.core.facts import Event, Fact
from mailflow.core.facts_beside import FormRead, RelationSet, TypeSet
from mailflow.core.office import Office
from mailflow.core.policy import Choice
from mailflow.core.trigger import MessageArrived

#: The fields by which a form says what the complaint is about, and who complains.
TYPE, RELATION = "complaint_type", "relationship"


def choose(choices: Mapping[str, Choice], words: str) -> str | None:
    """Return which of a policy's types or relations is meant, by its name, its title or another word for it."""
    wanted = _folded(words)
    for key, choice in choices.items():
        if wanted in {_folded(one) for one in (key, choice.title, *choice.also)}:
            return key
    return None


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("-", " ").replace("\u2019", "'").rstrip(".").split())


def type_in(arrived: MessageArrived, office: Office) -> str | None:
    """Return the type of complaint that a form names in the policy's words; None where it names none."""
    fields = arrived.form.fields if arrived.form else {}
    return choose(office.policy.types, fields[TYPE]) if TYPE in fields else None


def form_events(case: Case | None, arrived: MessageArrived, office: Office) -> tuple[Event, ...]:
    """Return what a form says of a case; nothing where there is none.

    A later form adds to an earlier one, and answers anew what it answers too. It sets the relation once, and no type:
    who handles the case hangs on that, so somebody says it.

    Args:
        case: None for the mail that opens it.
        arrived: The mail, with the form that was found in it or in a document that came with it.
        office: Whose policy names the types and relations.
    """
    if arrived.form is None:
        return ()
    answers = {one.name: one.text for one in case.form} if case else {}
    answers |= arrived.form.fields
    fields = tuple(FormAnswer(name=name, text=text) for name, text in answers.items())
    events: list[Event] = [FormRead(message=arrived.id, fields=fields)]
    if case is None and (type_ := type_in(arrived, office)):
        events.append(TypeSet(type=type_))
    known = case.complainant.relation if case else None
    if known is None and (relation := choose(office.policy.relations, arrived.form.fields.get(RELATION, ""))):
        events.append(RelationSet(relation=relation))
    return tuple(events)


def with_form(decision: Decision, case: Case, arrived: MessageArrived, office: Office) -> Decision:
    """Return the decision about a complainant's later mail with the form that it brings."""
    events = form_events(case, arrived, office)
    if not events or decision.pen is not None:
        return decision
    added = tuple(Fact(at=arrived.received_at, by="complainant", event=event) for event in events)
    return replace(decision, facts=(*decision.facts, *added))
