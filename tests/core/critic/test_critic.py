"""The critic: what it says of the five policies by heart, and of small policies that are doubtful in one thing each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from mailflow.core.critic import PolicyWarning, warnings
from mailflow.core.days import Calendar
from mailflow.core.law import Law
from mailflow.core.policy import Policy
from mailflow.policies import calendar_for, laws, load

TODAY = date(2026, 11, 2)


def of(name: str, *law: str, today: date = TODAY) -> list[PolicyWarning]:
    calendar = calendar_for("Europe/London", "GB-ENG")
    return list(warnings(load(name).policy, laws(law), today, calendar))


def small(**change: Any) -> Policy:
    """A policy of two stages about which nothing is to be said, changed in what a test is about."""
    first: dict[str, Any] = {
        "id": "one", "title": "One", "handlers": ["officer"], "opens_by_email": True,
        "acknowledge": {"within": "5 days", "source": "A-1"}, "respond": [{"within": "28 days", "source": "A-2"}],
        "appeal": {"to": "two", "within": "10 days", "source": "A-3", "keywords": ["appeal", "review"]},
    }  # fmt: skip
    second: dict[str, Any] = {
        "id": "two", "title": "Two", "handlers": ["chair"], "respond": [{"within": "28 days", "source": "A-4"}],
    }  # fmt: skip
    clause = {"says": "…", "by": "acts", "does": "…"}
    table: dict[str, Any] = {
        "name": "small", "title": "Small", "organisation": "Small", "edition": "1",
        "roles": {"officer": {"title": "Officer"}, "chair": {"title": "Chair"}},
        "stages": [{**first, **change.pop("one", {})}, {**second, **change.pop("two", {})}, *change.pop("more", [])],
        "clauses": {f"A-{n}": clause for n in range(1, 9)},
    }  # fmt: skip
    return Policy.model_validate(table | change)


def said(policy: Policy, *law: Law, today: date = TODAY) -> list[str]:
    return [str(one) for one in warnings(policy, law, today)]


def test_there_is_nothing_to_say_of_a_sound_policy() -> None:
    assert said(small()) == []


def test_cl_4_4b_28_working_days_are_more_than_the_28_days_of_the_early_years_framework() -> None:
    (found,) = [one for one in of("childrens-links", "eyfs") if "law" in one.says]
    assert found.clauses == ("CL-4.4b",)
    # Counted by hand: 20 working days to 30 November, 8 more to 10 December.
    assert "a complaint of Monday 2 November 2026 is due by Thursday 10 December 2026 here" in found.says
    assert "and by Monday 30 November 2026 there" in found.says
    assert "always earlier" in found.says


def test_bb_2_2_28_days_are_the_28_days_of_the_law() -> None:
    assert not [one for one in of("big-bums-little-bums", "eyfs") if "law" in one.says]


def test_one_week_is_no_later_than_the_30_days_for_acknowledging_a_data_protection_complaint() -> None:
    assert not [one for one in of("libra-children-services", "data-protection-complaint") if "law" in one.says]


def test_ss_1_1_has_no_time_where_the_law_has_one() -> None:
    found = [one for one in of("stepping-stones", "eyfs") if "law" in one.says]
    assert [one.clauses for one in found] == [("SS-1.1",)]
    assert "sets no time for the answer for most complaints" in found[0].says


@pytest.mark.clause("SS-2.5")
def test_ss_2_5_where_the_chair_decided_stage_2_for_the_ceo_another_is_needed_for_stage_3() -> None:
    found = [one for one in of("stepping-stones") if "SS-2.5" in one.clauses]
    assert [one.about for one in found] == ["stage-3"]
    assert "where the complaint is about the Chief Executive Officer" in found[0].says


def test_ss_6_1_20_days_from_the_complaint_can_be_over_when_stage_2_begins() -> None:
    found = [one for one in of("stepping-stones") if "SS-6.1" in one.clauses]
    assert [one.about for one in found] == ["stage-2"]


@pytest.mark.clause("SS-7.1", "CL-7.1")
@pytest.mark.parametrize(
    ("name", "clause", "last_day"),
    [("stepping-stones", "SS-7.1", date(2022, 7, 26)), ("childrens-links", "CL-7.1", date(2027, 11, 1))],
)
def test_a_review_is_overdue_on_the_day_after_its_last_day_and_not_before(
    name: str, clause: str, last_day: date
) -> None:
    assert not [one for one in of(name, today=last_day) if one.about == "review"]
    (found,) = [one for one in of(name, today=last_day.replace(day=last_day.day + 1)) if one.about == "review"]
    assert found.clauses == (clause,)


@pytest.mark.parametrize(
    ("name", "clauses"),
    [
        ("big-bums-little-bums", {"BB-2.1", "BB-3.1"}),
        ("childrens-links", {"CL-4.4c", "CL-4.4d"}),
        ("libra-children-services", set()),
        ("little-footsteps", {"LF-6.2"}),
        ("stepping-stones", {"SS-2.1"}),
    ],
)
def test_appeals_without_a_window_are_named(name: str, clauses: set[str]) -> None:
    assert {one.clauses[0] for one in of(name) if "has no window" in one.says} == clauses


TWICE = {"instead": ["chair"], "title": "Officer"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"one": {"acknowledge": {"within": "5 weeks", "source": "A-1"}}}, "one (A-1, A-2): the acknowledgement is"),
        ({"one": {"meet": {"within": "30 days", "source": "A-5"}}}, "one (A-5, A-2): the meeting is due"),
        (
            {"two": {"respond": [{"within": "28 days", "source": "A-4"}, {"within": "5 days", "source": "A-5"}]}},
            "two (A-4, A-5): an answer is due within 28 days and within 5 days",
        ),
        (
            {"two": {"respond": [{"within": "20 days", "source": "A-4", "counts_from": "complaint"}]}},
            "two (A-4, A-2): the answer is due within 20 days of the first complaint, but",
        ),
        ({"two": {"respond": []}}, "two: the policy sets no time for the answer"),
        ({"one": {"appeal": {"to": "two", "source": "A-3"}}}, "one (A-3): the appeal to two has no window"),
        ({"two": {"handlers": ["officer"]}}, "two: the Officer (officer) decides two, and decides one before it"),
        ({"roles": {"officer": TWICE, "chair": {"title": "Chair"}}}, "one before it (while the Officer is away)"),
        ({"conflict": "chair"}, "decides one before it (where the complaint is about the Officer)"),
        ({"one": {"reconsider": ["Appeal"]}}, 'one (A-3): our letter tells people to appeal by "appeal"'),
        ({"one": {"reconsider": ["review"]}}, 'one (A-3): "review" in a subject both appeals and asks'),
        (
            {"one": {"says": [{"text": "We ring within 3 days.", "source": "A-5"}]}},
            'one (A-5): the acknowledgement says "3 days"',
        ),
        (
            {"one": {"opens_on_subject": ["formal"]}, "two": {"opens_on_subject": ["Formal"]}},
            'two: a subject with "Formal" opens one, which stands before',
        ),
        (
            {"one": {"opens_by_email": False, "reached_by_staff": True}, "more": [
                {"id": "three", "title": "Three", "handlers": ["officer"], "opens_by_email": True,
                 "respond": [{"within": "5 days", "source": "A-6"}]}]},
            "two: nobody who writes gets here: it follows on one alone",
        ),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_said_with_its_clause(change: dict[str, Any], says: str) -> None:
    found = said(small(**change))
    assert [one for one in found if says in one], found


@pytest.mark.parametrize(
    "change",
    [
        {"one": {"acknowledge": {"within": "28 days", "source": "A-1"}}},
        {"two": {"respond": [{"within": "40 days", "source": "A-4", "counts_from": "complaint"}]}},
        {"one": {"says": [{"text": "We answer within 28 days.", "source": "A-5"}]}},
        {"review": {"every": "1 year", "last": "2026-11-02", "source": "A-8"}},
    ],
)
def test_what_is_just_right_is_not_doubted(change: dict[str, Any]) -> None:
    assert said(small(**change)) == []


def test_a_promise_of_a_clause_that_is_not_carried_out_yet_is_named_once_for_all_letters() -> None:
    sentence = [{"text": "We can help.", "source": "A-5"}]
    planned = {"A-5": {"says": "…", "by": "shows", "does": "…", "planned": "the help"}}
    policy = small(one={"says": sentence}, two={"says": sentence})
    changed = policy.model_copy(update={"clauses": {**policy.clauses, **small(clauses=_all(planned)).clauses}})
    (found,) = said(changed)
    assert found.startswith('one, two (A-5): a letter says "We can help."')
    assert "the help" in found


def _all(some: dict[str, Any]) -> dict[str, Any]:
    return {f"A-{n}": {"says": "…", "by": "acts", "does": "…"} for n in range(1, 9)} | some


def test_a_limit_that_is_later_on_some_days_only_says_on_how_many() -> None:
    law = laws(["eyfs"])[0]
    policy = small(one={"respond": [{"within": "1 month", "source": "A-2"}]})
    (found,) = said(policy, law)
    assert "earlier on 337 days of the coming year" in found  # of 366 all but 31 January and February's


def test_the_law_that_counts_the_day_of_receipt_ends_a_day_earlier() -> None:
    by_name = {one.name: one for one in laws()}
    calendar, at = Calendar(zone="Europe/London"), datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    assert by_name["data-protection-complaint"].due(calendar, at).due_on == date(2026, 12, 1)
    assert by_name["subject-access"].due(calendar, at).due_on == date(2026, 12, 2)
    assert by_name["eyfs"].due(calendar, at).due_on == date(2026, 11, 30)
    assert by_name["ofsted"].due(calendar, at).due_on == date(2026, 11, 16)
    assert by_name["lado"].due(calendar, at).due_on == date(2026, 11, 3)
    assert by_name["data-protection-complaint"].due(calendar, at).proof() == (
        "30 days from Monday 2 November 2026 (09:30): Tuesday 1 December 2026. The day of receipt is day 1."
    )


def test_a_time_that_cannot_begin_on_the_same_day_is_refused() -> None:
    law = laws(["lado"])[0].model_dump(by_alias=True)
    with pytest.raises(ValueError, match="is for a time of two or more days"):
        Law.model_validate({**law, "day_one": "same day"})
