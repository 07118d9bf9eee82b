"""What an event shows: its picture, and pictures, files and videos on its page (R-069, R-070)."""

from __future__ import annotations

import io
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any
from uuid import UUID

import av
import pytest
from PIL import Image

from campus.events import adding, making, videos
from campus.events.wire import EventPage, NewEventMaterial, NewEventPicture, NewEventVideo, OrderMaterials
from server.core import blobs
from server.core.models import FileBlob
from tests.campus.conftest import Enter
from tests.campus.events import NOW, Events, at, general, refusal, soon
from tests.people import People
from tests.uploads import files, office, picture
from tests.videos import FRAMES, PLACE, video

pytestmark = pytest.mark.anyio

GPS = 0x8825
ffmpeg: Any = av


async def stream(content: bytes) -> AsyncGenerator[bytes]:
    """An upload as it arrives."""
    yield content


KILLED = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]


def killed(*_: object) -> list[str]:
    """Instead of a program of ours: one that somebody kills."""
    return KILLED


async def given(events: Events, by: UUID, event: UUID, content: bytes, revision: int | None = None) -> EventPage:
    body = NewEventPicture(revision=revision)
    return await adding.give_picture(await events.caller(by), event, body, stream(content))


async def added(events: Events, by: UUID, event: UUID, content: bytes, kind: Any = "file", **said: Any) -> EventPage:
    body = NewEventMaterial(kind=kind, **({"title": "A song"} | said))
    return await adding.add(await events.caller(by), event, body, stream(content))


