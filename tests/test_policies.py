"""The five policies as they are written: the stage facts of INTERFACE, the dates of CLAUSES, every clause present."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest

from mailflow import policies
from mailflow.core.policy import Policy
from mailflow.policies import PolicyError
from mailflow.settings import SettingsError, data_folder

CLAUSES = {
    "little-footsteps": ("LF", 13),
    "big-bums-little-bums": ("BB", 11),
    "stepping-stones": ("SS", 25),
    "childrens-links": ("CL", 15),
    "libra-children-services": ("LC", 20),
}

#: stage: handlers, acknowledged within, answered within, appeal to, window
STAGES = {
    "little-footsteps": {
        "informal": (["complaints_handler"], None, [], "formal-review", None),
        "formal-review": (["complaints_handler"], "48 hours", ["7 working days"], "independent-review", None),
        "independent-review": (["independent_reviewer"], None, [], None, None),
    },
    "big-bums-little-bums": {
        "stage-1": (["complaints_lead"], None, ["5 days"], "stage-2", None),
        "stage-2": (["complaints_officer"], "48 hours", ["28 days"], "stage-3", None),
        "stage-3": (["reviewer", "independent_representative"], None, [], None, None),
    },
    "stepping-stones": {
        "stage-1": (["keyworker"], None, [], "stage-2", None),
        "stage-2": (["ceo"], "5 working days", ["28 days"], "stage-3", "10 days"),
        "stage-3": (["chair_of_trustees"], "1 week", [], None, None),
    },
    "childrens-links": {
        "complaint": (["complaints_manager"], "5 working days", ["28 working days"], "appeal", None),
        "appeal": (["appeal_manager"], "5 working days", ["10 working days"], "final-appeal", None),
        "final-appeal": (["final_appeal_manager"], "5 working days", ["20 working days"], None, None),
    },
    "libra-children-services": {
        "informal": (["coordinator"], None, [], "stage-1", None),
        "stage-1": (["coordinator"], "1 week", ["4 weeks"], "stage-2", "2 weeks"),
        "stage-2": (["complaints_officer"], "1 week", ["4 weeks"], "stage-3", "2 weeks"),
        "stage-3": (["chair"], None, ["4 weeks"], None, None),
    },
}

ROLES = {
    "little-footsteps": "complaints_handler, mediator, independent_reviewer, safeguarding_lead",
    "big-bums-little-bums": (
        "complaints_lead, complaints_officer, reviewer, independent_representative, safeguarding_lead"
    ),
    "stepping-stones": (
        "keyworker, womens_service_manager, childcare_service_manager, deputy_childcare_service_manager, ceo, "
        "chair_of_trustees, safeguarding_lead"
    ),
    "childrens-links": "complaints_manager, appeal_manager, final_appeal_manager, trustee, safeguarding_lead",
    "libra-children-services": (
        "coordinator, complaints_officer, senior_practitioner, senior_leader, chair, committee_member, "
        "safeguarding_lead"
    ),
}


def the(name: str) -> Policy:
    return policies.load(name).policy


def test_the_five_policies_are_there_under_their_own_names() -> None:
    assert set(policies.available()) == set(CLAUSES)
    assert {the(name).name for name in CLAUSES} == set(CLAUSES)


@pytest.mark.parametrize("name", CLAUSES)
def test_the_stages_are_as_published(name: str) -> None:
    found = {
        stage.id: (
            list(stage.handlers),
            str(stage.acknowledge.within) if stage.acknowledge else None,
            [str(limit.within) for limit in stage.respond if not limit.for_type],
            stage.appeal.to if stage.appeal else None,
            str(stage.appeal.within) if stage.appeal and stage.appeal.within else None,
        )
        for stage in the(name).stages
    }
    assert found == STAGES[name]


@pytest.mark.parametrize("name", CLAUSES)
def test_the_roles_are_those_that_the_interface_names(name: str) -> None:
    assert list(the(name).roles) == ROLES[name].split(", ")


@pytest.mark.parametrize("name", CLAUSES)
def test_every_clause_is_there_and_says_how_it_is_honoured(name: str) -> None:
    prefix, count = CLAUSES[name]
    clauses = the(name).clauses
    assert len(clauses) == count
    assert all(clause_id.startswith(f"{prefix}-") for clause_id in clauses)


def test_there_are_eighty_four_clauses_as_the_list_of_clauses_has_them() -> None:
    folder = os.environ.get("MAILFLOW_POLICY_DOCUMENTS")
    if not folder:
        pytest.skip("MAILFLOW_POLICY_DOCUMENTS names no folder, so there is no CLAUSES.md to compare with")
    text = Path(folder, "CLAUSES.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| ((?:LF|BB|SS|CL|LC)-[\w.]+) \|.*\| (\w+) \|$", text, re.MULTILINE))
    ours = {clause_id: clause.by for name in CLAUSES for clause_id, clause in the(name).clauses.items()}
    assert len(listed) == 84
    assert ours == listed


@pytest.mark.parametrize(
    ("name", "stage", "subject"),
    [
        ("little-footsteps", "formal-review", "Complaint about a placement"),
        ("big-bums-little-bums", "stage-1", "Complaint"),
        ("stepping-stones", "stage-1", "My informal complaint"),
        ("stepping-stones", "stage-2", "Formal complaint"),
        ("stepping-stones", "stage-2", "confidential - to the CEO"),
        ("childrens-links", "complaint", "Confidential"),
        ("libra-children-services", "stage-1", "Formal complaint"),
    ],
)
def test_an_email_opens_the_stage_that_the_interface_names(name: str, stage: str, subject: str) -> None:
    assert the(name).opening_stage(subject)[0].id == stage


@pytest.mark.clause("SS-2.7")
def test_ss_2_7_reconsider_is_no_appeal_word_at_stage_two_and_one_at_stage_one() -> None:
    policy = the("stepping-stones")
    assert {"reconsider", "reconsideration"} <= set(policy.keywords_at("stage-1"))
    assert not {"reconsider", "reconsideration"} & set(policy.keywords_at("stage-2"))
    assert set(policy.stage("stage-2").reconsider) == {"reconsider", "reconsideration"}


@pytest.mark.parametrize("name", CLAUSES)
def test_every_policy_knows_the_usual_appeal_words(name: str) -> None:
    usual = {"appeal", "appealing", "review", "escalate", "escalation", "dissatisfied", "unhappy with the outcome"}
    for stage in the(name).stages:
        assert usual <= set(the(name).keywords_at(stage.id))


@pytest.mark.clause("SS-6.1")
def test_ss_6_1_limits_childcare_from_five_years_on_from_the_first_complaint() -> None:
    limits = [limit for limit in the("stepping-stones").stage("stage-2").respond if limit.source == "SS-6.1"]
    assert [(str(limit.within), limit.for_type, limit.counts_from) for limit in limits] == [
        ("20 days", ("childcare-age-5-and-over",), "complaint")
    ]


@pytest.mark.clause("SS-1.2")
def test_ss_1_2_childcare_has_its_own_manager_and_her_deputy() -> None:
    policy = the("stepping-stones")
    (role,) = policy.stage("stage-1").handlers_for("childcare")
    assert policy.role_chain(role) == ("childcare_service_manager", "deputy_childcare_service_manager")


@pytest.mark.clause("SS-2.1")
def test_ss_2_1_stage_two_is_marked_confidential() -> None:
    assert [stage.subject_mark for stage in the("stepping-stones").stages] == ["", "Confidential", ""]


@pytest.mark.clause("BB-1.3")
def test_bb_1_3_a_valid_complaint_is_answered_with_apology_explanation_and_correction() -> None:
    for stage_id in ("stage-1", "stage-2"):
        parts = the("big-bums-little-bums").stage(stage_id).parts_for("partly-upheld")
        assert [(part.name, part.required) for part in parts] == [
            ("Apology", True), ("Explanation", True), ("Correction", True), ("Prevention", False),
        ]  # fmt: skip
        assert the("big-bums-little-bums").stage(stage_id).parts_for("not-upheld") == ()


@pytest.mark.clause("BB-3.2")
def test_bb_3_2_the_meeting_is_within_twenty_eight_days() -> None:
    meet = the("big-bums-little-bums").stage("stage-3").meet
    assert meet is not None
    assert (str(meet.within), meet.source) == ("28 days", "BB-3.2")


@pytest.mark.clause("LC-5.4", "LC-4.5")
def test_lc_5_4_reasons_and_actions_must_be_there_from_stage_two_on() -> None:
    policy = the("libra-children-services")
    needed = {stage.id: [part.name for part in stage.parts_for("upheld") if part.required] for stage in policy.stages}
    assert needed == {
        "informal": [], "stage-1": [], "stage-2": ["Reasons", "Actions"], "stage-3": ["Reasons", "Actions"]
    }  # fmt: skip
    assert [part.name for part in policy.stage("stage-1").parts] == ["Findings", "Actions"]


@pytest.mark.clause("LC-7.1")
def test_lc_7_1_naccc_stands_in_the_final_letter_and_in_no_earlier_one() -> None:
    policy = the("libra-children-services")
    kinds = ("acknowledgement", "outcome", "process-ended", "interim-update")
    assert [(stage.id, kind) for stage in policy.stages for kind in kinds if policy.bodies_for(kind, stage.id)] == [
        ("stage-3", "outcome"),
        ("stage-3", "process-ended"),
    ]


@pytest.mark.clause("LF-6.1")
def test_lf_6_1_ofsted_and_the_lado_stand_in_outcomes_from_the_formal_review_on() -> None:
    policy = the("little-footsteps")
    assert [stage.id for stage in policy.stages if policy.bodies_for("outcome", stage.id)] == [
        "formal-review", "independent-review",
    ]  # fmt: skip
    assert {body.id for body in policy.bodies_for("outcome", "formal-review")} == {"ofsted", "lado"}


@pytest.mark.clause("SS-4.1")
def test_ss_4_1_both_bodies_stand_in_every_outcome_and_acknowledgement_with_contacts() -> None:
    policy = the("stepping-stones")
    for stage in policy.stages:
        for kind in ("acknowledgement", "outcome"):
            bodies = policy.bodies_for(kind, stage.id)
            assert {body.id for body in bodies} == {"charity-commission", "ofsted"}
            assert all(body.contact for body in bodies)


@pytest.mark.clause("SS-1.4", "SS-1.6")
def test_ss_1_4_and_ss_1_6_name_who_gets_copies() -> None:
    assert [(copy.role, copy.on, copy.source) for copy in the("stepping-stones").copies] == [
        ("ceo", ("opened", "closed"), "SS-1.4"),
        ("womens_service_manager", ("opened",), "SS-1.6"),
    ]


@pytest.mark.parametrize(
    ("name", "role", "in_place"),
    [
        ("little-footsteps", "complaints_handler", "mediator"),
        ("big-bums-little-bums", "complaints_lead", "complaints_officer"),
        ("childrens-links", "complaints_manager", "trustee"),
        ("stepping-stones", "keyworker", "womens_service_manager"),
        ("stepping-stones", "ceo", "chair_of_trustees"),
        ("stepping-stones", "childcare_service_manager", "chair_of_trustees"),
        ("libra-children-services", "coordinator", "complaints_officer"),
        ("libra-children-services", "chair", "complaints_officer"),
        ("libra-children-services", "complaints_officer", "senior_leader"),
    ],
)
def test_a_complaint_about_its_handler_goes_elsewhere(name: str, role: str, in_place: str) -> None:
    assert the(name).in_conflict(role) == in_place


@pytest.mark.clause("LF-4.2")
def test_lf_4_2_records_are_kept_for_five_years_and_silent_policies_set_no_time() -> None:
    retention = the("little-footsteps").retention
    assert retention is not None
    assert str(retention.keep) == "5 years"
    assert the("libra-children-services").retention is None


@pytest.mark.clause("SS-7.1", "CL-7.1")
@pytest.mark.parametrize(("name", "every"), [("stepping-stones", "1 year"), ("childrens-links", "3 years")])
def test_the_review_of_the_policy_itself_is_written_down(name: str, every: str) -> None:
    review = the(name).review
    assert review is not None
    assert str(review.every) == every


@pytest.mark.parametrize("name", CLAUSES)
def test_the_picture_of_a_policy_shows_every_stage_limit_and_clause_source(name: str) -> None:
    policy = the(name)
    text = policies.describe(policy)
    for stage in policy.stages:
        assert f"{stage.id}: {stage.title}" in text
        for limit in (*stage.respond, *(each for each in (stage.acknowledge, stage.meet) if each)):
            assert f"within {limit.within}" in text
            assert f"({limit.source})" in text


def test_a_stored_text_gives_the_same_policy_and_digest() -> None:
    loaded = policies.load("libra-children-services")
    again = policies.loads(loaded.text, "stored")
    assert (again.policy, again.digest) == (loaded.policy, loaded.digest)


def test_a_policy_of_ones_own_is_read_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(data_folder("policies").joinpath("childrens-links.toml").read_text("utf-8"), encoding="utf-8")
    assert policies.load(file).policy == the("childrens-links")
    assert policies.load(file).path == file


def test_a_name_that_is_no_policy_is_answered_with_the_nearest() -> None:
    with pytest.raises(PolicyError, match='did you mean "childrens-links"'):
        policies.load("childrens-link")


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"a = [1", "cannot be read as TOML"), (b"\xff\xfe", "is not UTF-8 text"), (b"a" * 1_000_001, "more than")],
)
def test_a_file_that_is_no_toml_is_refused_with_its_name(tmp_path: Path, content: bytes, problem: str) -> None:
    file = tmp_path / "ours.toml"
    file.write_bytes(content)
    with pytest.raises(PolicyError, match=problem) as caught:
        policies.load(file)
    assert "ours.toml" in str(caught.value)


def test_a_file_that_is_not_there_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="No such file"):
        policies.load(tmp_path / "none.toml")


def test_brackets_without_end_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "deep.toml"
    file.write_text("a = " + "[" * 5000, encoding="utf-8")
    with pytest.raises(PolicyError, match="cannot be read as TOML"):
        policies.load(file)


def test_the_schema_names_the_keys_as_people_write_them() -> None:
    made = policies.schema()
    assert made["additionalProperties"] is False
    assert "says" in made["$defs"]["Stage"]["properties"]
    assert made["$defs"]["Limit"]["properties"]["within"]["type"] == "string"


def test_a_calendar_has_the_regions_holidays_and_the_closure_days() -> None:
    calendar = policies.calendar_for("Europe/London", "GB-SCT", [(date(2026, 12, 24), date(2026, 12, 31))])
    assert calendar.why_not_working(date(2026, 12, 24)) == "closed"
    assert calendar.why_not_working(date(2026, 12, 25)) == "Christmas Day"
    assert calendar.why_not_working(date(2026, 12, 31)) == "closed"
    assert calendar.is_working(date(2026, 12, 23))
    assert calendar.why_not_working(date(2026, 11, 30)) == "Saint Andrew's Day"
    assert policies.calendar_for("Europe/London", "GB-ENG").is_working(date(2026, 11, 30))


@pytest.mark.parametrize(
    ("free", "worked"),
    [
        (date(2020, 5, 8), date(2020, 5, 4)),  # VE Day: the early May holiday was moved to the Friday
        (date(2022, 6, 2), date(2022, 5, 30)),  # Platinum Jubilee: the spring holiday was moved
        (date(2022, 9, 19), date(2022, 9, 20)),  # State Funeral
        (date(2023, 5, 8), date(2023, 5, 9)),  # Coronation
        (date(2026, 12, 28), date(2026, 12, 29)),  # Boxing Day on a Saturday: its substitute
        (date(2027, 12, 27), date(2027, 12, 29)),  # Christmas on a Saturday: two substitutes
        (date(2028, 4, 14), date(2028, 4, 13)),  # Good Friday moves with Easter
    ],
)
def test_holidays_that_move_are_where_they_were_moved_to(free: date, worked: date) -> None:
    calendar = policies.calendar_for("Europe/London", "GB-ENG")
    assert not calendar.is_working(free)
    assert calendar.is_working(worked)


def test_a_calendar_of_another_country_is_had_by_its_code() -> None:
    assert not policies.calendar_for("Europe/Dublin", "IE").is_working(date(2026, 3, 17))


@pytest.mark.parametrize("region", ["GB-XXX", "XX"])
def test_a_region_without_holidays_is_refused(region: str) -> None:
    with pytest.raises(SettingsError, match="has no holidays"):
        policies.calendar_for("Europe/London", region)


def test_every_law_says_where_it_is_written_and_bears_its_files_name() -> None:
    found = policies.laws()
    assert [one.name for one in found] == ["data-protection-complaint", "eyfs", "lado", "ofsted", "subject-access"]
    assert all(one.source and one.url.startswith("https://www.") and one.evidence for one in found)


def test_laws_are_read_by_name_and_every_unknown_one_is_named() -> None:
    assert [one.name for one in policies.laws(["lado", "eyfs", "lado"])] == ["lado", "eyfs"]
    with pytest.raises(policies.PolicyError) as refused:
        policies.laws(["eyf", "x"])
    assert [one.split(";")[0] for one in refused.value.problems] == ['there is no law "eyf"', 'there is no law "x"']
