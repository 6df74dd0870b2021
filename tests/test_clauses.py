"""Every clause of the five policies has a rule that is there and a test that runs."""

from __future__ import annotations

import tomllib

import pytest

from mailflow.admin.policy_clauses import told
from mailflow.core.clause_rules import rules_of
from mailflow.policies import available, load, loads
from tests.support.clause_marks import INDEX, ROOT, index, marked, marked_in

CLAUSES = {key: one for name in available() for key, one in load(name).policy.clauses.items()}


def test_the_index_that_comes_with_mailflow_is_what_the_marks_say() -> None:
    assert INDEX.read_text(encoding="utf-8") == index(marked()), "run make clauses, and commit what it writes"


def test_a_mark_names_clauses_that_are_there() -> None:
    assert [(one.test, clause) for one in marked() for clause in one.clauses if clause not in CLAUSES] == []


def test_no_test_of_a_clause_is_left_out_of_an_ordinary_run() -> None:
    assert [one for one in marked() if one.left_out] == []


@pytest.mark.parametrize("name", available())
def test_every_clause_has_a_rule_and_a_test(name: str) -> None:
    bare = [one["clause"] for one in told(load(name)) if not (one["planned"] or (one["rule"] and one["tests"]))]
    assert bare == []


def test_the_code_that_a_clause_names_is_there() -> None:
    named = {(key, file) for key, one in CLAUSES.items() for file in one.code}
    assert [(key, file) for key, file in sorted(named) if not (ROOT / file).is_file()] == []


# --- how rules and marks are read -------------------------------------------------------------------------------------


def test_a_rule_is_the_table_that_names_the_clause_or_the_key_that_bears_it() -> None:
    data = tomllib.loads("""
        written = "X-3"
        [[stages]]
        id = "stage-1"
        acknowledge = { within = "1 week", source = "X-1" }
        respond = [{ within = "2 weeks", source = "X-1" }, { within = "3 weeks", source = "X-2" }]
        timescale = "X-2"
        [clauses."X-1"]
        says = "X-2"
        [clauses."X-2"]
        [clauses."X-3"]
        [clauses."X-4"]
    """)
    assert rules_of(data) == {
        "X-1": ("stages.stage-1.acknowledge", "stages.stage-1.respond.1"),
        "X-2": ("stages.stage-1.respond.2", "stages.stage-1.timescale"),
        "X-3": ("written",),
        "X-4": (),
    }


@pytest.mark.parametrize(
    ("before", "after"), [('name = "childrens-links"', 'name = "ours"'), ("28 working days", "40 working days")]
)
def test_a_policy_of_ones_own_and_a_changed_one_have_rules_and_no_tests(before: str, after: str) -> None:
    (first, *_) = told(loads(load("childrens-links").text.replace(before, after), "ours"))
    assert (first["rule"], first["tests"]) != ([], [])
    assert first["tests"] == []


def test_a_mark_is_read_with_what_leaves_its_test_out() -> None:
    text = '@pytest.mark.kill\n@pytest.mark.clause("A-1", "A-2")\ndef test_it(): ...\n\ndef test_other(): ...\n'
    (one,) = marked_in(text, "tests/test_x.py")
    assert (one.test, one.clauses, one.left_out) == ("tests/test_x.py::test_it", ("A-1", "A-2"), "kill")


@pytest.mark.parametrize(
    "text",
    [
        '@pytest.mark.clause("A-1")\ndef helper(): ...\n',
        'class TestIt:\n    @pytest.mark.clause("A-1")\n    def test_it(self): ...\n',
        'pytestmark = pytest.mark.clause("A-1")\n',
        "@pytest.mark.clause(NAME)\ndef test_it(): ...\n",
    ],
)
def test_a_mark_that_would_be_lost_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"tests/test_x\.py"):
        list(marked_in(text, "tests/test_x.py"))
