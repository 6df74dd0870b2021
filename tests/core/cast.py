"""An office and its people for tests of the core: Libra's policy, or another of the five, without any server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache

from mailflow.core.case import Case, Complainant, Kind, Status
from mailflow.core.classify import Reading
from mailflow.core.mail import Address, InboundMessage
from mailflow.core.office import Office, Officer
from mailflow.core.thread import Answered
from mailflow.core.trigger import MessageArrived
from mailflow.policies import calendar_for, load

PERSON = Reading(as_=None, because="Nothing in it points to a machine.", acknowledge=True)
BORN = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)


@cache
def office(policy: str = "libra-children-services", require: str = "token", plain_reply: str = "relay") -> Office:
    """Return an office with one person for each role, named and addressed after it, and two more for a committee."""
    loaded = load(policy)
    return Office(
        code="LC",
        name="Libra",
        admin="admin@office.example",
        address="complaints@office.example",
        policy=loaded.policy,
        policy_digest=loaded.digest,
        calendar=calendar_for("Europe/London", "GB-ENG", (), range(2019, 2026)),
        staff=tuple(_people(loaded.policy.roles)),
        plain_reply=plain_reply,
        require=require,
    )


def _people(roles: Iterable[str]) -> Iterator[Officer]:
    for role in roles:
        name = role.replace("_", " ").title()
        yield Officer(name=name, address=f"{role}@office.example", roles=(role,))
        if role == "committee_member":
            for one in ("another", "third"):
                address = f"{one}_member@office.example"
                yield Officer(name=f"{one.title()} {name}", address=address, roles=(role,))


def case(ref: str = "LC-2020-0001", address: str | None = "p@mail.example") -> Case:
    """Return a case that has just begun, before any stage."""
    return Case(
        ref=ref,
        organisation="LC",
        policy="libra-children-services",
        edition="2025",
        policy_digest="d",
        kind=Kind.COMPLAINT,
        channel="email",
        complainant=Complainant(name="P", address=address),
        stage="stage-1",
        status=Status.OPEN,
        first_received_at=BORN,
        stage_since=BORN,
        moved_at=BORN,
    )


def mail(sender: str | None, subject: str = "", text: str = "", *references: str) -> InboundMessage:
    """Return a mail as the parser would give it."""
    return InboundMessage(
        sender=Address(address=sender) if sender else None,
        sender_is_plain=sender is not None,
        subject=subject,
        message_id="<theirs@client.example>",
        references=references,
        text=text,
    )


def arrived(
    message: InboundMessage, at: datetime, id_: int = 1, reading: Reading = PERSON, answers: Answered | None = None
) -> MessageArrived:
    """Return the trigger of a mail, read as what its text says."""
    return MessageArrived(
        id=id_,
        received_at=at,
        now=at,
        message=message,
        new_text=message.text,
        reading=reading,
        answers=answers,
        our_subjects=("[LC-2020-0001] Our answer to your complaint",),
    )


def notice(ref: str | None, to: str, kind: str = "handler-notice") -> Answered:
    """Return a letter of ours that a mail answers."""
    return Answered(letter=1, ref=ref, kind=kind, to=to, subject="A complaint is now with you", for_staff=True)
