"""What takes longer than two seconds shows on a terminal how far it is, and can be stopped."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import click

from mailflow.admin.asked import Failure

#: Nothing is shown of what is done sooner.
PATIENCE_S = 2.0


@contextmanager
def progress(label: str, length: int | None, stopped: str) -> Iterator[Callable[[int], None]]:
    """Show how far something is while the block runs; what is yielded counts so many more as done.

    Args:
        label: What is done, such as ``Reading``.
        length: How much there is to do; None where nobody knows.
        stopped: What became of it where it is stopped by Ctrl-C, and how it is taken up again: sentences.

    Raises:
        Failure: It was stopped.
    """
    began, done = time.monotonic(), 0
    is_terminal = sys.stderr.isatty()
    update: Callable[[int], None] | None = None

    def step(more: int = 1) -> None:
        nonlocal done, update
        if update is not None:
            update(more)
            return
        done += more
        if is_terminal and time.monotonic() - began >= PATIENCE_S:
            shown = click.progressbar(itertools.count(), length=length, label=label, file=sys.stderr, show_pos=True)
            update = last.enter_context(shown).update
            update(done)

    with ExitStack() as last:
        try:
            yield step
        except KeyboardInterrupt:
            raise Failure(f"Stopped. {stopped}") from None
