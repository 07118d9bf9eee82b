"""One device, many pupils: a class before a projector takes part by name, with a hand and the attendance of each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from server.core.database import new_id
from tests.conference.conftest import House
from tests.conference.steps import about, inside
from tests.people import more_pupils

pytestmark = pytest.mark.anyio


async def test_a_class_is_listed_raises_hands_and_is_counted_each(two_houses: House, time_passes: Any) -> None:
    people = two_houses.people
    pupils = [str(one) for one in await more_pupils(two_houses.database, people, 2)]
    conference, ada = await two_houses.lesson()
    grace = await inside(two_houses, conference, "grace", at=1)
    offered = (await ada.http.get(f"/api/conferences/{conference}/class-pupils")).json()["pupils"]
    assert {one["id"] for one in offered} == {*pupils, str(people.nino)}
    await ada.result("classroom.set", conference=conference, pupils=[*pupils, *pupils])
    shown = await about(grace, ada.user)
    assert [one["person"]["id"] for one in shown["participant"]["class_list"]] == sorted(pupils)
    await ada.result("hand.raise", conference=conference, up=True, pupil=pupils[1])
    hands = (await grace.heard("hands.changed"))["hands"]
    assert [(one["user"], one["pupil"]) for one in hands] == [(ada.user, pupils[1])]
    time_passes.on(minutes=3)
    await ada.result("classroom.set", conference=conference, pupils=pupils[1:])
    time_passes.on(minutes=2)
    await ada.result("conference.end", conference=conference)
    await grace.heard("seat.lost")
    report = (await grace.http.get(f"/api/conferences/{conference}/report")).json()
    attended = {one["person"]["id"]: one for one in report["people"]}
    for pupil, length in zip(pupils, (3, 5), strict=True):
        assert attended[pupil]["minutes"] in (length, length + 1), "a begun minute counts, and the test takes time too"
    assert [attended[pupil]["hands"] for pupil in pupils] == [0, 1]
    assert {attended[pupil]["with_class"] for pupil in pupils} == {ada.user}
    assert report["attended"] == 4


async def test_who_comes_in_alone_leaves_the_list_and_is_not_listed_again(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    nino_id = str(one_house.people.nino)
    await ada.result("classroom.set", conference=conference, pupils=[nino_id])
    await ada.result("hand.raise", conference=conference, up=True, pupil=nino_id)
    await about(ada, ada.user)
    nino = await inside(one_house, conference, "nino")
    left = await about(ada, ada.user, class_list=[])
    assert left["participant"]["class_list"] == []
    assert await ada.refusal("classroom.set", conference=conference, pupils=[nino_id]) == "is_inside"
    assert await ada.refusal("hand.raise", conference=conference, up=True, pupil=nino_id) == "not_found"
    await nino.result("conference.leave", conference=conference)
    await ada.result("classroom.set", conference=conference, pupils=[nino_id])
    await ada.result("participant.ban", conference=conference, user=nino_id)
    assert await ada.refusal("classroom.set", conference=conference, pupils=[nino_id]) == "removed"


async def test_only_a_teacher_lists_only_pupils_of_hers_and_only_once(one_house: House) -> None:
    """T3 of the security cases: strangers, other schools' pupils and adults are nobody."""
    people = one_house.people
    conference, ada = await one_house.lesson()
    grace, piotr = [await inside(one_house, conference, name) for name in ("grace", "piotr")]
    for foreign in (people.nino, people.mallory, people.ada, people.gail, new_id()):
        assert await grace.refusal("classroom.set", conference=conference, pupils=[str(foreign)]) == "not_found"
    assert await piotr.refusal("classroom.set", conference=conference, pupils=[]) == "teachers_only"
    assert (await piotr.http.get(f"/api/conferences/{conference}/class-pupils")).status_code == 403
    crowd = [str(new_id()) for _ in range(36)]
    assert await ada.refusal("classroom.set", conference=conference, pupils=crowd) == "class_too_large"
    await ada.result("classroom.set", conference=conference, pupils=[str(people.nino)])
    assert await grace.refusal("hand.raise", conference=conference, up=True, pupil=str(people.nino)) == "not_found"
    refused = {"user": ada.user, "pupil": str(people.nino)}
    assert await piotr.refusal("hand.raise", conference=conference, up=False, **refused) == "forbidden"
    stored = await one_house.stored(conference)
    assert stored.id == UUID(conference)
