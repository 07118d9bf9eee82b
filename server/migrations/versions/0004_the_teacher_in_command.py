"""Pausing, locks, bans, class lists, attendance and network checks; who may not write in a room."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, row

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OFF = sa.false()
WAITS_FOR = "not_open no_teacher admission locked full"

NEW_IN_CONFERENCES = (
    "agenda",
    "paused",
    "locks",
    "quiet_first",
    "attended",
    "exit_well",
    "exit_partly",
    "exit_not_well",
)
NEW_IN_SEATS = (
    "sent_back",
    "unattended_until",
    "hands",
    "talk_s",
    "network",
    "network_cause",
    "captioner",
    "chat_held",
    "removed_at",
    "removed_by",
    "answered",
)


def upgrade() -> None:
    _room_silences()
    _conferences()
    _conference_seats()
    _conference_class_pupils()
    _conference_bans()
    _conference_network_checks()


def downgrade() -> None:
    op.drop_table("conference_network_checks")
    op.drop_table("conference_bans")
    op.drop_table("conference_class_pupils")
    op.execute(
        "UPDATE conference_seats SET wait_reason = 'admission' WHERE wait_reason IN ('no_school_teacher', 'sent_back')"
    )
    with op.batch_alter_table("conference_seats") as seats:
        seats.drop_index("ix_conference_seats_removed_by")
        seats.drop_constraint("fk_conference_seats_removed_by", type_="foreignkey")
        seats.drop_constraint(op.f("ck_conference_seats_network"), type_="check")
        seats.drop_constraint(op.f("ck_conference_seats_wait_reason"), type_="check")
        seats.create_check_constraint(op.f("ck_conference_seats_wait_reason"), _listed(WAITS_FOR))
        for column in NEW_IN_SEATS:
            seats.drop_column(column)
        seats.alter_column("wait_reason", type_=sa.String(10))
    for column in NEW_IN_CONFERENCES:
        op.drop_column("conferences", column)
    op.drop_table("room_silences")


def _room_silences() -> None:
    op.create_table(
        "room_silences",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("room_id", "user_id", name="pk_room_silences"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_room_silences_room_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_room_silences_user_id", ondelete="CASCADE"),
    )
    op.create_index("ix_room_silences_user_id", "room_silences", ["user_id"])


def _conferences() -> None:
    for column in (
        sa.Column("agenda", sa.Text(), nullable=False, server_default=""),
        sa.Column("paused", sa.Boolean(), nullable=False, server_default=OFF),
        sa.Column("locks", sa.JSON(), nullable=False, server_default='["screen"]'),
        sa.Column("quiet_first", sa.Boolean(), nullable=False, server_default=OFF),
        sa.Column("attended", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("exit_well", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("exit_partly", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("exit_not_well", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("conferences", column)


def _conference_seats() -> None:
    with op.batch_alter_table("conference_seats") as seats:
        # PostgreSQL would rewrite the checks that name the column in words of its own.
        seats.drop_constraint(op.f("ck_conference_seats_wait_reason"), type_="check")
        seats.drop_constraint(op.f("ck_conference_seats_waits_for_a_reason"), type_="check")
        seats.alter_column("wait_reason", type_=sa.String(17))
        for column in (
            sa.Column("sent_back", sa.Boolean(), nullable=False, server_default=OFF),
            sa.Column("unattended_until", INSTANT),
            sa.Column("hands", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("talk_s", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("network", sa.String(4), nullable=False, server_default="good"),
            sa.Column("network_cause", sa.String(16)),
            sa.Column("captioner", sa.Boolean(), nullable=False, server_default=OFF),
            sa.Column("chat_held", sa.Boolean(), nullable=False, server_default=OFF),
            sa.Column("removed_at", INSTANT),
            sa.Column("removed_by", sa.Uuid()),
            sa.Column("answered", sa.Boolean(), nullable=False, server_default=OFF),
        ):
            seats.add_column(column)
        seats.create_foreign_key("fk_conference_seats_removed_by", "users", ["removed_by"], ["id"], ondelete="SET NULL")
        seats.create_index("ix_conference_seats_removed_by", ["removed_by"])
        seats.create_check_constraint(
            op.f("ck_conference_seats_wait_reason"), _listed(f"{WAITS_FOR} no_school_teacher sent_back")
        )
        seats.create_check_constraint(
            op.f("ck_conference_seats_waits_for_a_reason"),
            "(state IN ('lobby', 'queued')) = (wait_reason IS NOT NULL)",
        )
        seats.create_check_constraint(op.f("ck_conference_seats_network"), "network IN ('good', 'weak', 'poor')")


def _listed(words: str) -> str:
    listed = ", ".join(f"'{word}'" for word in words.split())
    return f"wait_reason IN ({listed})"


def _conference_class_pupils() -> None:
    table = "conference_class_pupils"
    op.create_table(
        table,
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("teacher_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("since", INSTANT),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("hand_at", INSTANT),
        sa.Column("hands", sa.Integer(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=f"fk_{table}_conference_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["pupil_id"], ["users.id"], name=f"fk_{table}_pupil_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["teacher_id"], ["users.id"], name=f"fk_{table}_teacher_id", ondelete="CASCADE"),
        sa.UniqueConstraint("conference_id", "pupil_id", name=f"uq_{table}_conference_id_pupil_id"),
        sa.CheckConstraint("pupil_id <> teacher_id", name=op.f(f"ck_{table}_two_people")),
    )
    op.create_index(f"ix_{table}_pupil_id", table, ["pupil_id"])
    op.create_index(f"ix_{table}_teacher_id", table, ["teacher_id"])


def _conference_bans() -> None:
    op.create_table(
        "conference_bans",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("by", sa.Uuid()),
        sa.Column("at", INSTANT, nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_conference_bans"),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_conference_bans_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_conference_bans_space_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_conference_bans_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("space_id", "user_id", name="uq_conference_bans_space_id_user_id"),
    )
    op.create_index("ix_conference_bans_by", "conference_bans", ["by"])
    op.create_index("ix_conference_bans_user_id", "conference_bans", ["user_id"])


def _conference_network_checks() -> None:
    table = "conference_network_checks"
    op.create_table(
        table,
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("conference_id", sa.Uuid()),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("udp", sa.Boolean(), nullable=False),
        sa.Column("relay", sa.Boolean()),
        sa.Column("up_kbit", sa.Integer(), nullable=False),
        sa.Column("down_kbit", sa.Integer(), nullable=False),
        sa.Column("loss_permille", sa.Integer(), nullable=False),
        sa.Column("round_trip_ms", sa.Integer(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=f"fk_{table}_conference_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=f"fk_{table}_school_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=f"fk_{table}_space_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("space_id", "school_id", name=f"uq_{table}_space_id_school_id"),
    )
    for column in ("at", "conference_id", "school_id", "user_id"):
        op.create_index(f"ix_{table}_{column}", table, [column])
