"""Triggers that keep the audit log append-only (domain 7.8), whoever writes to the database.

No line changes. A line may be deleted, by whoever does the retention, when its time is over: after 24 months, or
after 5 years for safeguarding (domain 10.1). There is no other way in, not even for the program itself.
"""

from alembic import op

POSTGRESQL = (
    """
    CREATE FUNCTION audit_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.at < now() - (
            CASE WHEN OLD.safeguarding THEN interval '5 years' ELSE interval '24 months' END
        ) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'audit_log is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_log_stays BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION audit_log_stays()
    """,
    """
    CREATE TRIGGER audit_log_not_emptied BEFORE TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_stays()
    """,
)

SQLITE = (
    """
    CREATE TRIGGER audit_log_unchanged BEFORE UPDATE ON audit_log
    BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END
    """,
    """
    CREATE TRIGGER audit_log_stays BEFORE DELETE ON audit_log
    WHEN OLD.at >= datetime('now', CASE WHEN OLD.safeguarding THEN '-5 years' ELSE '-24 months' END)
    BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END
    """,
)


def create() -> None:
    """Put the triggers on a new table; with the table they go."""
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def drop() -> None:
    """Take away what does not go with the table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_log_stays() CASCADE")
