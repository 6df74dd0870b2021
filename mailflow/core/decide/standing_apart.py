"""Facts that neither an override nor a letter that waits is built on, so that what came before can be taken back."""

from __future__ import annotations

from typing import Final

from mailflow.core.facts import ConfirmationAsked, DirectiveRefused, LetterFailed, NoteKept, Tagged, Untagged
from mailflow.core.facts_asked import OtherAddressConfirmed, OtherAddressDenied, OtherAddressQuestioned
from mailflow.core.facts_beside import LessonKept, LetterApproved, TaskReminded
from mailflow.core.facts_drafts import DraftGone, DraftLaid, DraftSent

APART: Final = (
    *(NoteKept, Tagged, Untagged, LetterFailed, LetterApproved, DirectiveRefused, ConfirmationAsked),
    *(LessonKept, TaskReminded, DraftLaid, DraftSent, DraftGone),
    *(OtherAddressQuestioned, OtherAddressConfirmed, OtherAddressDenied),
)
