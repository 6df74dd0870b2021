"""Bars, drawn so that they are told apart in grey, on paper and without looking: their numbers stand beside them."""

from __future__ import annotations

#: A bar is drawn in parts of this width and stretched to the reader's room.
_WIDTH, _HEIGHT = 300, 10

#: Lines across what was thrown together. Drawn once in a page; every bar refers to it.
HATCHING = (
    '<svg width="0" height="0" aria-hidden="true" class="once"><defs>'
    '<pattern id="heap" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="stripe" d="M0 0V6"/></pattern></defs></svg>'
)


def bar(n: int, whole: int, *, is_heap: bool = False) -> str:
    """Return a bar of ``n`` out of ``whole`` (at least 1) as an SVG element; its meaning stands beside it in words."""
    length = round(_WIDTH * min(n, whole) / whole, 1)
    filled = f'<rect class="{"heap" if is_heap else "bar"}" width="{length:g}" height="{_HEIGHT}"/>' if n else ""
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="{_WIDTH}" height="{_HEIGHT}"/>{filled}</svg>'
    )
