"""Room on the disk of the database."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mailflow.settings import Settings

#: Under the first mail can soon not be kept any more; under the second somebody should make room.
TIGHT_BYTES: Final = 100 * 1024**2
LITTLE_BYTES: Final = 1024**3
_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Room in the folder of the database, or of the configuration where a server keeps it.

    Attributes:
        free: Bytes.
        database: The bytes of the database; None where a server keeps it.
    """

    folder: Path
    free: int
    database: int | None

    @property
    def is_tight(self) -> bool:
        """There is little room left."""
        return self.free < LITTLE_BYTES


def disk_of(settings: Settings) -> Disk:
    """Look at the disk."""
    file = database_file(settings)
    folder = file.parent if file is not None and file.parent.is_dir() else settings.path.parent
    size = file.stat().st_size if file is not None and file.exists() else None
    return Disk(folder=folder, free=shutil.disk_usage(folder).free, database=size)


def database_file(settings: Settings) -> Path | None:
    """Return the file that holds the record, whether or not it is there; None where a server holds it."""
    url = settings.database.url
    return Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) and ":memory:" not in url else None
