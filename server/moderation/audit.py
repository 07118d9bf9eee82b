"""Who saw and did what, as a table that leaves the house: without a word of what was written (domain 7.8, T23)."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import select

from server.core import clock
from server.core.errors import UserError
from server.core.exporting import safe_cell
from server.core.http import Caller
from server.core.models import AuditLine, User
from server.core.permissions import Facts, Right, may

MOST_LINES = 50_000
HEAD = ("at", "actor_id", "actor", "action", "target_type", "target_id", "space_id", "safeguarding", "data")


async def exported(caller: Caller, since: str | None, until: str | None) -> str:
    """All lines for administrators, one's own for an agency; that it was exported is a line too."""
    begin = _instant(since) or clock.now() - timedelta(days=31)
    end = _instant(until) or clock.now()
    query = (
        select(AuditLine, User.username)
        .outerjoin(User, User.id == AuditLine.actor_id)
        .where(AuditLine.at >= begin, AuditLine.at < end)
        .order_by(AuditLine.at, AuditLine.id)
        .limit(MOST_LINES)
    )
    if not may(caller.here, Right.SETTINGS, Facts(own=False)):
        query = query.where(AuditLine.actor_id == caller.identity.user)
    async with caller.site.database.write() as db:
        rows = (await db.execute(query)).all()
        db.add(AuditLine(actor_id=caller.identity.user, action="audit.export", data={"lines": len(rows)}))
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEAD)
    for line, actor in rows:
        data = msgspec.json.encode(line.data).decode()
        cells = (line.at.isoformat(), line.actor_id, actor, line.action, line.target_type, line.target_id)
        table.writerow(safe_cell(cell) for cell in (*cells, line.space_id, line.safeguarding, data))
    return out.getvalue()


def _instant(said: str | None) -> datetime | None:
    if said is None:
        return None
    try:
        instant = datetime.fromisoformat(said)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise UserError("bad_instant", "This is no instant with a zone.", status=422)
    return instant
