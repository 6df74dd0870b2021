"""Letters about what goes wrong, for whoever hears of it: the admin, unless the case is about the admin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from mailflow.core.case import Case
from mailflow.core.conflicts import watchers
from mailflow.core.decision import SendLetter
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address
from mailflow.core.office import Office
from mailflow.flow.approval import APPROVAL
from mailflow.store import TO_BE_LAID, LetterStatus, NewLetter


def trouble(
    office: Office, case: Case | None, items: Sequence[Mapping[str, str]], once: str | None = None
) -> Iterator[SendLetter]:
    """Yield the letters that say what went wrong on a case, or on none."""
    for address in watchers(office, case):
        yield SendLetter(
            kind=LetterKind.ADMIN_NOTICE,
            to=Address(address=address),
            audience=Audience.ADMIN,
            facts={"items": tuple(items)},
            once=once if once is None or address == office.admin else f"{once}:{address.casefold()}",
        )


def waits(case: Case, message: int | None, reason: str, org: str) -> Mapping[str, str]:
    """Return what is said of a mail that waits in the pen, where the admin may not hear of it."""
    return {
        "title": f"A mail that may belong to {case.ref} waits: message {message}",
        "detail": reason,
        "command": f"mailflow pen list --org {org}",
    }


def of_held(
    office: Office, letters: Iterable[NewLetter], case_of: Callable[[str], Case | None]
) -> Iterator[SendLetter]:
    """Yield the letters about those that wait for a person or could not be written: one for each who hears of it."""
    told: dict[tuple[str, ...], tuple[Case | None, list[Mapping[str, str]]]] = {}
    for one in letters:
        if one.status is not LetterStatus.HELD:
            continue
        case = case_of(one.ref) if one.ref else None
        state, detail, command = _held(one, office)
        item = {
            "title": f"The letter {one.kind.value}{' about ' + one.ref if one.ref else ''} {state}",
            "detail": detail,
            "command": command,
        }
        told.setdefault(watchers(office, case), (case, []))[1].append(item)
    for case, items in told.values():
        yield from trouble(office, case, items)


def _held(one: NewLetter, office: Office) -> tuple[str, str, str]:
    """Return how a held letter is, what to do about it, and the command for that."""
    if one.why == APPROVAL:
        detail = "Read it (mailflow letter preview ID), then let it leave."
        return "waits for your approval", detail, "mailflow letter list --status held"
    if one.why == TO_BE_LAID:
        detail = f"Open it in the Drafts folder of {office.address}, change what you want, and press Send."
        return "waits in Drafts", detail, "mailflow letter list --status held"
    return "is held" if one.raw else "could not be written", one.why or "", "mailflow letter list"


def of_penned(office: Office, org: str, pens: Sequence[tuple[int | None, str]]) -> Iterator[SendLetter]:
    """Yield the letter to the admin about what has come to wait in the pen: one for a batch, without content."""
    if not pens:
        return
    items = tuple(
        {
            "title": f"Message {message}" if message is not None else "Something",
            "detail": reason,
            "command": f"mailflow pen list --org {org}",
        }
        for message, reason in pens[:50]
    )
    yield SendLetter(
        kind=LetterKind.ADMIN_NOTICE,
        to=Address(address=office.admin),
        audience=Audience.ADMIN,
        facts={"items": items},
    )
