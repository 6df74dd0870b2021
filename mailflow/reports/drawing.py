"""A policy's stages drawn as one column: what opens each, who answers by when, and where it goes on.

The drawing is as wide as a phone, so that nothing has to be made smaller to be read there; beside it a desk has room
for the details. Nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from mailflow.core.policy import Limit, Policy, Stage

WIDTH = 360
_LEFT, _RIGHT = 44, 336
_MIDDLE = (_LEFT + _RIGHT) // 2
_LINE, _PAD = 19, 14
#: Sizes of the texts, as in the page's style, and how wide characters of a wide typeface are, in parts of that size.
_SIZE, _TITLE_SIZE = 14.5, 16.0
_NARROW, _WIDE, _CAPITAL, _OTHER = 0.34, 0.98, 0.72, 0.6


@dataclass(slots=True, kw_only=True)
class _Canvas:
    """What is drawn so far. ``y``: how far down."""

    y: int = 8
    shapes: list[str] = field(default_factory=list)

    def text(self, x: int, y: int, words: str, class_: str = "", anchor: str = "start") -> None:
        kind = f' class="{class_}"' if class_ else ""
        side = f' text-anchor="{anchor}"' if anchor != "start" else ""
        self.shapes.append(f'<text x="{x}" y="{y}"{kind}{side}>{escape(words)}</text>')

    def path(self, points: str, class_: str = "line", *, arrow: bool = False) -> None:
        end = ' marker-end="url(#tip)"' if arrow else ""
        self.shapes.append(f'<path class="{class_}" d="{points}"{end}/>')


def _wrapped(text: str, room: int, size: float = _SIZE) -> list[str]:
    """Break a text into lines that fit whatever typeface the reader has: SVG breaks none by itself."""
    lines: list[str] = []
    for word in text.split():
        if lines and _breadth(f"{lines[-1]} {word}") * size <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _breadth(text: str) -> float:
    return sum(
        _NARROW if c in " iljtfI.,:;'|!()" else _WIDE if c in "mwMW@%" else _CAPITAL if c.isupper() else _OTHER
        for c in text
    )


def drawing(policy: Policy) -> str:
    """Return the stages as an SVG element that stands in a page and takes its colours from it."""
    canvas = _Canvas()
    tops: dict[str, tuple[int, int]] = {}
    for position, stage in enumerate(policy.stages):
        tops[stage.id] = _box(canvas, policy, stage)
        follows = policy.stages[position + 1] if position + 1 < len(policy.stages) else None
        _after(canvas, policy, stage, follows)
    for stage in policy.stages:
        _around(canvas, policy, stage, tops)
    told = f"The steps of the complaints procedure of {policy.organisation}, in order; they are written out beside it."
    return (
        f'<svg viewBox="0 0 {WIDTH} {canvas.y + 8}" role="img" aria-label="{escape(told)}">'
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
        '<path class="tip" d="M0 0 10 5 0 10z"/></marker></defs>'
        f"{''.join(canvas.shapes)}</svg>"
    )


def _box(canvas: _Canvas, policy: Policy, stage: Stage) -> tuple[int, int]:
    """Draw a stage and return its upper and lower edge."""
    top = canvas.y
    y = top + _PAD + 8
    room = _RIGHT - _LEFT - 2 * _PAD
    rows = [(line, "title") for line in _wrapped(stage.title, room, _TITLE_SIZE * 1.08)]
    rows += [(line, "") for text in _told(policy, stage) for line in _wrapped(text, room)]
    bottom = top + 2 * _PAD + len(rows) * _LINE - 5
    dashed = " dashed" if stage.reached_by_staff else ""
    canvas.shapes.append(
        f'<rect class="box{dashed}" x="{_LEFT}" y="{top}" width="{_RIGHT - _LEFT}" height="{bottom - top}" rx="10"/>'
    )
    last = ""
    for line, class_ in rows:
        y += 3 if last == "title" and not class_ else 0  # a little air below the title
        canvas.text(_LEFT + _PAD, y, line, class_)
        y, last = y + _LINE, class_
    if stage.opens_by_email or stage.opens_on_subject:
        _envelope(canvas, top + _PAD + 3)
    canvas.y = bottom
    return top, bottom


def _told(policy: Policy, stage: Stage) -> Iterable[str]:
    if stage.opens_by_email:
        yield "A complaint by email begins here."
    if stage.opens_on_subject:
        words = " or ".join(f"“{word}”" for word in stage.opens_on_subject)
        yield f"A subject with {words} begins here."
    if stage.reached_by_staff:
        yield "Our staff may begin here, before or instead."
    yield f"Who: {' with '.join(policy.title_of(role) for role in stage.handlers)}"
    for roles in dict.fromkeys(stage.handlers_for_type.values()):
        titles = [policy.types[name].title for name, own in stage.handlers_for_type.items() if own == roles]
        yield f"{'; '.join(titles)}: {' with '.join(policy.title_of(role) for role in roles)}"
    if stage.acknowledge:
        yield f"Receipt confirmed: {within(stage.acknowledge)}"
    if stage.meet:
        yield f"Meeting: {within(stage.meet)}"
    yield from (f"Answer: {within(limit)}{for_types(policy, limit)}" for limit in stage.respond)
    if not stage.meet and all(limit.for_type for limit in stage.respond):
        yield f"Answer{' to all others' if stage.respond else ''}: no time is set"


def _after(canvas: _Canvas, policy: Policy, stage: Stage, follows: Stage | None) -> None:
    """Draw what comes below a stage: the way on, or the end."""
    top = canvas.y
    if stage.appeal is None:
        names = [body.name for body in policy.bodies_for("outcome", stage.id)]
        room = _RIGHT - _LEFT - 2 * _PAD
        end = ["The end of our procedure", *(_wrapped(f"Then: {', '.join(names)}", room) if names else [])]
        bottom = top + 34
        canvas.path(f"M{_LEFT + 26} {top}V{bottom - 2}", arrow=True)
        height = len(end) * _LINE + 14
        width, round_ = _RIGHT - _LEFT, min(24, height // 2)
        canvas.shapes.append(
            f'<rect class="end" x="{_LEFT}" y="{bottom}" width="{width}" height="{height}" rx="{round_}"/>'
        )
        for number, line in enumerate(end):
            canvas.text(_MIDDLE, bottom + 20 + number * _LINE, line, "" if number else "title", "middle")
        canvas.y = bottom + height + (22 if follows else 0)
        return
    if follows is None or stage.appeal.to != follows.id:
        canvas.y = top + 30
        return
    window = f"within {stage.appeal.within}" if stage.appeal.within else "no last day is set"
    asks = f"Not satisfied? Reply, with {stage.appeal.word.upper()} in the subject, {window}"
    words = _wrapped(asks, _RIGHT - _LEFT - 60)
    bottom = top + len(words) * _LINE + 16
    canvas.path(f"M{_LEFT + 26} {top}V{bottom - 2}", arrow=True)
    for number, line in enumerate(words):
        canvas.text(_LEFT + 42, top + 20 + number * _LINE, line, "way")
    canvas.y = bottom


def _around(canvas: _Canvas, policy: Policy, stage: Stage, tops: dict[str, tuple[int, int]]) -> None:
    """Draw an appeal that passes over other stages, at the right of them."""
    ids = [each.id for each in policy.stages]
    if stage.appeal is None or ids.index(stage.appeal.to) == ids.index(stage.id) + 1:
        return
    start, end = tops[stage.id][1] - 16, tops[stage.appeal.to][0] + 20
    canvas.path(f"M{_RIGHT} {start}h10q6 0 6 6V{end - 6}q0 6 -6 6h-8", arrow=True)


def _envelope(canvas: _Canvas, y: int) -> None:
    canvas.path(f"M6 {y}h24v16h-24zM6 {y}l12 9 12-9")
    canvas.path(f"M32 {y + 8}H{_LEFT - 2}", arrow=True)


def within(limit: Limit) -> str:
    """Return a limit as people say it."""
    return f"within {limit.within}{' of the first complaint' if limit.counts_from == 'complaint' else ''}"


def for_types(policy: Policy, limit: Limit) -> str:
    """Return which complaints a limit is for, where it is not for all."""
    titles = [policy.types[name].title if name in policy.types else name for name in limit.for_type]
    return f" ({'; '.join(titles)})" if titles else ""
