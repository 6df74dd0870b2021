"""Reading in children: in order, and whatever one mail does costs the others nothing."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.machine_signs import signs_of_machine
from mailflow.core.mail import InboundMessage
from mailflow.mailbox import wire
from mailflow.mailbox.forms import extract
from mailflow.mailbox.parse import files, parse
from mailflow.mailbox.readers import ReaderFailedError, Readers, _handfuls
from tests.mailbox.samples import MIXED, PLAIN, SAMPLES

#: Too long to be read together with others.
LONG = PLAIN + b"x" * 70_000


def children(readers: Readers) -> list[int]:
    return [child._process.pid for child in readers._children]


def whole(raw: bytes) -> InboundMessage:
    """Return a mail as a child reads it: with what is said of its documents."""
    message = parse(raw)
    found = extract(files(raw))
    return replace(message, documents=found.documents, problems=(*message.problems, *found.problems))


@pytest.fixture
def readers() -> Iterator[Readers]:
    with Readers(seconds=20) as them:
        yield them


def test_the_results_come_in_order_and_are_those_of_parse(readers: Readers) -> None:
    raws = [PLAIN.replace(b"late", b"late %d times" % n) for n in range(50)] + list(SAMPLES)
    results = list(readers.read(raws))
    assert [one.message for one in results] == [whole(raw) for raw in raws]
    assert [one.signs for one in results] == [signs_of_machine(parse(raw)) for raw in raws]
    assert any(one.signs and one.signs.machine for one in results), "one of the samples is a machine's"
    assert all(one.failure is None for one in results)


def test_nothing_to_read_gives_nothing(readers: Readers) -> None:
    assert list(readers.read([])) == []


def test_a_batch_is_read_while_the_caller_does_something_else(readers: Readers) -> None:
    first = readers.submit([PLAIN] * 3)
    second = readers.submit([MIXED] * 3)
    assert [one.message.subject for one in second.result()] == ["Appeal against the outcome"] * 3
    assert [one.message.subject for one in first] == ["Handover was late again"] * 3


def test_files_come_through_a_child_with_their_bytes(readers: Readers) -> None:
    (one, body), *_ = readers.files(MIXED)
    assert (one.name, body) == ("café.pdf", b"%PDF-1.4\n")


def test_children_killed_from_outside_are_replaced_and_nothing_is_lost(readers: Readers) -> None:
    list(readers.read([PLAIN]))
    before = children(readers)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert [one.failure for one in readers.read([PLAIN, MIXED] * 20)] == [None] * 40
    assert not set(children(readers)) & set(before)


def test_a_child_killed_at_its_work_is_asked_again(readers: Readers) -> None:
    large = PLAIN + b"x" * 20_000_000
    pending = readers.submit([large] * 4)
    os.kill(children(readers)[0], signal.SIGKILL)
    assert [one.failure for one in pending] == [None] * 4


def test_a_child_that_hangs_costs_its_own_message_and_delays_the_rest_by_no_more_than_its_time() -> None:
    with Readers(processes=1, seconds=1) as readers:
        list(readers.read([PLAIN]))
        os.kill(children(readers)[0], signal.SIGSTOP)
        begun = time.monotonic()
        hung, after = readers.read([LONG, PLAIN])
        assert time.monotonic() - begun < 3
    assert hung.failure == "the reader took longer than 1 seconds"
    assert hung.message.subject == "Handover was late again"
    assert not hung.message.sender_is_plain
    assert after.failure is None
    assert after.message == parse(PLAIN)


def test_short_messages_are_asked_for_together_and_each_by_itself_where_that_fails() -> None:
    with Readers(processes=1, seconds=1) as readers:
        list(readers.read([PLAIN]))
        os.kill(children(readers)[0], signal.SIGSTOP)
        assert [one.failure for one in readers.read([MIXED, PLAIN])] == [None, None]


@pytest.mark.parametrize("answer", ["lost", b"", wire.pieces_to_bytes([b"{}", b"{}", b"{}"]), b"\0\0\0\x09{}", b"\0"])
def test_one_of_a_handful_that_a_child_is_lost_over_costs_itself_alone(
    readers: Readers, monkeypatch: pytest.MonkeyPatch, answer: bytes | str
) -> None:
    """As does an answer that is not one for each: nobody gets the words of somebody else."""
    ask, asked = readers._ask, list[tuple[bytes, float | None]]()

    def lost_over_mixed(wanted: bytes, raw: bytes, seconds: float | None = None) -> bytes:
        asked.append((wanted, seconds))
        if seconds is not None and isinstance(answer, bytes):
            return answer
        if MIXED in raw:
            raise ReaderFailedError("the reader died over the message")
        return ask(wanted, raw, seconds)

    monkeypatch.setattr(readers, "_ask", lost_over_mixed)
    first, lost, last = readers.read([PLAIN, MIXED, PLAIN.replace(b"late", b"early")])
    assert asked == [(wire.READ, 5.0), *[(wire.READ, None)] * 3]
    assert first.message == parse(PLAIN)
    assert lost.failure == "the reader died over the message"
    assert last.message.subject == "Handover was early again"


@given(sizes=st.lists(st.integers(0, 70_000), max_size=40))
def test_handfuls_hold_every_message_once_in_order_and_not_too_much(sizes: list[int]) -> None:
    raws = [bytes(size) for size in sizes]
    found = [list(some) for some in _handfuls(raws)]
    assert [one for some in found for one in some] == raws
    assert all(1 <= len(some) <= 6 and (len(some) == 1 or sum(map(len, some)) <= 65_536) for some in found)


def test_a_message_too_large_for_a_child_is_told_from_its_header() -> None:
    huge = PLAIN + b"x" * 300_000_000
    with Readers(processes=1, memory_bytes=250_000_000) as readers:
        too_large, after = readers.read([huge, PLAIN])
    assert too_large.failure in ("the reader ran out of memory", "the reader died over the message")
    assert too_large.message.subject == "Handover was late again"
    assert after.failure is None


def test_files_that_a_child_cannot_give_are_an_error_that_says_so() -> None:
    with Readers(processes=1, seconds=1) as readers:
        list(readers.read([PLAIN]))
        os.kill(children(readers)[0], signal.SIGSTOP)
        with pytest.raises(ReaderFailedError, match="longer than 1 seconds"):
            readers.files(MIXED)


def test_a_hundred_messages_of_five_megabytes_are_read(readers: Readers) -> None:
    head = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\nContent-Type: application/pdf\n"
    raw = head + b"Content-Transfer-Encoding: base64\n\n" + b"QUJD" * 1_250_000 + b"\n--b--\n"
    for one in readers.read([raw] * 100):
        assert one.failure is None
        assert one.message.attachments[0].bytes == 3_750_000


def test_no_child_outlives_a_daemon_that_was_killed() -> None:
    program = (
        "import sys\nfrom mailflow.mailbox.readers import Readers\nreaders = Readers()\n"
        "list(readers.read([b'From: a@b.example\\n\\nhello']))\n"
        "print(*[child._process.pid for child in readers._children], flush=True)\nsys.stdin.read()\n"
    )
    daemon = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with daemon:
        assert daemon.stdin and daemon.stdout
        handles = [os.pidfd_open(int(pid)) for pid in daemon.stdout.readline().split()]
        daemon.kill()
    for handle in handles:
        ended, _, _ = select.select([handle], [], [], 10)
        os.close(handle)
        assert ended
    assert len(handles) == 2


def test_closing_ends_the_children_at_once() -> None:
    readers = Readers()
    pending = readers.submit([PLAIN] * 2)
    handles = [os.pidfd_open(pid) for pid in children(readers)]
    pending.result()
    readers.close()
    for handle in handles:
        ended, _, _ = select.select([handle], [], [], 0)
        os.close(handle)
        assert ended


def test_a_child_answers_its_first_message_within_a_second() -> None:
    begun = time.monotonic()
    with Readers(processes=1) as readers:
        list(readers.read([PLAIN]))
        assert time.monotonic() - begun < 1
