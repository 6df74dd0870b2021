"""What staff write: the lines that begin with ``#`` at the top of a reply, and the text below them.

``read`` never raises: what is wrong with a line is a sentence with a line to copy, and one wrong line stops them all,
so that a letter never goes out half-decided. The file is long because the lines are many, each with its own sentences.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from mailflow.core.case import Outcome
from mailflow.core.days import WEEKDAYS, long_date
from mailflow.core.mail import is_plain_address


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveOutcome:
    """``#outcome upheld``: the text below is the answer."""

    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepNote:
    """``#note``: the text below stays in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskQuestion:
    """``#question``: the text below goes to the complainant, who is asked to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    """``#extend 11 December 2026``: the answer will come by the end of that day."""

    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """``#assign NAME or ADDRESS``: somebody is added to the case."""

    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTo:
    """``#stage stage-2``."""

    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptAppeal:
    """``#accept`` a late appeal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineAppeal:
    """``#decline`` a late appeal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """``#close REASON``."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterComplaint:
    """``#new NAME <address>`` or ``#new NAME``: a complaint taken by phone, in person, or forwarded."""

    name: str
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """``#yes``, in answer to a preview."""


Directive = (
    GiveOutcome
    | KeepNote
    | AskQuestion
    | Extend
    | Assign
    | MoveTo
    | AcceptAppeal
    | DeclineAppeal
    | Close
    | EnterComplaint
    | Confirm
)

#: Directives that neither write to the complainant nor move the case.
NOTES = (KeepNote, Assign)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructions:
    """What a member of staff wrote: the directives in order, the text below them, and what is wrong with the lines."""

    directives: tuple[Directive, ...] = ()
    text: str = ""
    problems: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def has_directives(self) -> bool:
        """At least one line began with ``#``."""
        return bool(self.lines)

    @property
    def only_notes(self) -> bool:
        """Nothing in it writes to the complainant or moves the case."""
        return bool(self.directives) and all(isinstance(one, NOTES) for one in self.directives)


_OUTCOMES = {
    "upheld": Outcome.UPHELD,
    "upheld in full": Outcome.UPHELD,
    "fully upheld": Outcome.UPHELD,
    "partly upheld": Outcome.PARTLY_UPHELD,
    "partially upheld": Outcome.PARTLY_UPHELD,
    "upheld in part": Outcome.PARTLY_UPHELD,
    "not upheld": Outcome.NOT_UPHELD,
    "resolved": Outcome.RESOLVED,
    "withdrawn": Outcome.WITHDRAWN,
    "referred": Outcome.REFERRED,
    "arbitration recommended": Outcome.ARBITRATION_RECOMMENDED,
}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_BLANK = " \t\u00a0\u200b\ufeff"
_LINE = re.compile(r"#\s*([A-Za-z]+)\s*[:=]?\s*(.*)", re.DOTALL)
#: Their texts may begin in the line itself: "#question Which day was it?".
_TALKING = frozenset({"note", "question", "accept", "decline"})
_TO_A_DAY = re.compile(r"(?:to|until|till|by)\s+", re.IGNORECASE)
_WRITTEN_DATE = re.compile(r"(?:([a-z]+),?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\.?,?(?:\s+(\d{4}))?")


