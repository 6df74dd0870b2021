"""What a template sees: plain values only, made from the case, the policy and the office.

A template gets no object with methods of ours, and a letter to the complainant gets nothing that the complainant wrote
(TRUST 0.18): neither name nor subject nor text, so no template can echo it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from mailflow.core.case import Case, Deadline, What
from mailflow.core.days import DueDate, Unit, long_date
from mailflow.core.decide.statutory import asks_for_acknowledgement
from mailflow.core.decision import SendLetter
from mailflow.core.guards import skeleton
from mailflow.core.letter_kinds import Audience
from mailflow.core.office import Office
from mailflow.core.policy import Stage
from mailflow.letters.blocks import plain
from mailflow.letters.composed import Plain, Quoted
from mailflow.letters.names import FACTS
from mailflow.letters.offered import lines_for_others, lines_to_write

#: A letter is no archive; the whole message lies in the mailbox.
MAX_QUOTED_CHARACTERS = 300_000

_LABELS = {
    What.ACKNOWLEDGE: "Acknowledgement",
    What.RESPOND: "Answer",
    What.MEET: "Meeting",
    What.STATUTORY: "Answer required by law",
    What.APPEAL: "The complainant's last day to go on",
}


def context_of(
    letter: SendLetter,
    case: Case | None,
    office: Office,
    quoted: Sequence[Quoted],
    previews: Sequence[Mapping[str, str]],
) -> dict[str, Plain]:
    """Return every name that the letter's template may use, with its value."""
    stage = _stage(letter, case, office)
    following = office.policy.next_stage(stage.id) if stage else None
    to_complainant = letter.audience is Audience.COMPLAINANT
    deadlines = _running(case, stage)
    facts: dict[str, Plain] = {
        **FACTS.get(letter.kind, {}),
        **{name: _clean(value) for name, value in letter.facts.items()},
    }
    if isinstance(role := facts.get("role"), str) and role in office.policy.roles:
        facts["role"] = office.policy.title_of(role)
    context: dict[str, Plain] = {
        "office": {
            "name": plain(office.name),
            "address": office.address,
            "admin": office.admin,
            "plain_reply": office.plain_reply,
        },
        "policy": {"title": office.policy.title, "edition": office.policy.edition},
        "case": _case(case, office, to_complainant=to_complainant) if case else None,
        "stage": _described(stage, case, office) if stage else None,
        "next_stage": _described(following, None, office) if following else None,
        "deadlines": tuple(_deadline(one, office) for one in deadlines),
        "answer_by": _earliest(
            [one for one in deadlines if not asks_for_acknowledgement(one, office)], What.RESPOND, What.STATUTORY
        ),
        "meet_by": _earliest(deadlines, What.MEET),
        "received": _day(case.stage_since, office) if case else "",
        "bodies": _bodies(letter, stage, office),
        "text": plain(letter.text),
        "quoted": () if to_complainant else tuple(_quoted(one, office) for one in quoted),
        "previews": tuple({name: plain(value) for name, value in one.items()} for one in previews),
        "waits_late": bool(case and case.late_appeal),
        "received_late": _day(case.late_appeal.received_at, office) if case and case.late_appeal else "",
        "window_ended": _window_end(case, stage),
        "lines_to_write": ()
        if to_complainant or not case
        else lines_for_others()
        if facts.get("notes_only")
        else lines_to_write(case, stage, following, deadlines, office),
        "skeleton": "" if to_complainant or not stage else skeleton(stage.parts_for("upheld")),
        "parts_are_for": _parts_are_for(stage),
        "tasks": () if to_complainant or not case else _tasks(case, office),
    }
    return {**facts, **context, **_outcome(facts, case, stage), **_promise(facts, deadlines, office)}


def _tasks(case: Case, office: Office) -> tuple[Mapping[str, Plain], ...]:
    """Return what is still to be done on the case, each with its number, owner and day."""
    return tuple(
        {
            "number": one.id,
            "what": plain(one.what),
            "owner": office.policy.title_of(one.for_) if "@" not in one.for_ else _name_of(one.for_, office),
            "by": _by(one.due) if one.due else "",
            "source": "" if one.source in ("promised", "undelivered") else one.source,
        }
        for one in case.tasks
        if one.done_at is None
    )


def _name_of(address: str, office: Office) -> str:
    officer = office.officer(address)
    return plain(officer.name) if officer else address


def _parts_are_for(stage: Stage | None) -> str:
    """Return which answers the skeleton is for: "" (prompted only), "all", or "upheld" (wholly or in part)."""
    required = [part for part in stage.parts if part.required] if stage else []
    if not required:
        return ""
    return "upheld" if all(part.outcomes for part in required) else "all"


def _stage(letter: SendLetter, case: Case | None, office: Office) -> Stage | None:
    wanted = letter.stage or (case.stage if case else None)
    return next((one for one in office.policy.stages if one.id == wanted), None)


def _case(case: Case, office: Office, *, to_complainant: bool) -> Mapping[str, Plain]:
    shown: dict[str, Plain] = {
        "ref": case.ref,
        "kind": case.kind.value,
        "status": case.status.value,
        "channel": case.channel,
        "received_on": _day(case.first_received_at, office),
        "outcome": case.outcome.value.replace("-", " ") if case.outcome else "",
        "answered_before": bool(case.decided_stages),
        "has_address": case.complainant.address is not None,
        "anonymous": case.complainant.anonymous,
    }
    if not to_complainant:
        name, address = plain(case.complainant.name), case.complainant.address or ""
        known = f"{name} <{address}>" if name and address else name or address
        shown["complainant"] = "somebody who gives no name" if case.complainant.anonymous else known or "not known"
        shown["handlers"] = tuple(plain(one.name) for one in case.handlers)
        shown["type"] = _title(office.policy.types.get(case.type or ""), case.type)
    return shown


