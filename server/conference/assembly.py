"""A conference with everybody in it, as one transaction holds them: who is inside, who leads, whose school is alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from server.conference.models import ClassPupil, Conference, ConferenceBan, ConferenceSeat, SeatRole, SeatState
from server.conference.recordings import Recording, RecordingPerson
from server.core.errors import UserError
from server.core.models import RecordingPolicy, Space, SpaceRole
from server.core.permissions import Facts, Right, Standing, could, may
from server.rooms.wire import Person

INSIDE = (SeatState.CONNECTED, SeatState.GRACE)
WAITING = (SeatState.LOBBY, SeatState.QUEUED)
LEAD_EVENTS = (SpaceRole.FOUNDER, SpaceRole.COFOUNDER)
"""What the host and the co-hosts of an event are in its space."""


class School(NamedTuple):
    """A school as people of live rooms show it."""

    name: str
    city: str | None
    country: str | None


def school_of(person: Person) -> School | None:
    """Whose school this is; guests may have none."""
    return School(person.school, person.city, person.country) if person.school else None


@dataclass
class Assembly:
    """A conference with its seats and what everybody in it is, as of `now`."""

    conference: Conference
    space: Space
    seats: dict[UUID, ConferenceSeat]
    """By user."""
    standings: dict[UUID, Standing]
    """Of every member of the space who has a seat; strangers and simulated people have none."""
    filmed: frozenset[UUID]
    """Pupils whose latest word on the consent `video` is *given*."""
    people: dict[UUID, Person]
    """Everybody who is named by any of it."""
    now: datetime
    classes: dict[UUID, ClassPupil] = field(default_factory=dict[UUID, ClassPupil])
    """Pupils who are, or were, on somebody's class list, by pupil."""
    bans: dict[UUID, ConferenceBan] = field(default_factory=dict[UUID, ConferenceBan])
    """Those who may enter no conference of the space, by user."""
    recordable: frozenset[UUID] = frozenset()
    """Pupils whose latest word on the consent `recording` is *given*."""
    records: RecordingPolicy = RecordingPolicy.OFF
    """Who may record conferences of this kind."""
    recording: Recording | None = None
    """The one that is running."""
    answers: dict[UUID, RecordingPerson] = field(default_factory=dict[UUID, RecordingPerson])
    """What was said to it, and who is in it, by user."""
    rehearsed_since: datetime | None = None
    """A rehearsal ended in this transaction: what was made since then goes."""
    emptied: bool = False
    """The doors of an event opened in this transaction: what those who lead wrote before goes."""
    ghosts_gone: list[ConferenceSeat] = field(default_factory=list[ConferenceSeat])
    words: dict[UUID, str] = field(default_factory=dict[UUID, str])
    """Why somebody was put out in this transaction, for that person: `denied`, `removed`, `revoked`, `banned`."""

    def refuse_banned(self, user: UUID) -> None:
        """Say to somebody who may enter no conference of the space that it is so, and until when."""
        ban = self.bans.get(user)
        if ban is None:
            return
        if ban.until is None:
            raise UserError("banned", "You may not enter conferences of this space until a teacher allows it again.")
        until = ban.until.isoformat()
        raise UserError("banned_until", f"You may not enter conferences of this space until {until}.", until=until)

    def is_kept_out(self, seat: ConferenceSeat) -> bool:
        """Whether somebody was taken out and not let in again, and the ban that did it has not ended."""
        ended = seat.removed_until is not None and seat.removed_until <= self.now
        return seat.state is SeatState.REMOVED and not ended

    @property
    def inside(self) -> list[ConferenceSeat]:
        """Everybody who takes a seat: connected, or dropped within the grace time."""
        return [seat for seat in self.seats.values() if seat.state in INSIDE]

    @property
    def waiting(self) -> list[ConferenceSeat]:
        """Lobby and queue, in the order of their coming."""
        return sorted((seat for seat in self.seats.values() if seat.state in WAITING), key=_arrival)

    @property
    def queue(self) -> list[ConferenceSeat]:
        """Those for whom there is no seat, in the order in which they will be called."""
        return [seat for seat in self.waiting if seat.state is SeatState.QUEUED]

    @property
    def teacher_inside(self) -> bool:
        """Whether a teacher of the space is connected at this moment; a dropped line does not supervise (n8)."""
        return any(seat.state is SeatState.CONNECTED and self.teaches(seat.user_id) for seat in self.seats.values())

    def teaches(self, user: UUID) -> bool:
        """Whether this is a teacher of the space: an adult under whose eyes pupils may be."""
        standing = self.standings.get(user)
        return standing is not None and standing.is_teacher

    def may_join(self, user: UUID) -> bool:
        """Whether the person's rights in the space, as they were read with this seating, lead in here at all."""
        standing = self.standings.get(user)
        return standing is not None and could(standing, Right.CONFERENCE_JOIN)

    def is_pupil(self, user: UUID) -> bool:
        """By the account, not by what is stored elsewhere."""
        standing = self.standings.get(user)
        return standing.is_pupil if standing else self.people[user].kind == "pupil"

    def is_attended(self, user: UUID) -> bool:
        """Whether the space does not ask for an adult of this pupil's school inside, or there is one now."""
        if not self.space.switches["school_quorum"] or not self.is_pupil(user):
            return True
        school = school_of(self.people[user])
        return school is not None and any(
            seat.state is SeatState.CONNECTED
            and not self.is_pupil(seat.user_id)
            and school_of(self.people[seat.user_id]) == school
            for seat in self.seats.values()
        )

    def facts(self, user: UUID, *, consented: bool = False) -> Facts:
        """What is true of this user here, for the permission matrix."""
        seat = self.seats.get(user)
        role = seat.role if seat else None
        return Facts(
            host=self.conference.host_id == user,
            cohost=role is SeatRole.COHOST,
            presenter=role is SeatRole.PRESENTER,
            admitted=seat is not None and seat.admitted,
            teacher_inside=self.teacher_inside,
            consented=consented,
        )

    def comes_early(self, user: UUID) -> bool:
        """Whether this is who may be inside before the doors open: the host, and co-hosts (R-073). Those of an event
        are named on its page, and its space says who they are."""
        if self.conference.is_event:
            return is_early(self.conference, self.standings.get(user))
        seat = self.seats.get(user)
        return user == self.conference.host_id or (seat is not None and seat.role is SeatRole.COHOST)

    def moderates(self, user: UUID) -> bool:
        """Whether this user leads: may admit, mute, remove, lock, pause and end here."""
        standing = self.standings.get(user)
        return standing is not None and may(standing, Right.CONFERENCE_MODERATE, self.facts(user))

    def class_of(self, teacher: UUID) -> list[ClassPupil]:
        """Who sits before this teacher's device, by name."""
        listed = [one for one in self.classes.values() if one.listed and one.teacher_id == teacher]
        return sorted(listed, key=lambda one: (self.people[one.pupil_id].name, one.pupil_id))


def is_early(conference: Conference, standing: Standing | None) -> bool:
    """The same by the standing alone, for those who hold no seat yet."""
    if standing is None:
        return False
    leads = conference.is_event and standing.membership_role in LEAD_EVENTS
    return leads or standing.user == conference.host_id


def _arrival(seat: ConferenceSeat) -> tuple[datetime, UUID]:
    assert seat.waiting_since is not None
    return seat.waiting_since, seat.user_id


def any_connected(seats: Iterable[ConferenceSeat]) -> bool:
    """Whether somebody's line stands."""
    return any(seat.state is SeatState.CONNECTED for seat in seats)
