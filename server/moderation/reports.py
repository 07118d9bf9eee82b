"""Reporting a message, a person, a conference, a recording, a material or a question: a case begins or grows, and goes
where it belongs (domain 11)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage
from server.chat.stored import fetch
from server.core import blobs, clock
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import (
    AccountType,
    AuditLine,
    Folder,
    Material,
    MembershipState,
    PlatformRole,
    PupilProfile,
    School,
    SchoolMembership,
    SpaceMembership,
    User,
)
from server.core.permissions import Facts, Right, require
from server.core.ratelimit import Limit, RateLimits
from server.core.site import Site
from server.moderation import evidence, wire
from server.moderation.bells import case_opened
from server.moderation.copies import Copy, copied, copied_file
from server.moderation.handling import answering, whom_it_is_about
from server.moderation.hiding import hide
from server.moderation.models import (
    AT_WORK,
    URGENT,
    Case,
    CaseState,
    CaseStep,
    CaseTeacher,
    Level,
    Outcome,
    Reason,
    Report,
    Target,
)
from server.moderation.retention import APPEAL_WITHIN
from server.notifications.bell import Bell
from server.rooms.models import Room
from server.rooms.places import Places
from server.rooms.reportables import Reportables, Shown, Written
from server.rooms.standing import still_holds

FEW = Limit("reports", 10, 360)
"""Ten at once, then one every six minutes: enough for a bad afternoon, too few for a flood."""
HIDE_AT = 3
"""Different reporters who hide a message, or a recording, until it was looked at (domain 6.4.5)."""
URGENT_WITHIN = timedelta(hours=2)
OTHERS_WITHIN = timedelta(days=2)


@dataclass(frozen=True)
class Place:
    """What was reported: where it is and whom it is about."""

    space: UUID
    room: UUID | None
    subject: UUID | None
    material: UUID | None = None
    """What it shows: the reported material, or the one that a reported message links."""
    found: Written | Shown | None = None
    """Of what another feature keeps: what it says or shows now."""


async def send(caller: Caller, space: UUID, body: wire.SendReport) -> wire.OwnReport:
    """Report something. The same person's second report about the same open case is the first one."""
    require(caller.here, Right.CHAT_REPORT, Facts())
    await caller.site.part(RateLimits).take(FEW, str(caller.identity.user))
    place = await _find(caller, space, body)
    if place.subject == caller.identity.user:
        raise UserError("own_message", "You cannot report yourself.")
    async with _copy_of(caller.site, place, body) as copy:
        try:
            case, report, chosen = await _store(caller, place, body, copy)
        except IntegrityError:
            # Somebody opened the case for the same thing at the same moment: now it is there.
            case, report, chosen = await _store(caller, place, body, copy)
    if chosen is not None:
        await _follow_up(caller, case, chosen)
    return own(report, case, caller.identity.user)


@contextlib.asynccontextmanager
async def _copy_of(site: Site, place: Place, body: wire.SendReport) -> AsyncGenerator[Copy | None]:
    """The material or recording that is reported or linked, unless its case has that already; made before the
    transaction, for it may be large, and forgotten where it was not used."""
    shown = place.found if isinstance(place.found, Shown) else None
    shows = shown.id if shown is not None else place.material
    if shows is None or await evidence.has_copy(site, Target(body.target), body.id, shows):
        yield None
        return
    if shown is not None:
        copy = await copied_file(site, shown)
    else:
        copy = await _copied(site, place.space, shows, linked=body.target == "message")
    try:
        yield copy
    finally:
        if copy and copy.file is not None and not await evidence.uses(site, copy.file.id):
            await asyncio.to_thread(blobs.forget, site, copy.file)


async def _copied(site: Site, space: UUID, material: UUID, *, linked: bool) -> Copy | None:
    try:
        return await copied(site, space, material)
    except UserError:
        if linked:
            # Deleted before: the message is reported without it.
            return None
        raise


def own(report: Report, case: Case, reader: UUID) -> wire.OwnReport:
    """As its reporter reads it."""
    return wire.OwnReport(
        id=report.id,
        target=case.target_type.value,
        reason=report.reason.value,
        urgent=case.urgent,
        state=case.state.value,
        outcome=case.outcome.value if case.outcome else None,
        created_at=report.created_at,
        may_appeal=_may_appeal(case, reader),
    )


def _may_appeal(case: Case, reader: UUID) -> bool:
    """As `cases.appeal` decides; the purge that closes cases may be late."""
    return (
        case.state is CaseState.RESOLVED
        and case.resolved_at is not None
        and clock.now() <= case.resolved_at + APPEAL_WITHIN
        and case.appealed_by is None
        and reader != case.resolved_by
    )


