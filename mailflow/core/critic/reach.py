"""Stages that mail never gets to, and words that do not do what the letters say."""

from __future__ import annotations

from collections.abc import Iterator

from mailflow.core.critic.terms import PolicyWarning, before, opens_by_mail
from mailflow.core.policy import Policy, Stage


def reach(policy: Policy) -> Iterator[PolicyWarning]:
    """Yield the stages that a complainant cannot get to as the policy says."""
    opened: dict[str, str] = {}
    for stage in policy.stages:
        source = (stage.source,) if stage.source else ()
        by_mail = opens_by_mail(stage) or any(opens_by_mail(each) for each in before(policy, stage))
        if not by_mail and not stage.reached_by_staff:
            only = " and ".join(each.id for each in before(policy, stage) if each.reached_by_staff)
            says = (
                f"nobody who writes gets here: it follows on {only} alone, which only staff open; let another stage's "
                "appeal lead here too"
            )
            yield PolicyWarning(clauses=source, about=stage.id, says=says)
        for word in stage.opens_on_subject:
            if (first := opened.setdefault(word.casefold(), stage.id)) != stage.id:
                says = f'a subject with "{word}" opens {first}, which stands before; take the word out of one of them'
                yield PolicyWarning(clauses=source, about=stage.id, says=says)
        yield from _words(stage)


def _words(stage: Stage) -> Iterator[PolicyWarning]:
    """A word that means two things in a reply: to think again, and to go on."""
    if stage.appeal is None:
        return
    again = {word.casefold() for word in stage.reconsider}
    both = [word for word in stage.appeal.keywords if word.casefold() in again]
    if not both:
        return
    clauses = tuple(filter(None, (stage.appeal.source, stage.source)))
    named = " and ".join(f'"{word}"' for word in both)
    if stage.appeal.word in both:
        says = f"our letter tells people to appeal by {named}, which asks the same person to think again"
    elif len(both) == len(stage.appeal.keywords):
        says = f"nobody gets to {stage.appeal.to}: every word that appeals asks the same person to think again"
    else:
        says = f"{named} in a subject both appeals and asks the same person to think again"
    yield PolicyWarning(
        clauses=clauses,
        about=stage.id,
        says=f"{says}; take it out of reconsider or give the appeal keywords of its own",
    )
