"""The audit log goes in time too: after 24 months, what was done for safeguarding after five years (domain 10.1)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, not_, or_, select, text

from server.core.models import AuditLine
from server.core.retention import Store
from server.core.site import Site

ROWS = 500
"""Between two commits, so that writers do not wait long."""
KEPT = "24 months"
KEPT_FOR_SAFEGUARDING = "5 years"


def _old(site: Site) -> ColumnElement[bool]:
    """Whether the triggers of the table let a line go: by the database's own clock, which nobody sets from here."""

    def before(span: str) -> ColumnElement[bool]:
        ago: ColumnElement[datetime] = (
            func.datetime("now", f"-{span}") if site.database.is_sqlite else func.now() - text(f"interval '{span}'")
        )
        return AuditLine.at < ago

    return or_(and_(not_(AuditLine.safeguarding), before(KEPT)), before(KEPT_FOR_SAFEGUARDING))


async def _overdue(site: Site) -> int:
    async with site.database.read() as db:
        return await db.scalar(select(func.count()).select_from(AuditLine).where(_old(site))) or 0


async def _purge(site: Site) -> int:
    total = 0
    while True:
        some = select(AuditLine.id).where(_old(site)).order_by(AuditLine.at).limit(ROWS)
        gone = delete(AuditLine).where(AuditLine.id.in_(some)).returning(AuditLine.id)
        async with site.database.write() as db:
            found = (await db.scalars(gone.execution_options(synchronize_session=False))).all()
        total += len(found)
        if len(found) < ROWS:
            return total


STORES = [Store("audit_log", _overdue, _purge)]
