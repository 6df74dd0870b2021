"""Letters on their way, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.core.letter_kinds import Audience
from mailflow.store import Conflict, LetterChange, LetterRow, LetterStatus, Store
from tests.store.examples import AT, ORG, new_letter, queue_one

LATER = AT + timedelta(minutes=5)


def letter(store: Store, id: int) -> LetterRow:
    """Return a letter that must be there."""
    with store.reading() as record:
        row = record.letter(id)
    assert row is not None
    return row


def mark(store: Store, *changes: LetterChange) -> None:
    """Record what happened to letters."""
    with store.writing() as record:
        record.mark(changes)


def claimed(store: Store) -> list[int]:
    """Return the letters that are to be tried at AT."""
    with store.writing() as record:
        return [row.id for row in record.claim(ORG, AT)]


def test_a_queued_letter_is_what_was_frozen_byte_for_byte(store: Store) -> None:
    new = new_letter(ref="LC-2026-0001", raw=b"a\0\r\n\xff", once="ack:LC-2026-0001")
    id = queue_one(store, new)
    with store.writing() as record:
        (row,) = record.claim(ORG, AT)
        assert record.letter_raw(id) == new.raw
    assert (row.raw, row.text, row.status, row.attempts, row.uncertain) == (new.raw, "Thank you.", "queued", 0, 0)
    assert (row.message_id, row.once, row.ref, row.next_attempt_at) == (new.message_id, new.once, new.ref, AT)
    assert letter(store, id) == replace(row, raw=None)


def test_nothing_with_the_same_key_is_queued_twice(store: Store) -> None:
    with store.writing() as record:
        first, second, third = record.queue([new_letter("ack:1"), new_letter("ack:1"), new_letter("ack:2")])
    with store.writing() as record:
        assert record.queue([new_letter("ack:1"), new_letter(), replace(new_letter("ack:1"), org="CL")])[0] is None
        assert len(record.letters(ORG)) == 3
        assert len(record.letters("CL")) == 1
    assert first is not None and third is not None
    assert second is None


def test_letters_without_a_key_are_all_queued(store: Store) -> None:
    with store.writing() as record:
        ids = record.queue([new_letter() for _ in range(3)])
    assert len(set(ids)) == 3 and None not in ids
    assert claimed(store) == ids


def test_a_letter_is_claimed_when_it_is_due_and_not_before(store: Store) -> None:
    soon = queue_one(store, replace(new_letter(), next_attempt_at=AT + timedelta(microseconds=1)))
    now = queue_one(store)
    assert claimed(store) == [now]
    with store.writing() as record:
        assert record.next_attempt(ORG) == AT
        assert [row.id for row in record.claim(ORG, LATER, limit=1)] == [now]
        assert [row.id for row in record.claim(ORG, LATER)] == [now, soon]


def test_a_held_letter_waits_for_a_person(store: Store) -> None:
    held = queue_one(store, replace(new_letter(), status=LetterStatus.HELD, why="every letter is approved first"))
    assert claimed(store) == []
    mark(store, LetterChange.retry(held, at=AT, why="approved"))
    assert claimed(store) == [held]


def test_a_letter_that_could_not_be_written_gets_its_words_once(store: Store) -> None:
    held = queue_one(store, replace(new_letter(raw=b""), status=LetterStatus.HELD, why="the template fails", text=""))
    with store.writing() as record:
        record.write_held(held, subject="Now", text="words", raw=b"words", at=AT)
        (row,) = record.claim(ORG, AT)
        assert (row.id, row.subject, row.text, row.raw, row.why) == (held, "Now", "words", b"words", None)
    for id in (held, queue_one(store), 999):
        with pytest.raises(Conflict, match="does not wait to be written"), store.writing() as record:
            record.write_held(id, subject="Other", text="other", raw=b"other", at=AT)


def test_an_empty_letter_cannot_be_queued(store: Store) -> None:
    with pytest.raises(AssertionError, match="can be sent"):
        queue_one(store, new_letter(raw=b""))


def test_a_letter_that_the_server_took_is_sent(store: Store) -> None:
    id = queue_one(store)
    mark(store, LetterChange.committing(id, at=AT, attempt=0))
    assert (letter(store, id).status, letter(store, id).committing_at, letter(store, id).attempts) == ("queued", AT, 1)
    mark(store, LetterChange.sent(id, at=LATER, reply="250 2.0.0 Ok: queued as 4XYZ", attempt=1))
    row = letter(store, id)
    assert (row.status, row.sent_at, row.attempts, row.committing_at) == (LetterStatus.SENT, LATER, 1, None)
    assert row.reply == "250 2.0.0 Ok: queued as 4XYZ"


def test_a_letter_that_is_committing_is_nobody_elses(store: Store) -> None:
    id = queue_one(store)
    mark(store, LetterChange.committing(id, at=AT))
    assert claimed(store) == []
    for change in (LetterChange.committing(id, at=AT), LetterChange.cancelled(id), LetterChange.held(id, why="x")):
        with pytest.raises(Conflict, match="it is committing"):
            mark(store, change)


def test_a_letter_of_which_nothing_is_known_is_unresolved_until_it_is_tried_again(store: Store) -> None:
    id, other = queue_one(store), queue_one(store)
    mark(store, LetterChange.committing(id, at=AT))
    with store.reading() as record:
        assert [row.id for row in record.unresolved(ORG)] == [id]
        assert record.unresolved("CL") == []
    mark(store, LetterChange.retry(id, at=LATER, why="no answer", is_uncertain=True))
    row = letter(store, id)
    assert (row.uncertain, row.attempts, row.next_attempt_at, row.committing_at) == (1, 1, LATER, None)
    assert claimed(store) == [other]


def test_a_try_that_never_got_to_the_dot_is_counted_too(store: Store) -> None:
    id = queue_one(store)
    mark(store, LetterChange.retry(id, at=AT, why="450 try later"))
    mark(store, LetterChange.retry(id, at=AT, why="450 try later", attempt=1))
    row = letter(store, id)
    assert (row.attempts, row.uncertain, row.why) == (2, 0, "450 try later")
    mark(store, LetterChange.failed(id, why="550 no such user"))
    assert (letter(store, id).status, letter(store, id).attempts) == (LetterStatus.FAILED, 3)


def test_holding_or_cancelling_is_no_attempt(store: Store) -> None:
    id = queue_one(store)
    mark(store, LetterChange.held(id, why="asked to wait"))
    mark(store, LetterChange.cancelled(id, why="taken back"))
    assert (letter(store, id).status, letter(store, id).attempts) == (LetterStatus.CANCELLED, 0)


def test_whoever_was_overtaken_is_refused_and_nothing_is_kept(store: Store) -> None:
    id, other = queue_one(store), queue_one(store)
    mark(store, LetterChange.committing(id, at=AT))
    mark(store, LetterChange.retry(id, at=AT, why="paused too long", is_uncertain=True))
    mark(store, LetterChange.committing(id, at=AT))
    with pytest.raises(Conflict, match="tried 2 times, not 1"):
        mark(store, LetterChange.sent(other, at=AT), LetterChange.sent(id, at=AT, attempt=1))
    assert letter(store, other).status is LetterStatus.QUEUED


def test_a_sent_letter_can_come_back_and_nothing_else(store: Store) -> None:
    id = queue_one(store)
    mark(store, LetterChange.sent(id, at=AT))
    for change in (
        LetterChange.committing(id, at=AT),
        LetterChange.sent(id, at=AT),
        LetterChange.retry(id, at=AT, why="again"),
        LetterChange.held(id, why="no"),
        LetterChange.cancelled(id),
    ):
        with pytest.raises(Conflict, match="it is sent"):
            mark(store, change)
    mark(store, LetterChange.failed(id, why="it came back: 550"))
    row = letter(store, id)
    assert (row.status, row.sent_at, row.attempts) == (LetterStatus.FAILED, AT, 1)


def test_a_cancelled_letter_stays_so(store: Store) -> None:
    id = queue_one(store)
    mark(store, LetterChange.cancelled(id))
    for change in (LetterChange.retry(id, at=AT, why="no"), LetterChange.committing(id, at=AT)):
        with pytest.raises(Conflict, match="it is cancelled"):
            mark(store, change)


def test_a_letter_that_is_not_there_cannot_be_marked(store: Store) -> None:
    with pytest.raises(Conflict, match="no such letter"):
        mark(store, LetterChange.cancelled(999))


def test_sent_letters_to_complainants_are_to_be_filed_and_others_not(store: Store) -> None:
    to_complainant, bounced, unsent = queue_one(store), queue_one(store), queue_one(store)
    to_staff = queue_one(store, new_letter(audience=Audience.STAFF))
    mark(store, *(LetterChange.sent(id, at=AT) for id in (to_complainant, bounced, to_staff)))
    mark(store, LetterChange.failed(bounced, why="it came back"))
    with store.writing() as record:
        rows = record.unfiled(ORG)
        assert [row.id for row in rows] == [to_complainant, bounced]
        assert rows[0].raw == record.letter_raw(to_complainant)
        assert len(record.unfiled(ORG, limit=1)) == 1
        record.filed([to_complainant, bounced], LATER)
        assert record.unfiled(ORG) == []
    assert letter(store, to_complainant).filed_at == LATER
    assert letter(store, unsent).filed_at is None


def test_our_letters_are_found_by_their_message_ids(store: Store) -> None:
    new = new_letter()
    id = queue_one(store, new)
    with store.reading() as record:
        found = record.letters_by_message_id(ORG, [new.message_id, "<other@x.example>", "<\0>"])
        assert record.letters_by_message_id("CL", [new.message_id]) == {}
    assert {key: row.id for key, row in found.items()} == {new.message_id: id}


def test_letters_are_listed_by_case_and_status(store: Store) -> None:
    one, other = queue_one(store, new_letter(ref="LC-2026-0001")), queue_one(store)
    mark(store, LetterChange.sent(other, at=AT))
    with store.reading() as record:
        assert [row.id for row in record.letters(ORG)] == [one, other]
        assert [row.id for row in record.letters(ORG, newest=True, limit=1)] == [other]
        assert [row.id for row in record.letters(ORG, ref="LC-2026-0001")] == [one]
        assert [row.id for row in record.letters(ORG, status="sent")] == [other]
        assert record.letters(ORG)[0].text is None
        assert record.letter(999) is None
        with pytest.raises(LookupError, match="letter 999"):
            record.letter_raw(999)
