"""The recording of an event on the event's page: for everybody who joined it, until it is taken back (R-074)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from server.notifications.bell import Bell
from tests.campus.events import START, at
from tests.conference.conftest import House
from tests.conference.filming import END, film_of
from tests.conference.gathering import comes_in, event_of
from tests.live import Client

pytestmark = pytest.mark.anyio


async def shown(client: Client, event: UUID) -> list[dict[str, Any]]:
    """What the page of the event offers this one to watch."""
    answer = await client.http.get(f"/api/events/{event}/recordings")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["recordings"])


async def letters(client: Client) -> list[str]:
    found = (await client.http.get("/api/mailbox")).json()["letters"]
    return [one["text"] for one in found if one["subject"].startswith("The recording is there")]


async def bells(client: Client) -> list[dict[str, Any]]:
    found = (await client.http.get("/api/notifications")).json()["notifications"]
    return [one["params"] for one in found if one["code"] == "event.recording"]


@pytest.mark.proves("R-074")
async def test_everybody_who_joined_the_event_may_watch_it_from_its_publication_until_it_is_taken_back(
    one_house: House,
) -> None:
    _, event = await event_of(one_house)
    with at(START):
        ada, gail, grace, eve = [await one_house.client(name) for name in ("ada", "gail", "grace", "eve")]
        conference, _ = await comes_in(ada, event)
    with at(END):
        recording = await film_of(one_house, conference, one_house.people.ada)
        path = f"/api/conferences/{conference}/recordings/{recording}"
        assert [one["state"] for one in await shown(ada, event)] == ["ready"]
        assert [await shown(one, event) for one in (gail, grace, eve)] == [[], [], []], "not published"
        until = (END + timedelta(days=7)).isoformat()
        assert (await ada.http.post(f"{path}/publish", json={"pin": "2468", "until": until})).status_code == 200
        await one_house.sites[0].part(Bell).settled()
        for one in (gail, grace):
            (found,) = await shown(one, event)
            assert (found["id"], found["state"], found["needs_pin"]) == (recording, "published", True)
            (bell,) = await bells(one)
            assert (bell["title"], bell["space"]) == ("Rivers in November", ""), "also who was never inside; said once"
            (letter,) = await letters(one)
            assert f"/recordings/{conference}/{recording}" in letter
            assert "21.07.2026, 16:00 CEST (in Brussels)." in letter
            assert "2468" not in letter
        assert await shown(eve, event) == [], "she never joined"
        assert await letters(eve) == []
        assert (await grace.http.get(f"{path}/film")).json()["code"] == "pin_needed"
        await grace.http.post(f"{path}/open", json={"pin": "2468"})
        assert (await grace.http.get(f"{path}/film")).content == b"a film"
        assert (await ada.http.post(f"{path}/revoke")).status_code == 200
        assert [await shown(one, event) for one in (gail, grace)] == [[], []]
        assert await bells(grace) == []
        assert (await grace.http.get(f"{path}/film")).status_code == 404


async def test_a_pupil_has_no_events_and_so_no_recordings_of_them(one_house: House) -> None:
    _, event = await event_of(one_house)
    pupil = await one_house.client("nino")
    assert (await pupil.http.get(f"/api/events/{event}/recordings")).status_code == 403
