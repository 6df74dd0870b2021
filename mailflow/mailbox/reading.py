"""How the daemon would read a raw message, as the JSON object of ``message read``: touching and knowing nothing.

Without a case store nobody can say which case a mail belongs to, so a person's mail is a ``reply`` where it answers
something (References, In-Reply-To, or Re: in front of its subject) and a ``complaint`` otherwise; ``acknowledge``
says whether it would be answered by itself if it opened a case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mailflow.core.classify import machine_kind
from mailflow.core.form import find_form
from mailflow.core.form_terms import Form
from mailflow.core.machine_signs import Signs
from mailflow.core.mail import InboundMessage, MessageClass
from mailflow.core.quotation import new_text
from mailflow.core.sign_off import without_signature
from mailflow.mailbox.parse import parse

#: "Re:" and its sisters (AW, SV, VS, Odp …), as every mail program of some country writes it.
_ANSWER = re.compile(
    r"\s*(?:\[[^\]]{0,40}\]\s*)?(?:re|aw|antw|antwort|sv|vs|odp|odpov|res|rép|ref|rif|r|ynt|vá|atb|απ|ответ|відп|回复|回覆|答复)"
    r"\s?(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s?[:：]",
    re.IGNORECASE,
)


def no_keywords(message: InboundMessage) -> Sequence[str]:
    """Stand in for a policy's appeal keywords where there is no policy."""
    return ()


def is_answer(message: InboundMessage) -> bool:
    """Say whether a message answers another, by its threading headers or by its subject."""
    return bool(message.references) or bool(_ANSWER.match(message.subject))


def read_file(
    raw: bytes, appeal_keywords: Callable[[InboundMessage], Sequence[str]] = no_keywords
) -> dict[str, object]:
    """Read a raw message and return the object of INTERFACE's ``message read --json``, without ``file``."""
    return describe(parse(raw), appeal_keywords)


def describe(
    message: InboundMessage,
    appeal_keywords: Callable[[InboundMessage], Sequence[str]] = no_keywords,
    form: Form | None = None,
    signs: Signs | None = None,
) -> dict[str, object]:
    """Return the JSON object for a message that was read already (by ``Readers``, say).

    Args:
        message: As read, with what is written in its documents.
        appeal_keywords: The policy's words in its subject.
        form: The policy's complaints form; without one, the usual form is looked for.
        signs: The message's ``signs_of_machine``, where somebody has looked already.
    """
    reading = machine_kind(message, signs=signs)
    answer = is_answer(message)
    kind = reading.as_ or (MessageClass.REPLY if answer else MessageClass.COMPLAINT)
    because, acknowledge = reading.because, reading.acknowledge
    if _is_empty(message):
        kind, acknowledge = MessageClass.UNREADABLE, False
        because = "Nothing could be read in it; the raw bytes are kept."
    text = new_text(message.text, None, first=not answer)
    found = find_form(form or Form(), text, message.documents) if reading.as_ is None else None
    if found and kind is MessageClass.COMPLAINT:
        kind = MessageClass.FORM
    sender = message.sender
    return {
        "id": None,
        "ref": None,
        "class": kind.value,
        "because": because,
        "acknowledge": acknowledge,
        "from": sender.address if sender else None,
        "name": sender.name if sender else "",
        "subject": message.subject,
        "message_id": message.message_id,
        "references": list(message.references),
        "text": message.text,
        "new_text": without_signature(text),
        "attachments": [{"name": one.name, "type": one.type, "bytes": one.bytes} for one in message.attachments],
        "appeal_keywords": list(appeal_keywords(message)),
        "failed_recipients": [
            {"address": one.address, "action": one.action, "status": one.status} for one in message.failed_recipients
        ],
        "form": dict(found.fields) if found else None,
        "received_at": None,
    }


def _is_empty(message: InboundMessage) -> bool:
    """No author, no subject, no text, no file: no mail at all."""
    return not (
        message.sender or message.subject or message.text.strip() or message.attachments or message.failed_recipients
    )
