"""Finding texts by their words, on both databases: what is found, and what is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core.search import passage, terms, words
from mailflow.store import LetterChange, MessageState, Store
from mailflow.store.search import OVERLAP, PIECE, Hit, Source, WriteSearch
from tests.store.examples import AT, ORG, keep_one, new_letter, open_case, queue_one, tag
from tests.support.postgres import Postgres

REF = "LC-2026-0001"


def said(store: Store, text: str, ref: str | None = REF, subject: str = "") -> int:
    """Record a message that was read."""
    number = keep_one(store)
    with store.writing() as record:
        row = record.message(number)
        assert row is not None
        record.save_messages(
            [replace(row, ref=ref, state=MessageState.DECIDED, subject=subject, text=text, new_text="")]
        )
    return number


def indexed(store: Store) -> int:
    """Index what is not indexed, a few texts at a time."""
    total = 0
    while True:
        with store.writing() as record:
            done = record.catch_up(3)
        if not done:
            return total
        total += done


def found(store: Store, asked: str) -> list[list[tuple[str, int]]]:
    """For each term what has it."""
    with store.reading() as record:
        return [[(one.source.value, one.number) for one in record.hits(ORG, term)] for term in terms(asked)]


def test_words_are_found_without_regard_to_case_and_accents(store: Store) -> None:
    number = said(store, "Ma fille, Zoë, a attendu au CAFÉ.", subject="Übergabe")
    indexed(store)
    for asked in ("zoe", "ZOË", "café", "Cafe", "ubergabe", "fille"):
        assert found(store, asked) == [[("message", number)]], asked
    assert found(store, "caf") == [[]]
    assert found(store, "caf*") == [[("message", number)]]


def test_words_in_quotation_marks_stand_in_a_row(store: Store) -> None:
    number = said(store, "The handover was late again.")
    other = said(store, "Again late was the handover.")
    indexed(store)
    assert found(store, '"late again"') == [[("message", number)]]
    assert found(store, "late again") == [[("message", number), ("message", other)]] * 2
    assert found(store, "“was late aga*”") == [[("message", number)]]


def test_what_is_written_together_is_found_together(store: Store) -> None:
    number = said(store, "Write to p.rivers@mail.example about LC-2026-0007 (£12.50).")
    said(store, "rivers, mail, p, example; 2026, 0007")
    indexed(store)
    for asked in ("p.rivers@mail.example", "LC-2026-0007", "£12.50"):
        assert found(store, asked) == [[("message", number)]], asked


def test_scripts_without_spaces_are_found_by_some_of_their_characters(store: Store) -> None:
    number = said(store, "我们对交接迟到表示不满。")
    indexed(store)
    assert found(store, "交接") == [[("message", number)]]
    assert found(store, "接交") == [[]]


ODD = (
    *('what"s AND (', "NOT late", "a OR b", "NEAR(a b)", "words:late", "^late", "'", '"', "-late", ":*", "late\0"),
    *("\ud800x", "((", "a & b | !c", "a <-> b", "%_\\", "{a b}: c", "a + b", "\\'a"),
)


@pytest.mark.parametrize("asked", ODD)
def test_nothing_that_a_person_types_is_an_error(store: Store, asked: str) -> None:
    said(store, "It was late.")
    indexed(store)
    assert all(isinstance(one, list) for one in found(store, asked))


def test_letters_and_reasons_are_found_with_their_case(store: Store) -> None:
    case = tag(store, open_case(store, REF), "urgent")
    letter = queue_one(store, replace(new_letter("1"), ref=REF, text="We apologise sincerely."))
    indexed(store)
    with store.reading() as record:
        (hit,) = record.hits(ORG, terms("sincerely")[0])
        (reason,) = record.hits(ORG, terms('"asked for urgent"')[0])
        assert (hit, reason.ref, reason.source) == (
            Hit(ref=REF, source=Source.LETTER, number=letter),
            REF,
            Source.EVENT,
        )
        assert record.parts_of(ORG, Source.EVENT, reason.number) == ("asked for urgent",)
        assert record.parts_of(ORG, Source.LETTER, letter)[0] == "We apologise sincerely."
        assert reason.number == record.events(ORG, REF)[case.seq - 1].n


def test_a_letter_that_waits_for_a_person_is_found_once_it_has_its_last_words(store: Store) -> None:
    letter = queue_one(store, replace(new_letter("1"), ref=REF, text="We apologise."))
    with store.writing() as record:
        record.mark([LetterChange.held(letter, why="a person sends it")])
    indexed(store)
    assert found(store, "apologise") == [[]]
    with store.writing() as record:
        record.approve(letter, subject="Our answer", text="We apologise twice.", raw=b"x", at=AT)
    indexed(store)
    assert found(store, "twice") == [[("letter", letter)]]


def test_a_message_that_is_not_read_yet_is_found_once_it_is(store: Store) -> None:
    waiting = keep_one(store)
    after = said(store, "It was late.")
    indexed(store)
    assert found(store, "late") == [[("message", after)]]
    with store.writing() as record:
        row = record.message(waiting)
        assert row is not None
        record.save_messages([replace(row, state=MessageState.DECIDED, text="late, too", new_text="")])
        assert record.unindexed() == 1
    indexed(store)
    assert found(store, "late") == [[("message", waiting), ("message", after)]]


def test_a_message_that_is_read_again_is_found_by_its_new_text_alone(store: Store) -> None:
    number = said(store, "mojibake")
    indexed(store)
    with store.writing() as record:
        record.requeue([number])
        row = record.message(number)
        assert row is not None
        record.save_messages([replace(row, state=MessageState.DECIDED, text="legible", new_text="")])
    indexed(store)
    assert found(store, "mojibake legible") == [[], [("message", number)]]


def test_a_message_that_was_moved_is_found_on_its_present_case(store: Store) -> None:
    number = said(store, "It was late.")
    indexed(store)
    with store.writing() as record:
        row = record.message(number)
        assert row is not None
        record.save_messages([replace(row, ref="LC-2026-0002")])
    with store.reading() as record:
        assert [one.ref for one in record.hits(ORG, terms("late")[0])] == ["LC-2026-0002"]


def test_other_organisations_find_nothing_of_it(store: Store) -> None:
    said(store, "It was late.")
    indexed(store)
    with store.reading() as record:
        assert record.hits("SS", terms("late")[0]) == []
        assert record.parts_of("SS", Source.MESSAGE, 1) == ()


def test_a_long_text_is_found_by_its_last_word_and_by_a_phrase_across_two_pieces(store: Store) -> None:
    number = said(store, "the " * (PIECE - 2) + "seam of two pieces " + "the " * PIECE + "end")
    indexed(store)
    for asked in ('"seam of two pieces"', '"two pieces the"', "end"):
        assert found(store, asked) == [[("message", number)]], asked
    assert OVERLAP < PIECE


def test_a_word_without_end_is_found_by_its_beginning(store: Store) -> None:
    number = said(store, "x" * 100_000 + " late")
    indexed(store)
    assert found(store, "x" * 70 + " late") == [[("message", number)]] * 2


def test_what_is_indexed_stays_when_it_is_stopped_and_is_not_indexed_twice(store: Store) -> None:
    for _ in range(5):
        said(store, "It was late.")
    with store.writing() as record:
        assert record.catch_up(2) == 2
    with store.reading() as record:
        assert record.unindexed() == 3
    assert indexed(store) == 3
    assert indexed(store) == 0
    assert len(found(store, "late")[0]) == 5


def test_what_is_forgotten_is_found_no_more_and_the_rest_is(store: Store) -> None:
    gone, stays = said(store, "The canary sang."), said(store, "The other canary sang.")
    indexed(store)
    with store.writing() as record:
        row = record.message(gone)
        assert row is not None
        record.save_messages([replace(row, text="", new_text="")])
        record.forget_words(messages=[gone])
    indexed(store)
    assert found(store, "canary") == [[("message", stays)]]


def without_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """A SQLite that was built without FTS5."""
    monkeypatch.setattr(
        "mailflow.store.search._MAKE", "CREATE VIRTUAL TABLE searchable_words USING no_such_module(words)"
    )


def test_a_sqlite_without_fts5_reads_every_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_index(monkeypatch)
    with Store.open(f"sqlite:///{tmp_path / 'mailflow.db'}") as store:
        tag(store, open_case(store, REF), "urgent")
        number = said(store, "It was late.")
        assert indexed(store) == 0
        assert found(store, "late") == [[("message", number)]]
        assert found(store, "urgent")[0][0][0] == "event"
        with store.writing() as record:
            record.forget_words(messages=[number])


_TEXTS = st.text(st.sampled_from("ab éÉßﬁ½'\".*-_ 交\n我Ωд1٣\u0301\u200d\u202e"), max_size=20)


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(_TEXTS, min_size=1, max_size=4), asked=_TEXTS)
def test_the_index_finds_what_reading_everything_finds(made_once: Store, texts: list[str], asked: str) -> None:
    with made_once.rehearsing() as trial:
        for text in texts:
            said(trial, text)
        with trial.writing() as record:
            record.catch_up(100)
            for term in terms(asked):
                assert record.hits(ORG, term) == WriteSearch._read_through(record, ORG, term)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One record for all examples; nothing of them stays."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('search') / 'mailflow.db'}"
    else:
        server: Postgres = request.getfixturevalue("postgres_server")
        url = server.url(server.new_database(request.getfixturevalue("postgres_template")))
    with Store.open(url) as store:
        yield store


@given(st.text(max_size=300), st.text(max_size=20))
def test_a_passage_shows_the_term_and_is_short(text: str, asked: str) -> None:
    shown = passage(text, terms(asked))
    assert len(shown) <= 100
    first = [one for one in terms(asked) if shown]
    assert not shown or any(word in " ".join(words(shown)) for term in first for word in term.words)


def test_a_passage_begins_and_ends_with_whole_words() -> None:
    text = f"{'Before that nothing happened. ' * 9}The handover was late. {'After it we waited. ' * 9}"
    shown = passage(text, terms("handover"))
    assert shown.startswith("… ") and shown.endswith(" …") and "The handover was late." in shown
    assert passage(text, terms("nowhere")) == ""
    assert passage("It was late.", terms("late")) == "It was late."


def test_an_index_that_is_thrown_away_leaves_no_word_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mailflow.db"
    with Store.open(f"sqlite:///{path}") as store:
        number = said(store, "plain " * 200)
        with store.writing() as record:
            row = record.message(number)
            assert row is not None
            record.save_messages([replace(row, text="canarybird", new_text="")])
        for _ in range(30):
            said(store, "other words")
        indexed(store)
        with store.writing() as record:
            row = record.message(number)
            assert row is not None
            record.save_messages([replace(row, text="", new_text="")])
            pieces = record._db.exec_driver_sql("SELECT block FROM searchable_words_data").scalars().all()
            assert any(b"canarybird" in piece for piece in pieces), "the word was there"
            record.forget_words(messages=[number])
        assert store.sweep() is None
        assert b"canary" not in path.read_bytes()
        assert indexed(store) == 31


def test_the_index_holds_no_text_but_its_words(tmp_path: Path) -> None:
    path = tmp_path / "mailflow.db"
    with Store.open(f"sqlite:///{path}") as store:
        said(store, "It was late.")
        indexed(store)
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        tables = sa.inspect(connection).get_table_names()
    engine.dispose()
    assert {one for one in tables if one.startswith("searchable_words_")} == {
        *("searchable_words_data", "searchable_words_idx", "searchable_words_docsize", "searchable_words_config")
    }
