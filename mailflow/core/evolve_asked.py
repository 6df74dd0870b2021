"""What a fact about a mail from another address means for the state of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailflow.core.case import Case
from mailflow.core.facts_asked import OtherAddressConfirmed, OtherAddressDenied, OtherAddressQuestioned
from mailflow.core.other_address import Questioned, Said


def evolve_asked(
    case: Case, event: OtherAddressQuestioned | OtherAddressConfirmed | OtherAddressDenied, at: datetime
) -> Case:
    """Return the case after a question about a mail, or the answer to one.

    An answer can come to another case than the question went out on: where the one goes on in the other.
    """
    old = next((one for one in case.questioned if one.message == event.message), None)
    new = old or Questioned(message=event.message, address=event.address.casefold(), asked_at=at)
    if isinstance(event, OtherAddressConfirmed):
        new = replace(new, said=Said.YES, said_at=at, is_known=event.is_known)
    elif isinstance(event, OtherAddressDenied):
        new = replace(new, said=Said.NO, said_at=at)
    if old is None:
        return replace(case, questioned=(*case.questioned, new))
    return replace(case, questioned=tuple(new if one is old else one for one in case.questioned))
