"""Lines of format=flowed (RFC 3676), joined to the paragraphs that were written."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Join the lines of format=flowed (RFC 3676), quoted ones too, level by level."""
    out: list[str] = []
    pending: list[str] = []
    depth = 0
    for line in text.split("\n"):
        content = line.lstrip(">")
        level = len(line) - len(content)
        content = content.removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        if pending and (level != depth or content == "-- "):
            out.append(_quoted(depth, "".join(pending)))
            pending = []
        depth = level
        pending.append(content[:-1] if flows and delete_space else content)
        if not flows:
            out.append(_quoted(depth, "".join(pending)))
            pending = []
    if pending:
        out.append(_quoted(depth, "".join(pending)))
    return "\n".join(out)


def _quoted(depth: int, text: str) -> str:
    return f"{'>' * depth} {text}" if depth else text
