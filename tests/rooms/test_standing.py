"""What somebody is in a space, as the database says at that moment."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, update

from server.core import clock
from server.core.bus_local import LocalBus
from server.core.database import Database, new_id
from server.core.errors import UserError
from server.core.identity import Identity
from server.core.models import (
    AccessGrant,
    MembershipState,
    PlatformRole,
    PlatformRoleKind,
    Space,
    SpaceMembership,
    SpaceState,
    User,
)
from server.core.permissions import Right, Role, Standing, could, may
from server.core.settings import Settings
from server.core.site import Site
from server.rooms.places import Places
from server.rooms.standing import standing_anywhere, standing_in
from tests.people import People

pytestmark = pytest.mark.anyio


async def identity_of(database: Database, user: UUID) -> Identity:
    async with database.read() as db:
        found = await db.get_one(User, user)
    return Identity(found.id, new_id(), found.account_type, found.display_name, found.locale, found.time_zone)


async def standing(database: Database, user: UUID, space: UUID) -> Standing:
    identity = await identity_of(database, user)
    async with database.read() as db:
        return await standing_in(db, identity, space)


async def refusal(database: Database, user: UUID, space: UUID) -> UserError:
    with pytest.raises(UserError) as refused:
        await standing(database, user, space)
    return refused.value


async def test_each_member_is_what_the_membership_says(database: Database, people: People):
    expected = {
        people.ada: (Role.FOUNDER, True, False),
        people.grace: (Role.TEACHER, True, False),
        people.nino: (Role.PUPIL_ADMIN, False, False),
        people.piotr: (Role.PUPIL_MEMBER, False, False),
        people.gail: (Role.GUEST, False, True),
    }
    for user, (role, teacher, guest) in expected.items():
        found = await standing(database, user, people.space)
        assert (found.roles, found.is_teacher, found.is_guest) == (frozenset({role}), teacher, guest)


async def test_switches_nobody_turned_have_their_usual_place(database: Database, people: People):
    async with database.write() as db:
        await db.execute(update(Space).where(Space.id == people.space).values(flags={"pupils_in_chat": False}))
    piotr = await standing(database, people.piotr, people.space)
    assert not could(piotr, Right.CHAT_READ)
    assert could(piotr, Right.CONFERENCE_JOIN)
    assert not piotr.switched("guests_in_chat")
    assert may(await standing(database, people.grace, people.space), Right.CONFERENCE_START)


async def test_a_strangers_space_and_an_absent_one_look_alike(database: Database, people: People):
    hidden = await refusal(database, people.eve, people.space)
    absent = await refusal(database, people.eve, new_id())
    assert (hidden.code, hidden.text, hidden.status, hidden.params) == (
        absent.code,
        absent.text,
        absent.status,
        absent.params,
    )
    assert hidden.status == 404
    assert (await refusal(database, people.mallory, people.space)).status == 404


@pytest.mark.parametrize("state", [MembershipState.INVITED, MembershipState.LEFT, MembershipState.REMOVED])
async def test_only_an_active_member_is_one(database: Database, people: People, state: MembershipState):
    async with database.write() as db:
        await db.execute(update(SpaceMembership).where(SpaceMembership.user_id == people.grace).values(state=state))
    assert (await refusal(database, people.grace, people.space)).code == "not_found"


async def appoint(database: Database, user: UUID, role: PlatformRoleKind, **dates: int) -> None:
    today = clock.now().date()
    async with database.write() as db:
        db.add(
            PlatformRole(
                user_id=user,
                role=role,
                country="GR",
                since=today + timedelta(days=dates.get("since", 0)),
                ended_on=today + timedelta(days=dates["ended"]) if "ended" in dates else None,
            )
        )


async def test_outside_staff_come_in_only_while_a_grant_runs(database: Database, people: People):
    await appoint(database, people.eve, PlatformRoleKind.AGENCY_STAFF)
    assert (await refusal(database, people.eve, people.space)).code == "not_found"
    await appoint(database, people.eve, PlatformRoleKind.ADMIN)
    assert (await refusal(database, people.eve, people.space)).code == "grant_needed"
    with clock.frozen(clock.now()):
        async with database.write() as db:
            db.add(
                AccessGrant(
                    actor_id=people.eve,
                    space_id=people.space,
                    reason="A pupil may be in danger.",
                    ends_at=clock.now() + timedelta(hours=72),
                )
            )
        inside = await standing(database, people.eve, people.space)
        assert inside.roles == {Role.AGENCY, Role.ADMIN}
        assert may(inside, Right.CHAT_READ)
        assert not could(inside, Right.CHAT_WRITE)
        assert (await refusal(database, people.eve, new_id())).code == "not_found"
        clock.travel(timedelta(hours=72))
        assert (await refusal(database, people.eve, people.space)).code == "grant_needed"


async def test_a_grant_is_nothing_without_the_office(database: Database, people: People):
    async with database.write() as db:
        db.add(
            AccessGrant(
                actor_id=people.eve,
                space_id=people.space,
                reason="Curiosity.",
                ends_at=clock.now() + timedelta(hours=1),
            )
        )
    assert (await refusal(database, people.eve, people.space)).code == "not_found"


@pytest.mark.parametrize("dates", [{"since": 2}, {"since": -9, "ended": -1}])
async def test_an_office_counts_in_its_time(database: Database, people: People, dates: dict[str, int]):
    await appoint(database, people.ada, PlatformRoleKind.ADMIN, **dates)
    assert (await standing(database, people.ada, people.space)).roles == {Role.FOUNDER}


async def test_an_office_gives_a_pupil_nothing(database: Database, people: People):
    await appoint(database, people.piotr, PlatformRoleKind.ADMIN)
    piotr = await standing(database, people.piotr, people.space)
    assert piotr.roles == {Role.PUPIL_MEMBER}
    assert not could(piotr, Right.SETTINGS)


async def test_the_state_of_the_space_counts(database: Database, people: People):
    async with database.write() as db:
        await db.execute(update(Space).where(Space.id == people.space).values(state=SpaceState.ARCHIVED))
    ada = await standing(database, people.ada, people.space)
    assert could(ada, Right.SEE_SPACE)
    assert not could(ada, Right.CHAT_READ)


async def test_a_standing_costs_one_query(database: Database, people: People):
    identity = await identity_of(database, people.ada)
    asked: list[str] = []

    def count(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(database.engine.sync_engine, "before_cursor_execute", count)
    async with database.read() as db:
        await standing_in(db, identity, people.space)
    event.remove(database.engine.sync_engine, "before_cursor_execute", count)
    assert len([text for text in asked if text.startswith("SELECT")]) == 1


async def test_what_one_is_on_the_platform_lies_in_no_space(database: Database, people: People):
    identity = await identity_of(database, people.eve)
    await appoint(database, people.eve, PlatformRoleKind.ADMIN)
    async with database.read() as db:
        eve = await standing_anywhere(db, identity)
    assert may(eve, Right.EVENT_CREATE)
    assert may(eve, Right.SETTINGS)
    assert not could(eve, Right.SEE_SPACE)


async def test_a_request_about_no_space_is_answered_by_what_one_is_on_the_platform(database: Database, people: People):
    places = Places(Site(Settings(), database, LocalBus()))
    eve = await identity_of(database, people.eve)
    with pytest.raises(UserError, match="forbidden"):
        await places.caller(eve, Right.SETTINGS, None)
    await appoint(database, people.eve, PlatformRoleKind.ADMIN)
    caller = await places.caller(eve, Right.SETTINGS, None)
    assert may(caller.here, Right.SETTINGS)


async def test_a_right_in_a_space_holds_nowhere_without_one(database: Database, people: People):
    places = Places(Site(Settings(), database, LocalBus()))
    for user in (people.ada, people.eve):
        await appoint(database, user, PlatformRoleKind.ADMIN)
        with pytest.raises(UserError, match="forbidden"):
            await places.caller(await identity_of(database, user), Right.MEMBER_CHANGE, None)
