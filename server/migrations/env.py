"""What alembic runs for every command; `server.migrations` gives it the connection."""

from alembic import context

from server.migrations.tables import ignored, metadata, rendered

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    # SQLite cannot alter a constraint: alembic copies the table instead.
    render_as_batch=True,
    include_object=ignored,
    render_item=rendered,
    user_module_prefix="sa.",
)
context.run_migrations()
