"""Mutation testing of what decides who may move a case: each small change of its code must make a test fail.

``make mutants`` changes one thing at a time (a comparison, a condition, a constant, a filter), runs the narrow tests in
a forked process, and lists the changes that no test noticed. Those that mean nothing are explained in
``docs/mutants.md``, each by the line that is printed here; any other makes it fail.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis
import pytest

ROOT = Path(__file__).parents[2]
EXPLAINED = ROOT / "docs" / "mutants.md"
#: Each module with the tests that must notice; the wide ones last, since the first that fails ends the run.
MODULES = {
    "mailflow.core.admission": ("tests/core/test_admission.py", "tests/core/test_truth_table.py"),
    "mailflow.core.provenance": (
        "tests/core/test_provenance.py",
        "tests/core/test_stamps.py",
        "tests/core/test_binding_signatures.py",
    ),
    "mailflow.core.reply_address": ("tests/core/test_reply_address.py",),
    "mailflow.core.thread": ("tests/core/test_thread.py", "tests/core/test_truth_table.py"),
}
_LIMIT_S = 180
_SWAPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A module with one thing changed. ``says`` names it without a line number, so that it stays true."""

    module: str
    says: str
    tree: ast.Module


def mutants(module: str) -> Iterator[Mutant]:
    """Yield every mutant of a module."""
    tree = ast.parse(_source(module))
    for position, node in enumerate(ast.walk(tree)):
        for number in range(len(_changed(node))):
            copy = deepcopy(tree)
            target = next(one for at, one in enumerate(ast.walk(copy)) if at == position)
            before = ast.unparse(target)
            after = _changed(target)[number]
            _replace(copy, target, after)
            ast.fix_missing_locations(copy)
            shown = "nothing" if isinstance(after, ast.Pass) else ast.unparse(after)
            where = _function_around(tree, node)
            says = f"{module.rpartition('.')[2]}.{where}: {_short(before)} -> {_short(shown)}"
            yield Mutant(module=module, says=says, tree=copy)


def _source(module: str) -> str:
    return (ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")


def _changed(node: ast.AST) -> list[ast.AST]:
    """Return what can stand in a node's place."""
    match node:
        case ast.Compare(left=left, ops=[op, *more], comparators=others) if type(op) in _SWAPS:
            return [ast.Compare(left=left, ops=[_SWAPS[type(op)](), *more], comparators=others)]
        case ast.BoolOp(op=op, values=values):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            return [ast.BoolOp(op=other, values=values), *(_without(node, at) for at in range(len(values)))]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return [operand]
        case ast.If(body=body, orelse=orelse):
            return [ast.If(test=ast.Constant(value=one), body=body, orelse=orelse) for one in (True, False)]
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
        case ast.Constant(value=bool() as value):
            return [ast.Constant(value=not value)]
        case ast.Constant(value=int() as value):
            return [ast.Constant(value=value + 1)]
        case ast.Constant(value=str() as value) if value and " " not in value.strip() and "\n" not in value:
            return [ast.Constant(value=f"{value}x")]
        case ast.comprehension(ifs=[_, *_]):
            return [ast.comprehension(target=node.target, iter=node.iter, ifs=[], is_async=node.is_async)]
        case ast.Call(func=ast.Attribute(value=inner, attr="casefold" | "strip" | "upper")):
            return [inner]
        case ast.Call(func=ast.Name(id="reversed"), args=[inner]):
            return [inner]
        case ast.AugAssign():
            return [ast.Pass()]
        case _:
            return []


def _without(node: ast.BoolOp, at: int) -> ast.expr:
    rest = [one for position, one in enumerate(node.values) if position != at]
    return rest[0] if len(rest) == 1 else ast.BoolOp(op=node.op, values=rest)


def _replace(tree: ast.Module, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
                return
            if isinstance(value, list) and any(one is old for one in value):
                value[:] = [new if one is old else one for one in value]
                return


def _function_around(tree: ast.Module, node: ast.AST) -> str:
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef | ast.ClassDef) and any(one is node for one in ast.walk(outer)):
            return outer.name
    return "module"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else f"{line[:87]}..."


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Imports one module from a changed tree."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Answer for the changed module alone."""
        return importlib.util.spec_from_loader(fullname, self) if fullname == self._mutant.module else None

    def get_code(self, fullname: str) -> CodeType:
        """Return the changed code."""
        return compile(self._mutant.tree, f"<{self._mutant.says}>", "exec")

    def get_source(self, fullname: str) -> str:
        """Return the changed code as text."""
        return ast.unparse(self._mutant.tree)


def is_noticed(mutant: Mutant) -> bool:
    """Run the tests on a mutant in a process of its own; one that never ends is noticed too."""
    child = os.fork()
    if child == 0:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        signal.alarm(_LIMIT_S)
        sys.meta_path.insert(0, _Finder(mutant))
        failed = True
        try:
            # Hypothesis is loaded already, by the parent, which all children share.
            options = ["-x", "-q", "--noconftest", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestWarning"]
            failed = pytest.main([*options, *MODULES[mutant.module]]) != 0
        finally:
            os._exit(1 if failed else 0)
    _, status = os.waitpid(child, 0)
    return status != 0


def main(names: Sequence[str]) -> int:
    """Try every mutant of the modules named, or of all; return 1 where one survived that is not explained."""
    hypothesis.settings.register_profile("mutants", deadline=None, database=None, derandomize=True, max_examples=20)
    hypothesis.settings.load_profile("mutants")
    os.chdir(ROOT)
    assert not any(name.startswith("mailflow") for name in sys.modules), "the changed module must be imported anew"
    explained = EXPLAINED.read_text(encoding="utf-8") if EXPLAINED.exists() else ""
    tried, survived, open_ = 0, 0, 0
    for module in names or MODULES:
        whole = ast.parse(_source(module))
        if is_noticed(Mutant(module=module, says="nothing is changed", tree=whole)):
            print(f"the tests of {module} fail as it is; run them first: {' '.join(MODULES[module])}")
            return 2
        for mutant in mutants(module):
            tried += 1
            if is_noticed(mutant):
                continue
            survived += 1
            known = f"`{mutant.says}`" in explained
            open_ += not known
            print(f"{'explained' if known else 'SURVIVED'}: {mutant.says}", flush=True)
    print(f"{tried} mutants, {tried - survived} noticed, {survived - open_} explained, {open_} survived")
    return 1 if open_ else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
