"""Lists that administrators keep, and tables that leave the house without becoming formulas (T23)."""

from __future__ import annotations

import csv
import io
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from server.core import clock
from server.core.database import Database
from server.core.errors import UserError
from server.core.exporting import safe_cell
from server.core.models import AuditLine, PlatformRoleKind
from server.moderation import audit, list_files, lists
from server.moderation.folding import fold
from server.moderation.list_files import read_file
from server.moderation.wire import ImportFilters
from tests.live import Client
from tests.moderation.conftest import SignIn, inside
from tests.moderation.staff import appoint
from tests.people import People

pytestmark = pytest.mark.anyio
PATH = "/api/moderation/filters"


async def test_a_new_word_makes_the_next_message_wait_and_a_new_host_lets_a_link_through(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "root", PlatformRoleKind.ADMIN)
    root, piotr = await sign_in("root"), await inside(sign_in, "piotr", people.room)

    async def state(text: str) -> str:
        sent = await piotr.result("chat.send", room=str(people.room), client_id=str(uuid4()), text=text)
        return str(sent["state"])

    assert await state("what a Wombat") == "visible"
    assert await state("see rivers.example.com/map") == "held"
    changed = await root.http.post(PATH, json={"kind": "word", "language": "en", "add": ["# ours", "wombat", ""]})
    assert changed.status_code == 200, changed.text
    await root.http.post(PATH, json={"kind": "host", "add": ["rivers.example.com"]})
    assert await state("wombaaat!") == "held"
    assert await state("look at rivers.example.com/map") == "visible"
    tried = (await root.http.post(f"{PATH}/try", json={"text": "A wombat, 055 123 45 67"})).json()["findings"]
    assert [one["kind"] for one in tried] == ["word", "phone"]
    exported = list(csv.reader(io.StringIO((await root.http.get(f"{PATH}.csv")).text.lstrip("\ufeff"))))
    assert ["word", "en", "wombat"] in exported
    replaced = await root.http.post(PATH, json={"kind": "word", "language": "en", "add": ["emu"], "replace": True})
    assert [one["entries"] for one in replaced.json()["lists"] if one["language"] == "en"] == [["emu"]]
    assert (await root.http.post(PATH, json={"kind": "word", "add": ["x"]})).json()["code"] == "no_language"


@pytest.mark.parametrize("who", ["ada", "piotr", "gail"])
async def test_only_who_keeps_the_settings_reads_and_changes_lists(sign_in: SignIn, people: People, who: str) -> None:
    client = await sign_in(who)
    assert (await client.http.get("/api/moderation/audit.csv")).status_code == 403
    await refuses_lists(client)


