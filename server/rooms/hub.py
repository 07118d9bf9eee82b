"""Who of this process listens to what, and the one way by which an update reaches them: publish, bus, deliver."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import msgspec
import structlog

from server.core import metrics
from server.core.connection import Connection
from server.core.database import is_away
from server.core.site import Site
from server.core.wire import Prepared, Update, encode, prepare
from server.rooms.order import Orders
from server.rooms.topics import user_topic

log = structlog.get_logger()

ALL = frozenset({"all"})


class Parcel(msgspec.Struct, frozen=True, array_like=True):
    """What travels on the bus: encoded frames with their audiences, and the numbers of the changes they tell of."""

    frames: list[tuple[str, bytes]]
    first: int = 0
    last: int = 0


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Parcel)


class Hub:
    """The listeners of this process. Nothing here knows what a frame says."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._topics: dict[str, dict[Connection, frozenset[str]]] = {}
        self._attached: dict[Connection, set[str]] = {}
        self._heard: dict[str, Callable[[bytes], object]] = {}
        self._on_opened: list[Callable[[Connection], Awaitable[None]]] = []
        self._on_detached: list[Callable[[Connection, str], None]] = []
        self._on_closed: list[Callable[[Connection], Awaitable[None]]] = []
        self._on_gap: list[Callable[[], Awaitable[None]]] = []
        self._on_lost: list[Callable[[Connection, str], Awaitable[None]]] = []
        self.orders = Orders(self._is_heard, self._release)
        """Of the numbered changes of each topic."""

    async def start(self) -> None:
        """Listen to the bus."""
        self._site.bus.listen(self.deliver, self.missed)
        await self._site.bus.start()

    async def close(self) -> None:
        """Leave the bus."""
        self.orders.close()
        await self._site.bus.close()

    # Connections

    async def opened(self, connection: Connection) -> None:
        """A socket was accepted: it hears what is its user's own, then those who asked are told."""
        self._attached[connection] = set()
        await self.attach(connection, user_topic(connection.identity.user))
        for listener in self._on_opened:
            await listener(connection)

    async def closed(self, connection: Connection) -> None:
        """A socket is gone: it leaves everywhere, then the features are told."""
        for topic in list(self._attached.get(connection, ())):
            await self.detach(connection, topic)
        self._attached.pop(connection, None)
        for listener in self._on_closed:
            try:
                await listener(connection)
            except Exception:
                log.exception("hub.on_closed")

    def everybody(self) -> list[Connection]:
        """All open sockets of this process."""
        return list(self._attached)

    def on_opened(self, listener: Callable[[Connection], Awaitable[None]]) -> None:
        """Ask to be told of each new socket, once it can be told of revocations."""
        self._on_opened.append(listener)

    def on_detached(self, listener: Callable[[Connection, str], None]) -> None:
        """Ask to be told when a connection hears a topic no more, for whatever reason. Must not wait."""
        self._on_detached.append(listener)

    def on_closed(self, listener: Callable[[Connection], Awaitable[None]]) -> None:
        """Ask to be told of each socket that is gone."""
        self._on_closed.append(listener)

    def on_gap(self, listener: Callable[[], Awaitable[None]]) -> None:
        """Ask to be told when anything may have been missed, on any topic."""
        self._on_gap.append(listener)

    def on_lost(self, listener: Callable[[Connection, str], Awaitable[None]]) -> None:
        """Ask to be told when a connection was taken off a topic because the right to it is gone (T1)."""
        self._on_lost.append(listener)

    # Listening

    async def attach(self, connection: Connection, topic: str, audiences: frozenset[str] = ALL) -> None:
        """Let a connection hear a topic, as far as it is meant for one of `audiences` or for its own user.

        The caller has checked the right, and checks it once more after this returns: from here on a change of rights
        is heard, and one that came before was not.
        """
        if connection not in self._attached:
            return
        self._attached[connection].add(topic)
        self._topics.setdefault(topic, {})[connection] = audiences
        await self._site.bus.subscribe(topic)

    async def detach(self, connection: Connection, topic: str) -> None:
        """Let it hear no more."""
        listeners = self._topics.get(topic, {})
        listeners.pop(connection, None)
        self._attached.get(connection, set[str]()).discard(topic)
        for listener in self._on_detached:
            listener(connection, topic)
        if topic in self._topics and not listeners:
            del self._topics[topic]
            self.orders.forget(topic)
            await self._site.bus.unsubscribe(topic)

    async def lose(self, connection: Connection, topic: str) -> None:
        """Detach because the right is gone, and tell the features that keep something for this connection."""
        await self.detach(connection, topic)
        for listener in self._on_lost:
            await listener(connection, topic)

    def is_attached(self, connection: Connection, topic: str) -> bool:
        """Whether this connection hears the topic: being in a room means this."""
        return connection in self._topics.get(topic, {})

    def connections(self, topic: str) -> list[Connection]:
        """Those of this process who hear the topic."""
        return list(self._topics.get(topic, {}))

    def audiences(self, connection: Connection, topic: str) -> frozenset[str]:
        """As which audiences it hears the topic."""
        return self._topics.get(topic, {}).get(connection, frozenset())

    def topics(self, connection: Connection) -> list[str]:
        """All that a connection hears."""
        return list(self._attached.get(connection, ()))

    def topics_with(self, prefix: str) -> list[str]:
        """All topics of a kind that somebody of this process hears."""
        return [topic for topic in self._topics if topic.startswith(prefix)]

    async def hear(self, topic: str, listener: Callable[[bytes], object]) -> None:
        """Let a part of the server itself hear a topic that no connection listens to."""
        self._heard[topic] = listener
        await self._site.bus.subscribe(topic)

    async def unhear(self, topic: str) -> None:
        """Stop that."""
        self._heard.pop(topic, None)
        await self._site.bus.unsubscribe(topic)

    # Publishing and delivering

    async def publish(self, topic: str, update: Update, audience: str = "all") -> None:
        """Tell everybody who listens to the topic, in every process, and belongs to the audience.

        An audience is "all", a name given at `attach`, or the id of one user.
        """
        await self.publish_all(topic, [(update, audience)])

    async def publish_all(
        self, topic: str, updates: Sequence[tuple[Update, str]], changes: tuple[int, int] = (0, 0)
    ) -> None:
        """Several updates at once, each encoded once; with the numbers of the changes they tell of, if any."""
        parcel = Parcel([(audience, encode(update)) for update, audience in updates], *changes)
        await self._site.bus.publish(topic, _encoder.encode(parcel))

    async def tell(self, user: UUID, update: Update) -> None:
        """Tell one user, in every tab of every process."""
        await self.publish(user_topic(user), update)

    def deliver(self, topic: str, payload: bytes) -> None:
        """The bus's listener: the same path for what this and for what other processes published."""
        if listener := self._heard.get(topic):
            listener(payload)
            return
        if topic not in self._topics:
            return
        parcel = _decoder.decode(payload)
        if parcel.last:
            self.orders.heard(topic, parcel.first, parcel.last, payload)
        else:
            self._hand_out(topic, parcel)

    def _is_heard(self, topic: str) -> bool:
        return topic in self._topics

    def _release(self, topic: str, payload: bytes) -> None:
        self._hand_out(topic, _decoder.decode(payload))

    def _hand_out(self, topic: str, parcel: Parcel) -> None:
        for audience, frame in parcel.frames:
            readers = [
                connection
                for connection, audiences in self._topics.get(topic, {}).items()
                if audience in audiences or audience == str(connection.identity.user)
            ]
            prepared = Prepared(frame)
            for connection in readers:
                connection.push(prepared)
            metrics.DELIVERED.inc(len(readers))

    def push(self, topic: str, update: Update) -> None:
        """Tell those of this process only: for what each process finds out by itself."""
        prepared = prepare(update)
        for connection in self.connections(topic):
            connection.push(prepared)

    async def missed(self) -> None:
        """The bus's other listener: anything may have been missed. Raises if the database was away for any of those who
        ask to be told: then the bus calls again, until all of them have looked."""
        away: Exception | None = None
        for listener in self._on_gap:
            try:
                await listener()
            except Exception as error:
                if is_away(error):
                    away = error
                else:
                    log.exception("hub.on_gap")
        if away is not None:
            raise away
