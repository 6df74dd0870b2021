"""The calendar file of an invitation, read back as a calendar program reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy

import icalendar
import pytest

from mailflow.core.case import Meeting
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.mail import Address
from mailflow.letters.calendar import calendar_file
from mailflow.letters.composed import Composed, Envelope
from mailflow.letters.freeze import freeze, new_message_id

AT = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)
OFFICE = Address(address="complaints@office.example", name='Büro "Nord"')
FAMILY = Address(address="p@mail.example")
MEETING = Meeting(
    kind="meeting",
    uid="lc-2020-0001.stage-3.meeting@office.example",
    starts_at=datetime(2020, 12, 2, 10, tzinfo=UTC),
    on=date(2020, 12, 2),
    place="Room 2; first floor, left\r\nBEGIN:VALARM",
)


def read(meeting: Meeting) -> tuple[icalendar.Calendar, icalendar.Event]:
    _, _, octets = calendar_file(meeting, ref="LC-2020-0001", office=OFFICE, to=FAMILY, at=AT)
    calendar = icalendar.Calendar.from_ical(octets)
    assert isinstance(calendar, icalendar.Calendar)
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return calendar, event


def test_an_invitation_says_when_where_and_what_it_is_about_and_no_more() -> None:
    calendar, event = read(MEETING)
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (MEETING.uid, 0, "CONFIRMED")
    assert event.decoded("DTSTART") == MEETING.starts_at and event.decoded("DTSTAMP") == AT
    assert str(event["SUMMARY"]) == "Meeting about LC-2020-0001"
    assert str(event["LOCATION"]).splitlines()[0] == "Room 2; first floor, left"
    assert "DESCRIPTION" not in event


def test_the_text_of_a_place_makes_no_line_of_its_own() -> None:
    calendar, _ = read(MEETING)
    assert calendar.walk("VALARM") == []


def test_the_one_attendee_is_who_gets_it() -> None:
    _, event = read(MEETING)
    assert str(event["ATTENDEE"]) == "mailto:p@mail.example"
    assert str(event["ORGANIZER"]) == "mailto:complaints@office.example"
    assert event["ORGANIZER"].params["CN"] == "Büro 'Nord'"


def test_without_a_time_it_takes_the_whole_day() -> None:
    _, event = read(replace(MEETING, starts_at=None))
    assert event.decoded("DTSTART") == date(2020, 12, 2) and event.decoded("DTEND") == date(2020, 12, 3)


def test_a_change_counts_up_and_a_cancellation_takes_it_out() -> None:
    _, changed = read(replace(MEETING, sequence=1))
    calendar, gone = read(replace(MEETING, sequence=2, is_cancelled=True))
    assert (changed["SEQUENCE"], gone["SEQUENCE"]) == (1, 2) and changed["UID"] == gone["UID"]
    assert (calendar["METHOD"], gone["STATUS"]) == ("CANCEL", "CANCELLED")


@pytest.mark.parametrize(("is_cancelled", "method"), [(False, "REQUEST"), (True, "CANCEL")])
def test_the_letter_names_the_method_as_the_file_does(is_cancelled: bool, method: str) -> None:
    meeting = replace(MEETING, is_cancelled=is_cancelled)
    file = calendar_file(meeting, ref="LC-2020-0001", office=OFFICE, to=FAMILY, at=AT)
    raw = freeze(
        Composed(subject="Invitation", text="Hello", html="<p>Hello"),
        Envelope(
            letter_kind=LetterKind.MEETING_INVITATION,
            audience=Audience.COMPLAINANT,
            case_ref="LC-2020-0001",
            from_name="Office",
            from_address="complaints@office.example",
            to=FAMILY,
            message_id=new_message_id("office.example", bytes(16)),
            date=AT,
        ),
        files=(file,),
    )
    (part,) = message_from_bytes(raw, policy=policy.default).iter_attachments()
    assert part.get_content_type() == "text/calendar" and part.get_filename() == "meeting.ics"
    assert part.get_param("method") == method
    assert part.get_payload(decode=True) == file[2]
