"""``mailflow case``: what an admin does to a case by hand, each with a reason, each shown before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click

from mailflow.admin.change import changes

if TYPE_CHECKING:
    from datetime import date, datetime

    from mailflow.admin.change import Act
    from mailflow.core.overrides import Deed
    from mailflow.flow.desk import Desk
    from mailflow.flow.override import By, Followed

_OUTCOMES = ("upheld", "partly-upheld", "not-upheld", "resolved", "withdrawn", "referred", "arbitration-recommended")


class _Hyphened(click.Choice[str]):
    """A choice whose words may be written apart, as staff write them in a mail: "partly upheld"."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the choice; "Partly Upheld" is partly-upheld."""
        return super().convert("-".join(value.casefold().split()), param, ctx)


_TEXT = click.option("--text", metavar="TEXT", help="The words.")
_FILE = click.option(
    "--file", metavar="FILE", type=click.File(encoding="utf-8"), help="A file with the words; - for the input."
)


def words_of(text: str | None, file: TextIO | None) -> str:
    """Return the words that were given, on the line or in a file."""
    if text is not None and file is not None:
        raise click.UsageError("Say --text or --file, not both.")
    return (file.read() if file is not None else text or "").strip()


def _does(ref: str, deed: Deed, text: str = "") -> Act:
    def act(desk: Desk, by: By, now: datetime) -> Followed:
        from mailflow.flow.override import override

        return override(desk, ref, deed, by, now, text)

    return act


@changes("assign")
@click.argument("who", metavar="NAME|ADDRESS")
@click.option("--remove", is_flag=True, help="Take somebody off the case again.")
def assign(ref: str, who: str, remove: bool) -> Act:
    """Bring a colleague in; they get the complaint."""
    from mailflow.core.directives import Assign
    from mailflow.core.overrides import TakeOff

    return _does(ref, TakeOff(who=who) if remove else Assign(who=who))


@changes("stage")
@click.argument("stage_id", metavar="STAGE")
def stage(ref: str, stage_id: str) -> Act:
    """Take a case to another stage; its times run from now."""
    from mailflow.core.directives import MoveTo

    return _does(ref, MoveTo(stage=stage_id))


@changes("type")
@click.argument("type_", metavar="TYPE")
def type_(ref: str, type_: str) -> Act:
    """Say which of the policy's types a complaint is; who deals with it and by when can depend on it."""
    from mailflow.core.directives import SetType

    return _does(ref, SetType(type=type_))


@changes("about")
@click.argument("whom", metavar="ROLE|NAME|nobody")
def about(ref: str, whom: str) -> Act:
    """Say whom a case is about; nothing of it goes to them."""
    from mailflow.core.directives import SetAbout

    return _does(ref, SetAbout(who=whom))


@changes("outcome")
@click.argument("outcome", type=_Hyphened(_OUTCOMES))
@_TEXT
@_FILE
def outcome(ref: str, outcome: str, text: str | None, file: TextIO | None) -> Act:
    """Answer a complaint: the words are what the letter says."""
    from mailflow.core.case import Outcome
    from mailflow.core.directives import GiveOutcome

    return _does(ref, GiveOutcome(outcome=Outcome(outcome)), words_of(text, file))


@changes("extend")
@click.argument("until", metavar="DATE")
@_TEXT
@_FILE
def extend(ref: str, until: str, text: str | None, file: TextIO | None) -> Act:
    """Move the answer to a later day; the complainant is told, with the words."""
    words = words_of(text, file)

    def act(desk: Desk, by: By, now: datetime) -> Followed:
        from mailflow.core.directives import Extend
        from mailflow.flow.override import override

        day = _day(until, desk.office.calendar.day_of(now))
        return override(desk, ref, Extend(until=day), by, now, words)

    return act


def _day(text: str, today: date) -> date:
    from mailflow.core.directives import read_date

    found = read_date(text, today)
    if found is None:
        raise click.UsageError(f'"{text}" is no day; write one such as 2026-12-11, or "11 December 2026".')
    return found


