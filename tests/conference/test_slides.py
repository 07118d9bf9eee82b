"""Slides on stage: whoever presents turns pages, everybody follows, also who comes late; pointers and lines."""

from __future__ import annotations

import pytest

from server.core import clock
from tests.conference.conftest import House
from tests.conference.steps import inside
from tests.documents import pages, pdf, ready

pytestmark = pytest.mark.anyio

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_everybody_follows_the_pages_and_who_comes_late_finds_them(two_houses: House) -> None:
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    shown = await ready(ada, conference, pdf("Rivers", "Lakes", "Seas"))
    base = f"/api/conferences/{conference}/documents/{shown['id']}"
    third = f"{base}/pages/{shown['pages'][2]['id']}"
    assert (await piotr.http.get(third)).status_code == 404, "not on stage yet"
    await ada.result("slides.show", conference=conference, document=shown["id"], page=2)
    for client in (ada, piotr):
        told = await client.heard("slides.changed")
        assert told["slides"] == {"document": shown["id"], "page": 2, "drawings": 0}
    assert (await pages(piotr, conference, shown["id"]))["pages"] == shown["pages"]
    assert (await piotr.http.get(third)).status_code == 200, "one may look ahead and back"
    grace = await two_houses.client("grace", at=1)
    seat = await grace.result("conference.enter", conference=conference)
    assert seat["inside"]["slides"] == {"document": shown["id"], "page": 2, "drawings": 0}
    assert await ada.refusal("slides.show", conference=conference, document=shown["id"], page=4) == "no_such_page"
    await ada.result("slides.show", conference=conference, document=None)
    assert (await piotr.heard("slides.changed"))["slides"] is None
    assert (await piotr.http.get(third)).status_code == 404


@only_sqlite
async def test_only_those_who_lead_or_present_turn_pages(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    shown = await ready(ada, conference, pdf("Rivers", "Lakes"))
    turn = {"conference": conference, "document": shown["id"]}
    piotr, nino = [await inside(one_house, conference, name) for name in ("piotr", "nino")]
    grace = await one_house.client("grace")
    assert not (await grace.result("conference.enter", conference=conference))["presents"]
    assert await grace.refusal("slides.show", **turn) == "forbidden", "the screen is locked, as it is at first"
    assert await nino.refusal("slides.show", **turn) == "forbidden"
    await ada.result("participant.appoint", conference=conference, user=nino.user, role="presenter")
    seat = await nino.find(lambda f: f["type"] == "seat.changed" and f["seat"]["presents"])
    assert seat["seat"]["role"] == "presenter"
    await nino.result("slides.show", **turn)
    await ada.result("conference.pause", conference=conference, on=True)
    assert await nino.refusal("slides.show", **turn, page=2) == "paused"
    await ada.result("conference.pause", conference=conference, on=False)
    await ada.result("participant.appoint", conference=conference, user=piotr.user, role="presenter")
    assert await piotr.refusal("slides.show", **turn, page=2) == "forbidden", "the matrix: a pupil does not share"
    await ada.result("conference.set_locks", conference=conference, locks=[])
    await grace.result("slides.show", **turn, page=2)
    waits = await one_house.client("gail")
    assert (await waits.result("conference.enter", conference=conference))["inside"] is None
    assert await waits.refusal("slides.show", **turn) in ("forbidden", "not_inside"), "the lobby turns no pages (T5)"
    answer = await waits.http.get(f"/api/conferences/{conference}/documents/{shown['id']}")
    assert answer.status_code in (403, 404), "nor sees them"


@only_sqlite
async def test_a_pointer_is_seen_for_a_moment_and_limited(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    assert await ada.refusal("slides.point", conference=conference, x=1, y=2) == "nothing_on_stage"
    piotr = await inside(one_house, conference, "piotr")
    shown = await ready(ada, conference, pdf("Rivers"))
    await ada.result("slides.show", conference=conference, document=shown["id"])
    await ada.result("slides.point", conference=conference, x=500, y=250)
    told = await piotr.heard("slides.pointed")
    assert (told["user"], told["x"], told["y"]) == (ada.user, 500, 250)
    await ada.result("slides.point", conference=conference)
    assert (await piotr.heard("slides.pointed"))["x"] is None
    assert await piotr.refusal("slides.point", conference=conference, x=1, y=1) == "forbidden"
    with clock.frozen(clock.now()):
        answers = [await ada.ask("slides.point", conference=conference, x=n, y=n) for n in range(60)]
    assert "too_many_tries" in {answer.get("code") for answer in answers}


async def test_lines_stay_with_their_page_and_undo_takes_ones_own(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    nino = await inside(one_house, conference, "nino")
    await ada.result("participant.appoint", conference=conference, user=nino.user, role="presenter")
    shown = await ready(ada, conference, pdf("Rivers", "Lakes"))
    await ada.result("slides.show", conference=conference, document=shown["id"])
    first, second = [page["id"] for page in shown["pages"]]
    line = {"conference": conference, "page": first, "colour": "red"}
    await ada.result("slides.draw", **line, points=[0, 0, 1000, 1000])
    drawn = await nino.heard("slides.drawn")
    assert (drawn["page"], drawn["stroke"]["points"], drawn["drawings"]) == (first, [0, 0, 1000, 1000], 1)
    await nino.result("slides.draw", **line, points=[5, 5, 9, 9])
    assert await ada.refusal("slides.draw", **line, points=[5, 5, 9, 9, 1]) == "bad_line_drawn"
    assert await ada.refusal("slides.draw", **line | {"page": second}, points=[1, 1, 2, 2]) == "nothing_on_stage"
    address = f"/api/conferences/{conference}/documents/{shown['id']}/pages/{first}/strokes"
    strokes = (await nino.http.get(address)).json()
    assert [one["user"] for one in strokes["strokes"]] == [ada.user, nino.user]
    await ada.result("slides.erase", conference=conference, page=first)
    gone = await nino.heard("slides.erased")
    assert gone["stroke"] == drawn["stroke"]["id"], "her own, though his is newer"
    await nino.result("slides.erase", conference=conference, page=first, all=True)
    assert (await ada.heard("slides.erased", stroke=None))["drawings"] == 4
    assert (await nino.http.get(address)).json()["strokes"] == []


@only_sqlite
async def test_a_page_has_room_for_so_many_lines(one_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.conference.documents.strokes.MOST_NUMBERS", 10)
    conference, ada = await one_house.lesson()
    shown = await ready(ada, conference, pdf("Rivers"))
    await ada.result("slides.show", conference=conference, document=shown["id"])
    line = {"conference": conference, "page": shown["pages"][0]["id"], "colour": "blue"}
    await ada.result("slides.draw", **line, points=[1, 1, 2, 2, 3, 3])
    assert await ada.refusal("slides.draw", **line, points=[1, 1, 2, 2, 3, 3]) == "page_full_of_lines"
