"""Nothing of a case reaches whom it is about, whatever happens: a random walk, every byte of every letter searched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mailflow.policies import available
from tests.scenarios.wall_walk import walking

STEPS = 300
#: The first seed of a long walk; each run of ``make walk SEED=...`` can take others.
SEED = int(os.environ.get("MAILFLOW_WALK_SEED", "1"))
WALKS = int(os.environ.get("MAILFLOW_WALKS", "10"))


@pytest.mark.parametrize("policy", available())
def test_a_short_walk_meets_no_hole_in_the_wall(policy: str, tmp_path: Path) -> None:
    with walking(policy, 0, tmp_path) as walk:
        for _ in range(50):
            walk.step()
        assert walk.walled > 10, "a walk without a wall shows nothing"


@pytest.mark.fuzz
@pytest.mark.parametrize("seed", range(SEED, SEED + WALKS))
@pytest.mark.parametrize("policy", available())
def test_a_long_walk_meets_no_hole_in_the_wall(policy: str, seed: int, tmp_path: Path) -> None:
    print(f"{policy}, seed {seed}")
    with walking(policy, seed, tmp_path) as walk:
        for _ in range(STEPS):
            walk.step()
        print(f"{len(walk.letters)} letters, {walk.walled} turns with a wall up")
        assert walk.walled > 10, "a walk without a wall shows nothing"
