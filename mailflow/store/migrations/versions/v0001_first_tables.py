"""The first tables.

Written out in full, with plain types: what ``tables.py`` says later must not change what this revision made.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _messages()
    _cases()
    _letters()
    _rest()


def _messages() -> None:
    op.create_table(
        "message",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.Column("class", sa.Text(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("acknowledge", sa.Boolean(), nullable=False),
        sa.Column("from_address", sa.Text(), nullable=True),
        sa.Column("from_name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("references", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("duplicate_of", NUMBER, nullable=True),
        sa.Column("explain", sa.Text(), nullable=False),
        sa.Column("carried_out", sa.Boolean(), nullable=False),
        sa.Column("appeal_keywords", sa.Text(), nullable=False),
        sa.Column("failed_recipients", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("org", "sha256", name="uq_message_org_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_message_org_content_hash", "message", ["org", "content_hash"])
    op.create_index("ix_message_org_message_id", "message", ["org", "message_id"])
    op.create_index("ix_message_org_ref", "message", ["org", "ref"])
    op.create_index(
        "ix_message_waiting",
        "message",
        ["org", "received_at", "uid"],
        sqlite_where=sa.text("state = 'received'"),
        postgresql_where=sa.text("state = 'received'"),
    )
    op.create_table(
        "message_raw",
        sa.Column("message", NUMBER, autoincrement=False, nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["message.id"], name="fk_message_raw_message"),
        sa.PrimaryKeyConstraint("message", name="pk_message_raw"),
    )
    op.create_table(
        "message_text",
        sa.Column("message", NUMBER, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("new_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["message.id"], name="fk_message_text_message"),
        sa.PrimaryKeyConstraint("message", name="pk_message_text"),
    )
    op.create_table(
        "sighting",
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["message"], ["message.id"], name="fk_sighting_message"),
        sa.PrimaryKeyConstraint("org", "folder", "uidvalidity", "uid", name="pk_sighting"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sighting_message", "sighting", ["message"])


def _cases() -> None:
    op.create_table(
        "case_",
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("wake_at", sa.BigInteger(), nullable=True),
        sa.Column("next_due_at", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("org", "ref", name="pk_case_"),
    )
    op.create_index(
        "ix_case_wake_at",
        "case_",
        ["org", "wake_at"],
        sqlite_where=sa.text("wake_at IS NOT NULL"),
        postgresql_where=sa.text("wake_at IS NOT NULL"),
    )
    op.create_table(
        "event",
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("data_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("org", "n", name="pk_event"),
        sa.UniqueConstraint("org", "ref", "seq", name="uq_event_org_ref_seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chain",
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("org", name="pk_chain"),
    )
    op.create_table(
        "counter",
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("org", "year", name="pk_counter"),
    )


def _letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("committing_at", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("uncertain", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.Column("next_attempt_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("message", NUMBER, nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("once", sa.Text(), nullable=True),
        sa.Column("filed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["message"], ["message.id"], name="fk_letter_message"),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.UniqueConstraint("org", "message_id", name="uq_letter_org_message_id"),
        sa.UniqueConstraint("org", "once", name="uq_letter_org_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_letter_org_ref", "letter", ["org", "ref"])
    op.create_index(
        "ix_letter_queued",
        "letter",
        ["org", "next_attempt_at"],
        sqlite_where=sa.text("status = 'queued'"),
        postgresql_where=sa.text("status = 'queued'"),
    )
    op.create_index(
        "ix_letter_unfiled",
        "letter",
        ["org", "id"],
        sqlite_where=sa.text("audience = 'complainant' AND sent_at IS NOT NULL AND filed_at IS NULL"),
        postgresql_where=sa.text("audience = 'complainant' AND sent_at IS NOT NULL AND filed_at IS NULL"),
    )
    op.create_table(
        "letter_body",
        sa.Column("letter", NUMBER, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["letter"], ["letter.id"], name="fk_letter_body_letter"),
        sa.PrimaryKeyConstraint("letter", name="pk_letter_body"),
    )


def _rest() -> None:
    op.create_table(
        "pen",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("org", sa.Text(), nullable=False),
        sa.Column("message", NUMBER, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("likely_case", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["message"], ["message.id"], name="fk_pen_message"),
        sa.PrimaryKeyConstraint("id", name="pk_pen"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pen_message", "pen", ["message"])
    op.create_index(
        "ix_pen_open",
        "pen",
        ["org", "id"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "policy",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_policy"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
