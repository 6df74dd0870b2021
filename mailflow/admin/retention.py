"""``mailflow retention``: which records are past the time that the policy keeps them for, and destroying those."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Failure, group, pass_asked
from mailflow.admin.destroying import destroying
from mailflow.admin.terminal import local, say, say_json, table

if TYPE_CHECKING:
    from mailflow.admin.certificate import Certificate
    from mailflow.admin.destroy import Condemned
    from mailflow.admin.record import Chosen, Record
    from mailflow.core.case import Case
    from mailflow.core.policy import Policy
    from mailflow.flow.kept_until import Kept
    from mailflow.store import Reader, Trace


@group("retention")
def retention() -> None:
    """Retention: what is past its time."""


@retention.command("due")
@click.option("--all", "with_all", is_flag=True, help="Also the closed cases whose time is still to come.")
@pass_asked
def due(asked: Asked, with_all: bool) -> None:
    """The closed cases whose records are past the time that their policy keeps them for.

    The time runs from the day on which a case closed last, under the edition of the policy that it was promised. A case
    on hold (mailflow case hold) is never due, nor is a safeguarding case. Where a policy sets no time, nothing falls
    due. Nothing is deleted.
    """
    from mailflow.admin.record import open_record

    now = clock.now()
    with open_record(asked) as record, record.store.reading() as reader:
        found = [one for chosen in record.chosen for one in kept(chosen, reader, None if with_all else now)]
        unfiled = sum(len(_unfiled(chosen, reader, now)) for chosen in record.chosen)
        zones = {chosen.code: chosen.zone for chosen in record.chosen}
        silent = [chosen.policy.policy.name for chosen in record.chosen if chosen.policy.policy.retention is None]
    if asked.json:
        say_json([_object(one, now) for one in found])
        return
    _list(found, zones, now)
    _tell_unfiled(unfiled)
    for name in dict.fromkeys(silent):
        say(f"The policy {name} sets no time, so nothing under it falls due; [retention] in the policy file sets one.")


@retention.command("purge")
@destroying
@pass_asked
def purge(asked: Asked, dry_run: bool, yes: bool, by: str, path: Path | None) -> None:
    """Destroy what is past its time: see mailflow retention due. It cannot be taken back.

    Texts, files, letters, names and addresses go, from every page of the database too, and with [mailbox] purged =
    "delete" the copies in the mailbox. What can be counted stays, and the chain of events still holds. A certificate
    says what was destroyed and why. A case on hold and a safeguarding case are kept. What is on no case (spam, mail of
    machines, what was discarded from the holding pen) goes when it is as old as the policy keeps a record.
    """
    from mailflow.admin.change import ask
    from mailflow.admin.record import open_record

    now = clock.now()
    with open_record(asked) as record:
        zones = {chosen.code: chosen.zone for chosen in record.chosen}
        with record.store.reading() as reader:
            found = [(chosen, one) for chosen in record.chosen for one in kept(chosen, reader, now)]
            unfiled = {chosen.code: _unfiled(chosen, reader, now) for chosen in record.chosen}
        past = [(chosen, one) for chosen, one in found if one.is_due(now)]
        if not asked.json:
            _list([one for _, one in found], zones, now)
            _tell_unfiled(sum(map(len, unfiled.values())))
        if dry_run or not (past or any(unfiled.values())):
            if asked.json:
                say_json([_object(one, now) for _, one in past])
            return
        codes = {chosen.code for chosen, _ in past} | {code for code, some in unfiled.items() if some}
        if path is not None and len(codes) > 1:
            raise Failure("Each organisation has a certificate of its own: name one with --org, or name no file.")
        if not yes:
            ask(may_go_unasked=False)
        done = [
            _purge(
                *(record, chosen, [one for of, one in past if of is chosen], unfiled[chosen.code], path),
                by=by,
                now=now,
            )
            for chosen in record.chosen
            if chosen.code in codes
        ]
    tell_destroyed(asked, done)


@retention.command("sweep")
@pass_asked
def sweep(asked: Asked) -> None:
    """Take what was destroyed out of the files of the database once more.

    Every purge does it by itself. Where it could not finish, because somebody used the database for too long or there
    was no room, or where a server's tables are large and nobody could use them meanwhile, the certificate and the
    command say so, and this finishes it.
    """
    from mailflow.admin.record import open_record

    with open_record(asked) as record:
        left, beyond = record.store.sweep(of_any_size=True), record.store.beyond
    if left:
        raise Failure(f"Not finished: {left}.")
    if asked.json:
        say_json({"left": left, "beyond": beyond})
        return
    say("Nothing that was destroyed is left in the files of the database.")
    if beyond:
        say(f"Beyond our reach: {beyond}.")


def _purge(
    record: Record,
    chosen: Chosen,
    past: list[Kept],
    unfiled: list[Trace],
    path: Path | None,
    *,
    by: str,
    now: datetime,
) -> tuple[Path, Certificate]:
    from mailflow.admin.destroy import Condemned, destroy

    with record.store.reading() as reader:
        policy_of = Policies(chosen, reader)
        cases: list[Condemned] = [
            Condemned(case=one.case, closed_at=one.closed_at, policy=policy_of(one.case), reason=_rule(one))
            for one in past
        ]
    target = path or default_path(chosen.code, now)
    return target, destroy(record, chosen, cases, target, by=by, now=now, unfiled=unfiled)


def _rule(one: Kept) -> str:
    return f"{one.until.proof()} ({one.until.source})"


def default_path(code: str, now: datetime) -> Path:
    """Return the name of a certificate where none is given."""
    return Path(f"certificate-{code}-{now:%Y%m%dT%H%M%SZ}.txt")


def tell_destroyed(asked: Asked, done: list[tuple[Path, Certificate]]) -> None:
    """Say what was destroyed.

    Raises:
        Failure: Something may still lie in the files of the database.
    """
    from mailflow.admin.copies import lines

    if asked.json:
        say_json([{**certificate.as_json(), "file": str(path)} for path, certificate in done])
    else:
        for path, certificate in done:
            number = len(certificate.records)
            gone = certificate.unfiled.messages if certificate.unfiled else 0
            besides = f", and {gone} message{'' if gone == 1 else 's'} on no case," if gone else ""
            say(f"{number} record{'' if number == 1 else 's'}{besides} destroyed. {path}: the certificate; keep it.")
            if certificate.beyond:
                say(f"Beyond our reach: {certificate.beyond}.")
            for line in lines(certificate.backups, certificate.zone):
                say(line)
    left = [f"{certificate.organisation}: {certificate.left}." for _, certificate in done if certificate.left]
    if left:
        raise Failure("\n".join(left))


class Policies:
    """The edition of the policy that each case was promised, by the digest that the case keeps."""

    def __init__(self, chosen: Chosen, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[str, Policy] = {chosen.policy.digest: chosen.policy.policy}

    def __call__(self, case: Case) -> Policy | None:
        """Return a case's policy; None where its text is not on record."""
        from mailflow.policies import loads

        if case.policy_digest not in self._known and (stored := self._reader.policy_text(case.policy_digest)):
            name, text = stored
            self._known[case.policy_digest] = loads(text, name).policy
        return self._known.get(case.policy_digest)


