"""Polls and questions of conferences."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, one_of, row, where

revision = "0015"
down_revision = "0010"
branch_labels = None
depends_on = None

COUNTS = ("questions_asked", "questions_answered")


def upgrade() -> None:
    for column in COUNTS:
        op.add_column("conferences", sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
    _polls()
    _poll_options()
    _poll_voters()
    _poll_votes()
    _questions()


def downgrade() -> None:
    for table in ("question_votes", "questions", "poll_votes", "poll_voters", "poll_options", "polls"):
        op.drop_table(table)
    for column in COUNTS:
        op.drop_column("conferences", column)


def _polls() -> None:
    table = "polls"
    op.create_table(
        table,
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(300), nullable=False),
        sa.Column("multiple", sa.Boolean(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(6), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("opened_at", INSTANT),
        sa.Column("closed_at", INSTANT),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=f"fk_{table}_conference_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=f"fk_{table}_created_by"),
        one_of(table, "state", "draft open closed shown"),
        sa.CheckConstraint("(state = 'draft') = (opened_at IS NULL)", name=op.f(f"ck_{table}_opened")),
        sa.CheckConstraint("(state IN ('draft', 'open')) = (closed_at IS NULL)", name=op.f(f"ck_{table}_closed")),
    )
    op.create_index("ix_polls_conference", table, ["conference_id", "position"])
    op.create_index("ix_polls_created_by", table, ["created_by"])


def _poll_options() -> None:
    table = "poll_options"
    op.create_table(
        table,
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(120), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=f"fk_{table}_poll_id", ondelete="CASCADE"),
        sa.UniqueConstraint("poll_id", "position", name=f"uq_{table}_poll_id_position"),
    )


def _poll_voters() -> None:
    table = "poll_voters"
    op.create_table(
        table,
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("poll_id", "user_id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=f"fk_{table}_poll_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id", ondelete="CASCADE"),
    )
    op.create_index(f"ix_{table}_user_id", table, ["user_id"])


def _poll_votes() -> None:
    table = "poll_votes"
    op.create_table(
        table,
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("option_id", sa.Uuid(), nullable=False),
        sa.Column("single", sa.Boolean(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["option_id"], ["poll_options.id"], name=f"fk_{table}_option_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=f"fk_{table}_poll_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("poll_id", "user_id", "option_id", name=f"uq_{table}_poll_id_user_id_option_id"),
    )
    op.create_index("uq_poll_votes_single", table, ["poll_id", "user_id"], unique=True, **where("single"))
    for column in ("option_id", "user_id"):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _questions() -> None:
    table = "questions"
    op.create_table(
        table,
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conferences.id"], name=f"fk_{table}_conference_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id", ondelete="CASCADE"),
        one_of(table, "state", "asked answering answered dismissed"),
    )
    op.create_index("ix_questions_conference", table, ["conference_id", "asked_at"])
    op.create_index("ix_questions_user_id", table, ["user_id"])
    op.create_table(
        "question_votes",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("question_id", "user_id", name="pk_question_votes"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name="fk_question_votes_question_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_question_votes_user_id", ondelete="CASCADE"),
    )
    op.create_index("ix_question_votes_user_id", "question_votes", ["user_id"])
