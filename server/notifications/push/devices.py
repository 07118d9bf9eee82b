"""One's own devices that are told: added by a click there, listed, taken away; and of what one wants to be told."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from uuid import UUID

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import LoginSession, PushSubscription
from server.core.ratelimit import Limit, RateLimits
from server.core.user_agents import device_of
from server.notifications import wire
from server.notifications.models import PushChoice
from server.notifications.push.encrypting import AUTH_BYTES, is_point
from server.notifications.push.pushes import Pushes

log = structlog.get_logger()

MOST_DEVICES = 10
ADDED = Limit("push-devices", burst=10, seconds=60)


async def look(caller: Caller) -> wire.PushState:
    """What the page of one's notifications shows."""
    pushes, user = caller.site.part(Pushes), caller.identity.user
    if pushes.services.off or caller.identity.is_pupil:
        return wire.PushState(available=False, key=None, devices=[], events=False, conferences=False, people=False)
    query = (
        select(PushSubscription, LoginSession.user_agent)
        .join(LoginSession, LoginSession.id == PushSubscription.login_session_id)
        .where(PushSubscription.user_id == user)
        .order_by(PushSubscription.created_at.desc(), PushSubscription.id)
    )
    async with caller.site.database.read() as db:
        found = (await db.execute(query)).all()
        choice = await db.get(PushChoice, user) or PushChoice(events=True, conferences=True, people=True)
    devices = [
        wire.PushDevice(
            id=one.id,
            device=device_of(agent),
            added_at=one.created_at,
            here=one.login_session_id == caller.identity.login_session,
        )
        for one, agent in found
    ]
    return wire.PushState(
        available=True,
        key=pushes.signer.public,
        devices=devices,
        events=choice.events,
        conferences=choice.conferences,
        people=choice.people,
    )


async def add(caller: Caller, body: wire.AddPushDevice) -> wire.PushState:
    """Tell this device too. The same browser once more, or with another user, is the same device: the last one who
    clicked there has it."""
    user = caller.identity.user
    if caller.identity.is_pupil:
        raise UserError("no_pushes_for_pupils", "Pupils are told by the bell only.", status=403)
    await caller.site.part(RateLimits).take(ADDED, str(user))
    if not caller.site.part(Pushes).services.allowed(body.endpoint):
        raise UserError("push_service_unknown", "This server does not know the push service of this browser.")
    p256dh, auth = _bytes(body.p256dh), _bytes(body.auth)
    if not is_point(p256dh) or len(auth) != AUTH_BYTES:
        raise UserError("bad_push_keys", "The keys of this browser are none that we can use.", status=422)
    try:
        await _store(caller, body.endpoint, p256dh, auth)
    except IntegrityError:
        # The same browser has said the same at this very moment.
        log.info("pushes.same_device_at_once")
    return await look(caller)


async def remove(caller: Caller, device: UUID) -> None:
    """Tell that device no more."""
    own = delete(PushSubscription).where(
        PushSubscription.id == device, PushSubscription.user_id == caller.identity.user
    )
    async with caller.site.database.write() as db:
        if await db.scalar(own.returning(PushSubscription.id)) is None:
            raise not_found("device")


async def choose(caller: Caller, body: wire.ChoosePushes) -> wire.PushState:
    """Of what to be told, on all devices."""
    if not caller.identity.is_pupil:
        async with caller.site.database.write() as db:
            await db.merge(
                PushChoice(
                    user_id=caller.identity.user,
                    events=body.events,
                    conferences=body.conferences,
                    people=body.people,
                )
            )
    return await look(caller)


async def _store(caller: Caller, endpoint: str, p256dh: bytes, auth: bytes) -> None:
    user = caller.identity.user
    async with caller.site.database.write() as db:
        known = await db.scalar(select(PushSubscription).where(PushSubscription.endpoint == endpoint).with_for_update())
        if known is not None and (known.p256dh, known.auth) != (p256dh, auth) and known.user_id != user:
            # Whoever knows a device's address, and not its keys, is not that device.
            raise UserError("bad_push_keys", "The keys of this browser are none that we can use.", status=422)
        if known is not None and known.user_id == user:
            known.login_session_id, known.p256dh, known.auth = caller.identity.login_session, p256dh, auth
        else:
            await _check_room(db, user)
            if known is not None:
                # What is on its way to whoever had it before goes with it.
                await db.delete(known)
                await db.flush()
            db.add(
                PushSubscription(
                    user_id=user,
                    login_session_id=caller.identity.login_session,
                    endpoint=endpoint,
                    p256dh=p256dh,
                    auth=auth,
                )
            )


async def _check_room(db: AsyncSession, user: UUID) -> None:
    count = select(func.count()).select_from(PushSubscription).where(PushSubscription.user_id == user)
    if (await db.scalar(count) or 0) >= MOST_DEVICES:
        raise UserError(
            "too_many_devices",
            f"You have {MOST_DEVICES} devices already. Take one away first.",
            most=MOST_DEVICES,
        )


def _bytes(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
