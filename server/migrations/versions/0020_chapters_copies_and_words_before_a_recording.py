"""Chapters and copies of recordings, who is left out of them and which are hidden; what is said of being recorded
before one goes in."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, one_of, row

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recordings", sa.Column("hidden_at", INSTANT))
    op.add_column("recording_people", sa.Column("left_out", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("conferences", sa.Column("announced", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("conferences", sa.Column("slides_title", sa.String(200)))
    op.add_column("conference_seats", sa.Column("record_me", sa.Boolean()))
    _chapters()
    _copies()


def downgrade() -> None:
    op.drop_table("recording_copies")
    op.drop_table("recording_chapters")
    op.drop_column("conference_seats", "record_me")
    op.drop_column("conferences", "slides_title")
    op.drop_column("conferences", "announced")
    op.drop_column("recording_people", "left_out")
    op.drop_column("recordings", "hidden_at")


def _of_recording(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_recording_id"
    return sa.ForeignKeyConstraint(["recording_id"], ["recordings.id"], name=name, ondelete="CASCADE")


def _chapters() -> None:
    table = "recording_chapters"
    op.create_table(
        table,
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(5), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer()),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _of_recording(table),
        one_of(table, "kind", "slide poll"),
    )
    op.create_index("ix_recording_chapters_recording", table, ["recording_id", "at_ms"])


def _copies() -> None:
    table = "recording_copies"
    op.create_table(
        table,
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(6), nullable=False),
        sa.Column("file_id", sa.Uuid()),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", INSTANT),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _of_recording(table),
        sa.ForeignKeyConstraint(["file_id"], ["file_blobs.id"], name=f"fk_{table}_file_id"),
        sa.UniqueConstraint("recording_id", name=f"uq_{table}_recording_id"),
        sa.CheckConstraint("(state = 'ready') = (file_id IS NOT NULL)", name=op.f(f"ck_{table}_file")),
        one_of(table, "state", "asked ready failed"),
    )
    op.create_index(f"ix_{table}_file_id", table, ["file_id"])
