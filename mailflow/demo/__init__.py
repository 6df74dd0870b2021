"""The self-contained tour: a mail server on loopback, a family, three members of staff, and mailflow between them.

    main ── tour ── story (what happens when) ── world (servers, clock, mailflow's turns) ── server, cast, writing
                 └─ show (how it is told)        visit (afterwards: the visitor's own mail client)

The mail servers come with the extra ``demo``, so everything here is imported when the demo begins and not before.
"""

from __future__ import annotations

import importlib.util
import sys

_EXTRA = ("aiosmtpd", "pymap")


def main(exit_after: bool = False, keep: bool = False, pause: bool = False) -> int:
    """Play the tour; on a terminal stay up afterwards, for the visitor's own mail client.

    Args:
        exit_after: End after the tour also on a terminal.
        keep: Leave the folder with the configuration and the record where it is.
        pause: Wait for Enter after each scene, where somebody is there to press it.

    Returns:
        The exit status: 0, or 1 where the tour did not go as it is told; standard error says how.
    """
    missing = [one for one in _EXTRA if importlib.util.find_spec(one) is None]
    if missing:
        print(
            f"The demo's mail servers are not installed ({' and '.join(missing)}): "
            "pip install 'mailflow-complaints[demo]'",
            file=sys.stderr,
        )
        return 1
    from mailflow.demo.tour import play

    return play(exit_after=exit_after, keep=keep, pause=pause)
