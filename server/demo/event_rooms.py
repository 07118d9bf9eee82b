"""Who may be in the rooms of the demo events, and the one room in which people are now (domain 13.5)."""

from datetime import timedelta
from uuid import UUID

from server.chat.models import ChatRoom
from server.conference.event_rooms import FROM_THE_STAGE, planned
from server.conference.models import Conference, ConferenceSeat, ConferenceState, EndReason, SeatRole, SeatState
from server.core.models import (
    Event,
    EventMode,
    EventRegistration,
    EventState,
    LiveKind,
    LivePolicy,
    RegistrationState,
    Space,
    SpaceKind,
    SpaceMembership,
    SpaceRole,
    User,
)
from server.demo.planting import Garden, demo_id
from server.rooms.models import Room, RoomKind

OPEN = (EventState.PUBLISHED, EventState.PREPARING, EventState.DOORS, EventState.LIVE)
LIMITS = LivePolicy(host_early_min=24 * 60, doors_min=15)
INSIDE = 18
"""Simulated people in the room that is live."""
ON_STAGE = 3


def add_event_rooms(garden: Garden) -> None:
    """The space of each online event to come; its room is made by the server when its time comes."""
    for event in garden.rows(Event):
        if event.mode is EventMode.ONLINE and event.state in OPEN:
            joined = [
                one.user_id
                for one in garden.rows(EventRegistration)
                if one.event_id == event.id and one.state is RegistrationState.JOINED
            ]
            _add_space(garden, event, joined)
            if event.state is EventState.LIVE:
                _fill(garden, _room(garden, event), joined[:INSIDE])


def add_ended_room(garden: Garden, event: Event) -> Conference:
    """The room of an event that is over, with the space in which everybody is who joined."""
    _add_space(garden, event, [one.user_id for one in garden.rows(EventRegistration) if one.event_id == event.id])
    room = _room(garden, event)
    room.state, room.ended_at, room.end_reason = ConferenceState.ENDED, event.ends_at, EndReason.HOST
    return room


def _add_space(garden: Garden, event: Event, joined: list[UUID]) -> None:
    event.space_id = demo_id("event space", event.id.hex)
    garden.add(
        Space(
            id=event.space_id,
            kind=SpaceKind.EVENT,
            title=event.title,
            description="",
            slug=f"event-{event.id}",
            flags={"teachers_create_conference": False},
            owner_id=event.host_id,
        )
    )
    types = {user.id: user.account_type for user in garden.rows(User)}
    for user in [event.host_id, *joined]:
        garden.add(
            SpaceMembership(
                id=demo_id("event member", event.id.hex, user.hex),
                space_id=event.space_id,
                user_id=user,
                account_type=types[user],
                role=SpaceRole.FOUNDER if user == event.host_id else SpaceRole.MEMBER,
                added_by=event.host_id,
            )
        )


def _room(garden: Garden, event: Event) -> Conference:
    assert event.space_id is not None
    room = Room(
        id=demo_id("event room", event.id.hex), space_id=event.space_id, kind=RoomKind.CONFERENCE, title=event.title
    )
    plan = planned(event, 0, LIMITS)
    conference = Conference(
        id=demo_id("event conference", event.id.hex),
        room_id=room.id,
        space_id=event.space_id,
        kind=LiveKind.EVENT_ROOM,
        event_id=event.id,
        agenda=event.summary,
        locks=list(FROM_THE_STAGE),
        state=ConferenceState.LIVE,
        opened_at=plan.host_doors_at,
        doors_opened_at=plan.doors_at,
        **plan._asdict(),
    )
    garden.add(room, ChatRoom(room_id=room.id), conference)
    return conference


def _fill(garden: Garden, conference: Conference, guests: list[UUID]) -> None:
    """The host and some who joined, a few of them on the stage."""
    for number, user in enumerate([conference.host_id, *guests]):
        joined_at = conference.starts_at + timedelta(seconds=garden.dice.randint(0, 240))
        presents = SeatRole.PRESENTER if number < ON_STAGE else SeatRole.ATTENDEE
        garden.add(
            ConferenceSeat(
                id=demo_id("event seat", conference.id.hex, user.hex),
                conference_id=conference.id,
                user_id=user,
                role=SeatRole.HOST if user == conference.host_id else presents,
                state=SeatState.CONNECTED,
                simulated=True,
                joined_at=joined_at,
                connected_at=joined_at,
                hand_at=garden.now if number == ON_STAGE else None,
            )
        )
