"""Every combination of what a mail from staff brings and what the office asks for."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from mailflow.core.admission import Admission, Evidence, admit, evidence_of
from tests.core.cast import notice, office

GO, ASK, NO = Admission.CARRY_OUT, Admission.CONFIRM, Admission.REFUSE

# (require, our server stamps verdicts, only notes) → what becomes of a mail with
# nothing, the verdict alone, the token alone, the token and the verdict.
TABLE = {
    ("token", False, False): (NO, NO, GO, GO),
    ("token", False, True): (NO, NO, GO, GO),
    ("token", True, False): (NO, NO, GO, GO),
    ("token", True, True): (NO, NO, GO, GO),
    ("authenticated", False, False): (NO, NO, NO, GO),
    ("authenticated", False, True): (NO, NO, NO, GO),
    ("authenticated", True, False): (NO, NO, NO, GO),
    ("authenticated", True, True): (NO, NO, NO, GO),
    ("confirm", False, False): (ASK, ASK, ASK, ASK),
    ("confirm", False, True): (ASK, ASK, ASK, ASK),
    ("confirm", True, False): (ASK, ASK, ASK, ASK),
    ("confirm", True, True): (ASK, ASK, ASK, ASK),
    ("auto", False, False): (ASK, ASK, ASK, GO),
    ("auto", False, True): (NO, NO, GO, GO),
    ("auto", True, False): (NO, NO, NO, GO),
    ("auto", True, True): (NO, NO, NO, GO),
}


@pytest.mark.parametrize(("require", "stamps", "only_notes"), TABLE)
def test_the_evidence_is_weighed_as_the_table_says(require: str, stamps: bool, only_notes: bool) -> None:
    here = replace(office(), require=require, authserv_ids=("mx.office.example",) if stamps else ())
    for expected, (token, verdict) in zip(
        TABLE[require, stamps, only_notes], product((False, True), repeat=2), strict=True
    ):
        brought = Evidence(token=token, verdict=verdict, confirmed=False)
        assert admit(brought, here, only_notes=only_notes) is expected, brought


@pytest.mark.parametrize(("require", "stamps", "only_notes"), TABLE)
def test_where_nobody_could_be_asked_the_token_leads_to_a_confirmation_instead_of_a_refusal(
    require: str, stamps: bool, only_notes: bool
) -> None:
    here = replace(office(), require=require, authserv_ids=("mx.office.example",) if stamps else ())
    without, _, token, _ = TABLE[require, stamps, only_notes]
    is_authenticated = require == "authenticated" or (require == "auto" and stamps)
    for has_token, expected in ((False, without), (True, ASK if is_authenticated else token)):
        brought = Evidence(token=has_token, verdict=False, confirmed=False, unsure=True)
        assert admit(brought, here, only_notes=only_notes) is expected, brought


def test_the_table_has_every_combination() -> None:
    assert set(TABLE) == set(product(("token", "authenticated", "confirm", "auto"), (False, True), (False, True)))


@pytest.mark.parametrize("require", ["token", "authenticated", "confirm", "auto"])
@pytest.mark.parametrize("only_notes", [False, True])
def test_what_was_confirmed_is_carried_out(require: str, only_notes: bool) -> None:
    confirmed = Evidence(token=False, verdict=False, confirmed=True)
    assert admit(confirmed, replace(office(), require=require), only_notes=only_notes) is GO


@pytest.mark.parametrize("require", ["token", "authenticated", "confirm", "auto"])
@pytest.mark.parametrize("token", [False, True])
def test_a_new_complaint_needs_the_verdict_or_is_confirmed(require: str, token: bool) -> None:
    here = replace(office(), require=require)
    for verdict, expected in ((False, ASK), (True, GO)):
        brought = Evidence(token=token, verdict=verdict, confirmed=False)
        assert admit(brought, here, only_notes=False, opens_case=True) is expected


@pytest.mark.parametrize(
    ("ref", "to", "counts"),
    [
        ("LC-2020-0001", "coordinator@office.example", True),
        ("LC-2020-0001", "Coordinator@Office.Example", True),
        ("LC-2020-0002", "coordinator@office.example", False),
        ("LC-2020-0001", "chair@office.example", False),
        (None, "coordinator@office.example", False),
    ],
)
def test_a_token_counts_for_its_person_and_its_case_only(ref: str | None, to: str, counts: bool) -> None:
    officer = office().officer("coordinator@office.example")
    assert officer is not None
    brought = evidence_of(officer, "LC-2020-0001", notice(ref, to), verified=False, confirmed=False)
    assert brought.token is counts


def test_no_letter_and_no_case_are_no_token() -> None:
    officer = office().officer("coordinator@office.example")
    assert officer is not None
    assert not evidence_of(officer, "LC-2020-0001", None, verified=True, confirmed=False).token
    assert not evidence_of(officer, None, notice(None, officer.address), verified=True, confirmed=False).token


@pytest.mark.parametrize("unsure", [False, True])
def test_what_nobody_could_be_asked_about_stays_unsure(unsure: bool) -> None:
    officer = office().officer("coordinator@office.example")
    assert officer is not None
    assert evidence_of(officer, None, None, verified=False, confirmed=False, unsure=unsure).unsure is unsure
    assert not evidence_of(officer, None, None, verified=False, confirmed=False).unsure
