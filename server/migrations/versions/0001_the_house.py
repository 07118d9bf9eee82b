"""the house"""

from alembic import op

from server.migrations import seeds
from server.migrations.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())
    seeds.plant(op.get_bind())


def downgrade() -> None:
    metadata.drop_all(op.get_bind())
