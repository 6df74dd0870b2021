"""What another policy would change, stage by stage, in sentences.

Whatever differs is said: of a table that has no words of its own here, at least that it differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from mailflow.core.critic.terms import Year
from mailflow.core.days import Calendar, Duration, long_date
from mailflow.core.policy import Limit, Part, Policy, Stage

_STAGE_SAID = {"id", "title", "source", "handlers", "handlers_for_type", "opens_by_email", "opens_on_subject"}
_STAGE_SAID |= {"reached_by_staff", "acknowledge", "respond", "meet", "appeal", "reconsider", "parts", "sentences"}
_STAGE_SAID |= {"question", "extend", "interim", "escalate_to"}
_POLICY_SAID = {"name", "title", "organisation", "edition", "close_after", "outcomes", "appeal_keywords", "conflict"}
_POLICY_SAID |= {"roles", "types", "relations", "stages", "bodies", "copies", "retention", "review", "clauses"}
_POLICY_SAID |= {"reminders", "escalation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that would be otherwise. ``about``: the stage, or the part of the policy."""

    about: str
    says: str


def differences(old: Policy, new: Policy, today: date, calendar: Calendar) -> tuple[Difference, ...]:
    """Return what would be otherwise under the new policy.

    Args:
        old: The one.
        new: The other.
        today: The first day of the year over which lengths of time are compared.
        calendar: The days that they are counted in.
    """
    year = Year(calendar, today)
    found = [Difference(about="policy", says=says) for says in _whole(old, new, year)]
    before = {stage.id: stage for stage in old.stages}
    after = {stage.id: stage for stage in new.stages}
    for id_, stage in before.items():
        if id_ not in after:
            found.append(Difference(about=id_, says=f'there is no stage "{stage.title}" any more'))
    for id_, stage in after.items():
        known = before.get(id_)
        told = [_new(new, stage)] if known is None else _stage(old, new, known, stage, year)
        found += [Difference(about=id_, says=says) for says in told]
    kept = [[one for one in each if one in before and one in after] for each in (before, after)]
    if kept[0] != kept[1]:
        found.append(Difference(about="stages", says=f"they come in another order: {', '.join(after)}"))
    for about, say in (("roles", _roles), ("letters", _bodies), ("copies", _copies), ("clauses", _clauses)):
        found += [Difference(about=about, says=says) for says in say(old, new)]
    if not found and old != new:
        found.append(Difference(about="policy", says="nothing but the clauses that its rules refer to"))
    return tuple(found)


def _whole(old: Policy, new: Policy, year: Year) -> Iterator[str]:
    for what in ("name", "title", "organisation", "edition"):
        yield from _other(f"its {what} is", getattr(old, what), getattr(new, what))
    if old.close_after != new.close_after:
        yield (
            f"where an appeal has no window, a case is closed {new.close_after} after its outcome instead of "
            f"{old.close_after} ({_compared(year, old.close_after, new.close_after)})"
        )
    yield from _lists("an appeal word", old.appeal_keywords, new.appeal_keywords)
    yield from _lists("an outcome", old.outcomes, new.outcomes)
    yield from _lists("a type of complaint", old.types, new.types)
    yield from _lists("a relation", old.relations, new.relations)
    for name in (name for name in old.types if name in new.types and old.types[name] != new.types[name]):
        yield f'the type "{name}" is written otherwise'
    for name in (
        name for name in old.relations if name in new.relations and old.relations[name] != new.relations[name]
    ):
        yield f'the relation "{name}" is written otherwise'
    yield from _other("a complaint about its handler goes to", *(_role(each, each.conflict) for each in (old, new)))
    yield from _other("records are kept for", *(each.retention and each.retention.keep for each in (old, new)))
    yield from _other("the policy is reviewed every", *(each.review and each.review.every for each in (old, new)))
    yield from _other("it was last reviewed on", *(each.review and long_date(each.review.last) for each in (old, new)))
    yield from _other("staff are reminded", *(_leads(each) for each in (old, new)))
    yield from _other("a promise not kept is told to the role above", *(_escalation(each) for each in (old, new)))
    yield from _rest(old, new, _POLICY_SAID)


