"""Documents of conferences, the pictures of their pages, lines drawn over them, and what is on stage."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, one_of, row

revision = "0014"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conferences", sa.Column("slides_document", sa.Uuid()))
    op.add_column("conferences", sa.Column("slides_page", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("conferences", sa.Column("slides_drawings", sa.Integer(), nullable=False, server_default="0"))
    _documents()
    _pages()
    _strokes()


def downgrade() -> None:
    for table in ("conference_document_strokes", "conference_document_pages", "conference_documents"):
        op.drop_table(table)
    for column in ("slides_drawings", "slides_page", "slides_document"):
        op.drop_column("conferences", column)


def _documents() -> None:
    table = "conference_documents"
    op.create_table(
        table,
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("pages_done", sa.Integer(), nullable=False),
        sa.Column("pages_all", sa.Integer()),
        sa.Column("problem", sa.String(32)),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.Uuid()),
        sa.Column("taken_until", INSTANT),
        sa.Column("original_id", sa.Uuid()),
        sa.Column("downloadable", sa.Boolean(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=f"fk_{table}_conference_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["original_id"], ["file_blobs.id"], name=f"fk_{table}_original_id"),
        sa.ForeignKeyConstraint(["uploaded_by"], ["users.id"], name=f"fk_{table}_uploaded_by"),
        sa.CheckConstraint(
            "pages_done >= 0 AND (pages_all IS NULL OR pages_done <= pages_all)", name=op.f(f"ck_{table}_pages")
        ),
        sa.CheckConstraint("(state = 'failed') = (problem IS NOT NULL)", name=op.f(f"ck_{table}_failed_why")),
        sa.CheckConstraint(
            "(state = 'converting') = (taken_until IS NOT NULL AND taken_by IS NOT NULL)",
            name=op.f(f"ck_{table}_taken"),
        ),
        one_of(table, "kind", "pdf pptx docx xlsx odp png jpg"),
        one_of(table, "state", "waiting converting ready failed"),
    )
    op.create_index(f"ix_{table}_conference", table, ["conference_id", "position"])
    op.create_index(f"ix_{table}_due", table, ["state", "taken_until"])
    for column in ("original_id", "uploaded_by"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _pages() -> None:
    table = "conference_document_pages"
    op.create_table(
        table,
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=False),
        sa.Column("thumbnail_id", sa.Uuid(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["conference_documents.id"], name=f"fk_{table}_document_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["image_id"], ["file_blobs.id"], name=f"fk_{table}_image_id"),
        sa.ForeignKeyConstraint(["thumbnail_id"], ["file_blobs.id"], name=f"fk_{table}_thumbnail_id"),
        sa.UniqueConstraint("document_id", "number", name=f"uq_{table}_document_id_number"),
        sa.CheckConstraint("number > 0 AND width > 0 AND height > 0", name=op.f(f"ck_{table}_sizes")),
    )
    for column in ("image_id", "thumbnail_id"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _strokes() -> None:
    table = "conference_document_strokes"
    op.create_table(
        table,
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("colour", sa.String(6), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["page_id"], ["conference_document_pages.id"], name=f"fk_{table}_page_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id", ondelete="CASCADE"),
    )
    op.create_index(f"ix_{table}_page", table, ["page_id"])
    op.create_index(f"ix_{table}_user_id", table, ["user_id"])
