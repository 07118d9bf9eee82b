"""What alembic runs for every command; `server.migrations` gives it the connection."""

from alembic import context

from server.migrations.tables import metadata, named, rendered

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    # SQLite cannot alter a constraint: alembic copies the table instead.
    render_as_batch=True,
    render_item=rendered,
    include_name=named,
)
context.run_migrations()
