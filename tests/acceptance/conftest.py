"""Fixtures: a world for each test, on the Dovecot of the whole run and an SMTP server of its own."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tests.acceptance.world import World
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

_users = itertools.count(1)


@pytest.fixture
def world(tmp_path: Path, dovecot: Dovecot, sink: SmtpSink) -> World:
    """An empty mailbox, whose user has a name without a domain as in the interface, and no configuration yet."""
    user = dovecot.add_user(f"complaints{next(_users)}")
    return World(folder=tmp_path, dovecot=dovecot, sink=sink, user=user)
