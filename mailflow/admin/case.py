"""``mailflow case``: where each case stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mailflow import clock
from mailflow.admin.asked import Asked, group, pass_asked
from mailflow.admin.case_erase import erase
from mailflow.admin.case_export import export
from mailflow.admin.case_new import new
from mailflow.admin.case_overrides import COMMANDS
from mailflow.admin.terminal import brief, local, say, say_json, table

if TYPE_CHECKING:
    from mailflow.core.case import Case


@group("case")
def case() -> None:
    """Cases: where each stands, its dates with their proofs, what happened; and the admin's hand."""


for _one in (new, *COMMANDS, export, erase):
    case.add_command(_one)


@case.command("list")
@click.option("--open", "open_only", is_flag=True, help="Leave out closed cases.")
@pass_asked
def list_(asked: Asked, open_only: bool) -> None:
    """All cases, closed ones too, oldest first."""
    from mailflow.admin.case_object import listed
    from mailflow.admin.record import open_record
    from mailflow.core.case import Status
    from mailflow.store import next_due_at

    with open_record(asked) as record, record.store.reading() as reader:
        zones = {one.code: one.zone for one in record.chosen}
        found: list[Case] = [case for code in zones for case in reader.case_rows(code)]
    found = [one for one in found if not (open_only and one.status is Status.CLOSED)]
    found.sort(key=lambda one: (one.first_received_at, one.ref))
    if asked.json:
        say_json([listed(one) for one in found])
        return
    if not found:
        say("There are no cases.")
        return
    rows = [("REFERENCE", "RECEIVED", "STAGE", "STATUS", "OUTCOME", "NEXT DUE", "TAGS", "COMPLAINANT")]
    for one in found:
        zone = zones[one.organisation]
        who = one.complainant.name or one.complainant.address or "anonymous"
        rows.append(
            (
                *(one.ref, local(one.first_received_at, zone), one.stage, one.status.value),
                *(one.outcome.value if one.outcome else "-", local(next_due_at(one), zone)),
                *(", ".join(one.tags) or "-", brief(who, 40)),
            )
        )
    for line in table(rows):
        say(line)


@case.command("show")
@click.argument("ref")
@pass_asked
def show(asked: Asked, ref: str) -> None:
    """One case: people, dates with their proofs, messages, letters, events."""
    from mailflow.admin.case_object import whole
    from mailflow.admin.case_page import page
    from mailflow.admin.record import open_record

    with open_record(asked) as record, record.store.reading() as reader:
        chosen, found = record.case(reader, ref)
        told = whole(found, reader, clock.now())
        if asked.json:
            say_json(told)
            return
        for line in page(found, told, chosen.settings.organisation.name, chosen.zone):
            say(line)
