"""A conference and its people without a database, for the rules alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from server.conference.conference import plan
from server.conference.models import Conference, ConferenceSeat, ConferenceState, Media
from server.conference.seats import Line, Seating
from server.core.database import new_id
from server.core.models import LiveKind, LivePolicy, RecordingPolicy, Space
from server.core.permissions import Standing, roles_of
from server.core.standing import DEFAULT_FLAGS
from server.rooms.wire import Person

NOW = datetime(2026, 11, 17, 14, 0, tzinfo=UTC)
PROCESS = new_id()


def policy(seats: int = 25) -> LivePolicy:
    return LivePolicy(
        kind=LiveKind.TWINSPACE_CONFERENCE,
        seats=seats,
        lengths=[30, 60, 90],
        host_early_min=15,
        doors_min=0,
        doors_with_lobby_min=5,
        recording=RecordingPolicy.OFF,
        grace_s=60,
    )


class Lesson:
    """A seating and its people, without a database."""

    def __init__(self, seats: int = 25, *, media: Media = Media.VIDEO, starts_at: datetime | None = None) -> None:
        self.host = new_id()
        self.space = Space(id=new_id(), title="Rivers and seas", slug="rivers-and-seas", state="open", flags={})
        conference = Conference(
            id=new_id(),
            room_id=new_id(),
            space_id=self.space.id,
            title="Lesson",
            host_id=self.host,
            duration_min=30,
            media=media,
            lobby=False,
            locked=False,
            paused=False,
            locks=["screen"],
            quiet_first=False,
            extended=False,
            state=ConferenceState.SCHEDULED,
        )
        plan(conference, policy(seats), starts_at, NOW)
        self.seating = Seating(conference, self.space, {}, {}, frozenset(), {}, NOW)
        self.standings: dict[UUID, Standing] = {}
        self.person(self.host, "founder")
        self.seating.settle()

    @property
    def conference(self) -> Conference:
        return self.seating.conference

    def person(self, user: UUID | None = None, role: str = "pupil") -> UUID:
        user = user or new_id()
        pupil = role in ("pupil", "pupil_admin")
        account_type = "pupil" if pupil else "staff"
        kind = "pupil" if pupil else "guest" if role in ("expert", "observer", "visitor") else "teacher"
        self.standings[user] = Standing(
            user=user,
            account_type=account_type,
            display_name="Somebody",
            space=self.space.id,
            space_state="open",
            membership_role=role,
            roles=roles_of(account_type, role, ())[0],
            flags=DEFAULT_FLAGS | self.space.flags,
        )
        self.seating.people[user] = Person(id=user, name="Somebody", kind=kind)
        return user

    def enter(self, user: UUID, connection: UUID | None = None) -> ConferenceSeat:
        seat = self.seating.enter(self.standings[user], Line(connection or new_id(), PROCESS))
        self.seating.settle()
        return seat

    def act(self) -> None:
        self.seating.settle()

    def drop(self, user: UUID) -> None:
        self.seating.drop(self.seat(user))
        self.seating.settle()

    def leave(self, user: UUID) -> None:
        self.seating.leave(self.seat(user))
        self.seating.settle()

    def later(self, **by: float) -> None:
        self.seating.now += timedelta(**by)
        self.seating.settle()

    def seat(self, user: UUID) -> ConferenceSeat:
        return self.seating.seats[user]

    def filled(self, number: int) -> list[UUID]:
        pupils = [self.person() for _ in range(number)]
        for pupil in pupils:
            self.enter(pupil)
        return pupils
