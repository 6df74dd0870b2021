"""What was done to messages and letters on no case, on both databases: in the chain, told in order, destroyed."""

from __future__ import annotations

from mailflow.core.facts_apart import LoneLetterCancelled, MessageDiscarded, TakenBack
from mailflow.store import Store, of_letter, of_message, verify
from tests.store.examples import AT, ORG, keep_one, open_case


def test_what_was_done_is_in_the_chain_between_the_events_of_cases_and_goes_with_its_message(store: Store) -> None:
    number = keep_one(store)
    done = MessageDiscarded(entry=1, message=number, as_="spam", told="so", was="reply")
    open_case(store, "LC-2026-0001")
    with store.writing() as record:
        record.record_apart(ORG, of_message(number), done, by="admin Ada", reason="an advertisement", at=AT)
        lone = LoneLetterCancelled(letter=number, kind="admin-notice", status="queued")
        record.record_apart(ORG, of_letter(number), lone, by="admin Ada", reason="x", at=AT)
    with store.writing() as record:
        record.record_apart(ORG, of_message(number), TakenBack(of=1), by="admin Ben", reason="it is none", at=AT)
    open_case(store, "LC-2026-0002")
    with store.reading() as record:
        told = [(one.seq, one.by, one.reason, one.event) for one in record.apart(ORG, of_message(number))]
        assert told == [(1, "admin Ada", "an advertisement", done), (2, "admin Ben", "it is none", TakenBack(of=1))]
        assert verify(record, ORG).is_sound
    with store.writing() as record:
        record.erase_on_no_case(ORG, [number])
    with store.reading() as record:
        assert record.apart(ORG, of_message(number)) == []
        assert len(record.apart(ORG, of_letter(number))) == 1, "a letter of the same number is another thing"
        found = verify(record, ORG)
    assert (found.is_sound, found.erased) == (True, 2)
