"""``mailflow``, also as ``python -m mailflow``. Nothing heavy is imported before a command is known."""

from __future__ import annotations

import sys

from mailflow.admin.root import mailflow


def main() -> None:
    """Run the command line and end the process with its status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A name in a mail must not end a listing on a terminal that cannot show it.
            stream.reconfigure(errors="backslashreplace")
    mailflow(prog_name="mailflow")


if __name__ == "__main__":
    main()
