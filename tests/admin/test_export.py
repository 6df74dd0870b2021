"""``mailflow case export``: the whole file of a case, or what its complainant may see."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.admin.conftest import MONDAY, Folder, mail
from tests.support.dovecot import Dovecot

NOW = ("--now", (MONDAY + timedelta(minutes=30)).isoformat())
REF = "LC-2026-0001"
NOTE = "He was rude to us in 2019."


@pytest.fixture
def worked(office: Folder, dovecot: Dovecot, user: str) -> Folder:
    """An office with one case: a mail with markup in it, a note of the admin's, and a tag."""
    dovecot.deliver(user, mail("Late <script>", "It was <b>late</b> again."), MONDAY)
    office.done("run", "--once", *NOW)
    office.done("case", "note", REF, "--text", NOTE, "--yes", *NOW)
    office.done("case", "tag", REF, "difficult", "--reason", "for the trustees", "--by", "Ada", "--yes", *NOW)
    return office


def opened(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_whole_file_has_a_page_the_mail_as_it_was_and_the_case_as_json(worked: Folder, tmp_path: Path) -> None:
    told = worked.json("case", "export", REF, "--to", str(tmp_path / "whole.zip"), *NOW)
    assert (told["messages"], told["letters"]) == (2, 2)
    files = opened(tmp_path / "whole.zip")
    assert json.loads(files["case.json"]) == worked.json("case", "show", REF, *NOW)
    assert files["messages/00001-complaint.eml"] == mail("Late <script>", "It was <b>late</b> again.")
    assert {"letters/00001-acknowledgement.eml", "letters/00002-handler-notice.eml"} <= files.keys()
    page = files["index.html"].decode()
    for words in (
        "It was &lt;b&gt;late&lt;/b&gt; again.",
        NOTE,
        "1 week from Monday 2 November 2026",
        "Ada Coordinator",
    ):
        assert words in page
    assert "<script" not in page
    text = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(files["case.pdf"])).pages)
    assert NOTE in " ".join(text.split())
    assert "http" not in page.replace("https://mail", "")


def test_the_complainants_file_has_nothing_that_is_not_theirs(worked: Folder, tmp_path: Path) -> None:
    page = worked.done("case", "export", REF, "--for", "complainant", "--to", str(tmp_path / "theirs.zip"), *NOW)
    assert "Read it before you hand it over" in page
    files = opened(tmp_path / "theirs.zip")
    assert sorted(files) == [
        "case.json", "case.pdf", "index.html", "letters/00001-acknowledgement.eml", "messages/00001-complaint.eml",
    ]  # fmt: skip
    pdf = "".join(one.extract_text() for one in PdfReader(io.BytesIO(files.pop("case.pdf"))).pages)
    every = b"\n".join(files.values()).decode() + pdf
    for words in (NOTE, "difficult", "trustees", "ada@libra.example", "Ada Coordinator", "handler-notice"):
        assert words not in every
    assert "We received your complaint" in files["index.html"].decode()


def test_nothing_is_written_over_and_the_file_is_its_owners_alone(worked: Folder, tmp_path: Path) -> None:
    target = tmp_path / "whole.zip"
    worked.done("case", "export", REF, "--to", str(target), *NOW)
    assert target.stat().st_mode & 0o777 == 0o600
    before = target.read_bytes()
    result = worked.ask("case", "export", REF, "--to", str(target), *NOW)
    assert (result.exit_code, "is there already" in result.stderr) == (1, True)
    assert target.read_bytes() == before


def test_of_a_safeguarding_case_the_lead_is_asked_first(worked: Folder, tmp_path: Path) -> None:
    worked.done("case", "tag", REF, "safeguarding", "--reason", "what she said on the phone", "--yes", *NOW)
    words = ("--for", "complainant", "--to", str(tmp_path / "theirs.zip"))
    assert "ask your safeguarding lead" in worked.done("case", "export", REF, *words, *NOW)


def test_without_the_library_for_pdf_the_file_is_the_same_less_the_pdf(
    worked: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked.done("case", "export", REF, "--to", str(tmp_path / "with.zip"), *NOW)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    worked.done("case", "export", REF, "--to", str(tmp_path / "without.zip"), *NOW)
    assert opened(tmp_path / "with.zip").keys() - opened(tmp_path / "without.zip").keys() == {"case.pdf"}
