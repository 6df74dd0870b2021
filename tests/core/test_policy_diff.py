"""What another policy would change is said in sentences, and nothing that differs is passed over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mailflow.core.days import Calendar
from mailflow.core.policy import Policy
from mailflow.core.policy_diff import differences
from mailflow.policies import available, load
from tests.core.critic.test_critic import small

CALENDAR = Calendar(zone="Europe/London", holidays={date(2026, 12, 25): "Christmas Day"})


def said(old: Policy, new: Policy) -> list[str]:
    return [f"{one.about}: {one.says}" for one in differences(old, new, date(2026, 11, 2), CALENDAR)]


@pytest.mark.parametrize("name", available())
def test_a_policy_does_not_differ_from_itself(name: str) -> None:
    assert said(load(name).policy, load(name).policy) == []


def answer(within: str) -> dict[str, Any]:
    return {"one": {"respond": [{"within": within, "source": "A-2"}]}}


def appeal(**change: Any) -> dict[str, Any]:
    table = {"to": "two", "within": "10 days", "source": "A-3", "keywords": ["appeal", "review"], **change}
    return {"one": {"appeal": {key: value for key, value in table.items() if value is not None}}}


ROLES: dict[str, Any] = {"officer": {"title": "Officer"}, "chair": {"title": "Chair"}}
WAS = "instead of within 28 days (A-2)"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (answer("20 days"), f"one: the answer is due within 20 days (A-2) {WAS} (shorter)"),
        (answer("29 days"), f"one: the answer is due within 29 days (A-2) {WAS} (longer)"),
        (answer("4 weeks"), f"one: the answer is due within 4 weeks (A-2) {WAS} (the same day always)"),
        (answer("20 working days"), f"one: the answer is due within 20 working days (A-2) {WAS} (longer on some"),
        ({"one": {"respond": []}}, "one: the answer is due no longer within 28 days (A-2)"),
        ({"one": {"acknowledge": None}}, "one: receipt is acknowledged no longer within 5 days (A-1)"),
        ({"two": {"meet": {"within": "9 days", "source": "A-5"}}}, "two: the meeting takes place within 9 days (A-5)"),
        (appeal(within="9 days"), "one: people can appeal within 9 days instead of within 10 days (shorter)"),
        (appeal(within=None), "one: people can appeal without a limit instead of within 10 days"),
        (appeal(keywords=["review"]), 'one: the letter tells people to appeal by "review" instead of "appeal"'),
        (appeal(keywords=["appeal", "again"]), 'one: an appeal word of this stage that is gone: "review"'),
        ({"one": {"appeal": None}, "two": {"opens_on_subject": ["formal"]}}, "one: nobody can appeal to two any more"),
        ({"two": {"handlers": ["officer"]}}, "two: it is handled by the Officer instead of the Chair"),
        ({"two": {"opens_on_subject": ["formal"]}}, 'two: a subject word that begins here that is new: "formal"'),
        ({"two": {"parts": [{"name": "Reasons", "source": "A-5"}]}}, 'two: the answer has a new part "Reasons"'),
        ({"two": {"subject_mark": "Private"}}, "two: subject_mark is otherwise"),
        ({"roles": {**ROLES, "officer": {"title": "Head"}}}, "roles: officer is called Head instead of Officer"),
        (
            {"roles": {**ROLES, "officer": {"title": "Officer", "instead": ["chair"]}}},
            "roles: while the Officer is away, it falls to the Chair, of which nothing was said",
        ),
        ({"conflict": "chair"}, "policy: a complaint about its handler goes to the Chair, of which nothing was said"),
        ({"retention": {"keep": "5 years", "source": "A-8"}}, "policy: records are kept for 5 years"),
        ({"close_after": "2 months"}, "policy: where an appeal has no window, a case is closed 2 months after"),
        ({"copies": [{"role": "chair", "on": ["opened"], "source": "A-7"}]}, "copies: the Chair is told when"),
        ({"more": [{"id": "three", "title": "Three", "handlers": ["chair"], "opens_on_subject": ["third"]}]},
         'three: there is a new stage "Three": the Chair, to answer without a time'),
        (
            {"bodies": [{"id": "b", "name": "Body", "contact": ["x"], "letters": ["outcome"], "source": "A-6"}]},
            "letters: Body is named in the letters outcome",
        ),
        ({"reminders": ["1 week"]}, "policy: staff are reminded 1 week before a date instead of 2 working days"),
        ({"reminders": []}, "policy: staff are reminded only of what was missed instead of 2 working days"),
        ({"escalation": {"off": True}}, "policy: a promise not kept is told to the role above never instead of"),
        ({"two": {"question": {"pauses": True, "waits": "2 weeks", "source": "A-5"}}},
         "two: a question to the complainant stops the clock until its answer, which is waited for 2 weeks"),
        ({"two": {"extend": {"at_most": "4 weeks", "source": "A-5"}}}, "two: the answer is put off by at most 4 weeks"),
        ({"two": {"interim": {"source": "A-5"}}}, "two: the complainant is told that the answer is late 1 working day"),
        ({"two": {"escalate_to": "officer"}}, "two: of a promise not kept hears the Officer, of which nothing was"),
        ({"two": {"source": "A-8"}}, "policy: nothing but the clauses that its rules refer to"),
    ],
)  # fmt: skip
def test_a_change_is_said(change: dict[str, Any], says: str) -> None:
    found = said(small(), small(**change))
    assert [one for one in found if one.startswith(says)], found


def test_a_stage_that_is_gone_or_elsewhere_is_said() -> None:
    third: dict[str, Any] = {"id": "three", "title": "Three", "handlers": ["chair"], "opens_on_subject": ["third"]}
    assert said(small(more=[third]), small()) == ['three: there is no stage "Three" any more']
    first_last = small(more=[third])
    turned = first_last.model_copy(update={"stages": (first_last.stages[2], *first_last.stages[:2])})
    assert said(first_last, turned) == ["stages: they come in another order: three, one, two"]
