"""``mailflow case erase``: destroying the record of one case before its time, because somebody may ask for that."""

from __future__ import annotations

from pathlib import Path

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Failure, command, pass_asked
from mailflow.admin.destroying import destroying
from mailflow.admin.terminal import say


@command("erase")
@click.argument("ref")
@click.option("--reason", required=True, help="Why, for the certificate; name nobody, it stays on record.")
@destroying
@pass_asked
def erase(asked: Asked, ref: str, reason: str, dry_run: bool, yes: bool, by: str, path: Path | None) -> None:
    """Destroy the record of one closed case, as mailflow retention purge does. It cannot be taken back.

    A case on hold and a safeguarding case are kept.
    """
    from mailflow.admin.change import ask
    from mailflow.admin.destroy import Condemned, destroy
    from mailflow.admin.record import open_record
    from mailflow.admin.retention import Policies, default_path, tell_destroyed
    from mailflow.core.retention import closed_since, why_kept

    now = clock.now()
    with open_record(asked) as record:
        with record.store.reading() as reader:
            chosen, case = record.case(reader, ref)
            why = why_kept(case) or reader.why_not_yet(chosen.code, case.ref)
            facts = [one.fact for one in reader.events(chosen.code, case.ref)]
            policy = Policies(chosen, reader)(case)
            messages = len(reader.traces(chosen.code, case.ref))
            letters = len(reader.letters(chosen.code, ref=case.ref))
        if why:
            raise Failure(f"The record of {case.ref} is kept: {why}.")
        closed_at = closed_since(one for one in facts if one is not None) or case.moved_at
        if not asked.json:
            say(f"Destroyed for good: {case.ref}, with {messages} messages and {letters} letters. Reason: {reason}")
        if dry_run:
            return
        if not yes:
            ask(may_go_unasked=False)
        target = path or default_path(chosen.code, now)
        condemned = Condemned(case=case, closed_at=closed_at, policy=policy, reason=reason)
        done = destroy(record, chosen, [condemned], target, by=by, now=now)
    tell_destroyed(asked, [(target, done)])
