"""Letters that a person sends from the mailbox's Drafts folder."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("letter", NUMBER, autoincrement=False, nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=True),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=True),
        sa.Column("uid", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("laid_at", sa.BigInteger(), nullable=True),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.Column("cleared", sa.Boolean(), nullable=False),
        sa.Column("sent_as", NUMBER, nullable=True),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["letter"], ["letter.id"], name="fk_draft_letter"),
        sa.ForeignKeyConstraint(["sent_as"], ["message.id"], name="fk_draft_sent_as"),
        sa.PrimaryKeyConstraint("letter", name="pk_draft"),
    )
    op.create_index("ix_draft_org", "draft", ["org"])