def _stage(old: Policy, new: Policy, before: Stage, after: Stage, year: Year) -> Iterator[str]:
    yield from _other("its title is", before.title, after.title)
    yield from _other("it is handled by", _people(old, before.handlers), _people(new, after.handlers))
    for type_ in dict.fromkeys((*before.handlers_for_type, *after.handlers_for_type)):
        was, is_ = _people(old, before.handlers_for(type_)), _people(new, after.handlers_for(type_))
        yield from _other(f"complaints of the type {type_} are handled by", was, is_)
    yield from _switch("a complaint by email begins here", before.opens_by_email, after.opens_by_email)
    yield from _switch("staff alone open it", before.reached_by_staff, after.reached_by_staff)
    yield from _lists("a subject word that begins here", before.opens_on_subject, after.opens_on_subject)
    yield from _times(year, "receipt is acknowledged", _one(before.acknowledge), _one(after.acknowledge))
    yield from _times(year, "the meeting takes place", _one(before.meet), _one(after.meet))
    yield from _times(year, "the answer is due", before.respond, after.respond)
    yield from _appeal(new, before, after, year)
    yield from _lists("a word that asks to think again", before.reconsider, after.reconsider)
    yield from _parts(before.parts, after.parts)
    yield from _lists("in the acknowledgement", before.says, after.says)
    both = (before, after)
    yield from _other("a question to the complainant", *(_asking(each) for each in both))
    yield from _other("the answer is put off by at most", *(each.extend and each.extend.at_most for each in both))
    told = (each.interim and f"{each.interim.after} after the notice to staff" for each in both)
    yield from _other("the complainant is told that the answer is late", *told)
    above = (_role(old, before.escalate_to), _role(new, after.escalate_to))
    yield from _other("of a promise not kept hears", *above)
    yield from _rest(before, after, _STAGE_SAID)


def _new(policy: Policy, stage: Stage) -> str:
    answer = " and ".join(_span(one) for one in stage.respond) or "without a time"
    return f'there is a new stage "{stage.title}": {_people(policy, stage.handlers)}, to answer {answer}'


def _times(year: Year, what: str, before: tuple[Limit, ...], after: tuple[Limit, ...]) -> Iterator[str]:
    gone = [one for one in before if one not in after]
    come = [one for one in after if one not in before]
    if len(gone) == len(come) == 1:
        how = _compared(year, gone[0].within, come[0].within)
        yield f"{what} {_span(come[0])} instead of {_span(gone[0])}{f' ({how})' if how else ''}"
        return
    yield from (f"{what} {_span(one)}, for which there was no time before" for one in come if not before)
    yield from (f"{what} also {_span(one)}" for one in come if before)
    yield from (f"{what} no longer {_span(one)}" for one in gone)


def _span(limit: Limit) -> str:
    anchor = " of the first complaint" if limit.counts_from == "complaint" else ""
    types = f" for {', '.join(limit.for_type)}" if limit.for_type else ""
    return f"within {limit.within}{anchor}{types} ({limit.source})"


def _compared(year: Year, before: Duration, after: Duration) -> str:
    if before == after:
        return ""
    days = len(year.receipts)
    match year.later(before, after), year.later(after, before):
        case 0, 0:
            return "the same day always"
        case 0, longer:
            return "longer" if longer == days else "longer on some days"
        case shorter, 0:
            return "shorter" if shorter == days else "shorter on some days"
    return "longer on some days, shorter on others"


def _appeal(new: Policy, before: Stage, after: Stage, year: Year) -> Iterator[str]:
    was, is_ = before.appeal, after.appeal
    if was is None or is_ is None:
        if was is not None:
            yield f"nobody can appeal to {was.to} any more: the process ends here"
        elif is_ is not None:
            window = f"within {is_.within}" if is_.within else "without a limit"
            to = f"{is_.to} ({new.stage(is_.to).title})"
            yield f"the process does not end here any more: an appeal to {to} is possible, {window}"
        return
    yield from _other("an appeal goes to", was.to, is_.to)
    if was.within != is_.within:
        how = f" ({_compared(year, was.within, is_.within)})" if was.within and is_.within else ""
        shown = [f"within {one}" if one else "without a limit" for one in (is_.within, was.within)]
        yield f"people can appeal {shown[0]} instead of {shown[1]}{how}"
    yield from _other("the appeal's clause is", was.source, is_.source)
    if was.word != is_.word:
        yield f'the letter tells people to appeal by "{is_.word}" instead of "{was.word}"'
    yield from _lists("an appeal word of this stage", was.keywords, is_.keywords)


def _parts(before: tuple[Part, ...], after: tuple[Part, ...]) -> Iterator[str]:
    known, now = {one.name: one for one in before}, {one.name: one for one in after}
    for name, part in now.items():
        if name not in known:
            needed = "an answer without it does not go out" if part.required else "it is prompted for"
            yield f'the answer has a new part "{name}": {needed}'
        elif known[name].required != part.required:
            yield f'the part "{name}" of the answer {"is required now" if part.required else "may be left out now"}'
        elif known[name] != part:
            yield f'the part "{name}" of the answer is written otherwise'
    yield from (f'the answer has no part "{name}" any more' for name in known if name not in now)


