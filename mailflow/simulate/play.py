"""``mailflow policy simulate``: a story on a record, a mailbox and a post that are in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from mailflow.settings import CONFIG_NAME, load_settings
from mailflow.simulate.laid import configuration
from mailflow.simulate.memory import MemoryMailbox, MemoryPost, MemoryServers
from mailflow.simulate.player import Player
from mailflow.simulate.stories import Story
from mailflow.wiring import desks

#: Where the families of stories write to.
MAILBOX = "complaints@office.example"
_IN_MEMORY = "sqlite:///:memory:"
_NOBODY_LISTENS = 9


@contextmanager
def simulated(story: Story, policy: str | None = None) -> Iterator[Player]:
    """Set up an office for a story, in memory.

    Args:
        story: Where it claims nothing, mailflow works between its steps too, as it would all the time.
        policy: The name or path of the policy to play it under; by default the story's own.

    Raises:
        StoryFailed: A line about staff cannot be read.
        PolicyError: The policy cannot be used.
        SettingsError: The story's office cannot run the policy.
    """
    named = policy or story.policy
    own_file = "/" in named or named.endswith(".toml")
    story = replace(story, policy=str(Path(named).absolute()) if own_file else named)
    ports = {"imap_port": _NOBODY_LISTENS, "smtp_port": _NOBODY_LISTENS}
    with tempfile.TemporaryDirectory(prefix="mailflow-simulate-") as folder:
        path = Path(folder) / CONFIG_NAME
        path.write_text(configuration(story, mailbox=MAILBOX, password="-", url=_IN_MEMORY, **ports), encoding="utf-8")
        path.chmod(0o600)
        settings = load_settings(path)
    servers = MemoryServers()
    with desks(settings, story.steps[0].at) as laid:
        desk = replace(laid[0], mailbox=lambda: MemoryMailbox(servers), post=lambda: MemoryPost(servers))
        player = Player(story=story, desk=desk, servers=servers, mailbox=MAILBOX, awake=not story.claims)
        try:
            yield player
        finally:
            player.close()
