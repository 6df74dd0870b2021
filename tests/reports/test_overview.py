"""The page of a report: it loads nothing and runs nothing, says every number in words, and tells of nobody."""

from __future__ import annotations

import csv
import io
import re
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from mailflow.reports import forms
from mailflow.reports.names import Names
from mailflow.reports.overview import page
from mailflow.reports.pdf import PdfUnavailable, pdf_of
from mailflow.reports.record import as_page, as_table, as_text, entries
from mailflow.reports.sections import hidden_words, sections
from mailflow.reports.sheet import SheetUnavailable, sheet_of
from tests.reports.told_of import YEAR, figures_of, office, told_of
from tests.reports.year_of_cases import year_of

FOUND = tuple(year_of(office("stepping-stones"), 1, 300))
REPORT = told_of(figures_of(FOUND, "stepping-stones"), "stepping-stones", FOUND)
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\((?!#)|\ssrc=|\shref=.(?!#)|\son\w+=", page(REPORT))


def test_every_bar_is_a_drawing_that_can_be_read_by_a_machine_and_has_its_number_in_words_beside_it() -> None:
    told = page(REPORT)
    drawings = SVG.findall(told)
    assert len(drawings) == sum(row.n is not None for one in sections(REPORT) for row in one.rows)
    for drawing in drawings:
        assert ElementTree.fromstring(drawing).get("aria-hidden") == "true"
    for row in (row for one in sections(REPORT) for row in one.rows if row.n is not None):
        assert row.value


def test_no_bar_is_longer_than_its_room() -> None:
    for one in sections(REPORT):
        assert all(row.n is None or 0 <= row.n <= one.whole for row in one.rows if one.whole)


@pytest.mark.clause("SS-0.4")
def test_a_year_of_300_says_what_a_board_asks() -> None:
    told = forms.text(REPORT)
    for question in (
        *("WHAT WAS RECEIVED", "WHAT THEY ARE ABOUT", "HOW THEY CAME", "THEMES", "TAKEN FURTHER"),
        *("HOW THEY WERE ANSWERED", "WERE OUR PROMISES KEPT?", "WAITING ON", "WHAT WE LEARNT", "WHAT WE PROMISED"),
    ):
        assert question in told


@pytest.mark.clause("LF-3")
def test_types_are_counted_under_the_policys_own_words() -> None:
    found = tuple(year_of(office("little-footsteps"), 2, 120))
    report = told_of(figures_of(found, "little-footsteps"), "little-footsteps", found)
    counted = dict(dict(report.divisions)["What they are about"].shown)
    titles = {one.title for one in office("little-footsteps").policy.types.values()}
    assert titles and titles <= set(counted)
    kept = [one.case for one in found if one.case.kind.value == "complaint"]
    assert sum(counted.values()) == len(kept)


@pytest.mark.clause("CL-2.2", "CL-5.1")
def test_feedback_and_praise_are_counted_and_so_is_who_complained() -> None:
    found = tuple(year_of(office("childrens-links"), 2, 150))
    report = told_of(figures_of(found, "childrens-links"), "childrens-links", found)
    kinds = [one.case.kind.value for one in found]
    assert (report.feedback.n, report.praise.n) == (kinds.count("feedback"), kinds.count("praise"))
    who = dict(dict(report.divisions)["Who complained"].shown)
    assert {one.title for one in office("childrens-links").policy.relations.values()} <= set(who)


@pytest.mark.clause("SS-7.1", "CL-7.1")
def test_a_review_of_the_policy_that_is_overdue_is_said() -> None:
    late = replace(REPORT, review_due=YEAR.last)
    assert "The policy was to be reviewed by 31 December 2020." in forms.text(late)
    assert "The policy was to be reviewed by 31 December 2020." in page(late)
    assert "to be reviewed" not in page(REPORT)


def test_no_cell_of_the_table_is_a_formula() -> None:
    risky = replace(REPORT, themes=(("=HYPERLINK(1)", 9), ("+1", 8), ("@x", 7), ("-2", 6)))
    rows = list(csv.reader(io.StringIO(forms.table(risky))))
    cells = [cell for row in rows for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_words_of_staff_are_words_on_the_page() -> None:
    told = page(replace(REPORT, lessons=("<script>alert(1)</script>",)))
    assert "<script>" not in told
    assert "&lt;script&gt;" in told


@pytest.mark.clause("LC-8.2")
def test_the_record_lists_each_complaint_with_outcome_and_actions_and_names_nobody() -> None:
    rules = office("stepping-stones").policy
    names = Names((one.case for one in FOUND), [one.name for one in office().staff])
    found = entries(FOUND, YEAR, rules, office().calendar, names)
    assert len(found) == sum(one.case.kind.value == "complaint" for one in FOUND)
    assert any(one.actions and "done on" in one.actions[0] for one in found)
    told = "\n".join(
        (as_text(found, "Stepping Stones", YEAR), as_table(found), as_page(found, "Stepping Stones", YEAR))
    )
    assert "Quillfeather" not in told
    assert "mail.example" not in told
    assert found[0].ref in told


def test_an_action_that_names_somebody_is_blacked_out_in_the_record() -> None:
    one = next(each for each in FOUND if each.case.tasks)
    told = replace(one, case=replace(one.case, tasks=(replace(one.case.tasks[0], what="Ring Rowan Quillfeather9"),)))
    names = Names((each.case for each in FOUND), ())
    found = entries((told,), YEAR, office("stepping-stones").policy, office().calendar, names)
    assert found[0].actions[0].startswith("Ring […] (")


def test_without_the_library_a_pdf_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PdfUnavailable, match=r"pip install 'mailflow-complaints\[pdf\]'"):
        pdf_of(page(REPORT))


def test_a_pdf_is_made_of_the_page_and_reads_as_it_does() -> None:
    made = PdfReader(io.BytesIO(pdf_of(page(REPORT))))
    text = " ".join(" ".join(one.extract_text() for one in made.pages).split())
    assert "Complaints, 1 January 2020 to 31 December 2020" in text
    assert hidden_words(REPORT).split(":")[0] in text
    assert [round(float(side)) for side in made.pages[0].mediabox[2:]] == [595, 842], "A4, in points"


def test_a_pdf_loads_nothing_whatever_the_page_names(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("zq00001x")
    named = f'<link rel="stylesheet" href="{(tmp_path / "secret.txt").as_uri()}"><img src="http://127.0.0.1:9/x.png">'
    made = pdf_of(f'<p>x</p>{named}<a rel="attachment" href="{(tmp_path / "secret.txt").as_uri()}">x</a>')
    reader = PdfReader(io.BytesIO(made))
    assert not reader.attachments
    assert b"zq00001x" not in made


def test_a_spreadsheet_has_the_cells_of_the_table_and_no_formula() -> None:
    hostile = [("section", "what"), ("=1+1", "@SUM(A1)"), ("http://x.example", "12"), ("a & <b>", "under 3")]
    cells, sheet = _cells(sheet_of(hostile, "Complaints"))
    assert cells == [list(row) for row in hostile]
    assert "<f>" not in sheet, "no formula"
    assert "hyperlink" not in sheet
    cells, _ = _cells(sheet_of(forms.rows(REPORT), "Complaints"))
    assert [[forms.harmless(one) for one in row] for row in cells] == [*csv.reader(io.StringIO(forms.table(REPORT)))]


def _cells(made: bytes) -> tuple[list[list[str]], str]:
    """Return the cells of a spreadsheet as texts, and its sheet as it is written."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    shared = ["".join(one.itertext()) for one in strings]
    found: list[list[str]] = []
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    for row in ElementTree.fromstring(sheet).iter(f"{space}row"):
        values = [(one.get("t"), "".join(one.itertext())) for one in row.iter(f"{space}c")]
        found.append([shared[int(value)] if kind == "s" else value for kind, value in values])
    return found, sheet


def test_without_the_library_a_spreadsheet_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(SheetUnavailable, match=r"pip install 'mailflow-complaints\[xlsx\]'"):
        sheet_of([("a",)], "a")
