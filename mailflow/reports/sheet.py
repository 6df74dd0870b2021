"""A table as a spreadsheet (.xlsx); the only home of xlsxwriter, which is an extra."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Final

_NUMBER: Final = re.compile(r"\d{1,15}")
#: A column is as wide as its longest cell, in characters, up to this.
_WIDEST: Final = 60
_MARGIN: Final = 2


class SheetUnavailable(Exception):
    """The library for spreadsheets is not there. The message says what to do."""


def sheet_of(rows: Sequence[Sequence[str]], name: str) -> bytes:
    """Return a table as a spreadsheet.

    A cell is a number or a text, and never a formula, whatever its text begins with. Numbers that are hidden are
    hidden: the rows are those of the CSV.

    Args:
        rows: The first has the headings.
        name: Of the sheet; at most 31 characters, and no punctuation.

    Raises:
        SheetUnavailable: xlsxwriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise SheetUnavailable(
            "A spreadsheet needs xlsxwriter, which is not installed; nothing was written. Install it with: "
            "pip install 'mailflow-complaints[xlsx]'. Or write the same table with --csv."
        ) from error

    out = io.BytesIO()
    # Built in memory: nothing of a report lies about in a folder for temporary files.
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(name)
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for n, row in enumerate(rows):
            for column, cell in enumerate(row):
                if n and _NUMBER.fullmatch(cell):
                    sheet.write_number(n, column, int(cell), wrapped)
                else:
                    sheet.write_string(n, column, cell, wrapped if n else bold)
        for column, cells in enumerate(zip(*rows, strict=True)):
            sheet.set_column(column, column, min(max(map(len, cells)) + _MARGIN, _WIDEST))
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return out.getvalue()
