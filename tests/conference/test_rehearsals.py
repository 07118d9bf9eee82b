"""Rehearsing an event in its own room, and what of the preparing nobody else ever sees (R-073, S7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from server.conference import ghosts, recorded, rehearsing
from server.conference.models import Conference, ConferenceSeat, ConferenceState, Lock
from server.conference.recording import retention
from server.conference.recordings import Recording, RecordingState
from server.core.models import User
from server.core.permissions import Right, could
from server.rooms.standing import standing_anywhere
from tests.campus.events import START, Events, at
from tests.conference.conftest import House
from tests.conference.gathering import DOORS, Gathering, comes_in, event_of
from tests.conference.polling import drafted, move, polls_at
from tests.conference.steps import GOOD, say, seat_told
from tests.documents import listed as documents_of
from tests.documents import pdf, send
from tests.live import Client

pytestmark = pytest.mark.anyio

PREPARING = START - timedelta(hours=20)


@pytest.fixture(autouse=True)
def lively_ghosts(monkeypatch: pytest.MonkeyPatch) -> None:
    """They do something at every beat, so that no test waits for them."""
    monkeypatch.setattr(ghosts, "STEP_S", 0.0)
    monkeypatch.setattr(ghosts, "WRITES", 1.0)


async def rehearsal(client: Client, conference: str, verb: str = "POST") -> int:
    """Begin one, or with DELETE end it."""
    answer = await client.http.request(verb, f"/api/conferences/{conference}/rehearsal")
    return answer.status_code


async def written(house: House, client: Client, conference: str) -> list[str]:
    """What somebody inside reads in the chat beside the stage."""
    room = str((await house.stored(conference)).room_id)
    return [message["text"] for message in (await client.result("chat.catch_up", room=room))["messages"]]


async def rehearsed(client: Client) -> dict[str, Any]:
    """The room as it is told anew when a rehearsal has ended."""

    def fits(frame: dict[str, Any]) -> bool:
        if frame["type"] != "seat.changed":
            return False
        return frame["seat"]["rehearsal_since"] is None and frame["seat"]["inside"] is not None

    frame = await client.find(fits)
    inside: dict[str, Any] = frame["seat"]["inside"]
    return inside


@pytest.mark.proves("R-073")
async def test_what_is_made_in_a_rehearsal_is_gone_when_it_ends(one_house: House) -> None:
    _, event = await event_of(one_house)
    with at(PREPARING):
        ada, gail, grace = [await one_house.client(name) for name in ("ada", "gail", "grace")]
        conference, _ = await comes_in(ada, event)
        assert await rehearsal(gail, conference) == 409, "whoever rehearses is inside"
        await comes_in(gail, event)
        assert await say(one_house, ada, conference, "Who begins?") == "done"
        poll = await drafted(ada, conference)
    with at(PREPARING + timedelta(minutes=1)):
        assert await rehearsal(grace, conference) == 403
        assert await rehearsal(gail, conference) < 300
        begun = await seat_told(
            ada, rehearsal_since=(PREPARING + timedelta(minutes=1)).isoformat().replace("+00:00", "Z")
        )
        assert len(begun["inside"]["participants"]) == rehearsing.GHOSTS + 2
        assert await grace.refusal("conference.enter", conference=conference) == "not_open"
        await ada.find(lambda f: f["type"] == "hands.changed" and len(f["hands"]) > 0)
        await ada.heard("reaction.sent")
        heard = await ada.find(lambda f: f["type"] == "chat.sent" and f["message"]["author"]["name"] != "Ada Marin")
        assert heard["message"]["author"]["name"] in ghosts.NAMES
        assert heard["message"]["text"] in ghosts.WORDS
        await move(gail, conference, poll, "open")
        await ada.find(lambda f: f["type"] == "poll.counted" and f["results"]["answered"] == rehearsing.GHOSTS)
        await ada.result("question.ask", conference=conference, text="Is this heard?")
        assert await say(one_house, gail, conference, "Only a try") == "done"
        await ada.result("conference.set_locks", conference=conference, locks=[])
        ghost = begun["inside"]["participants"][-1]["person"]
        assert ghost["name"].startswith("Ghost")
        await ada.result("participant.appoint", conference=conference, user=ghost["id"], role="presenter")
        await ada.result("participant.ban", conference=conference, user=str(ghosts.IDS[0]))
        await ada.result("recording.start", conference=conference)
        assert await rehearsal(ada, conference, "DELETE") < 300
        for someone in (ada, gail):
            inside = await rehearsed(someone)
            assert {one["person"]["name"] for one in inside["participants"]} == {"Ada Marin", "Gail Ferro"}
            assert (inside["hands"], inside["questions"], inside["removed"]) == ([], [], [])
            assert [(one["state"], one["results"]) for one in inside["polls"]] == [("draft", None)]
            assert inside["locks"] == ["microphone", "camera", "screen"]
            assert await written(one_house, someone, conference) == ["Who begins?"]
        assert (await one_house.stored(conference)).state is ConferenceState.OPEN, "ghosts begin nothing"
    with at(PREPARING + timedelta(minutes=2)):
        await retention.drop_tests(one_house.sites[0])
        async with one_house.database.read() as db:
            assert await db.scalar(select(func.count()).select_from(Recording)) == 0
            assert await db.scalar(select(func.count()).select_from(ConferenceSeat)) == 2
        shown = (await gail.http.get(f"/api/conferences/{conference}/preparation")).json()
        assert shown["rehearsed_at"] is not None
        assert shown["rehearsal_since"] is None


@pytest.mark.proves("R-073")
async def test_when_the_doors_open_nothing_of_the_preparing_is_left(one_house: House) -> None:
    """Neither the rehearsal that somebody forgot to end, nor what those who lead wrote while they were alone."""
    _, event = await event_of(one_house)
    with at(START - timedelta(minutes=30)):
        ada = await one_house.client("ada")
        conference, _ = await comes_in(ada, event)
        assert await say(one_house, ada, conference, "Grace speaks too long") == "done"
        poll = await drafted(ada, conference)
        assert await rehearsal(ada, conference) < 300
        await move(ada, conference, poll, "open", "closed", "shown")
    with at(START - DOORS):
        grace = await one_house.client("grace")
        _, seat = await comes_in(grace, event)
        names = {one["person"]["name"] for one in seat["inside"]["participants"]}
        assert names == {"Ada Marin", "Grace Nowicka"}
        assert (seat["rehearsal_since"], seat["inside"]["polls"]) == (None, [])
        assert await written(one_house, grace, conference) == []
        assert await say(one_house, ada, conference, "Welcome") == "done"
        assert await written(one_house, grace, conference) == ["Welcome"]
        assert (await rehearsed(ada))["conference"]["id"] == conference
        assert await rehearsal(ada, conference) == 409, "the others are here"
        assert await written(one_house, ada, conference) == ["Welcome"]


async def test_nobody_can_sign_in_as_a_ghost(one_house: House) -> None:
    made = await ghosts.called(one_house.sites[0])
    assert await ghosts.called(one_house.sites[0]) == made
    events = Events(one_house.sites[0], one_house.people)
    async with one_house.database.read() as db:
        ghost = await db.get_one(User, made[0])
        assert (ghost.password_hash, ghost.email) == (None, None)
        standing = await standing_anywhere(db, (await events.caller(made[0])).identity)
    assert not could(standing, Right.EVENT_JOIN)


class Rehearsal(Gathering):
    """An hour before the start, with the host inside and all ghosts."""

    def __init__(self) -> None:
        super().__init__()
        self.seating.now -= timedelta(minutes=60)
        conference = self.conference
        conference.host_doors_at = self.seating.now - timedelta(hours=1)
        conference.doors_at = conference.starts_at - timedelta(minutes=15)
        conference.state, conference.opened_at = ConferenceState.OPEN, self.seating.now
        conference.slides_page, conference.slides_drawings = 1, 0
        conference.questions_asked = conference.questions_answered = 0
        self.enter(self.host)
        for ghost in ghosts.IDS:
            self.seating.people[ghost] = self.seating.people[self.host]
        rehearsing.start(self.seating, ghosts.IDS)
        self.act()

    @property
    def runs(self) -> bool:
        return self.conference.rehearsal_since is not None


def test_a_rehearsal_that_all_have_left_ends_by_itself() -> None:
    room = Rehearsal()
    assert len(room.seating.inside) == rehearsing.GHOSTS + 1
    room.later(minutes=10)
    assert room.runs
    room.leave(room.host)
    room.later(minutes=4)
    room.enter(room.host)
    room.drop(room.host)
    room.later(minutes=4)
    assert room.runs, "somebody was there meanwhile"
    assert room.conference.empty_since is not None, "her seat was given up at this moment"
    room.later(minutes=5)
    assert not room.runs
    assert room.seating.inside == []
    assert room.seating.rehearsed_since is not None


def test_an_event_that_is_called_off_or_moved_is_rehearsed_no_more() -> None:
    room = Rehearsal()
    room.seating.close(ConferenceState.CANCELLED)
    room.act()
    assert not room.runs
    assert len(room.seating.ghosts_gone) == rehearsing.GHOSTS
    moved = Rehearsal()
    moved.conference.starts_at += timedelta(days=9)
    moved.conference.ends_at += timedelta(days=9)
    moved.conference.doors_at += timedelta(days=9)
    moved.conference.host_doors_at += timedelta(days=9)
    moved.seating.step_back()
    moved.act()
    assert (moved.runs, moved.conference.state) == (False, ConferenceState.SCHEDULED)


def test_a_test_recording_lasts_a_minute_and_is_kept_until_the_doors() -> None:
    room = Rehearsal()
    running = recorded.start(room.seating, room.host)
    recorded.settle(room.seating)
    assert running.rehearsal
    room.later(seconds=59)
    recorded.settle(room.seating)
    assert running.state is RecordingState.RUNNING
    room.later(seconds=1)
    recorded.settle(room.seating)
    assert (running.state, running.expires_at) == (RecordingState.PROCESSING, room.conference.doors_at)


@pytest.mark.proves("R-073")
async def test_a_cohost_prepares_as_the_host_does_and_nobody_else(one_house: House) -> None:
    _, event = await event_of(one_house)
    with at(PREPARING):
        gail, grace, eve = [await one_house.client(name) for name in ("gail", "grace", "eve")]
        room = (await gail.http.get(f"/api/events/{event}/conference")).json()
        conference, checks = room["id"], f"/api/spaces/{room['space']}/network-checks"
        assert (await grace.http.post(checks, json=GOOD)).status_code < 300, "whoever joined tries the network ahead"
        (checked,) = (await gail.http.get(checks)).json()["checks"]
        assert checked["by"] == "Grace Nowicka"
        assert [(await other.http.get(checks)).status_code for other in (grace, eve)] == [403, 404]
        assert (await send(gail, conference, pdf("Rivers"))).status_code == 201
        (document,) = await documents_of(gail, conference)
        one = f"/api/conferences/{conference}/documents/{document['id']}"
        assert (await gail.http.patch(one, json={"downloadable": True})).status_code < 300
        poll = await drafted(gail, conference)
        order = await gail.http.put(polls_at(conference), json={"polls": [poll["id"]]})
        assert order.status_code == 200
        locks = {"locks": [], "seen_locks": ["microphone", "camera", "screen"]}
        page = f"/api/conferences/{conference}/preparation"
        set_so = (await gail.http.put(page, json=locks)).json()
        assert set_so["locks"] == []
        assert (set_so["may_announce"], set_so["announced"]) == (False, False), "it is for the host to say"
        for other, status in ((grace, 403), (eve, 404)):
            assert (await send(other, conference, pdf("Mine"))).status_code == status
            assert (await other.http.get(page)).status_code == status
            assert (await other.http.put(page, json=locks)).status_code == status
            assert (await other.http.get(polls_at(conference))).status_code == status


async def test_the_preview_is_what_a_participant_then_finds(one_house: House) -> None:
    _, event = await event_of(one_house)
    with at(PREPARING):
        ada = await one_house.client("ada")
        conference = (await ada.http.get(f"/api/events/{event}/conference")).json()["id"]
        page = f"/api/conferences/{conference}/preparation"
        lecture = (await ada.http.get(page)).json()
        assert (lecture["participant"]["may_publish"], lecture["participant"]["chat_closed"]) == ([], None)
        assert lecture["participant"]["may_not_publish"]["microphone"] == "locked"
        assert (lecture["may_announce"], lecture["announced"]) == (True, False)
        await ada.result("recording.announce", conference=conference, on=True)
        announced = (await ada.http.get(page)).json()
        assert (announced["announced"], announced["agreed"], announced["declined"]) == (True, 0, 0)
        quiet = {"locks": ["camera", "screen", "chat"], "seen_locks": lecture["locks"]}
        seen = (await ada.http.put(page, json=quiet)).json()["participant"]
        assert (seen["may_publish"], seen["chat_closed"]) == (["microphone"], "locked")
        # Another one who leads saw the locks as they were before.
        late = await ada.http.put(page, json=quiet | {"locks": []})
        assert (late.status_code, late.json()["code"]) == (409, "prepared_meanwhile")
        async with one_house.database.read() as db:
            stored = await db.get_one(Conference, UUID(conference))
            assert set(stored.locks) == {Lock.CAMERA, Lock.SCREEN, Lock.CHAT}
            assert await db.scalar(select(func.count()).select_from(ConferenceSeat)) == 0, "nobody came for it"
    with at(START - DOORS):
        _, seat = await comes_in(await one_house.client("grace"), event)
        found = {name: seat[name] for name in ("may_publish", "may_not_publish", "chat_closed")}
        assert found == seen


async def test_of_two_who_write_a_draft_poll_at_once_the_second_is_told(one_house: House) -> None:
    _, event = await event_of(one_house)
    with at(PREPARING):
        ada, gail = [await one_house.client(name) for name in ("ada", "gail")]
        conference, _ = await comes_in(ada, event)
        poll = await drafted(ada, conference)
        words = {"question": "Which sea?", "options": ["The North Sea", "The Adriatic"], "revision": poll["revision"]}
        address = f"{polls_at(conference)}/{poll['id']}"
        assert (await gail.http.put(address, json=words)).status_code == 200
        late = await ada.http.put(address, json=words | {"question": "Which lake?"})
        assert (late.status_code, late.json()["code"]) == (409, "poll_changed_meanwhile")
        again = words | {"question": "Which lake?", "revision": poll["revision"] + 1}
        assert (await ada.http.put(address, json=again)).json()["question"] == "Which lake?"
