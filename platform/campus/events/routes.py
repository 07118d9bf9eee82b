"""Events over HTTP."""

from zoneinfo import ZoneInfo

from starlette.responses import Response

from campus.events import feeds, inviting, joining, listing, making, page
from campus.events.today import events_today
from campus.events.wire import (
    CancelEvent,
    EventFields,
    EventList,
    EventPage,
    FeedAddress,
    FeedState,
    Invited,
    InvitePeople,
    Today,
)
from server.core.http import Call, Door, Route
from server.core.permissions import Right
from server.rooms.standing import standing_anywhere


async def show_today(call: Call) -> Today:
    """Today's events. The door is open to every signed-in user; the matrix decides how much of each is shown."""
    identity = call.by.identity
    async with call.site.database.read() as db:
        standing = await standing_anywhere(db, identity)
        return Today(events=await events_today(db, standing, ZoneInfo(identity.time_zone)))


async def list_events(call: Call) -> EventList:
    """Events by start: those that run between `from` and `to`, of a `lang`, a host's `country`, a `form` (several with
    commas), with the words of `q`; `mine` is `joined` or `hosting`; `cursor` goes on after a page."""
    return await listing.list_events(call.by, call.query)


async def show_event(call: Call) -> EventPage:
    """One event, and what it offers now."""
    return await page.show(call.by, call.path["event"])


async def join_event(call: Call) -> EventPage:
    """Join the event, or its waiting list."""
    return await joining.join(call.by, call.path["event"])


async def leave_event(call: Call) -> EventPage:
    """Give the seat back, or the place in the line."""
    return await joining.leave(call.by, call.path["event"])


async def create_event(call: Call) -> EventPage:
    """Make an event: a draft, or published at once."""
    return await making.create(call.by, call.body)


async def change_event(call: Call) -> EventPage:
    """Write an event anew, and publish a draft."""
    return await making.change(call.by, call.path["event"], call.body)


async def cancel_event(call: Call) -> EventPage:
    """Call an event off."""
    return await making.cancel(call.by, call.path["event"], call.body)


async def copy_event(call: Call) -> EventPage:
    """A draft like an earlier event."""
    return await making.copy(call.by, call.path["event"])


async def drop_event(call: Call) -> None:
    """Throw a draft away."""
    await making.drop(call.by, call.path["event"])


async def invite_people(call: Call) -> Invited:
    """Ask contacts to come."""
    return await inviting.invite(call.by, call.path["event"], call.body)


async def event_file(call: Call) -> Response:
    """One event for a calendar program."""
    return await feeds.one_event(call, call.path["event"])


async def read_feed(call: Call) -> Response:
    """Somebody's own calendar, for the program that has its secret address."""
    return await feeds.feed(call, call.request.path_params["token"])


async def show_feed(call: Call) -> FeedState:
    """Whether the caller's calendar has an address."""
    return await feeds.feed_state(call.by)


async def make_feed(call: Call) -> FeedAddress:
    """A new address for the caller's calendar; the old one is dead."""
    return await feeds.new_address(call.by)


async def end_feed(call: Call) -> None:
    """Take the address back."""
    await feeds.take_back(call.by)


ROUTES = [
    Route("GET", "/api/today", show_today, Door.SIGNED_IN, gives=Today),
    Route("GET", "/api/events", list_events, Right.EVENTS_SEE, gives=EventList),
    Route("GET", "/api/events/{event}", show_event, Right.EVENTS_SEE, gives=EventPage),
    Route("POST", "/api/events/{event}/join", join_event, Right.EVENT_JOIN, gives=EventPage),
    Route("POST", "/api/events/{event}/leave", leave_event, Right.EVENT_JOIN, gives=EventPage),
    Route("POST", "/api/events", create_event, Right.EVENT_CREATE, takes=EventFields, gives=EventPage, status=201),
    Route("PUT", "/api/events/{event}", change_event, Right.EVENT_EDIT, takes=EventFields, gives=EventPage),
    Route("POST", "/api/events/{event}/cancel", cancel_event, Right.EVENT_EDIT, takes=CancelEvent, gives=EventPage),
    Route("POST", "/api/events/{event}/copy", copy_event, Right.EVENT_CREATE, gives=EventPage, status=201),
    Route("DELETE", "/api/events/{event}", drop_event, Right.EVENT_EDIT),
    Route("POST", "/api/events/{event}/invite", invite_people, Right.EVENT_EDIT, takes=InvitePeople, gives=Invited),
    Route("GET", "/api/events/{event}/ics", event_file, Right.EVENTS_SEE),
    Route("GET", "/api/calendar/{token:str}", read_feed, Door.PUBLIC),
    Route("GET", "/api/calendar-feed", show_feed, Right.EVENT_JOIN, gives=FeedState),
    Route("POST", "/api/calendar-feed", make_feed, Right.EVENT_JOIN, gives=FeedAddress, status=201),
    Route("DELETE", "/api/calendar-feed", end_feed, Right.EVENT_JOIN),
]
