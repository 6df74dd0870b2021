"""Whether an office can run a policy, and who is missing."""

from __future__ import annotations

from mailflow.core.staffing import staffing_problems, staffing_warnings, unknown_roles
from tests.support.example_policy import example


def test_an_office_with_somebody_in_each_place_can_run_it() -> None:
    assert staffing_problems(example(), {"clerk", "deputy", "boss"}) == ()
    assert staffing_warnings(example(), {"clerk", "deputy", "boss"}) == ()


def test_a_vacant_role_falls_to_the_next_one() -> None:
    assert staffing_problems(example(), {"boss"}) == ()
    assert 'nobody holds the role "clerk" (Clerk): its part falls to boss' in staffing_warnings(example(), {"boss"})


def test_a_stage_that_nobody_could_handle_is_a_problem() -> None:
    (problem,) = staffing_problems(example(), {"clerk", "deputy"})
    assert problem.startswith('nobody holds the role "boss", so nobody would handle second; add roles = ["boss"]')


def test_who_stands_beside_the_one_in_charge_is_only_a_warning() -> None:
    policy = example(('instead = ["clerk", "boss"]\n', ""), ('instead = ["deputy"]\n', ""))
    assert staffing_problems(policy, {"clerk", "boss"}) == ()
    assert staffing_warnings(policy, {"clerk", "boss"}) == (
        'nobody holds the role "deputy" (Deputy): what needs it waits for a person',
    )


def test_a_role_that_the_policy_does_not_have_is_found() -> None:
    assert list(unknown_roles(example(), ["clerk", "clark"])) == ["clark"]
