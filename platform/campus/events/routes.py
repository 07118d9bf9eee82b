"""Events over HTTP."""

from zoneinfo import ZoneInfo

from starlette.responses import Response

from campus.events import adding, cohosts, feeds, inviting, joining, listing, making, page, people, showing
from campus.events.today import events_today
from campus.events.wire import (
    CancelEvent,
    EventFields,
    EventLink,
    EventList,
    EventPage,
    FeedAddress,
    FeedState,
    Invited,
    InvitePeople,
    JoinedPeople,
    NewEventMaterial,
    NewEventPicture,
    NewEventVideo,
    OrderMaterials,
    Today,
)
from server.core.errors import UserError
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


async def appoint_cohost(call: Call) -> EventPage:
    """Let somebody who joined lead the event with its host, until its end."""
    return await cohosts.appoint(call.by, call.path["event"], call.path["user"])


async def dismiss_cohost(call: Call) -> EventPage:
    """Let a co-host take part like the others."""
    return await cohosts.dismiss(call.by, call.path["event"], call.path["user"])


async def invite_people(call: Call) -> Invited:
    """Ask contacts to come."""
    return await inviting.invite(call.by, call.path["event"], call.body)


async def show_link(call: Call) -> EventLink:
    """The address of an event's page to send on, and its QR code; for those who lead it."""
    return await inviting.link(call.by, call.path["event"])


async def give_picture(call: Call) -> EventPage:
    """Give the event a picture, in the place of the one before."""
    return await adding.give_picture(call.by, call.path["event"], call.body, call.request.stream())


async def take_picture(call: Call) -> EventPage:
    """Take the picture away; with `revision`, unless somebody else has written the event anew since then."""
    read = call.query.get("revision")
    if read is not None and not read.isdecimal():
        raise UserError("malformed", "We do not understand this request.", status=400)
    return await adding.take_picture(call.by, call.path["event"], None if read is None else int(read))


async def show_picture(call: Call) -> Response:
    """The picture of an event."""
    return await showing.picture_bytes(call.by, call.path["event"], call.request, small=False)


async def show_small_picture(call: Call) -> Response:
    """The same, small."""
    return await showing.picture_bytes(call.by, call.path["event"], call.request, small=True)


async def add_material(call: Call) -> EventPage:
    """Put a picture or a file on the page of an event."""
    return await adding.add(call.by, call.path["event"], call.body, call.request.stream())


async def add_video(call: Call) -> EventPage:
    """Put a link to a video there."""
    return await adding.add_video(call.by, call.path["event"], call.body)


async def order_materials(call: Call) -> EventPage:
    """Put what is there in another order."""
    return await adding.order(call.by, call.path["event"], call.body)


async def take_material(call: Call) -> EventPage:
    """Take something off the page."""
    return await adding.take_away(call.by, call.path["event"], call.path["material"])


async def material_file(call: Call) -> Response:
    """The bytes of a picture or a file on the page."""
    path = call.path
    return await showing.material_bytes(call.by, path["event"], path["material"], call.request, small=False)


async def material_thumbnail(call: Call) -> Response:
    """A picture on the page, small."""
    path = call.path
    return await showing.material_bytes(call.by, path["event"], path["material"], call.request, small=True)


async def list_joined(call: Call) -> JoinedPeople:
    """Who comes, for those who lead the event."""
    return await people.who_comes(call.by, call.path["event"])


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


COHOST = "/api/events/{event}/cohosts/{user}"
PICTURE = "/api/events/{event}/picture"
MATERIALS = "/api/events/{event}/materials"
MATERIAL = f"{MATERIALS}/{{material}}"

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
    Route("PUT", COHOST, appoint_cohost, Right.EVENT_EDIT, gives=EventPage),
    Route("DELETE", COHOST, dismiss_cohost, Right.EVENT_EDIT, gives=EventPage),
    Route("POST", "/api/events/{event}/invite", invite_people, Right.EVENT_EDIT, takes=InvitePeople, gives=Invited),
    Route("GET", "/api/events/{event}/link", show_link, Right.EVENT_EDIT, gives=EventLink),
    Route(
        "POST",
        PICTURE,
        give_picture,
        Right.EVENT_EDIT,
        takes=NewEventPicture,
        gives=EventPage,
        status=201,
        streams=True,
    ),
    Route("DELETE", PICTURE, take_picture, Right.EVENT_EDIT, gives=EventPage),
    Route("GET", PICTURE, show_picture, Right.EVENTS_SEE),
    Route("GET", f"{PICTURE}/small", show_small_picture, Right.EVENTS_SEE),
    Route(
        "POST",
        MATERIALS,
        add_material,
        Right.EVENT_EDIT,
        takes=NewEventMaterial,
        gives=EventPage,
        status=201,
        streams=True,
    ),
    Route(
        "POST",
        "/api/events/{event}/videos",
        add_video,
        Right.EVENT_EDIT,
        takes=NewEventVideo,
        gives=EventPage,
        status=201,
    ),
    Route("PUT", MATERIALS, order_materials, Right.EVENT_EDIT, takes=OrderMaterials, gives=EventPage),
    Route("DELETE", MATERIAL, take_material, Right.EVENT_EDIT, gives=EventPage),
    Route("GET", f"{MATERIAL}/file", material_file, Right.EVENTS_SEE),
    Route("GET", f"{MATERIAL}/thumbnail", material_thumbnail, Right.EVENTS_SEE),
    Route("GET", "/api/events/{event}/people", list_joined, Right.EVENT_EDIT, gives=JoinedPeople),
    Route("GET", "/api/events/{event}/ics", event_file, Right.EVENTS_SEE),
    Route("GET", "/api/calendar/{token:str}", read_feed, Door.PUBLIC),
    Route("GET", "/api/calendar-feed", show_feed, Right.EVENT_JOIN, gives=FeedState),
    Route("POST", "/api/calendar-feed", make_feed, Right.EVENT_JOIN, gives=FeedAddress, status=201),
    Route("DELETE", "/api/calendar-feed", end_feed, Right.EVENT_JOIN),
]
