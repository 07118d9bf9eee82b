"""A chapter of a recording knows its document, so that the page is shown beside the film."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recording_chapters") as chapters:
        chapters.add_column(sa.Column("document_id", sa.Uuid()))
        chapters.create_foreign_key(
            "fk_recording_chapters_document_id", "conference_documents", ["document_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_recording_chapters_document_id", "recording_chapters", ["document_id"])


def downgrade() -> None:
    op.drop_index("ix_recording_chapters_document_id", "recording_chapters")
    with op.batch_alter_table("recording_chapters") as chapters:
        chapters.drop_constraint("fk_recording_chapters_document_id", type_="foreignkey")
        chapters.drop_column("document_id")
