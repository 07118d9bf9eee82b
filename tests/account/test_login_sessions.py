"""Login sessions end by themselves, can be seen and can be ended, at once and on every socket."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from server.account.actions import deactivate_user
from server.account.usage import Usage
from server.core import clock
from server.core.database import Database, new_id
from server.core.models import LoginSession, User, UserStatus
from server.core.wire import CloseCode
from server.rooms.access import Access
from server.rooms.hub import Hub
from server.rooms.models import Room, RoomKind
from tests import services
from tests.account.conftest import Serve, Served
from tests.people import PASSWORD, People

pytestmark = pytest.mark.anyio


@pytest.fixture
def still() -> Iterator[None]:
    """The clock stands unless the test moves it."""
    with clock.frozen(clock.now()):
        yield


@pytest.mark.usefixtures("still")
async def test_a_pupil_who_does_nothing_for_an_hour_is_signed_out(served: Served, people: People):
    piotr = await served.entered("piotr", people.slug)
    clock.travel(timedelta(minutes=59))
    assert (await piotr.http.get("/api/me")).status_code == 200
    clock.travel(timedelta(minutes=59))
    assert (await piotr.http.get("/api/me")).status_code == 200, "use moves the end on"
    clock.travel(timedelta(minutes=60))
    answer = await piotr.http.get("/api/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


@pytest.mark.usefixtures("still")
async def test_a_pupils_day_ends_however_busy(served: Served, people: People):
    piotr = await served.entered("piotr", people.slug)
    for _ in range(23):
        clock.travel(timedelta(minutes=30))
        assert (await piotr.http.get("/api/me")).status_code == 200
    clock.travel(timedelta(minutes=30))
    assert (await piotr.http.get("/api/me")).status_code == 401


@pytest.mark.usefixtures("still")
async def test_a_teacher_stays_half_a_day_idle_and_a_month_at_most(served: Served):
    ada = await served.entered("ada")
    for _ in range(65):
        clock.travel(timedelta(hours=11))
        assert (await ada.http.get("/api/me")).status_code == 200
    clock.travel(timedelta(hours=11))
    assert (await ada.http.get("/api/me")).status_code == 401
    ada = await served.entered("ada")
    clock.travel(timedelta(hours=12))
    assert (await ada.http.get("/api/me")).status_code == 401


@pytest.mark.usefixtures("still")
async def test_being_seen_is_written_at_most_once_a_minute(served: Served, database: Database):
    ada = await served.entered("ada")
    entered = clock.now()

    async def seen_after(seconds: int) -> float:
        clock.travel(timedelta(seconds=seconds))
        await ada.http.get("/api/me")
        async with database.read() as db:
            seen = (await db.scalars(select(LoginSession.last_seen_at))).one()
        return (seen - entered).total_seconds()

    assert await seen_after(30) == 0
    assert await seen_after(29) == 0
    assert await seen_after(1) == 60


@pytest.mark.usefixtures("still")
async def test_frames_on_a_socket_count_as_use(served: Served, people: People):
    piotr = await served.entered("piotr", people.slug)
    await piotr.connect()
    for _ in range(3):
        clock.travel(timedelta(minutes=40))
        await piotr.result("space.follow", space=str(people.space))
        await served.site.part(Usage).write()
    assert (await piotr.http.get("/api/me")).status_code == 200


@pytest.mark.usefixtures("still")
async def test_listening_in_a_conference_counts_as_use_and_an_open_page_does_not(
    served: Served, people: People, database: Database
):
    room = new_id()
    async with database.write() as db:
        db.add(Room(id=room, space_id=people.space, title="Live Event", kind=RoomKind.CONFERENCE))
    listener, absent = [await served.entered(name, people.slug) for name in ("piotr", "nino")]
    for client in (listener, absent):
        await client.connect()
    hub = served.site.part(Hub)
    (inside,) = [each for each in hub.everybody() if each.identity.user == people.piotr]
    await hub.attach(inside, f"room:{room}")
    for _ in range(2):
        clock.travel(timedelta(minutes=45))
        await served.site.part(Usage).write()
    assert (await listener.http.get("/api/me")).status_code == 200
    assert (await absent.http.get("/api/me")).status_code == 401
    await served.site.part(Access).check(hub.everybody())  # as its timer does
    assert await absent.closed() == CloseCode.SIGNED_OUT
    assert await listener.result("space.follow", space=str(people.space)) is None


async def test_one_sees_where_one_is_signed_in(served: Served):
    await served.entered("ada")
    there = await served.entered("ada")
    shown = (await there.http.get("/api/login-sessions")).json()["login_sessions"]
    assert [each["current"] for each in shown] == [True, False]
    assert all(each["address"] == "127.0.0.0" for each in shown)


async def test_a_device_is_named_in_words(served: Served):
    phone = served.client()
    phone.http.headers["user-agent"] = (
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
    )
    await phone.sign_in("ada", PASSWORD)
    (shown,) = (await phone.http.get("/api/login-sessions")).json()["login_sessions"]
    assert shown["device"] == "Chrome on Android"


async def test_signing_one_device_out_closes_its_socket_and_no_other(served: Served, people: People):
    here, there = await served.entered("ada"), await served.entered("ada")
    await here.connect()
    await there.connect()
    shown = (await here.http.get("/api/login-sessions")).json()["login_sessions"]
    (other,) = [each["id"] for each in shown if not each["current"]]
    assert (await here.http.delete(f"/api/login-sessions/{other}")).status_code == 200
    assert await there.closed() == CloseCode.SIGNED_OUT
    assert (await there.http.get("/api/me")).status_code == 401
    assert await here.result("space.follow", space=str(people.space)) is None
    assert (await here.http.delete(f"/api/login-sessions/{other}")).status_code == 404, "it is gone"


async def test_somebody_elses_login_session_cannot_be_ended(served: Served):
    ada, eve = await served.entered("ada"), await served.entered("eve")
    (hers,) = (await ada.http.get("/api/login-sessions")).json()["login_sessions"]
    for target in (hers["id"], str(new_id())):
        answer = await eve.http.delete(f"/api/login-sessions/{target}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await eve.http.delete("/api/login-sessions/1 OR 1=1")).status_code == 404
    assert (await ada.http.get("/api/me")).status_code == 200


async def test_signing_all_others_out_leaves_this_one(served: Served):
    here, *others = [await served.entered("ada") for _ in range(3)]
    for other in others:
        await other.connect()
    assert (await here.http.post("/api/login-sessions/revoke-others")).status_code == 200
    assert [await other.closed() for other in others] == [CloseCode.SIGNED_OUT] * 2
    assert (await here.http.get("/api/me")).status_code == 200
    assert len((await here.http.get("/api/login-sessions")).json()["login_sessions"]) == 1


async def test_signing_out_closes_the_sockets_of_all_its_tabs(served: Served):
    ada = await served.entered("ada")
    await ada.connect()
    await ada.http.post("/api/sign-out")
    assert await ada.closed() == CloseCode.SIGNED_OUT


async def test_a_deactivated_account_is_out_everywhere_at_once(served: Served, people: People):
    ada = await served.entered("ada")
    await ada.connect()
    await deactivate_user(served.site, people.ada)
    assert await ada.closed() == CloseCode.SIGNED_OUT
    assert (await ada.http.get("/api/me")).status_code == 401
    assert (await served.client().sign_in("ada", PASSWORD)).json()["code"] == "account_closed"


async def test_a_locked_pupil_is_out_at_once_and_may_come_back_when_unlocked(
    served: Served, people: People, database: Database
):
    piotr = await served.entered("piotr", people.slug)
    await piotr.connect()
    await deactivate_user(served.site, people.piotr)
    assert await piotr.closed() == CloseCode.SIGNED_OUT
    async with database.write() as db:
        (await db.get_one(User, people.piotr)).move_to(UserStatus.ACTIVE)
    assert (await piotr.http.get("/api/me")).status_code == 401, "the old login session stays ended"
    assert (await served.client().sign_in("piotr", PASSWORD, people.slug)).status_code == 200


async def test_a_suspension_in_the_table_alone_is_heeded_by_the_next_request(
    served: Served, people: People, database: Database
):
    ada = await served.entered("ada")
    async with database.write() as db:
        await db.execute(update(User).where(User.id == people.ada).values(status=UserStatus.SUSPENDED))
    assert (await ada.http.get("/api/me")).status_code == 401


async def test_another_process_closes_its_sockets_too(serve: Serve, people: People, redis: services.Redis):
    redis.say("FLUSHALL")
    async with serve(redis_url=redis.url) as one, serve(redis_url=redis.url) as two:
        here = await one.entered("ada")
        there = await two.entered("ada")
        await there.connect()
        grace = await two.entered("grace")
        await grace.connect()
        assert (await here.http.post("/api/login-sessions/revoke-others")).status_code == 200
        assert await there.closed() == CloseCode.SIGNED_OUT
        assert await grace.result("space.follow", space=str(people.space)) is None


async def test_a_failed_sign_in_in_a_victims_name_leaves_the_victim_connected(served: Served, people: People):
    ada = await served.entered("ada")
    await ada.connect()
    await served.client().sign_in("ada", "wrong")
    stranger = served.client()
    stranger.http.cookies.set("session", "A" * 43)
    assert (await stranger.http.get("/api/me")).status_code == 401
    assert await ada.result("space.follow", space=str(people.space)) is None


@pytest.mark.parametrize("cookie", ["", "x", "A" * 43, "\u00e9", "a; session=b"])
async def test_a_made_up_cookie_is_nobody(served: Served, cookie: str):
    client = served.client()
    answer = await client.http.get("/api/me", headers={"cookie": f"session={cookie}".encode()})
    assert answer.status_code == 401


async def test_a_socket_without_a_sign_in_is_closed(served: Served):
    socket = await served.client().dial("session=nothing")
    await socket.wait_closed()
    assert socket.close_code == CloseCode.SIGNED_OUT
