"""Whatever admins do and take back, no law breaks: walks of overrides, mail, time and letters on each policy."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from mailflow.policies import available
from tests.scenarios.override_walk import Counts, OverrideWalk

#: The seed of the long walk, and how many steps it goes on all policies together.
SEED = int(os.environ.get("MAILFLOW_WALK_SEED", "1"))
STEPS = int(os.environ.get("MAILFLOW_OVERRIDE_STEPS", "10000"))
_EACH = 50


def walked(policy: str, sending: str, walks: int, first: int) -> Counts:
    """Walk, and return what it came to."""
    counts = Counts()
    machine = type("Walk", (OverrideWalk,), {"policy": policy, "sending": sending, "counts": counts})
    profile = settings(
        max_examples=walks,
        stateful_step_count=_EACH,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(seed(first)(machine), settings=profile)
    return counts


@pytest.mark.parametrize(
    ("policy", "sending"), [*((one, "automatic") for one in available()), (available()[0], "approve")]
)
def test_a_short_walk_of_overrides_breaks_no_law(policy: str, sending: str) -> None:
    counts = walked(policy, sending, 2, 0)
    assert counts.done > 5 and counts.steps > 30, "a walk without overrides shows nothing"


@pytest.mark.fuzz
@pytest.mark.parametrize("sending", ["automatic", "approve"])
@pytest.mark.parametrize("policy", available())
def test_a_long_walk_of_overrides_breaks_no_law(policy: str, sending: str) -> None:
    walks = max(1, STEPS // (2 * len(available()) * _EACH))
    print(f"{policy}, {sending}, seed {SEED}")
    counts = walked(policy, sending, walks, SEED)
    print(counts.line(), counts.why)
    assert counts.undone > counts.steps // 50, "a walk on which nothing is taken back shows nothing"
    assert counts.at_once and counts.left
