"""A letter that was decided on, put into words: what it is made of is found here, its words in ``wording``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailflow.core.case import Case
from mailflow.core.decision import SendLetter
from mailflow.core.evolve import fold
from mailflow.core.letter_kinds import Audience
from mailflow.core.office import Office
from mailflow.core.policy import APPEAL_KEYWORDS, Policy
from mailflow.letters.composed import Composed, Draft, Quoted
from mailflow.letters.context import context_of
from mailflow.letters.render import TemplateBroken, Templates
from mailflow.letters.wording import any_of, put_into_words

__all__ = ["Composed", "Quoted", "TemplateBroken", "Templates", "compose", "has_appeal_keyword"]


def compose(
    letter: SendLetter,
    case: Case | None,
    office: Office,
    *,
    templates: Templates,
    quoted: Sequence[Quoted] = (),
) -> Composed:
    """Return subject, plain text and HTML of a letter.

    Args:
        letter: What was decided.
        case: The case after the facts that were decided with the letter; None for a letter about no case.
        office: The office with the policy that the case keeps.
        templates: Where the words are.
        quoted: The messages of ``letter.text_of``, in that order; a letter to a complainant never shows them.

    Raises:
        TemplateBroken: The letter cannot be written; the caller holds it with this reason.
    """
    return put_into_words(draft(letter, case, office, templates=templates, quoted=quoted), templates)


def draft(
    letter: SendLetter,
    case: Case | None,
    office: Office,
    *,
    templates: Templates,
    quoted: Sequence[Quoted] = (),
) -> Draft:
    """Return what a letter's words are made of; arguments and errors as in ``compose``."""
    stage = next((one for one in office.policy.stages if case and one.id == (letter.stage or case.stage)), None)
    return Draft(
        kind=letter.kind,
        context=context_of(letter, case, office, quoted, _previews(letter, case, office, templates)),
        ref=case.ref if case else "",
        mark=stage.subject_mark if stage else "",
        keywords=_keywords(office.policy),
    )


def has_appeal_keyword(subject: str, policy: Policy) -> bool:
    """Say whether a subject has a word that would make a reply to it an appeal under this policy."""
    return bool(any_of(_keywords(policy)).search(subject))


def _keywords(policy: Policy) -> tuple[str, ...]:
    words = {*APPEAL_KEYWORDS, *policy.appeal_keywords}
    for stage in policy.stages:
        words |= {*(stage.appeal.keywords if stage.appeal else ()), *stage.reconsider}
    return tuple(sorted(words))


def _previews(letter: SendLetter, case: Case | None, office: Office, templates: Templates) -> list[Mapping[str, str]]:
    """Return the letters to the complainant that would go out if the previewed mail were carried out."""
    if letter.preview is None:
        return []
    then = fold(letter.preview.facts, case) if letter.preview.facts or case else None
    if then and not then.ref:
        then = replace(then, ref=f"{office.code}-new")  # it gets its number when it is carried out
    found: list[Mapping[str, str]] = []
    for one in letter.preview.letters:
        if one.audience is Audience.COMPLAINANT:
            composed = compose(one, then, office, templates=templates)
            found.append({"to": one.to.address, "subject": composed.subject, "text": composed.text})
    return found
