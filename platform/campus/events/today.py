"""The events of today that a user may know of."""

from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from campus.events.cards import HIDDEN, cards, cards_query, sees_outlines
from campus.events.wire import EventCard
from server.core import clock
from server.core.models import Event
from server.core.permissions import Standing


async def events_today(db: AsyncSession, standing: Standing, zone: ZoneInfo) -> list[EventCard]:
    """Events that run at some time of the present day in `zone`, by start. Pupils have no events (domain 5.2)."""
    if not sees_outlines(standing):
        return []
    begin, end = clock.day(zone)
    query = cards_query(standing.user).where(Event.starts_at < end, Event.ends_at > begin, Event.state.not_in(HIDDEN))
    return await cards(db, standing, query.order_by(Event.starts_at, Event.title))
