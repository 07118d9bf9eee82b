"""Folders and materials of a space; messages and kept texts that link one."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, one_of, row, where

revision = "0010"
down_revision = "0012"
branch_labels = None
depends_on = None

IMAGE_TYPES = "'jpg', 'png', 'webp'"
FILE_TYPES = "'doc', 'docx', 'odp', 'ods', 'odt', 'pdf', 'ppt', 'pptx', 'xls', 'xlsx'"

RULES = {
    "kind_of_section": (
        "(section = 'images' AND kind = 'image') OR (section = 'videos' AND kind = 'video_link')"
        " OR (section = 'files' AND kind = 'file')"
    ),
    "video_has_provider": (
        "kind <> 'video_link' OR (provider IS NOT NULL AND provider_id IS NOT NULL AND url IS NOT NULL"
        " AND file_id IS NULL AND thumbnail_id IS NULL AND file_type IS NULL)"
    ),
    "others_have_file": (
        "kind = 'video_link' OR (provider IS NULL AND provider_id IS NULL AND url IS NULL"
        " AND file_id IS NOT NULL AND file_type IS NOT NULL)"
    ),
    "image_has_thumbnail": "(kind = 'image') = (thumbnail_id IS NOT NULL)",
    "file_type_of_kind": (
        f"kind = 'video_link' OR (kind = 'image' AND file_type IN ({IMAGE_TYPES}))"
        f" OR (kind = 'file' AND file_type IN ({FILE_TYPES}))"
    ),
}


def upgrade() -> None:
    _folders()
    _materials()
    # No foreign key: a message outlives what it links, and says so.
    op.add_column("chat_messages", sa.Column("material_id", sa.Uuid()))
    linked = where("material_id IS NOT NULL")
    op.create_index("ix_chat_messages_material", "chat_messages", ["material_id"], **linked)
    with op.batch_alter_table("kept_texts") as kept:
        kept.add_column(sa.Column("material_id", sa.Uuid()))
        kept.create_foreign_key("fk_kept_texts_material_id", "materials", ["material_id"], ["id"], ondelete="SET NULL")
    op.create_index("ix_kept_texts_material_id", "kept_texts", ["material_id"])


def downgrade() -> None:
    op.drop_index("ix_kept_texts_material_id", "kept_texts")
    with op.batch_alter_table("kept_texts") as kept:
        kept.drop_constraint("fk_kept_texts_material_id", type_="foreignkey")
        kept.drop_column("material_id")
    op.drop_index("ix_chat_messages_material", "chat_messages")
    op.drop_column("chat_messages", "material_id")
    op.drop_table("materials")
    op.drop_table("folders")


def _folders() -> None:
    table = "folders"
    op.create_table(
        table,
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(6), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=f"fk_{table}_created_by"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=f"fk_{table}_space_id", ondelete="CASCADE"),
        sa.UniqueConstraint("id", "section", name=f"uq_{table}_id_section"),
        sa.UniqueConstraint("space_id", "section", "name", name=f"uq_{table}_space_id_section_name"),
        one_of(table, "section", "images videos files"),
    )
    op.create_index(f"ix_{table}_created_by", table, ["created_by"])


def _materials() -> None:
    table = "materials"
    op.create_table(
        table,
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(6), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("alt_text", sa.String(300), nullable=False),
        sa.Column("file_id", sa.Uuid()),
        sa.Column("thumbnail_id", sa.Uuid()),
        sa.Column("file_type", sa.String(4)),
        sa.Column("url", sa.String(200)),
        sa.Column("provider", sa.String(11)),
        sa.Column("provider_id", sa.String(32)),
        sa.Column("licence", sa.String(13), nullable=False),
        sa.Column("shows_pupils", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("checked_public_at", INSTANT),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["file_id"], ["file_blobs.id"], name=f"fk_{table}_file_id"),
        sa.ForeignKeyConstraint(
            ["folder_id", "section"],
            ["folders.id", "folders.section"],
            name=f"fk_{table}_folder_id_section",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=f"fk_{table}_owner_id"),
        sa.ForeignKeyConstraint(["thumbnail_id"], ["file_blobs.id"], name=f"fk_{table}_thumbnail_id"),
        one_of(table, "kind", "image video_link file"),
        one_of(table, "licence", "own cc_by cc_by_sa public_domain permission"),
        one_of(table, "provider", "youtube vimeo dailymotion"),
        one_of(table, "section", "images videos files"),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in RULES.items()),
    )
    op.create_index("ix_materials_folder", table, ["folder_id", "created_at"])
    for column in ("file_id", "owner_id", "thumbnail_id"):
        op.create_index(f"ix_{table}_{column}", table, [column])
