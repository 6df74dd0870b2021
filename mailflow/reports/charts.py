"""Bars, drawn so that they are told apart in grey, on paper and without looking: their numbers stand beside them."""

from __future__ import annotations

#: A bar is drawn in parts of this width and stretched to the reader's room.
_WIDTH, _HEIGHT = 300, 10
_STRIPES = 6


def bar(n: int, whole: int, *, is_heap: bool = False) -> str:
    """Return a bar of ``n`` out of ``whole`` (at least 1) as an SVG element; its meaning stands beside it in words.

    What was thrown together is striped. Colours stand in the drawing too: not every maker of PDFs reads a page's style
    within one.
    """
    length = round(_WIDTH * min(n, whole) / whole, 1)
    stripes = "".join(f"M{x} 0V{_HEIGHT}" for x in range(_STRIPES // 2, int(length) + 1, _STRIPES))
    if is_heap:
        filled = f'<path class="stripes" stroke="#333" stroke-width="2" d="{stripes}"/>' if stripes else ""
    else:
        filled = f'<rect class="bar" fill="#333" width="{length:g}" height="{_HEIGHT}"/>' if n else ""
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" fill="#e8e8e5" width="{_WIDTH}" height="{_HEIGHT}"/>{filled}</svg>'
    )
