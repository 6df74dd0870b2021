"""Templates: one file is one letter; the only home of jinja2.

``Subject: …`` in the first line, an empty line, the body. An organisation's own folder comes first, ours last.
A template is written by whoever runs mailflow, on some installations by others for their own organisation, so it
cannot reach anything: a sandbox, plain values only, and a whitelist of syntax that leaves no calls, no arithmetic and
no loop without an end (a sandbox alone stops neither ``'x' * 10**10`` nor its kin).

A letter's HTML is its plain text set by layout.html: both always say the same.
"""

from __future__ import annotations

import difflib
import functools
import html
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, meta, nodes
from jinja2 import Template as JinjaTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from mailflow.core.days import long_date
from mailflow.core.letter_kinds import LetterKind
from mailflow.letters.blocks import CLOSE, OPEN_QUOTED, OPEN_VERBATIM, Block, Run, blocks_of, plain, text_of
from mailflow.letters.composed import Composed
from mailflow.letters.names import KINDS, known_names

MAX_TEMPLATE_BYTES = 64_000
LAYOUT = "layout.html"

_SYNTAX = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.If, nodes.For),
    *(nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr),
    *(nodes.List, nodes.Tuple, nodes.Concat),
)
_FILTERS = frozenset(
    {"longdate", "verbatim", "quoted", "upper", "lower", "capitalize", "trim", "default", "join", "length"}
    | {"first", "last"}
)
_MAX_DEPTH_OF_LOOPS = 3
_ENDS_IN_BLOCK = re.compile(r"(?<!\+)%\}\s*$")
_ONLY_BLOCKS = re.compile(r"\s*(?:\{%(?:(?!%\}).)*%\}\s*)+")
_REF = re.compile(r"(?<![\w-])[A-Z]{1,8}-[0-9]{4}-[0-9]{4,8}(?![\w-])")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ue000-\ue002]+")


class TemplateBroken(Exception):
    """A letter's template cannot be used. The message says file, line and what to do; the caller holds the letter."""


