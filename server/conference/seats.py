"""The seat rule: who is inside, who waits and for what. Pure, over rows that one transaction holds (domain 6.3).

Every action changes one fact (somebody enters, leaves, is admitted) and then `settle` moves everybody for whom that
fact mattered. So the rule stands in one place, and any process that settles comes to the same result.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from server.conference import rehearsing
from server.conference.assembly import INSIDE, WAITING, Assembly, any_connected, is_early
from server.conference.conference import EMPTY_FOR, ENTERABLE, EXPIRES_AFTER, FROZEN_FOR, OVER, move_to, warning_due
from server.conference.models import (
    Conference,
    ConferenceSeat,
    ConferenceState,
    EndReason,
    Network,
    SeatRole,
    SeatState,
    WaitReason,
)
from server.core.errors import UserError
from server.core.permissions import Standing

CALLED_FOR = timedelta(seconds=30)
"""How long a free seat is kept for the first in the queue (domain 6.3)."""


@dataclass(frozen=True)
class Line:
    """A socket, and the server process that holds it."""

    connection: UUID
    process: UUID


class Seating(Assembly):
    """An assembly in which people come, go and are moved."""

    # What people do

    def enter(self, standing: Standing, line: Line) -> ConferenceSeat:
        """Come to the door with a socket; `settle` then says how far in one gets."""
        self._keep_time()
        if self.conference.state in OVER:
            raise UserError("conference_over", "This is over.")
        doors = doors_for(self.conference, standing)
        # Nobody waits inside the room of an event that is being prepared.
        if self.conference.state not in ENTERABLE or (self.conference.is_event and self.now < doors):
            raise not_open(doors)
        seat = self.seats.get(standing.user) or self._new_seat(standing.user)
        self.standings[standing.user] = standing
        self.refuse_banned(standing.user)
        if self.is_kept_out(seat):
            raise UserError("removed", "You were taken out. Only a host can let you in again.")
        if seat.state is SeatState.REMOVED:
            self.readmit(seat)
        if seat.state not in INSIDE:
            self._come(seat)
        self._take_line(seat, line)
        return seat

    def _new_seat(self, user: UUID) -> ConferenceSeat:
        role = SeatRole.HOST if user == self.conference.host_id else SeatRole.ATTENDEE
        seat = ConferenceSeat(conference_id=self.conference.id, user_id=user, role=role, state=SeatState.LEFT)
        seat.admitted = seat.simulated = seat.sent_back = seat.chat_held = seat.captioner = seat.answered = False
        seat.seconds = seat.hands = seat.talk_s = 0
        seat.network = Network.GOOD
        self.seats[user] = seat
        return seat

    def _come(self, seat: ConferenceSeat) -> None:
        if seat.state not in WAITING:
            seat.move_to(SeatState.LOBBY)
            seat.waiting_since = self.now
            seat.left_at = None
        elif seat.called_until is not None and seat.called_until > self.now and self._obstacle(seat) is None:
            self._seat(seat)
            return
        seat.wait_reason = seat.wait_reason or WaitReason.NOT_OPEN

    def _take_line(self, seat: ConferenceSeat, line: Line) -> None:
        if seat.connection_id != line.connection:
            # Another device, or the same page again: nothing that was on stays on by itself (D-04).
            seat.microphone = seat.camera = seat.screen = False
            seat.network, seat.network_cause = Network.GOOD, None
        if seat.state is SeatState.CONNECTED and seat.connection_id not in (None, line.connection):
            seat.peer_id = None
        if seat.state is SeatState.GRACE:
            seat.move_to(SeatState.CONNECTED)
        seat.connection_id, seat.process_id, seat.grace_until = line.connection, line.process, None
        seat.simulated = False

    def drop(self, seat: ConferenceSeat) -> None:
        """The line is lost: keep the place for the grace time."""
        if seat.simulated or seat.state not in INSIDE + WAITING:
            return
        if seat.state is SeatState.CONNECTED:
            seat.move_to(SeatState.GRACE)
        seat.connection_id = seat.process_id = None
        seat.grace_until = self.now + timedelta(seconds=self.conference.grace_s)

    def leave(self, seat: ConferenceSeat, word: str | None = None) -> None:
        """Give the place back; `word` says why, when somebody else decided it."""
        self._stop_counting(seat)
        if seat.state in INSIDE + WAITING:
            seat.move_to(SeatState.LEFT)
            seat.left_at = self.now
        if self.conference.is_event and seat.role is SeatRole.PRESENTER:
            # A place on the stage is given to who is there.
            seat.role = SeatRole.ATTENDEE
        seat.wait_reason = seat.connection_id = seat.process_id = None
        seat.grace_until = seat.called_until = seat.waiting_since = None
        self._take_off_stage(seat)
        if word:
            self.words[seat.user_id] = word

    def _stop_counting(self, seat: ConferenceSeat) -> None:
        if seat.connected_at is not None:
            until = seat.grace_until - timedelta(seconds=self.conference.grace_s) if seat.grace_until else self.now
            seat.seconds += max(0, int((until - seat.connected_at).total_seconds()))
            seat.connected_at = None

    def _take_off_stage(self, seat: ConferenceSeat) -> None:
        seat.peer_id = seat.hand_at = seat.unattended_until = None
        seat.microphone = seat.camera = seat.screen = seat.captioner = False
        seat.network, seat.network_cause = Network.GOOD, None
        for one in self.class_of(seat.user_id):
            one.hand_at = None

    def send_back(self, seat: ConferenceSeat) -> None:
        """Back to the waiting room; the line stays, and only being admitted leads in again."""
        seat.sent_back, seat.admitted = True, False
        self._step_out(seat, WaitReason.SENT_BACK)

    def admit(self, seat: ConferenceSeat) -> None:
        """Let somebody in from the lobby; other obstacles (no teacher, no free seat) stand."""
        seat.sent_back, seat.admitted = False, True

    def _step_out(self, seat: ConferenceSeat, reason: WaitReason) -> None:
        if seat.state in INSIDE:
            self._stop_counting(seat)
            self._take_off_stage(seat)
            seat.waiting_since = self.now
        seat.move_to(SeatState.LOBBY)
        seat.wait_reason, seat.called_until = reason, None

    def remove(self, seat: ConferenceSeat, reason: str | None, by: UUID) -> None:
        """Out, until let in again by name."""
        self.take_out(seat, "removed", reason, by)

    def take_out(
        self, seat: ConferenceSeat, word: str, reason: str | None, by: UUID, until: datetime | None = None
    ) -> None:
        """Out, for the reason that this word names; until then, or until let in again."""
        if seat.state is not SeatState.REMOVED or seat.removed_until is not None:
            # Who was out already, until let in again, comes in by no ban that ends.
            seat.removed_until = until
        self.leave(seat, word)
        seat.move_to(SeatState.REMOVED)
        seat.admitted, seat.role = False, SeatRole.ATTENDEE
        seat.removal_reason, seat.removed_at, seat.removed_by = reason, self.now, by

    def readmit(self, seat: ConferenceSeat) -> None:
        """Undo that: the person may enter again, without asking."""
        seat.move_to(SeatState.LEFT)
        seat.admitted, seat.sent_back = True, False
        seat.removal_reason = seat.removed_at = seat.removed_by = seat.removed_until = None

    def end(self, reason: EndReason) -> None:
        """Everybody out."""
        self.conference.attended = self._attended()
        move_to(self.conference, ConferenceState.ENDED, self.now, reason)
        self._clear()

    def _attended(self) -> int:
        came = {user for user, seat in self.seats.items() if seat.joined_at is not None}
        return len(came | {pupil for pupil, one in self.classes.items() if one.since or one.seconds or one.hands})

    def _clear(self) -> None:
        for seat in self.seats.values():
            self.leave(seat)
        self._count_classes()

    def close(self, state: ConferenceState) -> None:
        """Cancelled or expired: it did not take place, and whoever waited need not."""
        move_to(self.conference, state, self.now)
        self._clear()

    def step_back(self) -> None:
        """The event was moved: out goes who may not be inside yet, everybody when even the host may not (R-073)."""
        if self.now < self.conference.host_doors_at:
            move_to(self.conference, ConferenceState.SCHEDULED, self.now)
        for seat in self.inside + self.waiting:
            early = self.comes_early(seat.user_id) and self.conference.state in ENTERABLE
            if not early and not seat.simulated and self.now < self.conference.doors_at:
                self.leave(seat, "moved")
        self.conference.last_warning_min = None

    # What follows from it

    def settle(self) -> None:
        """Draw every consequence of the present facts and the present time. Settling twice changes nothing more."""
        self._keep_time()
        rehearsing.keep(self)
        if self.conference.state not in ENTERABLE:
            return
        self._name_cohosts()
        self._expel()
        self._give_up_places()
        self._let_in()
        self._call()
        self._begin()
        self._supervise()
        self._watch_schools()
        self._count_classes()
        if self.conference.rehearsal_since is not None:
            rehearsing.keep(self)
        elif self.conference.state in ENTERABLE:
            self._note_emptiness()

    def _keep_time(self) -> None:
        conference, now = self.conference, self.now
        if conference.state is ConferenceState.SCHEDULED and now >= conference.host_doors_at:
            move_to(conference, ConferenceState.OPEN, now)
        if conference.state is ConferenceState.OPEN and now >= self._awaited_from() + EXPIRES_AFTER:
            self.close(ConferenceState.EXPIRED)
        if conference.state in ENTERABLE and now >= conference.ends_at:
            self.end(EndReason.TIME)
        if conference.state is ConferenceState.LIVE and (due := warning_due(conference, now)):
            conference.last_warning_min = due

    def _awaited_from(self) -> datetime:
        """Since when somebody might have come: the start, or later when no server ran to open the doors."""
        assert self.conference.opened_at is not None
        return max(self.conference.starts_at, self.conference.opened_at)

    def _name_cohosts(self) -> None:
        """Who leads the room of an event is said on its page, not inside."""
        for seat in self.inside + self.waiting if self.conference.is_event else ():
            if seat.user_id == self.conference.host_id:
                seat.role = SeatRole.HOST
            elif self.comes_early(seat.user_id):
                seat.role = SeatRole.COHOST
            elif seat.role in (SeatRole.HOST, SeatRole.COHOST):
                seat.role = SeatRole.ATTENDEE

    def _expel(self) -> None:
        for seat in self.inside + self.waiting:
            if not seat.simulated and not self.may_join(seat.user_id):
                self.leave(seat, "revoked")
            elif seat.user_id in self.bans:
                self.leave(seat, "banned")

    def _give_up_places(self) -> None:
        for seat in self.inside + self.waiting:
            if seat.grace_until is not None and seat.grace_until <= self.now:
                self.leave(seat)
            elif seat.unattended_until is not None and seat.unattended_until <= self.now:
                if not self.is_attended(seat.user_id):
                    self._step_out(seat, WaitReason.NO_SCHOOL_TEACHER)
            elif seat.called_until is not None and seat.called_until <= self.now:
                # Called and not come: the others first.
                seat.called_until, seat.waiting_since = None, self.now

    def _let_in(self) -> None:
        # A teacher let in is what pupils before her in the line were waiting for, so look again until nobody moves.
        while True:
            before = len(self.inside)
            for seat in self.waiting:
                self._look_at(seat)
            if len(self.inside) == before:
                return

    def _look_at(self, seat: ConferenceSeat) -> None:
        obstacle = self._obstacle(seat)
        if obstacle is not None:
            seat.move_to(SeatState.LOBBY)
            seat.wait_reason, seat.called_until = obstacle, None
        elif seat.state is SeatState.LOBBY and (seat.connection_id is not None or seat.simulated):
            # The host's own seat is kept, so nobody in the queue could take it anyway.
            first = seat.user_id == self.conference.host_id or not self._uncalled()
            if first and self._free_for(seat) > 0:
                self._seat(seat)
            else:
                seat.move_to(SeatState.QUEUED)
                seat.wait_reason = WaitReason.FULL

    def _obstacle(self, seat: ConferenceSeat) -> WaitReason | None:
        """What keeps somebody out, the seats apart."""
        user, conference = seat.user_id, self.conference
        leads = self.comes_early(user)
        if self.now < (conference.host_doors_at if leads else conference.doors_at):
            return WaitReason.NOT_OPEN
        if self.is_pupil(user) and not self.teacher_inside:
            return WaitReason.NO_TEACHER
        if not self.is_attended(user):
            return WaitReason.NO_SCHOOL_TEACHER
        if seat.sent_back:
            return WaitReason.SENT_BACK
        if seat.admitted or leads or self.moderates(user):
            return None
        standing = self.standings.get(user)
        if conference.lobby or (standing is not None and standing.is_guest):
            return WaitReason.ADMISSION
        return WaitReason.LOCKED if conference.locked else None

    def _free_for(self, seat: ConferenceSeat) -> int:
        """Seats that this person could take: not the taken, not the called, not the host's before the host came."""
        called = sum(1 for other in self.queue if other is not seat and other.called_until is not None)
        host = self.seats.get(self.conference.host_id)
        kept = 0 if seat.user_id == self.conference.host_id or (host and host.joined_at) else 1
        return self.conference.seats - len(self.inside) - called - kept

    def _uncalled(self) -> list[ConferenceSeat]:
        return [seat for seat in self.queue if seat.called_until is None and seat.connection_id is not None]

    def _seat(self, seat: ConferenceSeat) -> None:
        seat.move_to(SeatState.CONNECTED)
        seat.joined_at = seat.joined_at or self.now
        seat.connected_at = self.now
        seat.wait_reason = seat.waiting_since = seat.called_until = None

    def _call(self) -> None:
        for seat in self._uncalled():
            if self._free_for(seat) <= 0:
                return
            seat.called_until = self.now + CALLED_FOR

    def _begin(self) -> None:
        """Live from the first who does not come early, as host and co-hosts do, or from the start on (domain 8)."""
        connected = [seat for seat in self.inside if seat.state is SeatState.CONNECTED]
        others = any(not self._begins_nothing(seat) for seat in connected)
        begun = others or (connected and self.now >= self.conference.starts_at)
        if self.conference.state is ConferenceState.OPEN and begun and self.conference.rehearsal_since is None:
            move_to(self.conference, ConferenceState.LIVE, self.now)

    def _begins_nothing(self, seat: ConferenceSeat) -> bool:
        """Whether this one being inside begins nothing: the host, and in the room of an event also co-hosts."""
        return seat.user_id == self.conference.host_id or (self.conference.is_event and self.comes_early(seat.user_id))

    def _supervise(self) -> None:
        """No pupil without a teacher: stop at once, wait two minutes, then end (domain 6.4.1, T7)."""
        conference = self.conference
        if self.teacher_inside or not any(self.is_pupil(seat.user_id) for seat in self.inside):
            conference.frozen_until = None
        elif conference.frozen_until is None:
            conference.frozen_until = self.now + FROZEN_FOR
        elif conference.frozen_until <= self.now:
            self.end(EndReason.NO_TEACHER)

    def _watch_schools(self) -> None:
        """The same for each school by itself, where the space asks for it: its pupils wait for an adult of theirs."""
        for seat in self.inside:
            if self.is_attended(seat.user_id):
                seat.unattended_until = None
            elif seat.unattended_until is None:
                seat.unattended_until = self.now + FROZEN_FOR

    def _count_classes(self) -> None:
        """Time of a class counts while its teacher's line stands; a pupil who comes in alone leaves the list."""
        for one in self.classes.values():
            own, teachers = self.seats.get(one.pupil_id), self.seats.get(one.teacher_id)
            if own is not None and own.state in INSIDE:
                one.listed = False
            present = one.listed and teachers is not None and teachers.state is SeatState.CONNECTED
            if not one.listed:
                one.hand_at = None
            if present and one.since is None:
                one.since = self.now
            elif not present and one.since is not None:
                one.seconds += max(0, int((self.now - one.since).total_seconds()))
                one.since = None

    def _note_emptiness(self) -> None:
        conference = self.conference
        stays = conference.is_event or any_connected(self.seats.values())
        if conference.state is not ConferenceState.LIVE or stays:
            conference.empty_since = None
        elif conference.empty_since is None:
            conference.empty_since = self.now
        elif conference.empty_since + EMPTY_FOR <= self.now:
            self.end(EndReason.EMPTY)


def doors_for(conference: Conference, standing: Standing | None) -> datetime:
    """From when somebody may be inside."""
    return conference.host_doors_at if is_early(conference, standing) else conference.doors_at


def not_open(opens_at: datetime) -> UserError:
    """Said before the doors, with their time."""
    return UserError("not_open", "The doors are still closed.", opens_at=opens_at.isoformat())
