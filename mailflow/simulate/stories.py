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

With ``set sending = "drafts"`` a line such as ``<< draft outcome to p@mail.example`` names what lies in Drafts then,
and ``>> staff sends draft outcome to p@mail.example`` sends it, in the words below it where there are any.

A story without any ``<<`` claims nothing and is only told. A line that begins with ``# `` is a remark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailflow.core.written import WrittenError

_STEP = re.compile(r"(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)\s+)?>>\s*(.+)")
_HEAD = ("policy", "staff", "set", "zone")
_EXAMPLE = "Mon 2026-11-02 09:30  >> mail from p@mail.example: The handover was late"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class StoryUnreadable(WrittenError):
    """A file is no story. ``problems``: the line, and what is wrong with it."""


class StoryFailed(Exception):
    """What a story says did not happen, or cannot. ``str()`` says where and what happened instead."""


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
    """A whole file.

    Attributes:
        policy: The name or path of its policy; empty where the story leaves that open.
        head: What stands before the first step, by first words: ``policy``, ``staff``, ``set``, ``zone``.
    """

    name: str
    policy: str
    head: dict[str, list[str]]
    steps: tuple[Step, ...]

    @property
    def zone(self) -> str:
        """The zone that its times are in."""
        return self.head.get("zone", ["Europe/London"])[0]

    @property
    def claims(self) -> int:
        """How many ``<<`` lines it has; with none it is only told, not checked."""
        return sum(len(step.expected) for step in self.steps)

    def setting(self, key: str) -> str | None:
        """Return what a line such as ``set closed = ["2026-12-24"]`` says of a key."""
        for line in self.head.get("set", ()):
            word, _, rest = line.partition(" ")
            if word == key:
                return rest.removeprefix("=").strip()
        return None


def read_story(path: Path) -> Story:
    """Read a story.

    Raises:
        StoryUnreadable: With the line that is not a line of a story.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise StoryUnreadable([f"{path}: cannot be read ({error.strerror}); correct the path"]) from None
    except UnicodeDecodeError as error:
        raise StoryUnreadable([f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8"]) from None
    reading = _Reading()
    for number, line in enumerate(text.splitlines(), 1):
        try:
            reading.line(line.strip(), number)
        except ValueError as error:
            raise StoryUnreadable([f"{path.name}:{number}: {error}"]) from None
    if not reading.steps:
        raise StoryUnreadable([f'{path.name}: nothing happens in it; write a step such as "{_EXAMPLE}"'])
    policy = reading.head.get("policy", [""])[0]
    return Story(name=path.stem, policy=policy, head=reading.head, steps=tuple(reading.steps))


class _Reading:
    """A story so far."""

    def __init__(self) -> None:
        self.head: dict[str, list[str]] = {}
        self.steps: list[Step] = []

    def line(self, text: str, number: int) -> None:
        """Take in a line, or raise ValueError with what is wrong."""
        if not text or text == "#" or text.startswith("# "):
            return
        if text.startswith(("|", "<<")):
            self._below_a_step(text, number)
        elif match := _STEP.fullmatch(text):
            self.steps.append(Step(at=self._time(match), action=match[4], line=number))
        else:
            word, _, rest = text.partition(" ")
            if word not in _HEAD:
                msg = f'not a line of a story: "{text}"; a step is written "{_EXAMPLE}"'
                raise ValueError(msg)
            if self.steps:
                msg = f'"{word}" belongs above the first step'
                raise ValueError(msg)
            if word == "zone":
                _zone(rest.strip())
            self.head.setdefault(word, []).append(rest.strip())

    def _below_a_step(self, text: str, number: int) -> None:
        if not self.steps:
            msg = f'"{text[:2].strip()}" belongs below a step'
            raise ValueError(msg)
        if text.startswith("|"):
            self.steps[-1].body.append(text[1:].removeprefix("  "))
            return
        first, *conditions = (part.strip() for part in text[2:].split(";"))
        what, *words = first.split() or [""]
        if not what:
            msg = (
                'nothing stands behind "<<"; name what must follow, such as "letter acknowledgement to p@mail.example"'
            )
            raise ValueError(msg)
        wanted = tuple(filter(None, conditions))
        self.steps[-1].expected.append(Expected(what=what, words=tuple(words), conditions=wanted, line=number))

    def _time(self, match: re.Match[str]) -> datetime:
        if match[2] is None:
            if not self.steps:
                msg = f'the first step needs a time, as in "{_EXAMPLE}"'
                raise ValueError(msg)
            return self.steps[-1].at
        zone = _zone(self.head.get("zone", ["Europe/London"])[0])
        local = datetime.fromisoformat(f"{match[2]}T{match[3]}").replace(tzinfo=zone)
        if (weekday := _WEEKDAYS[local.weekday()]) != match[1]:
            msg = f"{match[2]} is a {weekday}, not a {match[1]}"
            raise ValueError(msg)
        if self.steps and local < self.steps[-1].at:
            msg = f"time runs forward, and the step above is of {self.steps[-1].at.astimezone(zone):%Y-%m-%d %H:%M}"
            raise ValueError(msg)
        return local.astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        msg = f'there is no zone "{name}"; write one such as Europe/London'
        raise ValueError(msg) from None
