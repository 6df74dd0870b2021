"""May a mail from staff move a case? The evidence that it brings against the evidence that it needs. It fails closed.

The token is the unguessable Message-ID of a letter that we sent to this very person, as staff, about this very case.
The verdict is our own mail server's (DMARC or aligned DKIM), or else the signature of the sender's domain, checked
here. Where neither can be had, the registered address is asked to confirm.
Source: INTERFACE, ``[staff_mail]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mailflow.core.office import Office, Officer
from mailflow.core.thread import Answered


class Admission(StrEnum):
    """What becomes of a directive: carried out, shown to the registered address first, or refused."""

    CARRY_OUT = "carry-out"
    CONFIRM = "confirm"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a mail from staff brings. ``unsure``: it has a signature, and the key to check it could not be had."""

    token: bool
    verdict: bool
    confirmed: bool
    unsure: bool = False


def evidence_of(
    officer: Officer,
    ref: str | None,
    answers: Answered | None,
    *,
    verified: bool,
    confirmed: bool,
    unsure: bool = False,
) -> Evidence:
    """Weigh a mail: the token counts only for the person, the case and the purpose that the letter was sent for."""
    token = (
        answers is not None
        and answers.for_staff
        and ref is not None
        and answers.ref == ref
        and answers.to.casefold() == officer.key
    )
    return Evidence(token=token, verdict=verified, confirmed=confirmed, unsure=unsure)


def admit(evidence: Evidence, office: Office, *, only_notes: bool, opens_case: bool = False) -> Admission:
    """Say what becomes of a directive.

    Args:
        evidence: What the mail brings.
        office: Its ``require``, and whether our server stamps verdicts.
        only_notes: Nothing in it writes to the complainant or moves the case.
        opens_case: ``#new``, which answers no notice: the verdict, else a confirmation.
    """
    if evidence.confirmed:
        return Admission.CARRY_OUT
    if opens_case:
        return Admission.CARRY_OUT if evidence.verdict else Admission.CONFIRM
    mode = office.require
    if mode == "auto":
        # Where our server stamps nothing, a signature that holds serves as well; one that does not takes nothing away.
        is_proven = evidence.token and evidence.verdict
        mode = "authenticated" if office.authserv_ids or is_proven else "token" if only_notes else "confirm"
    match mode:
        case "token":
            return Admission.CARRY_OUT if evidence.token else Admission.REFUSE
        case "authenticated" if evidence.token and evidence.unsure:
            return Admission.CONFIRM
        case "authenticated":
            return Admission.CARRY_OUT if evidence.token and evidence.verdict else Admission.REFUSE
        case _:
            return Admission.CONFIRM
