"""A conference as it is shown: to those inside, to those who wait, and in lists."""

from uuid import UUID

from server.conference import wire
from server.conference.conference import ENTERABLE
from server.conference.gates import gates, held, publishable
from server.conference.models import Conference, ConferenceSeat, ConferenceState, SeatState, WaitReason
from server.conference.seats import Seating
from server.core import clock
from server.core.models import Space
from server.core.permissions import Right, Standing, could, may
from server.rooms.wire import Person

RIGHTS = (
    Right.CONFERENCE_JOIN,
    Right.CONFERENCE_MEDIA,
    Right.CONFERENCE_SHARE,
    Right.CONFERENCE_MODERATE,
    Right.CHAT_WRITE,
    Right.CHAT_DELETE,
)
"""Those of chat, too: entering a conference is entering its room (D-16)."""

WAITING_TEXTS = {
    WaitReason.NOT_OPEN: "The doors are not open yet.",
    WaitReason.NO_TEACHER: "The lesson opens when your teacher is inside.",
    WaitReason.ADMISSION: "Somebody inside will let you in.",
    WaitReason.LOCKED: "The conference is locked. Somebody inside can let you in.",
}


def participant(seating: Seating, seat: ConferenceSeat) -> wire.Participant:
    """Somebody inside, with what of them is forwarded."""
    assert seat.joined_at is not None
    open_gates = gates(seating, seat.user_id)
    return wire.Participant(
        person=seating.people[seat.user_id],
        role=seat.role.value,
        microphone=open_gates.microphone,
        camera=open_gates.camera,
        screen=open_gates.screen,
        hand_at=seat.hand_at,
        away=seat.state is SeatState.GRACE,
        joined_at=seat.joined_at,
        held_back=[source.value for source in held(seat)],
    )


def participants(seating: Seating) -> list[wire.Participant]:
    """Everybody inside, in the order of their coming."""
    everybody = [participant(seating, seat) for seat in seating.inside]
    return sorted(everybody, key=lambda one: (one.joined_at, one.person.id))


def waiting(seating: Seating) -> list[wire.Waiting]:
    """Lobby and queue, as those see them who may admit."""
    return [
        wire.Waiting(person=seating.people[seat.user_id], reason=seat.wait_reason.value, since=seat.waiting_since)
        for seat in seating.waiting
        if seat.wait_reason is not None and seat.waiting_since is not None
    ]


def your_seat(seating: Seating, user: UUID, *, inside: bool = True) -> wire.YourSeat:
    """One's own seat; with the whole conference when one is inside and `inside` asks for it."""
    seat = seating.seats[user]
    in_line = [other.user_id for other in seating.queue]
    is_inside = seat.state is SeatState.CONNECTED
    return wire.YourSeat(
        conference=seating.conference.id,
        state=seat.state.value,
        role=seat.role.value,
        wait_reason=seat.wait_reason.value if seat.wait_reason else None,
        queue_position=in_line.index(user) + 1 if user in in_line else None,
        called_until=seat.called_until,
        may=_may(seating, user),
        may_publish=[source.value for source in publishable(seating, user)],
        inside=_state(seating, user) if inside and is_inside else None,
        text=_waiting_text(seating, seat),
    )


def _may(seating: Seating, user: UUID) -> list[str]:
    standing = seating.standings.get(user)
    facts = seating.facts(user, consented=True)
    return [right.name for right in RIGHTS if standing is not None and may(standing, right, facts)]


def _waiting_text(seating: Seating, seat: ConferenceSeat) -> str:
    if seat.wait_reason is WaitReason.FULL:
        return f"The room is full ({len(seating.inside)}/{seating.conference.seats})"
    return WAITING_TEXTS[seat.wait_reason] if seat.wait_reason else ""


def _state(seating: Seating, user: UUID) -> wire.ConferenceState:
    standing = seating.standings.get(user)
    return wire.ConferenceState(
        conference=summary(
            seating.conference,
            seating.space,
            seating.people[seating.conference.host_id],
            len(seating.inside),
            standing,
        ),
        participants=participants(seating),
        waiting=waiting(seating) if seating.moderates(user) else [],
        locked=seating.conference.locked,
        server_time=seating.now,
        frozen_until=seating.conference.frozen_until,
    )


def summary(
    conference: Conference, space: Space, host: Person, taken: int, viewer: Standing | None = None
) -> wire.ConferenceSummary:
    """A conference in a list; without a viewer, as it is told to everybody."""
    return wire.ConferenceSummary(
        id=conference.id,
        space=space.id,
        space_title=space.title,
        space_slug=space.slug,
        room=conference.room_id,
        title=conference.title,
        host=host,
        starts_at=conference.starts_at,
        ends_at=conference.ends_at,
        doors_at=conference.doors_at,
        duration_min=conference.duration_min,
        media=conference.media.value,
        lobby=conference.lobby,
        state=conference.state.value,
        end_reason=conference.end_reason.value if conference.end_reason else None,
        seats=conference.seats,
        seats_taken=taken,
        you_may_enter=viewer is not None and _may_enter(conference, viewer),
        you_host=viewer is not None and viewer.user == conference.host_id,
    )


def _may_enter(conference: Conference, viewer: Standing) -> bool:
    """Whether the button works: for the host from the early doors on, for the others from theirs."""
    now_open = conference.state is ConferenceState.LIVE or (
        conference.state in ENTERABLE and (viewer.user == conference.host_id or conference.doors_at <= clock.now())
    )
    return now_open and could(viewer, Right.CONFERENCE_JOIN)
