"""The office that runs a policy: the organisation, its people, its calendar and the policy itself, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from mailflow.core.case import Handler
from mailflow.core.days import Calendar
from mailflow.core.law import Law
from mailflow.core.mail import Address
from mailflow.core.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A member of staff. ``away``: first and last day of each absence, both included."""

    name: str
    address: str
    roles: tuple[str, ...]
    away: tuple[tuple[date, date], ...] = ()

    @property
    def key(self) -> str:
        """The address for comparing."""
        return self.address.casefold()

    def is_away(self, on: date) -> bool:
        """Say whether this person is absent on a day."""
        return any(first <= on <= last for first, last in self.away)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Everything that a decision may know beside the case.

    Attributes:
        code: Prefix of case references.
        admin: Who hears of the holding pen and of failures.
        address: The complaints mailbox.
        plain_reply: ``relay`` or ``note``: what a staff reply without a directive is.
        require: What a staff directive must bring (INTERFACE, ``[staff_mail]``).
        laws: What binds the organisation beside its policy, each a clock of its own.
        authserv_ids: Names under which our own mail server stamps its verdicts; empty where it stamps none.
        policy_digest: SHA-256 of the policy text.
    """

    code: str
    name: str
    admin: str
    address: str
    policy: Policy
    policy_digest: str
    calendar: Calendar
    staff: tuple[Officer, ...]
    plain_reply: str = "relay"
    require: str = "auto"
    authserv_ids: tuple[str, ...] = ()
    laws: tuple[Law, ...] = ()

    def officer(self, address: str) -> Officer | None:
        """Return who has this address, if it is a member of staff's."""
        key = address.casefold()
        return next((one for one in self.staff if one.key == key), None)

    def holders(self, role: str, at: datetime) -> tuple[Handler, ...]:
        """Return who acts in a role at a time.

        Its holders who are not away, else those of the next role that the policy names for it, else its holders
        although they are away: somebody must get the case.
        """
        on = self.calendar.day_of(at)
        chain = self.policy.role_chain(role)
        for present_only in (True, False):
            for each in chain:
                found = tuple(
                    Handler(role=each, name=one.name, address=one.address)
                    for one in self.staff
                    if each in one.roles and not (present_only and one.is_away(on))
                )
                if found:
                    return found
        return ()

    def handlers_of(self, roles: Iterable[str], at: datetime) -> tuple[Handler, ...]:
        """Return who acts in several roles, each person once."""
        unique: dict[str, Handler] = {}
        for role in roles:
            for handler in self.holders(role, at):
                unique.setdefault(handler.address.casefold(), handler)
        return tuple(unique.values())

    def law_of(self, source: str) -> Law | None:
        """Return the law that a deadline's source names, if the organisation still keeps to it."""
        return next((one for one in self.laws if one.source == source), None)

    def is_ours(self, address: Address) -> bool:
        """Say whether an address is the complaints mailbox's own, with or without a plus part."""
        local, _, domain = address.key.partition("@")
        return f"{local.partition('+')[0]}@{domain}" == self.address.casefold()