class _Environment(ImmutableSandboxedEnvironment):
    """``case.items`` means the value of that name, never a method of the mapping that holds it."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # jinja2's own signature
        if type(obj) is dict:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


class Templates:
    """The letters of an installation, each compiled once, when it is first written or checked."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Remember where to look.

        Args:
            folders: In order; the first that has a file is taken.
        """
        self.folders = tuple(folders)
        self._compiled: dict[LetterKind, tuple[JinjaTemplate, JinjaTemplate]] = {}
        self._text = _environment(autoescape=False)
        self._html = _environment(autoescape=True)

    def render(
        self, kind: LetterKind, context: Mapping[str, Any], subject_line: Callable[[str], str] = str
    ) -> Composed:
        """Return the letter in words.

        Args:
            kind: Which letter.
            context: Plain values for all names of ``known_names(kind)``.
            subject_line: Makes the whole subject of the template's words for it.

        Raises:
            TemplateBroken: The template is missing, is not allowed, or uses what is not there.
        """
        subject, body = self._template(kind)
        try:
            words = subject_line(" ".join(_CONTROLS.sub(" ", subject.render(context)).split()))
            rendered = body.render(context)
            page = self._layout.render(subject=words, blocks=[_for_layout(block) for block in blocks_of(rendered)])
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise TemplateBroken(f"{kind}.txt cannot be written: {error}. Correct it and retry the letter.") from error
        return Composed(subject=words, text=text_of(rendered), html=page)

    def check(self) -> list[str]:
        """Return what is wrong with the templates, all of it; each with file, line and remedy."""
        found: list[str] = []
        for kind in KINDS:
            try:
                self._template(kind)
            except TemplateBroken as broken:
                found += str(broken).split("\n")
        try:
            self._layout  # noqa: B018 - compiled on first use
        except TemplateBroken as broken:
            found.append(str(broken))
        return found

    def _template(self, kind: LetterKind) -> tuple[JinjaTemplate, JinjaTemplate]:
        if kind not in self._compiled:
            path, source = self._read(f"{kind}.txt")
            first, _, body = source.partition("\n")
            problems = self._problems(source, known_names(kind)) if kind in KINDS else []
            if not first.startswith("Subject: ") or body[:1] != "\n":
                problems.insert(0, 'line 1: begin with "Subject: …" and an empty line')
            if problems:
                raise TemplateBroken("\n".join(f"{path}: {problem}" for problem in problems))
            subject = self._text.from_string(first.removeprefix("Subject: "))
            self._compiled[kind] = subject, self._text.from_string(body[1:])
        return self._compiled[kind]

    @functools.cached_property
    def _layout(self) -> JinjaTemplate:
        path, source = self._read(LAYOUT)
        problems = self._problems(source, frozenset({"subject", "blocks"}))
        if problems:
            raise TemplateBroken("\n".join(f"{path}: {problem}" for problem in problems))
        return self._html.from_string(source)

    def _read(self, name: str) -> tuple[Path, str]:
        for folder in self.folders:
            path = folder / name
            try:
                octets = path.read_bytes()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise TemplateBroken(f"{path}: cannot be read ({error.strerror}). Correct its permissions.") from error
            if len(octets) > MAX_TEMPLATE_BYTES:
                raise TemplateBroken(f"{path}: is longer than {MAX_TEMPLATE_BYTES} bytes. Shorten it.")
            try:
                return path, octets.decode("utf-8-sig").replace("\r\n", "\n")
            except UnicodeDecodeError as error:
                raise TemplateBroken(f"{path}: is not UTF-8. Save it as UTF-8.") from error
        raise TemplateBroken(f"{name}: not found in {', '.join(map(str, self.folders))}. Put it back.")

    def _problems(self, source: str, known: frozenset[str]) -> list[str]:
        try:
            tree = self._text.parse(source)
        except TemplateError as error:
            return [f"line {getattr(error, 'lineno', 1)}: {error.message}"]
        if found := [*_forbidden(tree), *_too_deep(tree)]:
            return found  # to look for names is to fold constants, and folding 10 ** 10 ** 10 never ends
        found = _swallowed_line_ends(source)
        for name in sorted(meta.find_undeclared_variables(tree) - known):
            near = difflib.get_close_matches(name, known, 1)
            hint = f' Did you mean "{near[0]}"?' if near else f" Known: {', '.join(sorted(known))}."
            found.append(f'line {_line_of(tree, name)}: unknown name "{name}".{hint}')
        return found


def _environment(*, autoescape: bool) -> _Environment:
    environment = _Environment(
        undefined=StrictUndefined,
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.filters["longdate"] = _longdate
    environment.filters["verbatim"] = lambda text: f"{OPEN_VERBATIM}{plain(str(text)).strip(chr(10))}{CLOSE}"
    environment.filters["quoted"] = lambda text: f"{OPEN_QUOTED}{plain(str(text)).strip(chr(10))}{CLOSE}"
    return environment


def _for_layout(block: Block) -> Mapping[str, object]:
    """Return a block as the layout sees it: its kind, its lines, and all of them as one text; escaped."""
    return _laid(block) if block.kind == "quote" else _known(block)


def _laid(block: Block) -> Mapping[str, object]:
    lines = ["".join(map(_run, line)) for line in block.lines]
    if block.kind == "list":
        return {"kind": block.kind, "lines": tuple(Markup(line) for line in lines), "text": ""}
    return {"kind": block.kind, "lines": (), "text": Markup("<br>\n".join(lines))}


#: Our own blocks recur in every letter of a kind; what a person wrote does not.
_known = functools.lru_cache(maxsize=1024)(_laid)


def _run(run: Run) -> str:
    text = html.escape(run.text, quote=False)
    if run.href:
        return f'<a href="{html.escape(run.href)}">{text}</a>'
    return text if "-" not in text else _REF.sub(r'<span style="white-space:nowrap">\g<0></span>', text)


def _forbidden(tree: nodes.Template) -> list[str]:
    """Name each piece of syntax and each filter that a letter may not have."""
    found = []
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            found.append(f'line {node.lineno}: unknown filter "{node.name}". Known: {", ".join(sorted(_FILTERS))}.')
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            found.append(f'line {node.lineno}: "{node.attr}" is not a name of a letter. Take it out.')
        elif not isinstance(node, _SYNTAX):
            found.append(
                f'line {node.lineno}: "{type(node).__name__.lower()}" is not allowed in a letter. Take it out.'
            )
    return found


def _too_deep(node: nodes.Node, depth: int = 0) -> list[str]:
    """Name a loop within a loop within a loop: it could write more than a machine can hold."""
    depth += isinstance(node, nodes.For)
    if depth > _MAX_DEPTH_OF_LOOPS:
        return [f"line {node.lineno}: loops more than {_MAX_DEPTH_OF_LOOPS} deep. Take one out."]
    return [problem for child in node.iter_child_nodes() for problem in _too_deep(child, depth)]


def _swallowed_line_ends(source: str) -> list[str]:
    """Name lines that begin with words and end in a condition: it would swallow the line end after it."""
    return [
        f"line {number}: what follows would run into this line. Put {{% … %}} on a line of its own."
        for number, line in enumerate(source.split("\n"), 1)
        if _ENDS_IN_BLOCK.search(line) and not _ONLY_BLOCKS.fullmatch(line)
    ]


def _line_of(tree: nodes.Template, name: str) -> int:
    return next((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), 1)


def _longdate(day: date | str | None) -> str:
    """Return ``Friday 4 December 2026`` for a day or an ISO date; other words stay as they are."""
    if day is None:
        return ""
    if isinstance(day, date):
        return long_date(day)
    try:
        return long_date(date.fromisoformat(day))
    except ValueError:
        return day
