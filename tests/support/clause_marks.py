"""Which tests show which clause, read from the tests themselves; ``make clauses`` writes it where mailflow finds it.

A test of Python bears ``@pytest.mark.clause("LC-4.2")``, a story a line ``# clause: LC-4.2, LC-4.3``. They are read
without running anything, so that a test that is renamed or taken out is missed at once.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INDEX = ROOT / "policies" / "clause-tests.json"
STORY_TEST = "tests/scenarios/test_stories.py::test_the_story_goes_as_it_is_told"
_STORY_LINE = re.compile(r"^# clauses?: *(.+)$", re.MULTILINE)
#: Marks by which a test is left out, always or sometimes.
_LEFT_OUT = frozenset({"skip", "skipif", "xfail", "corpora", "kill", "fuzz"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A test that says which clauses it shows.

    Attributes:
        test: Its id, as pytest names it, without parameters.
        left_out: What leaves it out of an ordinary run, if anything does.
    """

    test: str
    clauses: tuple[str, ...]
    left_out: str = ""


def marked(root: Path = ROOT) -> Iterator[Marked]:
    """Yield every marked test below ``tests``, in the order of files and lines."""
    for path in sorted(root.glob("tests/**/test_*.py")):
        yield from marked_in(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    for path in sorted(root.glob("tests/scenarios/*.story")):
        lines = _STORY_LINE.findall(path.read_text(encoding="utf-8"))
        if clauses := tuple(each.strip() for line in lines for each in line.split(",")):
            yield Marked(test=f"{STORY_TEST}[{path.stem}]", clauses=clauses)


def marked_in(text: str, file: str) -> Iterator[Marked]:
    """Yield the marked tests of a module.

    Raises:
        ValueError: Where a mark names anything but literal clauses, or stands where nobody runs it.
    """
    tree = ast.parse(text)
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    read = 0
    for test in tests:
        marks = [_mark(each) for each in test.decorator_list]
        clauses = [clause for name, call in marks if name == "clause" and call for clause in _literals(call, file)]
        read += sum(name == "clause" for name, _ in marks)
        if clauses:
            left_out = [name for name, _ in marks if name in _LEFT_OUT]
            yield Marked(test=f"{file}::{test.name}", clauses=tuple(clauses), left_out=", ".join(left_out))
    written = sum(isinstance(node, ast.Attribute) and _dotted(node) == "pytest.mark.clause" for node in ast.walk(tree))
    if written != read:
        msg = f"{file}: a mark of clauses belongs on a test function of the module itself"
        raise ValueError(msg)


def index(found: Iterable[Marked]) -> str:
    """Return the tests by clause, as the file that comes with mailflow holds them."""
    by_clause: dict[str, set[str]] = {}
    for one in found:
        for clause in one.clauses:
            by_clause.setdefault(clause, set()).add(one.test)
    return json.dumps({key: sorted(by_clause[key]) for key in sorted(by_clause)}, indent=1) + "\n"


def _mark(node: ast.expr) -> tuple[str, ast.Call | None]:
    called = node if isinstance(node, ast.Call) else None
    name = _dotted(called.func if called else node)
    return name.removeprefix("pytest.mark.") if name.startswith("pytest.mark.") else "", called


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _literals(call: ast.Call, file: str) -> Iterator[str]:
    for argument in call.args:
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            msg = f"{file}:{argument.lineno}: write the clause itself into its mark"
            raise ValueError(msg)
        yield argument.value


if __name__ == "__main__":
    INDEX.write_text(index(marked()), encoding="utf-8")
