"""What ``mailflow check`` looks at. Each look yields what it found, as a sentence with its remedy; none raises."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from mailflow import clock
from mailflow.admin.asked import Asked
from mailflow.admin.disk import TIGHT_BYTES, database_file, disk_of
from mailflow.admin.record import staffing_of
from mailflow.admin.staff_mail import what_staff_need, why_never
from mailflow.core import critic
from mailflow.core.days import long_date
from mailflow.core.decide.somebody_new import wants_somebody
from mailflow.core.office import Office
from mailflow.core.staffing import staffing_warnings
from mailflow.core.written import WrittenError
from mailflow.flow.copies import files_copies_itself
from mailflow.letters.sample import problems
from mailflow.letters.smtp import Post, PostUnavailable
from mailflow.mailbox.clamd import Scanner
from mailflow.mailbox.imap import ImapMailbox, MailboxUnavailable
from mailflow.policies import PolicyError
from mailflow.settings import OrganisationSettings, Settings, SettingsError
from mailflow.store import LetterStatus, Reader, Store, StoreError
from mailflow.wiring import hostname, office_of, policy_of, templates_of

_TIMEOUT_S = 20.0
#: Before this day no mailflow existed: a clock that says so is wrong.
_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
#: Mail from so far ahead means that our clock, or the mail server's, is wrong.
_AHEAD = timedelta(minutes=10)


class Status(StrEnum):
    """How a thing is."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look found. ``org``: the organisation that it is about, or empty for the whole installation."""

    what: str
    status: Status
    says: str
    org: str = ""


def looks(asked: Asked) -> Iterator[Found]:
    """Look at everything, the cheap things first; without a configuration there is nothing else to look at."""
    try:
        settings = asked.settings()
        chosen = asked.organisations(settings)
    except SettingsError as error:
        yield from (_failed("configuration", one) for one in error.problems)
        return
    for look in (_configuration, _database, _clock, _disk, _scanner):
        yield from look(settings)
    never = why_never(settings)
    yield _failed("staff mail", never) if never else _ok("staff mail", what_staff_need(settings))
    for one in chosen:
        yield from _organisation(settings, one)


def _configuration(settings: Settings) -> Iterator[Found]:
    readable = [one.file for one in settings.organisations if _has_password(one) and _is_readable_by_others(one.file)]
    for file in readable:
        yield _warning("configuration", f"{file} holds a password and others can read it: chmod 600 {file}")
    for one in settings.organisations:
        for server in (one.mailbox.imap, one.mailbox.smtp):
            if server.password_file and _is_readable_by_others(server.password_file):
                path = server.password_file
                yield _warning("configuration", f"{path} can be read by others: chmod 600 {path}")
    if not readable:
        yield _ok("configuration", str(settings.path))


def _has_password(organisation: OrganisationSettings) -> bool:
    servers = (organisation.mailbox.imap, organisation.mailbox.smtp)
    return any(one.password is not None for one in servers)


