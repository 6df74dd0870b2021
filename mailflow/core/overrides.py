"""What a person can do to a case at the command line: the lines that staff write, and what only an admin may do."""

from __future__ import annotations

from dataclasses import dataclass

from mailflow.core.directives import Assign, Close, Extend, GiveOutcome, KeepNote, MoveTo, SetAbout, SetType


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOff:
    """Somebody who was brought in deals with the case no longer."""

    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTag:
    """A word is put on the case; ``safeguarding`` raises the alarm."""

    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTag:
    """A word is taken off the case; ``safeguarding`` ends the machine's silence."""

    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """The case runs again. ``stage``: at another stage than the one where it ended."""

    stage: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Nothing of the case may be purged or erased until it is released."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The hold is over."""


#: Deeds of the directives of the same name, and those of their own.
Written = Assign | MoveTo | SetType | SetAbout | GiveOutcome | Extend | KeepNote | Close
Own = TakeOff | AddTag | RemoveTag | Reopen | Hold | Release
Deed = Written | Own

#: The command of each; ``TakeOff`` is an option of ``assign``.
COMMANDS: dict[type[Deed], str] = {
    Assign: "assign",
    TakeOff: "assign",
    MoveTo: "stage",
    SetType: "type",
    SetAbout: "about",
    GiveOutcome: "outcome",
    Extend: "extend",
    AddTag: "tag",
    RemoveTag: "untag",
    KeepNote: "note",
    Close: "close",
    Reopen: "reopen",
    Hold: "hold",
    Release: "release",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why a deed is not done. ``rule``: what forbids it, where a person may decide otherwise; else empty."""

    why: str
    rule: str = ""
