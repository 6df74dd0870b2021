"""A virus scanner is asked about each file once; whatever it does but say OK, the file stays."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailflow.mailbox.clamd import FOUND, UNKNOWN, Scanner
from tests.support.clamd import FakeClamd

VIRUS = b"pretend that this is a virus"


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[FakeClamd]:
    with FakeClamd(tmp_path / "clamd.ctl", virus=VIRUS) as server:
        yield server


def test_a_clean_file_may_go_and_an_infected_one_may_not(clamd: FakeClamd) -> None:
    scanner = Scanner(clamd.address)
    assert scanner.why_not(b"photo" * 50_000) is None
    assert scanner.why_not(b"xx" + VIRUS) == FOUND
    assert clamd.sizes == [250_000, 30], "the whole file was asked about"


def test_a_file_of_any_size_down_to_none_is_sent_whole(clamd: FakeClamd) -> None:
    scanner = Scanner(clamd.address)
    for size in (0, 1, 65_535, 65_536, 65_537):
        assert scanner.why_not(b"x" * size) is None
    assert clamd.sizes == [0, 1, 65_535, 65_536, 65_537]


def test_the_same_file_is_asked_about_once(clamd: FakeClamd) -> None:
    scanner = Scanner(clamd.address)
    assert [scanner.why_not(one) for one in (b"a", VIRUS, b"a", VIRUS)] == [None, FOUND, None, FOUND]
    assert len(clamd.sizes) == 2


def test_a_scanner_that_is_not_there_lets_nothing_pass(tmp_path: Path) -> None:
    scanner = Scanner(f"unix:{tmp_path}/none.ctl")
    assert scanner.why_not(b"a") == UNKNOWN
    assert not scanner.answers()


def test_a_scanner_that_comes_back_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailflow.mailbox.clamd._REST_S", 0.0)
    scanner = Scanner(f"unix:{tmp_path}/clamd.ctl")
    assert scanner.why_not(b"a") == UNKNOWN
    with FakeClamd(tmp_path / "clamd.ctl", virus=VIRUS):
        assert scanner.answers()
        assert scanner.why_not(b"a") is None


def test_a_scanner_that_is_down_is_left_alone_for_a_while(tmp_path: Path) -> None:
    scanner = Scanner(f"unix:{tmp_path}/clamd.ctl")
    assert scanner.why_not(b"a") == UNKNOWN
    with FakeClamd(tmp_path / "clamd.ctl", virus=VIRUS) as server:
        assert scanner.why_not(b"a") == UNKNOWN
        assert server.sizes == []


@contextmanager
def answering(folder: Path, answer: Callable[[socket.socket], object]) -> Iterator[str]:
    """A server that does one thing to whoever connects."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(folder / "odd.ctl"))
    listener.listen()

    def serve() -> None:
        line, _ = listener.accept()
        with line:
            answer(line)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"unix:{folder}/odd.ctl"
    finally:
        thread.join()
        listener.close()


def everything(line: socket.socket) -> None:
    data = b""
    while not data.endswith(struct.pack(">I", 0)):
        data += line.recv(65536)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: O",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: OK FOUND nothing\0",
        b"OK\0",
        b"\xff" * 9000,
    ],
)
def test_an_answer_that_is_not_ok_lets_nothing_pass(tmp_path: Path, answer: bytes) -> None:
    def give(line: socket.socket) -> None:
        everything(line)
        line.sendall(answer)

    with answering(tmp_path, give) as address:
        assert Scanner(address).why_not(b"a") == UNKNOWN


def test_a_scanner_that_hangs_up_in_the_middle_lets_nothing_pass(tmp_path: Path) -> None:
    with answering(tmp_path, lambda line: line.close()) as address:
        assert Scanner(address).why_not(b"a" * 5_000_000) == UNKNOWN


def test_a_scanner_that_never_answers_costs_its_time_and_lets_nothing_pass(tmp_path: Path) -> None:
    heard = threading.Event()
    with answering(tmp_path, lambda _: bool(heard.wait(20))) as address:
        assert Scanner(address, seconds=0.2).why_not(b"a") == UNKNOWN
        heard.set()
