"""A conference as it is shown: to those inside, to those who wait, and in lists."""

from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec

from server.conference import recorded, wire
from server.conference.assembly import is_early
from server.conference.conference import ENTERABLE
from server.conference.gates import gates, held, presents, publishable, refused
from server.conference.models import Conference, ConferenceSeat, ConferenceState, Lock, SeatState, WaitReason
from server.conference.seats import Seating
from server.conference.silences import chat_closed
from server.core import clock
from server.core.models import Space
from server.core.permissions import Right, Standing, could, may
from server.rooms.charge import administers
from server.rooms.wire import Person

RIGHTS = (
    Right.CONFERENCE_JOIN,
    Right.CONFERENCE_MEDIA,
    Right.CONFERENCE_SHARE,
    Right.CONFERENCE_MODERATE,
)
CHAT_RIGHTS = (Right.CHAT_WRITE, Right.CHAT_DELETE, Right.CHAT_MODERATE)
"""Entering a conference is entering its room (D-16): told as in a chatroom; whose message it is decides the rest."""

TALK_STEP_S = 5

WAITING_TEXTS = {
    WaitReason.NOT_OPEN: "The doors are not open yet.",
    WaitReason.NO_TEACHER: "The lesson opens when your teacher is inside.",
    WaitReason.ADMISSION: "Somebody inside will let you in.",
    WaitReason.NO_SCHOOL_TEACHER: "The lesson opens for you when an adult of your school is inside.",
    WaitReason.SENT_BACK: "You were sent back to the waiting room. Somebody inside can let you in again.",
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
        network=seat.network.value,
        network_cause=cast("wire.NetworkCause | None", seat.network_cause),
        chat_held=seat.chat_held,
        captioner=seat.captioner,
        talk_s=in_steps(seat.talk_s),
        class_list=[
            wire.Classmate(person=seating.people[one.pupil_id], hand_at=one.hand_at)
            for one in seating.class_of(seat.user_id)
        ],
        recorded=open_gates.recording is not None,
    )


def recording(seating: Seating) -> wire.RecordingMark | None:
    """The mark of the running recording."""
    running = seating.recording
    if running is None:
        return None
    by = seating.people.get(running.started_by)
    until = running.started_at + recorded.TEST_LENGTH if running.rehearsal else None
    return wire.RecordingMark(recording=running.id, since=running.started_at, by=by.name if by else "", until=until)


def your_recording(seating: Seating, user: UUID) -> wire.YourRecording:
    """What recording means for somebody."""
    refusal = recorded.refusal(seating, user)
    said = seating.answers.get(user)
    answers: dict[bool | None, wire.RecordingAnswer | None] = {True: "agreed", False: "declined", None: None}
    return wire.YourRecording(
        refusal=refusal,
        missing=len(recorded.without_consent(seating)) if refusal != "not_host" else 0,
        answer=answers[said.agreed if said is not None else None],
        written=recorded.is_written(seating, user),
    )


def participants(seating: Seating) -> list[wire.Participant]:
    """Everybody inside, in the order of their coming."""
    everybody = [participant(seating, seat) for seat in seating.inside]
    return sorted(everybody, key=lambda one: (one.joined_at, one.person.id))


def in_steps(seconds: int) -> int:
    """Whole steps of five seconds: a number that changed all the time would be told all the time."""
    return seconds - seconds % TALK_STEP_S


def talk(seating: Seating) -> list[wire.SchoolTalk]:
    """How long each school has spoken, whether or not who spoke is still inside."""
    spoken: dict[tuple[str | None, str | None], int] = {}
    for user, seat in seating.seats.items():
        if seat.talk_s:
            person = seating.people[user]
            key = person.school, person.country
            spoken[key] = spoken.get(key, 0) + seat.talk_s
    told = [
        wire.SchoolTalk(school=school, country=country, seconds=in_steps(seconds))
        for (school, country), seconds in spoken.items()
    ]
    return sorted(told, key=lambda one: (-one.seconds, one.school or ""))


def hands(seating: Seating) -> list[wire.Hand]:
    """The raised hands in the order in which they are called: the earliest first, or schools that spoke less first."""
    raised: list[wire.Hand] = []
    for seat in seating.inside:
        if seat.hand_at is not None:
            raised.append(wire.Hand(user=seat.user_id, pupil=None, at=seat.hand_at))
        raised += [
            wire.Hand(user=seat.user_id, pupil=one.pupil_id, at=one.hand_at)
            for one in seating.class_of(seat.user_id)
            if one.hand_at is not None
        ]
    spoken = {(one.school, one.country): one.seconds for one in talk(seating)}

    def turn(hand: wire.Hand) -> tuple[int, datetime, UUID]:
        person = seating.people[hand.pupil or hand.user]
        before = spoken.get((person.school, person.country), 0) if seating.conference.quiet_first else 0
        return before, hand.at, person.id

    return sorted(raised, key=turn)


