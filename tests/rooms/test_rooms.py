"""Entering rooms, being seen there, and being put out when a right is gone."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from server.core import clock
from server.core.bus import Bus
from server.core.database import Database, new_id
from server.core.identity import Identity
from server.core.models import LoginSession, MembershipState, Space, SpaceMembership, SpaceRole, SpaceState
from server.core.permissions import Standing
from server.core.revocation import Revoked, StandingChanged, announce
from server.core.wire import CloseCode
from server.rooms.access import Access
from server.rooms.memberships import grant_membership, revoke_membership
from server.rooms.models import Room, RoomKind
from server.rooms.places import Places
from server.rooms.presence import TELL_EVERY
from tests.fresh import assert_updates_lead_to_fresh_state
from tests.people import People
from tests.tabs import Frame, Server, Tab, server_process
from tests.waiting import eventually

pytestmark = pytest.mark.anyio


@pytest.mark.proves("R-200", "R-201")
async def test_one_request_enters_the_chatroom_and_shows_who_is_there(server: Server, people: People) -> None:
    ada = await server.tab(people.ada, people.room)
    piotr = await server.tab(people.piotr)
    state = await piotr.result("room.join", room=people.room)
    assert (state["title"], state["kind"], state["state"]) == ("Everybody", "chatroom", "open")
    assert state["space"] == str(people.space)
    assert (state["you"]["name"], state["you"]["kind"], state["you"]["school"]) == (
        "Piotr Z.",
        "pupil",
        "School of Gdynia",
    )
    assert [person["name"] for person in state["people"]] == ["Ada Marin", "Piotr Z."]
    assert "CHAT_WRITE" in state["may"]
    assert "CHAT_MODERATE" not in state["may"]
    told = await ada.find(
        lambda f: f["type"] == "presence.changed" and any(p["name"] == "Piotr Z." for p in f["joined"])
    )
    assert told["left"] == []


async def test_strangers_find_nothing_to_enter(server: Server, people: People) -> None:
    for stranger in (people.eve, people.mallory):
        tab = await server.tab(stranger)
        for room in (people.room, new_id()):
            assert await tab.refusal("room.join", room=room) == "not_found"
        for space in (people.space, new_id()):
            assert await tab.refusal("space.follow", space=space) == "not_found"
        same = [await tab.ask("room.join", room=room) for room in (people.room, new_id())]
        assert {(answer["code"], answer["text"], str(answer["params"])) for answer in same} == {
            ("not_found", "We cannot find this room.", "{'what': 'room'}")
        }


async def test_a_conference_s_room_is_not_entered_by_the_chatroom_s_door(
    server: Server, people: People, database: Database
) -> None:
    async with database.write() as db:
        room = Room(id=new_id(), space_id=people.space, kind=RoomKind.CONFERENCE, title="Live Event")
        db.add(room)
    ada = await server.tab(people.ada)
    assert await ada.refusal("room.join", room=room.id) == "enter_conference"
    assert await ada.refusal("chat.send", room=room.id, client_id=new_id(), text="hm") == "not_in_room"
    assert not server.hub.connections(f"room:{room.id}")


async def test_entering_notes_the_last_access(server: Server, people: People, database: Database) -> None:
    await server.tab(people.piotr, people.room)
    async with database.read() as db:
        noted = await db.scalar(select(SpaceMembership.last_access_at).where(SpaceMembership.user_id == people.piotr))
    assert noted is not None
    assert abs(clock.now() - noted) < timedelta(minutes=1)


async def test_a_person_is_here_once_however_many_tabs(server_on_bus: Server, people: People) -> None:
    ada = await server_on_bus.tab(people.ada, people.room)
    piotr = [await server_on_bus.tab(people.piotr, people.room) for _ in range(2)]
    await _comes(ada, people.piotr)
    await piotr[0].hang_up()
    await piotr[1].result("room.leave", room=people.room)
    await _goes(ada, people.piotr)
    told = ada.ever_heard("presence.changed")
    assert sum(str(people.piotr) in _ids(frame["joined"]) for frame in told) == 1
    assert sum(str(people.piotr) in frame["left"] for frame in told) == 1


async def test_many_who_come_at_once_are_few_frames(server: Server, people: People) -> None:
    ada = await server.tab(people.ada, people.room)
    began = time.monotonic()
    everybody = (people.grace, people.piotr, people.nino, people.gail)
    for user in everybody * 3:
        await server.tab(user, people.room)
    seen: set[str] = set()
    while not {str(user) for user in everybody} <= seen:
        seen |= _ids((await ada.heard("presence.changed"))["joined"])
    turns = (time.monotonic() - began) / TELL_EVERY
    assert len(ada.ever_heard("presence.changed")) <= turns + 2, "a frame for ada, and one for each turn of the room"


async def test_presence_updates_lead_to_fresh_state(server: Server, people: People) -> None:
    ada = await server.tab(people.ada, people.room)

    async def come() -> None:
        await server.tab(people.piotr, people.room)
        await _comes(ada, people.piotr)

    await assert_updates_lead_to_fresh_state(ada, people.room, come)


async def test_followers_of_the_space_see_the_crowd(server_on_bus: Server, people: People) -> None:
    grace = await server_on_bus.tab(people.grace)
    await grace.result("space.follow", space=people.space)
    ada = await server_on_bus.tab(people.ada, people.room)
    told = await grace.heard("space.crowd", people_here=1)
    assert (told["room"], told["teachers_here"]) == (str(people.room), 1)
    await server_on_bus.tab(people.piotr, people.room)
    assert (await grace.heard("space.crowd", people_here=2))["teachers_here"] == 1
    await ada.hang_up()
    assert (await grace.heard("space.crowd", people_here=1))["teachers_here"] == 0
    await grace.result("space.unfollow", space=people.space)
    assert not server_on_bus.hub.connections(f"space:{people.space}")


# Rights that go while one is inside (T1)


async def test_a_revoked_membership_puts_out_of_the_room_at_once(server_on_bus: Server, people: People) -> None:
    ada = await server_on_bus.tab(people.ada, people.room)
    piotr = await server_on_bus.tab(people.piotr, people.room)
    lost: list[tuple[UUID, str]] = []

    async def remember(connection: Any, topic: str) -> None:
        lost.append((connection.identity.user, topic))

    server_on_bus.hub.on_lost(remember)
    await _comes(ada, people.piotr)
    await piotr.result("space.follow", space=people.space)
    await revoke_membership(server_on_bus.site, people.space, people.piotr, by=people.ada)
    closed = await piotr.heard("room.closed")
    assert (closed["room"], closed["reason"]) == (str(people.room), "revoked")
    await _goes(ada, people.piotr)
    sent = await ada.send(people.room, "among ourselves")
    await ada.heard("chat.sent", room=people.room)
    assert not [frame for frame in piotr.ever_heard("chat.sent") if frame["message"]["id"] == sent["id"]]
    assert sorted(lost) == [
        (people.piotr, f"room:{people.room}"),
        (people.piotr, f"space:{people.space}"),
    ]
    assert await piotr.refusal("room.join", room=people.room) == "not_found"
    assert await piotr.refusal("chat.send", room=people.room, client_id=new_id(), text="hm") == "not_found"


async def test_a_role_that_is_lost_takes_the_teachers_audience_with_it(server: Server, people: People) -> None:
    grace = await server.tab(people.grace, people.room)
    topic = f"room:{people.room}"
    assert "teachers" in server.hub.audiences(grace.connection, topic)
    await grant_membership(server.site, people.space, people.grace, SpaceRole.OBSERVER, by=people.ada)

    async def is_guest() -> bool:
        return server.hub.audiences(grace.connection, topic) == {"all"}

    await eventually(is_guest)
    await grant_membership(server.site, people.space, people.grace, SpaceRole.TEACHER, by=people.ada)

    async def is_teacher() -> bool:
        return "teachers" in server.hub.audiences(grace.connection, topic)

    await eventually(is_teacher)


async def test_an_archived_space_closes_its_rooms(server: Server, people: People, database: Database) -> None:
    ada = await server.tab(people.ada, people.room)
    async with database.write() as db:
        await db.execute(update(Space).where(Space.id == people.space).values(state=SpaceState.ARCHIVED))
    await announce(server.site.bus, StandingChanged(space=people.space))
    assert (await ada.heard("room.closed"))["reason"] == "archived"
    assert await ada.refusal("room.join", room=people.room) == "forbidden"


async def test_signing_out_closes_the_sockets_of_that_login_only(server_on_bus: Server, people: People) -> None:
    phone, desk = await server_on_bus.tab(people.ada, people.room), await server_on_bus.tab(people.ada, people.room)
    grace = await server_on_bus.tab(people.grace, people.room)
    ended = phone.connection.identity.login_session
    await announce(server_on_bus.site.bus, Revoked(user=people.ada, login_sessions=[ended]))
    assert await phone.closed() == CloseCode.SIGNED_OUT
    await desk.send(people.room, "still here")
    await announce(server_on_bus.site.bus, Revoked(user=people.ada))
    assert await desk.closed() == CloseCode.SIGNED_OUT
    await grace.send(people.room, "undisturbed")


async def test_a_login_that_ended_before_the_socket_was_heard_lets_nobody_in(
    server: Server, people: People, database: Database
) -> None:
    identity = await server.identity(people.ada)
    async with database.write() as db:
        ended = update(LoginSession).where(LoginSession.id == identity.login_session)
        await db.execute(ended.values(revoked_at=clock.now()))
    tab = Tab(server, identity)
    await server.hub.opened(tab.connection)
    assert await tab.closed() == CloseCode.SIGNED_OUT
    await tab.hang_up()


async def test_a_right_that_goes_while_one_enters_is_not_overlooked(
    server: Server, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    piotr = await server.tab(people.piotr)
    attach = server.hub.attach

    async def removed_meanwhile(*args: Any) -> None:
        async with database.write() as db:
            mine = update(SpaceMembership).where(SpaceMembership.user_id == people.piotr)
            await db.execute(mine.values(state=MembershipState.REMOVED))
        await announce(server.site.bus, StandingChanged(user=people.piotr, space=people.space))
        await attach(*args)

    monkeypatch.setattr(server.hub, "attach", removed_meanwhile)
    assert await piotr.refusal("room.join", room=people.room) == "not_found"
    assert not server.hub.connections(f"room:{people.room}")


async def test_a_notice_that_was_missed_is_made_good_after_a_gap(
    server: Server, people: People, database: Database
) -> None:
    ada, piotr = await server.tab(people.ada, people.room), await server.tab(people.piotr, people.room)
    async with database.write() as db:
        mine = update(SpaceMembership).where(SpaceMembership.user_id == people.piotr)
        await db.execute(mine.values(state=MembershipState.REMOVED))
        ended = update(LoginSession).where(LoginSession.id == ada.connection.identity.login_session)
        await db.execute(ended.values(revoked_at=clock.now()))
    await server.hub.missed()
    assert (await piotr.heard("room.closed"))["reason"] == "revoked"
    assert await ada.closed() == CloseCode.SIGNED_OUT


async def test_what_was_missed_is_looked_for_again_when_the_database_is_away(
    server: Server, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    piotr = await server.tab(people.piotr, people.room)
    told: list[str] = []

    async def told_too() -> None:
        told.append("gap")

    async def is_away(_: Any) -> None:
        raise ConnectionError("The database is away.")

    server.hub.on_gap(told_too)
    async with database.write() as db:
        mine = update(SpaceMembership).where(SpaceMembership.user_id == people.piotr)
        await db.execute(mine.values(state=MembershipState.REMOVED))
    with monkeypatch.context() as away:
        away.setattr(server.site.part(Access), "check", is_away)
        with pytest.raises(ConnectionError):
            await server.hub.missed()
    assert told == ["gap"], "the others have looked"
    await server.hub.missed()
    assert (await piotr.heard("room.closed"))["reason"] == "revoked"


async def test_one_who_cannot_be_judged_leaves_nobody_else_inside(
    server: Server, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await server.tab(people.ada, people.room)
    piotr = await server.tab(people.piotr, people.room)
    places = server.site.part(Places)
    standing = places.standing

    async def breaks_for_ada(identity: Identity, name: str, thing: UUID) -> Standing:
        if identity.user == people.ada:
            raise RuntimeError("a mistake of ours")
        return await standing(identity, name, thing)

    monkeypatch.setattr(places, "standing", breaks_for_ada)
    async with database.write() as db:
        mine = update(SpaceMembership).where(SpaceMembership.user_id == people.piotr)
        await db.execute(mine.values(state=MembershipState.REMOVED))
    await announce(server.site.bus, StandingChanged(space=people.space))
    assert (await piotr.heard("room.closed"))["reason"] == "revoked"


@pytest.mark.parametrize(
    ("user", "role"),
    [("piotr", SpaceRole.TEACHER), ("grace", SpaceRole.PUPIL), ("mallory", SpaceRole.PUPIL)],
)
async def test_roles_that_an_account_cannot_have_are_refused(
    server: Server, people: People, user: str, role: SpaceRole
) -> None:
    with pytest.raises(Exception, match="wrong_role"):
        await grant_membership(server.site, people.space, getattr(people, user), role, by=people.ada)


async def test_listeners_of_closed_sockets_are_told_even_if_one_fails(server: Server, people: People) -> None:
    told: list[UUID] = []

    async def fails(_: Any) -> None:
        raise ValueError

    async def remembers(connection: Any) -> None:
        told.append(connection.identity.user)

    server.hub.on_closed(fails)
    server.hub.on_closed(remembers)
    tab = await server.tab(people.ada, people.room)
    await tab.hang_up()
    assert told == [people.ada]
    assert not server.hub.connections(f"room:{people.room}")
    assert not server.hub.connections(f"user:{people.ada}")


async def test_one_room_is_served_by_two_processes(database: Database, people: People, redis_buses: list[Bus]) -> None:
    async with server_process(database, redis_buses[0]) as one, server_process(database, redis_buses[1]) as two:
        ada, piotr = await one.tab(people.ada, people.room), await two.tab(people.piotr)
        state = await piotr.result("room.join", room=people.room)
        assert [person["name"] for person in state["people"]] == ["Ada Marin", "Piotr Z."]
        await _comes(ada, people.piotr)
        for number in range(1, 6):
            writer, reader = (ada, piotr) if number % 2 else (piotr, ada)
            sent = await writer.send(people.room, f"number {number}")
            assert (await reader.heard("chat.sent", message=sent))["message"]["seq"] == number
        second_tab = await two.tab(people.ada, people.room)
        await ada.hang_up()
        nino = await one.tab(people.nino, people.room)
        await _comes(piotr, people.nino)
        assert not [f for f in piotr.ever_heard("presence.changed") if str(people.ada) in f["left"]]
        await second_tab.hang_up()
        await _goes(nino, people.ada)
        await revoke_membership(one.site, people.space, people.piotr, by=people.ada)
        assert (await piotr.heard("room.closed"))["reason"] == "revoked"
        await announce(two.site.bus, Revoked(user=people.nino))
        assert await nino.closed() == CloseCode.SIGNED_OUT


async def _comes(watcher: Tab, user: UUID) -> Frame:
    return await watcher.find(lambda f: f["type"] == "presence.changed" and str(user) in _ids(f["joined"]))


async def _goes(watcher: Tab, user: UUID) -> Frame:
    return await watcher.find(lambda f: f["type"] == "presence.changed" and str(user) in f["left"])


def _ids(people: list[dict[str, Any]]) -> set[str]:
    return {person["id"] for person in people}
