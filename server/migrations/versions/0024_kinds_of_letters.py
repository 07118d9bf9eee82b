"""Letters are of a kind, and each kind is switched off by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mails") as mails:
        mails.add_column(sa.Column("kind", sa.String(6)))
        mails.create_check_constraint(op.f("ck_mails_kind"), "kind IN ('events', 'people')")
    with op.batch_alter_table("mail_choices") as choices:
        choices.alter_column("reminders", new_column_name="events")
        choices.add_column(sa.Column("people", sa.Boolean(), nullable=False, server_default=sa.true()))
    # Whoever wanted no reminders got no requests either.
    op.execute("UPDATE mail_choices SET people = events")
    with op.batch_alter_table("mail_choices") as choices:
        choices.alter_column("people", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("mail_choices") as choices:
        choices.drop_column("people")
        choices.alter_column("events", new_column_name="reminders")
    with op.batch_alter_table("mails") as mails:
        mails.drop_constraint(op.f("ck_mails_kind"), type_="check")
        mails.drop_column("kind")
