"""How stored rows walk from state to state (domain 8); tests/test_states.py walks every arrow of every machine."""

from __future__ import annotations

import pytest

from server.core.models import (
    Event,
    EventState,
    Space,
    SpaceState,
    WrongMoveError,
)


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