async def _find(caller: Caller, space: UUID, body: wire.SendReport) -> Place:
    """The thing, if it is in this space and the reporter may know of it; else it is not there (T3)."""
    async with caller.site.database.read() as db:
        if body.target == "message":
            found = await fetch(db, ChatMessage.id == body.id, ChatMessage.expires_at > clock.now())
            room = await db.get(Room, found[0].room_id) if found else None
            if room is None or room.space_id != space or not found[0].readable_by(caller.here):
                raise not_found("message")
            return Place(space, room.id, found[0].author_id, material=found[0].material_id)
        if body.target == "person":
            member = select(SpaceMembership.id).where(
                SpaceMembership.space_id == space,
                SpaceMembership.user_id == body.id,
                SpaceMembership.state != MembershipState.INVITED,
            )
            if await db.scalar(member) is None:
                raise not_found("person")
            return Place(space, None, body.id)
        if body.target == "material":
            shared = select(Material.owner_id).join(Folder, Folder.id == Material.folder_id)
            owner = await db.scalar(shared.where(Material.id == body.id, Folder.space_id == space))
            if owner is None:
                raise not_found("material")
            return Place(space, None, owner, material=body.id)
    if reportable := caller.site.part(Reportables).of(body.target):
        found = await reportable.find(caller, body.id)
        if found.space == space:
            return Place(space, None, found.subject, found=found)
    if body.target == "conference":
        standing = await caller.site.part(Places).standing(caller.identity, "conference", body.id)
        if standing.space == space:
            return Place(space, None, await _host(caller, body.id))
    raise not_found(body.target)


async def _host(caller: Caller, conference: UUID) -> UUID | None:
    """It is about whoever hosts it, unless that is who reports it: something happened to them there."""
    led = caller.site.part(Places).leaders("conference")
    host = select(led.c.leader).where(led.c.thing == conference, led.c.host, led.c.leader != caller.identity.user)
    async with caller.site.database.read() as db:
        return await db.scalar(host)


async def _store(
    caller: Caller, place: Place, body: wire.SendReport, copy: Copy | None
) -> tuple[Case, Report, set[UUID] | None]:
    """The case, the report, and the teachers chosen because of it; None when it is not new, and seen already."""
    reason, target = Reason(body.reason), Target(body.target)
    now, user = clock.now(), caller.identity.user
    at_work = (Case.target_type == target, Case.target_id == body.id, Case.state.in_(AT_WORK - {CaseState.APPEALED}))
    async with caller.site.database.write() as db:
        case = await db.scalar(select(Case).where(*at_work).with_for_update())
        if case is None:
            case = await _open(db, caller, place, target, body.id, reason, now)
        report = await db.scalar(select(Report).where(Report.case_id == case.id, Report.reporter_id == user))
        if report is not None:
            return case, report, None
        report = Report(case_id=case.id, reporter_id=user, reason=reason, text=body.text.strip())
        db.add(report)
        if reason in URGENT and not case.urgent:
            case.urgent, case.due_at = True, min(case.due_at, now + URGENT_WITHIN)
        case.subject_id = case.subject_id or place.subject
        chosen = await _route(caller.site, db, case, user)
        db.add(CaseStep(case_id=case.id, author_id=user, kind="reported", data={"reason": reason.value}))
        await db.flush()
        if target is Target.MESSAGE:
            await evidence.seal(caller.site, db, case)
        if isinstance(place.found, Written):
            await evidence.seal_written(caller.site, db, case, place.found)
        if copy is not None:
            await evidence.seal_material(caller.site, db, case, copy)
    return case, report, chosen


async def _open(
    db: AsyncSession, caller: Caller, place: Place, target: Target, target_id: UUID, reason: Reason, now: datetime
) -> Case:
    urgent = reason in URGENT
    country, level = await _handled_by(db, place, caller.identity.user)
    case = Case(
        target_type=target,
        target_id=target_id,
        space_id=place.space,
        room_id=place.room,
        subject_id=place.subject,
        country=country,
        level=level,
        urgent=urgent,
        due_at=now + (URGENT_WITHIN if urgent else OTHERS_WITHIN),
        state=CaseState.OPEN,
    )
    db.add(case)
    await db.flush()
    db.add(CaseStep(case_id=case.id, author_id=None, kind="opened"))
    line = AuditLine(
        actor_id=caller.identity.user,
        action="case.open",
        target_type=target.value,
        target_id=target_id,
        space_id=place.space,
        safeguarding=urgent,
        data={"case": str(case.id), "reason": reason.value},
    )
    db.add(line)
    return case


async def _handled_by(db: AsyncSession, place: Place, reporter: UUID) -> tuple[str | None, Level]:
    """The agency of the pupil's country; between adults, that of the reported one; about an agency, the central one."""
    if place.subject is not None and await _is_agency(db, place.subject):
        return None, Level.CENTRAL
    concerned = [user for user in (place.subject, reporter) if user is not None]
    for user in [*(await _pupils(db, concerned)), *concerned]:
        if country := await country_of(db, user):
            return country, Level.AGENCY
    return None, Level.CENTRAL


