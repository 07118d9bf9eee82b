"""Materials: what may be put where, by whom; who gets the bytes; what is left when it is deleted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from campus.materials import uploads
from server.app import make_site
from server.core import blobs, clock
from server.core.database import Database, new_id
from server.core.models import (
    AuditLine,
    FileBlob,
    Folder,
    Material,
    MembershipState,
    Section,
    Space,
    SpaceMembership,
    SpaceRole,
    SpaceState,
)
from server.core.settings import Settings
from tests.campus.conftest import Enter
from tests.people import People, join_space
from tests.uploads import files, folder, office, picture, send, sent

pytestmark = pytest.mark.anyio


@pytest.mark.proves("R-180", "R-181")
async def test_nothing_is_uploaded_without_a_folder_of_its_kind(enter: Enter, people: People, tmp_path: Path) -> None:
    ada, eve = await enter("ada"), await enter("eve")
    folders = {section: await folder(ada, people, section) for section in ("images", "videos", "files")}
    elsewhere = f"/api/spaces/{people.eves_space}/folders"
    hers = (await eve.http.post(elsewhere, json={"section": "images", "name": "Islands"})).json()["id"]
    refused: list[tuple[bytes, str | None, int, str]] = [
        (picture(), None, 422, "folder_needed"),
        (picture(), str(uuid4()), 404, "not_found"),
        (picture(), hers, 404, "not_found"),
        (picture(), folders["videos"], 422, "only_links"),
        (picture(), folders["files"], 422, "file_type"),
        (office("docx"), folders["images"], 422, "image_type"),
        (office("docx"), folders["videos"], 422, "only_links"),
        (b"MZ", folders["files"], 422, "file_type"),
    ]
    for content, target, status, code in refused:
        answer = await send(ada, people, content, folder=target, title="holiday.docx")
        assert (answer.status_code, answer.json()["code"]) == (status, code), (content[:4], target)
    link = {"url": "https://youtu.be/dQw4w9WgXcQ", "title": "Waves"}
    for target, code in ((None, "folder_needed"), (folders["images"], "no_links"), (hers, "not_found")):
        answer = await ada.http.post(f"/api/spaces/{people.space}/videos", json=link | {"folder": target})
        assert answer.json()["code"] == code
    assert files(tmp_path) == [], "what is refused leaves nothing"
    for content, section in ((picture(), "images"), (office("docx"), "files")):
        assert (await sent(ada, people, content, folder=folders[section]))["folder"] == folders[section]
    added = await ada.http.post(f"/api/spaces/{people.space}/videos", json=link | {"folder": folders["videos"]})
    assert (added.status_code, added.json()["url"]) == (201, "https://www.youtube.com/watch?v=dQw4w9WgXcQ")


@pytest.mark.proves("R-181", "R-184")
async def test_the_database_itself_keeps_kinds_in_their_sections(people: People, database: Database) -> None:
    blob, other = [
        FileBlob(id=new_id(), sha256="0" * 64, size=1, mime="x/y", storage_key=key, scan_state="clean") for key in "ab"
    ]
    places = {
        section: Folder(id=new_id(), space_id=people.space, section=section, name="A", created_by=people.ada)
        for section in ("images", "videos", "files")
    }
    async with database.write() as db:
        db.add_all([blob, other, *places.values()])
    video = {"provider": "youtube", "provider_id": "dQw4w9WgXcQ", "url": "https://www.youtube.com/watch?v=x"}
    image = {"file_id": blob.id, "thumbnail_id": other.id, "file_type": "png"}
    document = {"file_id": blob.id, "file_type": "pdf"}
    good = [("images", "image", image), ("videos", "video_link", video), ("files", "file", document)]
    bad: list[tuple[str, str, dict[str, Any], str]] = [
        ("videos", "image", image, "kind_of_section"),
        ("images", "video_link", video, "kind_of_section"),
        ("images", "file", document, "kind_of_section"),
        ("videos", "video_link", video | {"provider": None}, "video_has_provider"),
        ("videos", "video_link", video | {"file_id": blob.id}, "video_has_provider"),
        ("files", "file", document | {"file_id": None}, "others_have_file"),
        ("files", "file", document | video, "others_have_file"),
        ("images", "image", image | {"thumbnail_id": None}, "image_has_thumbnail"),
        ("images", "image", image | {"file_type": "pdf"}, "file_type_of_kind"),
        ("files", "file", document | {"file_type": "exe"}, "file_type_of_kind"),
    ]

    async def store(section: str, kind: str, **more: Any) -> None:
        common = {"folder_id": places[section].id, "section": section, "kind": kind, "title": "x"}
        async with database.write() as db:
            db.add(Material(**common | {"owner_id": people.ada} | more))

    for section, kind, more in good:
        await store(section, kind, **more)
    for section, kind, more, because in bad:
        with pytest.raises(IntegrityError, match=because):
            await store(section, kind, **more)
    with pytest.raises(IntegrityError, match=r"(?i)folder_id"):
        await store("files", "file", **document, folder_id=None)
    with pytest.raises(IntegrityError, match=r"(?i)foreign"):
        await store("files", "file", **document, folder_id=places["images"].id)


@pytest.mark.proves("R-182")
async def test_an_album_is_made_by_a_name_that_is_there_once(enter: Enter, people: People) -> None:
    ada, nino = await enter("ada"), await enter("nino")
    url = f"/api/spaces/{people.space}/folders"
    made = await nino.http.post(url, json={"section": "images", "name": "  Week\n 5 "})
    assert (made.status_code, made.json()["name"]) == (201, "Week 5")
    for name, code in (
        ("week 5", "folder_taken"),
        (" ", "title_missing"),
        ("\u200b", "title_missing"),
        ("x" * 81, "title_too_long"),
    ):
        assert (await ada.http.post(url, json={"section": "images", "name": name})).json()["code"] == code
    assert (await ada.http.post(url, json={"section": "files", "name": "Week 5"})).status_code == 201
    newest = [await sent(nino, people, picture(colour=colour), folder=made.json()["id"]) for colour in ("red", "blue")]
    listed = {one["section"]: one for one in (await ada.http.get(url)).json()["folders"]}
    assert (listed["images"]["materials"], listed["images"]["cover"]) == (2, newest[-1]["id"])
    assert (listed["files"]["materials"], listed["files"]["cover"]) == (0, None)


@pytest.mark.proves("R-218")
async def test_who_may_add_and_who_may_delete(enter: Enter, people: People, database: Database) -> None:
    names = ("ada", "grace", "nino", "piotr", "gail", "eve")
    everybody = {name: await enter(name) for name in names}
    ada, url = everybody["ada"], f"/api/spaces/{people.space}"
    album = await folder(ada, people, "images")
    makes_folders = {"ada": 201, "grace": 201, "nino": 201, "piotr": 403, "gail": 403, "eve": 404}
    adds = {"ada": 201, "grace": 201, "nino": 201, "piotr": 403, "gail": 201, "eve": 404}
    hers: dict[str, str] = {}
    for name, client in everybody.items():
        answer = await client.http.post(f"{url}/folders", json={"section": "files", "name": f"of {name}"})
        assert answer.status_code == makes_folders[name], name
        answer = await send(client, people, picture(), folder=album, title=f"of {name}")
        assert answer.status_code == adds[name], (name, answer.text)
        link = {"url": "https://youtu.be/dQw4w9WgXcQ", "title": "x", "folder": album}
        wanted = 422 if adds[name] == 201 else adds[name]
        assert (await client.http.post(f"{url}/videos", json=link)).status_code == wanted, name
        if adds[name] == 201:
            hers[name] = answer.json()["id"]
    listed = (await everybody["nino"].http.get(f"{url}/materials")).json()["materials"]
    assert {one["title"]: one["may_delete"] for one in listed} == {
        "of ada": False,
        "of grace": False,
        "of nino": True,
        "of gail": False,
    }
    assert {one["owner"]["name"] for one in listed} == {"Ada Marin", "Grace Nowicka", "Nino R.", "Gail Ferro"}
    for name, status in (("grace", 403), ("piotr", 403), ("gail", 403), ("eve", 404)):
        assert (await everybody[name].http.delete(f"{url}/materials/{hers['nino']}")).status_code == status, name
    elsewhere = f"/api/spaces/{people.eves_space}/materials/{hers['nino']}"
    assert (await everybody["eve"].http.delete(elsewhere)).status_code == 404, "not through another space"
    for name, material in (("nino", hers["nino"]), ("gail", hers["gail"]), ("ada", hers["grace"])):
        assert (await everybody[name].http.delete(f"{url}/materials/{material}")).status_code == 200, name
    async with database.read() as db:
        lines = (await db.scalars(select(AuditLine).where(AuditLine.action == "material.delete"))).all()
    assert {(line.actor_id, line.data["owner"]) for line in lines} == {
        (people.nino, str(people.nino)),
        (people.gail, str(people.gail)),
        (people.ada, str(people.grace)),
    }


@pytest.mark.parametrize("state", [SpaceState.READ_ONLY, SpaceState.ARCHIVED])
async def test_a_closed_project_is_read_and_nothing_is_added(
    enter: Enter, people: People, database: Database, state: SpaceState
) -> None:
    ada = await enter("ada")
    album = await folder(ada, people, "images")
    kept = await sent(ada, people, picture(), folder=album)
    async with database.write() as db:
        await db.execute(update(Space).where(Space.id == people.space).values(state=state))
    ada.http.headers["origin"] = ada.base
    late = await enter("grace")
    assert (await send(late, people, picture(), folder=album)).status_code == 403
    url = f"/api/spaces/{people.space}/materials/{kept['id']}"
    assert (await late.http.get(f"{url}/file")).status_code == 200
    assert (await late.http.delete(url)).status_code == 403, "only by who may at other times too"
    back = await enter("ada")
    assert (await back.http.get(url)).json()["may_delete"] is True
    assert (await back.http.delete(url)).status_code == 200, "a photograph can be taken away at any time"


async def test_every_byte_is_for_members_at_that_moment_and_for_no_cache_but_theirs(
    enter: Enter, people: People, database: Database
) -> None:
    ada, piotr, eve = await enter("ada"), await enter("piotr"), await enter("eve")
    image = await sent(ada, people, picture("JPEG"), folder=await folder(ada, people, "images"), title='Küste "5"/\r\n')
    plan = office("docx")
    text = await sent(ada, people, plan, folder=await folder(ada, people, "files"), title="../Plan")
    url = f"/api/spaces/{people.space}/materials"
    got = await piotr.http.get(f"{url}/{image['id']}/file")
    assert (got.status_code, got.headers["content-type"]) == (200, "image/jpeg")
    assert got.headers["cache-control"] == "private, no-cache"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]
    assert got.headers["content-disposition"] == "inline; filename*=utf-8''K%C3%BCste%20-5--.jpg"
    again = await piotr.http.get(f"{url}/{image['id']}/file", headers={"if-none-match": got.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    small = await piotr.http.get(f"{url}/{image['id']}/thumbnail")
    assert (small.headers["content-type"], small.content[8:12]) == ("image/webp", b"WEBP")
    saved = await piotr.http.get(f"{url}/{text['id']}/file")
    assert saved.content == plan
    assert saved.headers["content-disposition"].startswith("attachment;")
    assert "/" not in saved.headers["content-disposition"].partition("filename")[2]
    assert (await piotr.http.get(f"{url}/{text['id']}/thumbnail")).status_code == 404
    elsewhere = f"/api/spaces/{people.eves_space}/materials"
    for material in (image, text):
        for path in ("", "/file"):
            assert (await eve.http.get(f"{url}/{material['id']}{path}")).status_code == 404
            assert (await eve.http.get(f"{elsewhere}/{material['id']}{path}")).status_code == 404
    assert (await eve.http.get(f"{elsewhere}?before={image['id']}")).json() == {"materials": [], "older": False}


async def test_lists_go_on_where_a_page_ends(enter: Enter, people: People) -> None:
    ada = await enter("ada")
    album, texts = await folder(ada, people, "images"), await folder(ada, people, "files")
    images = [(await sent(ada, people, picture(), folder=album, title=str(n)))["id"] for n in range(3)]
    text = (await sent(ada, people, office("xlsx"), folder=texts))["id"]
    url = f"/api/spaces/{people.space}/materials"

    async def page(**query: Any) -> tuple[list[str], bool]:
        found = (await ada.http.get(url, params=query)).json()
        return [one["id"] for one in found["materials"]], found["older"]

    assert await page() == ([text, *images[::-1]], False)
    assert await page(folder=album, limit=2) == ([images[2], images[1]], True)
    assert await page(folder=album, limit=2, before=images[1]) == ([images[0]], False)
    assert await page(section="files") == ([text], False)
    assert (await ada.http.get(url, params={"limit": "0"})).json()["code"] == "bad_query"
    assert (await ada.http.get(url, params={"before": str(uuid4())})).status_code == 404


async def test_the_same_picture_is_kept_once_and_goes_with_its_last_use(
    enter: Enter, people: People, database: Database, tmp_path: Path
) -> None:
    ada = await enter("ada")
    first, second = await folder(ada, people, "images", "one"), await folder(ada, people, "images", "two")
    twins = [await sent(ada, people, picture(), folder=album) for album in (first, second)]
    assert len(files(tmp_path)) == 2, "the picture and its small one"
    url = f"/api/spaces/{people.space}/materials"
    assert (await ada.http.delete(f"{url}/{twins[0]['id']}")).status_code == 200
    assert (await ada.http.get(f"{url}/{twins[1]['id']}/file")).status_code == 200
    assert (await ada.http.delete(f"{url}/{twins[1]['id']}")).status_code == 200
    assert files(tmp_path) == []
    async with database.read() as db:
        assert await db.scalar(select(func.count()).select_from(FileBlob)) == 0
    assert (await ada.http.get(f"{url}/{twins[1]['id']}/file")).status_code == 404


async def test_another_space_keeps_the_same_picture_for_itself(
    enter: Enter, people: People, database: Database, tmp_path: Path
) -> None:
    async with database.write() as db:
        await join_space(db, people.eves_space, people.ada, SpaceRole.TEACHER)
    ada = await enter("ada")
    await sent(ada, people, picture(), folder=await folder(ada, people, "images"))
    people.space = people.eves_space
    await sent(ada, people, picture(), folder=await folder(ada, people, "images"))
    assert len(files(tmp_path)) == 4


async def test_what_is_too_big_or_said_wrongly_leaves_nothing(
    enter: Enter, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await enter("ada")
    album = await folder(ada, people, "images")
    monkeypatch.setitem(uploads.MOST_BYTES, Section.IMAGES, 1 << 20)
    answer = await send(ada, people, b"\xff\xd8\xff" + b"x" * (1 << 20), folder=album)
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_big")
    url = f"/api/spaces/{people.space}/materials"
    for header in ({}, {"description": "{"}, {"description": "%7B%22title%22%3A1%7D"}):
        answer = await ada.http.post(url, content=picture(), headers=header)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    long = await send(ada, people, picture(), folder=album, alt_text="x" * 301)
    assert long.json()["code"] == "alt_text_too_long"
    assert files(tmp_path) == []


async def test_files_that_nothing_points_at_are_purged_and_counted_until_then(
    people: People, database: Database, database_url: str, tmp_path: Path
) -> None:
    site = make_site(Settings(database_url=database_url, data_dir=tmp_path, secret_key="a secret of this test"))
    (store,) = blobs.STORES
    assert store.purge
    try:
        lost = blobs.keep(site, b"a row that nothing points at", "text/plain")
        async with site.database.write() as db:
            db.add(lost)
        blobs.keep(site, b"a file without a row", "text/plain")
        assert await store.overdue(site) == 1, "a new file may be an upload that goes on"
        with clock.frozen(clock.now() + timedelta(hours=2)):
            assert await store.overdue(site) == 2
            assert await store.purge(site) == 2
            assert await store.overdue(site) == 0
        assert files(tmp_path) == []
    finally:
        await site.database.close()


async def test_whoever_was_a_member_sees_nothing_any_more(enter: Enter, people: People, database: Database) -> None:
    ada, gail = await enter("ada"), await enter("gail")
    image = await sent(ada, people, picture(), folder=await folder(ada, people, "images"))
    url = f"/api/spaces/{people.space}/materials/{image['id']}/file"
    async with database.write() as db:
        left = update(SpaceMembership).where(SpaceMembership.user_id == people.gail)
        await db.execute(left.values(state=MembershipState.LEFT))
    assert (await gail.http.get(url)).status_code == 404
