"""Finding colleagues by name, school or town (R-050)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from campus.contacts import wire
from campus.contacts.actions import colleagues
from campus.contacts.asking import may_be_found
from server.core.errors import UserError
from server.core.http import Caller
from server.core.models import School, SchoolMembership, User
from server.core.ratelimit import Limit, RateLimits

SHOWN = 20
MOST_WORDS = 5
LONGEST = 80
SEARCHED = Limit("people-search", burst=60, seconds=2.0)


async def find(caller: Caller, asked: str) -> wire.FoundPeople:
    """Teachers each of whose words stands in a name, a school or a town; the caller is not among them."""
    words = asked[:LONGEST].split()[:MOST_WORDS]
    if len("".join(words)) < 2:
        raise UserError("people_words", "Type at least two letters.", status=422)
    user = caller.identity.user
    await caller.site.part(RateLimits).take(SEARCHED, str(user))
    query = (
        select(User.id)
        .where(may_be_found(), User.id != user, *(_matches(word) for word in words))
        .order_by(User.display_name, User.id)
        .limit(SHOWN + 1)
    )
    async with caller.site.database.read() as db:
        found = list(await db.scalars(query))
        people = await colleagues(db, found[:SHOWN])
    return wire.FoundPeople(people=[people[one] for one in found[:SHOWN]], more=len(found) > SHOWN)


def _matches(word: str) -> ColumnElement[bool]:
    """In any case of its letters: SQLite by itself knows only those of English."""
    cases = dict.fromkeys((word, word.lower(), word.capitalize(), word.upper()))
    columns = (School.name, School.city)
    of_school = (
        select(SchoolMembership.id)
        .join(School, School.id == SchoolMembership.school_id)
        .where(
            SchoolMembership.user_id == User.id,
            SchoolMembership.is_primary,
            SchoolMembership.ended_on.is_(None),
            or_(*(column.icontains(one, autoescape=True) for column in columns for one in cases)),
        )
    )
    return or_(*(User.display_name.icontains(one, autoescape=True) for one in cases), of_school.exists())
