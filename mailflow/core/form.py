"""A complaints form in a mail's text or in a document that came with it → its answers under the names of its fields.

Fields come in any order, with answers over several lines, under headings, behind colons, in the rows of a table or
below its columns. Two labels make a form, so that a telephone number in a signature makes none. Nothing here knows
where the text came from: ``mailbox/forms`` reads the documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mailflow.core.form_labels import labels_of, plain
from mailflow.core.form_sheets import sheets_of
from mailflow.core.form_terms import Form
from mailflow.core.mail import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundForm:
    """A form that was found.

    Attributes:
        fields: What was answered, by the names of the fields. Where several forms came and differ, the second one's
            fields bear ``_2`` behind their names, and so on.
        blank: The fields that the form has and that nobody filled in.
        rest: What stands around the form: no label, no answer.
    """

    fields: Mapping[str, str]
    blank: tuple[str, ...] = ()
    rest: str = ""


def match_form(form: Form, pairs: Iterable[tuple[str, str]], text: str) -> Mapping[str, str]:
    """Return the answers in the fields of a document and in a text, by field names; none where it is no form."""
    found = find_form(form, text, (Document(pairs=tuple(pairs)),))
    return found.fields if found else {}


def find_form(form: Form, text: str, documents: Iterable[Document] = ()) -> FoundForm | None:
    """Return the form in a mail's text or in its documents; None where there is none with an answer in it."""
    others = tuple(documents)
    if not others and not labels_of(form).may_stand_in(text):
        return None
    sources = [Document(rows=tuple((line,) for line in text.split("\n"))), *others]
    read = [sheets_of(form, source) for source in sources]
    every = [sheet for sheets, _ in read for sheet in sheets]
    filled = [sheet.answers for sheet in every if sheet.is_form]
    if not filled:
        return None
    fields: dict[str, str] = {}
    for sheet in filled:
        _add(fields, {name: answer for name, answer in sheet.items() if answer})
    blank = dict.fromkeys(name for sheet in filled for name in sheet if name not in fields)
    no_form = [answer for sheet in every if not sheet.is_form for answer in sheet.answers.values()]
    rest = "\n".join(part for part in (*(part for _, part in read), *no_form) if part)
    return FoundForm(fields=fields, blank=tuple(blank), rest=rest)


def _add(fields: dict[str, str], sheet: Mapping[str, str]) -> None:
    """Put a form's answers to those of the forms before it. The same form twice is one; another keeps its own names."""
    differs = any(name in fields and plain(fields[name]) != plain(answer) for name, answer in sheet.items())
    if not differs:
        fields.update({name: answer for name, answer in sheet.items() if name not in fields})
        return
    number = 2
    while any(f"{name}_{number}" in fields for name in sheet):
        number += 1
    fields.update({f"{name}_{number}": answer for name, answer in sheet.items()})
