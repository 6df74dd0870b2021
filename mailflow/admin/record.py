"""The record, opened by a command that only looks: no mailbox, no readers, no letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from mailflow.admin.asked import Asked, Failure
from mailflow.admin.terminal import local
from mailflow.core.case import Case
from mailflow.policies import LoadedPolicy, load, unknown_role_problems
from mailflow.settings import OrganisationSettings, Settings, SettingsError
from mailflow.store import Reader, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An organisation that the command is about, with the policy that it runs."""

    settings: OrganisationSettings
    policy: LoadedPolicy

    @property
    def code(self) -> str:
        """The organisation's code, the prefix of its references."""
        return self.settings.organisation.code

    @property
    def zone(self) -> str:
        """The zone that its people see times in."""
        return self.settings.organisation.time_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An open record and the organisations that a command is about."""

    settings: Settings
    store: Store
    chosen: tuple[Chosen, ...]

    def of(self, code: str) -> Chosen | None:
        """Return a chosen organisation by its code."""
        return next((one for one in self.chosen if one.code.casefold() == code.casefold()), None)

    def case(self, reader: Reader, ref: str) -> tuple[Chosen, Case]:
        """Return a case with its organisation, which the prefix of its reference names.

        Raises:
            Failure: There is no such case.
        """
        chosen = self.of(ref.partition("-")[0])
        case = reader.case(chosen.code, ref.upper()) if chosen else None
        if chosen is None or case is None:
            raise Failure(_why_none(reader, chosen, ref.upper()))
        return chosen, case


def _why_none(reader: Reader, chosen: Chosen | None, ref: str) -> str:
    for one in reader.tombstones(chosen.code) if chosen else ():
        if one.ref == ref:
            on = local(one.at, chosen.zone) if chosen else one.at.isoformat()
            return f"The record of {ref} was destroyed on {on} by {one.by}. {one.reason}"
    return f"There is no case {ref}. See mailflow case list."


def choose(asked: Asked, settings: Settings) -> tuple[Chosen, ...]:
    """Return the organisations that the command is about, each able to run its policy.

    Raises:
        SettingsError: Nobody holds a role that a stage needs, or a role that does not exist is held.
        PolicyError: A policy cannot be used.
    """
    found, problems = [], list[str]()
    for organisation in asked.organisations(settings):
        loaded = load(organisation.organisation.policy)
        problems += staffing_of(organisation, loaded)
        found.append(Chosen(settings=organisation, policy=loaded))
    if problems:
        raise SettingsError(problems)
    return tuple(found)


def staffing_of(organisation: OrganisationSettings, loaded: LoadedPolicy) -> list[str]:
    """Return why an organisation's people cannot run its policy (INTERFACE, Configuration)."""
    from mailflow.core.staffing import staffing_problems

    where = organisation.place("staff")
    problems = [f"{where}{one}" for one in staffing_problems(loaded.policy, organisation.roles)]
    return [*problems, *unknown_role_problems(organisation, loaded.policy)]


@contextmanager
def open_record(asked: Asked) -> Iterator[Record]:
    """Open the record of the configured installation.

    Raises:
        SettingsError: See ``choose``.
        PolicyError: See ``choose``.
        StoreError: The database cannot be used.
    """
    settings = asked.settings()
    chosen = choose(asked, settings)
    with Store.open(settings.database.url) as store:
        yield Record(settings=settings, store=store, chosen=chosen)
