"""Verifying the chain of events, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mailflow.admin.progress import progress
from mailflow.core.case import Case
from mailflow.store import Reader, RecordedFact, Verification, verify
from mailflow.store.chain import Link


def verified(reader: Reader, org: str, stopped: str) -> Verification:
    """Walk the chain of an organisation, and tell every case anew; on a terminal it shows how far it is.

    Args:
        reader: The record.
        org: The organisation.
        stopped: What becomes of it where it is stopped, in sentences.

    Raises:
        Failure: It was stopped.
    """
    events, _ = reader.chain_end(org)
    with progress(f"Verifying {org}", 2 * events, stopped) as step:  # each event is looked at twice
        return verify(_Watched(reader, step), org)


class _Watched:
    """A reader whose long walks are counted."""

    def __init__(self, reader: Reader, step: Callable[[int], None]) -> None:
        self._reader, self._step = reader, step
        self.chain_end, self.drifted, self.blackened = reader.chain_end, reader.drifted, reader.blackened

    def links(self, org: str) -> Iterator[Link]:
        for link in self._reader.links(org):
            self._step(1)
            yield link

    def histories(self, org: str) -> Iterator[tuple[str, Case | None, list[RecordedFact]]]:
        for ref, case, events in self._reader.histories(org):
            self._step(len(events))
            yield ref, case, events
