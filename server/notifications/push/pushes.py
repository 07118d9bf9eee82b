"""Pushes: stored with the notification that gave the reason, sent beside it, tried again while it is news.

A push is claimed before it is sent, as letters are. Where a process dies between sending and noting, the device gets it
a second time under the same tag, and shows it once.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.core import clock
from server.core.ending import end
from server.core.going_on import going_on
from server.core.models import MAY_SIGN_IN, AccountType, LoginSession, Notification, PushSubscription, User
from server.core.site import Site
from server.notifications.models import Push, PushChoice
from server.notifications.push.encrypting import seal
from server.notifications.push.services import Answer, Services, UnreachableError
from server.notifications.push.vapid import Signer, plain
from server.notifications.push.words import AT_ONCE, KINDS, awake_at, news_until, payload

log = structlog.get_logger()

EVERY = 5.0
BATCH = 100
AT_A_TIME = 10
LEASE = timedelta(minutes=2)
"""How long a push is one process's: longer than handing it over may take."""
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)
MOST_TRIES = 8
GONE = (404, 410)
"""The device has taken its subscription back (RFC 8030, section 7.3)."""
LATER = (408, 425, 429)


@dataclass(frozen=True)
class Claimed:
    """One push that is this process's to send."""

    id: UUID
    code: str
    topic: UUID
    tries: int
    expires_at: datetime
    subscription: PushSubscription
    content: bytes


class Pushes:
    """A Site part: `site.add(Pushes(site))`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.services = Services(site.settings)
        self.signer = Signer(site.settings)
        self._due = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Send from now on."""
        if not self.services.off:
            self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop; what waits is sent by others, or by the next start."""
        await end(self._task)

    def look(self) -> None:
        """Something was stored: do not wait for the next round."""
        self._due.set()

    async def store(self, db: AsyncSession, code: str, params: dict[str, Any], by_user: Mapping[UUID, UUID]) -> bool:
        """In the transaction that stores notifications (`by_user`): one for each device that wants to be told; whether
        there is any."""
        if self.services.off or code not in KINDS:
            return False
        now = clock.now()
        expires_at = news_until(code, params, now)
        if expires_at <= now:
            return False
        wanted = or_(PushChoice.user_id.is_(None), getattr(PushChoice, KINDS[code].group))
        query = (
            select(PushSubscription.id, PushSubscription.user_id)
            .join(User, User.id == PushSubscription.user_id)
            .outerjoin(PushChoice, PushChoice.user_id == User.id)
            .where(User.id.in_(by_user), wanted, *_reachable())
        )
        pushes = [
            Push(
                notification_id=by_user[user],
                subscription_id=subscription,
                tries=0,
                next_try_at=now,
                expires_at=expires_at,
            )
            for subscription, user in await db.execute(query)
        ]
        db.add_all(pushes)
        return bool(pushes)

    async def _run(self) -> None:
        while True:
            self._due.clear()
            with going_on(log, "pushes.deliver"):
                while await self.deliver() == BATCH:
                    pass
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(EVERY):
                    await self._due.wait()

    async def deliver(self) -> int:
        """Send what is due; returns with how much of it that went without an error of ours."""
        now = clock.now()
        due = select(Push.id).where(Push.next_try_at <= now, Push.expires_at > now)
        async with self._site.database.read() as db:
            ids = (await db.scalars(due.order_by(Push.next_try_at).limit(BATCH))).all()
        turns = asyncio.Semaphore(AT_A_TIME)

        async def one(push: UUID) -> bool:
            async with turns:
                with going_on(log, "pushes.one"):
                    if claimed := await self._claimed(push):
                        await self._send(claimed)
                    return True
            return False

        return sum(await asyncio.gather(*(one(push) for push in ids)))

    async def _claimed(self, push: UUID) -> Claimed | None:
        """What to send, left alone by others for the time of a lease; nothing where it was read, or is for later."""
        now = clock.now()
        async with self._site.database.write() as db:
            found = await db.scalar(select(Push).where(Push.id == push, Push.next_try_at <= now).with_for_update())
            if found is None:
                return None
            row = (await db.execute(_told(found, now))).first()
            if row is None or found.expires_at <= now or found.tries >= MOST_TRIES:
                await db.delete(found)
                return None
            notification, subscription, user = row
            awake = awake_at(now, user.time_zone)
            if awake > now:
                found.next_try_at = awake
                if awake >= found.expires_at:
                    await db.delete(found)
                return None
            found.tries, found.next_try_at = found.tries + 1, now + LEASE
            content = msgspec.json.encode(payload(notification, user.locale, user.time_zone))
            return Claimed(
                push, notification.code, notification.id, found.tries, found.expires_at, subscription, content
            )

    async def _send(self, push: Claimed) -> None:
        to = push.subscription
        headers = {
            "authorization": self.signer.authorization(to.endpoint),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(max(0, int((push.expires_at - clock.now()).total_seconds()))),
            "topic": plain(push.topic.bytes),
            "urgency": "high" if push.code in AT_ONCE else "normal",
        }
        try:
            answer = await self.services.post(to.endpoint, headers, seal(push.content, to.p256dh, to.auth))
        except UnreachableError as error:
            log.warning("pushes.unreachable", reason=str(error))
            await self._later(push, None)
            return
        if answer.status in GONE:
            await self._delete(PushSubscription, to.id)
        elif answer.status in LATER or answer.status >= 500:
            log.warning("pushes.later", status=answer.status)
            await self._later(push, answer)
        else:
            if not 200 <= answer.status < 300:
                log.warning("pushes.refused", status=answer.status)
            await self._delete(Push, push.id)

    async def _later(self, push: Claimed, answer: Answer | None) -> None:
        """Again after a while that doubles, or that the service has named, while it is news."""
        wait = FIRST_DELAY * 2 ** (push.tries - 1)
        if answer and answer.retry_after and answer.retry_after.isdecimal():
            wait = max(wait, timedelta(seconds=int(answer.retry_after[:6])))
        again = clock.now() + min(wait, LONGEST_DELAY)
        if push.tries >= MOST_TRIES or again >= push.expires_at:
            await self._delete(Push, push.id)
            return
        async with self._site.database.write() as db:
            await db.execute(update(Push).where(Push.id == push.id).values(next_try_at=again))

    async def _delete(self, kind: type[Push] | type[PushSubscription], row: UUID) -> None:
        async with self._site.database.write() as db:
            await db.execute(delete(kind).where(kind.id == row))


def _reachable() -> Collection[Any]:
    """Accounts that may be told: never a pupil's (domain 9), and none that may not sign in."""
    return User.account_type != AccountType.PUPIL, User.status.in_(MAY_SIGN_IN)


def _told(push: Push, now: datetime) -> Select[Notification, PushSubscription, User]:
    """What is pushed, where and to whom, while all of that still holds. Who adds a device at the moment of signing out
    has added none."""
    return (
        select(Notification, PushSubscription, User)
        .join(PushSubscription, PushSubscription.user_id == Notification.user_id)
        .join(User, User.id == Notification.user_id)
        .join(LoginSession, LoginSession.id == PushSubscription.login_session_id)
        .where(Notification.id == push.notification_id, PushSubscription.id == push.subscription_id)
        .where(Notification.read_at.is_(None), Notification.expires_at > now)
        .where(LoginSession.revoked_at.is_(None), *_reachable())
    )