def _is_readable_by_others(file: Path) -> bool:
    try:
        return os.name == "posix" and bool(file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False  # the look at the mailbox says that it cannot be read


def _database(settings: Settings) -> Iterator[Found]:
    file = database_file(settings)
    if file is not None and not file.exists():
        folder = file.parent
        if folder.is_dir() and os.access(folder, os.W_OK):
            yield _ok("database", f"{file} will be made by the first run")
        else:
            yield _failed("database", f"{file} cannot be made: make its folder, or let this user write there")
        return
    try:
        with Store.open(settings.database.url) as store, store.reading() as reader:
            yield _ok("database", str(file) if file else "PostgreSQL answers, and its tables are up to date")
            for one in settings.organisations:
                yield from _waiting(reader, one.organisation.code)
    except StoreError as error:
        yield _failed("database", str(error))


def _waiting(reader: Reader, code: str) -> Iterator[Found]:
    """Say what waits for a person."""
    if entries := reader.pen(code):
        yield _warning("holding pen", f"{len(entries)} waiting; see mailflow pen list", code)
    for status in (LetterStatus.HELD, LetterStatus.FAILED):
        if letters := reader.letters(code, status=status.value):
            says = f"{len(letters)} {status.value}; see mailflow letter list --status {status.value}"
            yield _warning("letters", says, code)


def _clock(settings: Settings) -> Iterator[Found]:
    now = clock.now()
    if now < _FIRST_DAY:
        yield _failed("clock", f"it says {now.date().isoformat()}; set it (timedatectl set-ntp true)")
        return
    newest = _newest_receipt(settings)
    if newest is not None and newest > now + _AHEAD:
        says = f"it says {now.isoformat(timespec='seconds')}, but mail was received at {newest.isoformat()}"
        yield _failed("clock", f"{says}; set this machine's clock (timedatectl set-ntp true), or the mail server's")
        return
    yield _ok("clock", f"{now.isoformat(timespec='seconds')}")


def _newest_receipt(settings: Settings) -> datetime | None:
    file = database_file(settings)
    if file is not None and not file.exists():
        return None
    try:
        with Store.open(settings.database.url) as store, store.reading() as reader:
            newest = [reader.messages(one.organisation.code, newest=True, limit=1) for one in settings.organisations]
    except StoreError:
        return None  # said by the look at the database
    return max((row.received_at for rows in newest for row in rows), default=None)


def _disk(settings: Settings) -> Iterator[Found]:
    disk = disk_of(settings)
    says = f"{disk.free / 1024**3:.1f} GB free in {disk.folder}"
    if disk.free < TIGHT_BYTES:
        yield _failed("disk", f"{says}: make room now, mail cannot be kept on a full disk")
    elif disk.is_tight:
        yield _warning("disk", f"{says}: make room")
    else:
        yield _ok("disk", says)


def _scanner(settings: Settings) -> Iterator[Found]:
    if (address := settings.attachments.clamd) is None:
        return
    why = "does not answer, so no file is sent along: start clamd, let this user write to its socket, or correct clamd"
    there = Scanner(address, seconds=5).answers()
    yield _ok("virus scanner", f"{address} answers") if there else _failed("virus scanner", f"{address} {why}")


def _organisation(settings: Settings, organisation: OrganisationSettings) -> Iterator[Found]:
    code = organisation.organisation.code
    try:
        loaded = policy_of(organisation)
        office = office_of(settings, organisation, loaded, clock.now())
    except PolicyError as error:
        yield from (_failed("policy", one, code) for one in error.problems)
    except WrittenError as error:
        yield from (_failed("configuration", one, code) for one in error.problems)
    else:
        yield from _policy(office, code)
        yield from _laws(office, organisation.organisation.region, code)
        yield from _reports(office, organisation.organisation.meetings, code)
        vacant = staffing_of(organisation, loaded)
        yield from (_failed("staff", one, code) for one in vacant)
        warnings = staffing_warnings(loaded.policy, organisation.roles)
        yield from (_warning("staff", one, code) for one in warnings)
        yield from (_warning("staff", one, code) for one in _once_more(settings, office))
        if not vacant and not warnings:
            yield _ok("staff", "somebody holds every role of the policy", code)
        wrong = problems(templates_of(settings), office)
        yield from (_failed("letters", one, code) for one in wrong)
        if not wrong:
            yield _ok("letters", "every letter was written against sample cases", code)
    yield _mailbox(organisation, code)
    yield _post(organisation, code)


def _once_more(settings: Settings, office: Office) -> Iterator[str]:
    """Yield the cases that would be decided twice by the same person where the policy wants somebody new (SS-2.5)."""
    file = database_file(settings)
    if file is not None and not file.exists():
        return
    try:
        with Store.open(settings.database.url) as store, store.reading() as reader:
            cases = [one for one in reader.case_rows(office.code) if one.policy_digest == office.policy_digest]
    except StoreError:
        return  # said by the look at the database
    now = clock.now()
    yield from (asked for one in cases if (asked := wants_somebody(one, office, now)) is not None)


def _policy(office: Office, code: str) -> Iterator[Found]:
    policy, today = office.policy, office.calendar.day_of(clock.now())
    name = f"{policy.name}, edition {policy.edition}"
    # What the critic says was seen by whoever chose the policy; it is called to mind and is no warning each time.
    doubts = [one for one in critic.warnings(policy, office.laws, today, office.calendar) if one.about != "review"]
    if doubts:
        number = "1 thing" if len(doubts) == 1 else f"{len(doubts)} things"
        name += f"; it has {number} to look at: mailflow policy check {policy.name}"
    if policy.review is not None:
        calendar = office.calendar
        due = calendar.due(calendar.at_local(policy.review.last, 12), policy.review.every, policy.review.source)
        if due.due_at < clock.now():
            says = f"{name}: its review was due by {long_date(due.due_on)} ({policy.review.source}); review it"
            yield _warning("policy", f"{says} and write the day into [review] last", code)
            return
    yield _ok("policy", name, code)


def _laws(office: Office, region: str, code: str) -> Iterator[Found]:
    """Say where a law is switched on that is not of the organisation's region."""
    for law in office.laws:
        if region not in law.regions:
            where = " and ".join(law.regions)
            says = f"{law.name} is law in {where}, and organisation.region is {region}; its time is kept all the same"
            yield _warning("law", f"{says}: correct the region, or take it out of [organisation] laws", code)


def _reports(office: Office, meetings: Sequence[date], code: str) -> Iterator[Found]:
    """Say who gets reports by mail, and which is the next; nobody need want any."""
    rules, today = office.policy.report, office.calendar.day_of(clock.now())
    if rules is None or rules.to is None:
        return
    when = f"after each {rules.every}"
    if rules.every == "meeting":
        coming = [long_date(one) for one in sorted(meetings) if one >= today]
        following = f"the next is on {coming[0]}" if coming else "none is named in [organisation] meetings yet"
        when = f"{rules.before} days before each meeting; {following}"
    yield _ok("reports", f"the {office.policy.title_of(rules.to)} gets one by mail {when}", code)


def _mailbox(organisation: OrganisationSettings, code: str) -> Found:
    imap = organisation.mailbox.imap
    try:
        with ImapMailbox(imap, timeout_s=_TIMEOUT_S) as mailbox:
            exists = mailbox.open(readonly=True).exists
            says = f"{imap.host}:{imap.port} lets us in; {exists} in the INBOX"
            if organisation.mailbox.sent == "auto" and not files_copies_itself(organisation.mailbox.smtp.host):
                says += f", copies go to {mailbox.sent_folder()}"
            if organisation.organisation.sending == "drafts":
                says += f", drafts to {mailbox.drafts_folder(organisation.mailbox.drafts)}"
    except (MailboxUnavailable, SettingsError) as error:
        look = "" if getattr(error, "permanent", True) else "; look at host, port and security in [mailbox.imap]"
        return _failed("mailbox", f"{error}{look}", code)
    return _ok("mailbox", says, code)


def _post(organisation: OrganisationSettings, code: str) -> Found:
    smtp = organisation.mailbox.smtp
    try:
        with Post(smtp, local_hostname=hostname(), connect_s=_TIMEOUT_S):
            pass
    except PostUnavailable as error:
        look = "" if error.account else " Look at host, port and security in [mailbox.smtp]."
        return _failed("post", f"{error}{look}", code)
    return _ok("post", f"{smtp.host}:{smtp.port} takes our letters{' after a login' if smtp.user else ''}", code)


def _ok(what: str, says: str, org: str = "") -> Found:
    return Found(what=what, status=Status.OK, says=says, org=org)


def _warning(what: str, says: str, org: str = "") -> Found:
    return Found(what=what, status=Status.WARNING, says=says, org=org)


def _failed(what: str, says: str, org: str = "") -> Found:
    return Found(what=what, status=Status.FAILED, says=says, org=org)
