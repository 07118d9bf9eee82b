"""Draft the next step: `python -m server.migrations "what it changes"` compares a fresh database with the tables."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from server import migrations


def draft(message: str) -> None:
    """Write the difference between the newest step and the tables of today as a new file in versions/."""
    number = f"{len(list(ScriptDirectory.from_config(migrations.configuration()).walk_revisions())) + 1:04}"

    def compare(connection: Connection) -> None:
        config = migrations.configuration(connection)
        command.upgrade(config, "head")
        command.revision(config, message, autogenerate=True, rev_id=number)

    with tempfile.TemporaryDirectory() as folder:
        migrations.run(f"sqlite+aiosqlite:///{Path(folder) / 'draft.db'}", compare)


if __name__ == "__main__":
    draft(" ".join(sys.argv[1:]) or "change")
