"""Problems of files that people write: the remedy for a word, the name of a place, shapes that nobody expects."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.policy import Policy
from mailflow.core.written import Written, WrittenError, did_you_mean, dotted, read


class Leaf(Written):
    colour: str = "red"


class Tree(Written):
    name: str
    leaf: Leaf | None = None
    leaves: tuple[Leaf, ...] = ()
    named: Mapping[str, Leaf] = {}


@pytest.mark.parametrize(
    ("word", "remedy"),
    [
        ("colr", 'did you mean "colour"? (allowed here: colour, height, weight)'),
        ("COLOUR", 'did you mean "colour"? (allowed here: colour, height, weight)'),
        ("wei", 'did you mean "weight"? (allowed here: colour, height, weight)'),
        ("xyz", "allowed here: colour, height, weight"),
        ("", "allowed here: colour, height, weight"),
    ],
)
def test_the_nearest_word_is_offered_and_all_that_are_allowed(word: str, remedy: str) -> None:
    assert did_you_mean(word, ["weight", "height", "colour", "colour"]) == remedy


def test_of_very_many_words_only_some_are_offered() -> None:
    assert did_you_mean("xyz", [f"word{n:03}" for n in range(900)]) == "such as word000, word001, word002"
    assert did_you_mean("word7", [f"word{n}" for n in range(900)]) == 'did you mean "word7"?'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('name = "x"\n[leaf]\ncolor = "y"', 't.toml: leaf.color (line 3): unknown key; did you mean "colour"?'),
        ('name = "x"\nleaves = [{}, { color = 1 }]', 't.toml: leaves[2].color (line 2): unknown key; did you mean'),
        ('name = "x"\n[named.oak]\ncolor = 1', 't.toml: named.oak.color (line 3): unknown key; did you mean "colour"?'),
        ('name = "x"\nleaves = 3', "t.toml: leaves (line 2): must be a list in [ ], not 3"),
        ('name = "x"\nleaf = 3', "t.toml: leaf (line 2): must be a table, not 3"),
        ("", 't.toml: name: is missing; add a line that begins with "name ="'),
    ],
)  # fmt: skip
def test_a_problem_names_file_key_line_and_remedy(text: str, problem: str) -> None:
    with pytest.raises(WrittenError) as caught:
        read(text, Tree, "t.toml")
    assert caught.value.problems[0].startswith(problem)


def test_an_item_goes_by_its_name_where_it_has_one() -> None:
    table = {"staff": [{"name": "Ada"}, {"address": "x"}]}
    assert dotted(("staff", 0, "address"), table) == "staff[Ada].address"
    assert dotted(("staff", 1, "address"), table) == "staff[2].address"
    assert dotted(("staff", 5, "address"), table) == "staff[6].address"


texts = st.text(st.sampled_from("abid=\"[]{}.,\n '#stagesrole1"), max_size=80)


@given(texts | st.text(max_size=60))
def test_any_text_is_read_or_refused_with_its_name(text: str) -> None:
    with pytest.raises(WrittenError) as caught:
        read(text, Policy, "any.toml")
    assert all(problem.startswith("any.toml: ") for problem in caught.value.problems)


shapes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "appeal", "to", "handlers", "respond", "within", "source", "stages", "for_type"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
keys = ["stages", "roles", "clauses", "bodies", "copies", "types", "conflict", "appeal_keywords", "name"]


@given(st.dictionaries(st.sampled_from(keys), shapes, max_size=5))
def test_a_policy_of_any_shape_is_refused_and_never_crashes(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Policy.model_validate(data)
