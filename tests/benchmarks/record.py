"""What the record costs for a message: ``python -m tests.benchmarks.record [URL]``.

A turn of 50: keep the bytes, count the attempt (both committed, as the daemon does), then one transaction with the
look-ups, 50 messages as read, 50 new cases with five facts each, 100 letters. Each figure is milliseconds a message,
the median of the turns.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from mailflow.core.facts import LetterSent, MessageFiled
from mailflow.store import CaseChange, LetterChange, MessageState, Store, verify
from tests.store.examples import AT, ORG, arrival, change, fact, new_letter, opening

TURN, TURNS = 50, 60
TEXT = "The handover was late again and nobody called us. " * 40
_spent: dict[str, list[float]] = defaultdict(list)


@contextmanager
def timed(what: str, per: int = TURN) -> Iterator[None]:
    """Note how long something took, in milliseconds for each of ``per``."""
    start = time.perf_counter()
    yield
    _spent[what].append((time.perf_counter() - start) * 1000 / per)


def turn(store: Store, number: int) -> None:
    """Take 50 messages in, and 50 acknowledgements out."""
    uids = range(number * TURN, (number + 1) * TURN)
    arrivals = [arrival(uid, f"Subject: complaint {uid}\r\n\r\n{TEXT}{TEXT}".encode()) for uid in uids]
    changes: list[CaseChange] = []
    for uid in uids:
        refs = fact(MessageFiled(message=uid + 1, as_="complaint", thread=f"<{uid}@mail.example>"))
        changes.append(change(None, *opening(f"LC-2026-{uid:05}"), refs, wake_at=AT))
    letters = [new_letter(f"{kind}:{uid}", raw=TEXT.encode()) for uid in uids for kind in ("ack", "notice")]
    with timed("keep"), store.writing() as record:
        kept = record.keep(ORG, "INBOX", 7, arrivals)
    with timed("count attempts"), store.writing() as record:
        record.count_attempt(one.message for one in kept)
        waiting = record.waiting(ORG)
    rows = [
        replace(
            row,
            state=MessageState.DECIDED,
            ref=f"LC-2026-{row.uid:05}",
            class_="complaint",
            message_id=f"<{row.uid}@mail.example>",
            text=TEXT,
            new_text=TEXT,
            content_hash=row.sha256,
        )
        for row in waiting
    ]
    with timed("decide"), store.writing() as record:
        record.by_message_id(ORG, [row.message_id or "" for row in rows])
        record.letters_by_message_id(ORG, [row.message_id or "" for row in rows])
        record.by_content(ORG, [row.content_hash for row in rows])
        record.cases(ORG, [row.ref or "" for row in rows])
        for _ in rows:
            record.next_number(ORG, 2026)
        record.save_messages(rows)
        record.save_cases(ORG, changes, AT)
        ids = record.queue(letters)
    acks = [id for id in ids[::2] if id is not None]
    with timed("committing, a commit each"):
        for id in acks:
            with store.writing() as record:
                record.mark([LetterChange.committing(id, at=AT)])
    sent = [change(one.after, fact(LetterSent(letter=1, kind="acknowledgement"))) for one in changes]
    with timed("sent, a commit for all"), store.writing() as record:
        record.mark([LetterChange.sent(id, at=AT) for id in acks])
        record.save_cases(ORG, sent, AT)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(folder) / 'mailflow.db'}"
        with Store.open(url) as store:
            for number in range(TURNS):
                turn(store, number)
            for what, spent in _spent.items():
                print(f"{what:28} {statistics.median(spent):.3f} ms a message")
            intake = sum(statistics.median(_spent[what]) for what in ("keep", "count attempts", "decide"))
            print(f"{'intake (the first three)':28} {intake:.3f} ms a message")
            start = time.perf_counter()
            with store.reading() as record:
                found = verify(record, ORG)
            print(f"verify: {found.events} events in {time.perf_counter() - start:.2f} s {found.why}")


if __name__ == "__main__":
    main()
