"""Counting time: the edges of each unit, the proof, and the way back from JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from mailflow.core.days import Calendar, DueDate, Duration, Skipped, Unit, long_date

LONDON = ZoneInfo("Europe/London")
PLAIN = Calendar(zone="Europe/London")
CHRISTMAS = Calendar(
    zone="Europe/London",
    holidays={
        date(2026, 12, 24): "closed",
        date(2026, 12, 25): "Christmas Day",
        date(2026, 12, 26): "Boxing Day",
        date(2026, 12, 28): "Boxing Day (substitute day)",
        date(2027, 1, 1): "New Year's Day",
    },
)


def london(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def last_day(start: datetime, within: str, calendar: Calendar = PLAIN) -> date:
    return calendar.due(start, Duration.parse(within), "X-1").due_on


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("28 working days", Duration(n=28, unit=Unit.WORKING_DAYS)),
        ("1 working day", Duration(n=1, unit=Unit.WORKING_DAYS)),
        (" 1  Week ", Duration(n=1, unit=Unit.WEEKS)),
        ("48 hours", Duration(n=48, unit=Unit.HOURS)),
        ("3 months", Duration(n=3, unit=Unit.MONTHS)),
        ("5 years", Duration(n=5, unit=Unit.YEARS)),
        ("10 days", Duration(n=10, unit=Unit.DAYS)),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, duration: Duration) -> None:
    assert Duration.parse(text) == duration


@pytest.mark.parametrize(
    "text", ["", "week", "1", "two weeks", "-1 days", "1.5 hours", "3 fortnights", "1 week 2 days"]
)
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="28 working days"):
        Duration.parse(text)


@pytest.mark.parametrize("text", ["0 days", "1000 days", "999999999 years"])
def test_a_duration_that_nobody_can_mean_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="from 1 to 999"):
        Duration.parse(text)


@given(st.integers(1, 999), st.sampled_from(Unit))
def test_a_duration_reads_back_from_its_own_words(n: int, unit: Unit) -> None:
    duration = Duration(n=n, unit=unit)
    assert Duration.parse(str(duration)) == duration


def test_one_of_a_unit_is_written_in_the_singular() -> None:
    assert str(Duration.parse("1 weeks")) == "1 week"
    assert str(Duration.parse("2 working day")) == "2 working days"


def test_day_one_is_the_day_after_receipt() -> None:
    assert last_day(london(2026, 11, 2), "5 days") == date(2026, 11, 7)


def test_the_last_second_of_the_last_day_is_in_time() -> None:
    assert PLAIN.due(london(2026, 7, 1), Duration.parse("5 days"), "").due_at == datetime(
        2026, 7, 6, 22, 59, 59, tzinfo=UTC
    )


def test_a_receipt_just_before_midnight_counts_from_that_day() -> None:
    assert last_day(london(2026, 7, 1, 23, 59), "1 week") == date(2026, 7, 8)


def test_a_receipt_just_after_midnight_counts_from_the_new_day_although_utc_is_a_day_behind() -> None:
    at = london(2026, 7, 2, 0, 1)
    assert at.astimezone(UTC).date() == date(2026, 7, 1)
    assert last_day(at, "1 week") == date(2026, 7, 9)


def test_weeks_end_on_the_same_weekday() -> None:
    assert last_day(london(2026, 11, 2), "4 weeks") == date(2026, 11, 30)


def test_hours_are_elapsed_hours_when_the_clocks_go_forward() -> None:
    due = PLAIN.due(london(2026, 3, 28, 16, 40), Duration.parse("48 hours"), "LF-2.2")
    assert due.due_at.astimezone(LONDON).replace(tzinfo=None) == datetime(2026, 3, 30, 17, 40)
    assert "the clocks change" in due.proof()


def test_hours_are_elapsed_hours_when_the_clocks_go_back() -> None:
    due = PLAIN.due(london(2026, 10, 24, 16, 40), Duration.parse("48 hours"), "LF-2.2")
    assert due.due_at - due.anchor_at == timedelta(hours=48)
    assert due.proof() == (
        "48 hours from Saturday 24 October 2026 (16:40): Monday 26 October 2026, 15:40 (the clocks change in between)"
    )


def test_days_across_a_change_of_the_clocks_end_at_local_midnight() -> None:
    due = PLAIN.due(london(2026, 3, 27), Duration.parse("5 days"), "")
    assert due.due_at == datetime(2026, 4, 1, 22, 59, 59, tzinfo=UTC)


def test_a_month_after_the_thirty_first_ends_with_the_shorter_month() -> None:
    assert last_day(london(2027, 1, 31), "1 month") == date(2027, 2, 28)
    assert last_day(london(2028, 1, 31), "1 month") == date(2028, 2, 29)


def test_a_month_after_the_twenty_eighth_keeps_its_day() -> None:
    assert last_day(london(2027, 1, 28), "1 month") == date(2027, 2, 28)
    assert last_day(london(2026, 11, 30), "13 months") == date(2027, 12, 30)


def test_years_from_a_leap_day_end_on_the_last_of_february() -> None:
    assert last_day(london(2024, 2, 29), "5 years") == date(2029, 2, 28)
    assert last_day(london(2024, 2, 29), "4 years") == date(2028, 2, 29)


def test_working_days_begin_on_the_first_working_day_after_receipt() -> None:
    assert last_day(london(2026, 11, 27), "5 working days") == date(2026, 12, 4)
    assert last_day(london(2026, 11, 28), "5 working days") == date(2026, 12, 4)
    assert last_day(london(2026, 11, 30), "5 working days") == date(2026, 12, 7)


def test_working_days_pass_over_holidays_and_closure_days_and_say_so() -> None:
    due = CHRISTMAS.due(london(2026, 12, 22, 9, 5), Duration.parse("3 working days"), "CL-4.4a")
    assert due.due_on == date(2026, 12, 30)
    assert due.skipped == (
        Skipped(on=date(2026, 12, 24), why="closed"),
        Skipped(on=date(2026, 12, 25), why="Christmas Day"),
        Skipped(on=date(2026, 12, 26), why="Saturday"),
        Skipped(on=date(2026, 12, 27), why="Sunday"),
        Skipped(on=date(2026, 12, 28), why="Boxing Day (substitute day)"),
    )
    assert due.proof() == (
        "3 working days from Tuesday 22 December 2026 (09:05), not counting Thursday 24 December (closed), "
        "Friday 25 December (Christmas Day), Saturday 26, Sunday 27 December, "
        "Monday 28 December (Boxing Day (substitute day)): Wednesday 30 December 2026"
    )


def test_other_units_count_holidays_like_any_day() -> None:
    assert last_day(london(2026, 12, 22), "1 week", CHRISTMAS) == date(2026, 12, 29)


def test_a_date_that_a_person_set_ends_at_its_last_second() -> None:
    due = PLAIN.until(date(2026, 12, 11), london(2026, 11, 27, 10), "LC-5.3", note="The witness is away.")
    assert due.due_at == datetime(2026, 12, 11, 23, 59, 59, tzinfo=UTC)
    assert due.proof() == ("Set on Friday 27 November 2026 (10:00) for Friday 11 December 2026. The witness is away.")


def test_the_second_working_day_before_a_monday_is_the_thursday() -> None:
    assert PLAIN.working_days_before(date(2026, 11, 30), 1) == date(2026, 11, 27)
    assert PLAIN.working_days_before(date(2026, 11, 30), 2) == date(2026, 11, 26)


def test_working_days_before_a_sunday_begin_with_the_friday() -> None:
    assert PLAIN.working_days_before(date(2026, 11, 29), 1) == date(2026, 11, 27)


def test_working_days_before_pass_over_holidays() -> None:
    assert CHRISTMAS.working_days_before(date(2026, 12, 29), 1) == date(2026, 12, 23)


def test_eight_in_the_morning_is_local() -> None:
    assert PLAIN.at_local(date(2026, 7, 1), 8) == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert PLAIN.at_local(date(2026, 12, 1), 8, 30) == datetime(2026, 12, 1, 8, 30, tzinfo=UTC)


def test_where_midnight_happens_twice_the_day_ends_with_the_second_one() -> None:
    # Paraguay until 2024: at midnight the clocks went back to 23:00 of the same day.
    asuncion = Calendar(zone="America/Asuncion")
    end = asuncion.end_of(date(2023, 3, 25))
    assert asuncion.day_of(end) == date(2023, 3, 25)
    assert asuncion.day_of(end + timedelta(seconds=1)) == date(2023, 3, 26)


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="has no offset"):
        PLAIN.due(datetime(2026, 11, 2), Duration.parse("1 week"), "")


def test_days_are_written_as_letters_show_them() -> None:
    assert long_date(date(2026, 12, 4)) == "Friday 4 December 2026"


@given(
    st.datetimes(datetime(2015, 1, 1), datetime(2045, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 60),
    st.sampled_from(Unit),
    st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
    st.sets(st.dates(date(2015, 1, 1), date(2046, 1, 1)), max_size=30),
)
def test_a_due_date_survives_json_and_keeps_its_promises(
    at: datetime, n: int, unit: Unit, zone: str, closed: set[date]
) -> None:
    calendar = Calendar(zone=zone, holidays=dict.fromkeys(closed, "closed"))
    due = calendar.due(at, Duration(n=n, unit=unit), "X-1")
    adapter = TypeAdapter(DueDate)
    assert adapter.validate_json(adapter.dump_json(due)) == due
    assert due.due_at > at
    assert long_date(due.due_on) in due.proof()
    if unit is Unit.HOURS:
        assert due.due_at - at == timedelta(hours=n)
    else:
        # One second later another day has begun, so the day was given in full.
        assert calendar.day_of(due.due_at + timedelta(seconds=1)) > due.due_on
    if unit is Unit.WORKING_DAYS:
        assert calendar.is_working(due.due_on)
        assert calendar.working_days_before(due.due_on, n) <= calendar.day_of(at)
        assert not any(calendar.is_working(each.on) for each in due.skipped)
        assert (due.due_on - calendar.day_of(at)).days == n + len(due.skipped)
