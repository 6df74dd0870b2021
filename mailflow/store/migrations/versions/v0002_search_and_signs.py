"""What a search looks through, and the signs of life of each organisation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "searchable",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("words", postgresql.TSVECTOR().with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_searchable"),
        sa.UniqueConstraint("org", "source", "number", "part", name="uq_searchable_org_source_number_part"),
    )
    worded = sa.text("words IS NOT NULL")  # never so on SQLite: the index is empty there
    op.create_index("ix_searchable_words", "searchable", ["words"], postgresql_using="gin", sqlite_where=worded)
    op.create_table(
        "sign",
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org", "what", name="pk_sign"),
    )
