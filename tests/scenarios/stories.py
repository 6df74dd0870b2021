"""Read a story: what arrives, what leaves, and how the case stands then.

::

    policy libra-children-services
    staff Ada <ada@libra.example> coordinator
    Mon 2026-11-02 09:30  >> mail from p@mail.example: Handover was late again
                          |  The handover was forty minutes late.
                          << letter acknowledgement to p@mail.example; by 2026-11-30
                          << stage stage-1; status open
    Mon 2026-11-09 10:00  >> reply from ada@libra.example to handler-notice
                          |  #outcome upheld
    Mon 2026-12-14 09:00  >> clock

After each ``>>`` exactly the letters that its ``<<`` lines name have left, none missing and none more. In an address
without ``@`` the role stands for its holder. Conditions stand behind semicolons. Stories play in the past: Dovecot
takes no mail that was received in the future.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

_STEP = re.compile(r"(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)\s+)?>>\s*(.+)")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One ``<<`` line: its first word, the words after it, and the conditions."""

    what: str
    words: tuple[str, ...]
    conditions: tuple[str, ...]
    line: int


@dataclass(slots=True, kw_only=True)
class Step:
    """One ``>>`` line: when, what, its body, and what must follow."""

    at: datetime
    action: str
    line: int
    body: list[str] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A whole file."""

    name: str
    policy: str
    head: dict[str, list[str]]
    steps: tuple[Step, ...]


def read_story(path: Path) -> Story:
    """Read a story.

    Raises:
        AssertionError: With the line that is not a line of a story.
    """
    head: dict[str, list[str]] = {}
    steps: list[Step] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        where = f"{path.name}:{number}"
        if not text or text.startswith("# "):
            continue
        if text.startswith("|"):
            assert steps, f"{where}: a body before any step"
            steps[-1].body.append(text[1:].removeprefix("  "))
        elif text.startswith("<<"):
            assert steps, f"{where}: an expectation before any step"
            first, *conditions = (part.strip() for part in text[2:].split(";"))
            what, *words = first.split()
            steps[-1].expected.append(
                Expected(what=what, words=tuple(words), conditions=tuple(filter(None, conditions)), line=number)
            )
        elif match := _STEP.fullmatch(text):
            steps.append(Step(at=_time(match, steps, where, head), action=match[4], line=number))
        else:
            word, _, rest = text.partition(" ")
            assert not steps and word in {"policy", "staff", "set", "zone"}, f"{where}: not a line of a story: {text}"
            head.setdefault(word, []).append(rest.strip())
    return Story(name=path.stem, policy=head["policy"][0], head=head, steps=tuple(steps))


def _time(match: re.Match[str], steps: list[Step], where: str, head: dict[str, list[str]]) -> datetime:
    if match[2] is None:
        assert steps, f"{where}: the first step needs a time"
        return steps[-1].at
    zone = ZoneInfo(head.get("zone", ["Europe/London"])[0])
    local = datetime.fromisoformat(f"{match[2]}T{match[3]}").replace(tzinfo=zone)
    assert _WEEKDAYS[local.weekday()] == match[1], f"{where}: {match[2]} is a {_WEEKDAYS[local.weekday()]}"
    assert not steps or local >= steps[-1].at, f"{where}: time runs forward"
    return local.astimezone(UTC)
