"""What an event must be before everybody may see it, in words that its host can act on (R-067 … R-071, D-13, D-19)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from campus.contacts.actions import contacts_of
from campus.events import times
from campus.events.wire import EventFields
from server.core.errors import UserError
from server.core.models import Country, Event, EventAudienceUser, EventCohost, EventState, LivePolicy

GRID = timedelta(minutes=5)
AHEAD = timedelta(days=366)


async def check(db: AsyncSession, fields: EventFields, policy: LivePolicy, event: Event, now: datetime) -> None:
    """Refuse what cannot be stored of `event`, which is as it was before; and, once it is published, what nobody could
    come to. What is not moved may stay where it is."""
    _check_texts(fields)
    _check_numbers(fields, policy)
    await _check_people(db, fields, event)
    await _check_countries(db, fields.countries)
    if not times.conceivable(fields.starts_at):
        raise _refused("event_start", "Please choose a day and a time.")
    if fields.publish:
        _check_said(fields)
        if event.state is EventState.DRAFT or fields.starts_at != event.starts_at:
            _check_start(fields.starts_at, now)


def one_line(text: str) -> str:
    """Without line ends and doubled spaces."""
    return " ".join(text.split())


def _check_texts(fields: EventFields) -> None:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", fields.lang):
        raise _refused("event_language", "Choose the language of the event.")
    for text in (fields.title, fields.summary, fields.body, fields.place, fields.picture_alt):
        check_text(text)


def check_text(text: str) -> None:
    """Refuse controls, which no database or page takes."""
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t\r" for c in text):
        raise _refused("bad_text", "This text has characters that cannot be shown.")


def _check_numbers(fields: EventFields, policy: LivePolicy) -> None:
    if fields.minutes not in policy.lengths:
        lengths = ", ".join(str(minutes) for minutes in policy.lengths)
        raise _refused("event_length", f"An event lasts {lengths} minutes.", lengths=lengths)
    assert policy.seats is not None
    if fields.capacity > policy.seats:
        raise _refused("event_capacity", f"An event has at most {policy.seats} seats.", most=policy.seats)


def _check_said(fields: EventFields) -> None:
    """What a published event says of itself."""
    if not one_line(fields.title):
        raise _refused("event_title", "Give the event a title.")
    if not fields.summary.strip():
        raise _refused("event_summary", "Say in one or two sentences what will happen.")
    if fields.mode == "onsite_face" and not one_line(fields.place):
        raise _refused("event_place", "Say where you meet.")
    if fields.audience == "countries" and not fields.countries:
        raise _refused("event_countries", "Choose at least one country.")
    if fields.audience == "contacts" and not fields.contacts:
        raise _refused("event_contacts", "Choose at least one of your contacts.")


def _check_start(starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise _refused("event_passed", "This time has passed. Choose a later one.")
    if starts_at > now + AHEAD:
        raise _refused("event_far", "Events can be planned a year ahead, not more.")
    if (starts_at.astimezone(UTC) - datetime.min.replace(tzinfo=UTC)) % GRID:
        raise _refused("event_grid", "Events start on five-minute marks.")


async def _check_people(db: AsyncSession, fields: EventFields, event: Event) -> None:
    """Chosen people and co-hosts are contacts of the host at this moment (domain 7.5); who was chosen before stays."""
    if event.host_id in (*fields.contacts, *fields.cohosts):
        raise _refused("event_yourself", "You are the host: you need not choose yourself.")
    chosen = await db.scalars(select(EventAudienceUser.user_id).where(EventAudienceUser.event_id == event.id))
    cohosts = await db.scalars(select(EventCohost.user_id).where(EventCohost.event_id == event.id))
    new = (set(fields.contacts) - set(chosen)) | (set(fields.cohosts) - set(cohosts))
    if new and new - await contacts_of(db, event.host_id):
        raise _refused("event_not_contact", "You can choose people from your contacts only.")


async def _check_countries(db: AsyncSession, codes: Collection[str]) -> None:
    if codes:
        well_formed = {code for code in codes if re.fullmatch("[A-Z]{2}", code)}
        known = set(await db.scalars(select(Country.code).where(Country.code.in_(well_formed))))
        if set(codes) - known:
            raise _refused("event_countries", "Choose at least one country.")


def _refused(code: str, text: str, **params: str | int) -> UserError:
    return UserError(code, text, status=422, **params)
