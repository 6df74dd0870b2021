"""Every cell of the table of who may move a case, compared with what the rules do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from mailflow.core.case import Case, Handler, LateAppeal, Task
from mailflow.core.decide import on_message
from mailflow.core.decision import Decision
from mailflow.core.directives import LINES as DIRECTIVES
from mailflow.core.directives import NOTES, read
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseOpened, ConfirmationAsked, DirectiveRefused, MessageFiled
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.office import Office, Officer
from mailflow.core.thread import Answered, Threaded, Writer, thread
from tests.core.cast import BORN, arrived, mail, office
from tests.core.truth_table import LINES, MARKS, PAGE, RULES, STAFF, WHO, Follows, cells, expected, page

REF, OTHER = "LC-2020-0001", "LC-2020-0002"
NOW = BORN + timedelta(days=2)
FAMILY, EVE = "p@mail.example", "eve@mail.example"
OURS = "<token@office.example>"
PARTS = "Reasons: a\nFindings: b\nActions: c\nApology: d\nExplanation: e\nCorrection: f\n"
EXTRA = ("former handler", "colleague", "panel member", "admin", "kept out")
#: Where a line can be carried out: the policy, and the stage; Libra's first where nothing is said.
PLACES: Mapping[str, tuple[str, str]] = {
    "#type": ("stepping-stones", "stage-1"),
    "#relation": ("childrens-links", "complaint"),
    "#written": ("stepping-stones", "stage-1"),
    "#panel": ("libra-children-services", "stage-3"),
    "#party": ("little-footsteps", "formal-review"),
    "#mediation": ("little-footsteps", "formal-review"),
    "#timescale": ("stepping-stones", "stage-3"),
    "#disclose": ("stepping-stones", "stage-1"),
}
WAITING: Mapping[str, Callable[[Case], Case]] = {
    "#accept": lambda case: replace(case, late_appeal=LateAppeal(message=2, received_at=NOW)),
    "#decline": lambda case: replace(case, late_appeal=LateAppeal(message=2, received_at=NOW)),
    "#about": lambda case: replace(case, is_suspected=True, sealed_from=(*case.sealed_from, "suspect@office.example")),
}


def address_of(who: str) -> str:
    return f"{who.replace(' ', '.')}@office.example"


@cache
def place(policy: str, stage: str, who: str) -> tuple[Office, Case]:
    """Return an office in which everybody of the table has an address, and a case of it at a stage."""
    here = office(policy)
    extra = tuple(Officer(name=one.title(), address=address_of(one), roles=()) for one in (*EXTRA, "suspect"))
    here = replace(here, staff=(*here.staff, *extra), admin=address_of("admin"))
    first = arrived(mail(FAMILY, "Handover", "It was late."), BORN)
    decided = on_message(Threaded(writer=Writer.STRANGER, because="x"), first, here)
    opened = decided.facts[0].event
    assert isinstance(opened, CaseOpened)
    case = fold((replace(decided.facts[0], event=replace(opened, ref=REF)), *decided.facts[1:]))
    handlers = here.handlers_of(here.policy.stage(stage).handlers_for(None), NOW)
    case = replace(
        case,
        stage=stage,
        handlers=handlers,
        panel=(Handler(role="panel", name="Panel Member", address=address_of("panel member")),),
        sealed_from=(address_of("kept out"),),
        tasks=(_task(who, handlers),),
    )
    if who == "stand-in":
        away = {one.address for one in handlers}
        day = (date(2020, 11, 1), date(2020, 12, 1))
        staff = tuple(replace(one, away=(day,)) if one.address in away else one for one in here.staff)
        here = replace(here, staff=staff)
    return here, case


def _task(who: str, handlers: tuple[Handler, ...]) -> Task:
    """Return a task that is the writer's own, so that they may say that it is done."""
    return Task(id=1, what="ring", for_=address_of(who) if who in EXTRA else handlers[0].address, source="promised")


def sender_of(who: str, here: Office, case: Case) -> str:
    if who in EXTRA:
        return address_of(who)
    if who == "stand-in":
        roles = here.policy.stage(case.stage).handlers_for(None)
        return here.handlers_of(roles, NOW)[0].address
    return {"handler": case.handlers[0].address, "complainant": FAMILY, "stranger": EVE}[who]


def written(line: str, here: Office) -> str:
    policy = here.policy
    words = {
        "colleague": "suspect@office.example",
        "type": next(iter(policy.types), "none"),
        "relation": next(iter(policy.relations), "none"),
        "panel": "Chair, Committee Member, Another Committee Member",
        "stage": "stage-2",
    }
    return re.sub(r"{(\w+)}", lambda found: words[found[1]], line)


