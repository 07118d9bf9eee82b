"""Ringing somebody's bell, looking behind it, and noting what was read. Everybody reaches their own only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, case, delete, func, insert, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from server.core import clock
from server.core.database import UtcDateTime, new_id
from server.core.errors import not_found
from server.core.http import Caller
from server.core.models import ActionState, Notification
from server.core.site import Site
from server.core.wire import Update
from server.notifications import wire
from server.notifications.push.pushes import Pushes
from server.rooms.hub import Hub

UNREAD_KEPT = timedelta(days=180)
READ_KEPT = timedelta(days=90)
"""Domain 10.1. After reading; never longer than an unread one."""

PAGE = 30

Target = tuple[str, UUID]
"""A kind of page and which one: `("conference", id)`."""


@dataclass(frozen=True)
class Rung:
    """What was stored behind some bells, and is to be told after the commit."""

    told: tuple[tuple[UUID, wire.Notification], ...]
    pushed: bool


async def notify(
    site: Site,
    users: Iterable[UUID],
    code: str,
    params: dict[str, str | int],
    target: Target | None = None,
    until: datetime | None = None,
    claim: ReturningUpdate[UUID] | None = None,
    asks: bool = False,
) -> None:
    """Store one notification for each of these users, then tell those who are here, and the devices of those who want
    that. Nobody needs it after `until`; with `asks` it waits for a yes or a no.

    With a `claim`, only if it changes a row, and both or neither: so of several processes one rings, and if that fails,
    another time."""
    if not (rung_for := list(users)):
        return
    async with site.database.write() as db:
        if claim is not None and await db.scalar(claim) is None:
            return
        rung = await store(site, db, rung_for, code, params, target, until, asks)
    await tell(site, rung)


async def store(
    site: Site,
    db: AsyncSession,
    users: Iterable[UUID],
    code: str,
    params: dict[str, str | int],
    target: Target | None = None,
    until: datetime | None = None,
    asks: bool = False,
) -> Rung:
    """The same in the transaction of the work that gives the reason: both or neither. `tell` comes after its commit."""
    now = clock.now()
    expires_at = min(now + UNREAD_KEPT, until or now + UNREAD_KEPT)
    target_type, target_id = target or (None, None)
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "user_id": user,
            "code": code,
            "params": params,
            "target_type": target_type,
            "target_id": target_id,
            "action_state": ActionState.WAITING if asks else ActionState.NONE,
            "expires_at": expires_at,
            "created_at": now,
            "updated_at": now,
        }
        for user in dict.fromkeys(users)
    ]
    if not rows:
        return Rung((), pushed=False)
    await db.execute(insert(cast(Table, Notification.__table__)), rows)
    pushed = await site.part(Pushes).store(db, code, params, {row["user_id"]: row["id"] for row in rows})
    told = (
        wire.Notification(
            id=row["id"],
            code=code,
            params=params,
            target_type=target_type,
            target_id=target_id,
            created_at=now,
            read_at=None,
            needs_answer=asks,
        )
        for row in rows
    )
    return Rung(tuple(zip((row["user_id"] for row in rows), told, strict=True)), pushed)


async def tell(site: Site, rung: Rung) -> None:
    """Those who are here, and the devices of those who want that."""
    if rung.pushed:
        site.part(Pushes).look()
    for user, notification in rung.told:
        await site.part(Hub).tell(user, wire.NotificationNew(notification=notification))


async def withdraw(site: Site, target: Target) -> None:
    """What these notifications told of was undone: nobody finds them any more."""
    gone: dict[UUID, list[UUID]] = {}
    kind, thing = target
    which = delete(Notification).where(Notification.target_type == kind, Notification.target_id == thing)
    told = which.returning(Notification.id, Notification.user_id).execution_options(synchronize_session=False)
    async with site.database.write() as db:
        for notification, user in await db.execute(told):
            gone.setdefault(user, []).append(notification)
        unread = {user: await _unread(db, user) for user in gone}
    for user, ids in gone.items():
        await site.part(Hub).tell(user, wire.NotificationGone(ids=ids, unread=unread[user]))


async def list_notifications(caller: Caller, before: UUID | None = None) -> wire.NotificationList:
    """The newest, or those before one of them."""
    user = caller.identity.user
    query = select(Notification).where(*_alive(user))
    async with caller.site.database.read() as db:
        if before is not None:
            at = await db.scalar(select(Notification.created_at).where(Notification.id == before, *_alive(user)))
            if at is None:
                raise not_found("notification")
            edge = tuple_(literal(at, UtcDateTime()), literal(before))
            query = query.where(tuple_(Notification.created_at, Notification.id) < edge)
        query = query.order_by(Notification.created_at.desc(), Notification.id.desc()).limit(PAGE + 1)
        found = (await db.scalars(query)).all()
        unread = await _unread(db, user)
    shown = [_shown(one) for one in found[:PAGE]]
    return wire.NotificationList(notifications=shown, unread=unread, older=len(found) > PAGE)


async def mark_read(caller: Caller, body: wire.ReadNotifications) -> wire.Unread:
    """Note as read, and tell the reader's other tabs. What is not one's own is left alone without a word (T3)."""
    user, now = caller.identity.user, clock.now()
    until = literal(now + READ_KEPT, UtcDateTime())
    change = (
        update(Notification)
        .where(Notification.read_at.is_(None), *_alive(user))
        .values(
            read_at=now,
            updated_at=now,
            expires_at=case((Notification.expires_at > until, until), else_=Notification.expires_at),
        )
        .returning(Notification.id)
        .execution_options(synchronize_session=False)
    )
    if not body.all:
        change = change.where(Notification.id.in_(body.ids))
    async with caller.site.database.write() as db:
        read = list(await db.scalars(change))
        unread = await _unread(db, user)
    if read:
        told = wire.NotificationRead(ids=None if body.all else read, unread=unread)
        await caller.site.part(Hub).tell(user, told)
    return wire.Unread(unread=unread)


def _alive(user: UUID) -> tuple[ColumnElement[bool], ...]:
    """The user's own, and not past their time: what the purge has not reached yet is not shown either."""
    return Notification.user_id == user, Notification.expires_at > clock.now()


async def _unread(db: AsyncSession, user: UUID) -> int:
    query = select(func.count()).select_from(Notification).where(Notification.read_at.is_(None), *_alive(user))
    return await db.scalar(query) or 0


def _shown(one: Notification) -> wire.Notification:
    return wire.Notification(
        id=one.id,
        code=one.code,
        params=one.params,
        target_type=one.target_type,
        target_id=one.target_id,
        created_at=one.created_at,
        read_at=one.read_at,
        needs_answer=one.action_state is ActionState.WAITING,
    )


UPDATES: tuple[type[Update], ...] = (wire.NotificationNew, wire.NotificationRead, wire.NotificationGone)
