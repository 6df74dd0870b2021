"""Lines of keys: against texts with everything that TOML allows around a key."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.toml_lines import Path, line_of, lines_of

TEXT = '''# a comment with [brackets] and key = 1
name = "x" # trailing = comment
"quoted key" = 'a # no comment'
dotted.inner.key = true
long = """
[not.a.table]
fake = 1 \\""" still inside
""""
literal = \'\'\'
[[nor.this]]\'\'\'
list = [
  "one, with ] bracket",  # [x]
  { a = 1, b = [2,
     3] },
]

[table]
day = 2021-07-26
[table.deeper]
x = 1.5
[[stages]]
id = "one"
[stages.appeal]
to = "two"
[[stages.parts]]
name = "p1"
[[stages.parts]]
name = "p2"
[[stages]]
id = "two"
appeal = { to = "three" }
[[stages.parts]]
name = "p3"
'''


def written_on(lines: int) -> str:
    return TEXT.splitlines()[lines - 1]


def every_path(value: object, path: Path = ()) -> list[Path]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += every_path(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            found += every_path(inner, (*path, position))
    return found


def test_every_key_and_item_of_a_text_has_a_line_and_nothing_else_has() -> None:
    lines = lines_of(TEXT)
    assert set(lines) == set(every_path(tomllib.loads(TEXT)))


def test_lines_are_those_that_a_person_counts() -> None:
    lines = lines_of(TEXT)
    assert lines[("name",)] == 2
    assert written_on(lines[("dotted", "inner", "key")]) == "dotted.inner.key = true"
    assert written_on(lines[("list", 0)]).startswith('  "one')
    assert written_on(lines[("list", 1, "b", 1)]) == "     3] },"
    assert written_on(lines[("table", "day")]) == "day = 2021-07-26"
    assert written_on(lines[("stages", 0, "appeal", "to")]) == 'to = "two"'
    assert written_on(lines[("stages", 0, "parts", 1, "name")]) == 'name = "p2"'
    assert written_on(lines[("stages", 1, "appeal", "to")]) == 'appeal = { to = "three" }'
    assert written_on(lines[("stages", 1, "parts", 0, "name")]) == 'name = "p3"'


def test_what_is_missing_is_on_the_line_of_what_should_have_it() -> None:
    lines = lines_of(TEXT)
    assert line_of(lines, ("stages", 1, "handlers", 0)) == lines[("stages", 1)]
    assert line_of(lines, ("nowhere",)) is None


def test_a_windows_text_has_the_same_lines() -> None:
    assert lines_of(TEXT.replace("\n", "\r\n")) == lines_of(TEXT)


words = st.text(st.sampled_from("ab\"'\\[]{}#=,. \n"), max_size=12)
values = st.recursive(
    st.booleans() | st.integers(-9, 9) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=12,
)


def as_toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    if isinstance(value, list):
        return "[" + ",\n".join(as_toml(each) for each in value) + "]"
    assert isinstance(value, dict)
    return "{" + ", ".join(f"{as_toml(key)} = {as_toml(inner)}" for key, inner in value.items()) + "}"


@given(st.dictionaries(words, values, max_size=4))
def test_any_text_is_walked_to_its_end_with_a_line_for_every_key(table: dict[str, object]) -> None:
    text = "".join(f"{as_toml(key)} = {as_toml(value)}\n" for key, value in table.items())
    assert len(lines_of(text)) == len(every_path(tomllib.loads(text)))
