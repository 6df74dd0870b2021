"""Facts about letters that a person sends from the mailbox's own Drafts folder (``sending = "drafts"``)."""

from __future__ import annotations

from dataclasses import dataclass

from mailflow.core.days import DueDate


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLaid:
    """A letter was laid into the Drafts folder. ``window``: the time to appeal that it prints since then."""

    letter: int
    kind: str
    stage: str
    window: DueDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSent:
    """A person sent a draft. ``message``: the mail as it left; ``changed``: its words are not those decided."""

    letter: int
    kind: str
    stage: str
    message: int | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftGone:
    """A draft is not in the Drafts folder any more, and the letter has not left.

    ``why``: ``removed`` (and not sent), ``elsewhere`` (sent to somebody else, as ``message``), or ``cancelled``.
    """

    letter: int
    kind: str
    stage: str
    why: str
    message: int | None = None
