"""A process that writes letters for the daemon: ``python -m mailflow.letters.scribe_child FOLDER…``."""

from __future__ import annotations

import sys
from pathlib import Path

from mailflow.child import serve
from mailflow.letters.freeze import UnsafeLetter, freeze
from mailflow.letters.render import TemplateBroken, Templates
from mailflow.letters.scribe import Order, Written, orders_from_json, written_to_bytes
from mailflow.letters.wording import put_into_words

#: Longer than the daemon waits.
_ALARM_S = 60


def main(folders: list[str]) -> None:
    """Write letters until the daemon closes the pipe."""
    templates = Templates([Path(one) for one in folders])
    serve(
        lambda request: written_to_bytes(
            [(one.envelope.message_id, _written(one, templates)) for one in orders_from_json(request)]
        ),
        alarm_s=_ALARM_S,
    )


def _written(order: Order, templates: Templates) -> Written | None:
    try:
        composed = put_into_words(order.draft, templates)
        if order.with_files:
            return Written(subject=composed.subject, text=composed.text, html=composed.html, raw=b"")
        raw = freeze(composed, order.envelope)
    except (TemplateBroken, UnsafeLetter):
        return None  # the daemon finds the same, and tells a person
    return Written(subject=composed.subject, text=composed.text, raw=raw)


if __name__ == "__main__":
    main(sys.argv[1:])
