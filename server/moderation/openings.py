"""Opening sealed evidence: one asks and says why, another agrees, both may read for an hour, all is written down."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response, StreamingResponse

from server.core import clock
from server.core.errors import UserError, not_found
from server.core.giving import HEADERS
from server.core.http import Caller
from server.core.models import AuditLine, User
from server.moderation import copies, evidence, wire
from server.moderation.models import Capsule, CapsuleOpening, Case, CaseStep

SHORTEST_REASON = 8
"""Letters and signs, blanks not counted."""
BYTES = {**HEADERS, "cache-control": "no-store"}
"""Shown to those two, and kept by no browser."""


def check_reason(said: str) -> None:
    """Somebody reads it later: blanks are none."""
    if len("".join(said.split())) < SHORTEST_REASON:
        raise UserError("reason_short", "Say why, in a few words.", status=422)


async def parts_of(db: AsyncSession, case_id: UUID) -> int:
    """How many sealed parts there are."""
    query = select(func.count()).select_from(Capsule).where(Capsule.case_id == case_id, Capsule.content.is_not(None))
    return await db.scalar(query) or 0


async def openings_of(db: AsyncSession, caller: Caller, case: Case) -> list[wire.Opening]:
    """Who asked, who agreed."""
    rows = (
        await db.scalars(
            select(CapsuleOpening).where(CapsuleOpening.case_id == case.id).order_by(CapsuleOpening.created_at)
        )
    ).all()
    users = {one.asked_by for one in rows} | {one.agreed_by for one in rows if one.agreed_by}
    names = dict((await db.execute(select(User.id, User.display_name).where(User.id.in_(users)))).all())
    return [
        wire.Opening(
            id=one.id,
            asked_by=names.get(one.asked_by, ""),
            why=one.why,
            asked_at=one.created_at,
            agreed_by=names.get(one.agreed_by) if one.agreed_by else None,
            open_until=one.open_until,
            may_agree=one.agreed_by is None and one.asked_by != caller.identity.user,
        )
        for one in rows
    ]


async def ask(caller: Caller, case: Case, body: wire.AskToOpen) -> None:
    """Say why it should be opened."""
    async with caller.site.database.write() as db:
        if not await parts_of(db, case.id):
            raise UserError("no_evidence", "There is no sealed evidence in this case.")
        waiting = select(CapsuleOpening.id).where(CapsuleOpening.case_id == case.id, CapsuleOpening.agreed_by.is_(None))
        if await db.scalar(waiting) is not None:
            raise UserError("asked_already", "Somebody has asked already; another person has to agree.")
        check_reason(body.why)
        db.add(CapsuleOpening(case_id=case.id, asked_by=caller.identity.user, why=body.why.strip()))
        _note(db, caller, case, "evidence_asked")


async def agree(caller: Caller, case: Case, opening_id: UUID) -> None:
    """A second, different person: from now on both may read for an hour."""
    async with caller.site.database.write() as db:
        opening = await db.get(CapsuleOpening, opening_id, with_for_update=True)
        if opening is None or opening.case_id != case.id:
            raise not_found("opening")
        if opening.asked_by == caller.identity.user:
            raise UserError("second_person", "Another person has to agree.", status=403)
        if opening.agreed_by is not None:
            raise UserError("agreed_already", "Somebody has agreed already.")
        opening.agreed_by, opening.open_until = caller.identity.user, clock.now() + evidence.OPEN_FOR
        await evidence.seal(caller.site, db, await db.get_one(Case, case.id, with_for_update=True))
        _note(db, caller, case, "evidence_agreed")


async def read(caller: Caller, case: Case) -> wire.Evidence:
    """Only those two, only now; each look is in the timeline and in the audit log."""
    async with caller.site.database.write() as db:
        until = await _open_until(db, caller, case)
        parts = await evidence.read(caller.site, db, case.id)
        _note(db, caller, case, "evidence_read")
    return wire.Evidence(target=case.target_id, open_until=until, parts=parts)


async def read_file(caller: Caller, case: Case, capsule: UUID) -> Response:
    """What a reported material showed, under the same conditions; a line of the audit log, too."""
    async with caller.site.database.write() as db:
        await _open_until(db, caller, case)
        parts = await evidence.read(caller.site, db, case.id)
        found = next((part.material for part in parts if part.file == capsule), None)
        if found is None or found.mime is None:
            raise not_found("file")
        db.add(_line(caller, case, "evidence_read"))
    content = await copies.bytes_of(caller.site, case, capsule, found)
    disposition = "inline" if found.kind == "image" else f'attachment; filename="{capsule}"'
    return StreamingResponse(content, media_type=found.mime, headers={**BYTES, "content-disposition": disposition})


async def _open_until(db: AsyncSession, caller: Caller, case: Case) -> datetime:
    user = caller.identity.user
    until = await db.scalar(
        select(func.max(CapsuleOpening.open_until)).where(
            CapsuleOpening.case_id == case.id,
            CapsuleOpening.open_until > clock.now(),
            (CapsuleOpening.asked_by == user) | (CapsuleOpening.agreed_by == user),
        )
    )
    if until is None:
        raise UserError("sealed", "The evidence is sealed. One asks, another agrees.", status=403)
    return until


def _note(db: AsyncSession, caller: Caller, case: Case, kind: str) -> None:
    db.add(CaseStep(case_id=case.id, author_id=caller.identity.user, kind=kind))
    db.add(_line(caller, case, kind))


def _line(caller: Caller, case: Case, kind: str) -> AuditLine:
    return AuditLine(
        actor_id=caller.identity.user,
        action=kind.replace("_", "."),
        target_type="case",
        target_id=case.id,
        space_id=case.space_id,
        safeguarding=True,
    )
