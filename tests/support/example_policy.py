"""A small policy with one of everything, and a way to spoil it."""

from __future__ import annotations

import pytest

from mailflow.core.policy import Policy
from mailflow.core.written import WrittenError, read

TEXT = """\
name = "example"
title = "Complaints"
organisation = "Example"
edition = "1"
appeal_keywords = ["appeal", "board"]
conflict = "boss"
[roles.clerk]
title = "Clerk"
instead = ["deputy"]
[roles.deputy]
title = "Deputy"
instead = ["clerk", "boss"]
[roles.boss]
title = "Boss"
[types.billing]
title = "Billing"
[[stages]]
id = "first"
title = "First"
handlers = ["clerk"]
opens_by_email = true
acknowledge = { within = "1 week", source = "X-1" }
respond = [{ within = "5 days", source = "X-1" }, { within = "2 days", source = "X-2", for_type = ["billing"] }]
says = [{ text = "Help is at hand.", source = "X-2" }]
[stages.handlers_for_type]
billing = ["deputy"]
[stages.appeal]
to = "second"
source = "X-1"
[[stages]]
id = "second"
title = "Second"
handlers = ["boss", "deputy"]
opens_on_subject = ["formal"]
[[stages.parts]]
name = "Reasons"
source = "X-1"
[[stages.parts]]
name = "Apology"
outcomes = ["upheld"]
source = "X-1"
[[bodies]]
id = "watchdog"
name = "Watchdog"
contact = ["Telephone: 1"]
letters = ["outcome"]
stages = ["second"]
source = "X-2"
[clauses.X-1]
says = "s"
by = "acts"
does = "d"
[clauses.X-2]
says = "s"
by = "shows"
does = "d"
"""


def example(*changes: tuple[str, str]) -> Policy:
    """Return the example with some of its text replaced."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return read(text, Policy, "example.toml")


def problems(*changes: tuple[str, str]) -> tuple[str, ...]:
    """Return what is wrong with the example once some of its text is replaced."""
    with pytest.raises(WrittenError) as caught:
        example(*changes)
    return caught.value.problems
