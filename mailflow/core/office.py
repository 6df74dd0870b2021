"""The office that runs a policy: the organisation, its people, its calendar and the policy itself, as values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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
        digest: ``weekly`` or ``never``: whether each who deals with complaints hears on Mondays how theirs stand.
        laws: What binds the organisation beside its policy, each a clock of its own.
        approves: Letters to complainants wait until a person has approved them.
        drafts: They are laid into the mailbox's Drafts folder, and a person sends them.
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
    digest: str = "never"
    approves: bool = False
    drafts: bool = False

    def officer(self, address: str) -> Officer | None:
        """Return who has this address, if it is a member of staff's."""
        key = address.casefold()
        return next((one for one in self.staff if one.key == key), None)

    def holders(self, role: str, at: datetime, except_: Collection[str] = ()) -> tuple[Handler, ...]:
        """Return who acts in a role at a time.

        Its holders who are not away, else those of the next role that the policy names for it, else its holders
        although they are away: somebody must get the case.

        Args:
            role: As the policy calls it.
            at: When.
            except_: Addresses (casefolded) of those whom a case is about. The role that the policy puts in the place
                of such a person comes before anybody else in theirs.
        """
        on = self.calendar.day_of(at)
        chain = self._in_place_of(role, except_) if except_ else self.policy.role_chain(role)
        for present_only in (True, False):
            for each in chain:
                found = tuple(
                    Handler(role=each, name=one.name, address=one.address)
                    for one in self.staff
                    if each in one.roles and one.key not in except_ and not (present_only and one.is_away(on))
                )
                if found:
                    return found
        return ()

    def _in_place_of(self, role: str, except_: Collection[str]) -> tuple[str, ...]:
        """Return a role and those who act in its place; where one of its holders is excepted, those come first."""
        chain: list[str] = []
        seen: set[str] = set()

        def visit(name: str) -> None:
            if name in seen:
                return
            seen.add(name)
            is_struck = any(name in one.roles and one.key in except_ for one in self.staff)
            if is_struck and (other := self.policy.in_conflict(name)):
                visit(other)
            chain.append(name)
            for each in self.policy.roles[name].instead if name in self.policy.roles else ():
                visit(each)

        visit(role)
        return tuple(chain)

    def handlers_of(self, roles: Iterable[str], at: datetime, except_: Collection[str] = ()) -> tuple[Handler, ...]:
        """Return who acts in several roles, each person once.

        Where all of them are excepted, whoever decides another stage: the case must not lie with nobody.
        """
        unique: dict[str, Handler] = {}
        for role in roles:
            for handler in self.holders(role, at, except_):
                unique.setdefault(handler.address.casefold(), handler)
        if not unique and except_:
            deciders = (role for stage in self.policy.stages for role in stage.handlers)
            return next((found for role in deciders if (found := self.holders(role, at, except_))), ())
        return tuple(unique.values())

    def law_of(self, source: str) -> Law | None:
        """Return the law that a deadline's source names, if the organisation still keeps to it."""
        return next((one for one in self.laws if one.source == source), None)

    def is_ours(self, address: Address) -> bool:
        """Say whether an address is the complaints mailbox's own, with or without a plus part."""
        local, _, domain = address.key.partition("@")
        return f"{local.partition('+')[0]}@{domain}" == self.address.casefold()
