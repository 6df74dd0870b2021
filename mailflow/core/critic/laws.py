"""Deadlines of the policy that are later than a law's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mailflow.core.critic.terms import PolicyWarning, Year, opens_by_mail
from mailflow.core.days import long_date
from mailflow.core.law import Law
from mailflow.core.policy import Limit, Policy, Stage


def undercut(policy: Policy, laws: Iterable[Law], year: Year) -> Iterator[PolicyWarning]:
    """Yield where the policy promises more time than a law gives, or sets no time where a law does.

    Only letters to the complainant are compared, at the stages where a complaint begins: a law's time counts from its
    receipt. What a law wants told to others, policies give no time for.
    """
    for law in laws:
        for stage in (one for one in policy.stages if opens_by_mail(one)):
            if law.what == "outcome":
                yield from _answers(stage, law, year)
            elif law.what == "acknowledge" and stage.acknowledge:
                yield from _longer(stage, stage.acknowledge, "acknowledgement", law, year)


def _answers(stage: Stage, law: Law, year: Year) -> Iterator[PolicyWarning]:
    for limit in stage.respond:
        yield from _longer(stage, limit, "answer", law, year)
    if all(limit.for_type for limit in stage.respond):
        but = " for most complaints" if stage.respond else ""
        says = (
            f"the policy sets no time for the answer{but}, and the law {law.name} gives {law.within} ({law.source}); "
            "where that binds you, add a limit that is no longer"
        )
        yield PolicyWarning(clauses=(stage.source,) if stage.source else (), about=stage.id, says=says)


def _longer(stage: Stage, limit: Limit, what: str, law: Law, year: Year) -> Iterator[PolicyWarning]:
    legal = [law.due(year.calendar, at).due_at for at in year.receipts]
    ends = zip(year.receipts, year.dues(limit.within), legal, strict=True)
    late = [(at, promised, due) for at, promised, due in ends if promised > due]
    if not late:
        return
    often = "always earlier" if len(late) == len(legal) else f"earlier on {len(late)} days of the coming year"
    received, promised, due = (long_date(year.calendar.day_of(each)) for each in late[0])
    says = (
        f"the {what} is promised within {limit.within}, and the law {law.name} gives {law.within} ({law.source}), "
        f"which is {often}: a complaint of {received} is due by {promised} here and by {due} there; where that binds "
        "you, the earlier governs, so shorten the limit"
    )
    yield PolicyWarning(clauses=(limit.source,), about=stage.id, says=says)
