"""What a look at a message's signatures found, and by which address a letter is answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("checked", sa.Text(), nullable=True))
    op.add_column("letter", sa.Column("reply_key", sa.Text(), nullable=True))
    has_one = sa.text("reply_key IS NOT NULL")
    op.create_index(
        "ix_letter_org_reply_key", "letter", ["org", "reply_key"], sqlite_where=has_one, postgresql_where=has_one
    )
