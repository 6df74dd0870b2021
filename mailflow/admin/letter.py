"""``mailflow letter``: the outbox."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Any

import click

from mailflow import clock
from mailflow.admin.approving import approve
from mailflow.admin.asked import Asked, Failure, group, nothing_asked, pass_asked
from mailflow.admin.letter_sent import sent
from mailflow.admin.message_corrections import cancel
from mailflow.admin.put_back import undo_cancel
from mailflow.admin.terminal import brief, local, say, say_json, table

if TYPE_CHECKING:
    from mailflow.store import DraftRow, LetterRow, Reader

_STATUSES = ("queued", "held", "sent", "failed", "cancelled")


@group("letter")
def letter() -> None:
    """Letters: what left, what waits, what could not be sent."""


letter.add_command(cancel)
letter.add_command(approve)
letter.add_command(sent)
letter.add_command(undo_cancel)


@letter.command("list")
@click.option("--case", "ref", metavar="REF", help="The letters of one case.")
@click.option("--status", type=click.Choice(_STATUSES), help="Those that are there.")
@click.option("-n", "--limit", type=click.IntRange(1), help="The newest N; by default 50, and all with --json.")
@pass_asked
def list_(asked: Asked, ref: str | None, status: str | None, limit: int | None) -> None:
    """The letters in the order in which they were queued."""
    from mailflow.admin.record import open_record

    limit = limit or (None if asked.json else 50)
    with open_record(asked) as record, record.store.reading() as reader:
        chosen = record.chosen if ref is None else (record.case(reader, ref)[0],)
        found = [
            (one, row)
            for one in chosen
            for row in reader.letters(one.code, ref=ref and ref.upper(), status=status, newest=True, limit=limit)
        ]
    found.sort(key=lambda each: each[1].id)
    found = found[-limit:] if limit else found
    if asked.json:
        say_json([_object(row) for _, row in found])
        return
    if not found:
        say("There are no such letters.")
        return
    rows = [("ID", "QUEUED", "STATUS", "SENT", "CASE", "KIND", "TO", "SUBJECT")]
    rows += [
        (
            *(str(row.id), local(row.queued_at, one.zone), row.status.value, local(row.sent_at, one.zone)),
            *(row.ref or "-", row.kind.value, row.to_address, brief(row.subject)),
        )
        for one, row in found
    ]
    for line in table(rows):
        say(line)
    for _, row in found:
        if row.status.value in ("held", "failed"):
            say(f"Letter {row.id}: {row.why}")


@letter.command("show")
@click.argument("number", metavar="ID", type=int)
@click.option("--raw", is_flag=True, help="Its bytes as they are sent, and nothing else.")
@pass_asked
def show(asked: Asked, number: int, raw: bool) -> None:
    """One letter: its words, and where it is."""
    from mailflow.admin.record import open_record

    with open_record(asked) as record, record.store.reading() as reader:
        row = _letter(reader, number)
        chosen = record.of(row.org)
        if chosen is None:
            raise _unknown(number)
        if raw:
            click.echo(reader.letter_raw(number), nl=False)
            return
        draft = reader.draft(number)
    if asked.json:
        say_json({**_object(row), "text": row.text, "draft": _draft(draft) if draft else None})
        return
    for line in table(_fields(row, chosen.zone, draft)):
        say(line)
    say()
    say(row.text or "(it has no words yet)")


@letter.command("preview")
@click.argument("what", metavar="ID|KIND")
@click.option("--policy", metavar="NAME", help="Write a sample of KIND under this policy; no configuration is needed.")
@click.option("--stage", metavar="STAGE", help="The stage of the sample; by default the first that has such a letter.")
@click.option("--all", "every", is_flag=True, help="Every sample of KIND: each stage, with little and with much.")
@pass_asked
def preview(asked: Asked, what: str, policy: str | None, stage: str | None, every: bool) -> None:
    """What a letter says: one that waits (by its ID), or a sample of a kind (such as outcome)."""
    from mailflow.admin import samples

    if what.isdigit():
        from mailflow.admin.record import open_record

        with open_record(asked) as record, record.store.reading() as reader:
            row = _letter(reader, int(what))
            if record.of(row.org) is None:
                raise _unknown(int(what))
        if not row.text:
            raise Failure(
                f"Letter {what} has no words: {row.why} mailflow letter preview {row.kind.value} shows a sample of it."
            )
        found = [(row.subject, row.text)]
    else:
        found = samples.written_samples(asked, what, policy, stage, every=every)
    if asked.json:
        say_json([{"subject": subject, "text": text} for subject, text in found])
        return
    for number, (subject, text) in enumerate(found):
        if number:
            say(f"\n{'-' * 72}\n")
        say(f"Subject: {subject}\n\n{text}")


@letter.command("retry")
@click.argument("number", metavar="ID", type=int)
@click.option("--reason", default="it is to be tried again", help="Why, for the record.")
@click.option("--by", metavar="NAME", default=getpass.getuser, help="Who decides; by default who is logged in.")
@nothing_asked
@pass_asked
def retry(asked: Asked, number: int, reason: str, by: str) -> None:
    """Queue a letter again that failed, is held, or waits; with sending = "drafts", put it back into Drafts."""
    from mailflow import wiring
    from mailflow.flow import act

    with wiring.desks(asked.settings(), clock.now(), asked.org) as desks:
        with desks[0].store.reading() as reader:
            row = _letter(reader, number)
        desk = next((one for one in desks if one.org == row.org), None)
        if desk is None:
            raise _unknown(number)
        act.retry(desk, number, clock.now(), by=by, reason=reason)
        with desks[0].store.reading() as reader:
            status = _letter(reader, number).status.value
    if asked.json:
        say_json({"id": number, "status": status})
    elif status == "held":
        with_drafts = desk.office.drafts
        says = "is put into Drafts by the next turn (mailflow run)" if with_drafts else "has its words and waits for "
        says += "" if with_drafts else f"approval: mailflow letter approve {number}"
        say(f"Letter {number} {says}")
    else:
        say(f"Letter {number} is queued; it leaves with the next turn (mailflow run).")


def _letter(reader: Reader, number: int) -> LetterRow:
    row = reader.letter(number)
    if row is None:
        raise _unknown(number)
    return row


def _unknown(number: int) -> Failure:
    return Failure(f"There is no letter {number}. See mailflow letter list.")


def _object(row: LetterRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "organisation": row.org,
        "ref": row.ref,
        "kind": row.kind.value,
        "audience": row.audience.value,
        "to": [row.to_address],
        "subject": row.subject,
        "status": row.status.value,
        "why": row.why,
        "queued_at": row.queued_at,
        "next_attempt_at": row.next_attempt_at if row.status.value == "queued" else None,
        "attempts": row.attempts,
        "uncertain": row.uncertain,
        "sent_at": row.sent_at,
        "message_id": row.message_id,
        "message": row.message,
        "stage": row.stage,
    }


def _draft(draft: DraftRow) -> dict[str, Any]:
    """Return what became of a letter that goes by the Drafts folder."""
    return {
        "folder": draft.folder,
        "laid_at": draft.laid_at,
        "gone_at": draft.gone_at,
        "ended": draft.ended.value if draft.ended else None,
        "sent_as": draft.sent_as,
        "changed": draft.changed,
    }


def _fields(row: LetterRow, zone: str, draft: DraftRow | None) -> list[tuple[str, str]]:
    fields = [
        ("Letter", f"{row.id}, {row.kind.value}, {row.status.value}"),
        ("Case", row.ref or "none"),
        ("To", f"{row.to_name} <{row.to_address}>".strip()),
        ("Subject", row.subject),
        ("Queued", local(row.queued_at, zone)),
        ("Sent", local(row.sent_at, zone)),
    ]
    if row.attempts > 1:
        fields.append(("Tried", f"{row.attempts} times"))
    if row.uncertain:
        fields.append(("Uncertain", f"{row.uncertain} times the server's answer was lost; it may have arrived twice"))
    if row.why:
        fields.append(("Why", row.why))
    if draft is not None and draft.laid_at is not None:
        fields.append(("Draft", f"in {draft.folder} since {local(draft.laid_at, zone)}"))
    if draft is not None and draft.sent_as is not None:
        changed = "; its words were changed, and those below are what left" if draft.changed else ""
        fields.append(("Sent as", f"message {draft.sent_as} (mailflow message show {draft.sent_as}){changed}"))
    return fields