def photograph() -> bytes:
    """As a phone takes it: lying on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (44.8, 11.6, 0.0)
    return picture("JPEG", (800, 600), exif=exif)


async def kept(events: Events, event: UUID) -> bytes:
    """The picture as it is on the disk."""
    stored = await events.stored(event)
    async with events.site.database.read() as db:
        blob = await db.get_one(FileBlob, stored.image_id)
    return blobs.path_of(events.site, blob.storage_key).read_bytes()


@pytest.mark.proves("R-069")
async def test_the_picture_of_an_event_is_drawn_anew_and_goes_with_it(events: Events, tmp_path: Path) -> None:
    ada, eve = events.people.ada, events.people.eve
    with at(NOW):
        event = (await events.made(ada, publish=False)).card.id
        sent = photograph()
        assert Image.open(io.BytesIO(sent)).getexif().get_ifd(GPS), "the upload says where it was taken"
        first = (await given(events, ada, event, sent)).card.picture
        drawn = Image.open(io.BytesIO(await kept(events, event)))
        assert (drawn.size, dict(drawn.getexif()), drawn.info.get("exif")) == ((600, 800), {}, None)
        assert len(files(tmp_path)) == 2, "a large and a small one"
        page = await given(events, ada, event, picture("WEBP"))
        assert page.card.picture not in (None, first)
        assert len(files(tmp_path)) == 2, "the one before is gone"
        published = await events.changed(ada, event, picture_alt="  A river\nin fog ")
        assert published.card.picture_alt == "A river in fog"
        assert (await events.seen(eve, event)).card.picture == page.card.picture
        for content, code in ((b"GIF89a", "image_type"), (office("docx"), "image_type")):
            assert await refusal(given(events, ada, event, content)) == code
        assert await refusal(given(events, eve, event, picture())) == "forbidden"
        assert (await adding.take_picture(await events.caller(ada), event, None)).card.picture is None
        assert files(tmp_path) == []


@pytest.mark.proves("R-069")
async def test_of_two_who_choose_a_picture_at_once_the_second_is_asked_first(events: Events, tmp_path: Path) -> None:
    ada, gail = events.people.ada, events.people.gail
    await events.befriended(ada, gail)
    with at(NOW):
        read = await events.made(ada, cohosts=[gail])
        event = read.card.id
        theirs = await given(events, gail, event, picture(colour="navy"), read.revision)
        there = files(tmp_path)
        assert await refusal(given(events, ada, event, picture(), read.revision)) == "event_changed_meanwhile"
        taken = adding.take_picture(await events.caller(ada), event, read.revision)
        assert await refusal(taken) == "event_changed_meanwhile"
        assert (await events.seen(ada, event)).card.picture == theirs.card.picture
        assert files(tmp_path) == there, "nothing is left of the one that was refused"
        # Who has just sent a picture goes on with what stands beside it.
        mine = await given(events, ada, event, picture(), theirs.revision)
        saved = await events.changed(ada, event, cohosts=[gail], picture_alt="A river", revision=mine.revision)
        assert (saved.card.picture, saved.card.picture_alt) == (mine.card.picture, "A river")
        gone = await adding.take_picture(await events.caller(gail), event, saved.revision)
        assert (gone.card.picture, gone.revision > saved.revision) == (None, True)


@pytest.mark.proves("R-069")
async def test_a_picture_with_too_many_pixels_is_refused_before_it_is_drawn(events: Events, tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("1", (9_000, 4_000)).save(out, "PNG")
    with at(NOW):
        event = (await events.made(events.people.ada)).card.id
        assert await refusal(given(events, events.people.ada, event, out.getvalue())) == "image_too_large"
    assert files(tmp_path) == []


@pytest.mark.proves("R-070", "R-068")
async def test_what_a_host_puts_on_the_page_is_for_the_audience_in_the_hosts_order(
    events: Events, tmp_path: Path
) -> None:
    people = events.people
    ada, grace, eve = people.ada, people.grace, people.eve
    await events.befriended(ada, grace)
    chosen: dict[str, Any] = {"audience": "contacts", "contacts": [grace], "mode": "onsite_material"}
    with at(NOW):
        event = (await events.made(ada, **chosen)).card.id
        await added(events, ada, event, picture("JPEG"), kind="image", title="Us", alt_text="Two classes")
        await added(events, ada, event, office("docx"), title="The words")
        video = NewEventVideo(url="https://youtu.be/aqz-KE-bpKQ", title="The tune")
        page = await adding.add_video(await events.caller(ada), event, video)
        assert [one.title for one in page.materials] == ["Us", "The words", "The tune"]
        order = OrderMaterials(materials=[one.id for one in reversed(page.materials)])
        page = await adding.order(await events.caller(ada), event, order)
        seen = await events.seen(grace, event)
        assert [(one.kind, one.file_type, one.alt_text) for one in seen.materials] == [
            ("video_link", None, ""),
            ("file", "docx", ""),
            ("image", "jpg", "Two classes"),
        ]
        assert (await events.seen(eve, event)).materials == [], "it is not for her"
        assert await refusal(adding.order(await events.caller(ada), event, OrderMaterials(materials=[]))) == (
            "materials_changed"
        )
        for code, asked in {
            "file_type": added(events, ada, event, b"MZ\x90\x00"),
            "has_macros": added(events, ada, event, office("docx", "word/vbaProject.bin")),
            "forbidden": added(events, grace, event, office("docx")),
            "video_host": adding.add_video(
                await events.caller(ada), event, NewEventVideo(url="https://youtube.com.evil.org/x", title="x")
            ),
        }.items():
            assert await refusal(asked) == code
        await adding.take_away(await events.caller(ada), event, page.materials[2].id)
        assert len(files(tmp_path)) == 1, "of the picture nothing is left"
        assert len((await events.seen(grace, event)).materials) == 2


async def test_a_copy_shows_the_same_and_bytes_go_with_their_last_use(events: Events, tmp_path: Path) -> None:
    ada = events.people.ada
    with at(NOW):
        event = (await events.made(ada, picture_alt="A river", publish=False)).card.id
        await given(events, ada, event, picture())
        await added(events, ada, event, office("pptx"), title="Slides")
        copied = await events.copied(ada, event)
        assert copied.card.picture is not None
        assert copied.card.picture_alt == "A river"
        assert [one.title for one in copied.materials] == ["Slides"]
        await making.drop(await events.caller(ada), event)
        assert len(files(tmp_path)) == 3
        await making.drop(await events.caller(ada), copied.card.id)
        assert files(tmp_path) == []


async def test_a_page_and_a_host_have_room_for_so_much(events: Events, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = events.people.ada
    with at(NOW):
        event = (await events.made(ada)).card.id
        monkeypatch.setattr(adding, "MOST_MATERIALS", 1)
        await added(events, ada, event, office("docx"))
        assert await refusal(added(events, ada, event, office("docx"))) == "event_materials_full"
        other = (await events.made(ada)).card.id
        monkeypatch.setattr(adding, "MOST_OF_HOST", 700)
        assert await refusal(given(events, ada, other, picture("PNG", (400, 400)))) == "events_full"


async def test_bytes_are_given_to_who_may_see_them_and_nothing_of_them_is_ever_run(
    enter: Enter, people: People, events: Events
) -> None:
    """Over HTTP: what is no picture is only ever saved; a draft's picture is its host's; pupils get nothing."""
    ada, eve, pupil = await enter("ada"), await enter("eve"), await enter("nino")
    gus = await general(events)
    said = {"form": "meeting", "mode": "online", "title": "Lakes", "summary": "x", "lang": "en", "minutes": 60}
    said |= {"starts_at": soon().isoformat()}
    event = (await ada.http.post("/api/events", json=said)).json()["card"]["id"]
    base = f"/api/events/{event}"
    sent = await ada.http.post(f"{base}/picture", content=picture(), headers={"description": "{}"})
    assert sent.status_code == 201
    description = {"description": '{"kind":"file","title":"../../Words"}'}
    page = (await ada.http.post(f"{base}/materials", content=office("docx"), headers=description)).json()
    file = f"{base}/materials/{page['materials'][0]['id']}/file"
    for path in (f"{base}/picture", f"{base}/picture/small", file):
        assert (await eve.http.get(path)).status_code == 404, "a draft is its host's"
        assert (await ada.http.get(path)).status_code == 200
    assert (await ada.http.put(base, json=said | {"publish": True})).status_code == 200
    shown, saved = await eve.http.get(f"{base}/picture/small"), await eve.http.get(file)
    assert shown.headers["content-type"] == "image/webp"
    assert shown.headers["content-disposition"].startswith("inline")
    assert saved.headers["content-disposition"].startswith("attachment")
    assert "/" not in saved.headers["content-disposition"]
    for answer in (shown, saved):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
    for path in (f"{base}/picture", file):
        assert (await pupil.http.get(path)).status_code in (403, 404)
    assert await refusal(events.joined(gus, UUID(event))) == "forbidden"
    assert (await events.seen(gus, UUID(event))).card.picture is None


def played(content: bytes) -> tuple[list[str], int, dict[str, str]]:
    """Its codecs, how many pictures can be decoded, and what is said beside them."""
    with ffmpeg.open(io.BytesIO(content)) as film:
        codecs = [stream.codec_context.name for stream in film.streams]
        return codecs, sum(1 for _ in film.decode(video=0)), dict(film.metadata)


@pytest.mark.proves("R-070")
@pytest.mark.parametrize(
    ("container", "codec", "sound", "becomes"),
    [("mp4", "libx264", "aac", "mp4"), ("mov", "libx264", None, "mp4"), ("webm", "libvpx", "libopus", "webm")],
)
async def test_a_video_is_written_anew_without_the_place_where_it_was_taken(
    enter: Enter, people: People, container: str, codec: str, sound: str | None, becomes: str
) -> None:
    """And is watched in the page, a part at a time."""
    ada, grace = await enter("ada"), await enter("grace")
    said = {"form": "meeting", "mode": "online", "title": "Lakes", "summary": "x", "lang": "en", "minutes": 60}
    said |= {"starts_at": soon().isoformat(), "publish": True}
    event = (await ada.http.post("/api/events", json=said)).json()["card"]["id"]
    content = video(container, codec, sound)
    assert PLACE.encode() in content
    description = {"description": '{"kind":"video","title":"Our lake"}'}
    base = f"/api/events/{event}/materials"
    answer = await ada.http.post(base, content=content, headers=description)
    assert answer.status_code == 201, answer.text
    (one,) = answer.json()["materials"]
    assert (one["kind"], one["file_type"]) == ("file", becomes)
    shown = await grace.http.get(f"{base}/{one['id']}/file")
    assert shown.headers["content-type"] == f"video/{becomes}"
    assert shown.headers["content-disposition"].startswith("inline")
    codecs, pictures, beside = played(shown.content)
    assert (len(codecs), pictures) == (2 if sound else 1, FRAMES)
    assert PLACE not in str(beside)
    assert b"+44.8" not in shown.content
    assert b"At home" not in shown.content
    part = await grace.http.get(f"{base}/{one['id']}/file", headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, shown.content[10:20])


async def test_what_no_browser_plays_is_refused_and_leaves_nothing(
    events: Events, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = people.ada
    event = (await events.made(ada, starts_at=soon())).card.id
    for content, code in [
        (video("mp4", "mpeg4", None), "video_not_playable"),
        (video("mp4", None, "aac"), "video_without_picture"),
        (video()[:900], "video_damaged"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(2_000), "video_damaged"),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:1\nfile:///etc/passwd\n", "video_type"),
        (picture(), "video_type"),
        (b"", "video_type"),
    ]:
        assert await refusal(added(events, ada, event, content, "video")) == code
    monkeypatch.setattr(videos, "python", killed)
    assert await refusal(added(events, ada, event, video(), "video")) == "video_stopped"
    assert files(tmp_path) == []
    assert not list((events.site.settings.data_dir / "converting").glob("*"))
