"""Texts kept from the chatroom, and the reminders that something leaves soon."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, row

revision = "0009"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = "kept_texts"
    op.create_table(
        table,
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid()),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("kept_by", sa.Uuid(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=f"fk_{table}_author_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["kept_by"], ["users.id"], name=f"fk_{table}_kept_by"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=f"fk_{table}_space_id", ondelete="CASCADE"),
        sa.UniqueConstraint("space_id", "message_id", name=f"uq_{table}_space_id_message_id"),
    )
    op.create_index(f"ix_{table}_author_id", table, ["author_id"])
    op.create_index(f"ix_{table}_kept_by", table, ["kept_by"])
    op.create_table(
        "purge_notices",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.PrimaryKeyConstraint("room_id", "month", name="pk_purge_notices"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_purge_notices_room_id", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("purge_notices")
    op.drop_table("kept_texts")
