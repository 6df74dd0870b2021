"""Drafts on record: what waits, what lies where, and that only one thing makes such a letter sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailflow.store import LIES, TO_BE_LAID, Conflict, DraftEnd, LetterChange, LetterStatus, Store
from tests.store.examples import new_letter

AT = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)


def queued(store: Store) -> int:
    """Queue a letter that goes by the Drafts folder, and return its number."""
    letter = replace(new_letter(), status=LetterStatus.HELD, why=TO_BE_LAID, by_draft=True)
    with store.writing() as writer:
        (number,) = writer.queue([letter])
    assert number is not None
    return number


def lies(store: Store) -> int:
    """Let it lie in the folder."""
    number = queued(store)
    with store.writing() as writer:
        writer.draft_laid(number, folder="Drafts", uidvalidity=1, uid=7, sha256="ab", at=AT)
    return number


def test_a_letter_waits_to_be_laid_and_then_lies_and_is_never_claimed_by_the_post(store: Store) -> None:
    number = queued(store)
    with store.reading() as reader:
        (found,) = reader.drafts("LC")
    assert (found.letter.id, found.letter.why, found.laid_at, found.ended) == (number, TO_BE_LAID, None, None)
    with store.writing() as writer:
        writer.draft_laid(number, folder="Drafts", uidvalidity=1, uid=7, sha256="ab", at=AT)
        assert writer.claim("LC", AT) == []
    with store.reading() as reader:
        (found,) = reader.drafts("LC")
    assert (found.folder, found.uid, found.letter.why, found.letter.status) == ("Drafts", 7, LIES, LetterStatus.HELD)


def test_it_is_sent_once_under_the_identifier_and_in_the_words_that_it_left_with(store: Store) -> None:
    number = lies(store)
    with store.reading() as reader:
        laid = reader.drafts("LC")[0].message_id

    def send() -> None:
        with store.writing() as writer:
            writer.draft_sent(
                number, at=AT, reply="a person", sent_as=None, text="Other words.", message_id="<new@client.example>"
            )

    send()
    with store.reading() as reader:
        letter, draft = reader.letter(number), reader.draft(number)
    assert letter is not None and draft is not None
    assert (letter.status, letter.sent_at, letter.filed_at) == (LetterStatus.SENT, AT, AT)
    assert (letter.text, letter.message_id) == ("Other words.", "<new@client.example>")
    assert (draft.ended, draft.changed, draft.message_id) == (DraftEnd.SENT, True, laid)
    with pytest.raises(Conflict):
        send()


@pytest.mark.parametrize("how", [DraftEnd.REMOVED, DraftEnd.ELSEWHERE])
def test_what_is_gone_can_be_laid_again_and_what_was_cancelled_cannot(store: Store, how: DraftEnd) -> None:
    number = lies(store)
    with store.writing() as writer:
        writer.draft_ended(number, how)
        writer.to_draft(number)
    with store.reading() as reader:
        (found,) = reader.drafts("LC")
    assert (found.letter.why, found.laid_at, found.ended, found.cleared) == (TO_BE_LAID, None, None, False)
    with store.writing() as writer:
        writer.mark([LetterChange.cancelled(number)])
    with pytest.raises(Conflict), store.writing() as writer:
        writer.to_draft(number)


def test_what_is_left_in_the_folder_is_looked_after_until_it_is_cleared(store: Store) -> None:
    number = lies(store)
    with store.writing() as writer:
        writer.draft_sent(number, at=AT, reply="a person", sent_as=None)
    with store.reading() as reader:
        assert [one.letter.id for one in reader.drafts("LC")] == [number]
    with store.writing() as writer:
        writer.draft_cleared(number)
    with store.reading() as reader:
        assert reader.drafts("LC") == []
