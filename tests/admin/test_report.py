"""``mailflow report`` on a record of made-up cases: every form of it, who may be asked about, and what is noted."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from mailflow.core.facts import NoteKept
from mailflow.store import CaseChange, Store
from tests.admin.conftest import Folder, configuration
from tests.core.cast import office as cast_office
from tests.reports.year_of_cases import NOW, year_of

YEAR = ("--from", "2020-01-01", "--to", "2020-12-31", "--now", NOW.isoformat())
_PEOPLE = """
[[staff]]
name = "Mia Manager"
address = "complaints_manager@office.example"
roles = ["complaints_manager", "appeal_manager", "final_appeal_manager", "trustee", "safeguarding_lead"]
"""


def filled(folder: Path, policy: str, cases: int, people: str = "") -> Folder:
    """An office with a year of cases on record."""
    text = configuration().replace('"libra-children-services"', f'"{policy}"')
    if people:
        text = text[: text.index("[[staff]]")] + people
    (folder / "mailflow.toml").write_text(text, encoding="utf-8")
    made = Folder(path=folder)
    office = cast_office(policy)
    with Store.open(f"sqlite:///{folder / 'mailflow.db'}") as store, store.writing() as writer:
        writer.keep_policy(office.policy_digest, policy, "")
        changes = [
            CaseChange(before=None, after=replace(one.case, wake_at=None), facts=one.facts)
            for one in year_of(office, 1, cases)
        ]
        writer.save_cases("LC", changes, NOW)
    return made


@pytest.fixture(scope="module")
def libra(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return filled(tmp_path_factory.mktemp("libra"), "libra-children-services", 60)


def test_the_report_of_a_year_names_nobody_in_any_form(libra: Folder) -> None:
    libra.done("report", *YEAR, "--html", str(libra.path / "r.html"), "--csv", str(libra.path / "r.csv"))
    told = libra.done("report", *YEAR) + libra.done("report", *YEAR, "--json")
    told += (libra.path / "r.html").read_text() + (libra.path / "r.csv").read_text()
    assert "Complaints, 1 January 2020 to 31 December 2020" in told
    assert "Quillfeather" not in told
    assert "mail.example" not in told
    assert "LC-2020-" not in told


def test_the_table_is_one_that_a_spreadsheet_reads(libra: Folder) -> None:
    said = libra.done("report", *YEAR, "--csv", str(libra.path / "t.csv"))
    assert said == f"{libra.path / 't.csv'}: written\n"
    rows = list(csv.reader((libra.path / "t.csv").read_text().splitlines()))
    assert rows[0] == ["section", "what", "value", "more"]
    assert {len(row) for row in rows} == {4}


def test_json_has_null_where_a_number_is_hidden_and_says_it_in_words(libra: Folder) -> None:
    told = libra.json("report", *YEAR)
    assert (told["from"], told["to"], told["fewest"]) == ("2020-01-01", "2020-12-31", 3)
    numbers = [told[key] for key in ("complaints", "feedback", "praise", "appeals", "answers", "open", "actions")]
    assert all((one["n"] is None) == (one["says"] in ("fewer than 3", "not shown")) for one in numbers)
    assert told["complaints"]["n"] > 40


def test_a_period_that_ends_before_it_begins_is_refused_with_status_2(libra: Folder) -> None:
    result = libra.ask("report", "--from", "2020-03-02", "--to", "2020-03-01")
    assert result.exit_code == 2
    assert "cannot end on 2020-03-01" in result.stderr


def test_a_pdf_without_the_library_is_refused_and_nothing_is_written(
    libra: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    result = libra.ask("report", *YEAR, "--pdf", str(libra.path / "r.pdf"))
    assert result.exit_code == 1
    assert "pip install" in result.stderr
    assert not (libra.path / "r.pdf").exists()


@pytest.mark.clause("LC-8.2")
def test_the_record_for_ofsted_and_the_chair_has_every_complaint_and_no_name(libra: Folder) -> None:
    found = libra.json("report", *YEAR, "--ofsted")
    complaints = [one for one in year_of(cast_office(), 1, 60) if one.case.kind.value == "complaint"]
    assert [one["ref"] for one in found] == [one.case.ref for one in complaints]
    assert any("done on" in action for one in found for action in one["actions"])
    told = json.dumps(found) + libra.done("report", *YEAR, "--ofsted")
    assert "Quillfeather" not in told
    assert "have a right to it" in told


def test_a_report_by_name_needs_no_reason_where_the_policy_asks_for_none(libra: Folder) -> None:
    assert "complaints were received" not in libra.done("report", *YEAR, "--handler", "ada@libra.example")


@pytest.mark.clause("CL-4.3")
def test_a_report_by_a_member_of_staffs_name_wants_a_reason_and_keeps_it(tmp_path: Path) -> None:
    office = filled(tmp_path, "childrens-links", 30, _PEOPLE)
    by_name = ("report", *YEAR, "--handler", "Mia Manager")
    refused = office.ask(*by_name)
    assert refused.exit_code == 1
    assert "CL-4.3" in refused.stderr
    assert "--reason" in refused.stderr
    assert "received" not in refused.stdout

    told = office.done(*by_name, "--reason", "her appraisal,\nas agreed with her")
    assert "for complaints_manager@office.example alone" in told
    with Store.open(f"sqlite:///{tmp_path / 'mailflow.db'}") as store, store.reading() as reader:
        noted = {
            one.case.ref: [
                f for f in reader.events("LC", one.case.ref) if isinstance(f.fact and f.fact.event, NoteKept)
            ]
            for one in year_of(cast_office("childrens-links"), 1, 30)
        }
        involved = {ref for ref, case in reader.cases("LC", noted).items() if case.involved}
    assert {ref for ref, notes in noted.items() if notes} == involved
    (note,) = next(notes for notes in noted.values() if notes)
    assert (
        note.reason
        == "counted in a report of complaints_manager@office.example's cases: her appraisal, as agreed with her"
    )
    assert office.done("audit", "verify").startswith("LC: ")


def test_nobody_of_that_name_is_an_error_that_names_who_there_is(libra: Folder) -> None:
    result = libra.ask("report", *YEAR, "--handler", "zoe@libra.example")
    assert result.exit_code == 1
    assert "ada@libra.example" in result.stderr
