"""How often an organisation's mailbox was taken: who was overtaken is known by an old number."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chain", sa.Column("epoch", sa.BigInteger(), nullable=False, server_default="0"))
