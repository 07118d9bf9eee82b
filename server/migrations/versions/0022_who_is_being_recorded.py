"""Who is being recorded at this moment, as the worker was last told: a consent that is taken back is a difference."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recording_people", sa.Column("running", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("recording_people", "running")
