"""A stage that wants somebody new goes to nobody who had a say before, as far as there is anybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.core.case import Case
from mailflow.core.decide import decide
from mailflow.core.decide.somebody_new import wants_somebody
from mailflow.core.decision import Decision
from mailflow.core.evolve import fold
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.office import Office, Officer
from mailflow.core.trigger import LetterLeft
from tests.core.cast import office
from tests.core.test_conflicts import opened, told, written_to

LIBRA, STONES = office("libra-children-services"), office("stepping-stones")
ANSWER = "Reasons: a\nFindings: b\nActions: c"


def answered(case: Case, by: str, here: Office) -> tuple[Case, Decision]:
    """Return the case once its present stage is answered and the letter has left."""
    case, decision = told(case, f"{by}@office.example", f"#outcome not upheld\n{ANSWER}", here)
    [outcome] = [one for one in decision.letters if one.kind is LetterKind.OUTCOME]
    left = LetterLeft(letter=1, kind="outcome", stage=outcome.stage, at=case.moved_at + timedelta(minutes=1))
    after = decide(case, left, here)
    return fold(after.facts, case), after


def roles_of(case: Case) -> list[str]:
    return [one.role for one in case.handlers]


@pytest.mark.clause("LC-5.2")
def test_who_investigated_stage_one_cannot_be_brought_in_to_review_it() -> None:
    case, _ = opened(LIBRA, "It was late.")
    case, _ = told(case, "coordinator@office.example", "#assign senior_practitioner@office.example", LIBRA)
    case, _ = answered(case, "senior_practitioner", LIBRA)
    case, _ = told(case, "p@mail.example", "No.", LIBRA, "Appeal")
    assert roles_of(case) == ["complaints_officer"]
    line = "#assign senior_practitioner@office.example"
    after, decision = told(case, "complaints_officer@office.example", line, LIBRA)
    assert after.handlers == case.handlers
    assert "LC-5.2" in str(decision.letters[0].facts["problems"])
    after, _ = told(case, "complaints_officer@office.example", "#assign senior_leader@office.example", LIBRA)
    assert after.is_handled_by("senior_leader@office.example"), "who is new can"


@pytest.mark.clause("LC-5.2", "LC-4.6")
def test_who_answered_stage_one_for_want_of_the_coordinator_does_not_review_it() -> None:
    case, _ = opened(LIBRA, "The coordinator was rude.")
    assert roles_of(case) == ["complaints_officer"]
    case, _ = answered(case, "complaints_officer", LIBRA)
    case, _ = told(case, "p@mail.example", "No.", LIBRA, "Appeal")
    assert case.stage == "stage-2" and roles_of(case) == ["senior_leader"]


def test_who_handed_a_case_back_at_stage_one_reviews_it_as_ever() -> None:
    case, _ = opened(LIBRA, "The coordinator was there.")
    case, _ = told(case, "complaints_officer@office.example", "#about nobody", LIBRA)
    case, _ = answered(case, "coordinator", LIBRA)
    case, _ = told(case, "p@mail.example", "No.", LIBRA, "Appeal")
    assert roles_of(case) == ["complaints_officer"]


def about_the_ceo(here: Office) -> tuple[Case, Decision]:
    """Return the case that the Chair decided at stage 2, once it goes on to stage 3."""
    case, _ = opened(here, "The Chief Executive was rude.", "Formal complaint")
    assert roles_of(case)[0] == "chair_of_trustees"
    case, _ = answered(case, "chair_of_trustees", here)
    return told(case, "p@mail.example", "No.", here, "Appeal")


@pytest.mark.clause("SS-2.5")
def test_where_the_chair_decided_stage_2_another_trustee_gets_stage_3() -> None:
    other = Officer(name="Tess Trustee", address="tess@office.example", roles=("chair_of_trustees",))
    here = replace(STONES, staff=(*STONES.staff, other))
    case, decision = about_the_ceo(here)
    assert [one.name for one in case.handlers] == ["Tess Trustee"]
    assert not any(one.audience is Audience.ADMIN for one in decision.letters)


@pytest.mark.clause("SS-2.5")
def test_where_there_is_no_other_trustee_the_chair_and_the_admin_are_asked_for_one() -> None:
    case, decision = about_the_ceo(STONES)
    assert roles_of(case) == ["chair_of_trustees"]
    [notice] = [one for one in decision.letters if one.kind is LetterKind.HANDLER_NOTICE]
    assert "somebody new at Stage 3: Board review (SS-2.5)" in str(notice.facts["remark"])
    [admin] = [one for one in decision.letters if one.audience is Audience.ADMIN]
    assert "SS-2.5" in str(admin.facts) and admin.text_of == () and "rude" not in str(admin.facts)
    assert "ceo" not in written_to(decision)


@pytest.mark.clause("SS-3.3")
def test_who_dealt_with_stage_1_is_kept_informed_of_stage_3_without_its_texts() -> None:
    case, _ = opened(STONES, "It was late.")
    case, _ = answered(case, "keyworker", STONES)
    case, second = told(case, "p@mail.example", "No.", STONES, "Appeal")
    assert not [one for one in second.letters if one.facts.get("on") == "moved"], "stage 2 informs nobody"
    case, _ = answered(case, "ceo", STONES)
    case, third = told(case, "p@mail.example", "No.", STONES, "Appeal")
    [copy] = [one for one in third.letters if one.kind is LetterKind.COPY]
    assert copy.to.address == "keyworker@office.example" and copy.text_of == () and copy.facts["on"] == "moved"
    _, end = answered(case, "chair_of_trustees", STONES)
    decided = [one.to.address for one in end.letters if one.facts.get("on") == "decided"]
    assert decided == ["keyworker@office.example"]


def test_whom_the_case_is_about_is_not_kept_informed_though_they_dealt_with_stage_1() -> None:
    case, _ = opened(STONES, "It was late.")
    case, _ = answered(case, "keyworker", STONES)
    case, _ = told(case, "p@mail.example", "No.", STONES, "Appeal")
    case, _ = told(case, "ceo@office.example", "#about keyworker", STONES)
    case, _ = answered(case, "ceo", STONES)
    case, third = told(case, "p@mail.example", "No.", STONES, "Appeal")
    assert "keyworker" not in written_to(third)


@pytest.mark.clause("SS-2.5")
def test_a_case_that_the_chair_decided_at_stage_2_asks_for_another_trustee() -> None:
    case, _ = opened(STONES, "The Chief Executive was rude.", "Formal complaint")
    assert wants_somebody(case, STONES, case.moved_at) is None, "nothing is decided yet"
    case, _ = answered(case, "chair_of_trustees", STONES)
    asked = wants_somebody(case, STONES, case.moved_at) or ""
    assert case.ref in asked and "SS-2.5" in asked and "Chair Of Trustees" in asked
    other = Officer(name="Tess Trustee", address="tess@office.example", roles=("chair_of_trustees",))
    assert wants_somebody(case, replace(STONES, staff=(*STONES.staff, other)), case.moved_at) is None
    usual, _ = opened(STONES, "It was cold.", "Formal complaint")
    usual, _ = answered(usual, "ceo", STONES)
    assert wants_somebody(usual, STONES, usual.moved_at) is None
