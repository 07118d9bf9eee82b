"""What becomes of a recording: chapters, who is left out, who takes it back, copies, and what was said before."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path
from typing import Any
from uuid import UUID

import av
import pytest
from sqlalchemy import select, update

from server.conference import chapters
from server.conference import recorded as recorded_rules
from server.conference.documents.models import ConferenceDocument, DocumentKind, DocumentState
from server.conference.models import Conference
from server.conference.recording import films, publishing, stored
from server.conference.recordings import ChapterKind, Recording, RecordingChapter, RecordingState
from server.core import blobs, clock
from server.core.models import FileBlob, RecordingPolicy
from server.media.wire import Source
from tests.campus.events import START, at
from tests.conference.conftest import SDP, House
from tests.conference.filming import consent, film_made, path_of, recorded, row
from tests.conference.gathering import DOORS, Gathering, comes_in, event_of
from tests.conference.steps import inside
from tests.live import Client
from tests.media.filming import loudness, spoken, write
from tests.waiting import eventually

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("quick_films")]

HEARD, QUIET = 1500, 300


async def document(house: House, conference: str, by: str) -> str:
    """One that can be put on stage, without its pictures."""
    async with house.database.write() as db:
        one = ConferenceDocument(
            conference_id=UUID(conference), title="Rivers.pdf", kind=DocumentKind.PDF, position=0,
            state=DocumentState.READY, pages_done=3, pages_all=3, uploaded_by=UUID(by),
        )  # fmt: skip
        db.add(one)
        await db.flush()
        return str(one.id)


async def film_of(house: House, conference: str) -> Any:
    """The film's file."""
    async with house.database.read() as db:
        blob = await db.get_one(FileBlob, (await row(house, conference)).film_id)
    return blobs.path_of(house.sites[0], blob.storage_key)


async def spoke(house: House, recording: Recording, who: Client, hertz: int, number: int = 7) -> None:
    """A second of somebody's voice, as the worker writes it."""
    folder = stored.folder_of(house.sites[0], recording.id)
    write(folder, UUID(who.user), Source.MICROPHONE, recording.started_at.timestamp(), spoken(hertz, 1), number)


async def made_again(host: Client) -> None:
    """The film is there once more."""
    await host.heard("recording.progress", state="ready")


def chapter(at_ms: int, page: int) -> RecordingChapter:
    return RecordingChapter(at_ms=at_ms, kind=ChapterKind.SLIDE, title="Rivers", page=page)


def test_a_cut_film_begins_with_the_chapter_that_was_going_on() -> None:
    rows = [chapter(0, 1), chapter(10_000, 2), chapter(20_000, 3)]

    def shown(begin_ms: int, length_ms: int) -> list[tuple[int, int | None]]:
        return [(one.at_ms, one.page) for one in chapters.within(rows, begin_ms, length_ms)]

    assert shown(0, 30_000) == [(0, 1), (10_000, 2), (20_000, 3)]
    assert shown(15_000, 15_000) == [(0, 2), (5_000, 3)]
    assert shown(9_500, 5_000) == [(500, 2)], "what lasts half a second is no chapter"
    assert shown(10_000, 10_000) == [(0, 2)]
    assert chapters.within([], 0, 1000) == []


