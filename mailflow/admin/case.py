"""``mailflow case``: where each case stands."""

from __future__ import annotations

import click

from mailflow import clock
from mailflow.admin.asked import Asked, group, pass_asked
from mailflow.admin.case_erase import erase
from mailflow.admin.case_export import export
from mailflow.admin.case_list import list_
from mailflow.admin.case_new import new
from mailflow.admin.case_overrides import COMMANDS
from mailflow.admin.case_redact import redact
from mailflow.admin.terminal import say, say_json


@group("case")
def case() -> None:
    """Cases: where each stands, its dates with their proofs, what happened; and the admin's hand."""


for _one in (list_, new, *COMMANDS, export, redact, erase):
    case.add_command(_one)


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