def removed(seating: Seating) -> list[wire.Removed]:
    """Who was taken out of this conference, and who is banned from all of the space; the newest first."""
    told: dict[UUID, wire.Removed] = {}
    for user, seat in seating.seats.items():
        if seat.state is SeatState.REMOVED and seat.removed_at is not None:
            told[user] = _removed(seating, user, seat.removal_reason or "", seat.removed_at, seat.removed_by)
    for user, ban in seating.bans.items():
        shown = _removed(seating, user, ban.reason, ban.at, ban.by)
        told[user] = msgspec.structs.replace(shown, banned=True, until=ban.until)
    return sorted(told.values(), key=lambda one: (one.at, one.person.id), reverse=True)


def _removed(seating: Seating, user: UUID, reason: str, at: datetime, by: UUID | None) -> wire.Removed:
    name = seating.people[by].name if by is not None else ""
    return wire.Removed(person=seating.people[user], reason=reason, at=at, banned=False, by=name)


def slides(conference: Conference) -> wire.Slides | None:
    """What is on stage."""
    if conference.slides_document is None:
        return None
    return wire.Slides(
        document=conference.slides_document, page=conference.slides_page, drawings=conference.slides_drawings
    )


def frozen_schools(seating: Seating) -> list[str]:
    """The schools whose pupils are stopped because no adult of theirs is inside."""
    alone = {seating.people[seat.user_id].school for seat in seating.inside if seat.unattended_until is not None}
    return sorted(school for school in alone if school is not None)


def locks(conference: Conference) -> list[wire.Lock]:
    """In one order, whoever set them."""
    return [lock.value for lock in Lock if lock.value in conference.locks]


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
        may_not_publish={source.value: code for source, code in refused(seating, user).items()},
        chat_closed=chat_closed(seating, user) if is_inside else "not_inside",
        class_list=is_inside and seating.teaches(user) and not seating.conference.is_event,
        presents=_presents(seating, user),
        inside=_state(seating, user) if inside and is_inside else None,
        recording=your_recording(seating, user),
        text=_waiting_text(seating, seat),
        rehearsal_since=seating.conference.rehearsal_since if is_inside else None,
    )


def _may(seating: Seating, user: UUID) -> list[str]:
    standing = seating.standings.get(user)
    facts = seating.facts(user, consented=True)
    if standing is None:
        return []
    rights = [right for right in RIGHTS if may(standing, right, facts)]
    return [right.name for right in rights + [right for right in CHAT_RIGHTS if could(standing, right)]]


def _presents(seating: Seating, user: UUID) -> bool:
    standing = seating.standings.get(user)
    return standing is not None and presents(standing, seating)


def _waiting_text(seating: Seating, seat: ConferenceSeat) -> str:
    if seat.wait_reason is WaitReason.FULL:
        return f"The room is full ({len(seating.inside)}/{seating.conference.seats})"
    return WAITING_TEXTS[seat.wait_reason] if seat.wait_reason else ""


def _state(seating: Seating, user: UUID) -> wire.ConferenceState:
    standing, conference, leads = seating.standings.get(user), seating.conference, seating.moderates(user)
    return wire.ConferenceState(
        conference=summary(
            conference, seating.space, seating.people[conference.host_id], len(seating.inside), standing
        ),
        participants=participants(seating),
        waiting=waiting(seating) if leads else [],
        locked=conference.locked,
        server_time=seating.now,
        frozen_until=conference.frozen_until,
        paused=conference.paused,
        locks=locks(conference),
        hands=hands(seating),
        quiet_first=conference.quiet_first,
        removed=removed(seating) if leads else [],
        talk=talk(seating),
        frozen_schools=frozen_schools(seating),
        agenda=conference.agenda,
        slides=slides(conference),
        recording=recording(seating),
        administers=standing is not None and administers(standing),
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
        event=conference.event_id,
        title=conference.title,
        host=host,
        starts_at=conference.starts_at,
        ends_at=conference.planned_end,
        closes_at=conference.ends_at,
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
        you_listen=viewer is not None and _listens(conference, viewer),
        agenda=conference.agenda,
        recorded=conference.recording_id is not None,
        announced=conference.announced,
    )


def _listens(conference: Conference, viewer: Standing) -> bool:
    needed = {Lock.MICROPHONE, Lock.CAMERA}
    return conference.is_event and not is_early(conference, viewer) and needed <= set(conference.locks)


def _may_enter(conference: Conference, viewer: Standing) -> bool:
    """Whether the button works: for who comes early from the early doors on, for the others from theirs."""
    now_open = conference.state is ConferenceState.LIVE or (
        conference.state in ENTERABLE and (is_early(conference, viewer) or conference.doors_at <= clock.now())
    )
    return now_open and could(viewer, Right.CONFERENCE_JOIN)
