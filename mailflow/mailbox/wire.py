"""What the daemon and its reader children say to each other over a pipe: frames of bytes, messages as JSON.

No pickle: a child has read hostile mail, so what it answers is data and nothing else. What a request wants is told by
its first byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from mailflow.child import LENGTH, frame
from mailflow.core.machine_reports import Reading
from mailflow.core.machine_signs import Signs
from mailflow.core.mail import Address, Attachment, Document, FailedRecipient, InboundMessage, MessageClass
from mailflow.core.provenance import Checked, Seal
from mailflow.mailbox.forms import Extract

READ, FILES, DOCUMENTS, SIGNATURES = b"R", b"F", b"D", b"S"


def read_to_json(message: InboundMessage, signs: Signs) -> bytes:
    """Return a message and its signs of a machine as UTF-8 JSON."""
    found = {
        "machine": _told(signs.machine),
        "many": _told(signs.many),
        "unasked": _told(signs.unasked),
        "against": signs.against,
    }
    return _dumped({"message": _fields(message), "signs": found})


def read_from_json(data: bytes) -> tuple[InboundMessage, Signs]:
    """Return what ``read_to_json`` was given. Raises ValueError, KeyError or TypeError for anything else."""
    answer: dict[str, Any] = json.loads(data)
    found = answer["signs"]
    signs = Signs(
        machine=_reading(found["machine"]),
        many=_reading(found["many"]),
        unasked=_reading(found["unasked"]),
        against=None if found["against"] is None else str(found["against"]),
    )
    return _message(answer["message"]), signs


def pieces_to_bytes(pieces: Iterable[bytes]) -> bytes:
    """Return mails, or what was read of each, as one block."""
    return b"".join(map(frame, pieces))


def pieces_from_bytes(data: bytes) -> list[bytes]:
    """Return the pieces of ``pieces_to_bytes``. Raises ValueError for anything else."""
    found, at = [], 0
    while at < len(data):
        start = at + LENGTH.size
        if start > len(data) or (at := start + LENGTH.unpack_from(data, at)[0]) > len(data):
            raise ValueError("the pieces are not as long as they say")
        found.append(data[start:at])
    return found


def _reading(fields: dict[str, Any] | None) -> Reading | None:
    if fields is None:
        return None
    as_ = None if fields["as_"] is None else MessageClass(fields["as_"])
    return Reading(
        as_=as_,
        because=str(fields["because"]),
        acknowledge=bool(fields["acknowledge"]),
        of_office=bool(fields["of_office"]),
    )


def _dumped(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _fields(message: InboundMessage) -> dict[str, Any]:
    # By hand: asdict copies every text, and took a fifth of the time of reading a mail.
    fields = _shallow(message)
    fields["date"] = message.date.isoformat() if message.date else None
    fields["headers"] = dict(message.headers)
    fields["sender"] = _told(message.sender)
    for name in ("to", "cc", "reply_to", "attachments", "failed_recipients", "documents"):
        fields[name] = [_shallow(one) for one in fields[name]]
    return fields


def _told(one: Address | Reading | None) -> dict[str, Any] | None:
    return None if one is None else _shallow(one)


def _shallow(one: InboundMessage | Address | Attachment | FailedRecipient | Document | Reading) -> dict[str, Any]:
    return {name: getattr(one, name) for name in type(one).__slots__}


def _message(fields: dict[str, Any]) -> InboundMessage:
    sender = fields["sender"]
    return InboundMessage(
        sender=Address(**sender) if sender else None,
        sender_is_plain=bool(fields["sender_is_plain"]),
        subject=fields["subject"],
        message_id=fields["message_id"],
        references=tuple(fields["references"]),
        to=tuple(Address(**one) for one in fields["to"]),
        cc=tuple(Address(**one) for one in fields["cc"]),
        reply_to=tuple(Address(**one) for one in fields["reply_to"]),
        date=datetime.fromisoformat(fields["date"]) if fields["date"] else None,
        text=fields["text"],
        attachments=tuple(Attachment(**one) for one in fields["attachments"]),
        headers={name: tuple(values) for name, values in fields["headers"].items()},
        trace=tuple((str(name), str(value)) for name, value in fields["trace"]),
        content_type=fields["content_type"],
        report_type=fields["report_type"],
        failed_recipients=tuple(FailedRecipient(**one) for one in fields["failed_recipients"]),
        returned_message_id=fields["returned_message_id"],
        content_hash=fields["content_hash"],
        documents=tuple(_document(one) for one in fields["documents"]),
        problems=tuple(fields["problems"]),
    )


def extract_to_json(extract: Extract) -> bytes:
    """Return what is written in the documents of a message as UTF-8 JSON."""
    return _dumped(asdict(extract))


def extract_from_json(data: bytes) -> Extract:
    """Return the extract of ``extract_to_json``. Raises ValueError, KeyError or TypeError for anything else."""
    fields: dict[str, Any] = json.loads(data)
    return Extract(
        documents=tuple(_document(one) for one in fields["documents"]),
        problems=tuple(str(one) for one in fields["problems"]),
    )


def look_to_bytes(raw: bytes, *, domain: str, received_s: int, nameserver: str) -> bytes:
    """Return what a look at a mail's signatures needs to know, and the mail."""
    asked = {"domain": domain, "received_s": received_s, "nameserver": nameserver}
    return frame(json.dumps(asked).encode("ascii")) + raw


def look_from_bytes(data: bytes) -> tuple[bytes, dict[str, Any]]:
    """Return the mail of ``look_to_bytes``, and how it is to be looked at."""
    (length,) = LENGTH.unpack_from(data)
    return data[4 + length :], json.loads(data[4 : 4 + length])


def checked_to_json(checked: Checked) -> bytes:
    """Return what became of a look at a mail's signatures as UTF-8 JSON."""
    return json.dumps([checked.seal.value, checked.because]).encode("ascii")


def checked_from_json(data: bytes) -> Checked:
    """Return the look of ``checked_to_json``. Raises ValueError or TypeError for anything else."""
    seal, because = json.loads(data)
    return Checked(seal=Seal(seal), because=str(because))


def _document(fields: dict[str, Any]) -> Document:
    return Document(
        rows=tuple(tuple(str(cell) for cell in row) for row in fields["rows"]),
        pairs=tuple((str(name), str(answer)) for name, answer in fields["pairs"]),
    )


def files_to_bytes(found: tuple[tuple[Attachment, bytes], ...]) -> bytes:
    """Return files as one block: their descriptions, then their bytes in the same order."""
    head = json.dumps([asdict(one) for one, _ in found], ensure_ascii=False).encode("utf-8", "replace")
    return frame(head) + b"".join(body for _, body in found)


def files_from_bytes(data: bytes) -> tuple[tuple[Attachment, bytes], ...]:
    """Return the files of ``files_to_bytes``. Raises ValueError, KeyError or TypeError for anything else."""
    (length,) = LENGTH.unpack_from(data)
    described = [Attachment(**one) for one in json.loads(data[4 : 4 + length])]
    found = []
    at = 4 + length
    for one in described:
        found.append((one, data[at : at + one.bytes]))
        at += one.bytes
    if at != len(data):
        raise ValueError("the files of an answer are not as long as it says")
    return tuple(found)
