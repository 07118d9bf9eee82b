"""Rooms, what is written in them, and conferences."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, one_of, row, where

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rooms()
    _chat_messages()
    _chat_mutes()
    _chat_read_states()
    _chat_rooms()
    _conferences()
    _chat_reactions()
    _conference_seats()


def downgrade() -> None:
    op.drop_table("conference_seats")
    op.drop_table("chat_reactions")
    op.drop_table("conferences")
    op.drop_table("chat_rooms")
    op.drop_table("chat_read_states")
    op.drop_table("chat_mutes")
    op.drop_table("chat_messages")
    op.drop_table("rooms")


def _rooms() -> None:
    op.create_table(
        "rooms",
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_rooms"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_rooms_space_id", ondelete="CASCADE"),
        sa.CheckConstraint("NOT is_default OR kind = 'chatroom'", name=op.f("ck_rooms_default_is_chatroom")),
        one_of("rooms", "kind", "chatroom conference"),
        one_of("rooms", "state", "open paused read_only"),
    )
    op.create_index("ix_rooms_space_id", "rooms", ["space_id"])
    op.create_index("uq_rooms_default", "rooms", ["space_id"], unique=True, **where("is_default"))


def _chat_messages() -> None:
    op.create_table(
        "chat_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("reply_to", sa.Uuid()),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("edited_at", INSTANT),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chat_messages"),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name="fk_chat_messages_author_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_chat_messages_room_id", ondelete="CASCADE"),
        sa.UniqueConstraint("room_id", "author_id", "client_id", name="uq_chat_messages_room_id_author_id_client_id"),
        sa.UniqueConstraint("room_id", "seq", name="uq_chat_messages_room_id_seq"),
        one_of("chat_messages", "state", "visible held deleted"),
    )
    op.create_index("ix_chat_messages_author", "chat_messages", ["author_id", "created_at"])
    op.create_index("ix_chat_messages_change", "chat_messages", ["room_id", "change"])
    op.create_index("ix_chat_messages_expires", "chat_messages", ["expires_at"])


def _chat_mutes() -> None:
    op.create_table(
        "chat_mutes",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("muted_by", sa.Uuid(), nullable=False),
        sa.Column("muted_at", INSTANT, nullable=False),
        sa.Column("until", INSTANT),
        sa.PrimaryKeyConstraint("room_id", "user_id", name="pk_chat_mutes"),
        sa.ForeignKeyConstraint(["muted_by"], ["users.id"], name="fk_chat_mutes_muted_by", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_chat_mutes_room_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_chat_mutes_user_id", ondelete="CASCADE"),
    )
    op.create_index("ix_chat_mutes_muted_by", "chat_mutes", ["muted_by"])
    op.create_index("ix_chat_mutes_user_id", "chat_mutes", ["user_id"])


def _chat_read_states() -> None:
    op.create_table(
        "chat_read_states",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("room_id", "user_id", name="pk_chat_read_states"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_chat_read_states_room_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_chat_read_states_user_id", ondelete="CASCADE"),
    )
    op.create_index("ix_chat_read_states_user_id", "chat_read_states", ["user_id"])


def _chat_rooms() -> None:
    op.create_table(
        "chat_rooms",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("pupils_can_write", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.JSON()),
        sa.Column("slow_mode_s", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_change", sa.BigInteger(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("expired_change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("room_id", name="pk_chat_rooms"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_chat_rooms_room_id", ondelete="CASCADE"),
    )


def _conferences() -> None:
    op.create_table(
        "conferences",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("duration_min", sa.Integer(), nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("host_doors_at", INSTANT, nullable=False),
        sa.Column("doors_at", INSTANT, nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("grace_s", sa.Integer(), nullable=False),
        sa.Column("media", sa.String(5), nullable=False),
        sa.Column("lobby", sa.Boolean(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("opened_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("end_reason", sa.String(10)),
        sa.Column("frozen_until", INSTANT),
        sa.Column("empty_since", INSTANT),
        sa.Column("last_warning_min", sa.Integer()),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_conferences"),
        sa.ForeignKeyConstraint(["host_id"], ["users.id"], name="fk_conferences_host_id"),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_conferences_room_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name="fk_conferences_space_id", ondelete="CASCADE"),
        sa.UniqueConstraint("room_id", name="uq_conferences_room_id"),
        sa.CheckConstraint("host_doors_at <= doors_at AND doors_at <= starts_at", name=op.f("ck_conferences_doors")),
        one_of("conferences", "end_reason", "time host no_teacher empty admin"),
        sa.CheckConstraint(
            "state <> 'ended' OR (ended_at IS NOT NULL AND end_reason IS NOT NULL)",
            name=op.f("ck_conferences_ended_why"),
        ),
        one_of("conferences", "kind", "twinspace_conference event_room room_session group_session learninglab_session"),
        sa.CheckConstraint(
            "kind <> 'twinspace_conference' OR (duration_min IN (30, 60, 90) AND seats <= 25)",
            name=op.f("ck_conferences_limits"),
        ),
        one_of("conferences", "media", "audio video"),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_conferences_order")),
        sa.CheckConstraint("seats > 0", name=op.f("ck_conferences_seats")),
        one_of("conferences", "state", "scheduled open live ended cancelled expired"),
    )
    op.create_index("ix_conferences_due", "conferences", ["state", "host_doors_at"])
    op.create_index("ix_conferences_host_id", "conferences", ["host_id"])
    op.create_index("ix_conferences_space", "conferences", ["space_id", "starts_at"])


def _chat_reactions() -> None:
    op.create_table(
        "chat_reactions",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("emoji", sa.String(16), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("message_id", "user_id", "emoji", name="pk_chat_reactions"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["chat_messages.id"], name="fk_chat_reactions_message_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_chat_reactions_user_id", ondelete="CASCADE"),
    )
    op.create_index("ix_chat_reactions_user_id", "chat_reactions", ["user_id"])


def _conference_seats() -> None:
    op.create_table(
        "conference_seats",
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(9), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("wait_reason", sa.String(10)),
        sa.Column("admitted", sa.Boolean(), nullable=False),
        sa.Column("connection_id", sa.Uuid()),
        sa.Column("process_id", sa.Uuid()),
        sa.Column("peer_id", sa.Uuid()),
        sa.Column("waiting_since", INSTANT),
        sa.Column("called_until", INSTANT),
        sa.Column("joined_at", INSTANT),
        sa.Column("connected_at", INSTANT),
        sa.Column("left_at", INSTANT),
        sa.Column("grace_until", INSTANT),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("hand_at", INSTANT),
        sa.Column("microphone", sa.Boolean(), nullable=False),
        sa.Column("camera", sa.Boolean(), nullable=False),
        sa.Column("screen", sa.Boolean(), nullable=False),
        sa.Column("microphone_held", sa.Boolean(), nullable=False),
        sa.Column("camera_held", sa.Boolean(), nullable=False),
        sa.Column("screen_held", sa.Boolean(), nullable=False),
        sa.Column("removal_reason", sa.String(400)),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_conference_seats"),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name="fk_conference_seats_conference_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_conference_seats_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("conference_id", "user_id", name="uq_conference_seats_conference_id_user_id"),
        sa.CheckConstraint(
            "state NOT IN ('connected', 'grace') OR joined_at IS NOT NULL", name=op.f("ck_conference_seats_joined")
        ),
        one_of("conference_seats", "role", "host cohost presenter attendee"),
        one_of("conference_seats", "state", "lobby queued connected grace left removed"),
        one_of("conference_seats", "wait_reason", "not_open no_teacher admission locked full"),
        sa.CheckConstraint(
            "(state IN ('lobby', 'queued')) = (wait_reason IS NOT NULL)",
            name=op.f("ck_conference_seats_waits_for_a_reason"),
        ),
    )
    op.create_index("ix_conference_seats_connection", "conference_seats", ["connection_id"])
    op.create_index("ix_conference_seats_user_id", "conference_seats", ["user_id"])
