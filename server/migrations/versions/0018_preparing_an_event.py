"""Rehearsals in the rooms of events; who changed an event or a poll last, so that two who write at once learn of it."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT

revision = "0018"
down_revision = "0021"
branch_labels = None
depends_on = None

OF_CONFERENCES = ("doors_opened_at", "rehearsed_at", "rehearsal_before", "rehearsal_since")


def upgrade() -> None:
    op.add_column("conferences", sa.Column("rehearsal_since", INSTANT))
    op.add_column("conferences", sa.Column("rehearsal_before", sa.JSON(none_as_null=True)))
    op.add_column("conferences", sa.Column("rehearsed_at", INSTANT))
    op.add_column("conferences", sa.Column("doors_opened_at", INSTANT))
    # Rooms that are open to everybody already are not emptied once more.
    op.execute("UPDATE conferences SET doors_opened_at = doors_at WHERE state NOT IN ('scheduled', 'open')")
    op.add_column("recordings", sa.Column("rehearsal", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("events", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("events", sa.Column("changed_by", sa.Uuid()))
    op.add_column("polls", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("polls", "revision")
    op.drop_column("events", "changed_by")
    op.drop_column("events", "revision")
    op.execute("DELETE FROM recordings WHERE rehearsal")
    op.drop_column("recordings", "rehearsal")
    for column in OF_CONFERENCES:
        op.drop_column("conferences", column)
