"""Attached documents, read in a child: forms of several layouts land under their names, hostile files cost nothing."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence

import pytest

from mailflow.core.form import find_form
from mailflow.core.form_terms import Form
from mailflow.core.mail import Attachment, Document
from mailflow.mailbox.forms import Extract, extract
from mailflow.mailbox.forms.limits import MAX_FIELDS, MAX_FILE_BYTES, MAX_FILES, MAX_ROWS, MAX_UNPACKED_BYTES
from mailflow.mailbox.readers import Readers
from mailflow.mailbox.reading import describe
from mailflow.policies import available, load
from tests.support.documents import ODT, PDF, WORD, Piece, mail_with, odt, pdf, word, word_of, zipped

FORM = load("libra-children-services").policy.form
#: Libra's form as its document prints it, filled in.
LIBRA: tuple[Piece, ...] = (
    "Libra Children Services",
    "Complaints Form",
    "Section One. Your Details",
    "Please complete as fully as possible. "
    "This information helps us understand the context and enables us to respond promptly.",
    ("Item", "Information Required"),
    ("Full Name", "Jo Parent"),
    ("Address", "5 High Street\nLuton"),
    ("Email", "jo@mail.example"),
    ("Telephone", ""),
    ("Preferred method of contact", "Telephone"),
    ("Relationship to the child using the service", "Parent"),
    "Section Two. Details of the Complaint",
    ("Date of incident or issue", "Friday 30 October 2026"),
    ("Staff involved (if known)", "Sam"),
    ("Description of what happened", "The handover was late.\n\nAddress: nobody had told us of the new one."),
    ("Why this caused concern", "He stood in the rain."),
    ("Previous attempts to resolve the issue informally", "I rang twice."),
    "Section Three. Supporting Information",
    "You may include any documents that support your concern.",
    ("Evidence attached", "No"),
    ("Type of evidence", "Emails, reports, messages, screenshots, notes"),
    "Section Four. Desired Outcome",
    ("What you would like LCS to consider or do", "Be on time."),
    "Section Five. Declaration",
    "I confirm that the information provided is accurate to the best of my knowledge.",
    ("Name", "Signature", "Date"),
    ("Jo Parent", "", "3 November 2026"),
)
ANSWERS = {
    "full_name": "Jo Parent",
    "address": "5 High Street\nLuton",
    "email": "jo@mail.example",
    "preferred_contact": "Telephone",
    "relationship": "Parent",
    "incident_date": "Friday 30 October 2026",
    "staff_involved": "Sam",
    "description": "The handover was late.\n\nAddress: nobody had told us of the new one.",
    "why_concern": "He stood in the rain.",
    "previous_attempts": "I rang twice.",
    "evidence_attached": "No",
    "desired_outcome": "Be on time.",
    "declaration_name": "Jo Parent",
    "declaration_date": "3 November 2026",
}


def names_in(form: Form) -> dict[str, str]:
    found = find_form(form, "", attached(word(LIBRA)).documents)
    return dict(found.fields) if found else {}


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(processes=1, seconds=30) as them:
        yield them


def attached(*files: bytes, type_: str = WORD) -> Extract:
    return extract([(Attachment(name="", type=type_, bytes=len(data)), data) for data in files])


def fields(*documents: Document) -> dict[str, str]:
    found = find_form(FORM, "Please see my form.", documents)
    return dict(found.fields) if found else {}


@pytest.mark.clause("LC-10.1")
@pytest.mark.parametrize(("make", "type_"), [(word, WORD), (odt, ODT)])
def test_libras_form_lands_under_its_names(make: Callable[[Sequence[Piece]], bytes], type_: str) -> None:
    read = attached(make(LIBRA), type_=type_)
    assert read.problems == ()
    assert fields(*read.documents) == ANSWERS


@pytest.mark.clause("LF-2.1")
@pytest.mark.parametrize("policy", available())
def test_libras_form_is_known_to_every_policy_and_without_one(policy: str) -> None:
    assert names_in(load(policy).policy.form) == ANSWERS
    assert names_in(Form()) == ANSWERS


@pytest.mark.parametrize("make", [word, odt])
def test_a_blank_form_is_no_form(make: Callable[[Sequence[Piece]], bytes]) -> None:
    blank = [piece if isinstance(piece, str) else (piece[0], *("" for _ in piece[1:])) for piece in LIBRA[:-2]]
    assert fields(*attached(make(blank)).documents) == {}


def test_rows_come_in_any_order() -> None:
    rows = [piece for piece in LIBRA[:-2] if not isinstance(piece, str)]
    whole = {name: answer for name, answer in ANSWERS.items() if not name.startswith("declaration")}
    assert fields(*attached(word(rows[::-1])).documents) == whole
    assert fields(*attached(odt([*rows[9:], *rows[:9]])).documents) == whole


def test_a_word_form_of_paragraphs_has_its_answers_below_the_labels() -> None:
    pieces = [
        "1. Full name",
        "Jo Parent",
        "2. Why this caused concern",
        "It rained.",
        "",
        "Twice.",
        "3. Telephone: 01582",
    ]
    found = fields(*attached(word(pieces)).documents)
    assert found == {"full_name": "Jo Parent", "why_concern": "It rained.\n\nTwice.", "telephone": "01582"}


def test_four_columns_hold_two_fields_in_a_row() -> None:
    pieces = [
        ("Full name", "Jo", "Relationship to the child", "Carer"),
        ("1", "Why this caused concern", "It rained.", ""),
    ]
    found = fields(*attached(word(pieces)).documents)
    assert found == {"full_name": "Jo", "relationship": "Carer", "why_concern": "It rained."}


def test_what_word_keeps_in_content_controls_is_read_and_its_placeholders_are_not() -> None:
    def control(text: str, more: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{more}</w:sdtPr><w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"

    body = (
        f"<w:p><w:r><w:t>Full name: </w:t></w:r>{control('Jo Parent')}</w:p>"
        f"<w:p><w:r><w:t>Telephone: </w:t></w:r>{control('Click to enter text.', '<w:showingPlcHdr/>')}</w:p>"
        f"<w:p><w:r><w:t>Evidence attached: </w:t></w:r>{control('☒')}<w:r><w:t> Yes </w:t></w:r>{control('☐')}"
        "<w:r><w:t> No</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Why this caused concern:</w:t><w:br/><w:t>It </w:t><w:tab/><w:t>rained</w:t></w:r>"
        "<w:del><w:r><w:delText> a lot</w:delText></w:r></w:del></w:p>"
    )
    found = fields(*attached(word_of(body)).documents)
    assert found == {"full_name": "Jo Parent", "evidence_attached": "Yes", "why_concern": "It \trained"}


def test_a_table_within_a_cell_has_rows_of_its_own() -> None:
    def cell(inner: str) -> str:
        return f"<w:tc>{inner}</w:tc>"

    def text(words: str) -> str:
        return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"

    def table(*rows: str) -> str:
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"

    inner = table(cell(text("Full name")) + cell(text("Jo")), cell(text("Type of evidence")) + cell(text("Notes")))
    found = fields(*attached(word_of(table(cell(inner + "<w:p/>")))).documents)
    assert found == {"full_name": "Jo", "evidence_type": "Notes"}


def test_a_pdf_that_was_printed_is_read_by_its_columns() -> None:
    rows = [
        ("Full Name", "Jo Parent"),
        ("Relationship to the child", "Parent of two"),
        ("using the service", "boys"),
        ("Why this caused concern", "He stood (for long)"),
        ("", "in the rain."),
        ("Name", "Signature", "Date"),
        ("Jo P", "", "3 November"),
    ]
    read = attached(pdf(rows), type_=PDF)
    assert read.problems == ()
    assert fields(*read.documents) == {
        "full_name": "Jo Parent",
        "relationship": "Parent of two\nboys",
        "why_concern": "He stood (for long)\nin the rain.",
        "declaration_name": "Jo P",
        "declaration_date": "3 November",
    }


@pytest.mark.parametrize("name", ["why_concern", "form1[0].WhyThisCausedConcern[0]", "Why this caused concern?"])
def test_the_fields_of_a_pdf_are_known_by_name(name: str) -> None:
    read = attached(pdf(["Full name"], {"full_name": "Jo", name: "It rained."}), type_=PDF)
    assert fields(*read.documents) == {"full_name": "Jo", "why_concern": "It rained."}


def test_the_fields_of_a_pdf_are_known_by_their_tool_tips() -> None:
    file = pdf(
        ["Full name", "Desired outcome"],
        {"Text1": "Jo", "Text2": "A call"},
        {"Text1": "Full name", "Text2": "Desired outcome"},
    )
    assert fields(*attached(file, type_=PDF).documents) == {"full_name": "Jo", "desired_outcome": "A call"}


def test_two_forms_in_one_mail_keep_both_and_the_same_form_twice_is_one(readers: Readers) -> None:
    other = [("Full name", "Kim Other"), ("Desired outcome", "A call"), ("Telephone", "01582")]
    mine = ("a.docx", WORD, word(LIBRA))
    raw = mail_with(mine, ("a.odt", ODT, odt(LIBRA)), ("b.pdf", PDF, pdf(other)))
    (parsed,) = readers.read([raw])
    told = describe(parsed.message, form=FORM)
    assert told["class"] == "form"
    assert told["form"] == {
        **ANSWERS,
        "full_name_2": "Kim Other",
        "desired_outcome_2": "A call",
        "telephone_2": "01582",
    }


def test_a_form_pasted_as_a_table_into_a_mail_is_read(readers: Readers) -> None:
    rows = "".join(
        f"<tr><td><p>{label}</p></td><td><p>{answer}</p></td></tr>"
        for label, answer in (("Full Name", "Jo"), ("Telephone", ""), ("Why this caused concern", "Rain.</p><p>Twice."))
    )
    head = b"From: p@mail.example\nSubject: Complaint\nContent-Type: text/html; charset=utf-8\n\n"
    (parsed,) = readers.read([head + f"<p>Hello</p><table>{rows}</table>".encode()])
    told = describe(parsed.message, form=FORM)
    assert (told["class"], told["form"]) == ("form", {"full_name": "Jo", "why_concern": "Rain.\n\nTwice."})


def test_a_mail_about_nothing_of_the_kind_has_no_form(readers: Readers) -> None:
    (parsed,) = readers.read([mail_with(("letter.docx", WORD, word(["Dear all,", "it was late.", "Tel: 01582"])))])
    told = describe(parsed.message)
    assert (told["class"], told["form"]) == ("complaint", None)
    assert "it was late." in parsed.message.documents[0].text


# --- hostile files ---------------------------------------------------------------------------------------------------


def told_of(data: bytes, type_: str = WORD) -> str:
    read = attached(data, type_=type_)
    assert read.documents == ()
    (problem,) = read.problems
    return problem


def test_a_bomb_that_owns_up_to_its_size_is_not_unpacked() -> None:
    assert "unpacks to more than 50 MB" in told_of(zipped({"word/document.xml": b" " * (MAX_UNPACKED_BYTES + 1)}))


def test_a_bomb_that_lies_about_its_size_is_counted() -> None:
    data = bytearray(zipped({"word/document.xml": b"<a>" + b" " * (MAX_UNPACKED_BYTES + 10_000_000)}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    began = time.process_time()
    read = attached(bytes(data))
    assert read.problems
    assert time.process_time() - began < 10


def test_entities_are_refused_before_they_grow() -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    assert "declares a document type" in told_of(word_of("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", doctype))


def test_a_file_that_would_be_fetched_from_elsewhere_is_refused() -> None:
    doctype = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert "declares a document type" in told_of(word_of("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", doctype))


def test_tables_within_tables_without_end_are_refused() -> None:
    assert "nested deeper" in told_of(word_of("<w:tbl><w:tr><w:tc>" * 2000 + "</w:tc></w:tr></w:tbl>" * 2000))


@pytest.mark.parametrize(("rows", "kept"), [(MAX_ROWS, MAX_ROWS), (MAX_ROWS + 500, MAX_ROWS)])
def test_no_more_rows_are_kept_than_any_form_has(rows: int, kept: int) -> None:
    (document,) = attached(odt(["x"] * rows), type_=ODT).documents
    assert len(document.rows) == kept


def test_no_more_fields_are_kept_than_any_form_has() -> None:
    (document,) = attached(pdf(["x"], {f"f{n}": "y" for n in range(MAX_FIELDS + 5)}), type_=PDF).documents
    assert len(document.pairs) == MAX_FIELDS


def test_a_file_over_the_limit_is_not_begun() -> None:
    assert "more than 10 MB" in told_of(b"%PDF-1.7" + b" " * MAX_FILE_BYTES, PDF)


def test_no_more_files_are_read_than_a_family_sends() -> None:
    read = attached(*[word(["x"])] * (MAX_FILES + 1))
    assert len(read.documents) == MAX_FILES
    assert "the rest was not searched" in read.problems[0]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (zipped({"../../etc/cron.d/x": "x", "readme.txt": "x"}), "archives are not opened"),
        (zipped({"word/document.xml": "<a>"}), "XML is broken"),
        (zipped({"word/document.xml": "<a/>"}, zipfile.ZIP_LZMA), "no word processor"),
        (word(["x"])[:-40], "broken"),
        (b"PK\x03\x04", "broken"),
        (b"MZ\x90", "not what its name"),
        (b"", "not what its name"),
        (b"%PDF-1.7\n%%EOF", "broken"),
        (pdf(), "no text"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(data: bytes, why: str) -> None:
    assert why in told_of(data)


def test_a_locked_archive_is_not_guessed_at() -> None:
    data = bytearray(word(["x"]))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        number = archive.namelist().index("word/document.xml")
    at = -1
    for _ in range(number + 1):
        at = data.index(b"PK\x01\x02", at + 1)
    data[at + 8] |= 1
    assert "locked with a password" in told_of(bytes(data))


def test_a_pdf_whose_pages_go_in_circles_ends() -> None:
    began = time.process_time()
    told_of(pdf(["x"]).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"), PDF)
    assert time.process_time() - began < 10


def test_a_broken_file_costs_the_others_nothing() -> None:
    read = attached(b"PK\x03\x04", word(LIBRA))
    assert len(read.problems) == 1
    assert fields(*read.documents) == ANSWERS


def test_a_hostile_document_costs_the_mail_nothing(readers: Readers) -> None:
    bomb = zipped({"word/document.xml": b"<a>" + b"<b>" * 10_000_000})
    raw = mail_with(("a.docx", WORD, bomb), text="It was late.")
    (parsed,) = readers.read([raw])
    assert parsed.failure is None
    assert parsed.message.text.strip() == "It was late."
    assert [one.name for one in parsed.message.attachments] == ["a.docx"]
    assert any("complaints form" in problem for problem in parsed.message.problems)


def test_a_document_that_takes_too_long_is_given_up(readers: Readers) -> None:
    endless = (
        "import mailflow.mailbox.forms as f, mailflow.mailbox.forms.limits as l, mailflow.mailbox.reader_child as c\n"
    )
    endless += "c.SECONDS = 0.2\n"
    endless += "def forever(data):\n    while True: pass\n"
    endless += "f._document = forever\n"
    endless += "import sys\nprint(c._extract(sys.stdin.buffer.read()).problems)"
    raw = mail_with(("a.pdf", PDF, pdf(["x"])))
    done = subprocess.run([sys.executable, "-c", endless], input=raw, capture_output=True, timeout=30, check=True)
    assert b"took too long" in done.stdout


def test_without_the_extra_a_pdf_is_a_sentence_and_the_mail_is_read() -> None:
    code = "import sys\nsys.modules['pypdf'] = None\nfrom mailflow.mailbox.reader_child import _extract\n"
    code += "print(_extract(sys.stdin.buffer.read()))"
    raw = mail_with(("a.pdf", PDF, pdf(["x"])), ("b.docx", WORD, word(LIBRA)))
    done = subprocess.run([sys.executable, "-c", code], input=raw, capture_output=True, timeout=30, check=True)
    assert b"mailflow-complaints[forms]" in done.stdout
    assert b"Jo Parent" in done.stdout


def test_a_child_loads_no_pdf_reader_before_a_pdf_comes() -> None:
    code = "import sys, mailflow.mailbox.reader_child; print({'pypdf', 'lxml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30, check=True)
    assert done.stdout.strip() == b"set()"
