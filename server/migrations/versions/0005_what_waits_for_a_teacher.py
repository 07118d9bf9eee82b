"""Held messages with their reasons, lists of words and hosts, cases with reports and timeline, sealed evidence."""

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT, one_of, row, where
from server.migrations.words import plant

revision = "0005"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chat_messages", sa.Column("hold", sa.JSON(none_as_null=True)))
    op.add_column("chat_messages", sa.Column("earlier", sa.JSON(none_as_null=True)))
    op.create_index("ix_chat_messages_hold", "chat_messages", ["room_id", "created_at"], **where("hold IS NOT NULL"))
    _filter_entries()
    _cases()
    _reports()
    _case_teachers()
    _case_steps()
    _evidence_capsules()
    _capsule_openings()


def downgrade() -> None:
    for table in (
        "capsule_openings",
        "evidence_capsules",
        "case_steps",
        "case_teachers",
        "reports",
        "cases",
        "filter_entries",
    ):
        op.drop_table(table)
    op.drop_index("ix_chat_messages_hold", "chat_messages")
    op.drop_column("chat_messages", "earlier")
    op.drop_column("chat_messages", "hold")


def _user(table: str, column: str, on_delete: str | None = "SET NULL") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=f"fk_{table}_{column}", ondelete=on_delete)


def _case(table: str, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=f"fk_{table}_case_id", ondelete=on_delete)


def _filter_entries() -> None:
    table = "filter_entries"
    op.create_table(
        table,
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("entry", sa.String(120), nullable=False),
        sa.Column("added_by", sa.Uuid()),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _user(table, "added_by"),
        sa.UniqueConstraint("kind", "language", "entry", name=f"uq_{table}_kind_language_entry"),
        one_of(table, "kind", "word host"),
    )
    op.create_index(f"ix_{table}_added_by", table, ["added_by"])
    plant()


def _cases() -> None:
    table = "cases"
    op.create_table(
        table,
        sa.Column("target_type", sa.String(10), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid()),
        sa.Column("subject_id", sa.Uuid()),
        sa.Column("country", sa.String(2)),
        sa.Column("level", sa.String(7), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("assigned_to", sa.Uuid()),
        sa.Column("outcome", sa.String(9)),
        sa.Column("resolved_at", INSTANT),
        sa.Column("resolved_by", sa.Uuid()),
        sa.Column("appealed_by", sa.Uuid()),
        sa.Column("closed_at", INSTANT),
        sa.Column("expires_at", INSTANT),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["space_id"], ["spaces.id"], name=f"fk_{table}_space_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["country"], ["countries.code"], name=f"fk_{table}_country"),
        *(_user(table, column) for column in ("subject_id", "assigned_to", "resolved_by", "appealed_by")),
        one_of(table, "target_type", "message person conference recording"),
        one_of(table, "level", "agency central"),
        one_of(table, "state", "open triaged in_work resolved appealed closed"),
        one_of(table, "outcome", "no_action warned removed suspended"),
        sa.CheckConstraint("(outcome IS NULL) = (resolved_at IS NULL)", name=op.f(f"ck_{table}_outcome_when_resolved")),
    )
    for column in ("space_id", "subject_id", "assigned_to", "resolved_by", "appealed_by", "expires_at"):
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index(f"ix_{table}_state", table, ["state", "urgent", "created_at"])
    op.create_index(
        "uq_cases_at_work",
        table,
        ["target_type", "target_id"],
        unique=True,
        **where("state IN ('open', 'triaged', 'in_work')"),
    )


def _reports() -> None:
    table = "reports"
    op.create_table(
        table,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(17), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _case(table),
        _user(table, "reporter_id", "CASCADE"),
        sa.UniqueConstraint("case_id", "reporter_id", name=f"uq_{table}_case_id_reporter_id"),
        one_of(
            table,
            "reason",
            "bullying hate sexual_or_violent self_harm child_data impersonation spam commercial copyright other",
        ),
    )
    op.create_index(f"ix_{table}_reporter_id", table, ["reporter_id"])


def _case_teachers() -> None:
    table = "case_teachers"
    op.create_table(
        table,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("teacher_id", sa.Uuid(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _case(table),
        _user(table, "teacher_id", "CASCADE"),
        sa.UniqueConstraint("case_id", "teacher_id", name=f"uq_{table}_case_id_teacher_id"),
    )
    op.create_index(f"ix_{table}_teacher_id", table, ["teacher_id"])


def _case_steps() -> None:
    table = "case_steps"
    op.create_table(
        table,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid()),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _case(table),
        _user(table, "author_id"),
    )
    op.create_index(f"ix_{table}_author_id", table, ["author_id"])
    op.create_index(f"ix_{table}_of_case", table, ["case_id", "created_at"])


def _evidence_capsules() -> None:
    table = "evidence_capsules"
    op.create_table(
        table,
        sa.Column("case_id", sa.Uuid()),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", INSTANT, nullable=False),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _case(table, "SET NULL"),
        sa.UniqueConstraint("position", name=f"uq_{table}_position"),
    )
    op.create_index(f"ix_{table}_case_id", table, ["case_id"])


def _capsule_openings() -> None:
    table = "capsule_openings"
    op.create_table(
        table,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("agreed_by", sa.Uuid()),
        sa.Column("open_until", INSTANT),
        *row(),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        _case(table),
        _user(table, "asked_by", None),
        _user(table, "agreed_by"),
    )
    for column in ("case_id", "asked_by", "agreed_by"):
        op.create_index(f"ix_{table}_{column}", table, [column])
