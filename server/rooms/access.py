"""Keeps open sockets within their rights: who signs out is closed, who loses a right is taken off the topic (T1)."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Iterable
from uuid import UUID

import structlog
from sqlalchemy import select

from server.core import clock
from server.core.connection import Connection
from server.core.database import is_away
from server.core.ending import Tasks
from server.core.errors import UserError
from server.core.going_on import going_on
from server.core.models import MAY_SIGN_IN, LoginSession, User
from server.core.permissions import Right, Standing, could
from server.core.revocation import TOPIC, Revoked, decode
from server.core.site import Site
from server.core.wire import CloseCode
from server.rooms.hub import Hub
from server.rooms.people import People
from server.rooms.places import Places
from server.rooms.room import Rooms
from server.rooms.wire import RoomClosed

log = structlog.get_logger()

LOOK_EVERY = 30.0
"""Seconds. Login sessions also run out by themselves, and a notice may be lost: everything is looked at again."""
LOOK_EVERY_ALONE = 2.0
"""The same while the bus is away and no notice can be heard."""
ROUNDS = 10
"""Rights in rooms and spaces are asked one socket after the other, so each look asks for a tenth of the sockets."""

TEACHERS = "teachers"


def audiences_of(standing: Standing) -> frozenset[str]:
    """What somebody of this standing hears in a room."""
    return frozenset({"all", TEACHERS}) if standing.oversees else frozenset({"all"})


class Access:
    """Heeds the notices on the topic `access`, and mistrusts their absence."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._hub = site.part(Hub)
        self._hub.on_opened(self.check_opened)
        self._hub.on_gap(self.recheck)
        self._tasks = Tasks()

    async def start(self) -> None:
        """Hear notices from now on."""
        await self._hub.hear(TOPIC, self._heed)
        self._tasks.run(self._look_again())

    async def close(self) -> None:
        """Stop looking."""
        await self._tasks.end()

    def _heed(self, payload: bytes) -> None:
        notice = decode(payload)
        if isinstance(notice, Revoked):
            for connection in self._hub.everybody():
                identity = connection.identity
                ended = notice.login_sessions is None or identity.login_session in notice.login_sessions
                if identity.user == notice.user and ended:
                    connection.close(CloseCode.SIGNED_OUT, "signed out")
            return
        # Forgotten at once, so that whatever is asked from now on is asked anew.
        self._site.part(Places).forget(notice.user, notice.space)
        self._site.part(People).forget(notice.user, notice.space)
        self._tasks.run(self._judge_again(notice.user, notice.space))

    async def recheck(self) -> None:
        """Notices may have been missed: look at every socket and every right again."""
        self._site.part(Places).forget(None, None)
        await self.check(self._hub.everybody())
        await self._judge_again(None, None)

    async def _look_again(self) -> None:
        for turn in itertools.count():
            alone = not await self._site.bus.ping()
            await asyncio.sleep(LOOK_EVERY_ALONE if alone else LOOK_EVERY)
            with going_on(log, "access.look_again"):
                if alone:
                    await self.recheck()
                else:
                    await self._look(turn % ROUNDS)

    async def _look(self, turn: int) -> None:
        everybody = self._hub.everybody()
        await self.check(everybody)
        await self._judge_anew(c for c in everybody if c.id.int % ROUNDS == turn)

    async def check_opened(self, connection: Connection) -> None:
        """A new socket is looked at once more, now that a notice would be heard; what cannot be checked comes again."""
        try:
            await self.check([connection])
        except Exception as error:
            if not is_away(error):
                raise
            connection.close(CloseCode.OUTBOX_FULL, "try again later")

    async def check(self, connections: Iterable[Connection]) -> None:
        """Close those whose login session is over, or whose account may not sign in any more."""
        connections = list(connections)
        for start in range(0, len(connections), 500):
            some = connections[start : start + 500]
            query = (
                select(LoginSession.id)
                .join(User, User.id == LoginSession.user_id)
                .where(
                    LoginSession.id.in_([connection.identity.login_session for connection in some]),
                    LoginSession.revoked_at.is_(None),
                    LoginSession.expires_at > clock.now(),
                    User.status.in_(MAY_SIGN_IN),
                )
            )
            async with self._site.database.read() as db:
                valid = set(await db.scalars(query))
            for connection in some:
                if connection.identity.login_session not in valid:
                    connection.close(CloseCode.SIGNED_OUT, "signed out")

    async def _judge_again(self, user: UUID | None, space: UUID | None) -> None:
        """Everybody concerned by a notice."""
        await self._judge_anew((c for c in self._hub.everybody() if user is None or c.identity.user == user), space)

    async def _judge_anew(self, connections: Iterable[Connection], space: UUID | None = None) -> None:
        """Take these off the topics whose right is gone; asked again until the database answers."""
        concerned = deque(connections)
        while concerned:
            try:
                for topic in self._hub.topics(concerned[0]):
                    await self._judge(concerned[0], topic, space)
            except Exception as error:
                if is_away(error):
                    await asyncio.sleep(0.5)
                    continue
                # The others are judged all the same, and this one again at the next look.
                log.exception("access.judge")
            concerned.popleft()

    async def _judge(self, connection: Connection, topic: str, space: UUID | None) -> None:
        name, _, place = topic.partition(":")
        if name not in ("room", "space"):
            return
        try:
            standing = await self._site.part(Places).standing(connection.identity, name, UUID(place))
        except UserError:
            standing = None
        if standing and space is not None and standing.space != space:
            return
        if standing and could(standing, await self._right_to_hear(name, UUID(place), standing)):
            if self._hub.is_attached(connection, topic):
                kept = self._hub.audiences(connection, topic) - {TEACHERS}
                await self._hub.attach(connection, topic, kept | audiences_of(standing))
            return
        await self._hub.lose(connection, topic)
        if name == "room":
            archived = standing is not None and standing.space_state == "archived"
            connection.send(RoomClosed(room=UUID(place), reason="archived" if archived else "revoked"))

    async def _right_to_hear(self, name: str, place: UUID, standing: Standing) -> Right:
        if name == "space":
            return Right.SEE_SPACE
        return (await self._site.part(Rooms).facts(place)).right_to_be_in(standing)
