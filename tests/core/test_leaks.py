"""What may not leave in a letter of staff's words, and what an honest letter may say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflow.core.case import Case
from mailflow.core.decide import decide
from mailflow.core.decision import Decision
from mailflow.core.evolve import fold
from mailflow.core.facts_beside import SentAnyway
from mailflow.core.leaks import caught_in
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.office import Officer
from mailflow.core.thread import Threaded, Writer
from tests.core.cast import BORN, arrived, mail, notice, office
from tests.core.test_laws import begun

SS = office("stepping-stones")
ADA = Officer(name="Ada Clark", address="ada@ss.example", roles=("ceo",))
OTHERS = ("Pat Rivers", "Sam", "", "Ann-Marie O\u2019Neill")


def caught(text: str) -> tuple[str, ...]:
    return caught_in(text, ADA, SS, OTHERS)


@pytest.mark.clause("SS-2.6")
@pytest.mark.parametrize(
    "text",
    [
        "She has had a written warning.",
        "She was given a WARNING by the manager.",
        "The matter is dealt with under our disciplinary procedure.",
        "He has been dismissed.",
        "We found gross misconduct.",
        "She was suspended from work while we looked into it.",
        "He was\nsacked.",
        "Her employment was terminated.",
    ],
)
def test_a_word_of_a_disciplinary_sanction_is_caught(text: str) -> None:
    assert len(caught(text)) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "We have changed the rota, and every member of staff has had training.",
        "A second worker is there on Saturdays. The door has a new lock.",
        "Your keyworker will be supervised by the manager for three months.",
        "We are sorry that your worries were dismissed, and that nobody gave you warning of the closure.",
        "Your payments are suspended until the new term.",
        "The fire door was repaired, and we have spoken to her.",
        "She no longer works at this centre.",
        "We have written to all parents about the car park.",
        "Sam wrote the same, and so did Pat.",
    ],
)
def test_what_was_done_may_be_told(text: str) -> None:
    assert caught(text) == ()


def test_the_other_policies_have_no_such_list() -> None:
    assert caught_in("She has had a written warning.", ADA, office(), ()) == ()


@pytest.mark.parametrize("text", ["As we told pat  rivers, no.", "Ann-Marie O'Neill said so too."])
def test_the_full_name_of_who_complains_elsewhere_is_caught(text: str) -> None:
    assert "another case" in caught(text)[0]


def test_a_colleague_who_complains_elsewhere_is_still_a_colleague() -> None:
    assert caught_in("Speak to the Ceo Deputy or to Keyworker.", ADA, SS, ("Keyworker",)) == ()
    named = replace(SS, staff=(*SS.staff, Officer(name="Pat Rivers", address="pat@ss.example", roles=())))
    assert caught_in("Pat Rivers will ring you.", ADA, named, OTHERS) == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("No.\nConfidential. Sent by mailflow for Libra.", "footer"),
        ("Write to Ada@SS.example.", "your own address"),
        ("We are sorry.\n\nAda Clark\nChief Executive\nTel: 01582 000000", "signature"),
        ("We are sorry.\nAda Clark, CEO\n+44 7700 900123", "signature"),
        ("We are sorry.\nAda Clark\nwww.ss.example", "signature"),
    ],
)
def test_what_a_mail_program_leaves_is_caught(text: str, what: str) -> None:
    assert what in caught(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "We are sorry.\n\nYours sincerely\nAda Clark\nChief Executive",
        "Ring Citizens Advice: 0300 123 1231.\n\nYours\nAda Clark",
        "Write to grandada@ss.example.",
    ],
)
def test_a_name_below_a_letter_is_no_leak(text: str) -> None:
    assert caught(text) == ()


def written(text: str) -> tuple[Case, Decision]:
    here = begun("stepping-stones", "p@mail.example")
    handler = here.case.handlers[0].address
    trigger = arrived(mail(handler, "Re: hello", text), BORN, 5, answers=notice(here.case.ref, handler))
    threaded = Threaded(
        writer=Writer.STAFF, case=here.case, officer=here.office.officer(handler), answers=trigger.answers, because="x"
    )
    decision = decide(here.case, trigger, here.office, threaded)
    return fold(decision.facts, here.case), decision


@pytest.mark.clause("SS-2.6")
@pytest.mark.parametrize("line", ["#outcome upheld", "#question", ""])
def test_a_letter_with_a_leak_goes_back_to_its_author_with_the_line_that_sends_it(line: str) -> None:
    case, decision = written(f"{line}\nShe has had a written warning.")
    assert [one.kind for one in decision.letters] == [LetterKind.DIRECTIVE_ERROR]
    assert "#send anyway" in str(decision.letters[0].facts["problems"])
    assert case.outcome is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [("#outcome upheld\n", LetterKind.OUTCOME), ("", LetterKind.RELAY), ("#question\n", LetterKind.QUESTION)],
)
def test_its_author_may_insist_and_that_is_recorded(line: str, kind: LetterKind) -> None:
    _, decision = written(f"{line}#send anyway\nShe has had a written warning.")
    assert [one.kind for one in decision.letters if one.audience is Audience.COMPLAINANT] == [kind]
    recorded = [one.event for one in decision.facts if isinstance(one.event, SentAnyway)]
    assert len(recorded) == 1 and "written warning" in recorded[0].caught[0]


def test_a_note_may_say_it_all() -> None:
    _, decision = written("#note\nShe has had a written warning.")
    assert [one.kind for one in decision.letters] == [LetterKind.DIRECTIVE_DONE]


def test_insisting_without_need_sends_and_records_nothing_special() -> None:
    _, decision = written("#send anyway\nWe are sorry.")
    assert [one.kind for one in decision.letters] == [LetterKind.RELAY, LetterKind.DIRECTIVE_DONE]
    assert not any(isinstance(one.event, SentAnyway) for one in decision.facts)
