"""What is over is over: an expired sign-in, an ended conference, a room to read only, an archived space."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update

from server.app import create_app
from server.chat.models import ChatMessage
from server.core import clock
from server.core.database import Database
from server.core.models import LoginSession, MembershipState, Space, SpaceMembership, SpaceState
from server.core.revocation import StandingChanged, announce
from server.core.settings import Settings
from server.core.site import Site
from server.core.wire import CloseCode
from server.rooms import access
from tests.faults.conftest import Enter
from tests.faults.talking import inside
from tests.live import serving
from tests.people import People

pytestmark = pytest.mark.anyio


@dataclass
class Running:
    """A server that looks often at whether its sockets may still be open."""

    base: str
    site: Site


@pytest.fixture
async def running(
    database_url: str, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Running]:
    monkeypatch.setattr(access, "LOOK_EVERY", 0.1)
    app = create_app(Settings(database_url=database_url, data_dir=tmp_path, secret_key="a secret of this test"))
    async with serving(app) as base:
        yield Running(base, app.state.site)


@pytest.fixture
def base(running: Running) -> str:
    return running.base


def message(room: str | UUID, text: str = "Hello") -> dict[str, str]:
    return {"room": str(room), "client_id": str(uuid4()), "text": text}


async def stored_messages(database: Database) -> int:
    async with database.read() as db:
        return await db.scalar(select(func.count()).select_from(ChatMessage)) or 0


async def test_an_expired_sign_in_opens_nothing_any_more_and_its_open_socket_is_closed(
    base: str, people: People, database: Database, enter: Enter
) -> None:
    ada, grace = await inside(enter, base, "ada", people), await inside(enter, base, "grace", people)
    async with database.write() as db:
        await db.execute(
            update(LoginSession)
            .where(LoginSession.user_id == people.ada)
            .values(expires_at=clock.now() - timedelta(seconds=1))
        )
    assert await ada.closed() == CloseCode.SIGNED_OUT
    body = {"title": "Too late", "duration_min": 30}
    for answer in (
        await ada.http.get("/api/me"),
        await ada.http.post(f"/api/spaces/{people.space}/conferences", json=body),
        await ada.http.post(f"/api/rooms/{people.room}/messages", json={"client_id": str(uuid4()), "text": "Late"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")
    socket = await ada.dial(ada.cookie)
    await socket.wait_closed()
    assert socket.close_code == CloseCode.SIGNED_OUT
    assert await stored_messages(database) == 0
    listed = await grace.http.get(f"/api/spaces/{people.space}/conferences")
    assert listed.json()["conferences"] == []
    sent = await grace.result("chat.send", **message(people.room))
    assert sent["seq"] == 1, "others are unharmed"


async def test_who_was_removed_hears_nothing_more_though_no_notice_came(
    base: str, people: People, database: Database, enter: Enter
) -> None:
    piotr = await inside(enter, base, "piotr", people)
    async with database.write() as db:
        membership = update(SpaceMembership).where(SpaceMembership.user_id == people.piotr)
        await db.execute(membership.values(state=MembershipState.REMOVED))
    assert (await piotr.heard("room.closed"))["reason"] == "revoked"
    assert await piotr.refusal("chat.catch_up", room=str(people.room), after=None) == "not_found"


async def test_a_client_id_of_somebody_else_is_ones_own_too_and_used_twice_it_is_refused(
    base: str, people: People, database: Database, enter: Enter
) -> None:
    ada, grace = await inside(enter, base, "ada", people), await inside(enter, base, "grace", people)
    once = message(people.room, "Mine")
    mine = await ada.result("chat.send", **once)
    theirs = await grace.result("chat.send", **(once | {"text": "Not yours"}))
    assert (mine["seq"], theirs["seq"]) == (1, 2)
    assert await ada.result("chat.send", **once) == mine
    assert await ada.refusal("chat.send", **(once | {"text": "Another"})) == "client_id_used"
    assert await stored_messages(database) == 2


async def test_an_ended_conference_takes_nobody_in_and_its_chat_takes_nothing(
    base: str, people: People, database: Database, enter: Enter
) -> None:
    ada, grace = await inside(enter, base, "ada", people), await inside(enter, base, "grace", people)
    body = {"title": "Rivers in November", "duration_min": 30}
    started = await ada.http.post(f"/api/spaces/{people.space}/conferences", json=body)
    conference = started.json()["id"]
    seat = await ada.result("conference.enter", conference=conference)
    beside = seat["inside"]["conference"]["room"]
    await ada.result("conference.end", conference=conference)
    await ada.heard("seat.lost")
    for client in (ada, grace):
        assert await client.refusal("conference.enter", conference=conference) == "conference_over"
        assert await client.refusal("media.offer", conference=conference, sdp="v=0\r\n") == "not_inside"
        assert await client.refusal("hand.raise", conference=conference, up=True) == "not_inside"
        assert await client.refusal("chat.send", **message(beside)) in ("room_read_only", "not_inside", "not_in_room")
    assert await stored_messages(database) == 0


@pytest.mark.parametrize("state", [SpaceState.READ_ONLY, SpaceState.ARCHIVED])
async def test_in_a_closed_space_nothing_is_written_or_started(
    running: Running, people: People, database: Database, enter: Enter, state: SpaceState
) -> None:
    base = running.base
    ada, eve = await inside(enter, base, "ada", people), await enter(base, "eve")
    await ada.result("chat.send", **message(people.room, "While it was open"))
    body = {"title": "Rivers in November", "duration_min": 30}
    started = await ada.http.post(f"/api/spaces/{people.space}/conferences", json=body)
    conference = started.json()["id"]
    async with database.write() as db:
        await db.execute(update(Space).where(Space.id == people.space).values(state=state))
    await announce(running.site.bus, StandingChanged(space=people.space))
    answer = await ada.http.post(f"/api/spaces/{people.space}/conferences", json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert await ada.refusal("conference.enter", conference=conference) == "forbidden"
    assert await ada.refusal("chat.send", **message(people.room, "Too late")) == "forbidden"
    answer = await ada.http.post(
        f"/api/rooms/{people.room}/messages", json={"client_id": str(uuid4()), "text": "Too late"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert await stored_messages(database) == 1
    await eve.connect()
    await eve.result("room.join", room=str(people.eves_room))
    assert (await eve.result("chat.send", **message(people.eves_room)))["seq"] == 1, "other spaces are unharmed"
