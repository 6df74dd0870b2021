"""A complaints form on its case: its answers, its type, who complains."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.core.case import Case, What
from mailflow.core.decide import decide, on_message
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseOpened, Fact
from mailflow.core.form import FoundForm
from mailflow.core.office import Office
from mailflow.core.thread import Threaded, Writer
from mailflow.core.trigger import MessageArrived
from tests.core.cast import BORN, arrived, mail, office

LF, SS, CL, LC = "little-footsteps", "stepping-stones", "childrens-links", "libra-children-services"


def opened(here: Office, **fields: str) -> Case:
    """Let a first mail with a form come in."""
    threaded = Threaded(writer=Writer.STRANGER, because="x")
    message = arrived(mail("p@mail.example", "Complaints form", "see below"), BORN)
    facts = on_message(threaded, _with(message, fields), here).facts
    first = facts[0].event
    assert isinstance(first, CaseOpened)
    return fold((Fact(at=BORN, by="complainant", event=_numbered(first)), *facts[1:]))


def _with(message: MessageArrived, fields: dict[str, str]) -> MessageArrived:
    return replace(message, form=FoundForm(fields=fields) if fields else None)


def _numbered(event: CaseOpened) -> CaseOpened:
    return replace(event, ref="LC-2020-0001")


@pytest.mark.clause("LC-10.1")
def test_lc_10_1_the_answers_of_a_form_are_on_the_case_under_their_names() -> None:
    case = opened(office(LC), full_name="Jo", desired_outcome="a call\nand an apology")
    assert {one.name: one.text for one in case.form} == {"full_name": "Jo", "desired_outcome": "a call\nand an apology"}
    assert opened(office(LC)).form == ()


@pytest.mark.clause("LC-10.1")
def test_lc_10_1_a_later_form_adds_to_the_first_and_answers_anew_what_it_answers_too() -> None:
    here = office(LC)
    case = opened(here, full_name="Jo", desired_outcome="a call")
    later = arrived(mail("p@mail.example", "Re: hello", "see below"), BORN + timedelta(days=1), 2)
    threaded = Threaded(writer=Writer.COMPLAINANT, case=case, because="x")
    after = fold(
        decide(case, _with(later, {"desired_outcome": "an apology", "telephone": "01"}), here, threaded).facts, case
    )
    assert {one.name: one.text for one in after.form} == {
        "full_name": "Jo", "desired_outcome": "an apology", "telephone": "01",
    }  # fmt: skip


@pytest.mark.clause("LF-3")
@pytest.mark.parametrize(
    ("answer", "type_"),
    [
        ("Families", "families"),
        ("childcare professional", "childcare-professionals"),
        ("the biscuits", None),
        ("", None),
    ],
)
def test_lf_3_a_form_sets_the_type_in_the_policys_words(answer: str, type_: str | None) -> None:
    assert opened(office(LF), complaint_type=answer, full_name="Jo").type == type_


@pytest.mark.clause("SS-1.2", "SS-6.1")
def test_a_type_from_a_form_brings_its_handler_and_its_date_at_once() -> None:
    case = opened(office(SS), complaint_type="childcare, age 5 and over", full_name="Jo")
    assert case.type is None, "words that are not the policy's leave it to a person"
    case = opened(office(SS), complaint_type="Childcare Service, age 5 and over", full_name="Jo")
    assert [one.role for one in case.handlers] == ["childcare_service_manager"]
    assert [one.source for one in case.deadlines if one.what is What.RESPOND] == ["SS-6.1"]


@pytest.mark.clause("CL-5.1")
@pytest.mark.parametrize(("answer", "relation"), [("Parents and carers", "parents-and-carers"), ("Chris's gran", None)])
def test_cl_5_1_a_form_says_who_complains_in_the_policys_words(answer: str, relation: str | None) -> None:
    assert opened(office(CL), relationship=answer, full_name="Jo").complainant.relation == relation
