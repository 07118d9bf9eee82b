"""One's own spaces, the home of each, and what the link gives away before signing in."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import event, update

from campus.spaces.cards import spaces_of
from campus.spaces.members import members_of, viewer_of
from server.core.database import Database
from server.core.identity import Identity
from server.core.models import MembershipState, Space, SpaceKind, SpaceMembership, SpaceState
from server.rooms.standing import standing_in
from tests.campus.conftest import Enter
from tests.live import browsing
from tests.people import People, more_pupils

pytestmark = pytest.mark.anyio


async def test_ada_sees_her_own_spaces_and_no_others(enter: Enter, people: People) -> None:
    ada = await enter("ada")
    (card,) = (await ada.http.get("/api/spaces")).json()["spaces"]
    assert (card["id"], card["slug"], card["role"]) == (str(people.space), "rivers-and-seas", "founder")
    assert card["countries"] == ["IT", "PL"]
    assert (card["kind"], card["state"]) == ("twinspace", "open")


async def test_a_pupil_sees_the_spaces_of_a_pupil(enter: Enter) -> None:
    nino = await enter("nino")
    (card,) = (await nino.http.get("/api/spaces")).json()["spaces"]
    assert (card["slug"], card["role"]) == ("rivers-and-seas", "pupil_admin")


async def test_open_spaces_stand_before_closed_ones(database: Database, people: People) -> None:
    async with database.write() as db:
        for title, state in (("Albums", "archived"), ("Bridges", "read_only"), ("Zebras", "open")):
            place = Space(kind="twinspace", title=title, slug=title.lower(), owner_id=people.ada, state=state)
            db.add(place)
            await db.flush()
            db.add(SpaceMembership(space_id=place.id, user_id=people.ada, account_type="staff", role="founder"))
    async with database.read() as db:
        cards = await spaces_of(db, people.ada)
    assert [card.title for card in cards] == ["Rivers and seas", "Zebras", "Bridges", "Albums"]


async def test_who_left_sees_the_space_no_longer(database: Database, people: People) -> None:
    gdynia = (people.grace, people.piotr)
    async with database.write() as db:
        leaving = update(SpaceMembership).where(SpaceMembership.user_id.in_(gdynia))
        await db.execute(leaving.values(state=MembershipState.LEFT))
    async with database.read() as db:
        assert await spaces_of(db, people.grace) == []
        (card,) = await spaces_of(db, people.ada)
    assert card.countries == ["IT"]


async def test_the_home_names_the_schools_and_counts_the_people(enter: Enter, people: People) -> None:
    grace = await enter("grace")
    home = (await grace.http.get(f"/api/spaces/{people.space}")).json()
    assert [(s["country"], s["city"], s["teachers"], s["pupils"]) for s in home["schools"]] == [
        ("IT", "Ferrara", 1, 1),
        ("PL", "Gdynia", 1, 1),
    ]
    assert home["numbers"] == {"countries": 2, "schools": 2, "teachers": 2, "pupils": 2, "guests": 1}
    assert home["role"] == "teacher"
    assert "CHAT_WRITE" in home["may"]
    assert "MEMBER_ADD" not in home["may"]


@pytest.mark.proves("R-095")
@pytest.mark.parametrize("stranger", ["eve", "mallory"])
async def test_a_stranger_finds_neither_home_nor_members(enter: Enter, people: People, stranger: str) -> None:
    them = await enter(stranger)
    for path in (f"/api/spaces/{people.space}", f"/api/spaces/{people.space}/members"):
        foreign, absent = await them.http.get(path), await them.http.get(path.replace(str(people.space), str(uuid4())))
        assert foreign.status_code == absent.status_code == 404
        assert foreign.json() == absent.json()


async def test_the_link_shows_title_cover_and_countries_and_nothing_else(base: str, people: People) -> None:
    async with browsing(base) as anybody:
        card = await anybody.get("/api/spaces/by-slug/Rivers-And-Seas")
        assert card.json() == {
            "slug": "rivers-and-seas",
            "title": "Rivers and seas",
            "cover": 0,
            "countries": ["IT", "PL"],
        }
        for link in ("nowhere", "%00"):
            assert (await anybody.get(f"/api/spaces/by-slug/{link}")).status_code == 404


@pytest.mark.parametrize("change", [{"state": SpaceState.ARCHIVED}, {"kind": SpaceKind.GROUP}])
async def test_archived_spaces_and_groups_have_no_link_for_pupils(
    base: str, database: Database, people: People, change: dict[str, object]
) -> None:
    async with database.write() as db:
        place = await db.get_one(Space, people.space)
        for name, value in change.items():
            setattr(place, name, value)
    async with browsing(base) as anybody:
        assert (await anybody.get("/api/spaces/by-slug/rivers-and-seas")).status_code == 404
        page = await anybody.get("/api/sign-in", params={"space": "rivers-and-seas"})
        assert page.json()["space"] is None


async def test_many_members_take_no_more_queries_than_few(database: Database, people: People) -> None:
    asked: list[str] = []

    @event.listens_for(database.engine.sync_engine, "before_cursor_execute")
    def count(_: object, __: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    identity = Identity(people.ada, uuid4(), "staff", "Ada Marin", "en", "Europe/Rome")

    async def list_members() -> tuple[int, int]:
        async with database.read() as db:
            standing = await standing_in(db, identity, people.space)
            asked.clear()
            members = await members_of(db, people.space, await viewer_of(db, identity, standing))
            return len(members), len(asked)

    few, queries = await list_members()
    await more_pupils(database, people, 20)
    assert await list_members() == (few + 20, queries)
    assert queries <= 2
