"""Recordings, who is in them, and who watched them; conferences of a TwinSpace may be recorded under rule 6.4.7."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, one_of, row

revision = "0016"
down_revision = "0017"
branch_labels = None
depends_on = None

STATES = "running processing ready published failed expired deleted"
RULES = {
    "stopped": "state = 'running' OR stopped_at IS NOT NULL",
    "ends": "state = 'running' OR expires_at IS NOT NULL",
    "published": "state <> 'published' OR published_at IS NOT NULL",
    "film": "state NOT IN ('ready', 'published') OR film_id IS NOT NULL",
    "gone": "state NOT IN ('expired', 'deleted') OR film_id IS NULL",
    "trimmed": "begin_ms >= 0 AND end_ms > begin_ms",
}


def upgrade() -> None:
    _recordings()
    _people()
    _viewings()
    op.add_column("conferences", sa.Column("recording_id", sa.Uuid()))
    _let_record("off", "host")


def downgrade() -> None:
    _let_record("host", "off")
    op.drop_column("conferences", "recording_id")
    op.drop_table("recording_viewings")
    op.drop_table("recording_people")
    op.drop_table("recordings")


def _let_record(before: str, after: str) -> None:
    # "Off" was all that could be said while nothing recorded; the rule itself is "only if 6.4.7 passes".
    policies = sa.table("live_policies", sa.column("kind", sa.String), sa.column("recording", sa.String))
    twinspace = sa.and_(policies.c.kind == "twinspace_conference", policies.c.recording == before)
    op.execute(sa.update(policies).where(twinspace).values(recording=after))


def _recordings() -> None:
    table = "recordings"
    op.create_table(
        table,
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("stopped_at", INSTANT),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("failure", sa.String(16)),
        sa.Column("film_id", sa.Uuid()),
        sa.Column("length_ms", sa.Integer(), nullable=False),
        sa.Column("begin_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer()),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", INSTANT),
        sa.Column("published_at", INSTANT),
        sa.Column("link_until", INSTANT),
        sa.Column("pin_hash", sa.String(200)),
        sa.Column("pin_set_at", INSTANT),
        sa.Column("expires_at", INSTANT),
        sa.Column("warned_at", INSTANT),
        sa.Column("octets", sa.BigInteger(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=f"fk_{table}_conference_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["film_id"], ["file_blobs.id"], name=f"fk_{table}_film_id"),
        sa.ForeignKeyConstraint(["started_by"], ["users.id"], name=f"fk_{table}_started_by"),
        one_of(table, "state", STATES),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in RULES.items()),
    )
    for column in ("conference_id", "expires_at", "film_id", "started_by"):
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index(f"ix_{table}_state", table, ["state", "expires_at"])


def _people() -> None:
    table = "recording_people"
    op.create_table(
        table,
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("agreed", sa.Boolean()),
        sa.Column("answered_at", INSTANT),
        sa.Column("written", sa.Boolean(), nullable=False),
        sa.Column("teacher_id", sa.Uuid()),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name=f"fk_{table}_recording_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["teacher_id"], ["users.id"], name=f"fk_{table}_teacher_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("recording_id", "user_id", name=f"uq_{table}_recording_id_user_id"),
    )
    for column in ("teacher_id", "user_id"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _viewings() -> None:
    table = "recording_viewings"
    op.create_table(
        table,
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name=f"fk_{table}_recording_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("recording_id", "user_id", name=f"uq_{table}_recording_id_user_id"),
    )
    op.create_index(f"ix_{table}_user_id", table, ["user_id"])
