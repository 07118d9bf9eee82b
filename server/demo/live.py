"""The conferences of the demo spaces: one soon, one running with a single seat left, one tomorrow, three past."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from server.chat.models import ChatRoom
from server.conference.conference import GRID
from server.conference.models import (
    Conference,
    ConferenceSeat,
    ConferenceState,
    EndReason,
    Media,
    SeatRole,
    SeatState,
)
from server.demo.beside import add_beside
from server.demo.people import pupil_id, user_id
from server.demo.planting import Garden, demo_id
from server.demo.spaces import adults_in, project_of, pupils_in, space_id
from server.rooms.models import Room, RoomKind, RoomState

SEATS = 25


class DemoConference(NamedTuple):
    """A conference of the demo data."""

    key: str
    space: str
    title: str
    host: str
    starts_in: timedelta
    minutes: int
    state: ConferenceState
    media: Media = Media.VIDEO


CONFERENCES = [
    DemoConference(
        "soon", "P1", "Week 5: one photo each", "Günel Səfərli", timedelta(minutes=20), 30, ConferenceState.SCHEDULED
    ),
    DemoConference(
        "running", "P2", "Four spring tables, live", "Elif Karaca", timedelta(minutes=-10), 60, ConferenceState.LIVE
    ),
    DemoConference(
        "tomorrow", "P4", "Shadows of our lamps", "Rūta Kazlauskytė", timedelta(days=1), 60, ConferenceState.SCHEDULED
    ),
    DemoConference(
        "past 30", "P1", "Hello, five seas", "Chiara Bellandi", timedelta(days=-42), 30, ConferenceState.ENDED
    ),
    DemoConference(
        "past 60", "P1", "Why warmer?", "Günel Səfərli", timedelta(days=-9), 60, ConferenceState.ENDED, Media.AUDIO
    ),
    DemoConference(
        "past 90", "P4", "Light through water", "Aino Lehtisalo", timedelta(days=-16), 90, ConferenceState.ENDED
    ),
]


def next_on_grid(at: datetime) -> datetime:
    """The next time at which a conference may start (D-14)."""
    return at + (datetime.min.replace(tzinfo=at.tzinfo) - at) % GRID


def first_conference_at(now: datetime) -> datetime:
    """When the conference starts that the chat speaks of."""
    return next_on_grid(now + CONFERENCES[0].starts_in)


def add_conferences(garden: Garden) -> None:
    """All conferences with their rooms and seats."""
    for wanted in CONFERENCES:
        conference = _conference(garden, wanted)
        room = RoomState.READ_ONLY if wanted.state is ConferenceState.ENDED else RoomState.OPEN
        garden.add(
            Room(
                id=conference.room_id,
                space_id=conference.space_id,
                kind=RoomKind.CONFERENCE,
                title=wanted.title,
                state=room,
            ),
            ChatRoom(room_id=conference.room_id),
            conference,
        )
        if wanted.state is ConferenceState.LIVE:
            _fill(garden, conference, wanted)
        if wanted.state is ConferenceState.ENDED:
            _remember(garden, conference, wanted)


def _conference(garden: Garden, wanted: DemoConference) -> Conference:
    starts_at = next_on_grid(garden.now + wanted.starts_in)
    ends_at = starts_at + timedelta(minutes=wanted.minutes)
    over = wanted.state is ConferenceState.ENDED
    return Conference(
        id=demo_id("conference", wanted.key),
        room_id=demo_id("conference room", wanted.key),
        space_id=space_id(wanted.space),
        title=wanted.title,
        host_id=user_id(wanted.host),
        starts_at=starts_at,
        duration_min=wanted.minutes,
        ends_at=ends_at,
        host_doors_at=starts_at - timedelta(minutes=15),
        doors_at=starts_at,
        seats=SEATS,
        media=wanted.media,
        state=wanted.state,
        opened_at=None if wanted.state is ConferenceState.SCHEDULED else starts_at - timedelta(minutes=5),
        ended_at=ends_at if over else None,
        end_reason=EndReason.TIME if over else None,
    )


def _people(wanted: DemoConference) -> list[UUID]:
    """Everybody of the space, adults first."""
    project = project_of(wanted.space)
    adults = [user_id(name) for name in adults_in(project)]
    return adults + [pupil_id(school, name) for school, name in pupils_in(project)]


def _fill(garden: Garden, conference: Conference, wanted: DemoConference) -> None:
    """Every seat but one is taken by simulated people: the demo teacher finds the last one (R-204)."""
    free = user_id(project_of(wanted.space).founder)
    inside = [user for user in _people(wanted) if user != free][: SEATS - 1]
    for user in inside:
        joined_at = conference.starts_at + timedelta(seconds=garden.dice.randint(0, 240))
        garden.add(
            ConferenceSeat(
                id=demo_id("seat", wanted.key, user.hex),
                conference_id=conference.id,
                user_id=user,
                role=SeatRole.HOST if user == conference.host_id else SeatRole.ATTENDEE,
                state=SeatState.CONNECTED,
                simulated=True,
                joined_at=joined_at,
                connected_at=joined_at,
            )
        )
    add_beside(garden, conference, inside)


def _remember(garden: Garden, conference: Conference, wanted: DemoConference) -> None:
    """Who was in a past conference, and for how long."""
    people = _people(wanted)
    guests = garden.dice.sample([user for user in people if user != conference.host_id], min(14, len(people) - 1))
    for user in [conference.host_id, *guests]:
        late = garden.dice.randint(0, 240)
        garden.add(
            ConferenceSeat(
                id=demo_id("seat", wanted.key, user.hex),
                conference_id=conference.id,
                user_id=user,
                role=SeatRole.HOST if user == conference.host_id else SeatRole.ATTENDEE,
                state=SeatState.LEFT,
                joined_at=conference.starts_at + timedelta(seconds=late),
                left_at=conference.ends_at,
                seconds=wanted.minutes * 60 - late,
            )
        )