async def test_an_agency_changes_no_list_that_holds_for_all_countries(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    await refuses_lists(await sign_in("polona"))


async def refuses_lists(client: Client) -> None:
    assert (await client.http.get(PATH)).status_code == 403
    assert (await client.http.post(PATH, json={"kind": "host"})).status_code == 403
    assert (await client.http.post(f"{PATH}/try", json={"text": "hm"})).status_code == 403
    assert (await client.http.get(f"{PATH}.csv")).status_code == 403


async def test_the_audit_log_is_exported_without_formulas_and_without_what_was_written(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "root", PlatformRoleKind.ADMIN)
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    root, polona, grace, piotr = [
        await sign_in("root"),
        await sign_in("polona"),
        await sign_in("grace"),
        await inside(sign_in, "piotr", people.room),
    ]
    held = await piotr.result("chat.send", room=str(people.room), client_id=str(uuid4()), text="=1+1 055 123 45 67")
    await grace.http.post(f"/api/rooms/{people.room}/messages/{held['id']}/approve", json={"change": held["change"]})
    async with database.write() as db:
        db.add(AuditLine(actor_id=people.ada, action="=cmd|' /C calc'!A0"))
    answer = await root.http.get("/api/moderation/audit.csv")
    assert answer.headers["cache-control"] == "no-store"
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert {(row["actor"], row["action"]) for row in rows} >= {
        ("grace", "chat.approve"),
        ("ada", "'=cmd|' /C calc'!A0"),
    }
    assert "055 123" not in answer.text
    own = list(csv.DictReader(io.StringIO((await polona.http.get("/api/moderation/audit.csv")).text.lstrip("\ufeff"))))
    assert {row["actor"] for row in own} <= {"polona"}
    assert (await root.http.get("/api/moderation/audit.csv?since=yesterday")).json()["code"] == "bad_instant"


async def test_the_audit_log_is_exported_to_its_newest_line_however_many_there_are(
    sign_in: SignIn, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "LINES_AT_ONCE", 3)
    await appoint(database, "root", PlatformRoleKind.ADMIN)
    root = await sign_in("root")
    now = clock.now()
    async with database.write() as db:
        # Several in one instant: none is skipped, none comes twice.
        for place in range(7):
            db.add(AuditLine(actor_id=people.ada, action=f"told.{place}", at=now - timedelta(hours=place // 4)))
    answer = await root.http.get("/api/moderation/audit.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    told = [row["action"] for row in rows if row["action"].startswith("told.")]
    assert sorted(told) == [f"told.{place}" for place in range(7)]
    assert set(told[:3]) == {"told.4", "told.5", "told.6"}, "the oldest first"
    async with database.read() as db:
        (line,) = (await db.scalars(select(AuditLine).where(AuditLine.action == "audit.export"))).all()
    assert line.data["lines"] == len(rows)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_begins_as_a_formula(start: str) -> None:
    assert safe_cell(f"{start}x") == f"'{start}x"
    assert safe_cell("x") == "x"
    assert safe_cell(None) == ""


async def test_lines_are_compared_as_texts_are_and_kept_as_they_were_written(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "root", PlatformRoleKind.ADMIN)
    root = await sign_in("root")

    async def azerbaijani() -> list[str]:
        lists = (await root.http.get(PATH)).json()["lists"]
        return next(one["entries"] for one in lists if one["language"] == "az")

    assert "gicbəsər" in await azerbaijani()
    body = {"kind": "word", "language": "az"}
    same = await root.http.post(PATH, json=body | {"add": ["GİCBƏSƏR", "gicbeser", "Ördək  başı"]})
    assert (same.json()["added"], "ördək başı" in await azerbaijani()) == (1, True)
    gone = await root.http.post(PATH, json=body | {"remove": ["gicbəsər"]})
    assert (gone.json()["removed"], "gicbəsər" in await azerbaijani()) == (1, False)
    tried = (await root.http.post(f"{PATH}/try", json={"text": "ay  ordek\nbasi, şeref5iz!"})).json()["findings"]
    assert [(one["kind"], one["entry"], one["languages"]) for one in tried] == [
        ("word", "ördək başı", ["az"]),
        ("word", "şərəfsiz", ["az"]),
    ]
    assert (tried[0]["start"], tried[0]["end"]) == (4, 14)


async def test_an_export_is_taken_back_as_it_was(sign_in: SignIn, people: People, database: Database) -> None:
    await appoint(database, "root", PlatformRoleKind.ADMIN)
    root = await sign_in("root")
    await root.http.post(PATH, json={"kind": "word", "language": "en", "add": ["@rse", 'silly, "really"']})
    before = (await root.http.get(PATH)).json()["lists"]
    text = (await root.http.get(f"{PATH}.csv")).text
    assert "'@rse" in text
    for one in before:
        body = {"kind": one["kind"], "language": one["language"], "replace": True}
        await root.http.post(PATH, json=body)
    assert (await root.http.get(PATH)).json()["lists"] == []
    back = (await root.http.post(f"{PATH}/import", json={"text": text})).json()
    assert back["lists"] == before
    assert back["added"] == sum(len(one["entries"]) for one in before)
    again = (await root.http.post(f"{PATH}/import", json={"text": text, "replace": True})).json()
    assert (again["added"], again["removed"]) == (0, 0)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("kind,language,entry\nword,en,wombat\nplant,en,oak", "bad_line", 3),
        ("kind;language;entry\nword;;wombat", "bad_line", 2),
        ("kind,language,entry\nword,en", "bad_line", 2),
        ("wombat\n\n# ours\n***", "bad_line", 4),
        ("wom*bat", "bad_star", 1),
        ("x" * 121, "bad_line", 1),
        ("PK\x03\x04\x00\x00", "bad_file", None),
        ("# nothing\n\n", "empty_file", None),
        ("kind,language,entry\n", "empty_file", None),
        ("a\n" * 20_001, "file_too_long", None),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text: str, code: str, line: int | None) -> None:
    with pytest.raises(UserError) as refused:
        read_file(ImportFilters(text=text, language="en"))
    assert (refused.value.code, refused.value.params.get("line")) == (code, line)


def test_a_table_keeps_the_first_of_what_is_the_same_in_the_order_of_its_rows() -> None:
    text = "kind,language,entry\nword,en,emu\nword,en,wombat\nword,en,WOMBAT\nhost,,seas.example"
    found = read_file(ImportFilters(text=text))
    assert [list(lines.values()) for lines in found.values()] == [["emu", "wombat"], ["seas.example"]]


async def test_no_list_is_folded_while_others_wait(
    sign_in: SignIn, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await appoint(database, "root", PlatformRoleKind.ADMIN)
    root = await sign_in("root")
    beside: list[bool] = []

    def noted(text: str) -> str:
        beside.append(threading.current_thread() is not loop)
        return fold(text)

    loop = threading.current_thread()
    monkeypatch.setattr(list_files, "fold", noted)
    body = {"kind": "word", "language": "en", "add": ["emu", "wombat"], "remove": ["idiot"]}
    assert (await root.http.post(PATH, json=body)).json()["added"] == 2
    assert beside
    assert all(beside)


def test_a_file_of_sites_takes_addresses_as_people_copy_them() -> None:
    text = "https://www.Rivers.example/map?x=1\nseas.example:8080\n rivers.example "
    found = read_file(ImportFilters(text=text, kind="host"))
    assert [list(lines) for lines in found.values()] == [["rivers.example", "seas.example"]]
    for bad in ("rivers", "two words.example", "http://[", "1.2.3.4"):
        with pytest.raises(UserError, match="address of a site"):
            read_file(ImportFilters(text=bad, kind="host"))


async def test_too_many_lines_are_refused_whole(
    sign_in: SignIn, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await appoint(database, "root", PlatformRoleKind.ADMIN)
    root = await sign_in("root")
    before = (await root.http.get(PATH)).json()
    monkeypatch.setattr(lists, "MOST_ENTRIES", sum(len(one["entries"]) for one in before["lists"]) + 1)
    refused = await root.http.post(f"{PATH}/import", json={"text": "emu\nwombat", "language": "en"})
    assert refused.json()["code"] == "too_many_words"
    assert (await root.http.get(PATH)).json() == before
    taken = await root.http.post(f"{PATH}/import", json={"text": "emu\nidiot\nIdiot", "language": "en"})
    assert taken.json()["added"] == 1, taken.text


async def test_hits_are_held_messages_in_which_a_listed_word_was_found(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "root", PlatformRoleKind.ADMIN)
    root, piotr = await sign_in("root"), await inside(sign_in, "piotr", people.room)
    for text in ("you idiot", "call 055 123 45 67", "hello"):
        await piotr.result("chat.send", room=str(people.room), client_id=str(uuid4()), text=text)
    assert (await root.http.get(PATH)).json()["hits"] == 1


async def test_hits_are_told_by_detector_by_list_and_by_line_and_to_nobody_in_the_room(
    sign_in: SignIn, people: People, database: Database
) -> None:
    await appoint(database, "root", PlatformRoleKind.ADMIN)
    root, grace = await sign_in("root"), await inside(sign_in, "grace", people.room)
    piotr = await inside(sign_in, "piotr", people.room)
    for language, lines in (("en", ["otter", "wombat*", "grumpy koala"]), ("pl", ["otter", "torbacz"])):
        body = {"kind": "word", "language": language, "add": lines, "replace": True}
        await root.http.post(PATH, json=body)
    texts = ("two Wombats, wombat!", "an Otterr and a w0mbat", "a grumpy  koala: 055 123 45 67", "an otter", "hello")
    written = [
        await piotr.result("chat.send", room=str(people.room), client_id=str(uuid4()), text=text) for text in texts
    ]
    returned = {"hint": "kinder_words", "change": written[3]["change"]}
    await grace.http.post(f"/api/rooms/{people.room}/messages/{written[3]['id']}/return", json=returned)
    told = (await root.http.get(PATH)).json()
    assert (told["hits"], told["detected"]) == (4, {"phone": 1})
    assert {one["language"]: (one["hits"], one["hits_of"]) for one in told["lists"] if one["hits"]} == {
        "en": (4, {"otter": 2, "wombat*": 2, "grumpy koala": 1}),
        "pl": (2, {"otter": 2}),
    }
    page = await grace.result("chat.catch_up", room=str(people.room))
    assert "entry" not in str(page), "what a line hides behind a star is nobody's business"


async def test_the_audit_log_is_read_page_by_page_and_by_each_what_is_theirs(
    sign_in: SignIn, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PAGE", 3)
    root_id = await appoint(database, "root", PlatformRoleKind.ADMIN)
    polona_id = await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    now = clock.now()
    acts = [("chat.hold", people.ada, False), ("chat.delete", people.ada, True), ("case.read", polona_id, False)]
    async with database.write() as db:
        for number, (action, actor, safeguarding) in enumerate(acts):
            line = AuditLine(actor_id=actor, action=action, safeguarding=safeguarding, space_id=people.space)
            line.at, line.data = now - timedelta(minutes=number + 1), {"author": str(people.nino)}
            db.add(line)

    async def read(client: Client, **query: str) -> tuple[list[str], bool, Any]:
        page = (await client.http.get("/api/moderation/audit", params=query)).json()
        return [one["action"] for one in page["lines"]], page["older"], page

    root, polona = await sign_in("root"), await sign_in("polona")
    actions, older, page = await read(root)
    assert (actions, older, page["everybody"]) == (["chat.hold", "chat.delete", "case.read"], False, True)
    held = page["lines"][0]
    assert (held["by"], held["about"]) == ("Ada Marin", "Nino Rossetti")
    actions, older, page = await read(root)
    assert (actions, older) == (["audit.read", "chat.hold", "chat.delete"], True), "that is a line too"
    assert (await read(root, before=page["lines"][-1]["id"]))[0] == ["case.read"]
    assert (await read(root, action="chat"))[0] == ["chat.hold", "chat.delete"]
    assert (await read(root, safeguarding="true"))[0] == ["chat.delete"]
    actions, _, page = await read(polona)
    assert (actions, page["everybody"]) == (["case.read"], False)
    assert (await (await sign_in("ada")).http.get("/api/moderation/audit")).status_code == 403
    async with database.read() as db:
        readers = (await db.scalars(select(AuditLine.actor_id).where(AuditLine.action == "audit.read"))).all()
        assert (readers.count(root_id), readers.count(polona_id)) == (4, 1)
