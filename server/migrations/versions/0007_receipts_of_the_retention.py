"""Signed receipts of what the retention deleted."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT

revision = "0007"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention_receipts",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=False),
        sa.Column("deleted", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_retention_receipts"),
    )


def downgrade() -> None:
    op.drop_table("retention_receipts")