async def test_pages_and_polls_are_chapters_of_the_film_and_stay_right_when_it_is_cut(
    one_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    conference, ada = await one_house.lesson()
    shown = await document(one_house, conference, ada.user)
    await ada.result("slides.show", conference=conference, document=shown, page=1)
    recording = await recorded(one_house, conference, ada)
    async with one_house.database.write() as db:
        # The page on stage at Record; the recording was dated back by two seconds, and so is its chapter.
        (first,) = await db.scalars(select(RecordingChapter))
        first.at_ms = 0
        assert str(first.document_id) == shown
    await ada.result("slides.show", conference=conference, document=shown, page=2)
    with monkeypatch.context() as quickly:
        # However long the test takes from one page to the next, it leafed.
        quickly.setattr(chapters, "TURNED_ON_MS", 60_000)
        await ada.result("slides.show", conference=conference, document=shown, page=3)
    poll = {"question": "Which river?", "options": ["Po", "Vistula"], "anonymous": True, "multiple": False}
    answer = await ada.http.post(f"/api/conferences/{conference}/polls", json=poll)
    await ada.result("poll.move", conference=conference, poll=answer.json()["id"], to="open")
    await ada.result("recording.stop", conference=conference)
    await ada.result("slides.show", conference=conference, document=shown, page=1)
    await made_again(ada)
    path = path_of(conference, recording)
    told = (await ada.http.get(path)).json()["chapters"]
    assert [(one["kind"], one["title"], one["page"]) for one in told] == [
        ("slide", "Rivers.pdf", 1), ("slide", "Rivers.pdf", 3), ("poll", "Which river?", None),
    ], "page 2 was only leafed through, and the last page came after the end"  # fmt: skip
    async with one_house.database.read() as db:
        documents = select(RecordingChapter.document_id).order_by(RecordingChapter.at_ms)
        assert list(await db.scalars(documents)) == [UUID(shown), UUID(shown), None]
    with av.open(str(await film_of(one_house, conference))) as film:
        words = [one["metadata"]["title"] for one in film.chapters()]
    assert words == ["Rivers.pdf, 1", "Rivers.pdf, 3", "Which river?"]
    await ada.http.post(f"{path}/trim", json={"begin_s": 1, "end_s": 3600})
    await made_again(ada)
    cut = (await ada.http.get(path)).json()["chapters"]
    assert [round(one["at_s"], 3) for one in cut] == [0, *(round(one["at_s"] - 1, 3) for one in told[1:])]
    await ada.http.delete(path)
    async with one_house.database.read() as db:
        assert (await db.scalars(select(RecordingChapter))).all() == []


async def test_a_cut_stays_as_it_was_asked_for_when_something_else_has_the_film_made_anew_meanwhile(
    one_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    conference, ada = await one_house.lesson()
    recording = await film_made(one_house, conference, ada)
    site = one_house.sites[0]
    audit, write, audited = publishing._audit, site.database.write, list[str]()

    async def noted(*line: Any, **data: Any) -> None:
        await audit(*line, **data)
        audited.append(line[3])

    @contextlib.asynccontextmanager
    async def another_comes_after() -> Any:
        async with write() as db:
            yield db
        if audited:
            audited.clear()
            await films.make_again(site, recording.id)

    monkeypatch.setattr(publishing, "_audit", noted)
    monkeypatch.setattr(site.database, "write", another_comes_after)
    path = path_of(conference, recording)
    assert (await ada.http.post(f"{path}/trim", json={"begin_s": 1, "end_s": 3600})).status_code == 200
    await made_again(ada)
    assert (await row(one_house, conference)).begin_ms == 1000


async def test_whom_the_host_leaves_out_is_in_no_film_until_that_is_undone(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    grace = await inside(one_house, conference, "grace")
    recording = await recorded(one_house, conference, ada)
    await grace.result("recording.answer", conference=conference, agree=True)
    await spoke(one_house, recording, grace, 900)
    await ada.result("recording.stop", conference=conference)
    await made_again(ada)
    path = path_of(conference, recording)
    everybody = (await ada.http.get(path)).json()["everybody"]
    assert {one["person"]["id"]: one["left_out"] for one in everybody} == {ada.user: False, grace.user: False}
    assert (await grace.http.get(path)).json()["everybody"] == []
    # The recording was dated back by two seconds.
    assert max(loudness(await film_of(one_house, conference), 900)) > HEARD
    before = (await row(one_house, conference)).film_id
    assert (await grace.http.post(f"{path}/leave-out", json={"people": [ada.user]})).status_code in (403, 404)
    everybody_out = {"people": [ada.user, grace.user]}
    assert (await ada.http.post(f"{path}/leave-out", json=everybody_out)).json()["code"] == "nobody_left"
    eve = str(one_house.people.eve)
    assert (await ada.http.post(f"{path}/leave-out", json={"people": [eve]})).status_code == 404
    assert (await ada.http.post(f"{path}/leave-out", json={"people": [grace.user]})).json()["state"] == "processing"
    await made_again(ada)
    assert max(loudness(await film_of(one_house, conference), 900)) < QUIET
    assert (await ada.http.get(path)).json()["people"] == 1
    async with one_house.database.read() as db:
        assert await db.get(FileBlob, before) is None
    await ada.http.post(f"{path}/leave-out", json={"people": []})
    await made_again(ada)
    assert max(loudness(await film_of(one_house, conference), 900)) > HEARD


@pytest.mark.proves("R-074")
async def test_who_is_in_it_may_take_that_back_before_and_after_it_is_published(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    await consent(one_house, one_house.people.piotr)
    grace, piotr = [await inside(one_house, conference, name) for name in ("grace", "piotr")]
    recording = await recorded(one_house, conference, ada)
    await grace.result("recording.answer", conference=conference, agree=True)
    await spoke(one_house, recording, grace, 900)
    await spoke(one_house, recording, piotr, 1500, 8)
    await ada.result("recording.stop", conference=conference)
    await made_again(ada)
    path, folder = path_of(conference, recording), stored.folder_of(one_house.sites[0], recording.id)
    mine = (await grace.http.get(path)).json()
    assert (mine["in_it"], mine["watchable"], mine["chapters"]) == (True, False, [])
    assert (await grace.http.get(f"{path}/film")).status_code == 404, "to be in it is not to watch it"
    nino = await one_house.client("nino")
    assert (await nino.http.post(f"{path}/take-me-out")).status_code == 404
    assert (await grace.http.post(f"{path}/take-me-out")).status_code == 200
    assert list(folder.glob(f"{UUID(grace.user).hex}.*")) == []
    assert (await grace.http.get(path)).status_code == 404
    await made_again(ada)
    await ada.http.post(f"{path}/publish", json={})
    assert (await piotr.http.get(path)).json()["in_it"]
    before = (await row(one_house, conference)).film_id
    assert (await piotr.http.post(f"{path}/take-me-out")).status_code == 200
    assert (await ada.http.get(f"{path}/film")).status_code in (404, 409), "gone at once, for everybody"
    await ada.heard("recording.progress", state="published")
    film = await film_of(one_house, conference)
    assert max(loudness(film, 900) + loudness(film, 1500)) < QUIET
    assert max(loudness(film, 440)) > HEARD
    async with one_house.database.read() as db:
        assert await db.get(FileBlob, before) is None
    assert len([file for file in blobs.folder_of(one_house.sites[0]).rglob("*.*") if file.is_file()]) == 1
    assert (await piotr.http.get(f"{path}/film")).status_code == 200, "one may watch it all the same"


async def test_a_copy_as_mp4_is_made_when_its_owner_asks_and_follows_the_film(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    grace = await inside(one_house, conference, "grace")
    recording = await film_made(one_house, conference, ada)
    path = path_of(conference, recording)
    assert (await ada.http.get(path)).json()["mp4"] == "none"
    assert (await ada.http.get(f"{path}/film.mp4")).status_code == 404
    assert (await grace.http.post(f"{path}/mp4")).status_code in (403, 404)
    assert (await ada.http.post(f"{path}/mp4")).json()["mp4"] == "asked"
    await ada.heard("recording.progress", mp4_progress=100)
    copy = await ada.http.get(f"{path}/film.mp4")
    assert (copy.status_code, copy.headers["content-type"], copy.content[4:8]) == (200, "video/mp4", b"ftyp")
    assert (await grace.http.get(f"{path}/film.mp4")).status_code == 404
    ada.frames.clear()
    await ada.http.post(f"{path}/trim", json={"begin_s": 0.5, "end_s": 2})
    assert (await ada.http.get(f"{path}/film.mp4")).status_code == 404
    await ada.heard("recording.progress", mp4_progress=100)
    assert (await ada.http.get(path)).json()["mp4"] == "ready"
    await ada.http.delete(path)
    assert [file for file in blobs.folder_of(one_house.sites[0]).rglob("*") if file.is_file()] == []


async def test_what_is_said_before_going_in_counts_when_the_recording_begins(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    grace, eve = await one_house.client("grace"), await one_house.client("gail")
    listed = f"/api/spaces/{one_house.people.space}/conferences"
    assert not (await grace.http.get(listed)).json()["conferences"][-1]["announced"]
    assert await grace.refusal("recording.announce", conference=conference, on=True) == "not_host"
    await ada.result("recording.announce", conference=conference, on=True)
    assert (await grace.http.get(listed)).json()["conferences"][-1]["announced"]
    await grace.result("conference.enter", conference=conference, record=True)
    await eve.ask("conference.enter", conference=conference, record=False)
    await ada.result("lobby.admit", conference=conference)
    for client in (ada, grace, eve):
        await client.result("media.offer", conference=conference, sdp="v=0\r\n")
    await ada.result("recording.start", conference=conference)
    assert [one_house.worker.records(one.user) for one in (ada, grace, eve)] == [True, True, False]
    piotr = await one_house.client("piotr")
    await piotr.result("conference.enter", conference=conference, record=True)
    await piotr.result("media.offer", conference=conference, sdp="v=0\r\n")
    assert not one_house.worker.records(piotr.user), "a pupil's yes is not the consent that the school keeps"
    await consent(one_house, one_house.people.nino)
    nino = await one_house.client("nino")
    seat = await nino.result("conference.enter", conference=conference, record=False)
    await nino.result("media.offer", conference=conference, sdp="v=0\r\n")
    assert seat["recording"]["answer"] == "declined"
    assert not one_house.worker.records(nino.user)


@pytest.mark.proves("R-074", "R-066")
async def test_in_the_room_of_an_event_its_host_alone_records_and_all_who_joined_get_the_link(one_house: House) -> None:
    _, event = await event_of(one_house)
    with at(START - DOORS):
        ada, gail, grace = [await one_house.client(name) for name in ("ada", "gail", "grace")]
        conference, _ = await comes_in(ada, event)
        _, seat = await comes_in(gail, event)
        assert seat["recording"]["refusal"] == "not_host", "a co-host leads, and does not record"
        await comes_in(grace, event)
        assert await gail.refusal("recording.start", conference=conference) == "not_host"
        await ada.result("media.offer", conference=conference, sdp=SDP)
        recording = await recorded(one_house, conference, ada)
        assert one_house.worker.records(ada.user)
        told = await grace.heard("recording.changed")
        assert told["recording"]["by"] == "Ada Marin"
        await grace.result("recording.answer", conference=conference, agree=False)
        # Pupils come into no event, so only the own yes counts.
        await gail.result("recording.answer", conference=conference, agree=True)
        await ada.result("recording.stop", conference=conference)
        await made_again(ada)
        path = path_of(conference, recording)
        assert (await grace.http.get(path)).status_code == 404
        await ada.http.post(f"{path}/publish", json={})
        for listener in (gail, grace):
            await listener.find(
                lambda f: f["type"] == "notification.new" and f["notification"]["code"] == "event.recording"
            )
            opened = (await listener.http.post(f"{path}/open", json={})).json()
            assert (opened["watchable"], opened["event"]) == (True, str(event))
            assert (await listener.http.get(f"{path}/film")).status_code == 200
        eve = await one_house.client("eve")
        assert (await eve.http.get(f"{path}/film")).status_code == 404


def test_of_a_hundred_only_those_who_agree_are_written() -> None:
    room = Gathering(seats=100)
    room.enter(room.host)
    room.seating.records = RecordingPolicy.HOST
    people = [room.person(role="member") for _ in range(99)]
    for one in people:
        room.enter(one)
    assert recorded_rules.refusal(room.seating, room.host) is None
    recorded_rules.start(room.seating, room.host)
    for number, one in enumerate(people):
        if number % 3 < 2:
            recorded_rules.answer(room.seating, one, agreed=number % 3 == 0)
    written = {user for user in (room.host, *people) if recorded_rules.is_written(room.seating, user)}
    assert written == {room.host, *people[::3]}


async def test_a_process_that_dies_while_it_makes_a_film_is_followed_by_another(
    one_house: House, time_passes: Any
) -> None:
    conference, ada = await one_house.lesson()
    running = await recorded(one_house, conference, ada)
    async with one_house.database.write() as db:
        # What a server leaves that was killed while it made the film: its lease, and half a film.
        dead = {
            "state": RecordingState.PROCESSING, "stopped_at": clock.now(), "lease_until": clock.now() + films.LEASE,
            "tries": 1, "progress": 40, "expires_at": clock.add_months(clock.now(), 12),
        }  # fmt: skip
        await db.execute(update(Recording).where(Recording.id == running.id).values(dead))
        await db.execute(update(Conference).values(recording_id=None))
    half = blobs.folder_of(one_house.sites[0]) / "incoming" / "half.webm"
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"half a film")
    time_passes.on(seconds=61)
    await made_again(ada)
    assert (await row(one_house, conference)).tries == 2
    assert len(await ada_watches(ada, conference, running)) > 1000


async def ada_watches(ada: Client, conference: str, recording: Recording) -> bytes:
    return (await ada.http.get(f"{path_of(conference, recording)}/film")).content


def maker_of(recording: Recording) -> int | None:
    """The process that makes its film now, of those that this one began."""
    for children in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        for child in children.read_text().split():
            with contextlib.suppress(FileNotFoundError):
                if recording.id.hex.encode() in Path(f"/proc/{child}/cmdline").read_bytes():
                    return int(child)
    return None


async def test_a_film_whose_maker_is_killed_is_made_again(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    running = await recorded(one_house, conference, ada)
    await ada.result("recording.stop", conference=conference)

    async def killed() -> bool:
        process = maker_of(running)
        if process is not None:
            os.kill(process, signal.SIGKILL)
        return process is not None

    await eventually(killed)
    await made_again(ada)
    assert (await row(one_house, conference)).tries == 2
    assert len(await ada_watches(ada, conference, running)) > 1000
