"""One reader for each line: what stands behind the word, or what is wrong with it, with a line to copy.

The file is long because the lines are many, each with its own sentences.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from datetime import date, time

from mailflow.core.case import Kind, Outcome
from mailflow.core.days import long_date
from mailflow.core.directives.dates import read_date, read_time
from mailflow.core.directives.kinds import (
    AcceptAppeal,
    AddParty,
    AskQuestion,
    AskWritten,
    Assign,
    Close,
    Confirm,
    DeclineAppeal,
    Directive,
    Disclose,
    EnterComplaint,
    Extend,
    FinishTask,
    GiveOutcome,
    KeepLesson,
    KeepNote,
    MakeFeedback,
    Mediate,
    Meet,
    MoveTo,
    NamePanel,
    PromiseAction,
    RaiseSafeguarding,
    Refer,
    SayAppeal,
    SendAnyway,
    SetAbout,
    SetRelation,
    SetTimescale,
    SetType,
)
from mailflow.core.mail import is_plain_address

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
_CHANNEL = re.compile(
    r"(.*?)\s*,\s*(?:(?:by|in|on the|on a)\s+)?(phone|telephone|person|letter|post|writing|form)\W*", re.IGNORECASE
)
_CHANNELS = {"telephone": "phone", "post": "letter", "writing": "letter"}
_TO_A_DAY = re.compile(r"(?:to|until|till|by)\s+", re.IGNORECASE)


def _read_outcome(rest: str, today: date) -> Directive | str:
    words = " ".join(rest.casefold().replace("-", " ").rstrip(".").split())
    if words in _OUTCOMES:
        return GiveOutcome(outcome=_OUTCOMES[words])
    near = difflib.get_close_matches(words, _OUTCOMES, 1)
    return (
        f"\u201c#outcome {rest[:60]}\u201d names no outcome. Write one of: upheld, partly upheld, not upheld, "
        f"resolved, withdrawn, referred, arbitration recommended. For example: #outcome {near[0] if near else 'upheld'}"
    )


def _hyphened(rest: str) -> str:
    """Return a name as policies write it: "Stage 2" is stage-2, as "partly upheld" is partly-upheld."""
    return "-".join(rest.casefold().rstrip(".").split())


def _read_extend(rest: str, today: date) -> Directive | str:
    until = read_date(rest[found.end() :] if (found := _TO_A_DAY.match(rest)) else rest, today)
    if until is None:
        example = example_day(today)
        return (
            f"\u201c#extend {rest[:60]}\u201d names no day. Write the new day in full, for example: #extend {example}"
        )
    return Extend(until=until)


def _read_new(rest: str, today: date) -> Directive | str:
    channel = "phone"
    if came := _CHANNEL.fullmatch(rest):
        rest, channel = came[1], _CHANNELS.get(came[2].casefold(), came[2].casefold())
    match = re.fullmatch(r"(.*?)\s*[<(\[]\s*(?:mailto:)?([^<>()\[\]\s]+@[^<>()\[\]\s]+?)\s*[>)\]].*", rest)
    name, address = (match[1].strip(" \"'"), match[2]) if match else (rest.strip(" \"'"), None)
    if address is None and (found := re.search(r"\S+@\S+", rest)):
        name, address = rest.replace(found[0], "").strip(" \"',"), found[0].strip("<>,;")
    if address is not None and not is_plain_address(address):
        return f"\u201c{address[:80]}\u201d is not a mail address. For example: #new Pat Rivers <p.rivers@mail.example>"
    if address is None and re.fullmatch(r"anon|anonym(?:ous(?:ly)?)?", name.casefold()):
        return EnterComplaint(name="", address=None, anonymous=True, channel=channel)
    return EnterComplaint(name=name[:200], address=address, channel=channel)


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


def _read_day(word: str, make: Callable[[date], Directive]) -> Callable[[str, date], Directive | str]:
    def reader(rest: str, today: date) -> Directive | str:
        day = read_date(rest, today)
        if day is None:
            return f"\u201c#{word} {rest[:60]}\u201d names no day. For example: #{word} {example_day(today)}"
        return make(day)

    return reader


def _read_appointment(
    word: str, make: Callable[[date | None, time | None, str], Directive]
) -> Callable[[str, date], Directive | str]:
    """Read ``2 December 2026 10:00, place``; the time and the place may be missing. Or ``cancelled``."""

    def reader(rest: str, today: date) -> Directive | str:
        if re.fullmatch(r"(?:is\s+)?(?:cancel(?:led|ed|)|called off|off)\W*", rest, re.IGNORECASE):
            return make(None, None, "")
        when, _, place = rest.partition(",")
        words = when.split()
        for cut in range(len(words), 0, -1):
            day = read_date(" ".join(words[:cut]), today)
            tail = " ".join(words[cut:])
            at = read_time(tail.removeprefix("at ")) if tail else None
            if day and (at or not tail):
                return make(day, at, place.strip()[:200])
        return (
            f"\u201c#{word} {rest[:60]}\u201d names no day and time. For example: "
            f"#{word} {example_day(today)} 10:00, Family Centre, Room 2"
        )

    return reader


def _read_panel(rest: str, today: date) -> Directive | str:
    who = tuple(part.strip() for part in re.split(r",|;|\band\b", rest) if part.strip())
    if not who:
        return "#panel needs the names of its members. For example: #panel Ann Able, Bo Brown, Cy Clark"
    return NamePanel(who=who[:12])


def _read_party(rest: str, today: date) -> Directive | str:
    read_one = _read_new(rest, today)
    if isinstance(read_one, EnterComplaint) and read_one.address:
        return AddParty(name=read_one.name, address=read_one.address)
    return "#party needs a name and an address. For example: #party Sam Carer <sam@mail.example>"


def _read_action(rest: str, today: date) -> Directive | str:
    what, by, day_text = rest.rpartition(" by ")
    day = read_date(day_text, today) if by else None
    if day is None:
        what = rest
    if not what.strip():
        example = f"#action a second worker on Saturdays by {example_day(today)}"
        return f"#action needs what was promised. For example: {example}"
    return PromiseAction(what=what.strip()[:300], until=day)


def _read_done(rest: str, today: date) -> Directive | str:
    match = re.fullmatch(r"#?(\d{1,4})\b.*", rest)
    return FinishTask(number=int(match[1])) if match else "#done needs the number of the task. For example: #done 1"


def _read_feedback(rest: str, today: date) -> Directive | str:
    kind = {"": Kind.FEEDBACK, "feedback": Kind.FEEDBACK, "praise": Kind.PRAISE}.get(rest.casefold().strip(" ."))
    if kind is None:
        return f"\u201c#feedback {rest[:60]}\u201d is not a line that we know. Write #feedback or #feedback praise."
    return MakeFeedback(kind=kind)


def _read_not(rest: str, today: date) -> Directive | str:
    if re.fullmatch(r"(?:an\s+)?appeal\W*", rest, re.IGNORECASE):
        return SayAppeal(is_appeal=False)
    return f"\u201c#not {rest[:60]}\u201d is not a line that we know. Did you mean #not an appeal?"


def _read_send(rest: str, today: date) -> Directive | str:
    if re.fullmatch(r"anyway\W*", rest, re.IGNORECASE):
        return SendAnyway()
    return f"\u201c#send {rest[:60]}\u201d is not a line that we know. Did you mean #send anyway?"


def example_day(today: date) -> str:
    """Return a day for an example line, written in full."""
    return long_date(date(today.year + 1, 1, 15)).split(" ", 1)[1]


READERS: dict[str, Callable[[str, date], Directive | str]] = {
    "outcome": _read_outcome,
    "note": _alone(KeepNote()),
    "question": _alone(AskQuestion()),
    "extend": _read_extend,
    "assign": _needs("assign", "a name or an address", "bo@libra.example", lambda rest: Assign(who=rest)),
    "stage": _needs("stage", "the stage", "stage-2", lambda rest: MoveTo(stage=_hyphened(rest))),
    "accept": _alone(AcceptAppeal()),
    "decline": _alone(DeclineAppeal()),
    "close": _read_close,
    "new": _read_new,
    "yes": _alone(Confirm()),
    "type": _needs("type", "the type of complaint", "childcare", lambda rest: SetType(type=rest.casefold())),
    "relation": _needs("relation", "a word", "parents-and-carers", lambda rest: SetRelation(relation=rest.casefold())),
    "about": _needs("about", "a person, a role, or nobody", "coordinator", lambda rest: SetAbout(who=rest)),
    "timescale": _read_day("timescale", lambda day: SetTimescale(until=day)),
    "written": _alone(AskWritten()),
    "disclose": _needs("disclose", "a reason", "the police have asked for it", lambda rest: Disclose(reason=rest)),
    "refer": _needs("refer", "the organisation", "Luton Borough Council", lambda rest: Refer(to=rest)),
    "feedback": _read_feedback,
    "meeting": _read_appointment("meeting", lambda on, at, place: Meet(on=on, at=at, place=place)),
    "mediation": _read_appointment("mediation", lambda on, at, place: Mediate(on=on, at=at, place=place)),
    "panel": _read_panel,
    "party": _read_party,
    "safeguarding": _alone(RaiseSafeguarding()),
    "action": _read_action,
    "lesson": _needs("lesson", "what was learnt", "ring families who wait", lambda rest: KeepLesson(text=rest)),
    "done": _read_done,
    "appeal": _alone(SayAppeal(is_appeal=True)),
    "not": _read_not,
    "send": _read_send,
}
