"""What is left of a conference: for its teachers only, and deleted on its date (domain 10.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from server.conference import retention
from server.conference.models import ConferenceSeat
from server.core import clock
from tests.conference.conftest import House
from tests.conference.steps import inside

pytestmark = pytest.mark.anyio


async def test_teachers_read_who_was_there_and_nobody_else_does(two_houses: House, time_passes: Any) -> None:
    conference, ada = await two_houses.lesson()
    nino, piotr = await inside(two_houses, conference, "nino"), await inside(two_houses, conference, "piotr", at=1)
    await piotr.result("hand.raise", conference=conference, up=True)
    time_passes.on(minutes=4)
    await ada.result("participant.remove", conference=conference, user=nino.user, reason="Rude")
    time_passes.on(minutes=5)
    await ada.result("conference.end", conference=conference)
    await piotr.heard("seat.lost")
    path = f"/api/conferences/{conference}"
    for pupil in (piotr, nino, await two_houses.client("gail")):
        assert (await pupil.http.get(f"{path}/report")).status_code == 403
    eve = await two_houses.client("eve")
    assert (await eve.http.get(f"{path}/report")).status_code == 404
    assert (await piotr.http.post(f"{path}/exit-answer", json={"answer": "partly"})).status_code == 200
    again = await piotr.http.post(f"{path}/exit-answer", json={"answer": "well"})
    assert again.json()["code"] == "answered"
    for other, status in ((nino, 404), (ada, 403), (eve, 404)):
        assert (await other.http.post(f"{path}/exit-answer", json={"answer": "well"})).status_code == status
    assert (await piotr.http.post(f"{path}/exit-answer", json={"answer": "great"})).status_code == 400
    report = (await (await two_houses.client("grace")).http.get(f"{path}/report")).json()
    rows = {one["person"]["id"]: one for one in report["people"]}
    assert (rows[piotr.user]["minutes"] in (9, 10), rows[piotr.user]["hands"]) == (True, 1)
    assert rows[nino.user]["minutes"] in (4, 5)
    assert (report["attended"], report["exit_answers"]) == (3, {"well": 0, "partly": 1, "not_well": 0})
    assert [(one["school"], one["people"]) for one in report["schools"]] == [
        ("School of Ferrara", 2),
        ("School of Gdynia", 1),
    ]
    assert [(one["person"]["id"], one["reason"]) for one in report["removals"]] == [(nino.user, "Rude")]
    ended = (await two_houses.stored(conference)).ended_at
    assert ended is not None
    assert report["deleted_on"] == clock.add_months(ended, 3).date().isoformat()


async def test_pupils_rows_go_after_three_months_and_all_others_after_twelve(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    await inside(one_house, conference, "piotr")
    await ada.result("classroom.set", conference=conference, pupils=[str(one_house.people.nino)])
    await ada.result("conference.end", conference=conference)
    ended = (await one_house.stored(conference)).ended_at
    assert ended is not None

    async def left(at: datetime) -> tuple[int, int]:
        with clock.frozen(at):
            overdue = await retention.prove(one_house.database)
            gone = await retention.purge(one_house.database)
            assert gone == overdue
            assert await retention.prove(one_house.database) == 0
        async with one_house.database.read() as db:
            return gone, await db.scalar(select(func.count()).select_from(ConferenceSeat)) or 0

    three, twelve = clock.add_months(ended, 3), clock.add_months(ended, 12)
    assert await left(three - (three - ended) / 100) == (0, 2)
    assert await left(three) == (2, 1)
    assert await left(twelve - (twelve - ended) / 1000) == (0, 1)
    assert await left(twelve) == (1, 0)
    assert (await one_house.stored(conference)).attended == 3, "counts stay"