def read(text: str, today: date) -> Instructions:
    """Read the new text of a staff mail (quotation and signature already off).

    Args:
        text: What the person wrote.
        today: The day of receipt in the organisation's zone, for dates written without a year.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    commands: list[str] = []
    at = 0
    while at < len(lines):
        line = _bare(lines[at])
        if line.startswith("#") and len(line) > 1:
            commands.append(line)
        elif line:
            break
        at += 1
    directives: list[Directive] = []
    problems: list[str] = []
    for command in commands:
        read_one = _read_line(command, today)
        if isinstance(read_one, str):
            problems.append(read_one)
        else:
            directives.append(read_one)
    said = [one[2].strip(_BLANK) for one in map(_LINE.fullmatch, commands) if one and one[1].casefold() in _TALKING]
    text = "\n\n".join(part for part in (*said, "\n".join(lines[at:]).strip()) if part)
    if stray := next((_bare(line) for line in lines[at:] if _is_known(line)), None):
        commands.append(stray)
        problems.append(
            f"\u201c{stray[:80]}\u201d stands below other text, and would be sent as part of it. Lines that begin with "
            "# stand at the top, above your text. Move it there, or begin it with another word."
        )
    kinds = [type(one) for one in directives]
    problems += [
        f"{_name(kind)} stands there twice. Write it once." for kind in dict.fromkeys(kinds) if kinds.count(kind) > 1
    ]
    return Instructions(
        directives=tuple(directives),
        text=text,
        problems=tuple(problems),
        lines=tuple(commands),
    )


def read_date(text: str, today: date) -> date | None:
    """Read a day as people write it: ``11 December 2026``, ``Friday 11 Dec``, ``2026-12-11``, ``11/12/2026``.

    Numbers with slashes are day, month, year. Without a year the next such day from ``today`` is meant. A weekday that
    is not that day's makes it no day: one of the two is a slip.
    """
    folded = " ".join(text.translate({0xA0: " "}).casefold().rstrip(".").split())
    try:
        if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", folded):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", folded):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _WRITTEN_DATE.fullmatch(folded):
            month = next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(match[3])), None)
            if month is None:
                return None
            day = date(int(match[4] or today.year), month, int(match[2]))
            if not match[4] and day < today:
                day = day.replace(year=today.year + 1)
            return day if _may_be_called(match[1] or "", day) else None
    except ValueError:
        return None
    return None


def _may_be_called(word: str, day: date) -> bool:
    meant = [n for n, name in enumerate(WEEKDAYS) if len(word) > 2 and name.casefold().startswith(word)]
    return not meant or day.weekday() in meant


def _bare(line: str) -> str:
    """Return a directive without the marks that programs put around bold or italic words in the plain part."""
    stripped = line.strip(_BLANK)
    bare = stripped.lstrip("*_\\")
    return bare.rstrip("*_" + _BLANK) if bare != stripped and bare.startswith("#") else stripped


def _is_known(line: str) -> bool:
    match = _LINE.fullmatch(_bare(line))
    return match is not None and match[1].casefold() in _READERS


def _read_line(line: str, today: date) -> Directive | str:
    match = _LINE.fullmatch(line)
    name = match[1].casefold() if match else ""
    rest = match[2].strip(_BLANK) if match else ""
    reader = _READERS.get(name)
    if reader is None:
        near = difflib.get_close_matches(name, _READERS, 1)
        hint = (
            f" Did you mean #{near[0]}?" if near else f" Known lines are: {', '.join('#' + one for one in _READERS)}."
        )
        return f"\u201c{line[:80]}\u201d is not a line that we know.{hint}"
    return reader(rest, today)


def _read_outcome(rest: str, today: date) -> Directive | str:
    words = " ".join(rest.casefold().replace("-", " ").rstrip(".").split())
    if words in _OUTCOMES:
        return GiveOutcome(outcome=_OUTCOMES[words])
    near = difflib.get_close_matches(words, _OUTCOMES, 1)
    return (
        f"\u201c#outcome {rest[:60]}\u201d names no outcome. Write one of: upheld, partly upheld, not upheld, "
        f"resolved, withdrawn, referred, arbitration recommended. For example: #outcome {near[0] if near else 'upheld'}"
    )


def _read_extend(rest: str, today: date) -> Directive | str:
    until = read_date(rest[found.end() :] if (found := _TO_A_DAY.match(rest)) else rest, today)
    if until is None:
        example = long_date(date(today.year + 1, 1, 15)).split(" ", 1)[1]
        return (
            f"\u201c#extend {rest[:60]}\u201d names no day. Write the new day in full, for example: #extend {example}"
        )
    return Extend(until=until)


def _read_new(rest: str, today: date) -> Directive | str:
    match = re.fullmatch(r"(.*?)\s*[<(\[]\s*(?:mailto:)?([^<>()\[\]\s]+@[^<>()\[\]\s]+?)\s*[>)\]].*", rest)
    name, address = (match[1].strip(" \"'"), match[2]) if match else (rest.strip(" \"'"), None)
    if address is None and (found := re.search(r"\S+@\S+", rest)):
        name, address = rest.replace(found[0], "").strip(" \"',"), found[0].strip("<>,;")
    if address is not None and not is_plain_address(address):
        return f"\u201c{address[:80]}\u201d is not a mail address. For example: #new Pat Rivers <p.rivers@mail.example>"
    if not name and not address:
        return "#new needs the name of the person who complains. For example: #new Pat Rivers <p.rivers@mail.example>"
    return EnterComplaint(name=name[:200], address=address)


def _read_close(rest: str, today: date) -> Directive | str:
    if not rest:
        return (
            "#close needs a reason in the same line. For example: #close the family has moved away and asked us to stop"
        )
    return Close(reason=rest[:500])


def _needs(
    word: str, what: str, example: str, make: Callable[[str], Directive]
) -> Callable[[str, date], Directive | str]:
    def reader(rest: str, today: date) -> Directive | str:
        return make(rest[:200]) if rest else f"#{word} needs {what}. For example: #{word} {example}"

    return reader


def _alone(directive: Directive) -> Callable[[str, date], Directive | str]:
    return lambda rest, today: directive


_READERS: dict[str, Callable[[str, date], Directive | str]] = {
    "outcome": _read_outcome,
    "note": _alone(KeepNote()),
    "question": _alone(AskQuestion()),
    "extend": _read_extend,
    "assign": _needs("assign", "a name or an address", "bo@libra.example", lambda rest: Assign(who=rest)),
    "stage": _needs("stage", "the stage", "stage-2", lambda rest: MoveTo(stage=rest.casefold())),
    "accept": _alone(AcceptAppeal()),
    "decline": _alone(DeclineAppeal()),
    "close": _read_close,
    "new": _read_new,
    "yes": _alone(Confirm()),
}
_NAMES = {
    GiveOutcome: "#outcome",
    KeepNote: "#note",
    AskQuestion: "#question",
    Extend: "#extend",
    Assign: "#assign",
    MoveTo: "#stage",
    AcceptAppeal: "#accept",
    DeclineAppeal: "#decline",
    Close: "#close",
    EnterComplaint: "#new",
    Confirm: "#yes",
}


def _name(kind: type[Directive]) -> str:
    return _NAMES[kind]
