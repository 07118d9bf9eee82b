"""Ada's events: who asks, what is asked, and what the bells have said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, select

from campus.events import joining, making
from campus.events.clockwork import Clockwork
from campus.events.page import show
from campus.events.wire import CancelEvent, EventFields, EventPage
from server.core import clock
from server.core.database import new_id
from server.core.errors import UserError
from server.core.http import Caller
from server.core.identity import Identity
from server.core.models import Contact, Event, Notification, User
from server.core.site import Site
from server.notifications.bell import Bell
from server.rooms.standing import standing_anywhere
from tests.people import People

START = datetime(2026, 7, 14, 13, tzinfo=UTC)
"""15:00 in Brussels, in summer."""
NOW = START - timedelta(days=10)


class Events:
    """One site that is not served, asked through its actions."""

    def __init__(self, site: Site, people: People) -> None:
        self.site = site
        self.people = people

    async def caller(self, user: UUID) -> Caller:
        """Somebody, as an HTTP request would bring them."""
        async with self.site.database.read() as db:
            account = await db.get_one(User, user)
            identity = Identity(user, UUID(int=1), account.account_type, account.display_name, "en", "Europe/Rome")
            return Caller(self.site, identity, await standing_anywhere(db, identity))

    async def made(self, by: UUID, **fields: Any) -> EventPage:
        """An event of somebody's, published unless it is said otherwise."""
        return await making.create(await self.caller(by), wanted(**fields))

    async def changed(self, by: UUID, event: UUID, **fields: Any) -> EventPage:
        return await making.change(await self.caller(by), event, wanted(**fields))

    async def cancelled(self, by: UUID, event: UUID, reason: str = "The host is ill.") -> EventPage:
        return await making.cancel(await self.caller(by), event, CancelEvent(reason=reason))

    async def copied(self, by: UUID, event: UUID) -> EventPage:
        return await making.copy(await self.caller(by), event)

    async def joined(self, by: UUID, event: UUID) -> EventPage:
        return await joining.join(await self.caller(by), event)

    async def left(self, by: UUID, event: UUID) -> EventPage:
        return await joining.leave(await self.caller(by), event)

    async def seen(self, by: UUID, event: UUID) -> EventPage:
        return await show(await self.caller(by), event)

    async def befriended(self, one: UUID, other: UUID) -> None:
        """They are contacts from now on."""
        async with self.site.database.write() as db:
            db.add(Contact.between(one, other))

    async def parted(self, one: UUID, other: UUID) -> None:
        """They are contacts no longer."""
        low, high = sorted((one, other))
        async with self.site.database.write() as db:
            await db.execute(delete(Contact).where(Contact.user_low == low, Contact.user_high == high))

    async def clock_looks(self) -> None:
        await self.site.part(Clockwork).look()

    async def rung(self, user: UUID) -> list[str]:
        """What somebody's bell has said, in order."""
        await self.site.part(Bell).settled()
        async with self.site.database.read() as db:
            query = select(Notification.code).where(Notification.user_id == user)
            return list(await db.scalars(query.order_by(Notification.id)))

    async def stored(self, event: UUID) -> Event:
        async with self.site.database.read() as db:
            return await db.get_one(Event, event)


def wanted(**fields: Any) -> EventFields:
    """What Ada would say of an event that everybody may come to."""
    said = EventFields(
        form="seminar",
        mode="online",
        title="Rivers in November",
        summary="Bring one example.",
        lang="en",
        starts_at=START,
        minutes=60,
        publish=True,
    )
    return msgspec.structs.replace(said, **fields)


async def refusal(asked: Any) -> str:
    """The code of what must be refused."""
    try:
        answer = await asked
    except UserError as error:
        return error.code
    raise AssertionError(f"not refused: {answer}")


def at(moment: datetime) -> Any:
    """The clock stands there."""
    return clock.frozen(moment)


def soon() -> datetime:
    """A full hour tomorrow, by the real clock."""
    return (clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)


async def general(events: Events) -> UUID:
    """Somebody who is no school staff."""
    gus = User(
        id=new_id(),
        account_type="general",
        username="gus",
        first_name="Gus",
        display_name="Gus",
        status="confirmed",
    )
    async with events.site.database.write() as db:
        db.add(gus)
    return gus.id
