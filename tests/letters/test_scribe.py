"""Letters written in another process are the letters that the daemon would write, or the daemon writes them."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.core.case import Case
from mailflow.core.decision import SendLetter
from mailflow.core.office import Office
from mailflow.letters.compose import draft
from mailflow.letters.composed import Envelope, Quoted
from mailflow.letters.freeze import freeze, new_message_id
from mailflow.letters.sample import samples
from mailflow.letters.scribe import AT_ONCE, Order, Scribe, Written
from mailflow.letters.wording import put_into_words
from mailflow.settings import data_folder
from tests.letters.offices import POLICIES, office_of, our_templates

AT = datetime(2020, 11, 2, 9, 30, tzinfo=UTC)
COMPLAINT = Quoted(
    received_at=AT,
    sender="P. Rivers <p.rivers@mail.example>",
    subject="Y bore \ud83d \u201ccynnar\u201d",
    text="Zoë said: <b>no</b>\r\n\u202e \x00 日本語 \udcff\n-- \nP.",
)


def order(n: int, letter: SendLetter, case: Case | None, office: Office) -> Order:
    envelope = Envelope(
        letter_kind=letter.kind,
        audience=letter.audience,
        case_ref=case.ref if case else None,
        from_name=office.name,
        from_address=office.address,
        to=letter.to,
        message_id=new_message_id("office.example", n.to_bytes(16, "big")),
        date=AT,
        in_reply_to="<first@mail.example>",
        references=("<root@office.example>", "<first@mail.example>"),
    )
    words = draft(letter, case, office, templates=our_templates(), quoted=(COMPLAINT,))
    return Order(draft=words, envelope=envelope)


def here(one: Order) -> Written:
    """Write a letter in this process."""
    composed = put_into_words(one.draft, our_templates())
    return Written(subject=composed.subject, text=composed.text, raw=freeze(composed, one.envelope))


def some(n: int, *, first: int = 0) -> list[Order]:
    office = office_of("libra-children-services")
    letters = list(samples(office))
    return [order(first + i, *letters[(first + i) * 7 % len(letters)], office) for i in range(n)]


def engaged(scribe: Scribe) -> Scribe:
    """Wait until the process has started, and take it."""
    scribe.call()
    for _ in range(20):
        if scribe.engage():
            return scribe
        assert scribe._child and scribe._child._process.stdout
        select.select([scribe._child._process.stdout], [], [], 5)
    raise AssertionError("the scribe has not started")


@pytest.fixture
def scribe() -> Iterator[Scribe]:
    with Scribe([data_folder("templates")]) as scribe:
        yield scribe


def test_who_was_never_called_is_not_there(scribe: Scribe) -> None:
    assert not scribe.engage()


@pytest.mark.parametrize("policy", POLICIES)
def test_every_letter_is_the_one_that_the_daemon_would_write_byte_for_byte(policy: str, scribe: Scribe) -> None:
    office = office_of(policy)
    orders = [order(n, *one, office) for n, one in enumerate(samples(office))]
    engaged(scribe)
    parts = [orders[at : at + AT_ONCE] for at in range(0, len(orders), AT_ONCE)]
    for part in parts:
        scribe.begin(part)
    written = [one for _ in parts for one in scribe.finish()]
    scribe.release()
    assert len(written) > 100
    for ordered, one in zip(orders, written, strict=True):
        assert one == here(ordered)


def test_a_process_that_is_killed_leaves_its_letters_to_the_daemon_and_a_fresh_one_takes_its_place(
    scribe: Scribe,
) -> None:
    engaged(scribe)
    assert scribe._child
    os.kill(scribe._child._process.pid, signal.SIGKILL)
    scribe._child._process.wait()
    scribe.begin(some(8))
    scribe.begin(some(3, first=8))
    assert scribe.finish() == [None] * 8
    assert scribe.finish() == [None] * 3
    scribe.release()
    engaged(scribe).begin(again := some(2, first=20))
    assert scribe.finish() == [here(one) for one in again]
    scribe.release()


def test_a_letter_that_cannot_be_written_costs_no_other_one_of_its_request(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    shutil.copytree(data_folder("templates"), own)
    orders = some(30)
    broken = orders[0].draft.kind
    (own / f"{broken}.txt").write_text("Subject: {{ nonsense }}\n\nx\n")
    with Scribe([own]) as scribe:
        engaged(scribe).begin(orders)
        written = scribe.finish()
        scribe.release()
    assert [one is None for one in written] == [one.draft.kind == broken for one in orders]
    assert any(written) and not all(written)


def test_one_thread_has_it_and_the_others_write_for_themselves(scribe: Scribe) -> None:
    engaged(scribe)
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(scribe.engage()))
    thread.start()
    thread.join()
    assert found == [False]
    scribe.release()
    assert scribe.engage()
    scribe.release()


def test_what_nobody_waited_for_is_never_taken_for_the_next_letters(scribe: Scribe) -> None:
    engaged(scribe).begin(some(8))
    scribe.release()  # as when the record refuses a batch
    engaged(scribe).begin(mine := some(8, first=8))
    assert scribe.finish() == [here(one) for one in mine]
    scribe.release()


def test_an_answer_to_something_else_is_thrown_away(scribe: Scribe, caplog: pytest.LogCaptureFixture) -> None:
    engaged(scribe).begin(some(2))
    scribe._waiting[0] = some(2, first=2)
    assert scribe.finish() == [None, None]
    assert "the daemon writes them" in caplog.text
    scribe.release()
    engaged(scribe).release()


def test_more_than_the_pipes_can_hold_stops_nobody(scribe: Scribe) -> None:
    engaged(scribe)
    parts = [some(AT_ONCE, first=n * AT_ONCE) for n in range(200)]
    for part in parts:
        scribe.begin(part)
    assert sum(one is not None for _ in parts for one in scribe.finish()) == 200 * AT_ONCE
    scribe.release()


def test_the_process_loads_nothing_that_decides_so_that_it_is_there_for_the_first_letters() -> None:
    """Loading cases' rules and policies took it four times as long to start, and the daemon wrote meanwhile."""
    code = "import sys, mailflow.letters.scribe_child; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "mailflow.letters.freeze" in loaded
    assert not {"mailflow.core.decide", "mailflow.core.facts", "mailflow.core.policy", "pydantic"} & {*loaded}
