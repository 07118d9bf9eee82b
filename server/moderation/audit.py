"""Who saw and did what, as a page and as a table that leaves the house: without a word of what was written (domain 7.8,
T23)."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from server.core import clock
from server.core.database import UtcDateTime
from server.core.errors import UserError, not_found
from server.core.exporting import safe_cell
from server.core.http import Caller
from server.core.models import AuditLine, Space, User
from server.core.permissions import Facts, Right, may
from server.core.site import Site
from server.moderation import wire

PAGE = 50
LINES_AT_ONCE = 2_000
"""Of an export: it may be of any length, and no more than these are in memory."""
HEAD = ("at", "actor_id", "actor", "action", "target_type", "target_id", "space_id", "safeguarding", "data")


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """The query of the page."""

    before: UUID | None = None
    safeguarding: bool = False
    action: Annotated[str, msgspec.Meta(max_length=64)] = ""
    """With what the names of actions begin: `chat`, `conference.ban`."""


async def listed(caller: Caller, query: dict[str, str]) -> wire.AuditPage:
    """The newest lines that the reader may read, some at a time; that somebody began to read them is a line too."""
    try:
        wanted = msgspec.convert(query, Wanted, strict=False)
    except msgspec.ValidationError as error:
        raise UserError("bad_query", f"We do not understand this question: {error}"[:300], status=422) from None
    whose = () if _all(caller) else (AuditLine.actor_id == caller.identity.user,)
    lines = select(AuditLine).where(*whose, AuditLine.action.startswith(wanted.action, autoescape=True))
    if wanted.safeguarding:
        lines = lines.where(AuditLine.safeguarding)
    lines = lines.order_by(AuditLine.at.desc(), AuditLine.id.desc()).limit(PAGE + 1)
    async with caller.site.database.write() as db:
        if wanted.before is None:
            db.add(AuditLine(actor_id=caller.identity.user, action="audit.read"))
        else:
            edge = await db.get(AuditLine, wanted.before)
            if edge is None:
                raise not_found("line")
            at = literal(edge.at, UtcDateTime()), literal(edge.id)
            lines = lines.where(tuple_(AuditLine.at, AuditLine.id) < tuple_(*at))
        with db.no_autoflush:
            found = (await db.scalars(lines)).all()
            names, titles = await _named(db, found[:PAGE])
    return wire.AuditPage(
        lines=[_line(one, names, titles) for one in found[:PAGE]], older=len(found) > PAGE, everybody=_all(caller)
    )


async def _named(db: AsyncSession, lines: Sequence[AuditLine]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Who and where, of those that are still there."""
    people = {user for line in lines for user in (line.actor_id, _about(line)) if user}
    users = select(User.id, User.display_name).where(User.id.in_(people))
    spaces = select(Space.id, Space.title).where(Space.id.in_({line.space_id for line in lines if line.space_id}))
    return dict((await db.execute(users)).all()), dict((await db.execute(spaces)).all())


def _line(line: AuditLine, names: dict[UUID, str], titles: dict[UUID, str]) -> wire.AuditLine:
    about = _about(line)
    return wire.AuditLine(
        id=line.id,
        at=line.at,
        action=line.action,
        by=names.get(line.actor_id) if line.actor_id else None,
        target=line.target_type,
        about=names.get(about) if about else None,
        space_title=titles.get(line.space_id) if line.space_id else None,
        safeguarding=line.safeguarding,
        data={key: str(value) for key, value in line.data.items() if value not in (None, "")},
    )


def _about(line: AuditLine) -> UUID | None:
    """Whom it is about: the target, or who wrote or shared it."""
    if line.target_type == "user":
        return line.target_id
    said = line.data.get("author") or line.data.get("owner")
    return UUID(said) if said else None


def _all(caller: Caller) -> bool:
    return may(caller.here, Right.SETTINGS, Facts(own=False))


async def exported(caller: Caller, since: str | None, until: str | None) -> AsyncIterator[str]:
    """All lines for administrators, one's own for an agency, in parts, to the last; that they were exported is a line
    too."""
    begin = _instant(since) or clock.now() - timedelta(days=31)
    end = _instant(until) or clock.now()
    asked = [AuditLine.at >= begin, AuditLine.at < end]
    if not _all(caller):
        asked.append(AuditLine.actor_id == caller.identity.user)
    async with caller.site.database.write() as db:
        number = await db.scalar(select(func.count()).select_from(AuditLine).where(*asked))
        db.add(AuditLine(actor_id=caller.identity.user, action="audit.export", data={"lines": number}))
    query = (
        select(AuditLine, User.username)
        .outerjoin(User, User.id == AuditLine.actor_id)
        .where(*asked)
        .order_by(AuditLine.at, AuditLine.id)
        .limit(LINES_AT_ONCE)
    )
    return _parts(caller.site, query)


async def _parts(site: Site, query: Select[AuditLine, str]) -> AsyncIterator[str]:
    """The head, then the oldest lines, then those after them, until there are no more."""
    yield _table([HEAD])
    after = query
    while True:
        async with site.database.read() as db:
            rows = (await db.execute(after)).all()
        if rows:
            yield _table(_cells(line, actor) for line, actor in rows)
        if len(rows) < LINES_AT_ONCE:
            return
        last: AuditLine = rows[-1][0]
        at = literal(last.at, UtcDateTime()), literal(last.id)
        after = query.where(tuple_(AuditLine.at, AuditLine.id) > tuple_(*at))


def _cells(line: AuditLine, actor: str | None) -> Sequence[str]:
    data = msgspec.json.encode(line.data).decode()
    cells = (line.at.isoformat(), line.actor_id, actor, line.action, line.target_type, line.target_id)
    return [safe_cell(cell) for cell in (*cells, line.space_id, line.safeguarding, data)]


def _table(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
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
