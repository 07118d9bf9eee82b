"""Leaving soon, save to the project? What leaves a room, what a teacher keeps of it, and what the project has kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from campus.pages.models import KeptText
from campus.pages.wire import KeepMessage, KeptTexts, LeavingMessages
from campus.pages.wire import KeptText as Shown
from server.chat.models import ChatMessage, MessageState
from server.chat.previews import previews_of
from server.chat.stored import Stored, alive, fetch, shown
from server.core import clock
from server.core.errors import forbidden, not_found
from server.core.http import Caller
from server.core.models import AuditLine, Material
from server.core.permissions import Facts, Right, Standing, may, require
from server.rooms.people import People
from server.rooms.room import require_inside
from server.rooms.wire import Person

AHEAD = timedelta(days=14)
MOST_SHOWN = 200
TITLE_LENGTH = 60


def leaving(room: UUID, within: timedelta = AHEAD) -> tuple[ColumnElement[bool], ...]:
    """Messages with a text that this room loses within a time."""
    return (
        ChatMessage.room_id == room,
        ChatMessage.state == MessageState.VISIBLE,
        ChatMessage.expires_at <= clock.now() + within,
        alive(),
    )


async def leaving_soon(caller: Caller, room: UUID) -> LeavingMessages:
    """What leaves a room within two weeks, for its teachers."""
    await require_inside(caller, room)
    standing = _teacher(caller)
    async with caller.site.database.read() as db:
        number = await db.scalar(select(func.count()).select_from(ChatMessage).where(*leaving(room))) or 0
        rows = (await fetch(db, *leaving(room)))[:MOST_SHOWN]
        messages = await shown(db, caller.site.part(People), {room: standing.space}, rows)
        mine = (KeptText.space_id == standing.space, KeptText.message_id.in_([row.id for row in rows]))
        kept = list(await db.scalars(select(KeptText.message_id).where(*mine)))
    return LeavingMessages(messages=messages, number=number, kept=kept)


async def keep(caller: Caller, room: UUID, body: KeepMessage) -> Shown:
    """Keep a message as a text of the project. What was kept before is answered as it stands."""
    await require_inside(caller, room)
    standing = _teacher(caller)
    try:
        async with caller.site.database.write() as db:
            return await _keep(caller, db, standing, room, body)
    except IntegrityError:
        # Another teacher kept it at the same moment.
        async with caller.site.database.read() as db:
            return await _one(caller, db, KeptText.message_id == body.message)


async def _keep(caller: Caller, db: AsyncSession, standing: Standing, room: UUID, body: KeepMessage) -> Shown:
    found = await fetch(db, ChatMessage.id == body.message, ChatMessage.room_id == room, alive())
    if not found or found[0].state is not MessageState.VISIBLE:
        raise not_found("message")
    here = KeptText.space_id == standing.space
    if await db.scalar(select(KeptText.id).where(here, KeptText.message_id == body.message)) is None:
        message = found[0]
        text = KeptText(
            space_id=standing.space,
            message_id=message.id,
            title=body.title.strip() or _title(message),
            text=message.body,
            author_id=message.author_id,
            written_at=message.created_at,
            kept_by=standing.user,
            material_id=await _there(db, message.material_id),
        )
        db.add(text)
        await db.flush()
        db.add(_line("page.keep", standing, text, message=str(message.id)))
        await db.flush()
    return await _one(caller, db, KeptText.message_id == body.message)


async def _there(db: AsyncSession, material: UUID | None) -> UUID | None:
    """A message may link what is no longer there; a kept text holds only what is, and until it goes."""
    return await db.scalar(select(Material.id).where(Material.id == material)) if material else None


async def kept_texts(caller: Caller, space: UUID) -> KeptTexts:
    """The page "Kept from the chatroom"."""
    query = select(KeptText).where(KeptText.space_id == space).order_by(KeptText.created_at.desc(), KeptText.id.desc())
    async with caller.site.database.read() as db:
        return KeptTexts(texts=await _shown(caller, db, (await db.scalars(query)).all()))


async def delete(caller: Caller, space: UUID, text: UUID) -> None:
    """Take a text off the page: whoever kept it, and those who administer."""
    standing = caller.here
    async with caller.site.database.write() as db:
        found = await db.get(KeptText, text)
        if found is None or found.space_id != space:
            raise not_found("text")
        require(standing, Right.PAGE_ARRANGE, Facts(own=found.kept_by == standing.user))
        db.add(_line("page.delete", standing, found))
        await db.delete(found)


async def _one(caller: Caller, db: AsyncSession, which: ColumnElement[bool]) -> Shown:
    query = select(KeptText).where(KeptText.space_id == caller.here.space, which)
    return (await _shown(caller, db, [(await db.scalars(query)).one()]))[0]


async def _shown(caller: Caller, db: AsyncSession, texts: Sequence[KeptText]) -> list[Shown]:
    standing = caller.here
    named = {text.author_id for text in texts if text.author_id} | {text.kept_by for text in texts}
    persons: dict[UUID, Person] = await caller.site.part(People).many(standing.space, named, db) if named else {}
    previews = await previews_of(db, {text.material_id for text in texts if text.material_id})
    return [
        Shown(
            id=text.id,
            title=text.title,
            text=text.text,
            author=persons[text.author_id] if text.author_id else None,
            written_at=text.written_at,
            kept_by=persons[text.kept_by],
            kept_at=text.created_at,
            material=previews.get(text.material_id) if text.material_id else None,
            may_delete=may(standing, Right.PAGE_ARRANGE, Facts(own=text.kept_by == standing.user)),
        )
        for text in texts
    ]


def _teacher(caller: Caller) -> Standing:
    if not caller.here.is_teacher:
        raise forbidden("Teachers of the project decide what is kept.")
    return caller.here


def _title(message: Stored) -> str:
    line = " ".join(message.body.split())
    if len(line) <= TITLE_LENGTH:
        return line
    return line[:TITLE_LENGTH].rsplit(" ", 1)[0] + " …"


def _line(action: str, standing: Standing, text: KeptText, **data: str) -> AuditLine:
    return AuditLine(
        actor_id=standing.user,
        action=action,
        target_type="kept_text",
        target_id=text.id,
        space_id=standing.space,
        data=data,
    )
