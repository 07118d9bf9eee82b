"""The home of a space: what it is about, and which schools take part."""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.spaces.schools import school_of_user
from campus.spaces.wire import SpaceHome, SpaceNumbers, SpaceSchool
from server.core.errors import not_found
from server.core.models import (
    GUEST_ROLES,
    PUPIL_ROLES,
    MembershipState,
    School,
    Space,
    SpaceMembership,
    SpaceRole,
)
from server.core.permissions import Standing, rights_of


async def home_of(db: AsyncSession, standing: Standing) -> SpaceHome:
    """The home of the space that `standing` is in."""
    space = await db.get(Space, standing.space)
    if space is None:
        raise not_found("space")
    people = await _people(db, space)
    schools = _schools(people)
    return SpaceHome(
        id=space.id,
        kind=space.kind.value,
        slug=space.slug,
        title=space.title,
        description=space.description,
        state=space.state.value,
        cover=space.cover,
        schools=schools,
        numbers=_numbers(people, schools),
        role=None if standing.membership_role is None else SpaceRole(standing.membership_role).value,
        may=rights_of(standing),
    )


People = list[tuple[SpaceRole, School | None, int]]


async def _people(db: AsyncSession, space: Space) -> People:
    """How many active members of each role come from each school."""
    belongs = school_of_user()
    counted = (
        select(SpaceMembership.role, belongs.c.school_id, func.count().label("number"))
        .outerjoin(belongs, belongs.c.user_id == SpaceMembership.user_id)
        .where(SpaceMembership.space_id == space.id, SpaceMembership.state == MembershipState.ACTIVE)
        .group_by(SpaceMembership.role, belongs.c.school_id)
        .subquery()
    )
    query = select(counted.c.role, School, counted.c.number).outerjoin(School, School.id == counted.c.school_id)
    return [(role, school, number) for role, school, number in await db.execute(query)]


def _schools(people: People) -> list[SpaceSchool]:
    """Schools of teachers and pupils; a guest's school takes no part."""
    teachers: Counter[School] = Counter()
    pupils: Counter[School] = Counter()
    for role, school, number in people:
        if school is not None and role not in GUEST_ROLES:
            (pupils if role in PUPIL_ROLES else teachers)[school] += number
    schools = [
        SpaceSchool(
            name=school.name,
            city=school.city,
            country=school.country,
            teachers=teachers[school],
            pupils=pupils[school],
        )
        for school in teachers.keys() | pupils.keys()
    ]
    return sorted(schools, key=lambda school: (school.country, school.city, school.name))


def _numbers(people: People, schools: list[SpaceSchool]) -> SpaceNumbers:
    numbers: Counter[str] = Counter()
    for role, _, number in people:
        numbers["pupils" if role in PUPIL_ROLES else "guests" if role in GUEST_ROLES else "teachers"] += number
    return SpaceNumbers(
        countries=len({school.country for school in schools}),
        schools=len(schools),
        teachers=numbers["teachers"],
        pupils=numbers["pupils"],
        guests=numbers["guests"],
    )
