"""The record: messages, cases with their events, letters, in SQLite or PostgreSQL. Start reading in ``store.py``.

``tables.py`` says what is kept, ``messages.py``, ``cases.py``, ``outbox.py`` and ``pen.py`` how it is read and
written, ``chain.py`` how a change behind our back is found, ``search.py`` how a text is found by its words. Only this
folder knows SQLAlchemy and alembic.
"""

from mailflow.store.apart import ApartFact, of_letter, of_message
from mailflow.store.cases import next_due_at
from mailflow.store.chain import Verification, verify
from mailflow.store.draft_rows import DraftEnd, DraftRow
from mailflow.store.drafts import LIES, TO_BE_LAID
from mailflow.store.erasure import Erased, Tombstone, Trace
from mailflow.store.errors import (
    Conflict,
    Overtaken,
    StoreError,
    StoreTooNew,
    StoreTooOld,
    StoreUnavailable,
    is_the_record,
)
from mailflow.store.redaction import BlackLetter
from mailflow.store.restore import Restored, check_copy, is_empty, restore
from mailflow.store.rows import (
    Arrival,
    CaseChange,
    Kept,
    LetterChange,
    LetterRow,
    LetterStatus,
    MessageRow,
    MessageState,
    NewLetter,
    PenRow,
    RecordedFact,
    Step,
)
from mailflow.store.search import Hit, Source
from mailflow.store.signs import Seen, Sign
from mailflow.store.store import Reader, Store, Writer, alone, upgrade

__all__ = [
    "LIES",
    "TO_BE_LAID",
    "ApartFact",
    "Arrival",
    "BlackLetter",
    "CaseChange",
    "Conflict",
    "DraftEnd",
    "DraftRow",
    "Erased",
    "Hit",
    "Kept",
    "LetterChange",
    "LetterRow",
    "LetterStatus",
    "MessageRow",
    "MessageState",
    "NewLetter",
    "Overtaken",
    "PenRow",
    "Reader",
    "RecordedFact",
    "Restored",
    "Seen",
    "Sign",
    "Source",
    "Step",
    "Store",
    "StoreError",
    "StoreTooNew",
    "StoreTooOld",
    "StoreUnavailable",
    "Tombstone",
    "Trace",
    "Verification",
    "Writer",
    "alone",
    "check_copy",
    "is_empty",
    "is_the_record",
    "next_due_at",
    "of_letter",
    "of_message",
    "restore",
    "upgrade",
    "verify",
]
