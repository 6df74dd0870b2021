"""Sample cases: every letter written once for each stage, with little data and with much, for ``mailflow check``.

The names that a template uses are checked when it is read; this finds what only shows in writing, such as a
misspelt ``case.reff``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from mailflow.core.case import Case, Complainant, Deadline, Handler, Kind, LateAppeal, Outcome, Status, What
from mailflow.core.days import Duration, Unit
from mailflow.core.decision import Decision, SendLetter
from mailflow.core.letter_kinds import Audience, LetterKind, Value
from mailflow.core.mail import Address
from mailflow.core.office import Office
from mailflow.core.policy import Stage
from mailflow.letters.compose import compose
from mailflow.letters.composed import Composed, Quoted
from mailflow.letters.names import KINDS
from mailflow.letters.render import TemplateBroken, Templates

RECEIVED_AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)

_TO_COMPLAINANT = frozenset(
    {
        *(LetterKind.ACKNOWLEDGEMENT, LetterKind.OUTCOME, LetterKind.INTERIM_UPDATE, LetterKind.APPEAL_LATE),
        *(LetterKind.APPEAL_DECLINED, LetterKind.PROCESS_ENDED, LetterKind.QUESTION, LetterKind.RELAY),
        *(LetterKind.MEETING_INVITATION, LetterKind.REFERRAL, LetterKind.RECEIPT, LetterKind.THANKS),
        LetterKind.CONFIRM_ADDRESS,
    }
)
#: Kinds that may be about no case.
_WITHOUT_CASE = frozenset(
    {
        *(LetterKind.REPORT, LetterKind.DIGEST, LetterKind.ADMIN_NOTICE),
        *(LetterKind.DIRECTIVE_ERROR, LetterKind.CONFIRM_SENDER),
    }
)
_PROMISES = (
    {"what": "respond", "due": "Monday 30 November 2026", "proof": "4 weeks from …", "source": "XX-1", "missed": "yes"},
    {"what": "meet", "due": "Friday 4 December 2026", "proof": "28 days from …", "source": "", "missed": ""},
)
_OVERDUE: dict[str, Value] = {"due": "Monday 30 November 2026", "proof": "4 weeks from …", "source": "XX-1"}
_TASKS = (
    {"number": "2", "what": "Ring every family", "due": "Monday 30 November 2026", "source": "XX-1"},
    {"number": "3", "what": "Write to the council", "due": "Friday 4 December 2026", "source": ""},
)
_OPEN = (
    {
        **{"ref": "XX-2026-0001", "stage": "Stage One", "since": "Monday 2 November 2026"},
        "next": "answer due by Monday 30 November 2026",
    },
)
_TO_DO = (
    {"ref": "XX-2026-0001", "what": "Ring every family", "by": "Monday 30 November 2026", "number": "2"},
    {"ref": "XX-2026-0001", "what": "Keep a list", "by": "", "number": "3"},
)
_IN_DRAFTS = ("the outcome, since Monday 9 November 2026", "the question, since Tuesday 10 November 2026")
_MUCH: dict[LetterKind, tuple[dict[str, Value], ...]] = {
    LetterKind.ACKNOWLEDGEMENT: (
        {"opened_by": "complaint"},
        {"opened_by": "appeal"},
        {"opened_by": "late-appeal"},
        {"opened_by": "directive"},
        {"asks": ("when it happened", "what you would like us to do")},
    ),
    LetterKind.OUTCOME: tuple({"outcome": one.value, "last_day": "Friday 18 December 2026"} for one in Outcome),
    LetterKind.INTERIM_UPDATE: (
        {"due": "2026-12-11"},
        {"due": "2026-12-11", "is_first": True},
        {"was_due": "2026-11-30"},
    ),
    LetterKind.QUESTION: ({"holds": True, "waits": "2 weeks"},),
    LetterKind.MEETING_INVITATION: tuple(
        {"what": what, "when": "2026-12-02", "time": "10:00", "place": "The office, 1 High Street", "change": change}
        for what in ("meeting", "mediation")
        for change in ("", "changed", "cancelled")
    ),
    LetterKind.CONFIRM_ADDRESS: ({"came_on": "2026-11-10", "came_at": "17:20"},),
    LetterKind.REFERRAL: ({"referred_to": "Another Organisation"},),
    LetterKind.HANDLER_NOTICE: tuple(
        {"reason": why, "remark": "A remark."}
        for why in (
            "complaint",
            "appeal",
            "late-appeal",
            "directive",
            "further",
            "closed-reply",
            "handed",
            "panel",
            "It burns.",
        )
    ),
    LetterKind.REMINDER: (
        {"what": "respond", "due": "Monday 30 November 2026", "proof": "4 weeks from …", "source": "XX-1"},
        {"what": "acknowledge", "due": "Monday 30 November 2026", "proof": "1 week from …"},
        {"what": "meet", "due": _PROMISES[0]["due"], "proof": "4 weeks from …", "promises": _PROMISES},
        {"mark": "quiet"},
        {"mark": "question", "asked": "Monday 9 November 2026"},
        {"mark": "doubt", "due": "Monday 30 November 2026", "begins": "The next step"},
        {"mark": "task", "due": "Monday 30 November 2026", "tasks_due": _TASKS[:1]},
        {"mark": "task", "tasks_due": _TASKS},
        {**_PROMISES[0], "promises": _PROMISES, "in_drafts": _IN_DRAFTS},
    ),
    LetterKind.BREACH_NOTICE: (
        *({**_OVERDUE, "what": what} for what in ("acknowledge", "respond", "meet")),
        {**_PROMISES[0], "promises": _PROMISES, "asked": "Monday 9 November 2026"},
        {**_PROMISES[0], "promises": _PROMISES, "in_drafts": _IN_DRAFTS[:1]},
        {**_PROMISES[0], "promises": _PROMISES, "mark": "escalated", "told_on": "Tuesday 1 December 2026"},
    ),
    LetterKind.SAFEGUARDING_ALERT: (
        {"because": "it says \u201chit\u201d near \u201cmy son\u201d"},
        {"because": "x", "again": True},
    ),
    LetterKind.DIRECTIVE_ERROR: (
        {"problems": ("There is no outcome of that name.", "And:\n\nFindings:"), "lines": ("#outcome uphold",)},
    ),
    LetterKind.DIRECTIVE_DONE: ({"done": ("Your letter goes to the complainant.",), "lines": ("#outcome upheld",)},),
    LetterKind.CONFIRM_SENDER: ({"lines": ("#outcome upheld",)},),
    LetterKind.COPY: ({"on": "opened", "source": "XX-1"}, {"on": "closed"}, {"on": "moved"}, {"on": "decided"}),
    LetterKind.REPORT: tuple(
        {
            "period": "1 January 2026 to 31 March 2026",
            "meeting": meeting,
            "source": "XX-8",
            "lines": ("12 complaints were received.", "Every promise was kept in time."),
        }
        for meeting in ("", "2026-04-14")
    ),
    LetterKind.DIGEST: (
        {"day": "Monday 9 November 2026", "cases": _OPEN},
        {"day": "Monday 9 November 2026", "to_do": _TO_DO},
        {"day": "Monday 9 November 2026", "cases": _OPEN, "to_do": _TO_DO},
    ),
    LetterKind.ADMIN_NOTICE: (
        {
            "items": (
                {"title": "A mail waits", "detail": "Its sender is not certain.", "command": "mailflow pen show 1"},
            )
        },
    ),
}


def problems(templates: Templates, office: Office) -> list[str]:
    """Return why letters could not be written, each problem once."""
    found = dict.fromkeys(templates.check())
    if not found:
        for letter, case in samples(office):
            try:
                written(letter, case, office, templates)
            except TemplateBroken as broken:
                found[str(broken)] = None
    return list(found)


def written(letter: SendLetter, case: Case | None, office: Office, templates: Templates) -> Composed:
    """Return a sample letter in words; notices show a complaint."""
    quoted: tuple[Quoted, ...] = ()
    if letter.kind in (LetterKind.HANDLER_NOTICE, LetterKind.COPY, LetterKind.SAFEGUARDING_ALERT):
        complaint = Quoted(
            received_at=RECEIVED_AT,
            sender="P. Rivers <p.rivers@mail.example>",
            subject="Handover was late again",
            text="Dear all,\n\nhandover was late again on Saturday. We waited for an hour.\n\nP. Rivers",
            files=("photo.jpg",),
        )
        quoted = (complaint,)
    return compose(letter, case, office, templates=templates, quoted=quoted)


def samples(office: Office) -> Iterator[tuple[SendLetter, Case | None]]:
    """Return letters with their cases: each kind at each stage, with little and with much."""
    for kind in KINDS:
        for facts in ({}, *_MUCH.get(kind, ())):
            if kind in _WITHOUT_CASE:
                yield _letter(kind, "", facts, office), None
            for stage in office.policy.stages:
                for case in _cases(stage, office):
                    yield _letter(kind, stage.id, facts, office), case


def sample_case(stage: Stage, office: Office, **changes: object) -> Case:
    """Return a case at a stage with its promises, as one that came on Monday 2 November 2026."""
    due = office.calendar.due
    promises = [
        (What.ACKNOWLEDGE, stage.acknowledge),
        (What.MEET, stage.meet),
        *((What.RESPOND, r) for r in stage.respond),
    ]
    whole: dict[str, object] = {
        "ref": f"{office.code}-2026-0001",
        "organisation": office.code,
        "policy": office.policy.name,
        "edition": office.policy.edition,
        "policy_digest": office.policy_digest,
        "kind": Kind.COMPLAINT,
        "channel": "email",
        "complainant": Complainant(name="P. Rivers", address="p.rivers@mail.example"),
        "stage": stage.id,
        "status": Status.OPEN,
        "first_received_at": RECEIVED_AT,
        "stage_since": RECEIVED_AT,
        "moved_at": RECEIVED_AT,
        "handlers": tuple(
            Handler(role=one, name="Ada Coordinator", address="ada@office.example") for one in stage.handlers
        ),
        "deadlines": tuple(
            Deadline(
                what=what,
                stage=stage.id,
                source=limit.source,
                due=due(RECEIVED_AT, limit.within, limit.source),
                set_at=RECEIVED_AT,
            )
            for what, limit in promises
            if limit and limit.applies_to(None)
        ),
    }
    return Case(**{**whole, **changes})  # type: ignore[arg-type]


def _cases(stage: Stage, office: Office) -> Iterator[Case]:
    window = office.calendar.due(RECEIVED_AT, Duration(n=2, unit=Unit.WEEKS), "XX-5")
    earlier = tuple(one.id for one in office.policy.stages if one.id != stage.id)
    yield sample_case(stage, office, handlers=(), deadlines=(), complainant=Complainant(anonymous=True))
    yield sample_case(stage, office)
    yield sample_case(
        stage,
        office,
        status=Status.DECIDED,
        outcome=Outcome.PARTLY_UPHELD,
        outcome_at=RECEIVED_AT,
        printed_window=window,
        decided_stages=earlier,
        late_appeal=LateAppeal(message=2, received_at=datetime(2026, 12, 1, 12, tzinfo=UTC)),
        deadlines=(Deadline(what=What.APPEAL, stage=stage.id, source="XX-5", due=window, set_at=RECEIVED_AT),),
    )


def _letter(kind: LetterKind, stage: str, facts: dict[str, Value], office: Office) -> SendLetter:
    to_complainant = kind in _TO_COMPLAINANT
    letter = SendLetter(
        kind=kind,
        to=Address(address="p.rivers@mail.example" if to_complainant else office.admin),
        audience=Audience.COMPLAINANT if to_complainant else Audience.STAFF,
        text="Findings: it was late.\n\nActions: it will not be late again." if to_complainant else "",
        facts=facts,
        stage=stage or None,
    )
    if kind is not LetterKind.CONFIRM_SENDER or not stage:
        return letter
    outcome = _letter(LetterKind.OUTCOME, stage, {"outcome": "upheld"}, office)
    return SendLetter(
        kind=kind,
        to=letter.to,
        audience=letter.audience,
        facts=facts,
        stage=stage,
        preview=Decision(letters=(outcome,)),
    )
