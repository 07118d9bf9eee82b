"""Videos on the page of an event are files too: `mp4` and `webm`."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

NAME = "ck_event_materials_file_type_of_kind"
FILES = "'doc', 'docx', 'odp', 'ods', 'odt', 'pdf', 'ppt', 'pptx', 'xls', 'xlsx'"


def upgrade() -> None:
    _allow(f"{FILES}, 'mp4', 'webm'")


def downgrade() -> None:
    op.execute("DELETE FROM event_materials WHERE file_type IN ('mp4', 'webm')")
    _allow(FILES)


def _allow(files: str) -> None:
    rule = (
        "kind = 'video_link' OR (kind = 'image' AND file_type IN ('jpg', 'png', 'webp'))"
        f" OR (kind = 'file' AND file_type IN ({files}))"
    )
    with op.batch_alter_table("event_materials") as table:
        table.drop_constraint(op.f(NAME), type_="check")
        table.create_check_constraint(op.f(NAME), rule)
