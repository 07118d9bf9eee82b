"""What is left of a conference for the teachers of its space: who was there how long, hands, talk, how it went."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference import wire
from server.conference.assembly import INSIDE
from server.conference.models import ClassPupil, Conference, ConferenceSeat, SeatRole, SeatState
from server.conference.polls.exporting import require_reader, results_of
from server.conference.seats import Seating
from server.conference.storage import seen
from server.conference.terms import forgotten_at
from server.conference.views import removed
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller
from server.rooms.people import People


async def report(caller: Caller, conference: UUID) -> wire.ConferenceReport:
    """For teachers of the space only; while the conference runs, as it is by now."""
    async with caller.site.database.read() as db:
        seating = await seen(caller.site.part(People), db, conference)
        require_reader(caller, seating)
        polls = await results_of(db, conference)
    held, people = seating.conference, _attendances(seating)
    ended = held.ended_at or held.ends_at
    return wire.ConferenceReport(
        conference=held.id,
        title=held.title,
        starts_at=held.starts_at,
        ended_at=held.ended_at,
        people=people,
        schools=_schools(people),
        attended=held.attended or len(people),
        exit_answers=wire.ExitAnswers(well=held.exit_well, partly=held.exit_partly, not_well=held.exit_not_well),
        polls=polls,
        questions=wire.QuestionCount(asked=held.questions_asked, answered=held.questions_answered),
        removals=[one for one in removed(seating) if one.person.id in seating.seats],
        deleted_on=forgotten_at(ended, pupils=True).date(),
        adults_deleted_on=forgotten_at(ended, pupils=False).date(),
    )


def _attendances(seating: Seating) -> list[wire.Attendance]:
    """Everybody who was inside, alone or in a class, by school and name. Who was both has one row."""
    found = {
        user: _attendance(seating, user, seat.role, _seconds(seating, seat), seat.hands, seat.talk_s)
        for user, seat in seating.seats.items()
        if seat.joined_at is not None
    }
    for pupil, one in seating.classes.items():
        seconds = one.seconds + (int((seating.now - one.since).total_seconds()) if one.since else 0)
        alone = seating.seats.get(pupil)
        if alone is not None and alone.joined_at is not None:
            seconds += _seconds(seating, alone)
        elif not seconds and not one.hands:
            continue
        hands, talk_s = (one.hands + alone.hands, alone.talk_s) if alone else (one.hands, 0)
        found[pupil] = _attendance(seating, pupil, SeatRole.ATTENDEE, seconds, hands, talk_s, one)
    return sorted(found.values(), key=lambda one: (one.person.school or "", one.person.name, one.person.id))


def _attendance(
    seating: Seating, user: UUID, role: SeatRole, seconds: int, hands: int, talk_s: int, one: ClassPupil | None = None
) -> wire.Attendance:
    return wire.Attendance(
        person=seating.people[user],
        role=role.value,
        minutes=-(-seconds // 60),
        hands=hands,
        talk_s=talk_s,
        with_class=one.teacher_id if one else None,
    )


def _seconds(seating: Seating, seat: ConferenceSeat) -> int:
    """All stays, and the one that goes on."""
    if seat.state in INSIDE and seat.connected_at is not None:
        return seat.seconds + max(0, int((seating.now - seat.connected_at).total_seconds()))
    return seat.seconds


def _schools(people: Iterable[wire.Attendance]) -> list[wire.SchoolAttendance]:
    grouped: dict[tuple[str | None, str | None], list[wire.Attendance]] = {}
    for one in people:
        grouped.setdefault((one.person.school, one.person.country), []).append(one)
    return [
        wire.SchoolAttendance(
            school=school,
            country=country,
            people=len(group),
            minutes=sum(one.minutes for one in group),
            hands=sum(one.hands for one in group),
            talk_s=sum(one.talk_s for one in group),
        )
        for (school, country), group in grouped.items()
    ]


async def answer_exit(caller: Caller, conference: UUID, body: wire.AnswerExit) -> None:
    """How it went, once from each pupil who was inside. Who gave which answer is stored nowhere."""
    if not caller.here.is_pupil:
        raise forbidden("The question is for pupils.")
    mine = (ConferenceSeat.conference_id == conference, ConferenceSeat.user_id == caller.identity.user)
    was_inside = (ConferenceSeat.joined_at.is_not(None), ConferenceSeat.state != SeatState.REMOVED)
    column = f"exit_{body.answer}"
    async with caller.site.database.write() as db:
        first = update(ConferenceSeat).where(*mine, *was_inside, ConferenceSeat.answered.is_(False))
        if await db.scalar(first.values(answered=True).returning(ConferenceSeat.id)) is None:
            await _refuse_answer(db, mine)
        counted = {column: getattr(Conference, column) + 1}
        await db.execute(update(Conference).where(Conference.id == conference).values(counted))


async def _refuse_answer(db: AsyncSession, mine: tuple[ColumnElement[bool], ...]) -> None:
    if await db.scalar(select(ConferenceSeat.answered).where(*mine)):
        raise UserError("answered", "You have answered already.")
    raise not_found("conference")
