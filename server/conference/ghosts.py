"""The ghosts of rehearsals: accounts that nobody can sign in to, shared by all rehearsals, and what they do (S7)."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from server.chat.counters import Told
from server.chat.rules import Author
from server.chat.within import tell, write_within
from server.chat.writes import Sending
from server.conference import wire
from server.conference.changing import Change, changing
from server.conference.lines import Lines, conference_topic
from server.conference.models import Conference, ConferenceSeat, SeatRole, SeatState
from server.conference.picture import HOSTS
from server.conference.polls.rehearsed import answer_as_ghosts
from server.conference.rehearsing import GHOSTS
from server.conference.silences import chat_closed
from server.conference.wire.words import ReactionKind
from server.core.database import new_id
from server.core.models import AccountType, SpaceRole, User, UserStatus
from server.core.site import Site
from server.rooms.hub import Hub
from server.rooms.standing import standing_of_member

NAMES = [f"Ghost {number:02}" for number in range(1, GHOSTS + 1)]
IDS = [uuid5(NAMESPACE_OID, f"twinspace rehearsal {name}") for name in NAMES]
"""In the order of their numbers."""
STEP_S = 3.0
"""Seconds from one deed to the next."""
MOST_HANDS = 4
AT_ONCE = 5
"""As many answer a poll at the same moment."""
WRITES = 0.5
"""How often a step brings a message, so that one sees how a chat runs beside the stage."""
WORDS = (
    "Salam! 👋",
    "Ciao a tutti!",
    "Dzień dobry!",
    "Bonjour à toutes et à tous",
    "Γεια σας!",
    "გამარჯობა!",
    "Вітаю з Харкова!",
    "مرحبا بالجميع",
    "Could you show the page before once more, please?",
    "We hear you well 👍",
    "How long may the song be? Our class has one of four minutes, and one that is shorter.",
)
"""In some of the languages of those who will come: also how these look beside the stage is tried out."""
REACTIONS: tuple[ReactionKind, ...] = ("thumbs_up", "clap", "heart", "laugh", "surprised", "party")
_dice = random.Random()


async def called(site: Site) -> list[UUID]:
    """All ghosts; the first rehearsal ever makes them."""
    async with site.database.read() as db:
        known = set(await db.scalars(select(User.id).where(User.id.in_(IDS))))
    if len(known) < GHOSTS:
        # Two rehearsals that begin at the same moment: the other one has made them.
        with suppress(IntegrityError):
            async with site.database.write() as db:
                db.add_all(_account(name, one) for name, one in zip(NAMES, IDS, strict=True) if one not in known)
    return list(IDS)


def _account(name: str, identity: UUID) -> User:
    return User(
        id=identity,
        account_type=AccountType.GENERAL,
        username=f"rehearsal-{identity.hex}",
        first_name=name,
        display_name=name,
        # Whoever is deactivated cannot sign in, and is found by nobody.
        status=UserStatus.DEACTIVATED,
    )


async def step(site: Site) -> None:
    """Let the ghosts of those rehearsals do something in which somebody of this process is inside."""
    here = site.part(Lines).conferences()
    if not here:
        return
    query = select(Conference.id).where(Conference.id.in_(list(here)), Conference.rehearsal_since.is_not(None))
    async with site.database.read() as db:
        rehearsed = (await db.scalars(query)).all()
    for conference in rehearsed:
        await _act(site, conference)


async def _act(site: Site, conference: UUID) -> None:
    async with changing(site, conference) as change:
        seats = [one for one in change.seating.seats.values() if one.simulated and one.state is SeatState.CONNECTED]
        if change.seating.conference.rehearsal_since is None or not seats:
            return
        _raise_or_lower(change.seating.now, seats)
        for seat in seats:
            # Somebody invited speaks, so that one sees how it looks.
            seat.microphone = seat.role is SeatRole.PRESENTER and not seat.microphone_held
        voters = _dice.sample([seat.user_id for seat in seats], min(AT_ONCE, len(seats)))
        counted = await answer_as_ghosts(change.db, change.seating.conference, voters, _dice.randrange)
        change.notes += [(one, HOSTS) for one in counted]
        reacting = _dice.choice(seats).user_id
        said = await _write(change, seats)
    await tell(site, said)
    if _dice.random() < 0.5:
        update = wire.ReactionSent(conference=conference, user=reacting, reaction=_dice.choice(REACTIONS))
        await site.part(Hub).publish(conference_topic(conference), update)


def _raise_or_lower(now: datetime, seats: list[ConferenceSeat]) -> None:
    """A few hands are up, seldom the same for long."""
    up = [seat for seat in seats if seat.hand_at is not None]
    if len(up) < MOST_HANDS:
        seat = _dice.choice(seats)
        if seat.hand_at is None and seat.role is SeatRole.ATTENDEE:
            seat.hand_at = now
            seat.hands += 1
    elif _dice.random() < 0.3:
        _dice.choice(up).hand_at = None


async def _write(change: Change, seats: Sequence[ConferenceSeat]) -> Mapping[UUID, Told]:
    """Sometimes a few words of one of them, as far as participants may write. In this very transaction: nothing of it
    can come after the end of the rehearsal, which deletes them."""
    seating, seat = change.seating, _dice.choice(seats)
    if _dice.random() >= WRITES or chat_closed(seating, seat.user_id) is not None:
        return {}
    name = seating.people[seat.user_id].name
    standing = standing_of_member(seating.space, SpaceRole.MEMBER, seat.user_id, AccountType.GENERAL, name)
    sending = Sending(
        room=seating.conference.room_id,
        author=Author(standing, "UTC"),
        client_id=new_id(),
        text=_dice.choice(WORDS),
        reply_to=None,
        mentions=[],
    )
    return await write_within(change.site, change.db, [sending])
