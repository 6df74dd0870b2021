"""``mailflow reconcile``: a certificate that every message which the mailbox held is accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailflow import clock
from mailflow.admin.asked import Asked, Failure, command, pass_asked
from mailflow.admin.progress import progress
from mailflow.admin.terminal import local, say, say_json

if TYPE_CHECKING:
    from mailflow.admin.record import Chosen
    from mailflow.flow.reconcile import Account
    from mailflow.store import Store

_SAID = (
    ("filed", "filed on a case"),
    ("pen", "put before a person in the holding pen"),
    ("machine", "machine mail"),
    ("duplicate", "another delivery of the same mail"),
    ("answered", "on no case, and answered"),
)


@command("reconcile")
@pass_asked
def reconcile(asked: Asked) -> None:
    """Account for every message that the mailbox has held since the start; exit status 1 where one is unexplained.

    The daemon does the same once a day and tells the admin.
    """
    from mailflow.admin.record import open_record
    from mailflow.store import Sign

    now = clock.now()
    with open_record(asked) as record:
        found = [(chosen, _of(record.store, chosen)) for chosen in record.chosen]
        with record.store.writing() as writer:
            for chosen, one in found:
                # What lies in the INBOX alone is only not read yet.
                lost = sum(left.message is not None for left in one.unexplained)
                writer.give_sign(chosen.code, Sign.RECONCILED, now, {"unexplained": lost})
    if asked.json:
        say_json(
            [
                {
                    "organisation": chosen.code,
                    "at": now,
                    "since": one.since.isoformat(),
                    "messages": one.total,
                    **{name: one.explained.get(name, 0) for name, _ in _SAID},
                    "unexplained": [
                        {"message": left.message, "uid": left.uid, "received_at": left.received_at, "why": left.why}
                        for left in one.unexplained
                    ],
                }
                for chosen, one in found
            ]
        )
    problems = []
    for chosen, one in found:
        if not asked.json:
            _tell(chosen, one, local(now, chosen.zone))
        if number := len(one.unexplained):
            problems.append(
                f"{chosen.code}: {number} unexplained. mailflow run reads what is not decided yet; of any other see "
                "mailflow message show ID --explain, and tell us."
            )
    if problems:
        raise Failure("\n".join(problems))


def _tell(chosen: Chosen, one: Account, at: str) -> None:
    number = f"{one.total} message{'' if one.total == 1 else 's'}"
    say(f"{chosen.code}: the mailbox held {number} from {one.since} to {at}.")
    for name, said in _SAID:
        if one.explained.get(name):
            say(f"  {one.explained[name]:6} {said}")
    say(f"  {len(one.unexplained):6} unexplained")
    for left in one.unexplained:
        which = f"UID {left.uid}" if left.message is None else f"message {left.message}"
        say(f"         {which}, {local(left.received_at, chosen.zone)}: {left.why}")


def _of(store: Store, chosen: Chosen) -> Account:
    from mailflow.flow.reconcile import INBOX
    from mailflow.flow.reconcile import reconcile as account
    from mailflow.mailbox.imap import ImapMailbox
    from mailflow.policies import calendar_for

    own, box = chosen.settings.organisation, chosen.settings.mailbox
    place = f"{box.imap.user or ''}@{box.imap.host}/{INBOX}"
    stopped = "Nothing was changed. Begin again at any time: mailflow reconcile"
    with ImapMailbox(box.imap) as mailbox, progress("Accounting for messages", None, stopped) as step:
        return account(store, mailbox, chosen.code, box.since, place, calendar_for(own.time_zone, own.region), step)
