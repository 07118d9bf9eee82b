"""The room of an event while it is prepared: its locks, and what a participant will find.

What a participant will find is asked of the very rules that hold inside, of somebody who is not there (S6).
"""

from __future__ import annotations

from uuid import UUID

from server.conference import recorded, views, wire
from server.conference.changing import changing
from server.conference.conference import OVER
from server.conference.hosting import require_lead
from server.conference.models import ConferenceSeat, Lock, Network, SeatRole, SeatState
from server.conference.seats import Seating
from server.conference.storage import seen
from server.core.database import new_id
from server.core.errors import UserError, not_found
from server.core.http import Caller
from server.core.models import AccountType, RecordingPolicy, SpaceRole
from server.rooms.people import People
from server.rooms.standing import standing_of_member
from server.rooms.wire import Person


async def show(caller: Caller, conference: UUID) -> wire.Preparation:
    """As it is now."""
    async with caller.site.database.read() as db:
        seating = await seen(caller.site.part(People), db, conference)
        _require_event(caller, seating)
        return _shown(seating, caller.identity.user)


async def change(caller: Caller, conference: UUID, body: wire.ChangePreparation) -> wire.Preparation:
    """Set what holds when the doors open. In a rehearsal it holds at once, and stays."""
    locks = sorted(set(body.locks))
    async with changing(caller.site, conference) as held:
        _require_event(caller, held.seating)
        room = held.seating.conference
        if room.state in OVER:
            raise UserError("conference_over", "This is over.")
        before = room.rehearsal_before
        standing = before["locks"] if before is not None else room.locks
        if set(body.seen_locks) != set(standing) and set(locks) != set(standing):
            raise UserError(
                "prepared_meanwhile", "Somebody else who leads has just set this otherwise. Look again.", status=409
            )
        if set(locks) != set(standing):
            room.locks = list(locks)
            room.rehearsal_before = before | {"locks": list(locks)} if before is not None else None
            held.audit(caller, "set_locks", locks=locks)
    return await show(caller, conference)


def _require_event(caller: Caller, seating: Seating) -> None:
    require_lead(caller, seating)
    if not seating.conference.is_event:
        raise not_found("event")


def _shown(seating: Seating, user: UUID) -> wire.Preparation:
    room = seating.conference
    said = [seat.record_me for seat in seating.seats.values() if not seat.simulated]
    locks = room.rehearsal_before["locks"] if room.rehearsal_before is not None else room.locks
    return wire.Preparation(
        conference=room.id,
        doors_at=room.doors_at,
        locks=[lock.value for lock in Lock if lock.value in locks],
        may_record=seating.records is RecordingPolicy.HOST,
        may_announce=recorded.refusal_ever(seating, user) is None,
        announced=room.announced,
        agreed=said.count(True),
        declined=said.count(False),
        rehearsal_since=room.rehearsal_since,
        rehearsed_at=room.rehearsed_at,
        participant=_as_participant(seating, locks),
    )


def _as_participant(seating: Seating, locks: list[str]) -> wire.SeenByParticipant:
    """The rules, asked about somebody who joined, is inside and was invited nowhere."""
    user = new_id()
    seat = ConferenceSeat(conference_id=seating.conference.id, user_id=user, role=SeatRole.ATTENDEE)
    seat.state, seat.network, seat.simulated = SeatState.CONNECTED, Network.GOOD, False
    seat.microphone = seat.camera = seat.screen = seat.chat_held = False
    seat.microphone_held = seat.camera_held = seat.screen_held = False
    seating.seats[user] = seat
    seating.people[user] = Person(id=user, name="", kind="teacher")
    seating.standings[user] = standing_of_member(seating.space, SpaceRole.MEMBER, user, AccountType.STAFF, "")
    seating.conference.locks, seating.conference.paused = list(locks), False
    yours = views.your_seat(seating, user, inside=False)
    return wire.SeenByParticipant(
        may_publish=yours.may_publish, may_not_publish=yours.may_not_publish, chat_closed=yours.chat_closed
    )
