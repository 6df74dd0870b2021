"""Every story of this folder is played against a real mailbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.simulate.stories import read_story
from tests.scenarios.player import playing
from tests.support.dovecot import Dovecot
from tests.support.smtp import SmtpSink

STORIES = sorted(Path(__file__).parent.glob("*.story"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_goes_as_it_is_told(path: Path, dovecot: Dovecot, sink: SmtpSink, user: str, tmp_path: Path) -> None:
    with playing(read_story(path), dovecot, sink, user, tmp_path) as player:
        player.play()


def test_there_are_stories_of_all_five_policies() -> None:
    policies = {read_story(path).policy for path in STORIES}
    assert policies >= {
        "little-footsteps",
        "big-bums-little-bums",
        "stepping-stones",
        "childrens-links",
        "libra-children-services",
    }
