"""The space of an event, and the one conference that is its room."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0014"
branch_labels = None
depends_on = None

KINDS = "twinspace learninglab group room"


def upgrade() -> None:
    _kinds(f"{KINDS} event")
    with op.batch_alter_table("events") as events:
        events.add_column(sa.Column("space_id", sa.Uuid()))
        events.create_foreign_key("fk_events_space_id", "spaces", ["space_id"], ["id"], ondelete="SET NULL")
        events.create_unique_constraint("uq_events_space_id", ["space_id"])
    with op.batch_alter_table("conferences") as conferences:
        conferences.add_column(sa.Column("event_id", sa.Uuid()))
        conferences.create_foreign_key("fk_conferences_event_id", "events", ["event_id"], ["id"], ondelete="CASCADE")
        conferences.create_unique_constraint("uq_conferences_event_id", ["event_id"])
        conferences.create_check_constraint(
            op.f("ck_conferences_room_of_event"), "(kind = 'event_room') = (event_id IS NOT NULL)"
        )


def downgrade() -> None:
    op.execute("DELETE FROM spaces WHERE kind = 'event'")
    with op.batch_alter_table("conferences") as conferences:
        conferences.drop_constraint(op.f("ck_conferences_room_of_event"), type_="check")
        conferences.drop_constraint("uq_conferences_event_id", type_="unique")
        conferences.drop_constraint("fk_conferences_event_id", type_="foreignkey")
        conferences.drop_column("event_id")
    with op.batch_alter_table("events") as events:
        events.drop_constraint("uq_events_space_id", type_="unique")
        events.drop_constraint("fk_events_space_id", type_="foreignkey")
        events.drop_column("space_id")
    _kinds(KINDS)


def _kinds(words: str) -> None:
    listed = ", ".join(f"'{word}'" for word in words.split())
    with op.batch_alter_table("spaces") as spaces:
        spaces.drop_constraint(op.f("ck_spaces_kind"), type_="check")
        spaces.create_check_constraint(op.f("ck_spaces_kind"), f"kind IN ({listed})")
