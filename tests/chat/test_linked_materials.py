"""A message links a material of its space: all see what it is, and that it is no longer there once it is gone."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, delete, event, func, select

from server.chat.models import ChatMessage
from server.chat.rules import Author
from server.chat.wire import Finding
from server.core.database import Database, new_id
from server.core.models import FileBlob, Folder, Material
from tests.fresh import assert_updates_lead_to_fresh_state
from tests.people import People
from tests.tabs import Frame, Server, Tab

pytestmark = pytest.mark.anyio


async def material(database: Database, space: UUID, owner: UUID, title: str = "Week 5") -> UUID:
    """An image in an album of the space, without its bytes."""
    blobs = [
        FileBlob(id=new_id(), sha256="0" * 64, size=1, mime="image/png", storage_key=new_id().hex) for _ in range(2)
    ]
    album = Folder(id=new_id(), space_id=space, section="images", name=new_id().hex, created_by=owner)
    common = {"id": new_id(), "folder_id": album.id, "section": "images", "kind": "image", "file_type": "png"}
    made = Material(**common, title=title, alt_text="A line that rises", owner_id=owner)
    made.file_id, made.thumbnail_id = blobs[0].id, blobs[1].id
    async with database.write() as db:
        for rows in (blobs, [album], [made]):
            db.add_all(rows)
            await db.flush()
    return made.id


async def take_away(server: Server, tab: Tab, database: Database, people: People, gone: UUID) -> None:
    """As the page of Materials does when somebody deletes one."""
    async with database.write() as db:
        await db.execute(delete(Material).where(Material.id == gone))
    standing = (await server.caller(tab, people.room)).here
    await server.chat.materials_gone(Author(standing, "Europe/Rome"), [gone])


async def test_everybody_sees_what_a_message_links(
    server: Server, ada: Tab, piotr: Tab, people: People, database: Database
) -> None:
    chart = await material(database, people.space, people.grace)
    sent = await ada.send(people.room, "Look at this", material=chart)
    assert sent["material"] == str(chart)
    assert sent["preview"] == {
        "id": str(chart),
        "space": str(people.space),
        "kind": "image",
        "title": "Week 5",
        "alt_text": "A line that rises",
        "file_type": "png",
        "provider": None,
    }
    assert (await piotr.heard("chat.sent"))["message"] == sent
    edited = await ada.result("chat.edit", room=people.room, message=sent["id"], text="Look at the chart")
    assert edited["preview"] == sent["preview"], "another text links the same"
    await assert_updates_lead_to_fresh_state(
        piotr, people.room, lambda: ada.send(people.room, "And once more", material=chart)
    )
    deleted = await ada.result("chat.delete", room=people.room, message=sent["id"])
    assert (deleted["material"], deleted["preview"]) == (None, None)


@pytest.mark.parametrize(
    ("name", "code"),
    [("ada", None), ("grace", None), ("nino", None), ("gail", None), ("piotr", "forbidden")],
)
async def test_who_may_attach(server: Server, people: People, database: Database, name: str, code: str | None) -> None:
    chart = await material(database, people.space, people.ada)
    tab = await server.tab(getattr(people, name), people.room)
    if code is None:
        assert (await tab.send(people.room, "Look", material=chart))["material"] == str(chart)
    else:
        wanted = {"room": people.room, "client_id": new_id(), "text": "Look", "material": chart}
        assert await tab.refusal("chat.send", **wanted) == code


async def test_only_what_is_in_the_same_space_can_be_attached(ada: Tab, people: People, database: Database) -> None:
    hers = await material(database, people.eves_space, people.eve)
    for other in (hers, new_id()):
        wanted: dict[str, Any] = {"room": people.room, "client_id": new_id(), "text": "Look", "material": other}
        assert await ada.refusal("chat.send", **wanted) == "not_found"
    wanted |= {"text": "", "material": await material(database, people.space, people.ada)}
    assert await ada.refusal("chat.send", **wanted) == "empty_message", "it says in words what it is"
    async with database.read() as db:
        assert await db.scalar(select(func.count()).select_from(ChatMessage)) == 0


async def test_a_retry_links_the_same(ada: Tab, people: People, database: Database) -> None:
    chart, other = [await material(database, people.space, people.ada) for _ in range(2)]
    wanted: dict[str, Any] = {"room": people.room, "client_id": new_id(), "text": "Look"}
    first = await ada.result("chat.send", **wanted, material=chart)
    assert await ada.result("chat.send", **wanted, material=chart) == first
    assert await ada.refusal("chat.send", **wanted, material=other) == "client_id_used"


async def test_a_material_that_goes_is_no_longer_there_in_every_message(
    server: Server, ada: Tab, piotr: Tab, people: People, database: Database
) -> None:
    chart = await material(database, people.space, people.ada)
    sent = [await ada.send(people.room, text, material=chart) for text in ("one", "two")]
    heard = await assert_updates_lead_to_fresh_state(
        piotr, people.room, lambda: take_away(server, ada, database, people, chart)
    )
    told = [frame["message"] for frame in heard if frame["type"] == "chat.edited"]
    assert [one["id"] for one in told] == [one["id"] for one in sent]
    for message in told:
        assert (message["material"], message["preview"], message["edited_at"]) == (str(chart), None, None)
    assert [one["text"] for one in told] == ["one", "two"]


async def test_a_held_message_tells_only_those_who_read_it(
    server: Server, ada: Tab, grace: Tab, people: People, database: Database
) -> None:
    nino, piotr = await server.tab(people.nino, people.room), await server.tab(people.piotr, people.room)
    server.chat.screen_by(lambda text: [Finding(kind="phone", start=0, end=3)] if "055" in text else [])
    chart = await material(database, people.space, people.nino)
    rung: list[str] = []
    server.chat.on_held(lambda message: rung.append(message.text))
    held = await nino.send(people.room, "call 055", material=chart)
    assert (held["state"], held["preview"]["title"]) == ("held", "Week 5")
    await take_away(server, ada, database, people, chart)
    told: Frame = await grace.find(lambda frame: frame["type"] == "chat.held" and frame["message"]["preview"] is None)
    assert told["message"]["id"] == held["id"]
    await ada.send(people.room, "a later one")
    await piotr.heard("chat.sent")
    assert not piotr.ever_heard("chat.held")
    assert rung == ["call 055"], "it waits as it waited before"
    await nino.result("chat.edit", room=people.room, message=held["id"], text="call 055 now")
    assert rung == ["call 055", "call 055 now"]


async def test_what_a_pupil_wrote_in_a_title_waits_for_a_teacher_too(
    server: Server, people: People, database: Database
) -> None:
    nino, grace = await server.tab(people.nino, people.room), await server.tab(people.grace, people.room)
    server.chat.screen_by(lambda text: [Finding(kind="phone", start=0, end=3)] if "055" in text else [])
    chart = await material(database, people.space, people.nino, "call me 055")
    held = await nino.send(people.room, "Look", material=chart)
    assert (held["state"], held["hold"]["findings"]) == ("held", [{"kind": "phone", "start": 0, "end": 0}])
    again = await nino.result("chat.edit", room=people.room, message=held["id"], text="Look at it")
    assert again["state"] == "held", "another text does not mend a title"
    assert (await grace.send(people.room, "Look", material=chart))["state"] == "visible"


async def test_a_batch_asks_once_for_all_materials_and_never_for_none(
    server: Server, ada: Tab, grace: Tab, people: People, database: Database
) -> None:
    charts = [await material(database, people.space, people.ada) for _ in range(3)]
    asked: list[str] = []

    def note(*args: Any) -> None:
        if "materials" in args[2]:
            asked.append(args[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        await asyncio.gather(*(tab.send(people.room, f"plain {n}") for n, tab in enumerate((ada, grace, ada))))
        assert asked == []
        await asyncio.gather(*(ada.send(people.room, f"linked {n}", material=one) for n, one in enumerate(charts)))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    # One look before each is handed in, and at most one in each batch: how many batches it is, is the writer's to say.
    assert 3 < len(asked) <= 6
