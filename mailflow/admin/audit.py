"""``mailflow audit``: is the record what was written?"""

from __future__ import annotations

from mailflow.admin.asked import Asked, Failure, group, pass_asked
from mailflow.admin.terminal import say, say_json


@group("audit")
def audit() -> None:
    """The event log: does its chain hold?"""


@audit.command("verify")
@pass_asked
def verify(asked: Asked) -> None:
    """Walk the hash chain of the event log, tell every case anew from its events, and say where it breaks.

    What it cannot see is a whole record that was written anew: keep the last hash somewhere else from time to time.
    """
    from mailflow.admin.record import open_record
    from mailflow.admin.watched import verified

    broken, told = [], []
    with open_record(asked) as record, record.store.reading() as reader:
        for one in record.chosen:
            found = verified(reader, one.code, "Nothing was changed. Begin again at any time: mailflow audit verify")
            _, last = reader.chain_end(one.code)
            told.append(
                {
                    "organisation": one.code,
                    "sound": found.is_sound,
                    "events": found.events,
                    "erased": found.erased,
                    "blackened": found.blackened,
                    "broken_at": found.broken_at,
                    "case": found.case,
                    "why": found.why or None,
                    "last_hash": last.hex(),
                }
            )
            if not found.is_sound:
                broken.append(f"{one.code}: {found.why}. Keep this database as it is, and compare it with a backup.")
            elif not asked.json:
                say(f"{one.code}: {found.events} events, each follows the one before it. Last hash: {last.hex()}")
    if asked.json:
        say_json(told)
    if broken:
        raise Failure("\n".join(broken))
