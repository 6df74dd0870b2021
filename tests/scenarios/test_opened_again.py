"""A case that is opened again: what was not kept is promised with a letter, and what was kept is not owed again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from mailflow.core.case import Complainant, Deadline, Kind, Status, What
from mailflow.core.directives import Close
from mailflow.core.overrides import AddTag, Deed, Reopen
from mailflow.flow import correct
from mailflow.flow.enter import Entered, enter
from mailflow.flow.override import By, Followed, override
from mailflow.flow.take_back import take_back
from mailflow.store import LetterRow, LetterStatus
from tests.scenarios.override_walk import FAMILIES, Counts, Office

ADA = By(name="Ada", reason="I was asked to")
RECEIPTS = ("acknowledgement", "receipt")


@pytest.fixture
def office() -> Iterator[Office]:
    """An office whose post is shut, with one complaint: its acknowledgement waits."""
    made = Office("libra-children-services", "automatic", Counts())
    made.post.is_shut = True
    made.write(FAMILIES[0], "Handover", "It was late.")
    yield made
    made.close()


def do(office: Office, deed: Deed, ref: str = "") -> Followed:
    """Let an admin do something, a minute later."""
    office.now += timedelta(minutes=1)
    return override(office.desk, ref or office.ref(0), deed, ADA, office.now)


def undo(office: Office) -> None:
    office.now += timedelta(minutes=1)
    take_back(office.desk, office.ref(0), None, ADA, office.now)


def post(office: Office) -> None:
    office.post.is_shut = False
    office.turn()


def promise(office: Office) -> Deadline:
    """Return the promise to acknowledge."""
    return next(one for one in office.case(office.ref(0)).deadlines if one.what is What.ACKNOWLEDGE)


def receipts(office: Office, status: LetterStatus) -> list[LetterRow]:
    with office.reading() as reader:
        return [one for one in reader.letters("LC") if one.kind in RECEIPTS and one.status is status]


def cancel(office: Office) -> None:
    (letter,) = receipts(office, LetterStatus.QUEUED)
    correct.cancel_letter(office.desk, letter.id, ADA, office.now)


def test_an_acknowledgement_that_was_cancelled_is_written_again_when_the_case_is_opened_again(office: Office) -> None:
    due = promise(office).due
    cancel(office)
    do(office, Close(reason="they rang"))
    followed = do(office, Reopen())
    assert "The complainant gets an acknowledgement, which is still owed." in followed.says
    assert [one.kind.value for one in followed.letters] == ["handler-notice", "acknowledgement"]
    assert "We have opened your complaint LC-2020-0001 again" in (followed.letters[1].text or "")
    assert (promise(office).is_running, promise(office).due) == (True, due)
    post(office)
    assert promise(office).met_at == office.now
    assert not promise(office).is_missed(office.now)


def test_an_acknowledgement_that_still_waits_is_not_written_twice(office: Office) -> None:
    do(office, Close(reason="they rang"))
    followed = do(office, Reopen())
    assert [one.kind.value for one in followed.letters] == ["handler-notice"]
    post(office)
    assert promise(office).met_at == office.now
    assert len(receipts(office, LetterStatus.SENT)) == 1


@pytest.mark.parametrize("taken_back", [False, True], ids=["opened again", "its closing taken back"])
def test_an_acknowledgement_that_left_while_the_case_was_closed_has_kept_its_promise(
    office: Office, *, taken_back: bool
) -> None:
    do(office, Close(reason="they rang"))
    post(office)
    left = office.now
    assert office.case(office.ref(0)).status is Status.CLOSED
    if taken_back:
        undo(office)
    else:
        assert [one.kind.value for one in do(office, Reopen()).letters] == ["handler-notice"]
    kept = promise(office)
    assert (kept.met_at, kept.ended, kept.is_missed(office.now + timedelta(days=60))) == (left, False, False)
    office.turn(timedelta(days=10))
    with office.reading() as reader:
        assert "breach-notice" not in {one.kind.value for one in reader.letters("LC")}


def test_feedback_that_is_a_complaint_after_all_is_acknowledged(office: Office) -> None:
    sam = Complainant(name="Sam", address="sam@mail.example")
    said = Entered(
        complainant=sam, kind=Kind.FEEDBACK, channel="phone", received_at=office.now, subject="x", text="It was late."
    )
    ref = enter(office.desk, said, ADA, office.now).after.ref
    followed = do(office, Reopen(), ref)
    assert [one.kind.value for one in followed.letters] == ["handler-notice", "acknowledgement"]
    assert {one.what for one in followed.after.deadlines if one.is_running} == {What.ACKNOWLEDGE, What.RESPOND}


def test_on_a_case_of_safeguarding_only_the_neutral_receipt_is_written_again(office: Office) -> None:
    cancel(office)
    do(office, AddTag(tag="safeguarding"))
    do(office, Close(reason="they rang"))
    followed = do(office, Reopen())
    assert [one.kind.value for one in followed.letters if one.audience.value == "complainant"] == ["receipt"]


def test_what_opening_again_has_written_is_cancelled_when_it_is_taken_back(office: Office) -> None:
    cancel(office)
    do(office, Close(reason="they rang"))
    closed = office.case(office.ref(0))
    do(office, Reopen())
    undo(office)
    after = office.case(office.ref(0))
    assert (after.status, after.deadlines) == (Status.CLOSED, closed.deadlines)
    assert receipts(office, LetterStatus.QUEUED) == []
