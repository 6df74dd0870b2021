"""A policy as data: what it answers, and what it refuses to be."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from mailflow.core.case import Outcome
from mailflow.core.days import Duration
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.policy import APPEAL_KEYWORDS, Policy
from mailflow.core.policy_terms import LetterWord, OutcomeWord
from tests.support.example_policy import example, problems


def test_an_email_opens_the_stage_that_says_so() -> None:
    stage, why = example().opening_stage("Late again")
    assert stage.id == "first"
    assert why == "a complaint by email opens first"


def test_a_word_in_the_subject_opens_a_later_stage() -> None:
    stage, why = example().opening_stage("My FORMAL complaint")
    assert stage.id == "second"
    assert '"formal"' in why


def test_a_part_of_a_word_in_the_subject_opens_nothing() -> None:
    assert example().opening_stage("An informal question, formally put")[0].id == "first"


def test_an_appeal_leads_to_the_next_stage_and_the_last_one_is_final() -> None:
    policy = example()
    following = policy.next_stage("first")
    assert following is not None
    assert following.id == "second"
    assert not policy.is_final("first")
    assert policy.next_stage("second") is None
    assert policy.is_final("second")


def test_a_stage_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(KeyError, match="first, second"):
        example().stage("third")


def test_an_appeal_has_the_policys_words_where_it_brings_none() -> None:
    appeal = example().stage("first").appeal
    assert appeal is not None
    assert appeal.keywords == ("appeal", "board")
    assert appeal.word == "appeal"
    assert example().keywords_at("second") == ("appeal", "board")


def test_an_appeal_keeps_its_own_words() -> None:
    policy = example(('to = "second"\n', 'to = "second"\nkeywords = ["again"]\n'))
    assert policy.keywords_at("first") == ("again",)


def test_without_any_words_the_usual_ones_hold() -> None:
    policy = example(('appeal_keywords = ["appeal", "board"]\n', ""))
    assert policy.keywords_at("first") == APPEAL_KEYWORDS


def test_a_role_chain_names_everybody_once_although_it_goes_in_a_circle() -> None:
    assert example().role_chain("clerk") == ("clerk", "deputy", "boss")
    assert example().role_chain("deputy") == ("deputy", "clerk", "boss")
    assert example().role_chain("nobody") == ("nobody",)


def test_a_complaint_about_a_role_goes_to_the_policys_place_for_it() -> None:
    policy = example(('title = "Clerk"\n', 'title = "Clerk"\nconflict = "deputy"\n'))
    assert policy.in_conflict("clerk") == "deputy"
    assert policy.in_conflict("deputy") == "boss"
    assert policy.in_conflict("boss") is None


def test_a_type_of_complaint_can_have_its_own_handler_and_limit() -> None:
    stage = example().stage("first")
    assert stage.handlers_for(None) == ("clerk",)
    assert stage.handlers_for("billing") == ("deputy",)
    assert [str(limit.within) for limit in stage.respond if limit.applies_to("billing")] == ["5 days", "2 days"]
    assert [str(limit.within) for limit in stage.respond if limit.applies_to(None)] == ["5 days"]


def test_parts_are_asked_for_by_outcome() -> None:
    stage = example().stage("second")
    assert [part.name for part in stage.parts_for("upheld")] == ["Reasons", "Apology"]
    assert [part.name for part in stage.parts_for("not-upheld")] == ["Reasons"]


def test_a_body_stands_only_in_the_letters_and_stages_that_name_it() -> None:
    policy = example()
    assert [body.id for body in policy.bodies_for("outcome", "second")] == ["watchdog"]
    assert policy.bodies_for("outcome", "first") == ()
    assert policy.bodies_for("acknowledgement", "second") == ()


def test_times_are_durations_and_sentences_are_texts() -> None:
    stage = example().stage("first")
    assert stage.acknowledge is not None
    assert stage.acknowledge.within == Duration.parse("1 week")
    assert stage.says == ("Help is at hand.",)


def test_the_words_for_outcomes_are_those_of_a_case() -> None:
    assert set(get_args(OutcomeWord)) == {outcome.value for outcome in Outcome}


def test_the_words_for_letters_are_those_that_we_send() -> None:
    assert set(get_args(LetterWord)) <= {kind.value for kind in LetterKind}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "second"', 'id = "first"', 'stages[first].id (line 31): two stages are called "first"'),
        ('to = "second"', 'to = "secnd"', 'to (line 28): "secnd" is no stage of this policy; did you mean "second"?'),
        ('to = "second"', 'to = "first"', 'leads back to "first"'),
        ('handlers = ["clerk"]', 'handlers = ["clark"]', 'handlers[1] (line 20): "clark" is no role of'),
        ('handlers = ["clerk"]', "handlers = []", "handlers (line 20): must not be empty"),
        ('instead = ["deputy"]', 'instead = ["depty"]', 'roles.clerk.instead[1] (line 9): "depty" is no role'),
        ('conflict = "boss"', 'conflict = "bos"', 'conflict (line 6): "bos" is no role'),
        ("opens_by_email = true\n", "", "an email opens no stage"),
        ('opens_on_subject = ["formal"]', "opens_by_email = true", "an email already opens an earlier stage"),
        ("billing = [", "biling = [", '"biling" is no type of complaint of this policy; did you mean "billing"?'),
        ('for_type = ["billing"]', 'for_type = ["b"]', '"b" is no type of complaint'),
        ('stages = ["second"]', 'stages = ["2nd"]', 'bodies[watchdog].stages[1] (line 47): "2nd" is no stage'),
        ('within = "5 days"', 'within = "5 dayz"', 'respond[1].within (line 23): "5 dayz" is not a length of time'),
        ('source = "X-2"\n[clauses', 'source = "X-3"\n[clauses', '"X-3" is no clause of this policy; did you mean'),
        ('by = "shows"', 'by = "show"', 'clauses.X-2.by (line 55): "show" is not known here; did you mean "shows"?'),
        ('letters = ["outcome"]', 'letters = ["outcomes"]', '"outcomes" is not known here; did you mean "outcome"?'),
        ('edition = "1"', "edition = 1", "edition (line 4): must be a text in quotes, not 1"),
        ('title = "Boss"', 'titel = "Boss"', 'roles.boss.titel (line 14): unknown key; did you mean "title"?'),
        ('title = "Boss"', 'titel = "Boss"', 'roles.boss.title (line 13): is missing; add a line'),
        ("opens_by_email = true", 'opens_by_email = "yes"', "opens_by_email (line 21): must be true or false"),
    ],
)  # fmt: skip
def test_a_policy_that_cannot_be_meant_is_refused_with_its_place(old: str, new: str, problem: str) -> None:
    assert any(problem in each for each in problems((old, new))), problems((old, new))


def test_every_problem_comes_in_one_go_and_in_the_order_of_lines() -> None:
    found = problems(
        ('to = "second"', 'to = "secnd"'),
        ('within = "5 days"', 'within = "soon"'),
        ('title = "Boss"', 'titel = "Boss"'),
    )
    assert [each.partition(" (line ")[2].partition(")")[0] for each in found] == ["13", "14", "23", "28"]


def test_a_stage_that_nothing_leads_to_is_refused_and_one_that_staff_open_is_not() -> None:
    lonely = (
        '[[stages]]\nid = "second"',
        '[[stages]]\nid = "lost"\ntitle = "L"\nhandlers = ["boss"]\n[[stages]]\nid = "second"',
    )
    assert any('nothing leads to the stage "lost"' in each for each in problems(lonely))
    assert example(lonely, ('title = "L"', 'title = "L"\nreached_by_staff = true')).stage("lost").title == "L"


@pytest.mark.parametrize(
    "data", [{}, {"stages": 1}, {"stages": [1, {"id": []}]}, {"roles": [], "stages": [{"appeal": 1}]}]
)
def test_tables_of_any_shape_are_refused_without_a_crash(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Policy.model_validate(data)


def form(text: str) -> tuple[str, str]:
    return "[[bodies]]\n", f"{text}\n[[bodies]]\n"


def test_a_policy_without_a_form_knows_the_usual_one_and_asks_nothing() -> None:
    assert [field.id for field in example().form.fields][:2] == ["full_name", "address"]
    assert example().form.asks == ()


def test_a_policy_lists_the_fields_of_its_own_form() -> None:
    policy = example(form('[form]\nfields = [{ id = "room", label = "Which room" }]'))
    assert [field.label for field in policy.form.fields] == ["Which room"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            '[form]\nfields = [{ id = "a", label = "A" }, { id = "a", label = "B" }]',
            'form.fields[a].id (line {}): two fields are called "a"; give this one a name of its own',
        ),
        (
            '[form]\nfields = [{ id = "a", label = "Name" }, { id = "b", label = "B", synonyms = ["name"] }]',
            '"name" is a label of "a" already; leave it to one of them, or give one a section',
        ),
        (
            '[form]\nasks = [{ text = "what", fields = ["descriptoin"], source = "X-1" }]',
            '"descriptoin" is no field of this form; did you mean "description"?',
        ),
        ('[form]\nasks = [{ text = "what", source = "X-9" }]', '"X-9" is no clause of this policy'),
        ('[form]\nasks_at = ["frist"]', '"frist" is no stage of this policy; did you mean "first"?'),
        ('[form]\nasking = ["first"]', "form.asking (line {}): unknown key"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_with_its_place(text: str, what: str) -> None:
    (problem,) = problems(form(text))
    assert re.search(re.escape(what).replace(re.escape("{}"), r"\d+"), problem)


def test_one_label_can_stand_in_two_sections_of_a_form() -> None:
    fields = '{ id = "a", label = "Name" }, { id = "b", label = "Name", section = "Declaration" }'
    assert len(example(form(f"[form]\nfields = [{fields}]")).form.fields) == 2
