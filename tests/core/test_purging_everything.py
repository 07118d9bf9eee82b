"""All that has an end is counted when it is past it, and gone after a purge: in every table, and on the disk."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from server import demo
from server.app import STORES, make_site
from server.chat.models import ChatMessage, ChatMute
from server.conference.conference import OVER
from server.conference.documents.converting import workplaces
from server.conference.models import Conference, ConferenceState, EndReason
from server.conference.recordings import Recording, RecordingPerson, RecordingState, RecordingViewing
from server.core import clock, receipts
from server.core.database import Base, new_id
from server.core.models import AuditLine, InitialCredential, LoginSession, Notification, PushSubscription
from server.core.retention import Retention
from server.core.settings import Settings
from server.core.site import Site
from server.demo.chat import room_id
from server.demo.people import pupil_id, user_id
from server.moderation import evidence
from server.moderation.models import Case, CaseState, ChatWarning, Outcome, Phrase
from server.notifications.models import Mail, Push

pytestmark = pytest.mark.anyio

ROWS_STAY = {"cases", "recordings"}
"""That there was one stays; what was said and shown in it, and whose it was, goes (domain 10.1)."""
FOLLOW = {"read_marks", "words", "redis_keys"}
"""Marks and words that have lost their messages, and keys without an end, do not age: each is tested where it is."""


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Site:
    return make_site(Settings(database_url=database_url, data_dir=tmp_path, secret_key="a secret of this test"))


async def test_two_years_later_every_store_has_something_to_give_away_and_then_nothing(
    site: Site, tmp_path: Path
) -> None:
    await demo.seed(site)
    await plant(site)
    packets, stray = tmp_path / "recordings" / new_id().hex, tmp_path / "files" / "incoming" / "half"
    workplace = workplaces(site) / "left"
    for folder in (packets, workplace):
        folder.mkdir(parents=True)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")
    for path in (packets, workplace, stray):
        os.utime(path, (0, 0))
    with clock.frozen(clock.add_months(clock.now(), 26)):
        retention = site.part(Retention)
        past = await retention.prove()
        assert {store.name for store in STORES} <= past.keys()
        assert {name for name, number in past.items() if number == 0} <= FOLLOW
        assert await tables_with_something_past_its_end(site) == tables_with_an_end()
        await retention.purge()
        assert not any((await retention.prove()).values())
        assert await tables_with_something_past_its_end(site) == set()
    assert not any(path.exists() for path in (packets, workplace, stray))
    await site.database.close()


async def plant(site: Site) -> None:
    """What the demo data lack."""
    now = clock.now()
    teacher, pupil, room = user_id("Günel Səfərli"), pupil_id("baku", "Aysu"), room_id("P1")
    soon = {"expires_at": now + timedelta(days=30)}
    async with site.database.write() as db:
        message = await db.scalar(select(ChatMessage.id).where(ChatMessage.room_id == room).limit(1))
        over = await db.scalar(select(Conference.id).where(Conference.state == ConferenceState.ENDED).limit(1))
        assert over is not None
        recording = Recording(
            id=new_id(), conference_id=over, started_by=teacher, started_at=now, stopped_at=now, **soon
        )
        recording.state, recording.failure = RecordingState.FAILED, "empty"
        case = (await db.scalars(select(Case))).first()
        assert case is not None
        case.move_to(CaseState.RESOLVED)
        case.outcome, case.resolved_at, case.resolved_by = Outcome.NO_ACTION, now, teacher
        case.expires_at = clock.add_months(now, 6)
        await evidence.seal(site, db, case)
        # The demo's are still to come, or run.
        begun = update(Conference).where(Conference.state.not_in(OVER))
        await db.execute(begun.values(state=ConferenceState.ENDED, ended_at=now, end_reason=EndReason.HOST))
        rung = await db.scalar(select(Notification.id).limit(1))
        login = LoginSession(id=new_id(), token_hash=b"x" * 32, user_id=teacher, last_seen_at=now, **soon)
        subscription = PushSubscription(
            id=new_id(),
            user_id=teacher,
            login_session_id=login.id,
            endpoint="https://push.example.org/1",
            p256dh=b"x",
            auth=b"x",
        )
        db.add_all(
            [
                AuditLine(action="room.create", at=clock.add_months(now, -25)),
                login,
                InitialCredential(user_id=pupil, created_by=teacher, secret_encrypted=b"x", **soon),
                ChatMute(room_id=room, user_id=pupil, muted_by=teacher, until=now + timedelta(minutes=10)),
                ChatWarning(room_id=room, message_id=message, pupil_id=pupil, phrase=Phrase.NO_NAMES, note="", **soon),
                Mail(user_id=teacher, subject="Hello", text="Hello", **soon),
                recording,
                subscription,
                Push(notification_id=rung, subscription_id=subscription.id, next_try_at=now, **soon),
                RecordingPerson(recording_id=recording.id, user_id=pupil),
                RecordingViewing(recording_id=recording.id, user_id=pupil, opened_at=now),
            ]
        )
    for _ in range(2):
        await receipts.write(site, now, now, {})


def tables_with_an_end() -> set[str]:
    """Whose rows say themselves when they go. One that is new here needs a store, and a row in this test."""
    return {table.name for table in Base.metadata.sorted_tables if "expires_at" in table.c} - ROWS_STAY


async def tables_with_something_past_its_end(site: Site) -> set[str]:
    found: set[str] = set()
    async with site.database.read() as db:
        for table in Base.metadata.sorted_tables:
            if table.name in tables_with_an_end():
                past = select(func.count()).select_from(table).where(table.c.expires_at <= clock.now())
                found |= {table.name} if await db.scalar(past) else set()
    return found
