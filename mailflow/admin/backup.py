"""``mailflow backup``: a copy of the whole record, made while the daemon runs and verified at once."""

from __future__ import annotations

import os
from pathlib import Path

import click

from mailflow.admin.asked import Asked, Failure, command, pass_asked
from mailflow.admin.terminal import say, say_json


@command("backup")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@pass_asked
def backup(asked: Asked, path: Path) -> None:
    """Write a copy of the database to FILE, as it is at one moment, also while the daemon works.

    The copy is opened and its chain of events verified before the command ends. It holds everything that families
    wrote: keep it where only you can read it. mailflow.toml and your own templates are not in it.
    """
    from mailflow.admin.record import open_record

    with open_record(asked) as record:
        codes = [chosen.code for chosen in record.chosen]
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            raise Failure(f"{path} is there already. Move it away, or name another file.") from None
        try:
            record.store.copy_to(path)
            events = _verified(path, codes)
        except BaseException:
            path.unlink(missing_ok=True)  # nothing that is not a whole copy is left under its name
            raise
    size = path.stat().st_size
    if asked.json:
        say_json({"file": str(path), "bytes": size, "events": events})
        return
    say(f"{path}: {size} bytes, verified: {', '.join(f'{code} {number} events' for code, number in events.items())}.")


def _verified(path: Path, codes: list[str]) -> dict[str, int]:
    """Open a copy as a record, and return how many events hold in each organisation."""
    from mailflow.store import Store, verify

    events = {}
    with Store.open(f"sqlite:///{path}") as copy, copy.reading() as reader:
        for code in codes:
            found = verify(reader, code)
            if not found.is_sound:
                raise Failure(f"{code}: {found.why}. No copy was kept; see mailflow audit verify.")
            events[code] = found.events
    return events
