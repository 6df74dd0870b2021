"""The latest messages and letters of an organisation are found without sorting all of them."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_message_org_id", "message", ["org", "id"])
    op.create_index("ix_letter_org_id", "letter", ["org", "id"])
