"""What stands beside a film: the pages that were on stage and the chapters for players, with exactly its rights."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from server.conference.chapters import Chapter
from server.conference.documents.models import ConferenceDocument, DocumentKind, DocumentPage, DocumentState
from server.conference.models import Conference
from server.conference.recording.alongside import chapters_of, pages_of, webvtt
from server.conference.recordings import ChapterKind, Recording, RecordingChapter
from server.core import blobs
from tests.campus.events import START, at
from tests.conference.conftest import House
from tests.conference.filming import END, film_of
from tests.conference.gathering import comes_in, event_of
from tests.live import Client

pytestmark = pytest.mark.anyio

PAGES = 3


async def slides_of(house: House, conference: str, recording: str) -> tuple[UUID, list[UUID]]:
    """A document of three pages; page 1 was on stage before the film's cut, page 2 in it, page 3 never."""
    files = [await asyncio.to_thread(blobs.keep, house.sites[0], b"page %d" % n, "image/webp") for n in (1, 2, 3)]
    document = ConferenceDocument(
        conference_id=UUID(conference), title="Rivers.pdf", kind=DocumentKind.PDF, position=0, pages_done=PAGES,
        pages_all=PAGES, state=DocumentState.READY, uploaded_by=house.people.ada,
    )  # fmt: skip
    async with house.database.write() as db:
        db.add_all([*files, document])
        await db.flush()
        pages = [
            DocumentPage(
                document_id=document.id, number=n, width=16, height=9, text="", image_id=file.id, thumbnail_id=file.id
            )
            for n, file in enumerate(files, 1)
        ]
        poll = RecordingChapter(at_ms=40_000, kind=ChapterKind.POLL, title="Po & <Vistula>?\n\n00:00 --> 00:01")
        chapters = [
            *(
                RecordingChapter(
                    at_ms=at_ms, kind=ChapterKind.SLIDE, title="Rivers.pdf", page=n, document_id=document.id
                )
                for at_ms, n in ((0, 1), (20_000, 2))
            ),
            poll,
        ]
        for one in chapters:
            one.recording_id = UUID(recording)
        db.add_all([*pages, *chapters])
        (await db.get_one(Recording, UUID(recording))).begin_ms = 20_000
        return document.id, [page.id for page in pages]


async def pictures(client: Client, path: str) -> list[str | None]:
    """What this one is shown beside each chapter."""
    return [one["picture"] for one in (await client.http.get(path)).json()["chapters"]]


@pytest.mark.proves("R-074")
async def test_the_pages_beside_a_film_have_exactly_its_rights(one_house: House) -> None:
    _, event = await event_of(one_house)
    with at(START):
        ada, grace, eve = [await one_house.client(name) for name in ("ada", "grace", "eve")]
        conference, _ = await comes_in(ada, event)
    with at(END):
        recording = await film_of(one_house, conference, one_house.people.ada)
        _, (first, second, third) = await slides_of(one_house, conference, recording)
        path = f"/api/conferences/{conference}/recordings/{recording}"

        async def gets(client: Client, page: UUID) -> int:
            return (await client.http.get(f"{path}/pages/{page}")).status_code

        assert await pictures(ada, path) == [str(second), None]
        answer = await ada.http.get(f"{path}/pages/{second}")
        assert (answer.content, answer.headers["content-type"]) == (b"page 2", "image/webp")
        assert [await gets(ada, page) for page in (first, third)] == [404, 404], "no chapter of the film leads there"
        for thing in (f"pages/{second}", "chapters.vtt"):
            answers = [(await one.http.get(f"{path}/{thing}")).status_code for one in (grace, eve)]
            assert answers == [404, 404], "not published"
        until = (END + timedelta(days=7)).isoformat()
        await ada.http.post(f"{path}/publish", json={"pin": "2468", "until": until})
        assert await pictures(grace, path) == [], "the PIN comes first"
        for thing in (f"pages/{second}", "chapters.vtt"):
            assert (await grace.http.get(f"{path}/{thing}")).json()["code"] == "pin_needed"
        await grace.http.post(f"{path}/open", json={"pin": "2468"})
        assert await pictures(grace, path) == [str(second), None]
        assert (await gets(grace, second), await gets(eve, second)) == (200, 404)
        await ada.http.post(f"{path}/revoke")
        assert await gets(grace, second) == 404, "taken back"
        await ada.http.post(f"{path}/publish", json={"until": until})
        assert await gets(grace, second) == 200
    with at(END + timedelta(days=8)):
        grace, ada = [await one_house.client(name) for name in ("grace", "ada")]
        assert [await gets(one, second) for one in (grace, ada)] == [404, 200], "the link has ended"
        await ada.http.delete(path)
        assert await gets(ada, second) == 404, "the film is gone"


