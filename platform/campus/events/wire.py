"""Bodies about events."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from campus.contacts.wire import Colleague
from server.chat.wire import MaterialKind, VideoProvider

EventForm = Literal["seminar", "meeting", "celebration"]
EventMode = Literal["online", "onsite_face", "onsite_material"]
EventAudience = Literal["all", "contacts", "countries"]
EventState = Literal["draft", "published", "preparing", "doors", "live", "ended", "archived", "cancelled"]
YouAre = Literal["host", "cohost", "joined", "waiting", "left", "attended", "no_show"]
Offer = Literal[
    "join",
    "wait",
    "locked",
    "leave",
    "leave_line",
    "enter",
    "live",
    "overtime",
    "prepare",
    "manage",
    "publish",
    "over",
    "cancelled",
]
"""What the page of an event offers its viewer at this moment (domain 6.3)."""

MOST_COHOSTS = 10

Count = Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class EventCard(msgspec.Struct, frozen=True, kw_only=True):
    """An event in a list. Who is no eTwinner reads title, time, language and audience only (n13)."""

    id: UUID
    title: str
    lang: str
    starts_at: datetime
    ends_at: datetime
    audience: EventAudience
    state: EventState
    """As it is by the clock of this moment."""
    form: EventForm | None
    mode: EventMode | None
    summary: str | None
    host: str | None
    host_country: str | None
    capacity: int | None
    joined: int | None
    waiting: int | None
    you_are: YouAre | None
    picture: UUID | None
    """Another one for another picture (R-069), which is at `/picture` and, small, at `/picture/small`."""
    picture_alt: str
    """What it shows; empty when it only decorates."""
    in_audience: bool
    """Whether the caller may join; others see a lock and for whom it is."""
    open_until: datetime | None = None
    """The planned end has passed, and so long is its room still open (D-19); null before, and once it is closed."""


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """What takes place on the caller's own calendar day; conferences have a list of their own."""

    events: list[EventCard]


class EventList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the calendar, by start."""

    events: list[EventCard]
    next: UUID | None
    """Ask with `cursor` for what comes after these; null at the end."""


class EventMaterial(msgspec.Struct, frozen=True, kw_only=True):
    """A picture, a file, a video or a link to one on the page of an event (R-070). The bytes are at `/file`, a small
    picture of an image at `/thumbnail`."""

    id: UUID
    kind: MaterialKind
    title: str
    alt_text: str
    file_type: str | None
    """The ending. A file that is `mp4` or `webm` is a video, watched in the page."""
    size: int | None
    """In bytes."""
    url: str | None
    provider: VideoProvider | None


class EventPage(msgspec.Struct, frozen=True, kw_only=True):
    """All that one viewer may know of an event. Who is no eTwinner gets the card alone (n13)."""

    card: EventCard
    offer: Offer
    place_in_line: int | None
    """1 for whoever is called next."""
    body: str
    place: str | None
    countries: list[str]
    """Whose eTwinners it is for, when it is for chosen countries."""
    contacts: list[Colleague]
    """Whom the host chose; only those who lead read this."""
    host: Colleague | None
    cohosts: list[Colleague]
    invited_by: str | None
    invited: int | None
    """How many were asked to come; only those who lead read this."""
    cancel_reason: str | None
    room_opens_at: datetime
    """When those who lead may enter to prepare (R-073)."""
    doors_at: datetime
    may_edit: bool
    may_cancel: bool
    full: bool
    materials: list[EventMaterial]
    """What those who lead put there, in their order: for its audience and whoever had a seat."""
    may_show: bool
    """Whether the caller may give it a picture, and put things on its page."""
    revision: int = 0
    """Named by whoever writes it anew, so that nobody overwrites unseen what somebody else wrote meanwhile."""
    space: UUID | None = None
    """Where its room is; for those who lead it or joined."""


class EventFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What its host says of an event (R-067 … R-071). A draft may still be without title, summary or audience."""

    form: EventForm
    mode: EventMode
    title: Annotated[str, msgspec.Meta(max_length=200)] = ""
    summary: Annotated[str, msgspec.Meta(max_length=400)] = ""
    body: Annotated[str, msgspec.Meta(max_length=10_000)] = ""
    lang: Annotated[str, msgspec.Meta(max_length=16)]
    starts_at: datetime
    minutes: Count
    """30, 60, 90, 120, 180 or 240 (D-19)."""
    place: Annotated[str, msgspec.Meta(max_length=200)] = ""
    audience: EventAudience = "all"
    countries: Annotated[list[str], msgspec.Meta(max_length=100)] = []
    contacts: Annotated[list[UUID], msgspec.Meta(max_length=500)] = []
    cohosts: Annotated[list[UUID], msgspec.Meta(max_length=MOST_COHOSTS)] = []
    capacity: Count = 100
    picture_alt: Annotated[str, msgspec.Meta(max_length=300)] = ""
    """What its picture shows, for those who do not see it."""
    publish: bool = False
    """Whether everybody may see it from now on. What was published stays so."""
    revision: int | None = None
    """Which text the writer had before the eyes; another one by now is refused. Absent: whatever it is."""


class NewEventPicture(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Comes with the picture of an event."""

    revision: int | None = None
    """Which text the writer had before the eyes; another one by now is refused. Absent: whatever it is."""


class JoinedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who joined, or waits for a seat."""

    person: Colleague
    waiting: bool
    """In the line for a seat, in its order."""
    joined_at: datetime


class JoinedPeople(msgspec.Struct, frozen=True, kw_only=True):
    """Who comes: those with a seat by name, then the line. For those who lead the event."""

    people: list[JoinedPerson]


UploadKind = Literal["image", "file", "video"]


class NewEventMaterial(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said of an upload; what it is say its bytes."""

    kind: UploadKind
    title: Annotated[str, msgspec.Meta(max_length=200)]
    alt_text: Annotated[str, msgspec.Meta(max_length=300)] = ""


class NewEventVideo(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A video at one of the three hosts (R-184)."""

    url: Annotated[str, msgspec.Meta(max_length=2_000)]
    title: Annotated[str, msgspec.Meta(max_length=200)]


class OrderMaterials(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is on the page, in the order in which it shall stand there."""

    materials: Annotated[list[UUID], msgspec.Meta(max_length=100)]


class CancelEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Call it off; everybody who joined or waits reads why."""

    reason: Annotated[str, msgspec.Meta(max_length=200)]


class InvitePeople(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask contacts to come (R-070)."""

    users: Annotated[list[UUID], msgspec.Meta(max_length=100)]


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """How many hear of it now; who was asked before, or takes part, is not asked again."""

    number: int


class EventLink(msgspec.Struct, frozen=True, kw_only=True):
    """The page of an event, to be sent on: it opens for whoever signs in, and offers a seat to whom it is for."""

    address: str
    """As people outside find it, whatever address the one who asks has used."""
    picture: str
    """The same as a QR code: an SVG within a `data:` address, for a slide, a poster or a phone beside the screen."""


class FeedState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the caller's own calendar has an address."""

    since: datetime | None


class FeedAddress(msgspec.Struct, frozen=True, kw_only=True):
    """The address, said once: whoever has it reads this calendar. A new one makes the old one dead."""

    path: str
