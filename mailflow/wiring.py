"""Settings become running parts; the only place where objects are put together."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mailflow.core.days import Calendar
from mailflow.core.office import Office, Officer
from mailflow.core.staffing import staffing_problems
from mailflow.flow.desk import Desk
from mailflow.letters.render import Templates
from mailflow.letters.smtp import Post
from mailflow.mailbox.clamd import Scanner
from mailflow.mailbox.imap import ImapMailbox
from mailflow.mailbox.readers import Readers
from mailflow.policies import LoadedPolicy, calendar_for, laws, load, unknown_role_problems
from mailflow.settings import OrganisationSettings, Settings, SettingsError, data_folder
from mailflow.store import Store

#: Cases live for years: their deadlines, appeal windows and retention are counted in this many around the present.
_YEARS_BEFORE, _YEARS_AFTER = 7, 12
_READERS = 2


def policy_of(organisation: OrganisationSettings) -> LoadedPolicy:
    """Return the policy that an organisation runs.

    Raises:
        PolicyError: With every problem of its file.
    """
    return load(organisation.organisation.policy)


def office_of(settings: Settings, organisation: OrganisationSettings, loaded: LoadedPolicy, now: datetime) -> Office:
    """Return the office of an organisation: its people, its calendar, its policy, as values."""
    own = organisation.organisation
    years = range(now.year - _YEARS_BEFORE, now.year + _YEARS_AFTER)
    return Office(
        code=own.code,
        name=own.name,
        admin=own.admin,
        address=organisation.mailbox.address,
        policy=loaded.policy,
        policy_digest=loaded.digest,
        calendar=_calendar(organisation, years),
        staff=tuple(
            Officer(name=one.name, address=one.address, roles=one.roles, away=one.away) for one in organisation.staff
        ),
        plain_reply=own.reply,
        require=settings.staff_mail.require,
        authserv_ids=settings.staff_mail.authserv_id,
        laws=laws(own.laws) if own.laws else (),
        digest=settings.staff_mail.digest,
        approves=own.sending == "approve",
    )


def _calendar(organisation: OrganisationSettings, years: range) -> Calendar:
    own = organisation.organisation
    try:
        return calendar_for(own.time_zone, own.region, own.closed, years)
    except SettingsError as error:
        where = organisation.place("organisation", "region")
        raise SettingsError(f"{where}{one.removeprefix('organisation.region: ')}" for one in error.problems) from None


def require_staff(organisation: OrganisationSettings, loaded: LoadedPolicy) -> None:
    """Refuse an organisation in which nobody would handle a stage (INTERFACE, Configuration).

    Raises:
        SettingsError: With every role that nobody holds and nobody stands in for.
    """
    where = organisation.place("staff")
    problems = [f"{where}{one}" for one in staffing_problems(loaded.policy, organisation.roles)]
    problems += unknown_role_problems(organisation, loaded.policy)
    if problems:
        raise SettingsError(problems)


def templates_of(settings: Settings) -> Templates:
    """Return the letters: the installation's own folder ``templates`` beside mailflow.toml first, ours behind it."""
    own = settings.path.parent / "templates"
    folders: list[Path] = [own] if own.is_dir() and own != data_folder("templates") else []
    return Templates([*folders, data_folder("templates")])


@contextmanager
def desks(settings: Settings, now: datetime, code: str | None = None) -> Iterator[list[Desk]]:
    """Lay the desks of all organisations, or of one, over one database and one set of readers.

    Raises:
        SettingsError: An organisation cannot run its policy.
        PolicyError: A policy cannot be used.
        StoreError: The database cannot be used.
    """
    chosen = settings.organisations if code is None else (settings.organisation(code),)
    loaded = [policy_of(one) for one in chosen]
    for organisation, policy in zip(chosen, loaded, strict=True):
        require_staff(organisation, policy)
    templates = templates_of(settings)
    with Store.open(settings.database.url) as store, Readers(_READERS) as readers:
        yield [
            _desk(settings, organisation, policy, now, store, templates, readers)
            for organisation, policy in zip(chosen, loaded, strict=True)
        ]


def _desk(
    settings: Settings,
    organisation: OrganisationSettings,
    policy: LoadedPolicy,
    now: datetime,
    store: Store,
    templates: Templates,
    readers: Readers,
) -> Desk:
    imap, smtp = organisation.mailbox.imap, organisation.mailbox.smtp
    return Desk(
        settings=organisation,
        office=office_of(settings, organisation, policy, now),
        policy_name=policy.policy.name,
        policy_text=policy.text,
        store=store,
        templates=templates,
        readers=readers,
        mailbox=lambda: ImapMailbox(imap),
        post=lambda: Post(smtp, local_hostname=hostname()),
        random=os.urandom,
        forwards=settings.attachments.forward,
        nameserver=settings.staff_mail.nameserver if settings.staff_mail.dkim else None,
        scanner=Scanner(settings.attachments.clamd) if settings.attachments.clamd else None,
    )


def hostname() -> str:
    """Return our name for EHLO without asking a resolver, which can take seconds."""
    name = socket.gethostname()
    return name if "." in name else "[127.0.0.1]"
