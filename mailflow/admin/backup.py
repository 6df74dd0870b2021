"""``mailflow backup``: a copy of the whole record, made while the daemon runs and verified at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Failure, command, pass_asked
from mailflow.admin.terminal import say, say_json

if TYPE_CHECKING:
    from mailflow.store import Store


@command("backup")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--to-key", "key", metavar="KEY",
    help="Encrypt it to a public key: age1…, or a file with keys (age, SSH or OpenPGP).",
)  # fmt: skip
@pass_asked
def backup(asked: Asked, path: Path, key: str | None) -> None:
    """Write a copy of the database to FILE, as it is at one moment, also while the daemon works.

    The copy is opened and its chain of events verified before the command ends. It holds everything that families
    wrote: encrypt it (--to-key, or recipient under [backup]), or keep it where only you can read it. mailflow.toml and
    your own templates are not in it.
    """
    from mailflow.admin.record import open_record

    with open_record(asked) as record:
        key = key or record.settings.backup.recipient
        with whole(path) as part:
            events = _sealed(record.store, part, key) if key else _plain(record.store, part)
        _note(record.store, events, path)
    size = path.stat().st_size
    if asked.json:
        say_json({"file": str(path), "bytes": size, "events": events, "encrypted": key is not None})
        return
    how = "verified, then encrypted" if key else "verified"
    say(f"{path}: {size} bytes, {how}: {', '.join(f'{code} {number} events' for code, number in events.items())}.")


def _note(store: Store, codes: Iterable[str], path: Path) -> None:
    """Write down that a copy was made, and where; it is whole also where that cannot be written."""
    from mailflow.admin.copies import note
    from mailflow.store import Sign, StoreError

    now = clock.now()
    try:
        with store.writing() as writer:
            for code in codes:
                writer.give_sign(code, Sign.BACKUP, now)
                note(writer, code, path, now)
    except StoreError:
        say(
            "The copy is whole; mailflow status and a later purge will not know of it, for another process had the "
            "database.",
            err=True,
        )


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Yield a file beside ``path`` that takes its name at the end: what has the name is a whole copy, or there is none.

    Raises:
        Failure: There is something under the name.
    """
    if path.exists():
        raise Failure(f"{path} is there already. Move it away, or name another file.")
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)  # of a backup that was killed
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
        os.link(part, path)
    except FileExistsError:
        raise Failure(f"{path} is there already. Move it away, or name another file.") from None
    finally:
        part.unlink(missing_ok=True)


def _plain(store: Store, path: Path) -> dict[str, int]:
    from mailflow.store import Store
    from mailflow.store.copying import close_copy

    store.copy_to(path)
    with Store.open(f"sqlite:///{path}") as copy:
        events = _verified(copy)
    close_copy(path)
    return events


def _sealed(store: Store, path: Path, key: str) -> dict[str, int]:
    """Write an encrypted copy: what is not encrypted is in memory alone."""
    from mailflow.store import check_copy, sealing

    seal = sealing.seal_of(key)
    content = store.copy_in_memory()
    events = check_copy(content)
    with path.open("wb") as out:
        out.write(seal(content))
        out.flush()
        os.fsync(out.fileno())
    return events


def _verified(copy: Store) -> dict[str, int]:
    """Return how many events hold in each organisation of a copy."""
    from mailflow.admin.watched import verified

    events = {}
    with copy.reading() as reader:
        for code in reader.organisations():
            found = verified(reader, code, "No copy was kept; make one again at any time.")
            if not found.is_sound:
                raise Failure(f"{code}: {found.why}. No copy was kept; see mailflow audit verify.")
            events[code] = found.events
    return events
