"""Templates: what one may do, what it may not, and what its author is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mailflow.core.letter_kinds import LetterKind
from mailflow.letters.names import COMMON, FACTS, KINDS, known_names
from mailflow.letters.render import LAYOUT, MAX_TEMPLATE_BYTES, TemplateBroken, Templates
from mailflow.settings import data_folder
from tests.letters.offices import our_templates

#: Ways out of a template, and ways to fill a machine with one (TRUST F16, LIBRARIES 12).
FORBIDDEN = (
    "{{ ''.__class__.__mro__ }}",
    "{{ text.__class__ }}",
    "{{ text.format(1) }}",
    "{{ case.items() }}",
    "{{ cycler() }}",
    "{{ 'x' * 10000000000 }}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ 'x'.ljust(10000000000) }}",
    "{{ '%9999999999s' % 'x' }}",
    "{{ text | center(10000000000) }}",
    "{{ text | indent(10000000000) }}",
    "{{ text | attr('__class__') }}",
    "{{ text | map('upper') }}",
    "{{ text[0:5] }}",
    "{{ case['ref'] }}",
    "{% for a in bodies %}" * 4 + "{% endfor %}" * 4,
    "{% for a in range(10000000000) %}{% endfor %}",
    "{% set x = 1 %}",
    "{% include '/etc/passwd' %}",
    "{% import 'x' as y %}",
    "{% extends 'x' %}",
    "{% macro x() %}{% endmacro %}",
    "{% block x %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}",
    "{% raw",
    "{{ unknown }}",
)


def context(**values: Any) -> dict[str, Any]:
    usual = dict.fromkeys(COMMON | FACTS[LetterKind.RELAY].keys(), "")
    return {**usual, "office": {"name": "Libra"}, "case": {"ref": "LC-2026-0001"}, **values}


def templates(folder: Path, body: str, subject: str = "x") -> Templates:
    (folder / "relay.txt").write_text(f"Subject: {subject}\n\n{body}\n", encoding="utf-8")
    return Templates([folder, data_folder("templates")])


def test_our_own_templates_have_no_problems() -> None:
    assert our_templates().check() == []


def test_each_kind_of_letter_has_a_template_and_each_template_a_kind() -> None:
    files = {path.stem for path in data_folder("templates").glob("*.txt")}
    assert files == {kind.value for kind in KINDS}


def test_an_organisations_own_template_comes_first(tmp_path: Path) -> None:
    own = templates(tmp_path, "Dear friend of {{ office.name }}", subject="Ours")
    written = own.render(LetterKind.RELAY, context())
    assert (written.subject, written.text) == ("Ours", "Dear friend of Libra\n")
    assert own.check() == []


@pytest.mark.parametrize("code", FORBIDDEN)
def test_a_template_that_reaches_out_is_refused_with_its_line(tmp_path: Path, code: str) -> None:
    broken = templates(tmp_path, f"Hello,\n{code}")
    (problem, *_) = broken.check()
    assert "relay.txt: line 4: " in problem
    with pytest.raises(TemplateBroken, match="line 4"):
        broken.render(LetterKind.RELAY, context())


def test_a_misspelt_name_is_answered_with_the_likely_one(tmp_path: Path) -> None:
    (problem,) = templates(tmp_path, "{{ answr_by }}").check()
    assert problem.endswith('relay.txt: line 3: unknown name "answr_by". Did you mean "answer_by"?')


def test_a_misspelt_name_within_another_is_found_when_the_letter_is_written(tmp_path: Path) -> None:
    with pytest.raises(TemplateBroken, match=r"relay\.txt.*reff"):
        templates(tmp_path, "{{ case.reff }}").render(LetterKind.RELAY, context())


def test_every_problem_of_a_template_is_told_at_once(tmp_path: Path) -> None:
    assert len(templates(tmp_path, "{{ a }}\n{{ b }}\nc{% if text %}{% endif %}").check()) == 3
    assert len(templates(tmp_path, "{{ text() }}\n{{ text | c }}").check()) == 2


def test_a_condition_that_would_swallow_a_line_end_is_told(tmp_path: Path) -> None:
    (problem,) = templates(tmp_path, "one{% if text %} two{% endif %}\nthree").check()
    assert "line 3" in problem
    assert "line of its own" in problem


def test_conditions_on_lines_of_their_own_are_fine(tmp_path: Path) -> None:
    assert templates(tmp_path, "{% if text %}\none\n{% endif %}{% if text %}\ntwo\n{% endif %}").check() == []


@pytest.mark.parametrize("source", ["", "Hello\n\nx", "Subject: x", "Subject: x\nno empty line"])
def test_a_template_without_subject_and_empty_line_is_refused(tmp_path: Path, source: str) -> None:
    (tmp_path / "relay.txt").write_text(source)
    (problem,) = Templates([tmp_path, data_folder("templates")]).check()
    assert 'begin with "Subject: …"' in problem


def test_a_template_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "relay.txt").write_bytes(b"Subject: x\n\n\xff")
    assert "is not UTF-8" in Templates([tmp_path, data_folder("templates")]).check()[0]


def test_a_template_that_is_too_long_is_refused(tmp_path: Path) -> None:
    assert "is longer than" in templates(tmp_path, "x" * MAX_TEMPLATE_BYTES).check()[0]


def test_missing_templates_are_all_named(tmp_path: Path) -> None:
    problems = Templates([tmp_path]).check()
    assert len(problems) == len(KINDS) + 1
    assert problems[-1].startswith(LAYOUT)


def test_template_syntax_in_a_value_is_shown_and_not_run() -> None:
    hostile = "{{ 7*7 }} {% for x in y %} {{ ''.__class__ }} <script>alert(1)</script>"
    written = our_templates().render(LetterKind.RELAY, context(text=hostile))
    assert hostile in written.text
    assert "<script>" not in written.html
    assert "{{ 7*7 }}" in written.html


def test_the_html_asks_nothing_of_the_outside() -> None:
    written = our_templates().render(LetterKind.RELAY, context(text='"><img src=x onerror=alert(1)> &amp;'))
    assert "<img" not in written.html
    assert "src=" not in written.html.replace("img src=x", "")
    assert "&amp;amp;" in written.html
    for word in ("<link", "<script", "@import", "url(", "http-equiv"):
        assert word not in written.html


def test_a_link_cannot_leave_its_attribute() -> None:
    written = our_templates().render(LetterKind.RELAY, context(text="https://a.example/\"onmouseover='x'<b>"))
    assert '<a href="https://a.example/">' in written.html
    assert "<b>" not in written.html


def test_a_subject_is_one_line_without_control_characters(tmp_path: Path) -> None:
    own = templates(tmp_path, "x", subject="a {{ text }} b")
    written = own.render(LetterKind.RELAY, context(text="1\r\nBcc: x\u2028\x00 2"))
    assert written.subject == "a 1 Bcc: x 2 b"


def test_the_names_of_a_letter_include_its_facts() -> None:
    assert "last_day" in known_names(LetterKind.OUTCOME)
    assert "last_day" not in known_names(LetterKind.RELAY)
