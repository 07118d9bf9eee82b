"""One transaction that writes what many people wanted written, to many rooms, and says what to tell whom.

The counter rows of all rooms concerned are locked in the order of their ids before anything is numbered: numbers are
given in the order of commits, without holes, and two processes never wait for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.counters import Counters, Told
from server.chat.deciding import decide, remove
from server.chat.models import ChatMessage, ChatMute, ChatReaction, ChatReadState, ChatRoom, MessageState
from server.chat.recent import Key, stored_by_key, written_lately
from server.chat.rules import Recent, RoomRules, check_may_write, check_pace
from server.chat.stored import TABLE, Beside, Stored, alive, beside, fetch, inserting, table_of
from server.chat.wire import (
    Message,
    MessageReacted,
    MessageReleased,
    MessageSent,
    MessageWithdrawn,
)
from server.chat.words import follow, keep_words
from server.chat.writes import (
    Changing,
    Deleting,
    Editing,
    Holding,
    MessageUpdate,
    Reacting,
    Reading,
    Releasing,
    Returning,
    Sending,
    Unlinking,
    Write,
    held,
)
from server.core import clock
from server.core.clock import add_months
from server.core.database import Base, new_id
from server.core.errors import UserError, not_found
from server.rooms.access import TEACHERS
from server.rooms.models import Room, Silence
from server.rooms.people import People

KEPT_MONTHS = 3
"""R-202: calendar months (D-05)."""
MOST_EMOJI = 20
"""Different emoji under one message."""

Outcome = Message | UserError | None

# Made once: of a single message's time, making these would be a good part.
_COUNTERS = (
    select(
        ChatRoom.room_id,
        Room.space_id,
        Room.state,
        ChatRoom.pupils_can_write,
        ChatRoom.hours,
        ChatRoom.slow_mode_s,
        ChatRoom.last_seq,
        ChatRoom.last_change,
    )
    .join(Room, Room.id == ChatRoom.room_id)
    .where(ChatRoom.room_id.in_(bindparam("rooms", expanding=True)))
    .order_by(ChatRoom.room_id)
    .with_for_update(of=ChatRoom)
)
_SILENCES = select(Silence.room_id, Silence.user_id, Silence.reason).where(
    Silence.room_id.in_(bindparam("rooms", expanding=True))
)
_MUTED = select(ChatMute.room_id, ChatMute.user_id).where(
    ChatMute.room_id.in_(bindparam("rooms", expanding=True)),
    (ChatMute.until.is_(None)) | (ChatMute.until > bindparam("now")),
)
_COUNT = (
    update(table_of(ChatRoom))
    .where(table_of(ChatRoom).c.room_id == bindparam("of"))
    .values(last_seq=bindparam("seq"), last_change=bindparam("change"))
)


class Commit:
    """The work of one transaction: `run` in it, `settle` after it. `outcomes` and `told` are whole only then."""

    def __init__(self, db: AsyncSession, people: People, *, careful: bool = False) -> None:
        """`careful`: look for all retries, and not only for those of the last two minutes."""
        self._db = db
        self._careful = careful
        self._people = people
        self._now = clock.now()
        self._expires = add_months(self._now, KEPT_MONTHS)
        self._rooms: dict[UUID, Counters] = {}
        self._muted: set[tuple[UUID, UUID]] = set()
        self._silences: dict[tuple[UUID, UUID], str] = {}
        self._answers: list[tuple[Write, Stored]] = []
        self._changed: dict[UUID, tuple[Stored, type[MessageUpdate]]] = {}
        self._new: set[UUID] = set()
        self._shown_anew: set[UUID] = set()
        self._newly_mentioned: dict[UUID, set[UUID]] = {}
        self._beside: Beside
        self.outcomes: dict[Write, Outcome] = {}
        self.told: dict[UUID, Told] = {}

    async def run(self, writes: Sequence[Write]) -> None:
        """Write everything that is allowed; what is refused has its UserError as outcome."""
        await self._lock({write.room for write in writes})
        present: list[Write] = []
        for write in writes:
            if write.room in self._rooms:
                present.append(write)
            else:
                self.outcomes[write] = not_found("room")
        await self._look_up_muted(present)
        await self._look_up_silences()
        await self._send([w for w in present if isinstance(w, Sending)])
        await self._change([w for w in present if isinstance(w, Changing)])
        await self._mark_read([w for w in present if isinstance(w, Reading)])
        rows = {stored.id: stored for _, stored in self._answers}
        spaces = {room: counters.space for room, counters in self._rooms.items()}
        self._beside = await beside(self._db, self._people, spaces, rows.values(), self._new)
        await self._count()

    async def _lock(self, rooms: set[UUID]) -> None:
        found = (await self._db.execute(_COUNTERS, {"rooms": list(rooms)})).all()
        if len(found) < len(rooms):
            await self._open_chats(rooms - {row.room_id for row in found})
            found = (await self._db.execute(_COUNTERS, {"rooms": list(rooms)})).all()
        for room, space, state, pupils_can_write, hours, slow_mode_s, seq, change in found:
            rules = RoomRules(state, pupils_can_write, hours, slow_mode_s)
            self._rooms[room] = Counters(space, rules, seq, change, change)

    async def _open_chats(self, rooms: Iterable[UUID]) -> None:
        """A room's chat begins with its first message; another process may be beginning it too."""
        there = (await self._db.scalars(select(Room.id).where(Room.id.in_(rooms)))).all()
        if there:
            rows = [{"room_id": room} for room in sorted(there)]
            await self._db.execute(self._insert(ChatRoom).on_conflict_do_nothing(), rows)

    def _insert(self, model: type[Base]) -> Any:
        dialect = self._db.get_bind().dialect.name
        return (postgresql if dialect == "postgresql" else sqlite).insert(table_of(model))

    async def _look_up_muted(self, writes: Sequence[Write]) -> None:
        rooms = {w.room for w in writes if w.author.standing.is_pupil}
        if rooms:
            self._muted = set(await self._db.execute(_MUTED, {"rooms": list(rooms), "now": self._now}))

    async def _look_up_silences(self) -> None:
        silences = await self._db.execute(_SILENCES, {"rooms": list(self._rooms)})
        self._silences = {(room, user): reason for room, user, reason in silences}

    def _check_may_write(self, write: Write) -> None:
        key = write.room, write.author.user
        rules, silence = self._rooms[write.room].rules, self._silences.get(key)
        check_may_write(rules, write.author, key in self._muted, self._now, silence)

    # New messages

    async def _send(self, writes: Sequence[Sending]) -> None:
        if not writes:
            return
        recent, retried = await written_lately(self._db, [write.key for write in writes], self._now)
        known = await self._known(writes if self._careful else [write for write in writes if write.key in retried])
        answered = {write.reply_to for write in writes if write.reply_to}
        originals = {m.id: m for m in await fetch(self._db, ChatMessage.id.in_(answered), alive())} if answered else {}
        new: list[Stored] = []
        words: list[str] = []
        refused: dict[Sending, UserError] = {}
        for write in writes:
            try:
                if before := known.get(write.key):
                    self._again(write, before)
                    continue
                self._check_may_write(write)
                theirs = recent.setdefault(write.author.user, [])
                check_pace(self._rooms[write.room].rules, write.author, write.room, write.text, theirs, self._now)
                self._check_reply(write, originals)
            except UserError as refusal:
                refused[write] = refusal
                continue
            stored = known[write.key] = self._number(write)
            theirs.append(Recent(write.room, write.text, self._now))
            new.append(stored)
            words.append(write.words)
            self._changed[stored.id] = stored, MessageSent
            self._answers.append((write, stored))
        await self._refuse(refused)
        if new:
            # A retry of what was stored long ago breaks the unique key: then all of this is done again, carefully.
            places = await keep_words(self._db, words)
            await inserting(self._db.get_bind().dialect)(self._db, new, places)
            self._new = {stored.id for stored in new}

    async def _refuse(self, refused: dict[Sending, UserError]) -> None:
        """Unless it is a retry of what was allowed then."""
        known = await self._known(list(refused)) if refused and not self._careful else {}
        for write, refusal in refused.items():
            self.outcomes[write] = refusal
            if before := known.get(write.key):
                try:
                    self._again(write, before)
                except UserError as other:
                    self.outcomes[write] = other

    async def _known(self, writes: Sequence[Sending]) -> dict[Key, Stored]:
        return await stored_by_key(self._db, [write.key for write in writes]) if writes else {}

    def _again(self, write: Sending, before: Stored) -> None:
        """A retry is answered with what was stored, while that lives; the same id for another text is a mistake."""
        untouched = before.edited_at is None and before.state is not MessageState.DELETED
        other = (before.body, before.material_id) != (write.text, write.material)
        if before.expires_at <= self._now or (untouched and other):
            raise UserError("client_id_used", "This client id belongs to another message.")
        self._answers.append((write, before))

    def _check_reply(self, write: Sending, originals: dict[UUID, Stored]) -> None:
        if write.reply_to is None:
            return
        original = originals.get(write.reply_to)
        if original is None or original.room_id != write.room or not original.readable_by(write.author.standing):
            raise not_found("message")

    def _number(self, write: Sending) -> Stored:
        room = self._rooms[write.room]
        room.seq += 1
        return Stored(
            id=new_id(),
            room_id=write.room,
            seq=room.seq,
            change=room.next_change(),
            client_id=write.client_id,
            author_id=write.author.user,
            body=write.text,
            state=MessageState.HELD if write.findings else MessageState.VISIBLE,
            reply_to=write.reply_to,
            mentions=[str(user) for user in write.mentions],
            created_at=self._now,
            edited_at=None,
            expires_at=self._expires,
            hold=held(write.findings, self._now) if write.findings else None,
            material_id=write.material,
        )

    # Changes

    async def _change(self, writes: Sequence[Changing]) -> None:
        if not writes:
            return
        messages = {m.id: m for m in await fetch(self._db, ChatMessage.id.in_({w.message for w in writes}), alive())}
        touched: dict[UUID, Stored] = {}
        reworded: dict[UUID, Stored] = {}
        waits_anew: set[UUID] = set()
        for write in writes:
            stored = messages.get(write.message)
            try:
                if stored is None or stored.room_id != write.room or not write.concerns(stored):
                    raise not_found("message")
                said, waited = stored.body, (stored.state, stored.hold)
                update_type = await self._apply(write, stored)
            except UserError as refusal:
                self.outcomes[write] = refusal
                continue
            if update_type:
                stored.change = self._rooms[write.room].next_change()
                touched[stored.id] = stored
                if (stored.state, stored.hold) != waited:
                    waits_anew.add(stored.id)
                if stored.body != said:
                    reworded[stored.id] = stored
                self._changed[stored.id] = stored, update_type
            self._answers.append((write, stored))
        self._shown_anew = touched.keys() - waits_anew - self._new
        if touched:
            columns = ("change", "body", "state", "mentions", "edited_at", "hold", "earlier", "material_id")
            change = update(TABLE).where(ChatMessage.id == bindparam("of"))
            rows = [{"of": m.id} | {c: getattr(m, c) for c in columns} for m in touched.values()]
            await self._db.execute(change, rows)
        if reworded:
            await follow(self._db, reworded.values())

    async def _apply(self, write: Changing, stored: Stored) -> type[MessageUpdate] | None:
        """What happened, or None when nothing did."""
        match write:
            case Editing():
                self._check_may_write(write)
                happened = write.apply(stored, self._now)
                if happened and write.newly_mentioned:
                    self._newly_mentioned.setdefault(stored.id, set()).update(write.newly_mentioned)
                return happened
            case Deleting():
                return await remove(self._db, write, stored)
            case Reacting():
                self._check_may_write(write)
                return await self._react(write, stored)
            case Unlinking():
                return write.apply(stored)
            case Holding() | Releasing() | Returning():
                return await decide(self._db, write, stored, self._now)
            case _:
                raise AssertionError(write)

    async def _react(self, write: Reacting, stored: Stored) -> type[MessageUpdate] | None:
        if stored.state is MessageState.DELETED:
            raise UserError("deleted", "This message was deleted.")
        given = select(ChatReaction.emoji, ChatReaction.user_id).where(ChatReaction.message_id == stored.id)
        reactions = set(await self._db.execute(given))
        mine = (write.emoji, write.author.user)
        if (mine in reactions) == write.on:
            return None
        if not write.on:
            row = (ChatReaction.user_id == mine[1], ChatReaction.emoji == mine[0])
            await self._db.execute(delete(ChatReaction).where(ChatReaction.message_id == stored.id, *row))
            return MessageReacted
        if len({emoji for emoji, _ in reactions} | {write.emoji}) > MOST_EMOJI:
            raise UserError("too_many_reactions", "There are enough different reactions here.")
        row = {"message_id": stored.id, "user_id": mine[1], "emoji": mine[0], "created_at": self._now}
        await self._db.execute(insert(table_of(ChatReaction)), [row])
        return MessageReacted

    # Read marks

    async def _mark_read(self, writes: Sequence[Reading]) -> None:
        """Never back, never beyond the newest message. In order of keys, as all locks are taken."""
        highest: dict[tuple[UUID, UUID], int] = {}
        for write in writes:
            key = write.room, write.author.user
            highest[key] = max(highest.get(key, 0), min(write.seq, self._rooms[write.room].seq))
            self.outcomes[write] = None
        if not highest:
            return
        mark = self._insert(ChatReadState)
        mark = mark.on_conflict_do_update(
            index_elements=["room_id", "user_id"],
            set_={"last_seq": mark.excluded.last_seq, "updated_at": mark.excluded.updated_at},
            where=ChatReadState.last_seq < mark.excluded.last_seq,
        )
        rows = [
            {"room_id": room, "user_id": user, "last_seq": seq, "updated_at": self._now}
            for (room, user), seq in sorted(highest.items())
        ]
        await self._db.execute(mark, rows)

    # Outcomes

    def settle(self) -> None:
        """Once it is committed: turn rows into what people read, for the answers and for the updates. Asks nobody, so
        that the next transaction need not wait for it."""
        rows = {stored.id: stored for _, stored in self._answers}
        messages = {stored.id: self._beside.message(stored) for stored in rows.values()}
        for write, stored in self._answers:
            self.outcomes[write] = messages[stored.id]
        for stored, update_type in sorted(self._changed.values(), key=lambda c: c[0].change):
            frame = update_type(room=stored.room_id, message=messages[stored.id])
            told = self.told.setdefault(stored.room_id, Told())
            if stored.id in self._shown_anew:
                told.shown_anew.add(stored.id)
            told.updates += [(frame, audience) for audience in _audiences(stored)]
            if stored.state is MessageState.HELD:
                withdrawn = MessageWithdrawn(room=stored.room_id, message=stored.id, change=stored.change)
                told.updates.append((withdrawn, "all"))
        for id_, users in self._newly_mentioned.items():
            message, (_, update_type) = messages[id_], self._changed[id_]
            # Of a message that is let through, all hear whom it mentions.
            if message.state == "visible" and update_type is not MessageReleased:
                self.told[message.room].newly_mentioned.append((message, users.intersection(message.mentions)))
        for room, told in self.told.items():
            told.changes = self._rooms[room].began + 1, self._rooms[room].change

    async def _count(self) -> None:
        rows: list[dict[str, Any]] = []
        for room, counters in sorted(self._rooms.items()):
            if counters.change > counters.began:
                rows.append({"of": room, "seq": counters.seq, "change": counters.change})
        if rows:
            await self._db.execute(_COUNT, rows)


def _audiences(stored: Stored) -> tuple[str, ...]:
    """Who may read it hears of it, and nobody else (T2)."""
    return (TEACHERS, str(stored.author_id)) if stored.state is MessageState.HELD else ("all",)
