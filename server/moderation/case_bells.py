"""Whose bells a case rings, and who gets a letter (domain 9): handlers, reporters, whom it is about, founders.

That something was reported is stored with the report: whatever breaks between, no urgent report waits for nobody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.models import AccountType, Notification, Space, User
from server.core.site import Site
from server.moderation import letters
from server.moderation.handling import founders_of, handlers
from server.moderation.models import Case, Outcome, Report, Target
from server.moderation.wire import MyPupilsChanged
from server.notifications.actions import Rung, notify, store, tell
from server.rooms.hub import Hub


@dataclass(frozen=True)
class Opened:
    """Who handles a case, and whose bells rang for a report in it."""

    handlers: frozenset[UUID]
    rung: Rung


async def case_opened(site: Site, db: AsyncSession, case: Case, report: Report, *, new: bool) -> Opened:
    """Those who handle it hear of it once, also those who do so only from now on; of every report that is `new` when it
    is urgent. The case is locked: two reports at once ring one bell."""
    told = await handlers(site, db, case)
    rung = told if case.urgent and new else told - await _have_heard(db, case)
    space = await db.get_one(Space, case.space_id)
    concerned = [user for user in (case.subject_id, report.reporter_id) if user]
    pupils = select(User.id).where(User.id.in_(concerned), User.account_type == AccountType.PUPIL)
    pupil = await db.scalar(pupils.limit(1)) is not None
    await letters.reported(site, db, case, report.reason, space, rung, pupil=pupil)
    return Opened(frozenset(told), await store(site, db, rung, "report.opened", _words(case, space), ("case", case.id)))


async def _have_heard(db: AsyncSession, case: Case) -> set[UUID]:
    rung = select(Notification.user_id).where(
        Notification.code == "report.opened", Notification.target_type == "case", Notification.target_id == case.id
    )
    return set(await db.scalars(rung))


async def tell_opened(site: Site, opened: Opened) -> None:
    """After the commit."""
    for user in opened.handlers:
        await site.part(Hub).tell(user, MyPupilsChanged())
    await tell(site, opened.rung)


async def case_appealed(site: Site, case: Case) -> None:
    """All who may decide now: not the one who has decided before."""
    async with site.database.read() as db:
        users = await handlers(site, db, case) - {case.resolved_by}
    await _ring(site, case, users, "report.appealed")


async def case_decided(site: Site, case: Case) -> None:
    """The reporters hear the outcome; the person concerned hears of a measure, never of who reported; founders hear
    that something is gone from what their project shares."""
    assert case.outcome is not None
    async with site.database.read() as db:
        reporters = set(await db.scalars(select(Report.reporter_id).where(Report.case_id == case.id)))
        founders = await founders_of(db, case.space_id)
    said = {"outcome": case.outcome.value, "target": case.target_type.value}
    await _ring(site, case, reporters, "report.outcome", **said)
    if case.subject_id and case.outcome is not Outcome.NO_ACTION:
        await _ring(site, case, [case.subject_id], "case.measure", **said)
    if case.outcome is Outcome.REMOVED and case.target_type is Target.MATERIAL:
        told = founders - reporters - {case.subject_id, case.resolved_by}
        await _ring(site, case, told, "material.removed")


async def _ring(site: Site, case: Case, users: Collection[UUID], code: str, **params: str) -> None:
    async with site.database.read() as db:
        space = await db.get_one(Space, case.space_id)
    await notify(site, users, code, _words(case, space) | params, ("case", case.id))


def _words(case: Case, space: Space) -> dict[str, str | int]:
    return {"space": space.title, "slug": space.slug, "urgent": int(case.urgent)}
