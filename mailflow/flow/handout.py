"""The policy in plain words, which an acknowledgement brings where a clause wants people to have it (CL-5.4)."""

from __future__ import annotations

from mailflow.core.decision import SendLetter
from mailflow.core.leaflet import leaflet, text
from mailflow.core.letter_kinds import LetterKind
from mailflow.core.office import Office

NAME = "how-to-complain.txt"


def handout(letter: SendLetter, office: Office) -> tuple[tuple[str, str, bytes], ...]:
    """Return the file that goes with the acknowledgement of a complaint; none with any other letter."""
    stage = next((one for one in office.policy.stages if one.id == letter.stage), None)
    if stage is None or not stage.handout:
        return ()
    if letter.kind is not LetterKind.ACKNOWLEDGEMENT or letter.facts.get("opened_by") != "complaint":
        return ()
    words = text(leaflet(office.policy, office.address))
    return ((NAME, "text/plain; charset=utf-8", words.encode()),)
