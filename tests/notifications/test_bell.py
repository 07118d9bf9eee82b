"""What is behind the bell: told at once, counted, read, kept no longer than it may be, and nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.core import clock
from server.core.database import new_id
from server.core.http import Caller
from server.core.identity import Identity
from server.notifications.actions import PAGE, list_notifications, mark_read
from server.notifications.retention import STORES
from server.notifications.wire import ReadNotifications
from tests.notifications.conftest import Bells, behind, read
from tests.people import People

pytestmark = pytest.mark.anyio


async def test_a_bell_rings_in_every_tab_of_its_owner_and_in_nobody_elses(bells: Bells, people: People) -> None:
    ada, eve = await bells.client("ada"), await bells.client("eve")
    other = await bells.again(ada)
    await bells.ring([people.ada])
    told = [(await tab.heard("notification.new"))["notification"] for tab in (ada, other)]
    assert told[0] == told[1]
    assert told[0]["code"] == "conference.started"
    assert told[0]["params"] == {"title": "Rivers in November"}
    assert (told[0]["target_type"], told[0]["target_id"]) == ("space", str(people.space))
    assert await behind(ada) == {"notifications": [told[0]], "unread": 1, "older": False}
    await bells.ring([people.eve])
    await eve.heard("notification.new")
    assert not eve.has_heard("notification.new")
    assert (await behind(eve))["unread"] == 1


async def test_somebody_named_twice_is_rung_once_and_nobody_is_no_mistake(bells: Bells, people: People) -> None:
    await bells.ring([people.ada, people.ada])
    await bells.ring([])
    assert (await behind(await bells.client("ada")))["unread"] == 1


async def test_what_is_read_in_one_tab_is_read_in_the_others(bells: Bells, people: People) -> None:
    ada = await bells.client("ada")
    other = await bells.again(ada)
    for title in ("first", "second", "third"):
        await bells.ring([people.ada], title)
    third, second, first = (await behind(ada))["notifications"]
    assert [one["params"]["title"] for one in (first, second, third)] == ["first", "second", "third"]
    assert await read(ada, ids=[first["id"]]) == 2
    assert await other.heard("notification.read") == {"type": "notification.read", "ids": [first["id"]], "unread": 2}
    assert await read(ada, ids=[first["id"]]) == 2, "reading twice changes nothing"
    assert await read(ada, all=True) == 0
    assert (await other.heard("notification.read"))["ids"] is None
    assert all(one["read_at"] for one in (await behind(ada))["notifications"])


async def test_strangers_neither_see_nor_read_what_is_behind_another_bell(bells: Bells, people: People) -> None:
    ada, eve = await bells.client("ada"), await bells.client("eve")
    await bells.ring([people.ada])
    hers = (await behind(ada))["notifications"][0]["id"]
    assert (await behind(eve))["notifications"] == []
    assert await read(eve, ids=[hers]) == 0
    assert await read(eve, all=True) == 0
    assert (await eve.http.get("/api/notifications", params={"before": hers})).status_code == 404
    assert (await behind(ada))["unread"] == 1
    eve.http.cookies.clear()
    assert (await eve.http.get("/api/notifications")).status_code == 401
    assert (await eve.http.post("/api/notifications/read", json={"all": True})).status_code == 401


async def test_older_pages_follow_without_holes_even_within_one_instant(bells: Bells, people: People) -> None:
    ada = await bells.client("ada")
    with clock.frozen(clock.now()):
        for number in range(PAGE + 5):
            await bells.ring([people.ada], str(number))
    first = await behind(ada)
    assert (len(first["notifications"]), first["unread"], first["older"]) == (PAGE, PAGE + 5, True)
    second = await behind(ada, before=first["notifications"][-1]["id"])
    assert (len(second["notifications"]), second["older"]) == (5, False)
    ids = [one["id"] for page in (first, second) for one in page["notifications"]]
    assert len(set(ids)) == PAGE + 5


@pytest.mark.parametrize("query", ["before=nothing", "before="])
async def test_a_cursor_that_is_none_is_refused(bells: Bells, query: str) -> None:
    ada = await bells.client("ada")
    assert (await ada.http.get(f"/api/notifications?{query}")).status_code == 422


@pytest.mark.parametrize(
    ("read_after", "kept"),
    [(None, 180), (1, 91), (60, 150), (170, 180)],
    ids=["unread", "read at once", "read later", "read at the end"],
)
async def test_ninety_days_after_reading_or_180_days_unread_it_is_gone(
    bells: Bells, people: People, read_after: int | None, kept: int
) -> None:
    (store,) = [store for store in STORES if store.name == "notifications"]
    rung = datetime(2026, 11, 17, 14, 0, tzinfo=UTC)
    with clock.frozen(rung):
        await bells.ring([people.ada])
    if read_after is not None:
        with clock.frozen(rung + timedelta(days=read_after)):
            await _read_all(bells, people)
    with clock.frozen(rung + timedelta(days=kept, seconds=-1)):
        assert await store.purge(bells.site) == 0
        assert len(await _shown(bells, people)) == 1
    with clock.frozen(rung + timedelta(days=kept)):
        assert await _shown(bells, people) == [], "not shown even before the purge has come by"
        assert await store.overdue(bells.site) == 1
        assert await store.purge(bells.site) == 1
        assert (await store.overdue(bells.site), await store.purge(bells.site)) == (0, 0)


# Sign-ins run out too, so that what is shown months later is asked of the actions themselves.


async def _shown(bells: Bells, people: People) -> list[Any]:
    page = await list_notifications(_ada(bells, people))
    return page.notifications


async def _read_all(bells: Bells, people: People) -> None:
    await mark_read(_ada(bells, people), ReadNotifications(all=True))


def _ada(bells: Bells, people: People) -> Caller:
    identity = Identity(
        user=people.ada,
        login_session=new_id(),
        account_type="staff",
        display_name="Ada Marin",
        locale="en",
        time_zone="Europe/Rome",
    )
    return Caller(bells.site, identity)
