"""Until when an account is suspended. Those that were suspended for ever end thirty days after their decision."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from server.migrations.steps import INSTANT

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

CASES = sa.table(
    "cases",
    sa.column("id", sa.Uuid()),
    sa.column("outcome", sa.String()),
    sa.column("resolved_at", INSTANT),
    sa.column("suspended_until", INSTANT),
)


def upgrade() -> None:
    op.add_column("cases", sa.Column("suspended_until", INSTANT))
    db = op.get_bind()
    running = sa.select(CASES.c.id, CASES.c.resolved_at).where(CASES.c.outcome == "suspended")
    for case, decided in db.execute(running).all():
        until = decided + timedelta(days=30)
        db.execute(CASES.update().where(CASES.c.id == case).values(suspended_until=until))


def downgrade() -> None:
    op.drop_column("cases", "suspended_until")
