"""Albums and folders after they were made: another name, taken away with what is in them; room that several share."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from campus.materials import uploads
from server.core.database import Database, new_id
from server.core.models import AuditLine, FileBlob, Folder, Material, Space, SpaceState
from tests.campus.conftest import Enter
from tests.live import Client
from tests.people import People
from tests.uploads import files, folder, picture, send, sent

pytestmark = pytest.mark.anyio


async def shown(client: Client, people: People) -> dict[str, dict[str, Any]]:
    listed = (await client.http.get(f"/api/spaces/{people.space}/folders")).json()["folders"]
    return {one["name"]: one for one in listed}


@pytest.mark.proves("R-182")
async def test_a_folder_gets_another_name_from_who_made_it_and_from_founders(enter: Enter, people: People) -> None:
    everybody = {name: await enter(name) for name in ("ada", "grace", "nino", "piotr", "gail", "eve")}
    url = f"/api/spaces/{people.space}/folders"
    album = await folder(everybody["nino"], people, "images", "Week 5")
    await folder(everybody["grace"], people, "images", "Charts")
    for name, status in (("grace", 403), ("piotr", 403), ("gail", 403), ("eve", 404)):
        answer = await everybody[name].http.post(f"{url}/{album}/rename", json={"name": "Mine"})
        assert answer.status_code == status, name
    elsewhere = f"/api/spaces/{people.eves_space}/folders/{album}/rename"
    assert (await everybody["eve"].http.post(elsewhere, json={"name": "Mine"})).status_code == 404
    for written, code in (
        ("charts", "folder_taken"),
        ("\u200b", "title_missing"),
        ("x" * 81, "title_too_long"),
        ("call 055 123 45 67", "not_for_all"),
    ):
        answer = await everybody["nino"].http.post(f"{url}/{album}/rename", json={"name": written})
        assert answer.json()["code"] == code
    for name, written in (("nino", "WEEK 5"), ("ada", "  Week\n six ")):
        assert (await everybody[name].http.post(f"{url}/{album}/rename", json={"name": written})).status_code == 200
    assert {name: one["may_rename"] for name, one in (await shown(everybody["grace"], people)).items()} == {
        "Week six": False,
        "Charts": True,
    }


async def test_in_a_closed_project_a_folder_keeps_its_name_and_can_go(
    enter: Enter, people: People, database: Database
) -> None:
    album = Folder(id=new_id(), space_id=people.space, section="images", name="Week 5", created_by=people.nino)
    async with database.write() as db:
        db.add(album)
        await db.execute(update(Space).where(Space.id == people.space).values(state=SpaceState.READ_ONLY))
    ada = await enter("ada")
    listed = (await shown(ada, people))["Week 5"]
    assert (listed["may_rename"], listed["may_delete"]) == (False, True), "a photograph can be taken away at any time"
    url = f"/api/spaces/{people.space}/folders/{album.id}"
    assert (await ada.http.post(f"{url}/rename", json={"name": "Late"})).status_code == 403
    assert (await ada.http.post(f"{url}/move", json={"before": None})).status_code == 403
    assert (await ada.http.post(f"{url}/delete", json={"materials": 0})).status_code == 200


async def test_a_folder_goes_with_what_one_was_told_of_and_may_delete(
    enter: Enter, people: People, database: Database, tmp_path: Path
) -> None:
    ada, grace, nino, piotr = [await enter(name) for name in ("ada", "grace", "nino", "piotr")]
    url = f"/api/spaces/{people.space}/folders"
    album, other = [await folder(nino, people, "images", name) for name in ("Week 5", "Week 6")]
    mine = await sent(nino, people, picture(), folder=album)
    kept = await sent(ada, people, picture(), folder=other)

    async def delete(client: Client, materials: int, target: str = album) -> tuple[int, str | None]:
        answer = await client.http.post(f"{url}/{target}/delete", json={"materials": materials})
        return answer.status_code, (answer.json() or {}).get("code")

    assert {name: one["may_delete"] for name, one in (await shown(nino, people)).items()} == {
        "Week 5": True,
        "Week 6": False,
    }
    assert await delete(nino, 1, other) == (403, "folder_of_others")
    assert await delete(grace, 1) == (403, "forbidden")
    assert await delete(piotr, 1) == (403, "forbidden")
    assert await delete(nino, 0) == (409, "folder_not_empty")
    assert await delete(nino, 1, str(uuid4())) == (404, "not_found")
    assert await delete(nino, 1) == (200, None)
    assert await delete(nino, 1) == (404, "not_found")
    gone = f"/api/spaces/{people.space}/materials/{mine['id']}"
    assert (await ada.http.get(gone)).status_code == 404
    assert (await ada.http.get(f"/api/spaces/{people.space}/materials/{kept['id']}/file")).status_code == 200
    assert len(files(tmp_path)) == 2, "the same picture is used by another album"
    assert await delete(ada, 5, other) == (200, None)
    assert files(tmp_path) == []
    async with database.read() as db:
        assert await db.scalar(select(func.count()).select_from(Folder)) == 0
        lines = await db.scalars(select(AuditLine).where(AuditLine.action.in_(("folder.delete", "material.delete"))))
        assert sorted((line.actor_id == people.ada, line.action, line.data.get("materials")) for line in lines) == [
            (False, "folder.delete", "1"),
            (False, "material.delete", None),
            (True, "folder.delete", "1"),
            (True, "material.delete", None),
        ]


async def test_readers_of_a_message_hear_that_the_album_of_what_it_links_is_gone(enter: Enter, people: People) -> None:
    ada, piotr = await enter("ada"), await enter("piotr")
    album = await folder(ada, people, "images")
    drawn = [await sent(ada, people, picture(colour=colour), folder=album) for colour in ("red", "blue")]
    for client in (ada, piotr):
        await client.connect()
        await client.result("room.join", room=str(people.room))
    for one in drawn:
        wanted = {"room": str(people.room), "client_id": str(uuid4()), "text": "Look", "material": one["id"]}
        await ada.result("chat.send", **wanted)
    answer = await ada.http.post(f"/api/spaces/{people.space}/folders/{album}/delete", json={"materials": 2})
    assert answer.status_code == 200
    told = [await piotr.heard("chat.edited") for _ in drawn]
    assert {one["message"]["material"] for one in told} == {one["id"] for one in drawn}
    assert [one["message"]["preview"] for one in told] == [None, None]


async def test_several_uploads_at_once_take_no_more_room_than_there_is(
    enter: Enter, people: People, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, grace = await enter("ada"), await enter("grace")
    plans = await folder(ada, people, "files")
    size = 1000
    monkeypatch.setattr(uploads, "MOST_IN_SPACE", 2 * size + size // 2)
    contents = [b"%PDF-1.7 " + f"{n}".encode().ljust(size - 14) + b"%%EOF" for n in range(8)]
    answers = await asyncio.gather(
        *(send((ada, grace)[n % 2], people, content, folder=plans) for n, content in enumerate(contents))
    )
    assert sorted((answer.status_code, answer.json().get("code")) for answer in answers) == [
        (201, None),
        (201, None),
        *[(507, "space_full")] * 6,
    ]
    async with database.read() as db:
        assert await db.scalar(select(func.sum(FileBlob.size))) == 2 * size
        assert await db.scalar(select(func.count()).select_from(Material)) == 2
    assert len(files(tmp_path)) == 2
    again = [content for content, answer in zip(contents, answers, strict=True) if answer.status_code == 201]
    assert (await send(ada, people, again[0], folder=plans)).status_code == 201, "the same content takes no more room"


@pytest.mark.proves("R-181")
async def test_materials_go_to_another_folder_of_their_section_all_or_none(enter: Enter, people: People) -> None:
    ada, nino, piotr, eve = [await enter(name) for name in ("ada", "nino", "piotr", "eve")]
    url = f"/api/spaces/{people.space}"
    here, there = [await folder(nino, people, "images", name) for name in ("Week 5", "Week 6")]
    plans = await folder(ada, people, "files")
    mine = [await sent(nino, people, picture(colour=colour), folder=here) for colour in ("red", "blue")]
    of_ada = await sent(ada, people, picture(), folder=here)

    async def move(client: Client, folder: str, *materials: dict[str, Any]) -> str | None:
        body = {"folder": folder, "materials": [one["id"] for one in materials]}
        answer = await client.http.post(f"{url}/moves", json=body)
        return None if answer.status_code == 200 else str(answer.json()["code"])

    async def inside(folder: str) -> list[str]:
        listed = (await ada.http.get(f"{url}/materials", params={"folder": folder})).json()["materials"]
        return [one["id"] for one in listed]

    was = await inside(here)
    listed = (await nino.http.get(f"{url}/materials", params={"folder": here})).json()["materials"]
    assert [one["may_move"] for one in listed] == [False, True, True], "what is not one's own stays"
    assert await move(nino, there, *mine, of_ada) == "forbidden"
    assert await move(piotr, there, *mine) == "forbidden"
    assert await move(eve, there, *mine) == "not_found"
    assert await move(nino, plans, *mine) == "other_section"
    assert await move(nino, str(uuid4()), *mine) == "not_found"
    assert await move(nino, there, *mine, {"id": str(uuid4())}) == "not_found"
    assert await inside(here) == was, "none of these has moved anything"
    assert await move(nino, there, *mine) is None
    assert (await inside(here), await inside(there)) == ([of_ada["id"]], [one["id"] for one in reversed(mine)])
    assert await move(ada, here, *mine) is None
    assert await inside(here) == was, "taken back, they stand where they stood"


async def test_a_folder_goes_elsewhere_among_the_others_and_back(enter: Enter, people: People) -> None:
    ada, nino, grace = [await enter(name) for name in ("ada", "nino", "grace")]
    url = f"/api/spaces/{people.space}/folders"
    one, two, three = [await folder(ada, people, "images", name) for name in ("One", "Two", "Three")]
    own = await folder(nino, people, "images", "Own")
    plans = await folder(ada, people, "files", "Plans")

    async def move(client: Client, target: str, before: str | None) -> int:
        answer = await client.http.post(f"{url}/{target}/move", json={"before": before})
        return int(answer.status_code)

    async def order() -> list[str]:
        return [name for name, found in (await shown(ada, people)).items() if found["section"] == "images"]

    assert await move(ada, three, one) == 200
    assert await order() == ["Three", "One", "Two", "Own"]
    assert await move(nino, own, two) == 200
    assert await order() == ["Three", "One", "Own", "Two"]
    for client, target, before, status in (
        (grace, one, None, 403),
        (nino, one, None, 403),
        (ada, one, plans, 404),
        (ada, one, str(uuid4()), 404),
        (ada, str(uuid4()), None, 404),
    ):
        assert await move(client, target, before) == status
    assert await move(ada, three, None) == 200
    answers = await asyncio.gather(move(ada, three, one), move(ada, two, one))
    assert answers == [200, 200]
    assert sorted(await order()) == ["One", "Own", "Three", "Two"]
    assert (await order())[2:] == ["One", "Own"], "both stand before it, whoever was first"
