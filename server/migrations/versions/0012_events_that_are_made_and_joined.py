"""Contacts, invitations, reminders, calendar feeds and letters; what a search of events looks through."""

import unicodedata

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, row

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("events", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    op.add_column("events", sa.Column("came", sa.Integer()))
    _find_words()
    _contacts()
    _event_invitations()
    _event_reminders()
    _calendar_feeds()
    _mails()


def downgrade() -> None:
    for table in ("mail_choices", "mails", "calendar_feeds", "event_reminders", "event_invitations", "contacts"):
        op.drop_table(table)
    op.drop_column("events", "came")
    op.drop_column("events", "words")
    op.drop_column("events", "sequence")


def _find_words() -> None:
    events = sa.table("events", sa.column("id"), sa.column("title"), sa.column("summary"), sa.column("words"))
    db = op.get_bind()
    for found in db.execute(sa.select(events.c.id, events.c.title, events.c.summary)).all():
        apart = unicodedata.normalize("NFKD", f"{found.title} {found.summary}".casefold())
        letters = "".join(c if c.isalnum() else " " for c in apart if unicodedata.category(c)[0] != "M")
        db.execute(events.update().where(events.c.id == found.id).values(words=" " + " ".join(letters.split())))


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("user_low", sa.Uuid(), nullable=False),
        sa.Column("user_high", sa.Uuid(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("user_low", "user_high", name="pk_contacts"),
        sa.ForeignKeyConstraint(["user_low"], ["users.id"], name="fk_contacts_user_low", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_high"], ["users.id"], name="fk_contacts_user_high", ondelete="CASCADE"),
        sa.CheckConstraint("user_low < user_high", name=op.f("ck_contacts_order")),
    )
    op.create_index("ix_contacts_user_high", "contacts", ["user_high"])


def _event_invitations() -> None:
    table = "event_invitations"
    op.create_table(
        table,
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by", sa.Uuid()),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "user_id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=f"fk_{table}_event_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["invited_by"], ["users.id"], name=f"fk_{table}_invited_by", ondelete="SET NULL"),
    )
    op.create_index(f"ix_{table}_user_id", table, ["user_id"])
    op.create_index(f"ix_{table}_invited_by", table, ["invited_by"])


def _event_reminders() -> None:
    op.create_table(
        "event_reminders",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "kind", name="pk_event_reminders"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_event_reminders_event_id", ondelete="CASCADE"),
    )


def _calendar_feeds() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_calendar_feeds"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_calendar_feeds_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feeds_token_hash"),
    )


def _mails() -> None:
    op.create_table(
        "mails",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", INSTANT),
        sa.Column("sent_at", INSTANT),
        sa.Column("expires_at", INSTANT, nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name="pk_mails"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_mails_user_id", ondelete="CASCADE"),
    )
    for column in ("expires_at", "next_try_at", "user_id"):
        op.create_index(f"ix_mails_{column}", "mails", [column])
    op.create_table(
        "mail_choices",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_mail_choices"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_mail_choices_user_id", ondelete="CASCADE"),
    )