async def test_a_page_goes_with_its_document_and_the_chapter_stays(one_house: House) -> None:
    _, event = await event_of(one_house)
    with at(START):
        ada = await one_house.client("ada")
        conference, _ = await comes_in(ada, event)
    with at(END):
        recording = await film_of(one_house, conference, one_house.people.ada)
        document, (_, second, _) = await slides_of(one_house, conference, recording)
        path = f"/api/conferences/{conference}/recordings/{recording}"
        assert await pictures(ada, path) == [str(second), None]
        async with one_house.database.write() as db:
            await db.execute(delete(ConferenceDocument).where(ConferenceDocument.id == document))
        assert (await ada.http.get(f"{path}/pages/{second}")).status_code == 404
        told = (await ada.http.get(path)).json()["chapters"]
        assert [(one["title"], one["page"], one["picture"]) for one in told[:1]] == [("Rivers.pdf", 2, None)]
        async with one_house.database.read() as db:
            assert set(await db.scalars(select(RecordingChapter.document_id))) == {None}


async def test_a_page_is_shown_no_longer_than_its_document_is_kept_though_it_is_not_swept_yet(one_house: House) -> None:
    _, event = await event_of(one_house)
    with at(START):
        conference, _ = await comes_in(await one_house.client("ada"), event)
    with at(END):
        recording = await film_of(one_house, conference, one_house.people.ada)
        _, (_, second, _) = await slides_of(one_house, conference, recording)
    async with one_house.database.read() as db:
        row = await db.get_one(Recording, UUID(recording))
        ended = await db.get_one(Conference, row.conference_id)
        db.expunge(ended)
        ended.ended_at = END
        places = await chapters_of(db, row)
        with at(END + timedelta(days=1)):
            assert await pages_of(db, ended, places) == {places[0]: second}
        with at(END + timedelta(days=120)):
            assert await pages_of(db, ended, places) == {}


async def test_players_read_the_chapters_of_the_film_as_it_is_cut(one_house: House) -> None:
    _, event = await event_of(one_house)
    with at(START):
        ada = await one_house.client("ada")
        conference, _ = await comes_in(ada, event)
    with at(END):
        recording = await film_of(one_house, conference, one_house.people.ada)
        await slides_of(one_house, conference, recording)
        answer = await ada.http.get(f"/api/conferences/{conference}/recordings/{recording}/chapters.vtt")
    assert answer.headers["content-type"] == "text/vtt; charset=utf-8"
    assert answer.text == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 00:00:20.000\nRivers.pdf, 2\n\n"
        "00:00:20.000 --> 01:00:00.000\nPo &amp; &lt;Vistula&gt;? 00:00 --&gt; 00:01\n"
    )


def test_a_film_without_chapters_has_a_track_without_cues() -> None:
    assert webvtt([], 1000) == "WEBVTT\n"
    (cue,) = webvtt([Chapter(5_000, ChapterKind.POLL, " ", None)], 1000).split("\n\n")[1:]
    assert cue == "00:00:05.000 --> 00:00:05.001\n–\n", "no cue is empty, and none ends before it begins"
