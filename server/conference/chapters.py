"""Chapters of the running recording: where a page came on stage, where a poll was opened.

They are counted from the recording's beginning; a film that was cut shows those that lie in it, and at its own
beginning the one that was going on then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.conference.recordings import ChapterKind, Recording, RecordingChapter
from server.core import clock

TURNED_ON_MS = 2000
"""A page that was shown for less was only leafed through."""
APART_MS = 1000
"""A chapter that begins so soon after the film takes the place of the one that was going on."""


class Chapter(NamedTuple):
    """A chapter of a film."""

    at_ms: int
    """After the film's beginning."""
    kind: ChapterKind
    title: str
    page: int | None
    document: UUID | None = None

    @property
    def words(self) -> str:
        """What players show that know no languages."""
        return f"{self.title}, {self.page}" if self.page is not None else self.title


async def note(
    db: AsyncSession,
    recording: UUID | None,
    kind: ChapterKind,
    title: str,
    page: int | None = None,
    document: UUID | None = None,
) -> None:
    """From now on it is about this; nothing where nothing is recorded."""
    running = await db.get(Recording, recording) if recording is not None else None
    if running is None:
        return
    at_ms = max(0, int((clock.now() - running.started_at).total_seconds() * 1000))
    newest = select(RecordingChapter).where(RecordingChapter.recording_id == running.id)
    last = await db.scalar(newest.order_by(RecordingChapter.at_ms.desc(), RecordingChapter.id.desc()).limit(1))
    if last is not None and (last.kind, last.title, last.page, last.document_id) == (kind, title, page, document):
        return
    leafed = last is not None and last.kind is kind is ChapterKind.SLIDE and at_ms - last.at_ms < TURNED_ON_MS
    if last is None or not leafed:
        last = RecordingChapter(recording_id=running.id, kind=kind)
        db.add(last)
    last.at_ms, last.title, last.page, last.document_id = at_ms, title, page, document
    await db.flush()


async def of(db: AsyncSession, recording: UUID, begin_ms: int, length_ms: int) -> list[Chapter]:
    """Those of a film that begins so long after its recording, and is so long."""
    query = select(RecordingChapter).where(RecordingChapter.recording_id == recording)
    rows = (await db.scalars(query.order_by(RecordingChapter.at_ms, RecordingChapter.id))).all()
    return within(rows, begin_ms, length_ms)


def within(rows: Sequence[RecordingChapter], begin_ms: int, length_ms: int) -> list[Chapter]:
    """Those of these, in their order, that a film shows. Pure."""
    before = [row for row in rows if row.at_ms <= begin_ms]
    shown = [row for row in rows if begin_ms < row.at_ms < begin_ms + length_ms]
    if before and not (shown and shown[0].at_ms - begin_ms < APART_MS):
        # What was going on when the film begins.
        shown.insert(0, before[-1])
    return [Chapter(max(0, row.at_ms - begin_ms), row.kind, row.title, row.page, row.document_id) for row in shown]


async def forget(db: AsyncSession, recording: UUID) -> None:
    """The film is gone: what it spoke of goes as well."""
    await db.execute(delete(RecordingChapter).where(RecordingChapter.recording_id == recording))