def follows(cell: Mapping[str, str], line: str) -> tuple[Follows | str, Decision]:
    """Let the rules decide a cell, and say what followed."""
    word = line.split(" ")[0]
    policy, stage = PLACES.get(word, ("libra-children-services", "stage-1"))
    here, case = place(policy, stage, cell["who"])
    if word in WAITING:
        case = WAITING[word](case)
    if "appeal" in line:
        case = replace(case, doubtful_appeal=LateAppeal(message=2, received_at=NOW), outcome_at=NOW)
    mode, _, stamps = cell["require"].partition(" ")
    here = replace(here, require=mode, authserv_ids=("mx.office.example",) if stamps == "with verdicts" else ())
    sender = sender_of(cell["who"], here, case)
    marks = cell["marks"]
    tags = {"tag": f"[{REF}]", "two cases": f"[{OTHER}]"}.get(marks, "")
    references = (OURS,) if marks in ("own notice", "own letter", "stolen notice", "two cases") else ()
    is_addressed = marks in ("own address", "stolen address")
    text = f"{written(line, here)}\n{PARTS}"
    message = mail(sender, f"Re: {tags} hello", text, *references)
    if cell["grammar"] == "two ways":
        message = replace(message, sender_is_plain=False)
    to = "somebody_else@office.example" if marks.startswith("stolen") else sender
    ours = Answered(
        letter=1, ref=REF, kind="handler-notice", to=to, subject="A complaint", for_staff=marks != "own letter"
    )
    other = replace(case, ref=OTHER, complainant=replace(case.complainant, address="q@mail.example"))
    threaded = thread(
        message,
        here,
        ours={OURS: ours} if references else {},
        theirs={},
        cases={REF: case, OTHER: other},
        addressed=[ours] if is_addressed else (),
        delivered=[REF] if marks == "own address outside" else (),
    )
    trigger = replace(
        arrived(message, NOW, 3, answers=threaded.answers),
        verified=cell["verdict"] == "pass" and cell["grammar"] == "one way",
        unsure=cell["verdict"] == "unsure",
        is_repeat=cell["comes"] == "again" and threaded.writer is Writer.STAFF,
    )
    decision = on_message(threaded, trigger, here)
    return named(decision, sender), decision


def named(decision: Decision, sender: str) -> Follows | str:
    """Say in the words of the table what a decision is, or why it is none of them."""
    kinds = [one.kind for one in decision.letters]
    events = [type(one.event) for one in decision.facts]
    to_sender = all(one.to.address == sender for one in decision.letters)
    if decision.pen is not None:
        if events:
            return f"in the pen, with facts {events}"
        if not kinds:
            return Follows.WAITS
        return (
            Follows.WAITS_TOLD if kinds == [LetterKind.DIRECTIVE_ERROR] and to_sender else f"in the pen, with {kinds}"
        )
    if LetterKind.DIRECTIVE_ERROR in kinds:
        silent = set(events) <= {MessageFiled, DirectiveRefused} and len(kinds) == 1 and to_sender
        return Follows.TOLD if silent else f"refused, with {kinds} and {events}"
    if LetterKind.CONFIRM_SENDER in kinds:
        silent = set(events) <= {MessageFiled, ConfirmationAsked} and len(kinds) == 1 and to_sender
        return Follows.ASKED if silent else f"previewed, with {kinds} and {events}"
    if CaseOpened in events and decision.facts[0].by == "complainant":
        return Follows.NEW
    if all(one.by == "complainant" for one in decision.facts):
        return Follows.REPLY if all(one.audience is Audience.STAFF for one in decision.letters) else f"a reply {kinds}"
    return Follows.DONE if len(events) > 1 else f"filed and no more: {decision.because}"


@pytest.mark.parametrize("who", WHO)
def test_what_follows_is_what_the_table_says(who: str) -> None:
    wrong = []
    for cell in (one for one in cells() if one["who"] == who):
        for line in LINES[cell["line"]]:
            found, decision = follows(cell, line)
            if found != expected(cell):
                wrong.append(f"{cell} {line!r}: {found}, not {expected(cell)} ({decision.because})")
    assert not wrong, f"{len(wrong)} cells differ, such as:\n" + "\n".join(wrong[:5])


def test_every_line_that_staff_can_write_is_in_the_table() -> None:
    day = date(2020, 11, 4)
    texts = [re.sub(r"{\w+}", "Ann, Bo, Cy", one) for kind, some in LINES.items() if kind != "wrong" for one in some]
    seen = {type(one) for text in texts for one in read(text, day).directives}
    assert seen == set(DIRECTIVES)


def test_what_counts_as_a_note_is_what_the_table_says() -> None:
    for kind in ("open to all", "note", "letter"):
        for line in LINES[kind]:
            (directive,) = read(re.sub(r"{\w+}", "Ann, Bo, Cy", line), date(2020, 11, 4)).directives
            assert isinstance(directive, NOTES) == (kind != "letter"), line


def test_every_rule_of_the_table_decides_some_cell() -> None:
    deciding = {next(rule.why for rule in RULES if rule.fits(cell)) for cell in cells()}
    assert deciding == {one.why for one in RULES}
    assert {cell["who"] for cell in cells()} == set(WHO) > set(STAFF)
    assert {cell["marks"] for cell in cells()} == set(MARKS)


def test_the_page_in_docs_is_made_from_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.core.truth_table"
