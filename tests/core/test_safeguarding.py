"""Somebody may be at risk: who is alerted, what must be done, and that the machine then falls silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailflow.core.case import Case
from mailflow.core.decide import decide, on_message, wake_at
from mailflow.core.decide.safeguarding import next_alert
from mailflow.core.decision import Decision
from mailflow.core.evolve import fold
from mailflow.core.facts import CaseOpened, Fact
from mailflow.core.facts_beside import AboutSet
from mailflow.core.letter_kinds import Audience, LetterKind
from mailflow.core.office import Office
from mailflow.core.thread import Threaded, Writer
from mailflow.core.trigger import LetterLeft, TimePassed
from tests.core.cast import BORN, arrived, mail, notice, office

STONES = "stepping-stones"
LEAD, CEO, CHAIR = (f"{role}@office.example" for role in ("safeguarding_lead", "ceo", "chair_of_trustees"))
HIT = "Your worker hit my son."


def opened(text: str, here: Office, subject: str = "Saturday") -> tuple[Case, Decision]:
    """Let a first mail come in."""
    threaded = Threaded(writer=Writer.STRANGER, because="nothing in it points to a case")
    decision = on_message(threaded, arrived(mail("p@mail.example", subject, text), BORN), here)
    first = decision.facts[0]
    assert isinstance(first.event, CaseOpened)
    return fold((replace(first, event=replace(first.event, ref="LC-2020-0001")), *decision.facts[1:])), decision


def staff(case: Case, here: Office, sender: str, text: str, at: datetime) -> tuple[Case, Decision]:
    """Let staff answer a notice."""
    trigger = arrived(mail(sender, "Re: hello", text), at, 2, answers=notice(case.ref, sender))
    threaded = Threaded(
        writer=Writer.STAFF, case=case, officer=here.officer(sender), answers=trigger.answers, because="x"
    )
    decision = decide(case, trigger, here, threaded)
    return fold(decision.facts, case), decision


def family(case: Case, here: Office, text: str, at: datetime, subject: str = "Re: hello") -> tuple[Case, Decision]:
    """Let the complainant write again."""
    trigger = arrived(mail("p@mail.example", subject, text), at, 3)
    threaded = Threaded(writer=Writer.COMPLAINANT, case=case, because="x")
    decision = decide(case, trigger, here, threaded)
    return fold(decision.facts, case), decision


def sent(decision: Decision, kind: LetterKind) -> list[str]:
    """Return whom letters of a kind go to."""
    return [one.to.address for one in decision.letters if one.kind is kind]


@pytest.mark.clause("CL-1.2", "LF-6.1", "SS-5.1")
@pytest.mark.parametrize(
    ("policy", "clause"), [("childrens-links", "CL-1.2"), ("little-footsteps", "LF-6.1"), (STONES, "SS-5.1")]
)
def test_every_such_complaint_goes_the_way_of_its_clause(policy: str, clause: str) -> None:
    case, decision = opened(HIT, office(policy))
    assert sent(decision, LetterKind.SAFEGUARDING_ALERT) == [LEAD]
    assert [one.kind for one in decision.letters if one.audience is Audience.COMPLAINANT] == [LetterKind.RECEIPT]
    assert {clause} == {one.source for one in case.tasks if one.for_ == "safeguarding_lead"}
    assert any("LADO" in one.what for one in case.tasks)


@pytest.mark.clause("SS-5.1")
def test_the_lead_is_alerted_at_once_with_the_checklist_and_the_complainant_gets_a_receipt() -> None:
    case, decision = opened(HIT, office(STONES), "Formal complaint")
    assert sent(decision, LetterKind.SAFEGUARDING_ALERT) == [LEAD]
    assert [one.kind for one in decision.letters if one.audience is Audience.COMPLAINANT] == [LetterKind.RECEIPT]
    assert "safeguarding" in case.tags and case.tasks[0].id == 1
    assert {one.for_ for one in case.tasks} == {"safeguarding_lead"} and {one.source for one in case.tasks} == {
        "SS-5.1"
    }
    days = {one.what.partition(" (")[0]: one.due.due_on for one in case.tasks if one.due}
    assert days["Tell the Local Authority Designated Officer"] == date(2020, 11, 3)
    assert days["Inform Ofsted of the allegation and of what was done"] == date(2020, 11, 16)


def test_the_receipt_keeps_the_promise_to_acknowledge() -> None:
    case, _ = opened(HIT, office(STONES), "Formal complaint")
    left = LetterLeft(letter=1, kind="receipt", stage=case.stage, at=BORN)
    after = fold(decide(case, left, office(STONES)).facts, case)
    assert [one.met_at for one in after.deadlines if one.what == "acknowledge"] == [BORN]


def test_without_such_words_nobody_is_alerted() -> None:
    case, decision = opened("The handover was late.", office(STONES))
    assert case.tags == () and sent(decision, LetterKind.SAFEGUARDING_ALERT) == []
    assert sent(decision, LetterKind.RECEIPT) == []


def test_a_later_mail_raises_the_alarm_too_and_a_second_one_goes_to_those_who_were_alerted() -> None:
    here = office(STONES)
    case, _ = opened("The handover was late.", here)
    raised, decision = family(case, here, HIT, datetime(2020, 11, 3, 9, tzinfo=UTC))
    assert sent(decision, LetterKind.SAFEGUARDING_ALERT) == [LEAD]
    assert all(one.audience is Audience.STAFF for one in decision.letters)
    again, decision = family(raised, here, "He hit her again.", datetime(2020, 11, 3, 10, tzinfo=UTC))
    assert sent(decision, LetterKind.SAFEGUARDING_ALERT) == [LEAD]
    assert again.tasks == raised.tasks, "one checklist"


def test_staff_raise_it_by_a_line_whoever_deals_with_the_case() -> None:
    here = office(STONES)
    case, _ = opened("The handover was late.", here)
    after, decision = staff(case, here, "ceo@office.example", "#safeguarding", datetime(2020, 11, 3, 9, tzinfo=UTC))
    assert "safeguarding" in after.tags and sent(decision, LetterKind.SAFEGUARDING_ALERT) == [LEAD]
    assert all(one.audience is Audience.STAFF for one in decision.letters)
    _, decision = staff(after, here, "ceo@office.example", "#safeguarding", datetime(2020, 11, 3, 10, tzinfo=UTC))
    assert sent(decision, LetterKind.DIRECTIVE_ERROR) == [CEO]


def test_unanswered_for_a_working_day_it_goes_down_the_line_to_the_admin_and_then_ends() -> None:
    here = office(STONES)
    case, _ = opened(HIT, here)  # Monday 2 November, 09:30
    for day, who in ((3, CEO), (4, CHAIR), (5, here.admin)):
        at = datetime(2020, 11, day, 9, 30, tzinfo=UTC)
        assert next_alert(case, here) == at
        early = decide(case, TimePassed(now=at.replace(minute=29, second=59)), here)
        assert sent(early, LetterKind.SAFEGUARDING_ALERT) == []
        decision = decide(case, TimePassed(now=at), here)
        assert sent(decision, LetterKind.SAFEGUARDING_ALERT) == [who]
        case = fold(decision.facts, case)
        again = wake_at(case, here)
        assert again is None or again > at
    assert next_alert(case, here) is None


def test_over_a_weekend_the_working_day_is_the_monday() -> None:
    here = office(STONES)
    case, _ = opened(HIT, here)
    assert case.alarm is not None
    late = replace(case, alarm=replace(case.alarm, since=datetime(2020, 11, 6, 16, tzinfo=UTC)))
    assert next_alert(late, here) == datetime(2020, 11, 9, 16, tzinfo=UTC)


def test_an_answer_of_the_lead_stops_it_and_a_colleagues_does_not() -> None:
    here = office(STONES)
    case, _ = opened(HIT, here)
    at = datetime(2020, 11, 2, 12, tzinfo=UTC)
    other, _ = staff(case, here, "keyworker@office.example", "#note\nSeen.", at)
    assert next_alert(other, here) is not None
    noted, _ = staff(case, here, LEAD, "#note\nI have rung the family.", at)
    assert next_alert(noted, here) is None
    done, _ = staff(case, here, LEAD, "#done 1", at)
    assert next_alert(done, here) is None and done.tasks[0].done_at == at


def test_whoever_is_away_or_whom_the_case_is_about_is_passed_over() -> None:
    here = office(STONES)
    away = ((date(2020, 11, 1), date(2020, 11, 8)),)
    without = replace(here, staff=tuple(replace(one, away=away) if one.key == LEAD else one for one in here.staff))
    case, decision = opened(HIT, without)
    assert sent(decision, LetterKind.SAFEGUARDING_ALERT) == [CEO]
    case, _ = opened(HIT, here)
    about = fold((Fact(at=BORN, by="x", event=AboutSet(about="ceo", addresses=(CEO,))),), case)
    decision = decide(about, TimePassed(now=datetime(2020, 11, 3, 9, 30, tzinfo=UTC)), here)
    assert sent(decision, LetterKind.SAFEGUARDING_ALERT) == [CHAIR]


def test_where_nobody_holds_the_part_the_admin_is_alerted() -> None:
    here = office(STONES)
    alone = replace(here, staff=tuple(one for one in here.staff if one.key not in (LEAD, CEO, CHAIR)))
    _, decision = opened(HIT, alone)
    assert sent(decision, LetterKind.SAFEGUARDING_ALERT) == [here.admin]


def test_a_later_stage_of_such_a_case_gets_the_receipt_too_and_no_letter_of_the_machine() -> None:
    here = office(STONES)
    case, _ = opened(HIT, here)
    _, decision = staff(case, here, "keyworker@office.example", "#stage stage-2", datetime(2020, 11, 3, tzinfo=UTC))
    assert [one.kind for one in decision.letters if one.audience is Audience.COMPLAINANT] == [LetterKind.RECEIPT]


def test_an_appeal_on_such_a_case_gets_its_receipt() -> None:
    here = office(STONES)
    case, _ = opened(HIT, here)
    at = datetime(2020, 11, 3, 9, tzinfo=UTC)
    case, _ = staff(case, here, "keyworker@office.example", "#outcome resolved", at)
    left = LetterLeft(letter=1, kind="outcome", stage=case.stage, at=at)
    case = fold(decide(case, left, here).facts, case)
    _, decision = family(case, here, "I do not agree.", datetime(2020, 11, 4, 9, tzinfo=UTC), "Appeal")
    assert [one.kind for one in decision.letters if one.audience is Audience.COMPLAINANT] == [LetterKind.RECEIPT]


def test_staffs_own_letters_go() -> None:
    here = office(STONES)
    case, _ = opened(HIT, here)
    _, decision = staff(
        case, here, "keyworker@office.example", "We are looking into it.", datetime(2020, 11, 3, tzinfo=UTC)
    )
    assert sent(decision, LetterKind.RELAY) == ["p@mail.example"]


def test_the_tag_is_taken_off_by_no_line_of_staff() -> None:
    here = office(STONES)
    case, _ = opened(HIT, here)
    for line in ("#feedback", "#close nothing in it", "#outcome withdrawn", "#about nobody", "#done 1"):
        after, _ = staff(case, here, "keyworker@office.example", line, datetime(2020, 11, 3, tzinfo=UTC))
        assert "safeguarding" in after.tags, line
