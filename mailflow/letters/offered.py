"""The lines that a letter to staff offers: what can be written in answer now, each with what it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from mailflow.core.case import Case, Deadline, Kind, Outcome, Status, What
from mailflow.core.days import long_date
from mailflow.core.decide.extending import latest_day
from mailflow.core.decide.panels import example_panel, without_its_panel
from mailflow.core.office import Office
from mailflow.core.policy import Stage
from mailflow.letters.blocks import plain

Line = Mapping[str, str]

#: A date in an example, where no other date is at hand: so long after the stage began.
_EXAMPLE = timedelta(days=28)
_UNTIL_A_MEETING = timedelta(days=14)
_NOTE: Line = {"line": "#note", "does": "Keeps your text in the file. It is sent to nobody."}


def lines_for_others() -> tuple[Line, ...]:
    """Return what staff who do not deal with a case can write on it."""
    return (_NOTE,)


def lines_to_write(
    case: Case, stage: Stage | None, following: Stage | None, deadlines: Sequence[Deadline], office: Office
) -> tuple[Line, ...]:
    """Return the directives that make sense now."""
    if case.late_appeal is not None:
        onward = f"It goes on to {following.title}" if following else "It is let in"
        return (
            _line("#accept", f"Accepts the late request. {onward}, and the complainant is told."),
            _line("#decline", "Ends the matter here. Your text below the line goes to the complainant as the reason."),
        )
    lines: list[Line] = []
    if case.doubtful_appeal is not None and following:
        lines.append(_line("#appeal", f"It is one: {following.title} begins, and the complainant is told."))
        lines.append(_line("#not an appeal", "It is none. It is filed, and nothing is sent."))
    if case.is_reconsidered:
        lines += _answers(case, stage, (), office)
    if case.outcome is None and case.status is Status.OPEN:
        lines += _answers(case, stage, deadlines, office)
    if talk := _talk_first(case, office):
        lines.append(_line(f"#stage {talk.id}", f"Tries {talk.title} first. The complainant is told."))
    if following and case.status is not Status.CLOSED:
        lines.append(
            _line(f"#stage {following.id}", f"Takes the case on to {following.title} at once. The complainant is told.")
        )
    if case.outcome is None and case.status is Status.OPEN:
        lines += _particulars(case, stage, office)
        lines += _hearing(case, stage, office)
    if case.kind is not Kind.COMPLAINT and case.complainant.address:
        name = " ".join(plain(case.complainant.name).split()) or "NAME"
        who = f"{name} <{case.complainant.address}>"
        lines.append(_line(f"#new {who}", "It is a complaint after all: what stands below the line opens a new case."))
    lines.append(_line("#assign NAME", "Brings in a colleague, who gets the complaint."))
    lines.append(_NOTE)
    if case.status is not Status.CLOSED and (case.outcome or not office.policy.close_needs_outcome):
        lines.append(_line("#close REASON", "Closes the case without a letter."))
    return tuple(lines)


def _talk_first(case: Case, office: Office) -> Stage | None:
    """Return the informal step that staff may take before this one, until the case has been there."""
    if case.outcome is not None or case.status is not Status.OPEN:
        return None
    for stage in office.policy.stages:
        leads_here = stage.reached_by_staff and stage.appeal is not None and stage.appeal.to == case.stage
        if leads_here and stage.id not in case.decided_stages:
            return stage
    return None


def _answers(case: Case, stage: Stage | None, deadlines: Sequence[Deadline], office: Office) -> Iterator[Line]:
    """Yield what answers the complaint, or says when it is answered."""
    first, *others = (one.replace("-", " ") for one in office.policy.outcomes)
    does = "Answers the complaint. Your text below the line is the letter; mailflow greets, says the outcome and signs."
    yield _line(
        f"#outcome {first}", f"{does} Instead of {first} you can write: {', '.join(others)}." if others else does
    )
    if case.complainant.address:
        yield _line("#question", "Asks the complainant what you write below the line.")
    later = _later(case, deadlines, office)
    if later is not None:
        yield _line(
            f"#extend {_day(later)}",
            "Moves the answer to the day that you name. The complainant is told, with your text as the reason.",
        )
    if stage and stage.timescale and not any(one.what is What.RESPOND for one in deadlines):
        example = office.calendar.day_of(case.stage_since) + _EXAMPLE
        yield _line(
            f"#timescale {_day(example)}",
            f"Says by when you will answer, as the policy wants it ({stage.timescale}). The complainant is told.",
        )


def _later(case: Case, deadlines: Sequence[Deadline], office: Office) -> date | None:
    """Return an example of a day to which the answer can be moved; None where it cannot."""
    if not deadlines:
        return None
    latest = [latest_day(case, one, office) for one in deadlines if one.what in (What.RESPOND, What.MEET)]
    last = min((one for one in latest if one is not None), default=None)
    later = deadlines[-1].due.due_on + timedelta(days=7)
    if last is None or later <= last:
        return later
    return last if last > deadlines[-1].due.due_on else None


def _hearing(case: Case, stage: Stage | None, office: Office) -> Iterator[Line]:
    """Yield how the panel is named and the meeting arranged, where the policy wants either."""
    if stage is None or stage.id != case.stage or not (stage.panel or stage.meet):
        return
    if stage.panel and not case.panel and without_its_panel(case, Outcome.UPHELD, office):
        does = "Names the panel that hears the complaint; the answer waits for it. Each member gets the complaint."
        yield _line(example_panel(stage.panel, case, office), f"{does} ({stage.panel.source})")
    meeting = case.meeting_of("meeting")
    if meeting is None or meeting.is_cancelled:
        day = office.calendar.day_of(case.stage_since) + _UNTIL_A_MEETING
        yield _line(
            f"#meeting {_day(day)} 10:00, PLACE",
            "Invites the complainant and whoever hears the complaint, each with a calendar file and your text.",
        )


def _particulars(case: Case, stage: Stage | None, office: Office) -> Iterator[Line]:
    """Yield what says what sort of complaint it is, while nobody has said."""
    types, relations = list(office.policy.types), list(office.policy.relations)
    if types and case.type is None:
        yield _line(f"#type {types[0]}", f"Says what it is about. Instead you can write: {', '.join(types[1:])}.")
    if relations and case.complainant.relation is None:
        others = ", ".join(relations[1:])
        yield _line(f"#relation {relations[0]}", f"Says who the complainant is. Instead you can write: {others}.")
    if stage and stage.written and not case.wants_written:
        yield _line("#written", "Marks that the complainant asked for a written response.")
    if not case.decided_stages:
        yield _line("#feedback", "Says that it is no complaint, but feedback. The sender is thanked, and it is closed.")
        yield _line(
            "#refer ORGANISATION", "Says that it is theirs to deal with. The complainant is told, and it is closed."
        )


def _day(day: date) -> str:
    return long_date(day).partition(" ")[2]


def _line(line: str, does: str) -> Line:
    return {"line": line, "does": does}
