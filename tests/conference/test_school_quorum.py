"""With the space's switch on, a school's pupils are in only while an adult of that school is (domain 6.4.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from server.conference import gates, views
from server.conference.models import SeatState, WaitReason
from server.conference.silences import chat_closed
from server.core.models import Space
from server.rooms.wire import Person
from tests.conference.conftest import House
from tests.conference.lesson import Lesson
from tests.conference.steps import inside, say, seat_told

pytestmark = pytest.mark.anyio


def two_schools() -> tuple[Lesson, UUID, UUID]:
    """A lesson of the host's school and of Gdynia, whose teacher and pupil are returned."""
    lesson = Lesson()
    lesson.space.flags = {"school_quorum": True}
    teacher, pupil = lesson.person(role="teacher"), lesson.person()
    for user, kind, school in (
        (lesson.host, "teacher", "Ferrara"),
        (teacher, "teacher", "Gdynia"),
        (pupil, "pupil", "Gdynia"),
    ):
        lesson.seating.people[user] = Person(id=user, name="Somebody", kind=kind, school=school)  # type: ignore[arg-type]
    lesson.enter(lesson.host)
    return lesson, teacher, pupil


def test_a_pupil_waits_for_an_adult_of_the_own_school() -> None:
    lesson, teacher, pupil = two_schools()
    lesson.enter(pupil)
    assert lesson.seat(pupil).wait_reason is WaitReason.NO_SCHOOL_TEACHER
    lesson.enter(teacher)
    assert lesson.seat(pupil).state is SeatState.CONNECTED


def test_a_school_left_alone_is_silent_at_once_and_waits_after_two_minutes() -> None:
    """T12 of the security cases."""
    lesson, teacher, pupil = two_schools()
    lesson.enter(teacher)
    lesson.enter(pupil).microphone = True
    lesson.drop(teacher)
    assert gates.gates(lesson.seating, pupil) == gates.CLOSED
    assert chat_closed(lesson.seating, pupil) == "no_school_teacher"
    assert views.frozen_schools(lesson.seating) == ["Gdynia"]
    assert lesson.conference.frozen_until is None
    lesson.later(seconds=59)
    lesson.enter(teacher)
    assert gates.gates(lesson.seating, pupil).microphone
    assert views.frozen_schools(lesson.seating) == []
    lesson.leave(teacher)
    lesson.later(seconds=120)
    assert (lesson.seat(pupil).state, lesson.seat(pupil).wait_reason) == (SeatState.LOBBY, WaitReason.NO_SCHOOL_TEACHER)
    lesson.enter(teacher)
    assert lesson.seat(pupil).state is SeatState.CONNECTED
    assert not lesson.seat(pupil).microphone


def test_without_the_switch_any_teacher_will_do() -> None:
    lesson, _, pupil = two_schools()
    lesson.space.flags = {}
    assert lesson.enter(pupil).state is SeatState.CONNECTED


def test_a_pupil_whose_school_nobody_knows_is_attended_by_nobody() -> None:
    lesson, _, pupil = two_schools()
    lesson.seating.people[pupil] = Person(id=pupil, name="Somebody", kind="pupil")
    assert lesson.enter(pupil).wait_reason is WaitReason.NO_SCHOOL_TEACHER


async def test_pupils_of_a_school_left_alone_are_told_and_let_in_again(two_houses: House, time_passes: Any) -> None:
    async with two_houses.database.write() as db:
        (await db.get_one(Space, two_houses.people.space)).flags = {"school_quorum": True}
    conference, _ = await two_houses.lesson()
    piotr = await two_houses.client("piotr", at=1)
    assert (await piotr.result("conference.enter", conference=conference))["wait_reason"] == "no_school_teacher"
    grace = await inside(two_houses, conference, "grace")
    await seat_told(piotr, state="connected")
    await grace.hang_up()
    frozen = await piotr.heard("conference.frozen")
    assert (frozen["until"], frozen["schools"]) == (None, ["School of Gdynia"])
    assert await say(two_houses, piotr, conference) == "chat_no_school_teacher"
    time_passes.on(seconds=timedelta(minutes=2).total_seconds() + 1)
    assert (await seat_told(piotr, state="lobby"))["wait_reason"] == "no_school_teacher"


async def test_the_switch_turned_on_holds_for_those_who_are_inside(two_houses: House) -> None:
    """T1 of the security cases: the gates follow a switch that nobody inside turned."""
    conference, _ = await two_houses.lesson()
    piotr, nino = await inside(two_houses, conference, "piotr", at=1), await inside(two_houses, conference, "nino")
    async with two_houses.database.write() as db:
        (await db.get_one(Space, two_houses.people.space)).flags = {"school_quorum": True}
    assert (await piotr.heard("conference.frozen"))["schools"] == ["School of Gdynia"]
    assert two_houses.worker.open_gates(piotr.user) == (False, False, False)
    assert two_houses.worker.open_gates(nino.user) == (True, False, False)
    assert await say(two_houses, piotr, conference) == "chat_no_school_teacher"
    async with two_houses.database.write() as db:
        (await db.get_one(Space, two_houses.people.space)).flags = {}
    assert (await piotr.heard("conference.frozen"))["schools"] == []
    assert two_houses.worker.open_gates(piotr.user) == (True, False, False)
    assert await say(two_houses, piotr, conference) == "done"
