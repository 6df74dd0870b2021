"""Settings become running parts; the only place where objects are put together."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mailflow.core.days import Calendar
from mailflow.core.office import Office, Officer
from mailflow.core.staffing import staffing_problems
from mailflow.flow.desk import Desk
from mailflow.letters.render import Templates
from mailflow.letters.scribe import Scribe
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
        drafts=own.sending == "drafts",
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


class Bench:
    """What the desks of one process share: the database, the readers, the letters and who writes many of them.

    Desks are laid anew when the configuration has changed; one whose own did not change stays the very same, with its
    connections.

    Args:
        read: Reads the configuration.
        code: Lay the desk of one organisation only.
    """

    def __init__(
        self, read: Callable[[], Settings], code: str | None, store: Store, readers: Readers, scribe: Scribe
    ) -> None:
        self.store = store
        self._read = read
        self._code = code
        self._readers = readers
        self._scribe = scribe
        self._known: dict[str, tuple[object, Desk]] = {}
        self._seen: dict[Path, tuple[int, int] | None] = {}

    def lay(self, now: datetime) -> list[Desk]:
        """Read the configuration and lay the desks of all organisations, or of one.

        Raises:
            SettingsError: It cannot be used, or an organisation cannot run its policy. Nothing has changed then.
            PolicyError: A policy cannot be used.
        """
        self._seen = _looks(self._seen)  # what is broken is told once, and again when it has changed
        settings = self._read()
        chosen = _chosen(settings, self._code)
        shared = (settings.staff_mail, settings.attachments, now.year)
        templates = templates_of(settings)
        laid: dict[str, tuple[object, Desk]] = {}
        for organisation, policy in chosen:
            ours, code = (shared, organisation, policy.digest), organisation.organisation.code
            if code not in self._known or self._known[code][0] != ours:
                desk = _desk(settings, organisation, policy, now, self.store, templates, self._readers, self._scribe)
                laid[code] = (ours, desk)
            else:
                laid[code] = self._known[code]
        self._known, self._seen = laid, _looks(_files(settings))
        return [desk for _, desk in laid.values()]

    def has_changed(self) -> bool:
        """Say whether a file of the configuration was written, added or taken away since ``lay``."""
        return _looks(self._seen) != self._seen


def _chosen(settings: Settings, code: str | None) -> list[tuple[OrganisationSettings, LoadedPolicy]]:
    """Return all organisations or the one with this code, each with its policy, where all of them can run."""
    chosen = settings.organisations if code is None else (settings.organisation(code),)
    first = {one.organisation.policy: one for one in chosen}
    read = {name: policy_of(one) for name, one in first.items()}  # each once, however many run it
    loaded = [(one, read[one.organisation.policy]) for one in chosen]
    for organisation, policy in loaded:
        require_staff(organisation, policy)
    return loaded


def _files(settings: Settings) -> set[Path]:
    """Return the files of a configuration, policies of its own among them, and the folders in which they lie."""
    files = {settings.path, *(one.file for one in settings.organisations)}
    files |= {path for one in settings.organisations if (path := Path(one.organisation.policy)).is_file()}
    return files | {file.parent for file in files}


def _looks(paths: Iterable[Path]) -> dict[Path, tuple[int, int] | None]:
    """Return how files look from outside: when they were written and how long they are; None for one that is gone."""
    looks: dict[Path, tuple[int, int] | None] = {}
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            looks[path] = None
        else:
            looks[path] = (found.st_mtime_ns, found.st_size if path.is_file() else 0)
    return looks


@contextmanager
def bench(read: Callable[[], Settings], code: str | None = None) -> Iterator[Bench]:
    """Open the database and start the readers for a process that works for all organisations, or for one.

    Raises:
        SettingsError: The configuration cannot be used.
        StoreError: The database cannot be used.
    """
    settings = read()
    _chosen(settings, code)  # before anything is opened or made
    folders = templates_of(settings).folders
    with Store.open(settings.database.url) as store, Readers(_READERS) as readers, Scribe(folders) as scribe:
        yield Bench(read, code, store, readers, scribe)


@contextmanager
def desks(settings: Settings, now: datetime, code: str | None = None) -> Iterator[list[Desk]]:
    """Lay the desks of all organisations, or of one, once.

    Raises:
        SettingsError: An organisation cannot run its policy.
        PolicyError: A policy cannot be used.
        StoreError: The database cannot be used.
    """
    with bench(lambda: settings, code) as shared:
        yield shared.lay(now)


def _desk(
    settings: Settings,
    organisation: OrganisationSettings,
    policy: LoadedPolicy,
    now: datetime,
    store: Store,
    templates: Templates,
    readers: Readers,
    scribe: Scribe,
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
        # One processor would only be shared by two processes.
        scribe=scribe if len(os.sched_getaffinity(0)) > 1 else None,
    )


def hostname() -> str:
    """Return our name for EHLO without asking a resolver, which can take seconds."""
    name = socket.gethostname()
    return name if "." in name else "[127.0.0.1]"
