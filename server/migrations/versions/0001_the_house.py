"""The people of the house: countries, schools, accounts, files, the audit log and the limits of live rooms."""

import sqlalchemy as sa
from alembic import op

from server.migrations import audit_triggers, seeds
from server.migrations.steps import INSTANT, one_of, row, where

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _audit_log()
    _countries()
    _file_blobs()
    _live_policies()
    _users()
    _agencies()
    _external_accounts()
    _initial_credentials()
    _login_sessions()
    _platform_roles()
    _schools()
    _staff_profiles()
    _pupil_profiles()
    _school_memberships()
    audit_triggers.create()
    seeds.plant(op.get_bind())


def downgrade() -> None:
    audit_triggers.drop()
    op.drop_table("school_memberships")
    op.drop_table("pupil_profiles")
    op.drop_table("staff_profiles")
    op.drop_table("schools")
    op.drop_table("platform_roles")
    op.drop_table("login_sessions")
    op.drop_table("initial_credentials")
    op.drop_table("external_accounts")
    op.drop_table("agencies")
    op.drop_table("users")
    op.drop_table("live_policies")
    op.drop_table("file_blobs")
    op.drop_table("countries")
    op.drop_table("audit_log")


def _audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("target_type", sa.String(32)),
        sa.Column("target_id", sa.Uuid()),
        sa.Column("space_id", sa.Uuid()),
        sa.Column("safeguarding", sa.Boolean(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_actor", "audit_log", ["actor_id", "at"])
    op.create_index("ix_audit_log_at", "audit_log", ["at"])
    op.create_index("ix_audit_log_space_id", "audit_log", ["space_id"])
    op.create_index("ix_audit_log_target", "audit_log", ["target_type", "target_id", "at"])


def _countries() -> None:
    op.create_table(
        "countries",
        sa.Column("code", sa.String(2), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("programme", sa.String(4), nullable=False),
        sa.Column("digital_consent_age", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_countries"),
        sa.CheckConstraint("length(code) = 2 AND code = upper(code)", name=op.f("ck_countries_code")),
        sa.CheckConstraint("digital_consent_age BETWEEN 13 AND 16", name=op.f("ck_countries_consent_age")),
        one_of("countries", "programme", "core plus none"),
    )


def _file_blobs() -> None:
    op.create_table(
        "file_blobs",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mime", sa.String(127), nullable=False),
        sa.Column("storage_key", sa.String(200), nullable=False),
        sa.Column("scan_state", sa.String(7), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_file_blobs"),
        sa.UniqueConstraint("storage_key", name="uq_file_blobs_storage_key"),
        one_of("file_blobs", "scan_state", "waiting clean refused"),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_file_blobs_sha256")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_file_blobs_size")),
    )
    op.create_index("ix_file_blobs_sha256", "file_blobs", ["sha256"])


def _live_policies() -> None:
    op.create_table(
        "live_policies",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("seats", sa.Integer()),
        sa.Column("lengths", sa.JSON(), nullable=False),
        sa.Column("host_early_min", sa.Integer(), nullable=False),
        sa.Column("doors_min", sa.Integer(), nullable=False),
        sa.Column("doors_with_lobby_min", sa.Integer(), nullable=False),
        sa.Column("recording", sa.String(5), nullable=False),
        sa.Column("grace_s", sa.Integer(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_live_policies"),
        sa.UniqueConstraint("kind", name="uq_live_policies_kind"),
        one_of(
            "live_policies", "kind", "twinspace_conference event_room room_session group_session learninglab_session"
        ),
        sa.CheckConstraint(
            "seats > 0 AND host_early_min >= 0 AND doors_min >= 0 AND grace_s >= 0",
            name=op.f("ck_live_policies_numbers"),
        ),
        one_of("live_policies", "recording", "off host tutor"),
    )


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("account_type", sa.String(7), nullable=False),
        sa.Column("username", sa.String(64), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("password_hash", sa.String(255)),
        sa.Column("password_changed_at", INSTANT),
        sa.Column("first_name", sa.String(80), nullable=False),
        sa.Column("last_name", sa.String(80), nullable=False),
        sa.Column("display_name", sa.String(161), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("status", sa.String(18), nullable=False),
        sa.Column("last_seen_at", INSTANT),
        sa.Column("terms_version", sa.String(16)),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("id", "account_type", name="uq_users_id_account_type"),
        one_of("users", "account_type", "staff pupil general trainee"),
        sa.CheckConstraint("account_type <> 'pupil' OR email IS NULL", name=op.f("ck_users_pupil_without_email")),
        sa.CheckConstraint("account_type <> 'staff' OR email IS NOT NULL", name=op.f("ck_users_staff_with_email")),
        one_of(
            "users",
            "status",
            "new confirmed validation_pending validated rejected suspended "
            "deactivated invited active locked dormant erased",
        ),
        sa.CheckConstraint(
            "status = 'erased' OR (account_type = 'pupil') = (status IN ('invited', 'active', 'locked', 'dormant'))",
            name=op.f("ck_users_status_of_type"),
        ),
        sa.CheckConstraint("length(username) >= 3", name=op.f("ck_users_username_length")),
    )
    op.create_index("uq_users_email", "users", [sa.text("lower(email)")], unique=True)
    op.create_index("uq_users_username", "users", [sa.text("lower(username)")], unique=True)


def _agencies() -> None:
    op.create_table(
        "agencies",
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("kind", sa.String(3), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_agencies"),
        sa.ForeignKeyConstraint(["country"], ["countries.code"], name="fk_agencies_country"),
        one_of("agencies", "kind", "NSO PSA"),
    )
    op.create_index("uq_agencies_one_open", "agencies", ["country"], unique=True, **where("is_open"))


def _external_accounts() -> None:
    op.create_table(
        "external_accounts",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_external_accounts"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_external_accounts_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("issuer", "subject", name="uq_external_accounts_issuer_subject"),
    )
    op.create_index("ix_external_accounts_user_id", "external_accounts", ["user_id"])


def _initial_credentials() -> None:
    op.create_table(
        "initial_credentials",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("secret_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_initial_credentials"),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name="fk_initial_credentials_created_by"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_initial_credentials_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("user_id", name="uq_initial_credentials_user_id"),
    )
    op.create_index("ix_initial_credentials_created_by", "initial_credentials", ["created_by"])
    op.create_index("ix_initial_credentials_expires_at", "initial_credentials", ["expires_at"])


def _login_sessions() -> None:
    op.create_table(
        "login_sessions",
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("last_seen_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT),
        sa.Column("user_agent", sa.String(400), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_login_sessions"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_login_sessions_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("token_hash", name="uq_login_sessions_token_hash"),
    )
    op.create_index("ix_login_sessions_expires_at", "login_sessions", ["expires_at"])
    op.create_index("ix_login_sessions_user_id", "login_sessions", ["user_id"])


def _platform_roles() -> None:
    op.create_table(
        "platform_roles",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(17), nullable=False),
        sa.Column("country", sa.String(2)),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_platform_roles"),
        sa.ForeignKeyConstraint(["country"], ["countries.code"], name="fk_platform_roles_country"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_platform_roles_user_id", ondelete="CASCADE"),
        sa.CheckConstraint(
            "role <> 'agency_staff' OR country IS NOT NULL", name=op.f("ck_platform_roles_agency_of_a_country")
        ),
        sa.CheckConstraint("ended_on >= since", name=op.f("ck_platform_roles_order")),
        one_of("platform_roles", "role", "ambassador mentor central_moderator agency_staff admin assessor editor"),
    )
    op.create_index("ix_platform_roles_user_id", "platform_roles", ["user_id"])
    op.create_index(
        "uq_platform_roles_open",
        "platform_roles",
        ["user_id", "role", sa.text("coalesce(country, '')")],
        unique=True,
        **where("ended_on IS NULL"),
    )


def _schools() -> None:
    op.create_table(
        "schools",
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("city", sa.String(200), nullable=False),
        sa.Column("region", sa.String(200), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("website", sa.String(200), nullable=False),
        sa.Column("state", sa.String(11), nullable=False),
        sa.Column("registered_at", INSTANT),
        sa.Column("agency_note", sa.Text(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_schools"),
        sa.ForeignKeyConstraint(["country"], ["countries.code"], name="fk_schools_country"),
        sa.UniqueConstraint("country", "name_key", "city", name="uq_schools_country_name_key_city"),
        sa.CheckConstraint(
            "state <> 'registered' OR registered_at IS NOT NULL", name=op.f("ck_schools_registered_when")
        ),
        one_of("schools", "state", "applied preselected registered suspended rejected closed"),
    )


def _staff_profiles() -> None:
    op.create_table(
        "staff_profiles",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("interests", sa.JSON(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("pupil_age_min", sa.Integer()),
        sa.Column("pupil_age_max", sa.Integer()),
        sa.Column("available_for_projects", sa.Boolean(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_staff_profiles"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_staff_profiles_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("user_id", name="uq_staff_profiles_user_id"),
        sa.CheckConstraint("pupil_age_min <= pupil_age_max", name=op.f("ck_staff_profiles_ages")),
    )


def _pupil_profiles() -> None:
    op.create_table(
        "pupil_profiles",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("avatar_key", sa.String(64)),
        sa.Column("birth_year", sa.Integer()),
        sa.Column("guardian_informed_on", sa.Date()),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_pupil_profiles"),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name="fk_pupil_profiles_created_by"),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name="fk_pupil_profiles_school_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_pupil_profiles_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("user_id", name="uq_pupil_profiles_user_id"),
        sa.CheckConstraint("birth_year BETWEEN 1950 AND 2100", name=op.f("ck_pupil_profiles_birth_year")),
        sa.CheckConstraint("user_id <> created_by", name=op.f("ck_pupil_profiles_made_by_another")),
    )
    op.create_index("ix_pupil_profiles_created_by", "pupil_profiles", ["created_by"])
    op.create_index("ix_pupil_profiles_school_id", "pupil_profiles", ["school_id"])


def _school_memberships() -> None:
    op.create_table(
        "school_memberships",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("role_at_school", sa.String(10), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_school_memberships"),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name="fk_school_memberships_school_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_school_memberships_user_id", ondelete="CASCADE"),
        sa.CheckConstraint("ended_on >= since", name=op.f("ck_school_memberships_order")),
        one_of("school_memberships", "role_at_school", "teacher head librarian counsellor other"),
    )
    op.create_index("ix_school_memberships_school_id", "school_memberships", ["school_id"])
    op.create_index("ix_school_memberships_user_id", "school_memberships", ["user_id"])
    op.create_index(
        "uq_school_memberships_open",
        "school_memberships",
        ["user_id", "school_id"],
        unique=True,
        **where("ended_on IS NULL"),
    )
    op.create_index(
        "uq_school_memberships_primary",
        "school_memberships",
        ["user_id"],
        unique=True,
        **where("is_primary AND ended_on IS NULL"),
    )
