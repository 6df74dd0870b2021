"""Fixtures for every test, and how hypothesis is run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No deadline: two cores are shared with real servers, and a slow example is not a wrong one. In CI the examples are the
# same in every run, so that a red build is about the change that it builds.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def mails() -> Path:
    """The folder of mail corpora, or a skip that says how to name it."""
    return _folder("MAILFLOW_MAILS", "the mail corpora")


def _folder(variable: str, what: str) -> Path:
    path = os.environ.get(variable)
    if not path or not Path(path).is_dir():
        pytest.skip(f"{variable} does not name a folder: {what} are not here")
    return Path(path)
