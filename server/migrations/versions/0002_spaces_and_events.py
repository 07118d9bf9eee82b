"""Spaces and their members, consents, events and who comes to them, notifications."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, one_of, row

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _consents()
    _events()
    _notifications()
    _spaces()
    _access_grants()
    _event_audience_countries()
    _event_audience_users()
    _event_cohosts()
    _event_registrations()
    _space_memberships()


def downgrade() -> None:
    op.drop_table("space_memberships")
    op.drop_table("event_registrations")
    op.drop_table("event_cohosts")
    op.drop_table("event_audience_users")
    op.drop_table("event_audience_countries")
    op.drop_table("access_grants")
    op.drop_table("spaces")
    op.drop_table("notifications")
    op.drop_table("events")
    op.drop_table("consents")


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(11), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("evidence_note", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        sa.ForeignKeyConstraint(["pupil_id"], ["users.id"], name="fk_consents_pupil_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name="fk_consents_recorded_by"),
        one_of("consents", "kind", "account photo video recording public_name"),
        sa.CheckConstraint("pupil_id <> recorded_by", name=op.f("ck_consents_recorded_by_another")),
        one_of("consents", "state", "given refused withdrawn"),
    )
    op.create_index("ix_consents_latest", "consents", ["pupil_id", "kind", "at"])
    op.create_index("ix_consents_recorded_by", "consents", ["recorded_by"])


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("form", sa.String(11), nullable=False),
        sa.Column("mode", sa.String(15), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("summary", sa.String(400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("image_id", sa.Uuid()),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("place", sa.String(200)),
        sa.Column("audience", sa.String(9), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("cancel_reason", sa.String(200)),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.ForeignKeyConstraint(["host_id"], ["users.id"], name="fk_events_host_id"),
        sa.ForeignKeyConstraint(["image_id"], ["file_blobs.id"], name="fk_events_image_id", ondelete="SET NULL"),
        one_of("events", "audience", "all contacts countries"),
        sa.CheckConstraint("state <> 'cancelled' OR cancel_reason IS NOT NULL", name=op.f("ck_events_cancelled_why")),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_events_capacity")),
        one_of("events", "form", "seminar meeting celebration"),
        one_of("events", "mode", "online onsite_face onsite_material"),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_events_order")),
        one_of("events", "state", "draft published preparing doors live ended archived cancelled"),
    )
    op.create_index("ix_events_host_id", "events", ["host_id"])
    op.create_index("ix_events_image_id", "events", ["image_id"])
    op.create_index("ix_events_when", "events", ["starts_at", "ends_at"])


def _notifications() -> None:
    op.create_table(
        "notifications",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("target_type", sa.String(32)),
        sa.Column("target_id", sa.Uuid()),
        sa.Column("action_state", sa.String(8), nullable=False),
        sa.Column("read_at", INSTANT),
        sa.Column("expires_at", INSTANT, nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_notifications_user_id", ondelete="CASCADE"),
        one_of("notifications", "action_state", "none waiting accepted rejected"),
    )
    op.create_index("ix_notifications_expires_at", "notifications", ["expires_at"])
    op.create_index("ix_notifications_of_user", "notifications", ["user_id", "read_at", "created_at"])
    op.create_index("ix_notifications_user_id", "notifications", ["user_id"])


def _spaces() -> None:
    op.create_table(
        "spaces",
        sa.Column("kind", sa.String(11), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("join_policy", sa.String(9), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("cover", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_spaces"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_spaces_owner_id"),
        sa.UniqueConstraint("slug", name="uq_spaces_slug"),
        sa.CheckConstraint("cover BETWEEN 0 AND 7", name=op.f("ck_spaces_cover_family")),
        one_of("spaces", "join_policy", "open_all etwinners invited"),
        one_of("spaces", "kind", "twinspace learninglab group room"),
        sa.CheckConstraint("slug = lower(slug) AND length(slug) >= 3", name=op.f("ck_spaces_slug_form")),
        one_of("spaces", "state", "open read_only archived"),
    )
    op.create_index("ix_spaces_owner_id", "spaces", ["owner_id"])


def _access_grants() -> None:
    op.create_table(
        "access_grants",
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Uuid()),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_access_grants"),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name="fk_access_grants_actor_id"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_access_grants_space_id", ondelete="CASCADE"),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_access_grants_order")),
    )
    op.create_index("ix_access_grants_actor_id", "access_grants", ["actor_id"])
    op.create_index("ix_access_grants_space_id", "access_grants", ["space_id"])


def _event_audience_countries() -> None:
    op.create_table(
        "event_audience_countries",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "country", name="pk_event_audience_countries"),
        sa.ForeignKeyConstraint(["country"], ["countries.code"], name="fk_event_audience_countries_country"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_event_audience_countries_event_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_event_audience_countries_country", "event_audience_countries", ["country"])


def _event_audience_users() -> None:
    op.create_table(
        "event_audience_users",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "user_id", name="pk_event_audience_users"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_event_audience_users_event_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_event_audience_users_user_id", ondelete="CASCADE"),
    )
    op.create_index("ix_event_audience_users_user_id", "event_audience_users", ["user_id"])


def _event_cohosts() -> None:
    op.create_table(
        "event_cohosts",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "user_id", name="pk_event_cohosts"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_cohosts_event_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_event_cohosts_user_id", ondelete="CASCADE"),
    )
    op.create_index("ix_event_cohosts_user_id", "event_cohosts", ["user_id"])


def _event_registrations() -> None:
    op.create_table(
        "event_registrations",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("position", sa.Integer()),
        sa.Column("invited_by", sa.Uuid()),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_event_registrations"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_event_registrations_event_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["users.id"], name="fk_event_registrations_invited_by", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_event_registrations_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("event_id", "user_id", name="uq_event_registrations_event_id_user_id"),
        sa.CheckConstraint(
            "(state = 'waiting') = (position IS NOT NULL)", name=op.f("ck_event_registrations_position_while_waiting")
        ),
        one_of("event_registrations", "state", "joined waiting left attended no_show"),
    )
    op.create_index("ix_event_registrations_invited_by", "event_registrations", ["invited_by"])
    op.create_index("ix_event_registrations_state", "event_registrations", ["event_id", "state"])
    op.create_index("ix_event_registrations_user_id", "event_registrations", ["user_id"])


def _space_memberships() -> None:
    op.create_table(
        "space_memberships",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("account_type", sa.String(7), nullable=False),
        sa.Column("role", sa.String(13), nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("responsible_teacher_id", sa.Uuid()),
        sa.Column("added_by", sa.Uuid()),
        sa.Column("last_access_at", INSTANT),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_space_memberships"),
        sa.ForeignKeyConstraint(["added_by"], ["users.id"], name="fk_space_memberships_added_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["responsible_teacher_id"], ["users.id"], name="fk_space_memberships_responsible_teacher_id"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_space_memberships_space_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["user_id", "account_type"],
            ["users.id", "users.account_type"],
            name="fk_space_memberships_user_id_account_type",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("space_id", "user_id", name="uq_space_memberships_space_id_user_id"),
        one_of("space_memberships", "account_type", "staff pupil general trainee"),
        sa.CheckConstraint(
            "account_type <> 'pupil' OR responsible_teacher_id IS NOT NULL",
            name=op.f("ck_space_memberships_pupil_has_teacher"),
        ),
        one_of(
            "space_memberships",
            "role",
            "founder cofounder teacher_admin teacher expert observer visitor pupil_admin pupil moderator member tutor",
        ),
        sa.CheckConstraint(
            "(account_type = 'pupil') = (role IN ('pupil_admin', 'pupil'))",
            name=op.f("ck_space_memberships_role_of_type"),
        ),
        one_of("space_memberships", "state", "invited active left removed"),
        sa.CheckConstraint("responsible_teacher_id <> user_id", name=op.f("ck_space_memberships_teacher_is_another")),
    )
    op.create_index("ix_space_memberships_added_by", "space_memberships", ["added_by"])
    op.create_index("ix_space_memberships_responsible_teacher_id", "space_memberships", ["responsible_teacher_id"])
    op.create_index("ix_space_memberships_user_id", "space_memberships", ["user_id"])
