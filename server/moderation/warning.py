"""A word to a pupil about one message: a ready sentence, or a few words of one's own (the ladder of domain 11.4).

No other pupil ever reads it, but it is no private channel either (domain 6.4.3): every teacher of the space can read it
in the room, and who answers for the pupil is rung with the pupil.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.models import ChatMessage
from server.chat.stored import Stored, alive, fetch
from server.core import clock
from server.core.errors import UserError, forbidden, not_found
from server.core.http import Caller
from server.core.models import AccountType, AuditLine, User
from server.moderation import wire
from server.moderation.bells import pupil_warned, warning_taken_back
from server.moderation.calming import require_over
from server.moderation.models import AT_WORK, Case, CaseStep, ChatWarning, Phrase, Target
from server.notifications.bell import Bell
from server.rooms.hub import Hub
from server.rooms.people import People
from server.rooms.room import require_seen
from server.rooms.topics import room_topic

MOST_SHOWN = 200


async def warn(caller: Caller, room: UUID, message: UUID, body: wire.WarnAuthor) -> wire.ChatWarning:
    """Tell the writer of a message something about it; once for each message."""
    await require_seen(caller, room)
    note = body.note.strip()
    if body.phrase == "own_words" and not note:
        raise UserError("warning_empty", "Write what you want to say.", status=422)
    try:
        async with caller.site.database.write() as db:
            about = await _about(db, caller, room, message)
            warning = ChatWarning(
                room_id=room,
                message_id=about.id,
                pupil_id=about.author_id,
                given_by=caller.identity.user,
                phrase=Phrase(body.phrase),
                note=note,
                expires_at=about.expires_at,
            )
            db.add(warning)
            await db.flush()
            await _write_down(db, caller, warning, "warned")
    except IntegrityError:
        raise UserError("warned_already", "Its writer was warned about this message already.") from None
    (shown,) = await _shown(caller, room, ChatWarning.id == warning.id)
    await _tell(caller, warning, wire.WarningGiven(room=room, warning=shown))
    caller.site.part(Bell).ring(pupil_warned(caller.site, warning, shown))
    return shown


async def _about(db: AsyncSession, caller: Caller, room: UUID, message: UUID) -> Stored:
    """The message, if the caller may read it and may decide about its writer, a pupil."""
    found = await fetch(db, ChatMessage.id == message, ChatMessage.room_id == room, alive())
    if not found or not found[0].readable_by(caller.here):
        raise not_found("message")
    account = await db.scalar(select(User.account_type).where(User.id == found[0].author_id))
    if account is not AccountType.PUPIL:
        raise UserError("only_pupils_warned", "Only pupils are warned. What adults write is reported.")
    await require_over(db, caller.here, found[0].author_id)
    return found[0]


async def take_back(caller: Caller, room: UUID, warning_id: UUID) -> None:
    """Whoever gave it may undo it: it is shown no more, and nobody's bell speaks of it."""
    async with caller.site.database.write() as db:
        warning = await db.get(ChatWarning, warning_id, with_for_update=True)
        if warning is None or warning.room_id != room:
            raise not_found("warning")
        if warning.given_by != caller.identity.user:
            raise forbidden("Only who gave a warning takes it back.")
        await _write_down(db, caller, warning, "warning_taken_back")
        await db.delete(warning)
    await _tell(caller, warning, wire.WarningOver(room=room, warning=warning_id))
    caller.site.part(Bell).ring(warning_taken_back(caller.site, warning_id))


async def understood(caller: Caller, room: UUID, warning_id: UUID) -> None:
    """The pupil has read it: it is shown no more, in no tab."""
    seen = (
        update(ChatWarning)
        .where(
            ChatWarning.id == warning_id,
            ChatWarning.room_id == room,
            ChatWarning.pupil_id == caller.identity.user,
            ChatWarning.expires_at > clock.now(),
        )
        .values(understood_at=clock.now())
        .returning(ChatWarning)
    )
    async with caller.site.database.write() as db:
        warning = await db.scalar(seen)
    if warning is None:
        raise not_found("warning")
    await _tell(caller, warning, wire.WarningOver(room=room, warning=warning_id))


async def listed(caller: Caller, room: UUID) -> wire.ChatWarnings:
    """For a pupil what is still to be understood; for teachers all of the room."""
    await require_seen(caller, room)
    if caller.here.oversees:
        return wire.ChatWarnings(warnings=await _shown(caller, room))
    mine = ChatWarning.pupil_id == caller.identity.user, ChatWarning.understood_at.is_(None)
    return wire.ChatWarnings(warnings=await _shown(caller, room, *mine))


async def _shown(caller: Caller, room: UUID, *which: Any) -> list[wire.ChatWarning]:
    """Newest first; each with the place of its message."""
    query = (
        select(ChatWarning, ChatMessage.seq, ChatMessage.created_at, User.display_name)
        .join(ChatMessage, ChatMessage.id == ChatWarning.message_id)
        .outerjoin(User, User.id == ChatWarning.given_by)
        .where(ChatWarning.room_id == room, ChatWarning.expires_at > clock.now(), *which)
        .order_by(ChatWarning.created_at.desc())
        .limit(MOST_SHOWN)
    )
    async with caller.site.database.read() as db:
        rows = (await db.execute(query)).all()
        people = await caller.site.part(People).many(caller.here.space, {row[0].pupil_id for row in rows}, db)
    return [
        wire.ChatWarning(
            id=warning.id,
            room=room,
            message=warning.message_id,
            seq=seq,
            written_at=written_at,
            pupil=people[warning.pupil_id],
            phrase=warning.phrase.value,
            note=warning.note,
            by=by or "",
            at=warning.created_at,
            understood_at=warning.understood_at,
        )
        for warning, seq, written_at, by in rows
    ]


async def _tell(caller: Caller, warning: ChatWarning, update: wire.WarningGiven | wire.WarningOver) -> None:
    await caller.site.part(Hub).publish(room_topic(warning.room_id), update, str(warning.pupil_id))


async def _write_down(db: AsyncSession, caller: Caller, warning: ChatWarning, kind: str) -> None:
    """In the audit log without the words; with them in the timelines of the cases about that message or pupil."""
    space = caller.here.space
    line = AuditLine(
        actor_id=caller.identity.user,
        action={"warned": "chat.warn"}.get(kind, "chat.take_warning_back"),
        target_type="message",
        target_id=warning.message_id,
        space_id=space,
        data={"author": str(warning.pupil_id), "phrase": warning.phrase.value},
    )
    db.add(line)
    concerned = or_(
        and_(Case.target_type == Target.MESSAGE, Case.target_id == warning.message_id),
        and_(Case.target_type == Target.PERSON, Case.target_id == warning.pupil_id),
    )
    cases = select(Case.id).where(Case.space_id == space, Case.state.in_(AT_WORK), concerned)
    step = {"author_id": caller.identity.user, "kind": kind, "data": {"phrase": warning.phrase.value}}
    text = warning.note if kind == "warned" else ""
    db.add_all(CaseStep(case_id=case, text=text, **step) for case in await db.scalars(cases))
