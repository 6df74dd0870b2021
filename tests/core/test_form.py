"""A complaints form typed into a mail: any order, any layout, answers over several lines; and what is no form."""

from __future__ import annotations

import random
import time

import pytest

from mailflow.core.form import find_form, match_form
from mailflow.core.form_terms import Form
from mailflow.policies import available, load

FORM = load("libra-children-services").policy.form
ANSWERS = {
    "full_name": "Jo Parent",
    "address": "5 High Street\nLuton LU1 1AA",
    "email": "jo@mail.example",
    "telephone": "01582 000000",
    "preferred_contact": "Email",
    "relationship": "Parent",
    "incident_date": "Friday 30 October 2026",
    "staff_involved": "Sam and another worker",
    "description": "The handover was late.\n\nIt was raining: hard.\nNobody rang.",
    "why_concern": "He was in tears.",
    "previous_attempts": "I spoke to the Duty Lead.",
    "evidence_attached": "Yes",
    "evidence_type": "Messages",
    "desired_outcome": "Be on time.\n\nSay sorry.",
}
LABELS = {field.id: field.label for field in FORM.fields if field.id in ANSWERS}


def typed(layout: str, names: list[str]) -> str:
    return "\n\n".join(layout.format(n=n, label=LABELS[name], answer=ANSWERS[name]) for n, name in enumerate(names, 1))


@pytest.mark.clause("LC-10.1")
@pytest.mark.parametrize(
    "layout",
    [
        "{label}: {answer}",
        "{label}:\n{answer}",
        "{label}\n{answer}",
        "{label}\n\n{answer}",
        "{label}\t{answer}",
        "{n}. {label}: {answer}",
        "({n}) {label}\n{answer}",
        "Q{n}: {label}?\n{answer}",
        "*{label}:* {answer}",
        "**{label}**\n{answer}",
        "- {label} - {answer}",
        "{label} ........ {answer}",
        "{label} = {answer}",
        "{label}       {answer}",
    ],
)
def test_every_field_is_found_in_any_layout_and_order(layout: str) -> None:
    names = list(ANSWERS)
    for seed in range(5):
        assert match_form(FORM, (), typed(layout, names)) == ANSWERS
        random.Random(seed).shuffle(names)


def test_capitals_and_punctuation_do_not_matter() -> None:
    text = "FULL NAME - Jo\nstaff involved, if known: Sam\nWHY THIS CAUSED CONCERN?\nIt rained."
    assert match_form(FORM, (), text) == {"full_name": "Jo", "staff_involved": "Sam", "why_concern": "It rained."}


def test_a_label_that_is_wrapped_is_one_label() -> None:
    text = "Previous attempts to resolve the\nissue informally: none\nFull\nName: Jo"
    assert match_form(FORM, (), text) == {"previous_attempts": "none", "full_name": "Jo"}


def test_a_label_that_begins_a_longer_one_is_not_taken_for_it() -> None:
    text = "Telephone:\nPreferred method of contact: Email\nName:\nJo"
    assert match_form(FORM, (), text) == {"preferred_contact": "Email", "full_name": "Jo"}


@pytest.mark.parametrize("answer", ["Email", "Telephone", "by phone", "Email or telephone"])
def test_a_preferred_way_of_contact_is_an_answer_although_it_is_a_label(answer: str) -> None:
    text = f"Full name: Jo\nPreferred method of contact\n{answer}\nTelephone\n01582\nEmail\njo@mail.example"
    assert match_form(FORM, (), text)["preferred_contact"] == answer
    assert match_form(FORM, (), text)["email"] == "jo@mail.example"


def test_a_preferred_way_of_contact_that_is_left_blank_takes_no_label() -> None:
    text = "Full name: Jo\nPreferred method of contact\nEmail\njo@mail.example\nTelephone: 01582"
    assert match_form(FORM, (), text) == {"full_name": "Jo", "email": "jo@mail.example", "telephone": "01582"}


def test_a_table_drawn_with_bars_is_read() -> None:
    text = "| Item | Information Required |\n|---|---|\n| Full Name | Jo |\n| Type of evidence | Notes |\n"
    assert match_form(FORM, (), text) == {"full_name": "Jo", "evidence_type": "Notes"}


def test_an_empty_column_of_a_page_shifts_no_answer_into_it() -> None:
    header = "   Name                    Signature               Date"
    text = f"Evidence attached: No\n{header}\n   Jo Parent                                       3 November"
    found = match_form(FORM, (), f"Section Five. Declaration\n{text}")
    assert found == {"evidence_attached": "No", "declaration_name": "Jo Parent", "declaration_date": "3 November"}