async def _pupils(db: AsyncSession, users: Collection[UUID]) -> list[UUID]:
    pupils = select(User.id).where(User.id.in_(users), User.account_type == AccountType.PUPIL)
    found = set(await db.scalars(pupils))
    return [user for user in users if user in found]


async def _is_agency(db: AsyncSession, user: UUID) -> bool:
    query = select(PlatformRole.id).where(PlatformRole.user_id == user, still_holds())
    return await db.scalar(query.limit(1)) is not None


async def country_of(db: AsyncSession, user: UUID) -> str | None:
    """Of the school: a pupil's own, or where an adult works."""
    at_school = select(School.country).join(PupilProfile, PupilProfile.school_id == School.id)
    if country := await db.scalar(at_school.where(PupilProfile.user_id == user)):
        return country
    works_at = select(School.country).join(SchoolMembership, SchoolMembership.school_id == School.id)
    return await db.scalar(
        works_at.where(
            SchoolMembership.user_id == user, SchoolMembership.is_primary, SchoolMembership.ended_on.is_(None)
        )
    )


async def _route(site: Site, db: AsyncSession, case: Case, reporter: UUID) -> set[UUID]:
    """The teachers who answer for the pupils concerned, but never one it is about; those who are new to the case."""
    concerned = [user for user in (case.subject_id, reporter) if user is not None]
    teachers = await answering(db, case.space_id, concerned) - await whom_it_is_about(site, db, case)
    known = set(await db.scalars(select(CaseTeacher.teacher_id).where(CaseTeacher.case_id == case.id)))
    db.add_all(CaseTeacher(case_id=case.id, teacher_id=teacher) for teacher in sorted(teachers - known))
    return teachers - known


async def _follow_up(caller: Caller, case: Case, chosen: set[UUID]) -> None:
    """Hide what three have reported, where it can be hidden, and ring."""
    count = select(func.count()).select_from(Report).where(Report.case_id == case.id)
    async with caller.site.database.read() as db:
        reporters = await db.scalar(count) or 0
    if reporters >= HIDE_AT and await hide(caller, case):
        await _note_hidden(caller, case)
    caller.site.part(Bell).ring(case_opened(caller.site, case, first=reporters == 1, chosen=chosen))


async def _note_hidden(caller: Caller, case: Case) -> None:
    async with caller.site.database.write() as db:
        hidden = select(CaseStep.id).where(CaseStep.case_id == case.id, CaseStep.kind == "hidden")
        if await db.scalar(hidden) is None:
            db.add(CaseStep(case_id=case.id, author_id=None, kind="hidden"))


async def mine(caller: Caller) -> wire.OwnReports:
    """The reader's own reports with what came of them, and what was decided about the reader."""
    user = caller.identity.user
    query = (
        select(Report, Case)
        .join(Case, Case.id == Report.case_id)
        .where(Report.reporter_id == user)
        .order_by(Report.created_at.desc())
        .limit(100)
    )
    decided = Case.subject_id == user, Case.outcome.is_not(None), Case.outcome != Outcome.NO_ACTION
    measures = select(Case).where(*decided).order_by(Case.resolved_at.desc()).limit(100)
    async with caller.site.database.read() as db:
        rows = (await db.execute(query)).all()
        about = (await db.scalars(measures)).all()
    return wire.OwnReports(
        reports=[own(report, case, user) for report, case in rows], about=[_measure(case, user) for case in about]
    )


def _measure(case: Case, reader: UUID) -> wire.OwnMeasure:
    assert case.outcome is not None
    assert case.resolved_at is not None
    return wire.OwnMeasure(
        case=case.id,
        target=case.target_type.value,
        outcome=case.outcome.value,
        decided_at=case.resolved_at,
        state=case.state.value,
        may_appeal=_may_appeal(case, reader),
    )


async def case_of(caller: Caller, report_id: UUID) -> UUID:
    """The case behind an own report."""
    query = select(Report.case_id).where(Report.id == report_id, Report.reporter_id == caller.identity.user)
    async with caller.site.database.read() as db:
        case = await db.scalar(query)
    if case is None:
        raise not_found("report")
    return case


async def scope_of(site: Site, user: UUID) -> frozenset[str] | None:
    """The countries whose reports somebody handles; None for all."""
    query = select(PlatformRole.role, PlatformRole.country).where(PlatformRole.user_id == user, still_holds())
    async with site.database.read() as db:
        rows = (await db.execute(query)).all()
    if any(role == "admin" or (role == "central_moderator" and country is None) for role, country in rows):
        return None
    handling = ("central_moderator", "agency_staff", "ambassador", "mentor")
    return frozenset(country for role, country in rows if country is not None and role in handling)


async def within_scope(site: Site, user: UUID, case: Case) -> bool:
    """Whether somebody handles this case for an agency or for the centre."""
    scope = await scope_of(site, user)
    return scope is None or (case.level is Level.AGENCY and case.country in scope)