def _title(choice: object, fallback: str | None) -> str:
    return str(getattr(choice, "title", None) or fallback or "")


def _window_end(case: Case | None, stage: Stage | None) -> str:
    """Return the last day of the complainant's window after this stage; empty where there is none."""
    window = case.deadline(What.APPEAL, stage.id) if case and stage else None
    return long_date(window.due.due_on) if window else ""


def _day(at: datetime, office: Office) -> str:
    return long_date(office.calendar.day_of(at))


def _described(stage: Stage, case: Case | None, office: Office) -> Mapping[str, Plain]:
    policy, appeal = office.policy, stage.appeal
    roles = [one.role for one in case.handlers if one.role in policy.roles] if case and case.stage == stage.id else []
    titles = [policy.title_of(role) for role in dict.fromkeys(roles or stage.handlers)]
    return {
        "id": stage.id,
        "title": stage.title,
        "mark": stage.subject_mark,
        "says": tuple(stage.says),
        "handlers": _listed(titles),
        "final": policy.is_final(stage.id),
        "word": appeal.word if appeal else "",
        "window": str(appeal.within) if appeal and appeal.within else "",
    }


def _bodies(letter: SendLetter, stage: Stage | None, office: Office) -> tuple[Plain, ...]:
    return tuple(
        {"name": body.name, "says": body.says, "contact": tuple(body.contact)}
        for body in office.policy.bodies_for(letter.kind.value, stage.id if stage else "")
    )


def _outcome(facts: Mapping[str, Plain], case: Case | None, stage: Stage | None) -> dict[str, Plain]:
    """Fill in what the outcome letter's facts leave out; nothing for other letters."""
    if "last_day" not in facts:
        return {}
    window = case.printed_window if case else None
    outcome = str(facts["outcome"] or (case.outcome.value if case and case.outcome else ""))
    return {
        "outcome": outcome.replace("-", " "),
        "last_day": facts["last_day"] or (long_date(window.due_on) if window else ""),
        "word": facts["word"] or (stage.appeal.word if stage and stage.appeal else ""),
        "final": stage.appeal is None if stage else bool(facts["final"]),
    }


def _promise(facts: Mapping[str, Plain], deadlines: Sequence[Deadline], office: Office) -> dict[str, Plain]:
    """Fill in what the facts of a reminder leave out, from the promise that is due next; nothing for other letters."""
    if "proof" not in facts:
        return {}
    due = next((_deadline(one, office) for one in deadlines if facts["what"] in ("", one.what.value)), None)
    filled: dict[str, Plain] = {"proof": str(facts["proof"]).rstrip(".")}
    if due and not facts["due"] and not facts["mark"]:
        filled = {"what": due["what"], "due": due["by"], "proof": due["proof"], "source": due["source"]}
    shown = {**facts, **filled}
    one = {**{name: shown[name] for name in ("what", "due", "proof", "source")}, "missed": "yes"}
    return {**filled, "promises": facts["promises"] or ((one,) if shown["due"] and shown["proof"] else ())}


def _running(case: Case | None, stage: Stage | None) -> list[Deadline]:
    """Return the running promises of the stage, the next one first."""
    if case is None or stage is None:
        return []
    found = [d for d in case.deadlines if d.is_running and d.stage == stage.id and d.what is not What.APPEAL]
    return sorted(found, key=lambda d: d.due.due_at)


def _earliest(deadlines: Sequence[Deadline], *whats: What) -> str:
    return next((_by(one.due) for one in deadlines if one.what in whats), "")


def _deadline(deadline: Deadline, office: Office) -> Mapping[str, Plain]:
    is_receipt = asks_for_acknowledgement(deadline, office)
    return {
        "what": What.ACKNOWLEDGE.value if is_receipt else deadline.what.value,
        "label": "Acknowledgement required by law" if is_receipt else _LABELS[deadline.what],
        "by": _by(deadline.due),
        "proof": deadline.due.proof().rstrip("."),
        "source": deadline.source,
    }


def _by(due: DueDate) -> str:
    """Return the day, and the time where the rule counts hours."""
    if due.within is not None and due.within.unit is Unit.HOURS:
        return f"{due.due_at.astimezone(ZoneInfo(due.zone)):%H:%M} on {long_date(due.due_on)}"
    return long_date(due.due_on)


def _quoted(one: Quoted, office: Office) -> Mapping[str, Plain]:
    text = plain(one.text)
    return {
        "received": _at(one.received_at, office),
        "sender": plain(one.sender),
        "subject": plain(one.subject).replace("\n", " "),
        "text": text[:MAX_QUOTED_CHARACTERS],
        "is_cut": len(text) > MAX_QUOTED_CHARACTERS,
        "files": tuple(plain(name).replace("\n", " ") for name in one.files),
    }


def _at(at: datetime, office: Office) -> str:
    local = at.astimezone(ZoneInfo(office.calendar.zone))
    return f"{long_date(local.date())}, {local:%H:%M}"


def _listed(titles: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(titles[:-1]), titles[-1] if titles else "")))


def _clean(value: object) -> Plain:
    """Return a fact's value without control characters, whatever its depth."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, tuple | list):
        return tuple(_clean(one) for one in value)
    if isinstance(value, Mapping):
        return {str(name): _clean(one) for name, one in value.items()}
    return value if isinstance(value, int) or value is None else plain(str(value))
