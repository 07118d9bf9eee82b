"""One device, many pupils: a class before a projector is listed by its teacher and takes part by name."""

from __future__ import annotations

from uuid import UUID

from server.conference import wire
from server.conference.assembly import INSIDE
from server.conference.changing import changing
from server.conference.models import ClassPupil
from server.conference.seats import Seating
from server.conference.storage import pupils_of, seen
from server.conference.taking_part import own_seat
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller
from server.rooms.people import People

MOST = 35


async def set_list(caller: Caller, request: wire.SetClassList) -> None:
    """List who sits before the caller's device, all of them; who is not named any more is off the list."""
    wanted = list(dict.fromkeys(request.pupils))
    if len(wanted) > MOST:
        raise UserError("class_too_large", f"A class list has at most {MOST} pupils.", most=MOST)
    teacher = caller.identity.user
    async with changing(caller.site, request.conference, also=wanted) as change:
        seating = change.seating
        own_seat(caller, seating)
        if not seating.teaches(teacher):
            raise UserError("teachers_only", "Only a teacher of this space lists a class.", status=403)
        mine = await pupils_of(change.db, seating.space.id, teacher)
        for pupil in wanted:
            if pupil not in mine:
                raise not_found("pupil")
            _refuse_elsewhere(seating, pupil, teacher)
        for one in seating.class_of(teacher):
            one.listed = one.pupil_id in wanted
        for pupil in wanted:
            _list(seating, pupil, teacher)


def _refuse_elsewhere(seating: Seating, pupil: UUID, teacher: UUID) -> None:
    """A pupil takes part once, and whoever was sent out does not come back in a list."""
    name = seating.people[pupil].name
    seat = seating.seats.get(pupil)
    if pupil in seating.bans or (seat is not None and seating.is_kept_out(seat)):
        raise UserError("removed", f"{name} was taken out. Only a host can let {name} in again.", name=name)
    if seat is not None and seat.state in INSIDE:
        raise UserError("is_inside", f"{name} is inside already.", name=name)
    listed = seating.classes.get(pupil)
    if listed is None or not listed.listed or listed.teacher_id == teacher:
        return
    other = seating.seats.get(listed.teacher_id)
    if other is not None and other.state in INSIDE:
        raise UserError("listed_elsewhere", f"{name} is on another teacher's list.", name=name)


def _list(seating: Seating, pupil: UUID, teacher: UUID) -> None:
    one = seating.classes.get(pupil)
    if one is None:
        one = seating.classes[pupil] = ClassPupil(
            conference_id=seating.conference.id, teacher_id=teacher, pupil_id=pupil, seconds=0, hands=0
        )
    one.teacher_id, one.listed = teacher, True


def class_pupil(seating: Seating, teacher: UUID, pupil: UUID) -> ClassPupil:
    """Somebody who sits before this teacher's device now."""
    one = seating.classes.get(pupil)
    if one is None or not one.listed or one.teacher_id != teacher:
        raise not_found("pupil")
    return one


async def candidates(caller: Caller, conference: UUID) -> wire.ClassPupils:
    """Whom the caller may list: the pupils of the caller's school, or answered for, who are not inside alone."""
    if not caller.here.is_teacher:
        raise forbidden("Only a teacher of this space lists a class.")
    people = caller.site.part(People)
    async with caller.site.database.read() as db:
        seating = await seen(people, db, conference)
        mine = await pupils_of(db, seating.space.id, caller.identity.user)
        free = mine - {seat.user_id for seat in seating.inside} - seating.bans.keys()
        persons = await people.many(seating.space.id, free, db)
    return wire.ClassPupils(pupils=sorted(persons.values(), key=lambda person: (person.name, person.id)))
