"""A person blacks out words or files of a case, for good: in its messages, its letters and what is recorded of it.

First it is worked out what would change (``plan``), which a person looks at; then the copies in the mailbox go, where
that is configured, and everything of the record in one transaction (``redact``). What is blacked out cannot be taken
back. The hashes of what was there stay, so that the mailbox is still accounted for and the chain of events holds.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from typing import Any

from mailflow.core.blackout import BLACK, Blackout, lines_of, why_not
from mailflow.core.case import Case
from mailflow.core.evolve import fold
from mailflow.core.facts import Fact
from mailflow.core.facts_by_hand import BlackedOut, Blackened
from mailflow.core.mail import Attachment
from mailflow.flow.act import Refusal
from mailflow.flow.desk import Desk
from mailflow.flow.override import By, case_of
from mailflow.mailbox.blackened import blackened
from mailflow.store import BlackLetter, CaseChange, LetterRow, LetterStatus, MessageRow, Writer

log = logging.getLogger("mailflow.flow")

_WAITS = (LetterStatus.QUEUED, LetterStatus.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a person has chosen.

    Attributes:
        words: Wherever they stand on the case.
        files: Names of files; their bytes, whatever a copy of them is called.
        message: The message whose whole text goes, or in which alone a file is looked for by its name.
        letter: The letter whose whole text goes.
        whole: The whole text of the message or letter.
    """

    words: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    message: int | None = None
    letter: int | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What was blacked out, or would be.

    Attributes:
        messages: Each with its bytes since.
        letters: As they are since.
        events: In which words stood.
        files: Hashes of the files.
        also: Files that stay, and in which the words stand.
    """

    messages: tuple[tuple[MessageRow, bytes], ...]
    letters: tuple[tuple[LetterRow, BlackLetter], ...]
    events: tuple[Blackened, ...]
    files: tuple[str, ...]
    also: tuple[str, ...]


def redact(desk: Desk, ref: str, chosen: Chosen, by: By, now: datetime) -> Redacted:
    """Black out what was chosen. Rehearse it first (``override.rehearsed``): it cannot be taken back.

    Raises:
        Refusal: It cannot be done; the message says what to do instead. Nothing was changed.
    """
    with desk.store.writing() as writer:
        case = case_of(desk, writer, ref, by)
        work = _Work(desk=desk, writer=writer, case=case, chosen=chosen, now=now)
        found = work.found()
        if not (found.messages or found.letters or found.events):
            raise Refusal(f"Nothing of that stands on {ref}; nothing was changed.")
        _record(desk, writer, case, found, by, now)
    log.info("blacked out org=%s case=%s messages=%d", desk.org, ref, len(found.messages))
    return found


def _record(desk: Desk, writer: Writer, case: Case, found: Redacted, by: By, now: datetime) -> None:
    event = BlackedOut(
        messages=tuple(Blackened(number=row.id, sha256=row.sha256) for row, _ in found.messages),
        letters=tuple(
            Blackened(number=row.id, sha256=hashlib.sha256(row.raw or b"").hexdigest()) for row, _ in found.letters
        ),
        events=found.events,
        files=found.files,
    )
    fact = Fact(at=now, by=f"admin {by.name}", event=event, reason=by.reason)
    after = fold((*writer.facts_of(desk.org, case.ref), fact))
    if _stands_on(after) != _stands_on(case):
        raise Refusal(
            f"These words are what {case.ref} stands on: its stages, its people, its dates or its tags. Nothing was "
            "changed. To destroy the whole record of a closed case: mailflow case erase."
        )
    after = replace(after, wake_at=case.wake_at)
    writer.save_cases(desk.org, [CaseChange(before=case, after=after, facts=(fact,))], now)


def _stands_on(case: Case) -> tuple[object, ...]:
    """Return what of a case must not be changed by blacking out words."""
    dates = tuple((one.what, one.stage, one.source, one.due.due_at, one.met_at, one.ended) for one in case.deadlines)
    people = (case.complainant, case.handlers, case.panel, case.about, case.sealed_from, case.involved)
    parties = tuple(one.address for one in case.parties)
    return (case.ref, case.stage, case.status, case.type, case.outcome, case.tags, dates, people, parties)


@dataclass(slots=True, kw_only=True)
class _Work:
    desk: Desk
    writer: Writer
    case: Case
    chosen: Chosen
    now: datetime

    def found(self) -> Redacted:
        """Black out in this transaction, and return what was."""
        writer, org, ref = self.writer, self.desk.org, self.case.ref
        ids = [one.message for one in writer.traces(org, ref)]
        messages = [row for row in map(writer.message, ids) if row is not None]
        letters = [row for row in map(writer.letter, writer.letters_about(org, ref)) if row is not None]
        self._refuse_what_is_not_there(messages, letters)
        blackout = self._blackout(messages, letters)
        files = self._files(messages)
        black_messages = [one for row in messages if (one := self._message(row, blackout, files)) is not None]
        written = ((row, self._letter(row, blackout, files)) for row in letters)
        black_letters = [(row, one) for row, one in written if one is not None]
        self._refuse_what_waits([row for row, _ in black_letters])
        writer.save_messages([row for row, _ in black_messages])
        writer.black_raws(org, {row.id: raw for row, raw in black_messages}, blackout.of)
        writer.black_letters(org, [one for _, one in black_letters])
        try:
            events = writer.black_events(org, ref, blackout.of_json)
        except ValueError:
            raise Refusal(
                f"These words stand where the record of {ref} needs them, in the kind of something or its date. "
                "Nothing was changed. Give more of the text."
            ) from None
        raws = [(f"message {row.id}", raw) for row, raw in black_messages]
        raws += [(f"letter {row.id}", one.raw) for row, one in black_letters]
        return Redacted(
            messages=tuple(black_messages),
            letters=tuple(black_letters),
            events=events,
            files=tuple(sorted(files)),
            also=tuple(_also(raws, blackout)),
        )

    def _refuse_what_is_not_there(self, messages: Sequence[MessageRow], letters: Sequence[LetterRow]) -> None:
        chosen, ref = self.chosen, self.case.ref
        if why := why_not(chosen.words):
            raise Refusal(why)
        if chosen.message is not None and chosen.message not in [one.id for one in messages]:
            raise Refusal(f"Message {chosen.message} is not on {ref}. See mailflow message list --case {ref}.")
        if chosen.letter is not None and chosen.letter not in [one.id for one in letters]:
            raise Refusal(f"Letter {chosen.letter} is not about {ref}. See mailflow letter list --case {ref}.")
        if any(one.class_ is None for one in messages):
            raise Refusal(f"A message of {ref} is not read yet; the next turn does that (mailflow run --once).")

    def _refuse_what_waits(self, letters: Sequence[LetterRow]) -> None:
        waiting = next((one for one in letters if one.status in _WAITS), None)
        if waiting is not None:
            raise Refusal(
                f"Letter {waiting.id} ({waiting.kind.value}) holds some of it and has not left. Wait for it, or take "
                f"it back: mailflow letter cancel {waiting.id} --reason \u2026"
            )

    def _blackout(self, messages: Sequence[MessageRow], letters: Sequence[LetterRow]) -> Blackout:
        """Return the words: those that were given, and each line of a text that goes whole, for where it is quoted."""
        words = list(self.chosen.words)
        if self.chosen.whole:
            of = [one.new_text or one.text or "" for one in messages if one.id == self.chosen.message]
            of += [one.text or "" for one in letters if one.id == self.chosen.letter]
            words += [line for text in of for line in lines_of(text)]
        return Blackout(words=tuple(words))

    def _files(self, messages: Sequence[MessageRow]) -> frozenset[str]:
        """Return the hashes of the files that were named."""
        wanted = {one.casefold() for one in self.chosen.files}
        found: dict[str, str] = {}
        for row in messages:
            if wanted and self.chosen.message in (None, row.id):
                for one, data in self._files_in(self.writer.raw(row.id)):
                    if one.name.casefold() in wanted:
                        found[hashlib.sha256(data).hexdigest()] = one.name.casefold()
        if missing := wanted - set(found.values()):
            where = f"message {self.chosen.message}" if self.chosen.message else self.case.ref
            raise Refusal(f"No file \u201c{min(missing)}\u201d came with {where}. See mailflow message show.")
        return frozenset(found)

    def _files_in(self, raw: bytes) -> tuple[tuple[Attachment, bytes], ...]:
        return self.desk.readers.files(raw) if raw else ()

    def _message(self, row: MessageRow, blackout: Blackout, files: frozenset[str]) -> tuple[MessageRow, bytes] | None:
        raw = self.writer.raw(row.id)
        pieces = _split(self._files_in(raw), files)
        is_whole = self.chosen.whole and self._is_same(row)
        said = (row.subject, row.from_name, row.text or "", *row.explain, row.because, str(dict(row.form or {})))
        names = [one.name for one, _ in pieces[0]]
        if not (is_whole or pieces[1] or any(map(blackout.is_in, (*said, *names))) or _is_in_raw(raw, blackout)):
            return None
        text = BLACK if is_whole else blackout.of(row.text or "")
        stays = [replace(one, name=blackout.of(one.name)) for one, _ in pieces[0]]
        gone = [Attachment(name=BLACK, type="text/plain", bytes=0, sha256=one.sha256) for one in pieces[1]]
        form = None if row.form is None else {name: blackout.of(value) for name, value in row.form.items()}
        black = replace(
            row,
            subject=blackout.of(row.subject),
            from_name=blackout.of(row.from_name),
            text=text,
            new_text=BLACK if is_whole else blackout.of(row.new_text or ""),
            attachments=(*stays, *gone),
            explain=tuple(map(blackout.of, row.explain)),
            because=blackout.of(row.because),
            appeal_keywords=tuple(map(blackout.of, row.appeal_keywords)),
            form=form,
        )
        return black, self._made_anew(raw, text, pieces, blackout, row.sha256)

    def _is_same(self, row: MessageRow) -> bool:
        return self.chosen.message is not None and self.chosen.message in (row.id, row.duplicate_of)

    def _letter(self, row: LetterRow, blackout: Blackout, files: frozenset[str]) -> BlackLetter | None:
        raw = self.writer.letter_raw(row.id)
        pieces = _split(self._files_in(raw), files)
        is_whole = self.chosen.whole and row.id == self.chosen.letter
        said = (row.subject, row.text or "", *(one.name for one, _ in pieces[0]))
        if not (is_whole or pieces[1] or any(map(blackout.is_in, said)) or _is_in_raw(raw, blackout)):
            return None
        text = BLACK if is_whole else blackout.of(row.text or "")
        anew = self._made_anew(raw, text, pieces, blackout, hashlib.sha256(raw).hexdigest()) if raw else b""
        return BlackLetter(id=row.id, subject=blackout.of(row.subject), text=text, raw=anew)

    def _made_anew(self, raw: bytes, text: str, pieces: _Pieces, blackout: Blackout, sha256: str) -> bytes:
        return blackened(raw, text, pieces[0], pieces[1], of=blackout.of, sha256=sha256, at=self.now)


_Pieces = tuple[list[tuple[Attachment, bytes]], list[Attachment]]


def _split(found: Sequence[tuple[Attachment, bytes]], files: frozenset[str]) -> _Pieces:
    """Return the files that stay, and those that go, each with its hash."""
    hashed = [(replace(one, sha256=hashlib.sha256(data).hexdigest()), data) for one, data in found]
    return [one for one in hashed if one[0].sha256 not in files], [one for one, _ in hashed if one.sha256 in files]


def _decoded(raw: bytes) -> Iterator[tuple[str, str]]:
    """Yield the readable parts of a mail, each with the name of its file, or an empty one."""
    for part in message_from_bytes(raw).walk():
        payload: Any = None if part.is_multipart() else part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield part.get_filename() or "", payload.decode(errors="replace")


def _is_in_raw(raw: bytes, blackout: Blackout) -> bool:
    """Say whether words stand in a part of a mail that is not read as its text: a version in HTML, for example."""
    return any(blackout.is_in(text) for name, text in _decoded(raw) if not name)


def _also(raws: Sequence[tuple[str, bytes]], blackout: Blackout) -> Iterator[str]:
    for where, raw in raws:
        yield from (f"{name} ({where})" for name, text in _decoded(raw) if name and blackout.is_in(text))
