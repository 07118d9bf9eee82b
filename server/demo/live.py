"""The conferences of the demo spaces: one soon, one running with a single seat left, one tomorrow, three past."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from server.chat.models import ChatRoom
from server.conference.models import (
    Conference,
    ConferenceSeat,
    ConferenceState,
    EndReason,
    Media,
    SeatRole,
    SeatState,
)
from server.demo.people import pupil_id, user_id
from server.demo.planting import Garden, demo_id
from server.demo.spaces import adults_in, project_of, pupils_in, space_id
from server.rooms.models import Room, RoomKind, RoomState

SEATS = 25
GRID = 5
"""Minutes: conferences start on this grid (D-14)."""


class Meeting(NamedTuple):
    """A conference of the demo data."""

    key: str
    space: str
    title: str
    host: str
    starts_in: timedelta
    minutes: int
    state: ConferenceState
    media: Media = Media.VIDEO


MEETINGS = [
    Meeting(
        "soon", "P1", "Week 5: one photo each", "Günel Səfərli", timedelta(minutes=20), 30, ConferenceState.SCHEDULED
    ),
    Meeting(
        "running", "P2", "Four spring tables, live", "Elif Karaca", timedelta(minutes=-10), 60, ConferenceState.LIVE
    ),
    Meeting(
        "tomorrow", "P4", "Shadows of our lamps", "Rūta Kazlauskytė", timedelta(days=1), 60, ConferenceState.SCHEDULED
    ),
    Meeting("past 30", "P1", "Hello, five seas", "Chiara Bellandi", timedelta(days=-42), 30, ConferenceState.ENDED),
    Meeting(
        "past 60", "P1", "Why warmer?", "Günel Səfərli", timedelta(days=-9), 60, ConferenceState.ENDED, Media.AUDIO
    ),
    Meeting("past 90", "P4", "Light through water", "Aino Lehtisalo", timedelta(days=-16), 90, ConferenceState.ENDED),
]


def on_grid(at: datetime) -> datetime:
    """The next time of the 5-minute grid."""
    whole = at.replace(second=0, microsecond=0)
    whole += timedelta(minutes=1) if at > whole else timedelta()
    return whole + timedelta(minutes=-whole.minute % GRID)


def first_conference_at(now: datetime) -> datetime:
    """When the conference starts that the chat speaks of."""
    return on_grid(now + MEETINGS[0].starts_in)


def add_conferences(garden: Garden) -> None:
    """All conferences with their rooms and seats."""
    for meeting in MEETINGS:
        conference = _conference(garden, meeting)
        room = RoomState.READ_ONLY if meeting.state is ConferenceState.ENDED else RoomState.OPEN
        garden.add(
            Room(
                id=conference.room_id,
                space_id=conference.space_id,
                kind=RoomKind.CONFERENCE,
                title=meeting.title,
                state=room,
            ),
            ChatRoom(room_id=conference.room_id),
            conference,
        )
        if meeting.state is ConferenceState.LIVE:
            _fill(garden, conference, meeting)
        if meeting.state is ConferenceState.ENDED:
            _remember(garden, conference, meeting)


def _conference(garden: Garden, meeting: Meeting) -> Conference:
    starts_at = on_grid(garden.now + meeting.starts_in)
    ends_at = starts_at + timedelta(minutes=meeting.minutes)
    over = meeting.state is ConferenceState.ENDED
    return Conference(
        id=demo_id("conference", meeting.key),
        room_id=demo_id("conference room", meeting.key),
        space_id=space_id(meeting.space),
        title=meeting.title,
        host_id=user_id(meeting.host),
        starts_at=starts_at,
        duration_min=meeting.minutes,
        ends_at=ends_at,
        host_doors_at=starts_at - timedelta(minutes=15),
        doors_at=starts_at,
        seats=SEATS,
        media=meeting.media,
        state=meeting.state,
        opened_at=None if meeting.state is ConferenceState.SCHEDULED else starts_at - timedelta(minutes=5),
        ended_at=ends_at if over else None,
        end_reason=EndReason.TIME if over else None,
    )


def _people(meeting: Meeting) -> list[UUID]:
    """Everybody of the space, adults first."""
    project = project_of(meeting.space)
    adults = [user_id(name) for name in adults_in(project)]
    return adults + [pupil_id(school, name) for school, name in pupils_in(project)]


def _fill(garden: Garden, conference: Conference, meeting: Meeting) -> None:
    """Every seat but one is taken by simulated people: the demo teacher finds the last one (R-204)."""
    free = user_id(project_of(meeting.space).founder)
    inside = [user for user in _people(meeting) if user != free][: SEATS - 1]
    for user in inside:
        joined_at = conference.starts_at + timedelta(seconds=garden.dice.randint(0, 240))
        garden.add(
            ConferenceSeat(
                id=demo_id("seat", meeting.key, user.hex),
                conference_id=conference.id,
                user_id=user,
                role=SeatRole.HOST if user == conference.host_id else SeatRole.ATTENDEE,
                state=SeatState.CONNECTED,
                simulated=True,
                joined_at=joined_at,
                connected_at=joined_at,
            )
        )


def _remember(garden: Garden, conference: Conference, meeting: Meeting) -> None:
    """Who was in a past conference, and for how long."""
    people = _people(meeting)
    guests = garden.dice.sample([user for user in people if user != conference.host_id], min(14, len(people) - 1))
    for user in [conference.host_id, *guests]:
        late = garden.dice.randint(0, 240)
        garden.add(
            ConferenceSeat(
                id=demo_id("seat", meeting.key, user.hex),
                conference_id=conference.id,
                user_id=user,
                role=SeatRole.HOST if user == conference.host_id else SeatRole.ATTENDEE,
                state=SeatState.LEFT,
                joined_at=conference.starts_at + timedelta(seconds=late),
                left_at=conference.ends_at,
                seconds=meeting.minutes * 60 - late,
            )
        )
