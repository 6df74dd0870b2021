"""Who vouches for a mail that bears the address of a member of staff: our server, else its domain's signature.

The signature is looked at before anything is locked, since a name server is asked; what was found stays on record with
the message, so that a second decision rests on the same look. Only a look that found out nothing is repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from mailflow.core.mail import InboundMessage
from mailflow.core.office import Office
from mailflow.core.provenance import Checked, Said, Seal, is_whole, server_says
from mailflow.flow.desk import Desk
from mailflow.mailbox.readers import Parsed
from mailflow.store import MessageRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """Whether a mail is beyond doubt its author's. ``unsure``: it might be found out later. ``because``: for people."""

    verified: bool
    unsure: bool = False
    because: str = ""


def look_at_signatures(
    desk: Desk, rows: Iterable[MessageRow], raws: Mapping[int, bytes], parsed: Mapping[int, Parsed]
) -> dict[int, Parsed]:
    """Return what was read of a batch, with a look at the signatures where one is called for."""
    asked = {}
    found = dict(parsed)
    for row in rows:
        one = parsed.get(row.id)
        if one is None or one.failure is not None or not _calls_for_a_look(desk.office, one.message):
            continue
        if row.checked is not None and row.checked.seal is not Seal.UNSURE:
            found[row.id] = replace(one, checked=row.checked)
        elif desk.nameserver is not None and row.id in raws and not row.truncated:
            asked[row.id] = desk.readers.submit_look(
                raws[row.id],
                domain=_domain(one.message),
                received_s=int(row.received_at.timestamp()),
                nameserver=desk.nameserver,
            )
    for id_, look in asked.items():
        found[id_] = replace(parsed[id_], checked=look.result())
    return found


def vouched(office: Office, message: InboundMessage, checked: Checked | None) -> Vouched:
    """Say whether a mail is its author's; where it is not staff's, or not whole, nobody asks."""
    if not _may_be_staffs(office, message):
        return Vouched(verified=False)
    said = server_says(message.trace, office.authserv_ids, _domain(message))
    if said is not Said.NOTHING:
        words = (
            "our mail server vouches for its sender" if said is Said.YES else "our mail server does not vouch for it"
        )
        return Vouched(verified=said is Said.YES, because=words)
    if checked is None:
        return Vouched(verified=False)
    return Vouched(verified=checked.seal is Seal.HOLDS, unsure=checked.seal is Seal.UNSURE, because=checked.because)


def _calls_for_a_look(office: Office, message: InboundMessage) -> bool:
    """Say whether a signature could tell what our server does not.

    It must be on a mail to us: what its author once wrote to somebody else, and that one sends on, was no word to us.
    """
    return (
        _may_be_staffs(office, message)
        and "dkim-signature" in message.headers
        and any(office.is_ours(one) for one in (*message.to, *message.cc))
        and server_says(message.trace, office.authserv_ids, _domain(message)) is Said.NOTHING
    )


def _may_be_staffs(office: Office, message: InboundMessage) -> bool:
    if message.sender is None or not message.sender_is_plain or not is_whole(message.headers):
        return False
    return office.officer(message.sender.address) is not None


def _domain(message: InboundMessage) -> str:
    return message.sender.key.rpartition("@")[2] if message.sender else ""