@changes("tag")
@click.argument("word", metavar="TAG")
def tag(ref: str, word: str) -> Act:
    """Put a word on a case. "safeguarding" alerts the safeguarding lead and lets the machine fall silent."""
    from mailflow.core.overrides import AddTag

    return _does(ref, AddTag(tag=word))


@changes("untag")
@click.argument("word", metavar="TAG")
def untag(ref: str, word: str) -> Act:
    """Take a word off a case."""
    from mailflow.core.overrides import RemoveTag

    return _does(ref, RemoveTag(tag=word))


@changes("note", reason="a note for the file")
@click.argument("words", metavar="[TEXT]", required=False)
@_TEXT
@_FILE
def note(ref: str, words: str | None, text: str | None, file: TextIO | None) -> Act:
    """Keep a note in the file. It is sent to nobody."""
    from mailflow.core.directives import KeepNote

    said = words_of(words if text is None else text, file)
    if not said:
        raise click.UsageError("A note has words: --text TEXT, or --file FILE.")
    return _does(ref, KeepNote(), said)


@changes("close")
def close(ref: str) -> Act:
    """Close a case without a letter to the complainant."""

    def act(desk: Desk, by: By, now: datetime) -> Followed:
        from mailflow.core.directives import Close
        from mailflow.flow.override import override

        return override(desk, ref, Close(reason=by.reason), by, now)

    return act


@changes("reopen")
@click.option("--stage", "stage_id", metavar="STAGE", help="At another stage than the one where it ended.")
def reopen(ref: str, stage_id: str | None) -> Act:
    """Open a case again. An unanswered one keeps its dates; an answered one begins its stage anew."""
    from mailflow.core.overrides import Reopen

    return _does(ref, Reopen(stage=stage_id))


@changes("hold")
def hold(ref: str) -> Act:
    """Keep everything of a case until it is released, whatever the policy says about keeping."""
    from mailflow.core.overrides import Hold

    return _does(ref, Hold())


@changes("release")
def release(ref: str) -> Act:
    """End a hold."""
    from mailflow.core.overrides import Release

    return _does(ref, Release())


@changes("merge")
@click.argument("into", metavar="INTO")
def merge(ref: str, into: str) -> Act:
    """Let a case go on in an earlier one: its messages go along, and it is closed."""

    def act(desk: Desk, by: By, now: datetime) -> Followed:
        from mailflow.flow.merge import merge as merge_cases

        return merge_cases(desk, ref, into.upper(), by, now)

    return act


@changes("split")
@click.argument("number", metavar="MESSAGE", type=int)
def split(ref: str, number: int) -> Act:
    """Let a message of a case open a case of its own, as of its receipt."""
    return _moves(ref, number, None)


@changes("move")
@click.argument("number", metavar="MESSAGE", type=int)
@click.argument("to", metavar="TO")
def move(ref: str, number: int, to: str) -> Act:
    """Put a message of a case onto another one, as of its receipt."""
    return _moves(ref, number, to.upper())


def _moves(ref: str, number: int, to: str | None) -> Act:
    def act(desk: Desk, by: By, now: datetime) -> Followed:
        from mailflow.flow.correct import move_from

        return move_from(desk, ref, number, to, by, now)

    return act


@changes("undo")
@click.option("--event", "number", metavar="N", type=click.IntRange(1), help="Of event N; else the last one.")
def undo(ref: str, number: int | None) -> Act:
    """Take an override back, while nothing has left because of it. Its letters that wait are cancelled."""

    def act(desk: Desk, by: By, now: datetime) -> Followed:
        from mailflow.flow.take_back import take_back

        return take_back(desk, ref, number, by, now)

    return act


#: In the order of ``mailflow case --help``.
COMMANDS = (
    assign,
    stage,
    type_,
    about,
    outcome,
    extend,
    tag,
    untag,
    note,
    close,
    reopen,
    hold,
    release,
    merge,
    split,
    move,
    undo,
)
