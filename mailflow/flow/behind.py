"""May letters leave, or is the record known to be behind what has left already?"""

from __future__ import annotations

from mailflow.flow.desk import Desk


def why_behind(desk: Desk) -> str | None:
    """Return why nothing may be done with a mailbox yet, in a sentence with the remedy; None where nothing is amiss."""
    with desk.store.reading() as reader:
        if reader.recovering_since(desk.org) is None:
            return None
    return (
        f"the record of {desk.org} was put back from a backup and does not know what left since; run: mailflow recover"
    )
