"""A letter about no case that was cancelled, and what was discarded: put back, and destroyed with what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mailflow.core.directives import Close
from mailflow.core.facts_apart import (
    LetterRetried,
    LoneLetterCancelled,
    LoneMessageReclassified,
    MessageDiscarded,
    MessageRequeued,
    TakenBack,
)
from mailflow.core.mail import MessageClass
from mailflow.core.search import terms
from mailflow.flow import act, correct
from mailflow.flow.erase import erase
from mailflow.flow.override import By, override
from mailflow.flow.put_back import cancelled_by, discarded_by, put_back_entry, put_back_letter
from mailflow.store import LetterStatus, of_letter, of_message, verify
from tests.scenarios.override_walk import FAMILIES, Counts, Office

ADA = By(name="Ada", reason="her hamster is called Rumpelstiltskin")


@pytest.fixture
def office() -> Iterator[Office]:
    """An office with a case, and a stranger's mail in the pen of which the admin has not heard: the post is shut."""
    made = Office("libra-children-services", "automatic", Counts())
    made.write(FAMILIES[0], "Handover", "It was late.")
    made.post.is_shut = True
    made.write("eve@strange.example", f"[{made.ref(0)}] me too", "Hello.")
    yield made
    made.close()


def lone(office: Office) -> int:
    """Return the letter about no case."""
    with office.reading() as reader:
        (found,) = [one.id for one in reader.letters("LC") if one.ref is None]
    return found


def test_a_letter_about_no_case_is_put_back_with_name_reason_and_time(office: Office) -> None:
    number, before = lone(office), office.shot()
    correct.cancel_letter(office.desk, number, ADA, office.now)
    assert office.shot().letters[number][0] is LetterStatus.CANCELLED
    with office.reading() as reader:
        row = reader.letter(number)
        assert row is not None
        of = cancelled_by(reader, row)
    put_back_letter(office.desk, number, of, By(name="Ben", reason="it is needed"), office.now)
    assert office.shot() == before
    with office.reading() as reader:
        done = reader.apart("LC", of_letter(number))
        assert verify(reader, "LC").is_sound
    assert [type(one.event) for one in done] == [LoneLetterCancelled, TakenBack]
    assert [(one.by, one.reason) for one in done] == [("admin Ada", ADA.reason), ("admin Ben", "it is needed")]
    with pytest.raises(act.Refusal, match="is queued and not cancelled"):
        put_back_letter(office.desk, number, of, ADA, office.now)
    office.post.is_shut = False
    office.turn()
    assert office.shot().letters[number][0] is LetterStatus.SENT


def discard(office: Office) -> int:
    with office.reading() as reader:
        (entry,) = reader.pen("LC")
    spam = MessageClass.SPAM
    act.discard(office.desk, entry.id, office.now, by="Ada", reason=ADA.reason, as_=spam)
    return entry.id


def test_what_was_discarded_is_found_by_no_search_and_destroyed_with_its_message(office: Office) -> None:
    entry = discard(office)
    with office.reading() as reader:
        item = reader.pen_item(entry)
        assert item is not None and item.message is not None
        message = item.message
        assert [type(one.event) for one in reader.apart("LC", of_message(message))] == [MessageDiscarded]
    with office.desk.store.writing() as writer:
        writer.catch_up(1000)
        assert [one.source for one in writer.hits("LC", terms("Rumpelstiltskin")[0])] == []
        writer.erase_on_no_case("LC", [message])
    with office.reading() as reader:
        assert reader.apart("LC", of_message(message)) == []
        assert verify(reader, "LC").is_sound
        item = reader.pen_item(entry)
        assert item is not None
        with pytest.raises(act.Refusal, match="was not discarded"):
            discarded_by(reader, item)
    with office.desk.store.writing() as writer:
        assert all(
            "Rumpelstiltskin" not in str(value) for link in writer.links("LC") for value in (link.reason, link.data)
        )


def test_an_entry_whose_likely_case_is_destroyed_waits_without_it(office: Office) -> None:
    office.post.is_shut = False
    office.turn()
    ref, entry = office.ref(0), discard(office)
    override(office.desk, ref, Close(reason="no more"), ADA, office.now)
    erase(office.desk.store, office.case(ref), office.desk.office.policy, by="Ada", reason="asked", now=office.now)
    with office.reading() as reader:
        before = reader.pen_item(entry)
        assert before is not None and before.likely_case == ref
        of = discarded_by(reader, before)
    again = put_back_entry(office.desk, entry, of, ADA, office.now)
    assert again == replace(before, likely_case=None, closed_at=None, resolution=None)


def test_what_waits_in_the_pen_and_is_said_to_be_spam_is_discarded_and_put_back(office: Office) -> None:
    before = office.shot()
    with office.reading() as reader:
        (entry,) = reader.pen("LC")
    assert entry.message is not None
    correct.reclassify(office.desk, entry.message, "spam", ADA, office.now)
    with office.reading() as reader:
        assert reader.pen("LC") == []
        closed = reader.pen_item(entry.id)
        assert closed is not None
        of = discarded_by(reader, closed)
    put_back_entry(office.desk, entry.id, of, ADA, office.now)
    assert office.shot() == before


def test_what_is_read_anew_renamed_or_tried_again_is_on_record_with_name_reason_and_time(office: Office) -> None:
    with office.reading() as reader:
        (entry,) = reader.pen("LC")
    message, letter = entry.message, lone(office)
    assert message is not None
    correct.requeue(office.desk, message, ADA, office.now)
    office.turn()
    correct.reclassify(office.desk, message, "spam", ADA, office.now)
    correct.reclassify(office.desk, message, "list", ADA, office.now)
    act.retry(office.desk, letter, office.now, by="Ada", reason=ADA.reason)
    with office.reading() as reader:
        done = [*reader.apart("LC", of_message(message)), *reader.apart("LC", of_letter(letter))]
        assert verify(reader, "LC").is_sound
    assert [type(one.event) for one in done] == [
        MessageRequeued,
        MessageDiscarded,
        LoneMessageReclassified,
        LetterRetried,
    ]
    assert {(one.by, one.reason) for one in done} == {("admin Ada", ADA.reason)}
