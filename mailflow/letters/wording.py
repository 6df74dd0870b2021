"""The words of a letter, and its subject.

The subject gets its tag here, not in a template, so that no template can lose it; and no appeal keyword can stand in
it, because a reply bears our subject and would count as an appeal. Nothing of cases and policies is known here: the
process that writes letters (``scribe_child``) starts three times sooner without them.
"""

from __future__ import annotations

import functools
import re

from mailflow.letters.composed import Composed, Draft
from mailflow.letters.render import Templates

MAX_SUBJECT_CHARACTERS = 150
_NEUTRAL = "About your message"


def put_into_words(draft: Draft, templates: Templates) -> Composed:
    """Return subject, plain text and HTML.

    Raises:
        TemplateBroken: The letter cannot be written; the caller holds it with this reason.
    """
    return templates.render(draft.kind, draft.context, lambda words: _subject(words, draft))


@functools.lru_cache(maxsize=64)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of some words in a text, in small letters or capitals."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def _subject(words: str, draft: Draft) -> str:
    mark = f"{draft.mark}: " if draft.mark else ""
    if any_of(draft.keywords).search(words):
        words = _NEUTRAL
    words = f"{mark}{words}"[:MAX_SUBJECT_CHARACTERS]
    return f"[{draft.ref}] {words}" if draft.ref else words
