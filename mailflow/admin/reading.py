"""``mailflow message read``: raw messages from files, read by the daemon's own children, two at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailflow.admin.asked import Asked, Failure
from mailflow.admin.terminal import one_line, table
from mailflow.core.appeals import read_appeal
from mailflow.core.mail import MACHINE, InboundMessage, MessageClass
from mailflow.mailbox.readers import Parsed, Readers, Reading
from mailflow.mailbox.reading import describe

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailflow.core.policy import Form

#: Read ahead: enough that the children never wait, little enough for any memory.
_BATCH = 64


def mail_files(named: Sequence[Path]) -> list[Path]:
    """Return the files: those that were named, and every ``*.eml`` below a named folder, in order.

    Raises:
        Failure: Something that was named is not there.
    """
    found: list[Path] = []
    for path in named:
        if path.is_dir():
            found += sorted(one for one in path.rglob("*.eml") if one.is_file())
        elif path.is_file():
            found.append(path)
        else:
            raise Failure(f"{path}: there is no such file. Correct the path.")
    return found


def read_all(asked: Asked, paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Yield the object of each file in the order of the files, whatever is in them.

    Raises:
        SettingsError: A configuration was named and cannot be used.
    """
    keywords, form = _keywords_and_form(asked)

    def words(message: InboundMessage) -> list[str]:
        return [word for word in keywords if read_appeal(message.subject, (), [word]).word]

    with Readers() as readers:
        ahead: tuple[Sequence[Path], Reading] | None = None
        for start in range(0, len(paths), _BATCH):
            some = paths[start : start + _BATCH]
            batch = some, readers.submit([_bytes(path) for path in some])
            if ahead is not None:
                yield from _told(*ahead, words, form)
            ahead = batch
        if ahead is not None:
            yield from _told(*ahead, words, form)


def _told(
    paths: Sequence[Path], reading: Reading, words: Callable[[InboundMessage], list[str]], form: Form
) -> Iterator[dict[str, Any]]:
    for path, parsed in zip(paths, reading, strict=True):
        yield {"file": str(path), **_object(parsed, words, form)}


def _object(parsed: Parsed, words: Callable[[InboundMessage], list[str]], form: Form) -> dict[str, Any]:
    told = describe(parsed.message, words, form, parsed.signs)
    if told["class"] in MACHINE:
        told["appeal_keywords"] = []  # a machine appeals never, whatever it quotes
    if parsed.failure is not None:
        told |= {
            "class": MessageClass.UNREADABLE.value,
            "because": f"It could not be read whole: {parsed.failure}; its bytes are as they were.",
            "acknowledge": False,
        }
    return told


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Failure(f"{path}: cannot be read ({error.strerror}). Correct its permissions.") from None


def _keywords_and_form(asked: Asked) -> tuple[Sequence[str], Form]:
    """Return the appeal words and the form of the configured policy, else those of policies that bring none.

    A configuration that is only found, not named, and cannot be used is passed over: nothing of it is needed here.
    """
    from mailflow.core.policy import APPEAL_KEYWORDS, Form
    from mailflow.core.written import WrittenError
    from mailflow.policies import load

    try:
        settings = asked.settings()
        if asked.org is None and len(settings.organisations) > 1:
            return APPEAL_KEYWORDS, Form()
        policy = load(settings.organisation(asked.org).organisation.policy).policy
        return policy.appeal_keywords, policy.form
    except WrittenError:
        if asked.config is not None or asked.org is not None:
            raise
        return APPEAL_KEYWORDS, Form()


def page(told: dict[str, Any]) -> Iterator[str]:
    """Yield the lines that tell how a file was read."""
    yield f"{told['file']}: {told['class']}"
    yield from table(_fields(told), "  ")
    yield ""
    yield from (f"    {line}" for line in str(told["new_text"]).splitlines())
    yield ""


def _fields(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "from", f"{told['name']} <{told['from']}>".strip() if told["from"] else "nobody who can be answered"
    yield "subject", told["subject"]
    yield "because", told["because"]
    yield "answered", "it would be acknowledged" if told["acknowledge"] else "it would not be answered automatically"
    if told["appeal_keywords"]:
        yield "appeal", ", ".join(told["appeal_keywords"])
    for one in told["attachments"]:
        yield "file", f"{one['name'] or 'without a name'}, {one['type']}, {one['bytes']} bytes"
    for name, answer in (told["form"] or {}).items():
        yield "form", one_line(f"{name}: {answer}")
    for one in told["failed_recipients"]:
        yield "failed", one_line(f"{one['address']} {one['action']} {one['status']}")
    received: datetime | None = told["received_at"]
    if received is not None:
        yield "received", received.isoformat()
