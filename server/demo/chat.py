"""Fills the chatrooms of the demo spaces: three months of the first, a few lines in the others (domain 13.5)."""

from datetime import datetime, timedelta
from uuid import UUID

from server.chat.models import ChatMessage, ChatReaction, ChatReadState, ChatRoom, MessageState
from server.chat.writes import held as as_held
from server.core.clock import BRUSSELS, add_months
from server.core.models import SpaceMembership, SpaceState
from server.demo import talk
from server.demo.live import first_conference_at
from server.demo.materials import material_id
from server.demo.people import pupil_id, user_id
from server.demo.planting import Garden, demo_id
from server.demo.spaces import PROJECTS, space_id
from server.moderation.rules import Lists, examine
from server.rooms.models import Room, RoomState

KEPT_MONTHS = 3
NUMBER = 180
"""Messages in the first chatroom that have not expired; two more have."""

Line = tuple[datetime, str, str]
"""When, who, what."""


def room_id(key: str) -> UUID:
    """The chatroom of a demo space."""
    return demo_id("room", key)


def speaker_id(speaker: str) -> UUID:
    """The user behind `school/First name` or a teacher's full name."""
    school, _, name = speaker.partition("/")
    return pupil_id(school, name) if name else user_id(speaker)


def add_chats(garden: Garden) -> None:
    """Every chatroom with its messages."""
    states = {project.key: project.state for project in PROJECTS} | {"kitchen": SpaceState.OPEN}
    for key, state in states.items():
        lines = _long_talk(garden) if key == "P1" else _short_talk(garden, key)
        room_state = RoomState.OPEN if state is SpaceState.OPEN else RoomState.READ_ONLY
        garden.add(Room(id=room_id(key), space_id=space_id(key), title="Chatroom", is_default=True, state=room_state))
        garden.add(ChatRoom(room_id=room_id(key), last_seq=len(lines), last_change=len(lines)))
        for seq, line in enumerate(lines, start=1):
            garden.add(_message(key, seq, line))
    _add_answers_and_reactions(garden)
    _note_access(garden)
    for speaker, behind in (("Günel Səfərli", 3), ("baku/Aysu", 2), ("gdynia/Filip", 4), ("Chiara Bellandi", 2)):
        seen = ChatReadState(room_id=room_id("P1"), user_id=speaker_id(speaker), last_seq=NUMBER + 2 - behind)
        garden.add(seen)


def _message(key: str, seq: int, line: Line) -> ChatMessage:
    at, speaker, text = line
    held = text.startswith(talk.HELD)
    return ChatMessage(
        id=demo_id("message", key, seq),
        room_id=room_id(key),
        seq=seq,
        change=seq,
        client_id=demo_id("client", key, seq),
        author_id=speaker_id(speaker),
        body=text,
        state=MessageState.HELD if held else MessageState.VISIBLE,
        hold=as_held(examine(text, Lists()), at) if held else None,
        created_at=at,
        expires_at=add_months(at, KEPT_MONTHS),
    )


def _long_talk(garden: Garden) -> list[Line]:
    """Two expired lines, weekly bursts since almost three months ago, and the script of the last hour."""
    now = garden.now
    oldest = _expiring_soon(now)
    gone = add_months(now, -KEPT_MONTHS) - timedelta(days=2)
    expired = [
        (gone, "Günel Səfərli", "This is our chatroom. Say hello in your own language!"),
        (gone + timedelta(minutes=2), "gdynia/Maja", "cześć!"),
    ]
    start = first_conference_at(now).astimezone(BRUSSELS)
    starts = f"{start:%H:%M} {start.tzname()}"
    script = [(now - timedelta(minutes=m), who, text.format(time=starts)) for m, who, text in talk.SCRIPT]
    bursts = _bursts(garden, oldest, NUMBER - len(script))
    return [*expired, *bursts, *script]


def _expiring_soon(now: datetime) -> datetime:
    """The latest-but-one day on which a message that still stands was written: it expires tomorrow."""
    oldest = add_months(now + timedelta(hours=20), -KEPT_MONTHS)
    while add_months(oldest, KEPT_MONTHS) <= now:  # at the end of a month the last day is clipped (D-05)
        oldest += timedelta(days=1)
    return oldest


def _bursts(garden: Garden, oldest: datetime, number: int) -> list[Line]:
    """One lesson a week: an opening, five measurements, a talk or two; `number` lines, none younger than a day."""
    step = (garden.now - timedelta(days=1, hours=4) - oldest) / (talk.WEEKS - 1)
    lines: list[Line] = []
    for week in range(talk.WEEKS):
        at = _lesson_time(garden, oldest + step * week) if week else oldest
        for speaker, text in _lesson(garden, week):
            lines.append((at, speaker, text))
            at += timedelta(seconds=garden.dice.randint(25, 150))
    assert len(lines) >= number
    return lines[:number]


def _lesson_time(garden: Garden, at: datetime) -> datetime:
    """A weekday morning no later than `at`'s day."""
    at -= timedelta(days=max(0, at.weekday() - 4))
    return min(at, at.replace(hour=8, minute=garden.dice.randint(0, 59)))


def _lesson(garden: Garden, week: int) -> list[tuple[str, str]]:
    teacher, opener = talk.OPENERS[week % len(talk.OPENERS)]
    measured = [
        (who, f"{place}: {celsius + week * 0.6 + garden.dice.random():.1f} °C") for who, place, celsius in talk.PLACES
    ]
    garden.dice.shuffle(measured)
    said = [line for text in talk.TALKS[week :: talk.WEEKS] for line in _spoken(text)]
    return [(teacher, opener.format(week=week + 1)), *measured, *said]


def _spoken(text: str) -> list[tuple[str, str]]:
    return [(who, said) for who, said in (line.split(": ", 1) for line in text.splitlines())]


def _short_talk(garden: Garden, key: str) -> list[Line]:
    spoken = _spoken(talk.OTHER_ROOMS.get(key, ""))
    begin = garden.now - timedelta(hours=5)
    return [(begin + timedelta(minutes=3 * turn), who, said) for turn, (who, said) in enumerate(spoken)]


def _add_answers_and_reactions(garden: Garden) -> None:
    """Replies, a linked chart and reactions in the last hour's script of the first room."""
    messages = [row for row in garden.rows(ChatMessage) if row.room_id == room_id("P1")]

    def starting(text: str) -> ChatMessage:
        return next(message for message in reversed(messages) if message.body.startswith(text))

    for answer, question in talk.REPLIES.items():
        starting(answer).reply_to = starting(question).id
    for text, name in talk.LINKS.items():
        starting(text).material_id = material_id(name)
    for text, given in talk.REACTIONS.items():
        for emoji, speaker in given:
            garden.add(ChatReaction(message_id=starting(text).id, user_id=speaker_id(speaker), emoji=emoji))


def _note_access(garden: Garden) -> None:
    """Whoever wrote was there: a member list must not say otherwise."""
    last = {row.author_id: row.created_at for row in garden.rows(ChatMessage) if row.room_id == room_id("P1")}
    for membership in garden.rows(SpaceMembership):
        wrote_at = last.get(membership.user_id)
        if wrote_at and membership.space_id == space_id("P1"):
            membership.last_access_at = max(wrote_at, membership.last_access_at or wrote_at)
