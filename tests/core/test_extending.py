"""How far ``#extend`` can move an answer, where the policy sets an end to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mailflow.core.case import Case
from mailflow.core.days import Duration
from mailflow.core.decide import decide
from mailflow.core.decision import Decision
from mailflow.core.evolve import fold
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.office import Office
from mailflow.core.thread import Threaded, Writer
from mailflow.core.time_terms import Extension
from mailflow.letters.offered import lines_to_write
from tests.core.cast import arrived, mail, notice, office
from tests.core.test_escalation import at, late, with_

#: The answer is due on Monday 30 November 2020: it can be put off to Monday 14 December.
TWO_WEEKS = Extension(at_most=Duration.parse("2 weeks"), source="LC-4.5")


def capped() -> Office:
    return with_(office(), "stage-1", extend=TWO_WEEKS)


def extended(before: Case, day: str, here: Office) -> tuple[Case, Decision]:
    trigger = arrived(
        mail("coordinator@office.example", "Re: x", f"#extend {day}\nWe wait."), at("2020-11-20 10:00"), 9
    )
    answers = notice(before.ref, "coordinator@office.example")
    officer = here.officer("coordinator@office.example")
    threaded = Threaded(writer=Writer.STAFF, case=before, officer=officer, answers=answers, because="x")
    decision = decide(before, replace(trigger, answers=answers), here, threaded)
    return fold(decision.facts, before), decision


def why(decision: Decision) -> str:
    (letter,) = decision.letters
    assert letter.kind is LetterKind.DIRECTIVE_ERROR
    return " ".join(str(one) for one in (letter.facts["problems"],))


@pytest.mark.parametrize(("day", "is_moved"), [("14 December 2020", True), ("15 December 2020", False)])
def test_an_answer_is_put_off_to_the_last_day_and_no_further(day: str, is_moved: bool) -> None:
    case_, decision = extended(late(), day, capped())
    assert case_.deadlines[0].due.due_on == (date(2020, 12, 14) if is_moved else date(2020, 11, 30))
    if not is_moved:
        assert "2 weeks at most (LC-4.5): to Monday 14 December 2020. Write #extend 14 December 2020" in why(decision)


def test_a_second_extension_counts_from_the_first_date_too() -> None:
    once, _ = extended(late(), "7 December 2020", capped())
    twice, _ = extended(once, "14 December 2020", capped())
    assert twice.deadlines[0].due.due_on == date(2020, 12, 14)
    _, refused = extended(twice, "15 December 2020", capped())
    assert "put off so far already" in why(refused) and "#outcome" in why(refused)


def test_without_a_word_in_the_policy_there_is_no_end() -> None:
    case_, _ = extended(late(), "1 November 2021", office())
    assert case_.deadlines[0].due.due_on == date(2021, 11, 1)


def test_the_notice_offers_no_day_that_would_be_refused() -> None:
    here, before = capped(), late()
    stage = here.policy.stage("stage-1")

    def offered(case_: Case) -> list[str]:
        lines = lines_to_write(case_, stage, None, case_.deadlines, here)
        return [one["line"] for one in lines if one["line"].startswith("#extend")]

    assert offered(before) == ["#extend 7 December 2020"]
    nearly, _ = extended(before, "10 December 2020", here)
    assert offered(nearly) == ["#extend 14 December 2020"]
    done, _ = extended(before, "14 December 2020", here)
    assert offered(done) == []
