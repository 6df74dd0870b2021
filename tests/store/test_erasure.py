"""Destroying the record of a case, on both databases: what goes, what stays, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflow.core.case import Case
from mailflow.core.decide.undo import MISTAKE
from mailflow.core.facts import CaseClosed
from mailflow.core.retention import Remains, remains_of
from mailflow.core.search import terms
from mailflow.store import Conflict, Erased, LetterChange, Store, verify
from tests.store.examples import AT, ORG, change, fact, keep_one, new_letter, open_case, queue_one, tag

REF = "LC-2026-0001"


def closed(store: Store) -> Case:
    """A closed case with a message and a letter that left."""
    case = open_case(store, REF)
    done = change(case, fact(CaseClosed(why="they have moved")))
    with store.writing() as record:
        record.save_cases(ORG, [done], AT)
    number = keep_one(store)
    with store.writing() as record:
        row = record.message(number)
        assert row is not None
        decided = replace(
            row, ref=REF, state=type(row.state).DECIDED, from_address="p.rivers@mail.example", text="It is"
        )
        record.save_messages([decided])
    return done.after


def erase(store: Store, case: Case) -> Erased:
    with store.writing() as record:
        return record.erase_case(ORG, remains_of(case, (), None), by="admin", reason="5 years", at=AT)


def test_bytes_texts_names_and_state_go_and_the_chain_holds(store: Store) -> None:
    case = closed(store)
    other = open_case(store, "LC-2026-0002")
    assert erase(store, case) == Erased(messages=1, letters=0, events=4)
    with store.reading() as record:
        assert record.case(ORG, REF) is None
        assert record.case(ORG, "LC-2026-0002") == other
        (row,) = record.messages(ORG, ref=REF)
        assert (row.from_address, row.from_name, row.subject, row.message_id) == (None, "", "", None)
        with pytest.raises(LookupError):
            record.raw(row.id)
        assert record.by_sha256(ORG, [row.sha256]) == {row.sha256: row.id}, "a copy of it is known again"
        assert {one.reason for one in record.events(ORG, REF)[:-1]} == {None}
        found = verify(record, ORG)
    assert (found.is_sound, found.erased) == (True, 4)


def test_what_remains_is_an_event_of_its_own(store: Store) -> None:
    erase(store, closed(store))
    with store.reading() as record:
        (one,) = record.tombstones(ORG)
        last = record.events(ORG, REF)[-1]
    assert (one.ref, one.at, one.by, one.reason) == (REF, AT, "admin", "5 years")
    assert (last.kind, last.seq, last.fact) == ("record-erased", 5, None)
    assert one.remains.case.complainant.name == "" and one.remains.case.handlers == ()


def test_no_word_of_it_is_left_in_the_index_and_the_other_words_are_found(store: Store) -> None:
    case = closed(store)
    other = tag(store, open_case(store, "LC-2026-0002"), "canary")
    tag(store, case, "bluebird")
    for _ in range(2):
        with store.writing() as record:
            record.catch_up(100)
            assert {one.ref for one in record.hits(ORG, terms("bluebird")[0])} == {REF}
            assert {one.ref for one in record.hits(ORG, terms('"it is"')[0])} == {REF}
    with store.reading() as record:
        changed = record.case(ORG, REF)
    assert changed is not None
    erase(store, changed)
    with store.writing() as record:
        for word in ("bluebird", '"it is"'):
            assert record.hits(ORG, terms(word)[0]) == []
        record.catch_up(100)
        for word in ("bluebird", '"it is"', "rivers"):
            assert record.hits(ORG, terms(word)[0]) == []
        assert {one.ref for one in record.hits(ORG, terms("canary")[0])} == {other.ref}


def test_a_digest_that_names_the_case_goes_with_it_and_another_stays(store: Store) -> None:
    case = closed(store)
    naming = queue_one(
        store, replace(new_letter("1"), ref=None, text=f"Open: {REF}, P. Rivers", message_id="<a@x.example>")
    )
    other = queue_one(store, replace(new_letter("2"), ref=None, text="Open: LC-2026-0011", message_id="<b@x.example>"))
    with pytest.raises(Conflict, match=f"letter {naming} about it has not left"):
        erase(store, case)
    with store.writing() as record:
        record.mark([LetterChange.committing(one, at=AT) for one in (naming, other)])
        record.mark([LetterChange.sent(one, at=AT) for one in (naming, other)])
    assert erase(store, case).letters == 1
    with store.reading() as record:
        gone, kept = record.letter(naming), record.letter(other)
        assert gone is not None and gone.text == "" and record.letter_raw(naming) == b""
        assert kept is not None and kept.text == "Open: LC-2026-0011"


def test_a_letter_that_has_not_left_keeps_its_record(store: Store) -> None:
    case = closed(store)
    queue_one(store, replace(new_letter("1"), ref=REF))
    with pytest.raises(Conflict, match="has not left"):
        erase(store, case)
    with store.reading() as record:
        assert record.case(ORG, REF) == case


def test_an_entry_in_the_pen_that_may_belong_to_it_keeps_the_record(store: Store) -> None:
    case = closed(store)
    with store.writing() as record:
        entry = record.open_pen(ORG, message=None, reason="who is this?", opened_at=AT, likely_case=REF)
    with pytest.raises(Conflict, match=f"entry {entry} of the holding pen"):
        erase(store, case)
    with store.writing() as record:
        record.close_pen(entry, resolution="another", at=AT)
    assert erase(store, case).messages == 1


def test_a_case_that_changed_meanwhile_keeps_its_record(store: Store) -> None:
    case = closed(store)
    changed = tag(store, case, "hold")
    with pytest.raises(Conflict, match="changed by somebody else"):
        erase(store, case)
    with store.reading() as record:
        assert record.case(ORG, REF) == changed


def test_of_the_words_on_a_case_only_ours_remain(store: Store) -> None:
    case = replace(closed(store), tags=("late", "Mrs Rivers", MISTAKE), type="her own word")
    left: Remains = remains_of(case, (), None)
    assert (left.case.tags, left.case.type) == (("late", MISTAKE), None)