def kept(chosen: Chosen, reader: Reader, until: datetime | None) -> Iterator[Kept]:
    """Yield closed cases with their time, the oldest first."""
    from mailflow.flow.kept_until import closed_cases
    from mailflow.policies import calendar_for

    organisation = chosen.settings.organisation
    calendar = calendar_for(organisation.time_zone, organisation.region)
    return closed_cases(reader, chosen.code, calendar, Policies(chosen, reader), until)


def _unfiled(chosen: Chosen, reader: Reader, now: datetime) -> list[Trace]:
    """Return the messages on no case that are past their time."""
    from mailflow.flow.kept_until import unfiled
    from mailflow.policies import calendar_for

    organisation, retention = chosen.settings.organisation, chosen.policy.policy.retention
    if retention is None:
        return []
    return unfiled(reader, chosen.code, retention, calendar_for(organisation.time_zone, organisation.region), now)


def _tell_unfiled(number: int) -> None:
    if number:
        verb, whose = ("is", "its") if number == 1 else ("are", "their")
        say(f"{number} message{'' if number == 1 else 's'} on no case {verb} past {whose} time, too.")


def _list(found: list[Kept], zones: dict[str, str], now: datetime) -> None:
    rows = [
        (one.case.ref, local(one.closed_at, zone), local(one.until.due_at, zone), _state(one, now))
        for one in found
        for zone in (zones[one.case.organisation],)
    ]
    for line in table([("CASE", "CLOSED", "KEPT UNTIL", ""), *rows] if rows else ()):
        say(line)
    number = sum(one.is_due(now) for one in found)
    say(f"{number} record{'' if number == 1 else 's'} past {'its' if number == 1 else 'their'} time.")


def _state(one: Kept, now: datetime) -> str:
    from mailflow.core.retention import HOLD

    if one.why_kept:
        return "on hold" if HOLD in one.case.tags else "kept: safeguarding"
    return "past its time" if one.is_due(now) else ""


def _object(one: Kept, now: datetime) -> dict[str, object]:
    return {
        "ref": one.case.ref,
        "organisation": one.case.organisation,
        "closed_at": one.closed_at.isoformat(),
        "kept_until": one.until.due_at.isoformat(),
        "due": one.is_due(now),
        "hold": one.why_kept is not None,
        "source": one.until.source,
        "proof": one.until.proof(),
    }
