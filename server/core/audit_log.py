"""The audit log goes in time too: after 24 months, what was done for safeguarding after five years (domain 10.1)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, not_, or_, text

from server.core.models import AuditLine
from server.core.retention import rows
from server.core.site import Site

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


STORES = [rows("audit_log", AuditLine, _old)]
