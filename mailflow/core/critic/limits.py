"""Limits that contradict each other, that are over before they begin, or that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from mailflow.core.critic.terms import PolicyWarning, Year
from mailflow.core.policy import Limit, Policy, Stage


def limits(policy: Policy, year: Year) -> Iterator[PolicyWarning]:
    """Yield what is doubtful about the times of each stage."""
    for stage in policy.stages:
        yield from _out_of_order(stage, year)
        yield from _idle(stage, year)
        yield from _over_before(policy, stage, year)
        yield from _missing(policy, stage)


def _out_of_order(stage: Stage, year: Year) -> Iterator[PolicyWarning]:
    earlier = [("acknowledgement", stage.acknowledge), ("meeting", stage.meet)]
    for what, limit in earlier:
        for answer in stage.respond:
            if limit is None or answer.counts_from == "complaint":
                continue
            if (days := year.later(limit.within, answer.within)) > 0:
                says = (
                    f"the {what} is due within {limit.within}, the answer within {answer.within}: {_how_often(days)} "
                    f"the {what} may come after the answer; shorten the one or lengthen the other"
                )
                yield _about(stage, says, limit, answer)


def _idle(stage: Stage, year: Year) -> Iterator[PolicyWarning]:
    """A limit beside another that is always earlier for the same complaints."""
    for long, short in permutations(stage.respond, 2):
        covers = not short.for_type or (long.for_type and set(long.for_type) <= set(short.for_type))
        sooner = short.counts_from in (long.counts_from, "complaint")
        if covers and sooner and year.always_later(long.within, short.within):
            says = (
                f"an answer is due within {long.within} and within {short.within}, for the same complaints: the longer "
                "time never counts; take one of them out, or say by for_type which complaints each is for"
            )
            yield _about(stage, says, long, short)


def _over_before(policy: Policy, stage: Stage, year: Year) -> Iterator[PolicyWarning]:
    """A limit that counts from the complaint, at a stage that an appeal opens when much of it may be over."""
    for limit in (one for one in stage.respond if one.counts_from == "complaint"):
        for earlier in (one for one in policy.stages if one.appeal and one.appeal.to == stage.id):
            answers = [one for one in earlier.respond if not one.for_type or set(limit.for_type) <= set(one.for_type)]
            if any(year.later(limit.within, one.within) for one in answers):
                continue
            allowed = f"which has {answers[0].within} for its own" if answers else "which has no limit"
            says = (
                f"the answer is due within {limit.within} of the first complaint, but an appeal against {earlier.id}, "
                f"{allowed}, can come when that time is over; count it from the stage, or shorten {earlier.id}"
            )
            yield _about(stage, says, limit, *answers[:1])


def _missing(policy: Policy, stage: Stage) -> Iterator[PolicyWarning]:
    source = (stage.source,) if stage.source else ()
    everybody = [one for one in stage.respond if not one.for_type]
    if not everybody and not stage.meet and not stage.reached_by_staff:
        only = (
            f" but for {', '.join(sorted({t for one in stage.respond for t in one.for_type}))}" if stage.respond else ""
        )
        says = (
            f"the policy sets no time for the answer{only}: its handlers are reminded after a week of silence, and the "
            "complainant is told no date; add respond = […]"
        )
        yield PolicyWarning(clauses=source, about=stage.id, says=says)
    if stage.appeal and stage.appeal.within is None and not stage.reached_by_staff:
        says = (
            f"the appeal to {stage.appeal.to} has no window: the letter names no last day, the case is closed "
            f"{policy.close_after} after the outcome, and an appeal after that still goes on; add within to its appeal"
        )
        yield PolicyWarning(clauses=(stage.appeal.source,), about=stage.id, says=says)


def _about(stage: Stage, says: str, *limits: Limit) -> PolicyWarning:
    return PolicyWarning(clauses=tuple(dict.fromkeys(one.source for one in limits)), about=stage.id, says=says)


def _how_often(days: int) -> str:
    return "always" if days > 360 else f"on {days} days of a year"
