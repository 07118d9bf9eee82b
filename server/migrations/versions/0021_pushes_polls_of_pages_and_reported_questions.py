"""Devices that are told by push, and what is on its way to them; polls that belong to a page of a document; questions
that are reported."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, row, where

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None

TARGETS = "'message', 'person', 'conference', 'recording', 'material'"
OF_A_CASE = ("capsule_openings", "case_steps", "case_teachers", "reports")


def upgrade() -> None:
    _push_subscriptions()
    _pushes()
    _push_choices()
    with op.batch_alter_table("polls") as polls:
        polls.add_column(sa.Column("document_id", sa.Uuid()))
        polls.add_column(sa.Column("page", sa.Integer()))
        polls.create_foreign_key(
            "fk_polls_document_id", "conference_documents", ["document_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_polls_document_id", "polls", ["document_id"])
    _targets(f"{TARGETS}, 'question'")


def downgrade() -> None:
    gone = "SELECT id FROM cases WHERE target_type = 'question'"
    for table in OF_A_CASE:
        op.execute(f"DELETE FROM {table} WHERE case_id IN ({gone})")
    op.execute(f"UPDATE evidence_capsules SET case_id = NULL WHERE case_id IN ({gone})")
    op.execute("DELETE FROM cases WHERE target_type = 'question'")
    _targets(TARGETS)
    op.drop_index("ix_polls_document_id", "polls")
    with op.batch_alter_table("polls") as polls:
        polls.drop_constraint("fk_polls_document_id", type_="foreignkey")
        polls.drop_column("page")
        polls.drop_column("document_id")
    for table in ("push_choices", "pushes", "push_subscriptions"):
        op.drop_table(table)


def _push_subscriptions() -> None:
    table = "push_subscriptions"
    op.create_table(
        table,
        *row(),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("login_session_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint", sa.String(1000), nullable=False),
        sa.Column("p256dh", sa.LargeBinary(65), nullable=False),
        sa.Column("auth", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("endpoint", name=f"uq_{table}_endpoint"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{table}_user_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["login_session_id"], ["login_sessions.id"], name=f"fk_{table}_login_session_id", ondelete="CASCADE"
        ),
    )
    op.create_index(f"ix_{table}_user_id", table, ["user_id"])
    op.create_index(f"ix_{table}_login_session_id", table, ["login_session_id"])


def _pushes() -> None:
    op.create_table(
        "pushes",
        *row(),
        sa.Column("notification_id", sa.Uuid(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pushes"),
        sa.UniqueConstraint("notification_id", "subscription_id", name="uq_pushes_notification_id_subscription_id"),
        sa.ForeignKeyConstraint(
            ["notification_id"], ["notifications.id"], name="fk_pushes_notification_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["push_subscriptions.id"], name="fk_pushes_subscription_id", ondelete="CASCADE"
        ),
    )
    for column in ("subscription_id", "next_try_at", "expires_at"):
        op.create_index(f"ix_pushes_{column}", "pushes", [column])


def _push_choices() -> None:
    op.create_table(
        "push_choices",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("events", sa.Boolean(), nullable=False),
        sa.Column("conferences", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_push_choices"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_push_choices_user_id", ondelete="CASCADE"),
    )


def _targets(words: str) -> None:
    """SQLite copies the table for it, and must be told anew of the index with a condition."""
    op.drop_index("uq_cases_at_work", "cases")
    with op.batch_alter_table("cases") as cases:
        cases.drop_constraint(op.f("ck_cases_target_type"), type_="check")
        cases.create_check_constraint(op.f("ck_cases_target_type"), f"target_type IN ({words})")
    at_work = where("state IN ('open', 'triaged', 'in_work')")
    op.create_index("uq_cases_at_work", "cases", ["target_type", "target_id"], unique=True, **at_work)
