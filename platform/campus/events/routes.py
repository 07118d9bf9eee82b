"""Events over HTTP."""

from zoneinfo import ZoneInfo

from campus.events.today import events_today
from campus.events.wire import Today
from server.core.http import Call, Door, Route
from server.rooms.standing import standing_anywhere


async def show_today(call: Call) -> Today:
    """Today's events. The door is open to every signed-in user; the matrix decides how much of each is shown."""
    identity = call.by.identity
    async with call.site.database.read() as db:
        standing = await standing_anywhere(db, identity)
        return Today(events=await events_today(db, standing, ZoneInfo(identity.time_zone)))


ROUTES = [Route("GET", "/api/today", show_today, Door.SIGNED_IN, gives=Today)]