def _roles(old: Policy, new: Policy) -> Iterator[str]:
    yield from (f'there is a new role "{name}": {new.title_of(name)}' for name in new.roles if name not in old.roles)
    for name, role in old.roles.items():
        if name not in new.roles:
            yield f'there is no role "{name}" ({role.title}) any more; take it out of [[staff]]'
            continue
        after = new.roles[name]
        yield from _other(f"{name} is called", role.title, after.title)
        instead = (_people(old, role.instead), _people(new, after.instead))
        yield from _other(f"while the {after.title} is away, it falls to", *instead)
        conflict = (_role(old, role.conflict), _role(new, after.conflict))
        yield from _other(f"a complaint about the {after.title} goes to", *conflict)
        yield from _rest(role, after, {"title", "instead", "conflict", "source"}, f"of {name}, ")


def _bodies(old: Policy, new: Policy) -> Iterator[str]:
    before, after = {one.id: one for one in old.bodies}, {one.id: one for one in new.bodies}
    for id_, body in after.items():
        if id_ not in before:
            yield f"{body.name} is named in the letters {', '.join(body.letters)}"
            continue
        known = before[id_]
        yield from _lists(f"{body.name} in", known.letters, body.letters)
        yield from _lists(f"{body.name} at", known.stages or ("every stage",), body.stages or ("every stage",))
        yield from _rest(known, body, {"letters", "stages", "source"}, f"of {body.name}, ")
    yield from (f"{body.name} is named in no letter any more" for id_, body in before.items() if id_ not in after)


def _copies(old: Policy, new: Policy) -> Iterator[str]:
    for copy in (one for one in new.copies if one not in old.copies):
        yield f"the {new.title_of(copy.role)} is told when a case is {' and '.join(copy.on)} ({copy.source})"
    for copy in (one for one in old.copies if one not in new.copies):
        yield f"the {old.title_of(copy.role)} is no longer told as before ({copy.source})"


def _clauses(old: Policy, new: Policy) -> Iterator[str]:
    yield from _lists("a clause", old.clauses, new.clauses)
    for name, clause in old.clauses.items():
        if name in new.clauses and new.clauses[name] != clause:
            yield f"{name} is written otherwise"


# --- how things are said ---------------------------------------------------------------------------------------------


def _other(what: str, before: object, after: object) -> Iterator[str]:
    if before == after:
        return
    if before and after:
        yield f"{what} {after} instead of {before}"
    else:
        yield f"{what} {after}, of which nothing was said" if after else f"{what} {before}: that is gone"


def _switch(what: str, before: bool, after: bool) -> Iterator[str]:
    if before != after:
        yield f"{what}{'' if after else ' no longer'}"


def _lists(what: str, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    was, is_ = list(before), list(after)
    yield from (f'{what} that is new: "{one}"' for one in is_ if one not in was)
    yield from (f'{what} that is gone: "{one}"' for one in was if one not in is_)


def _rest(before: Any, after: Any, said: set[str], where: str = "") -> Iterator[str]:
    """Say of every other key that differs that it does; a key that is added later is never passed over."""
    for name, field in type(after).model_fields.items():
        if name not in said and getattr(before, name) != getattr(after, name):
            yield f"{where}{field.alias or name} is otherwise"


def _one(limit: Limit | None) -> tuple[Limit, ...]:
    return (limit,) if limit else ()


def _leads(policy: Policy) -> str:
    """Return when staff are reminded; never before a date is no gap, and is said in words."""
    return f"{', '.join(map(str, policy.reminders))} before a date" if policy.reminders else "only of what was missed"


def _escalation(policy: Policy) -> str:
    terms = policy.escalation
    again = f", and again after {terms.again_after}" if terms.again_after else ""
    return "never" if terms.off else f"{terms.after} after the notice to staff{again}"


def _asking(stage: Stage) -> str:
    terms = stage.question
    if terms is None:
        return ""
    if not terms.pauses:
        return "does not stop the clock"
    return f"stops the clock until its answer, which is waited for {terms.waits}"


def _people(policy: Policy, roles: Iterable[str]) -> str:
    return " with ".join(f"the {policy.title_of(role)}" for role in roles)


def _role(policy: Policy, role: str | None) -> str:
    return f"the {policy.title_of(role)}" if role else ""
