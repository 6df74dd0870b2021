"""What may not leave is held against every letter of staff's words, whichever line it came from."""

from __future__ import annotations

from mailflow.core.decide.work import Work
from mailflow.core.directives import Instructions, SendAnyway
from mailflow.core.facts_beside import SentAnyway
from mailflow.core.leaks import caught_in
from mailflow.core.letter_kinds import Audience


def withhold(work: Work, written: Instructions) -> str | None:
    """Return why the letters of a mail are not sent; ``#send anyway`` sends them, and what was caught is recorded."""
    texts = dict.fromkeys(one.text for one in work.letters if one.audience is Audience.COMPLAINANT and one.text)
    found = (caught_in(text, work.officer, work.office, work.arrived.other_names) for text in texts)
    caught = tuple(dict.fromkeys(one for each in found for one in each))
    insists = any(isinstance(one, SendAnyway) for one in written.directives)
    if not caught:
        return None
    if insists:
        work.happen(SentAnyway(message=work.arrived.id, caught=caught))
        work.done.append(f"It is sent although this was caught in it, and that is recorded: {'; '.join(caught)}.")
        return None
    return (
        f"Your text was not sent to the complainant, because it has: {'; '.join(caught)}. Take it out or reword it, "
        "and send the mail again. If it is to go as it is, send the same mail again with one more line at its top:\n\n"
        "#send anyway"
    )
