"""What is stored is carried out and told, whatever breaks between the commit and those who should know."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from typing import Any, Literal
from uuid import UUID

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import conferences, entering, hosting, peers, wire
from server.conference.beside import Beside
from server.conference.conferences import Conferences
from server.conference.lines import SIGNALS, Lines, conference_topic
from server.conference.peers import put_in_order
from server.core.database import new_id
from server.core.http import Caller
from server.core.permissions import Right
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.places import Places
from tests.conference.conftest import SDP, House, RememberingLink
from tests.conference.steps import about, inside
from tests.live import Client

pytestmark = pytest.mark.anyio


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks by itself: the test says when."""
    for name in ("LOOK_EVERY", "REVIEW_EVERY"):
        monkeypatch.setattr(conferences, name, 600.0)


async def review(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """One look at everybody inside, now."""
    with monkeypatch.context() as now:
        now.setattr(conferences, "REVIEW_EVERY", 0.0)
        await site.part(Conferences).review()


def away() -> OperationalError:
    return OperationalError("BEGIN", None, Exception("the database is away"))


def failing_writes(monkeypatch: pytest.MonkeyPatch, site: Site) -> asyncio.Event:
    """The next write of this process finds no database."""
    failed, write = asyncio.Event(), site.database.write

    @contextlib.asynccontextmanager
    async def once() -> AsyncGenerator[AsyncSession]:
        if not failed.is_set():
            failed.set()
            raise away()
        async with write() as db:
            yield db

    monkeypatch.setattr(site.database, "write", once)
    return failed


def swallowing(monkeypatch: pytest.MonkeyPatch, site: Site, topic: str) -> asyncio.Event:
    """The next word of this process on that topic reaches nobody."""
    swallowed, publish = asyncio.Event(), site.bus.publish

    async def once(to: str, payload: bytes) -> None:
        if to == topic and not swallowed.is_set():
            swallowed.set()
        else:
            await publish(to, payload)

    monkeypatch.setattr(site.bus, "publish", once)
    return swallowed


def line_of(site: Site, conference: str, user: str) -> Any:
    """Whatever line of this user the process holds there."""
    lines = site.part(Lines).of_conference(UUID(conference))
    return next((line for line in lines if str(line.connection.identity.user) == user), None)


async def caller_of(house: House, conference: str, client: Client, at: int = 0) -> Caller:
    """Whoever acts through this client's socket."""
    site = house.sites[at]
    connection = line_of(site, conference, client.user).connection
    place = ("conference", UUID(conference))
    return await site.part(Places).caller(connection.identity, Right.CONFERENCE_JOIN, place, connection)


@pytest.mark.usefixtures("by_hand")
async def test_a_teacher_whose_line_closed_while_the_database_was_away_supervises_nobody(
    one_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = one_house.sites[0]
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    failed = failing_writes(monkeypatch, site)
    await ada.hang_up()
    await failed.wait()
    monkeypatch.setattr(conferences, "LOOK_EVERY", 0.0)
    await site.part(Conferences).look_for_the_dead()
    await about(piotr, ada.user, away=True)
    assert (await piotr.heard("conference.frozen"))["until"] is not None


@pytest.mark.usefixtures("by_hand")
async def test_who_could_not_leave_is_still_inside_and_leaves_the_next_time(
    one_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    failing_writes(monkeypatch, one_house.sites[0])
    assert await piotr.refusal("conference.leave", conference=conference) == "storage_away"
    await ada.result("hand.raise", conference=conference, up=True)
    await piotr.heard("hands.changed")
    await piotr.result("conference.leave", conference=conference)
    assert (await ada.heard("participant.left"))["user"] == piotr.user
    assert line_of(one_house.sites[0], conference, piotr.user) is None
    assert not piotr.has_heard("seat.lost")


@pytest.mark.usefixtures("by_hand")
async def test_who_was_put_out_is_told_and_hears_nothing_more_although_the_signal_was_lost(
    two_houses: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two_houses.sites
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    peer, connection = two_houses.worker.peer_of(piotr.user), line_of(second, conference, piotr.user).connection
    swallowed = swallowing(monkeypatch, first, SIGNALS)
    with monkeypatch.context() as broken:
        # The worker is not told either.
        broken.setattr(RememberingLink, "close_peer", nothing)
        await ada.result("participant.remove", conference=conference, user=piotr.user)
    assert swallowed.is_set()
    assert second.part(Hub).is_attached(connection, conference_topic(UUID(conference)))
    await review(second, monkeypatch)
    assert (await piotr.heard("seat.lost"))["reason"] == "removed"
    assert not second.part(Hub).is_attached(connection, conference_topic(UUID(conference)))
    assert peer not in two_houses.worker.peers


@pytest.mark.usefixtures("by_hand")
async def test_the_last_word_is_heard_at_the_second_look_when_it_was_lost(
    two_houses: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two_houses.sites
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    swallowed = swallowing(monkeypatch, first, conference_topic(UUID(conference)))
    await ada.result("hand.raise", conference=conference, up=True)
    assert swallowed.is_set()
    await review(second, monkeypatch)
    await review(second, monkeypatch)
    whole = await piotr.find(lambda frame: frame["type"] == "seat.changed" and frame["seat"]["inside"])
    assert [hand["user"] for hand in whole["seat"]["inside"]["hands"]] == [ada.user]
    await review(second, monkeypatch)
    await review(second, monkeypatch)
    await ada.result("hand.raise", conference=conference, up=False)
    await piotr.find(lambda frame: frame["type"] == "hands.changed" and not frame["hands"])
    assert not piotr.has_heard("seat.changed"), "what is known once is not told again"


async def test_a_pupil_is_silenced_although_the_socket_of_whoever_did_it_breaks(
    one_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    conference, ada = await one_house.lesson()
    nino = await inside(one_house, conference, "nino")
    caller = await caller_of(one_house, conference, ada)
    asked, go_on, set_gate = asyncio.Event(), asyncio.Event(), RememberingLink.set_gate

    async def slowly(link: RememberingLink, peer: UUID, **wanted: Any) -> None:
        asked.set()
        await go_on.wait()
        await set_gate(link, peer, **wanted)

    monkeypatch.setattr(RememberingLink, "set_gate", slowly)
    request = wire.MuteParticipant(
        ref=1, conference=UUID(conference), user=UUID(nino.user), source="microphone", hold=False
    )
    handler = asyncio.create_task(hosting.mute(caller, request))
    await asked.wait()
    handler.cancel()
    with pytest.raises(asyncio.CancelledError):
        await handler
    turn = one_house.sites[0].part(Lines).turn(UUID(conference))
    assert turn.locked(), "nothing is told before this was"
    go_on.set()
    assert (await nino.heard("participant.muted"))["source"] == "microphone"
    assert one_house.worker.open_gates(nino.user) == (False, False, False)
    await ada.result("hand.raise", conference=conference, up=True)


async def test_words_are_said_although_the_gates_could_not_be_looked_at(
    one_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    conference, ada = await one_house.lesson()
    nino = await inside(one_house, conference, "nino")

    async def failing(*_: object) -> None:
        raise away()

    with monkeypatch.context() as broken:
        broken.setattr("server.conference.changing.converge_gates", failing)
        mute = {"user": nino.user, "source": "microphone", "hold": False}
        assert await ada.refusal("participant.mute", conference=conference, **mute) == "storage_away"
    assert (await nino.heard("participant.muted"))["source"] == "microphone"
    await put_in_order(one_house.sites[0])
    assert one_house.worker.open_gates(nino.user) == (False, False, False)


async def test_a_peer_that_no_seat_has_is_closed_when_it_is_found_twice(one_house: House) -> None:
    site = one_house.sites[0]
    conference, _ = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    known, fresh, probe = one_house.worker.peer_of(piotr.user), new_id(), new_id()
    one_house.worker.peers |= {fresh: (UUID(conference), new_id()), probe: (new_id(), new_id())}
    assert await put_in_order(site, only=set()) == {fresh, probe}
    assert one_house.worker.peers.keys() == {known, fresh, probe}
    await put_in_order(site, only={fresh})
    assert one_house.worker.peers.keys() == {known, probe}


class Turn(asyncio.Lock):
    """Knows whose it is."""

    owner: asyncio.Task[Any] | None = None

    async def acquire(self) -> Literal[True]:
        await super().acquire()
        self.owner = asyncio.current_task()
        return True

    def is_ours(self) -> bool:
        return self.locked() and self.owner is asyncio.current_task()


async def test_an_answer_that_was_read_before_one_was_let_in_does_not_come_after_it(
    two_houses: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = two_houses.sites[1]
    conference, ada = await two_houses.lesson(lobby=True)
    gail = await two_houses.client("gail", at=1)
    turn, seat, in_turn = Turn(), second.part(Beside).seat, list[bool]()
    read, go_on, signalled = asyncio.Event(), asyncio.Event(), asyncio.Event()

    def turn_of(_: UUID) -> Turn:
        return turn

    async def slowly(*arguments: Any) -> wire.YourSeat:
        if not read.is_set():
            in_turn.append(turn.is_ours())
            read.set()
            await go_on.wait()
        return await seat(*arguments)

    tell_moved = entering.tell_moved

    async def heard(site: Site, signal: Any) -> None:
        if site is second and read.is_set():
            signalled.set()
        await tell_moved(site, signal)

    monkeypatch.setattr(second.part(Lines), "turn", turn_of)
    monkeypatch.setattr(second.part(Beside), "seat", slowly)
    monkeypatch.setattr(entering, "tell_moved", heard)
    entered = asyncio.create_task(gail.result("conference.enter", conference=conference))
    await read.wait()
    assert in_turn == [True], "whoever tells of it waits until this is answered"
    await ada.result("lobby.admit", conference=conference, user=gail.user)
    await signalled.wait()
    go_on.set()
    await entered
    let_in = await gail.find(lambda frame: frame["type"] == "seat.changed" and frame["seat"]["inside"])
    assert let_in["seat"]["state"] == "connected"
    await ada.result("hand.raise", conference=conference, up=True)
    await gail.heard("hands.changed")


async def test_a_transport_that_no_seat_came_to_know_is_closed(
    one_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    conference, _ = await one_house.lesson()
    piotr = await one_house.client("piotr")
    await piotr.result("conference.enter", conference=conference)
    open_peer = peers.open_peer

    async def then_failing(*arguments: Any) -> str:
        answer = await open_peer(*arguments)
        failing_writes(monkeypatch, one_house.sites[0])
        return answer

    monkeypatch.setattr("server.conference.taking_part.open_peer", then_failing)
    assert await piotr.refusal("media.offer", conference=conference, sdp=SDP) == "storage_away"
    assert one_house.worker.peers == {}


async def nothing(*_: object) -> None:
    pass