def test_what_the_blank_form_prints_is_no_answer() -> None:
    text = (
        "Full Name: Jo\nRelationship to the child using the service: Parent, carer, referrer, professional, other\n"
        "Evidence attached (Yes or No): Yes or No\nType of evidence: ______\nSection Four. Desired Outcome\n"
        "Please tell us what outcome you believe would\nresolve your concern.\nStaff involved (if known): Sam"
    )
    found = find_form(FORM, text)
    assert found is not None
    assert found.fields == {"full_name": "Jo", "staff_involved": "Sam"}
    assert found.blank == ("relationship", "evidence_attached", "evidence_type")


def test_an_answer_behind_the_printed_choices_is_the_answer() -> None:
    text = "Full name: Jo\nRelationship to the child: Parent, carer, referrer, professional, other: grandmother"
    assert match_form(FORM, (), text)["relationship"] == "grandmother"


@pytest.mark.parametrize("boxes", ["[x] Yes [ ] No", "Yes ☒ No ☐", "☑ Yes\n☐ No", "(X) Yes ( ) No"])
def test_the_box_that_is_ticked_is_the_answer(boxes: str) -> None:
    assert match_form(FORM, (), f"Full name: Jo\nEvidence attached: {boxes}")["evidence_attached"] == "Yes"


def test_no_ticked_box_is_no_answer() -> None:
    assert "evidence_attached" not in match_form(FORM, (), "Full name: Jo\nEvidence attached: [ ] Yes [ ] No")


def test_the_name_of_the_declaration_is_not_the_name_of_the_person() -> None:
    text = (
        "Section Five. Declaration\nName: J. Parent\nDate: 3 November\nSection One\nName: Jo\nPreferred contact: post"
    )
    assert match_form(FORM, (), text) == {
        "declaration_name": "J. Parent",
        "declaration_date": "3 November",
        "full_name": "Jo",
        "preferred_contact": "post",
    }


def test_a_letter_around_the_form_is_no_answer() -> None:
    text = (
        "Dear Sir or Madam,\nplease find my form below.\n\nFull name: Jo\nTelephone: 01582\n\nI wrote in haste.\n\n"
        "Desired outcome: a call\n\nKind regards,\nJo\nSent from my iPhone"
    )
    found = find_form(FORM, text)
    assert found is not None
    assert found.fields == {"full_name": "Jo", "telephone": "01582", "desired_outcome": "a call"}
    assert "I wrote in haste." in found.rest
    assert "please find my form below." in found.rest


def test_a_thank_you_within_an_answer_ends_nothing() -> None:
    text = "Full name: Jo\nDescription of what happened: I said\nThank you\n" + "and then it rained\n" * 8
    assert match_form(FORM, (), text)["description"].endswith("and then it rained")


def test_a_label_that_comes_again_is_part_of_an_answer() -> None:
    text = "Full name: Jo\nDescription of what happened: they wrote\nEvidence attached: None\nEvidence attached: what?"
    assert match_form(FORM, (), text)["evidence_attached"] == "None\nEvidence attached: what?"


def test_a_second_form_begins_where_the_first_label_comes_again() -> None:
    text = "Full name: Jo\nDesired outcome: a call\n\nFull name: Kim\nDesired outcome: a letter"
    assert match_form(FORM, (), text) == {
        "full_name": "Jo",
        "desired_outcome": "a call",
        "full_name_2": "Kim",
        "desired_outcome_2": "a letter",
    }


def test_fields_of_a_document_and_text_beside_it_are_one_form() -> None:
    assert match_form(FORM, [("FullName", "Jo"), ("desired_outcome", "a call")], "Please see my form.") == {
        "full_name": "Jo",
        "desired_outcome": "a call",
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It was late. What happened? Nobody knows. Why?",
        "Hello,\nit was late.\n--\nJo Parent\nTel: 01582\nEmail: jo@mail.example\nAddress: 5 High Street",
        "Date: 3 November\nDescription: a feed\nName: x",
        "What happened:\nIt was late.",
        "Full name:\nDesired outcome:\nType of evidence:",
    ],
)
def test_ordinary_mail_and_blank_forms_are_no_form(text: str) -> None:
    assert find_form(FORM, text) is None


@pytest.mark.clause("LF-2.1")
@pytest.mark.parametrize("name", available())
def test_every_policy_knows_the_usual_form(name: str) -> None:
    text = "Name: Jo\nDate of incident: Friday\nWhat happened: it was late\nDesired outcome: a call"
    assert match_form(load(name).policy.form, (), text) == {
        "full_name": "Jo",
        "incident_date": "Friday",
        "description": "it was late",
        "desired_outcome": "a call",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Full name: " * 40_000,
        "Desired outcome\n" * 30_000,
        "Name\tDesired outcome\n" * 20_000,
        "Desired outcome: " + "[ ] " * 100_000,
        "Relationship to the child\n" * 20_000,
        "Desired outcome:" + "\n" * 400_000,
    ],
)
def test_reading_is_linear_in_the_text(text: str) -> None:
    began = time.process_time()
    find_form(Form(), text)
    assert time.process_time() - began < 5
