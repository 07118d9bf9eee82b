"""What pupils are told about a message, and since when pupils are alone in a chatroom."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, one_of, row

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = "chat_warnings"
    op.create_table(
        table,
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("given_by", sa.Uuid()),
        sa.Column("phrase", sa.String(17), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("understood_at", INSTANT),
        sa.Column("expires_at", INSTANT, nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=f"fk_{table}_room_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["pupil_id"], ["users.id"], name=f"fk_{table}_pupil_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["given_by"], ["users.id"], name=f"fk_{table}_given_by", ondelete="SET NULL"),
        sa.UniqueConstraint("message_id", name=f"uq_{table}_message_id"),
        one_of(table, "phrase", "kinder_words leave_out_contact no_names keep_to_the_topic own_words"),
    )
    for column in ("room_id", "pupil_id", "given_by", "expires_at"):
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_table(
        "rooms_alone",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("rung_at", INSTANT),
        sa.PrimaryKeyConstraint("room_id", name="pk_rooms_alone"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_rooms_alone_room_id", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("rooms_alone")
    op.drop_table("chat_warnings")
