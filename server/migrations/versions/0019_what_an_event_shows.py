"""The picture of an event and what its hosts put on its page; asking somebody to be a contact."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, one_of, row, where

revision = "0019"
down_revision = "0016"
branch_labels = None
depends_on = None

IMAGES = "'jpg', 'png', 'webp'"
FILES = "'doc', 'docx', 'odp', 'ods', 'odt', 'pdf', 'ppt', 'pptx', 'xls', 'xlsx'"
RULES = {
    "video_has_provider": "kind <> 'video_link' OR (provider IS NOT NULL AND provider_id IS NOT NULL"
    " AND url IS NOT NULL AND file_id IS NULL AND thumbnail_id IS NULL AND file_type IS NULL)",
    "others_have_file": "kind = 'video_link' OR (provider IS NULL AND provider_id IS NULL AND url IS NULL"
    " AND file_id IS NOT NULL AND file_type IS NOT NULL)",
    "image_has_thumbnail": "(kind = 'image') = (thumbnail_id IS NOT NULL)",
    "file_type_of_kind": f"kind = 'video_link' OR (kind = 'image' AND file_type IN ({IMAGES}))"
    f" OR (kind = 'file' AND file_type IN ({FILES}))",
}


def upgrade() -> None:
    with op.batch_alter_table("events") as events:
        events.add_column(sa.Column("thumbnail_id", sa.Uuid()))
        events.add_column(sa.Column("image_type", sa.String(4)))
        events.add_column(sa.Column("image_alt", sa.String(300), nullable=False, server_default=""))
        events.create_foreign_key("fk_events_thumbnail_id", "file_blobs", ["thumbnail_id"], ["id"], ondelete="SET NULL")
    op.create_index("ix_events_thumbnail_id", "events", ["thumbnail_id"])
    _event_materials()
    _contact_requests()


def downgrade() -> None:
    op.drop_table("contact_requests")
    op.drop_table("event_materials")
    op.drop_index("ix_events_thumbnail_id", "events")
    with op.batch_alter_table("events") as events:
        events.drop_constraint("fk_events_thumbnail_id", type_="foreignkey")
        events.drop_column("image_alt")
        events.drop_column("image_type")
        events.drop_column("thumbnail_id")


def _event_materials() -> None:
    table = "event_materials"
    op.create_table(
        table,
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("alt_text", sa.String(300), nullable=False),
        sa.Column("file_id", sa.Uuid()),
        sa.Column("thumbnail_id", sa.Uuid()),
        sa.Column("file_type", sa.String(4)),
        sa.Column("url", sa.String(200)),
        sa.Column("provider", sa.String(11)),
        sa.Column("provider_id", sa.String(32)),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=f"fk_{table}_event_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["file_id"], ["file_blobs.id"], name=f"fk_{table}_file_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=f"fk_{table}_owner_id"),
        sa.ForeignKeyConstraint(["thumbnail_id"], ["file_blobs.id"], name=f"fk_{table}_thumbnail_id"),
        one_of(table, "kind", "image video_link file"),
        one_of(table, "provider", "youtube vimeo dailymotion"),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in RULES.items()),
    )
    op.create_index(f"ix_{table}_order", table, ["event_id", "position"])
    for column in ("file_id", "owner_id", "thumbnail_id"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _contact_requests() -> None:
    table = "contact_requests"
    op.create_table(
        table,
        sa.Column("user_low", sa.Uuid(), nullable=False),
        sa.Column("user_high", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("message", sa.String(300), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("decided_at", INSTANT),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["user_low"], ["users.id"], name=f"fk_{table}_user_low", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_high"], ["users.id"], name=f"fk_{table}_user_high", ondelete="CASCADE"),
        one_of(table, "state", "pending accepted rejected withdrawn"),
        sa.CheckConstraint("user_low < user_high", name=op.f(f"ck_{table}_order")),
        sa.CheckConstraint("asked_by = user_low OR asked_by = user_high", name=op.f(f"ck_{table}_asked_by_one")),
        sa.CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name=op.f(f"ck_{table}_decided")),
    )
    op.create_index(f"ix_{table}_pending", table, ["user_low", "user_high"], unique=True, **where("state = 'pending'"))
    op.create_index(f"ix_{table}_user_high", table, ["user_high"])
