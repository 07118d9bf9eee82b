"""The state machines of stored rows: legal moves are the arrows of domain 8, every other move is refused."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest

from server.core.models import (
    EVENT_TRANSITIONS,
    REGISTRATION_TRANSITIONS,
    SCHOOL_TRANSITIONS,
    SPACE_TRANSITIONS,
    USER_TRANSITIONS,
    Event,
    EventRegistration,
    EventState,
    RegistrationState,
    School,
    SchoolState,
    Space,
    SpaceState,
    User,
    UserStatus,
    WrongMoveError,
)
from server.rooms.models import ROOM_TRANSITIONS, Room, RoomState

MACHINES = [
    (Space, "state", SpaceState, SPACE_TRANSITIONS),
    (Event, "state", EventState, EVENT_TRANSITIONS),
    (EventRegistration, "state", RegistrationState, REGISTRATION_TRANSITIONS),
    (School, "state", SchoolState, SCHOOL_TRANSITIONS),
    (User, "status", UserStatus, USER_TRANSITIONS),
    (Room, "state", RoomState, ROOM_TRANSITIONS),
]


@pytest.mark.parametrize(("model", "column", "states", "transitions"), MACHINES)
def test_only_the_arrows_lead_anywhere(
    model: type[Any], column: str, states: type[StrEnum], transitions: dict[Any, frozenset[Any]]
) -> None:
    assert set(transitions) == set(states)
    for before in states:
        for after in states:
            row = model(**{column: before})
            if after in transitions[before]:
                row.move_to(after)
                assert getattr(row, column) is after
            else:
                with pytest.raises(WrongMoveError):
                    row.move_to(after)
                assert getattr(row, column) is before


@pytest.mark.parametrize(
    "path",
    [
        "draft published preparing doors live ended archived",
        "draft published cancelled",
        "published preparing doors cancelled",
        "published preparing published preparing doors live ended",
    ],
)
def test_an_event_walks_from_draft_to_archive(path: str) -> None:
    first, *others = path.split()
    event = Event(state=EventState(first))
    for state in others:
        event.move_to(EventState(state))


@pytest.mark.parametrize(("before", "after"), [("live", "cancelled"), ("ended", "live"), ("cancelled", "published")])
def test_an_event_cannot_go_back(before: str, after: str) -> None:
    with pytest.raises(WrongMoveError):
        Event(state=EventState(before)).move_to(EventState(after))


def test_a_space_is_archived_by_way_of_read_only_and_comes_back_the_same_way() -> None:
    space = Space(state=SpaceState.OPEN)
    with pytest.raises(WrongMoveError):
        space.move_to(SpaceState.ARCHIVED)
    for state in (SpaceState.READ_ONLY, SpaceState.ARCHIVED, SpaceState.READ_ONLY, SpaceState.OPEN):
        space.move_to(state)


def test_a_space_reads_every_switch_with_its_value_in_force() -> None:
    space = Space(flags={"pupils_in_chat": False})
    assert not space.switches["pupils_in_chat"]
    assert space.switches["pupils_in_conference"]
    assert not space.switches["guests_in_chat"]
