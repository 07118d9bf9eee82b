"""The capsule: what is in it, that it cannot be changed unseen, who opens it, and that it ends."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from server.app import STORES, make_site
from server.core import clock
from server.core.database import Database
from server.core.models import AuditLine, PlatformRoleKind
from server.core.settings import Settings
from server.core.site import Site
from server.moderation import evidence
from server.moderation.models import Capsule, Case, CaseStep, Outcome, Report
from tests.live import Client
from tests.moderation.conftest import SignIn, inside
from tests.moderation.reporting import cases, report, write
from tests.moderation.staff import appoint
from tests.people import People
from tests.uploads import files, folder, office, picture, sent
from tests.writing import write_many

pytestmark = pytest.mark.anyio
WHY = {"why": "A parent asks what was written."}


@pytest.fixture
def site(database_url: str, tmp_path: Any) -> Site:
    """The same secret as the server of the test."""
    return make_site(Settings(database_url=database_url, data_dir=tmp_path, secret_key="a secret of this test"))


async def reported(sign_in: SignIn, people: People, database: Database) -> tuple[dict[str, Any], str, Client]:
    """Twelve messages, an edited one that is reported, and the case; Grace and the agency handle it."""
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    await write_many(database, people.room, people.ada, 12)
    piotr, nino = [await inside(sign_in, name, people.room) for name in ("piotr", "nino")]
    message = await write(piotr, people, "You are the worst")
    await piotr.result("chat.edit", room=str(people.room), message=message["id"], text="You are the best")
    await report(nino, people, "message", message["id"])
    grace = await sign_in("grace")
    (case,) = await cases(grace)
    return message, f"/api/cases/{case['id']}", grace


async def opened(sign_in: SignIn, path: str, grace: Client) -> dict[str, Any]:
    polona = await sign_in("polona")
    asked = (await grace.http.post(f"{path}/openings", json=WHY)).json()
    opening = asked["openings"][0]["id"]
    assert (await polona.http.post(f"{path}/openings/{opening}/agree")).status_code == 200
    return (await polona.http.get(f"{path}/evidence")).json()


async def test_it_holds_the_message_with_its_edits_and_its_neighbours(
    sign_in: SignIn, people: People, database: Database, site: Site
) -> None:
    message, path, grace = await reported(sign_in, people, database)
    await write_many(database, people.room, people.ada, 15)
    assert await evidence.seal_what_came_after(site) == 1
    assert await evidence.seal_what_came_after(site) == 0
    capsule = await opened(sign_in, path, grace)
    assert [part["intact"] for part in capsule["parts"]] == [True, True]
    messages = [one for part in capsule["parts"] for one in part["messages"]]
    assert [one["seq"] for one in messages] == list(range(3, 24))
    (target,) = [one for one in messages if one["id"] == message["id"]]
    assert (target["text"], target["earlier"]) == ("You are the best", ["You are the worst"])
    assert await evidence.chain_is_whole(site)
    async with database.read() as db:
        stored = (await db.scalars(select(Capsule))).all()
        assert all(b"worst" not in (one.content or b"") for one in stored)


async def test_what_was_reported_stays_in_it_though_its_author_deletes_the_message(
    sign_in: SignIn, people: People, database: Database, site: Site
) -> None:
    """As reported, with its neighbours; who deletes first leaves an empty stub, which is all that is then sealed."""
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "PL")
    piotr, nino = [await inside(sign_in, name, people.room) for name in ("piotr", "nino")]
    before, message, after = [await write(piotr, people, text) for text in ("Hey you", "You are the worst", "Really")]
    await report(nino, people, "message", message["id"])
    for one in (before, message):
        await piotr.result("chat.delete", room=str(people.room), message=one["id"])
    await evidence.seal_what_came_after(site)
    grace = await sign_in("grace")
    (case,) = await cases(grace)
    parts = (await opened(sign_in, f"/api/cases/{case['id']}", grace))["parts"]
    assert [[(one["text"], one["state"]) for one in part["messages"]] for part in parts] == [
        [("Hey you", "visible"), ("You are the worst", "visible"), ("Really", "visible")],
        [("", "deleted"), ("", "deleted")],
    ]
    await piotr.result("chat.delete", room=str(people.room), message=after["id"])
    assert (await report(nino, people, "message", after["id"])).status_code == 201, "that something was there is known"


async def test_it_keeps_what_a_reported_message_linked_though_that_is_deleted_since(
    sign_in: SignIn, people: People, database: Database, site: Site, tmp_path: Path
) -> None:
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "IT")
    nino, piotr = [await inside(sign_in, name, people.room) for name in ("nino", "piotr")]
    drawn = await sent(nino, people, picture(), folder=await folder(nino, people, "images"), title="Guess who")
    wanted = {"room": str(people.room), "client_id": str(uuid4()), "text": "Look at this"}
    message = await nino.result("chat.send", **wanted, material=drawn["id"])
    ada = await sign_in("ada")
    shown = f"/api/spaces/{people.space}/materials/{drawn['id']}"
    was = (await nino.http.get(f"{shown}/file")).content
    answers = await asyncio.gather(*(report(client, people, "message", message["id"]) for client in (piotr, ada)))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len(files(tmp_path)) == 3, "the image, the small one, and one copy for both"
    assert (await nino.http.delete(shown)).status_code == 200
    assert await evidence.seal_what_came_after(site) == 0, "what was said is what it was"
    grace = await sign_in("grace")
    (case,) = await cases(grace)
    capsule = await opened(sign_in, f"/api/cases/{case['id']}", grace)
    (sealed,) = [one for part in capsule["parts"] for one in part["messages"] if one["id"] == message["id"]]
    linked = sealed["material"]
    assert (linked["id"], linked["title"], linked["owner"]) == (drawn["id"], "Guess who", str(people.nino))
    (copy,) = [part for part in capsule["parts"] if part["material"]]
    got = await (await sign_in("polona")).http.get(f"/api/cases/{case['id']}/evidence/{copy['file']}/file")
    assert got.content == was
    assert linked["sha256"] == copy["material"]["sha256"] == hashlib.sha256(was).hexdigest()
    assert len(files(tmp_path)) == 1
    assert await evidence.chain_is_whole(site)


@pytest.mark.parametrize("kind", ["image", "file", "video"])
async def test_what_a_reported_material_showed_is_there_though_its_owner_has_deleted_it(
    sign_in: SignIn, people: People, database: Database, site: Site, tmp_path: Path, kind: str
) -> None:
    await appoint(database, "polona", PlatformRoleKind.AGENCY_STAFF, "IT")
    nino, grace, ada = [await sign_in(name) for name in ("nino", "grace", "ada")]
    section = {"image": "images", "file": "files", "video": "videos"}[kind]
    album = await folder(nino, people, section)
    url = f"/api/spaces/{people.space}"
    if kind == "video":
        film = {"url": "https://youtu.be/dQw4w9WgXcQ", "title": "Guess who", "folder": album}
        shared = (await nino.http.post(f"{url}/videos", json=film)).json()
    else:
        shared = await sent(
            nino, people, picture() if kind == "image" else office("docx"), folder=album, title="Guess who"
        )
    was = (await nino.http.get(f"{url}/materials/{shared['id']}/file")).content if kind != "video" else b""
    first = await report(grace, people, "material", shared["id"], text="It mocks Piotr")
    assert (first.status_code, first.json()["target"]) == (201, "material")
    assert (await report(ada, people, "material", shared["id"])).status_code == 201
    assert (await nino.http.delete(f"{url}/materials/{shared['id']}")).status_code == 200
    assert (await report(ada, people, "material", shared["id"])).status_code == 404, "it is gone for all others"
    (case,) = await cases(ada)
    assert (case["target"], case["target_id"], case["reports"]) == ("material", shared["id"], 2)
    path = f"/api/cases/{case['id']}"
    (part,) = (await opened(sign_in, path, ada))["parts"]
    sealed = part["material"]
    assert (part["intact"], part["messages"]) == (True, [])
    assert (sealed["title"], sealed["owner"], sealed["owner_name"]) == ("Guess who", str(people.nino), "Nino Rossetti")
    assert (sealed["url"], part["file"] is None) == (shared["url"], kind == "video")
    if kind != "video":
        polona = await sign_in("polona")
        got = await polona.http.get(f"{path}/evidence/{part['file']}/file")
        assert got.content == was
        assert (sealed["sha256"], got.headers["content-type"]) == (hashlib.sha256(was).hexdigest(), sealed["mime"])
        assert (got.headers["cache-control"], got.headers["x-content-type-options"]) == ("no-store", "nosniff")
        assert got.headers["content-disposition"].startswith("inline" if kind == "image" else "attachment")
        assert (await grace.http.get(f"{path}/evidence/{part['file']}/file")).status_code in (403, 404)
        assert (await polona.http.get(f"{path}/evidence/{uuid4()}/file")).status_code == 404
        (kept,) = files(tmp_path)
        assert was not in kept.read_bytes()
    assert await evidence.chain_is_whole(site)


async def test_the_copy_of_a_material_goes_six_months_after_the_decision(
    sign_in: SignIn, people: People, site: Site, tmp_path: Path
) -> None:
    nino, ada = await sign_in("nino"), await sign_in("ada")
    shared = await sent(nino, people, picture(), folder=await folder(nino, people, "images"))
    assert (await report(ada, people, "material", uuid4())).status_code == 404
    assert (await report(nino, people, "material", shared["id"])).json()["code"] == "own_message"
    assert len(files(tmp_path)) == 2, "what is not reported is not copied"
    grace = await sign_in("grace")
    answers = await asyncio.gather(*(report(client, people, "material", shared["id"]) for client in (ada, grace)))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len(files(tmp_path)) == 3, "one copy for both"
    (case,) = await cases(ada)
    resolved = f"/api/cases/{case['id']}/resolve"
    decided = await ada.http.post(resolved, json={"outcome": "warned"})
    ends = clock.datetime.fromisoformat(decided.json()["summary"]["expires_at"])
    assert (await nino.http.delete(f"/api/spaces/{people.space}/materials/{shared['id']}")).status_code == 200
    assert len(files(tmp_path)) == 1
    (store,) = [store for store in STORES if store.name == "evidence"]
    with clock.frozen(ends + timedelta(seconds=1)):
        assert await store.overdue(site) == 1
        assert store.purge
        assert await store.purge(site) == 1
    assert files(tmp_path) == []
    assert await evidence.chain_is_whole(site)


async def test_two_people_open_it_for_an_hour_and_every_step_is_written_down(
    sign_in: SignIn, people: People, database: Database
) -> None:
    _, path, grace = await reported(sign_in, people, database)
    polona, ada, nino = [await sign_in(name) for name in ("polona", "ada", "nino")]
    assert (await grace.http.get(f"{path}/evidence")).json()["code"] == "sealed"
    case = (await grace.http.post(f"{path}/openings", json=WHY)).json()
    opening = case["openings"][0]
    assert (opening["may_agree"], opening["agreed_by"]) == (False, None)
    assert (await grace.http.post(f"{path}/openings", json=WHY)).json()["code"] == "asked_already"
    agree = f"{path}/openings/{opening['id']}/agree"
    assert (await grace.http.post(agree)).json()["code"] == "second_person"
    assert (await nino.http.post(agree)).status_code == 404
    assert (await polona.http.post(agree)).status_code == 200
    assert (await polona.http.post(agree)).json()["code"] == "agreed_already"
    assert (await grace.http.get(f"{path}/evidence")).status_code == 200
    assert (await ada.http.get(f"{path}/evidence")).json()["code"] == "sealed"
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        assert (await grace.http.get(f"{path}/evidence")).json()["code"] == "sealed"
    async with database.read() as db:
        lines = (await db.scalars(select(AuditLine).where(AuditLine.action.startswith("evidence")))).all()
    assert [(line.action, line.safeguarding) for line in sorted(lines, key=lambda one: one.at)] == [
        ("evidence.asked", True),
        ("evidence.agreed", True),
        ("evidence.read", True),
    ]


@pytest.mark.parametrize("column", ["content", "digest", "sealed_at"])
async def test_what_was_changed_shows(
    sign_in: SignIn, people: People, database: Database, site: Site, column: str
) -> None:
    _, path, grace = await reported(sign_in, people, database)
    async with database.write() as db:
        capsule = (await db.scalars(select(Capsule))).one()
        value = capsule.sealed_at + timedelta(seconds=1) if column == "sealed_at" else getattr(capsule, column)[::-1]
        await db.execute(update(Capsule).values({column: value}))
    capsule = await opened(sign_in, path, grace)
    assert not capsule["parts"][0]["intact"]
    assert await evidence.chain_is_whole(site) == (column == "content")


async def test_a_part_that_was_taken_away_shows(
    sign_in: SignIn, people: People, database: Database, site: Site
) -> None:
    _, _, _ = await reported(sign_in, people, database)
    await write_many(database, people.room, people.ada, 2)
    await evidence.seal_what_came_after(site)
    async with database.write() as db:
        first = (await db.scalars(select(Capsule).where(Capsule.position == 1))).one()
        await db.delete(first)
    assert not await evidence.chain_is_whole(site)


async def test_what_several_processes_find_at_once_is_sealed_once(
    sign_in: SignIn, people: People, database: Database, site: Site
) -> None:
    await reported(sign_in, people, database)
    await write_many(database, people.room, people.ada, 2)
    assert sum(await asyncio.gather(*(evidence.seal_what_came_after(site) for _ in range(4)))) == 1
    assert await evidence.chain_is_whole(site)


async def test_it_ends_six_months_after_the_decision_and_the_message_after_three(
    sign_in: SignIn, people: People, database: Database, site: Site
) -> None:
    message, path, grace = await reported(sign_in, people, database)
    stores = {store.name: store for store in STORES}
    now = clock.now()
    with clock.frozen(clock.add_months(now, 3) + timedelta(days=1)):
        purge = stores["messages"].purge
        assert purge is not None
        await purge(site)
        assert await stores["evidence"].overdue(site) == 0, "a case that nobody has decided keeps its evidence"
    decided = await grace.http.post(f"{path}/resolve", json={"outcome": "no_action", "text": "They made peace."})
    ends = clock.datetime.fromisoformat(decided.json()["summary"]["expires_at"])
    assert ends.date() == clock.add_months(now, 6).date()
    with clock.frozen(ends + timedelta(seconds=1)):
        for name in ("evidence", "case_texts"):
            assert await stores[name].overdue(site) > 0
            purge = stores[name].purge
            assert purge is not None
            assert await purge(site) > 0
            assert await stores[name].overdue(site) == 0
    async with database.read() as db:
        assert (await db.scalars(select(Capsule.content))).all() == [None]
        assert set(await db.scalars(select(CaseStep.text))) == {""}
        assert set(await db.scalars(select(CaseStep.author_id))) == {None}
        assert (await db.scalars(select(Report))).all() == []
        kept = await db.get_one(Case, UUID(path.rsplit("/", 1)[1]))
        assert (kept.outcome, kept.subject_id, kept.resolved_by) == (Outcome.NO_ACTION, None, None)
    assert await evidence.chain_is_whole(site)
    assert message["id"]


async def test_an_unknown_opening_is_not_there(sign_in: SignIn, people: People, database: Database) -> None:
    _, path, grace = await reported(sign_in, people, database)
    assert (await grace.http.post(f"{path}/openings/{uuid4()}/agree")).status_code == 404
