"""Finding cases by words: what has come is indexed, then each word is looked for in all that belongs to a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailflow.admin.asked import Misconfigured
from mailflow.admin.progress import progress
from mailflow.core.case import Case
from mailflow.core.search import Term, has, passage, terms, words
from mailflow.store import Hit, Reader, Store

#: So many texts are indexed in one transaction: others wait for it, so it is short.
_PIECE = 200


@dataclass(slots=True, kw_only=True)
class Found:
    """What was found of an organisation: its cases, each with the texts that have one of the words, and other mail."""

    cases: dict[str, list[Hit]] = field(default_factory=dict)
    on_no_case: list[int] = field(default_factory=list)


def wanted(asked: str) -> tuple[Term, ...]:
    """Return what is looked for.

    Raises:
        Misconfigured: There is no word in it.
    """
    found = terms(asked)
    if not found:
        raise Misconfigured(f'there is no word in "{asked}"; write one, such as --search handover.')
    return found


def index(store: Store) -> None:
    """Index what has come since the last search, a piece in each transaction, so that nobody waits for long.

    Raises:
        StoreError: The database failed; what was indexed stays.
        Failure: It was stopped.
    """
    with store.reading() as reader:
        missing = reader.unindexed()
    if not missing:
        return
    stopped = "What was indexed stays; the next search goes on from there."
    with progress("Making the texts searchable", missing, stopped) as step:
        while True:
            with store.writing() as writer:
                done = writer.catch_up(_PIECE)
            if not done:
                return
            step(done)


def find(reader: Reader, org: str, cases: Sequence[Case], asked: Sequence[Term]) -> Found:
    """Return the cases that have every term somewhere: in a message, a letter, a reason, or what the case itself says.

    Args:
        reader: The record, indexed.
        org: Whose.
        cases: Among which.
        asked: At least one term.
    """
    own = {one.ref: _own_words(one) for one in cases}
    hits: dict[str, dict[Hit, None]] = {}  # in order, each once
    alone: set[int] | None = None
    left = set(own)
    for term in asked:
        found = reader.hits(org, term)
        of_cases = {ref for ref, said in own.items() if has(said, term)}
        for hit in found:
            if hit.ref is not None:
                of_cases.add(hit.ref)
                hits.setdefault(hit.ref, {})[hit] = None
        left &= of_cases
        on_none = {hit.number for hit in found if hit.ref is None and hit.source == "message"}
        alone = on_none if alone is None else alone & on_none
    return Found(cases={ref: list(hits.get(ref, ())) for ref in left}, on_no_case=sorted(alone or ()))


def shown_hit(reader: Reader, org: str, hits: Sequence[Hit], asked: Sequence[Term]) -> tuple[Hit, str] | None:
    """Return the first text in which something was found, with the passage around it; messages come first."""
    for hit in sorted(hits, key=lambda one: ("message", "letter", "event").index(one.source.value)):
        for part in reader.parts_of(org, hit.source, hit.number):
            if said := passage(part, asked):
                return hit, said
    return None


def _own_words(case: Case) -> list[str]:
    """Return the words that a case itself says: names, form, tags, tasks; with a gap, so that no phrase spans two."""
    said = [
        *(case.ref, case.complainant.name, case.complainant.address or "", case.type or "", case.about or ""),
        *(case.tags + tuple(one.text for one in case.form) + tuple(one.what for one in case.tasks)),
        *(part for one in (*case.handlers, *case.panel) for part in (one.name, one.address)),
        *(part for one in case.parties for part in (one.name, one.address)),
        *(one.place for one in case.meetings),
    ]
    found: list[str] = []
    for one in said:
        found += [*words(one), ""]
    return found
