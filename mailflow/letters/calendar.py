"""The calendar file of an invitation (RFC 5545, RFC 5546), for one recipient: nobody reads in it who else was asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from mailflow.core.case import Meeting
from mailflow.core.mail import Address

#: Nobody says how long a meeting takes; a calendar shows something all the same.
_USUAL_LENGTH = timedelta(hours=1)
_TITLES = {"meeting": "Meeting", "mediation": "Mediation"}


def calendar_file(meeting: Meeting, *, ref: str, office: Address, to: Address, at: datetime) -> tuple[str, str, bytes]:
    """Return name, media type and bytes of the file.

    A changed meeting keeps its UID and counts its SEQUENCE up, so that a calendar replaces its entry; a cancelled one
    takes it out. Without a time it is an event of the whole day. The type names the method as the file does (RFC 6047
    section 2.4).

    Args:
        meeting: What is arranged.
        ref: The case, for the title: the file says no more of it.
        office: The organisation's name and the complaints mailbox, which organises.
        to: The one recipient.
        at: When the letter is written.
    """
    method = "CANCEL" if meeting.is_cancelled else "REQUEST"
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", at)
    if meeting.starts_at is None:
        event.add("dtstart", meeting.on)
        event.add("dtend", meeting.on + timedelta(days=1))
    else:
        event.add("dtstart", meeting.starts_at)
        event.add("dtend", meeting.starts_at + _USUAL_LENGTH)
    event.add("summary", f"{_TITLES.get(meeting.kind, 'Meeting')} about {ref}")
    if meeting.place:
        event.add("location", meeting.place)
    event.add("organizer", _person(office))
    event.add("attendee", _attendee(to))
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    event.add("class", "CONFIDENTIAL")
    calendar = Calendar()
    calendar.add("prodid", "-//mailflow//complaints//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return f"{meeting.kind}.ics", f"text/calendar; method={method}; charset=utf-8", calendar.to_ical()


def _person(who: Address) -> vCalAddress:
    found = vCalAddress(f"mailto:{who.address}")
    if name := " ".join(who.name.replace('"', "'").split()):
        found.params["CN"] = vText(name)
    return found


def _attendee(to: Address) -> vCalAddress:
    # No button to press: whether somebody comes is to be said in a letter, which a person reads.
    person = _person(to)
    person.params["ROLE"] = vText("REQ-PARTICIPANT")
    person.params["PARTSTAT"] = vText("NEEDS-ACTION")
    person.params["RSVP"] = vText("FALSE")
    return person
