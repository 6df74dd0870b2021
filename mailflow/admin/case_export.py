"""``mailflow case export``: the file of one case in a ZIP, to read, to keep, or to hand over."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow import clock
from mailflow.admin.asked import Asked, Failure, command, nothing_asked, pass_asked
from mailflow.admin.terminal import jsonable, say, say_json

if TYPE_CHECKING:
    from mailflow.admin.case_file import CaseFile
    from mailflow.store import Reader


@command("export")
@click.argument("ref")
@click.option(
    "--to", "path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="By default REF.zip, here."
)
@click.option("--for", "whom", type=click.Choice(["complainant"]), help="Leave out what is not theirs to see.")
@click.option("--reason", expose_value=False, help="As elsewhere; not recorded, since nothing is changed.")
@nothing_asked
@pass_asked
def export(asked: Asked, ref: str, path: Path | None, whom: str | None) -> None:
    """Write the file of one case: a page to read, each message and letter as it was, and the case as JSON.

    With the extra pdf installed, the page as a PDF too.

    For the complainant it leaves out mail of other people, letters to staff, notes, names of staff and reasons. Read it
    before you hand it over: what a complainant wrote, and what was written to them, can name others.
    """
    from mailflow.admin.case_file import chosen, page
    from mailflow.admin.case_object import whole
    from mailflow.admin.record import open_record
    from mailflow.admin.run import counted

    with open_record(asked) as record, record.store.reading() as reader:
        of, case = record.case(reader, ref)
        messages = [reader.message(one.id) or one for one in reader.messages(of.code, ref=case.ref)]
        letters = [reader.letter(one.id) or one for one in reader.letters(of.code, ref=case.ref)]
        told = whole(case, reader, clock.now())
        file = chosen(case, told, messages, letters, for_complainant=whom is not None)
        shown = page(file, of.settings.organisation.name, of.zone)
        zipped = _zip(file, shown, reader)
    target = path or Path(f"{case.ref}{'-for-complainant' if whom else ''}.zip")
    _write(target, zipped)
    if asked.json:
        counts = {"messages": len(file.messages), "letters": len(file.letters)}
        say_json({"ref": case.ref, "file": str(target), "bytes": len(zipped), **counts})
        return
    pieces = f"{counted(len(file.messages), 'message')} and {counted(len(file.letters), 'letter')}"
    say(f"{target}: {pieces} of {case.ref}. Begin with index.html.")
    if whom and "safeguarding" in case.tags:
        say("A safeguarding case: ask your safeguarding lead before anything of it is handed over.")
    elif whom:
        say("Read it before you hand it over: what is in it can name others.")


def _zip(file: CaseFile, shown: str, reader: Reader) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", shown)
        if (pdf := _pdf(shown)) is not None:
            archive.writestr("case.pdf", pdf)
        archive.writestr("case.json", json.dumps(file.told, indent=2, default=jsonable))
        for name, data in _pieces(file, reader):
            archive.writestr(name, data)
    return kept.getvalue()


def _pdf(shown: str) -> bytes | None:
    """Return the page as a PDF; None where the libraries for that are not there: the page alone says as much."""
    from mailflow.reports.pdf import PdfUnavailable, pdf_of

    try:
        return pdf_of(shown)
    except PdfUnavailable:
        return None


def _pieces(file: CaseFile, reader: Reader) -> Iterator[tuple[str, bytes]]:
    """Yield each message and letter as it was, byte for byte; what was erased is left out."""
    wanted: list[tuple[str, int, Callable[[int], bytes]]] = [
        (f"messages/{one.id:05}-{one.class_ or 'not-yet-read'}.eml", one.id, reader.raw) for one in file.messages
    ]
    wanted += [(f"letters/{one.id:05}-{one.kind.value}.eml", one.id, reader.letter_as_sent) for one in file.letters]
    for name, number, raw_of in wanted:
        try:
            data = raw_of(number)
        except LookupError:
            continue
        if data:
            yield name, data


def _write(target: Path, data: bytes) -> None:
    """Write a file that only its owner can read, and never over another."""
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Failure(f"{target} is there already. Move it away, or name another with --to.") from None
    with open(handle, "wb") as opened:  # noqa: PTH123
        opened.write(data)
