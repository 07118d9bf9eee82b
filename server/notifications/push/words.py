"""What a push says: a short sentence in the reader's language, what it is about, and which page opens. Never what
somebody wrote, nor the name of a pupil: a locked screen is read by others (domain 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from server.core.clock import BRUSSELS
from server.core.models import Notification

Group = Literal["events", "conferences", "people"]


@dataclass(frozen=True)
class Kind:
    """One code that goes by push (domain 9)."""

    group: Group
    lasts: timedelta
    """How long it is news. What has waited longer is not sent any more."""
    en: str
    az: str
    says: tuple[str, ...] = ("title", "starts_at")
    """Which of the params stand below the sentence."""


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
IN_SPACE = ("title", "starts_at", "space")

KINDS: dict[str, Kind] = {
    "conference.scheduled": Kind("conferences", DAY, "A conference is planned", "Konfrans planlaşdırıldı", IN_SPACE),
    "conference.cancelled": Kind("conferences", DAY, "A conference was called off", "Konfrans ləğv edildi", IN_SPACE),
    "conference.soon": Kind("conferences", DAY, "A conference begins soon", "Konfrans tezliklə başlayır", IN_SPACE),
    "conference.started": Kind("conferences", HOUR / 2, "A conference has begun", "Konfrans başladı", IN_SPACE),
    "conference.seat_called": Kind(
        "conferences", HOUR / 30, "A seat is free for you", "Sizin üçün yer boşaldı", ("title", "space")
    ),
    "chat.mention": Kind(
        "people", 12 * HOUR, "You were mentioned in a chatroom", "Söhbət otağında adınız çəkildi", ("space",)
    ),
    "contact.request": Kind("people", 3 * DAY, "Contact request", "Əlaqə istəyi", ("name",)),
    "contact.accepted": Kind("people", 3 * DAY, "You are contacts now", "İndi əlaqədəsiniz", ("name",)),
    "project.invited": Kind(
        "people", 3 * DAY, "You are invited to a project", "Sizi layihəyə dəvət edirlər", ("title",)
    ),
    "event.invited": Kind(
        "events", 3 * DAY, "You are invited to an event", "Tədbirə dəvət olunursunuz", ("title", "starts_at", "name")
    ),
    "event.seat_free": Kind(
        "events", DAY, "A seat was free: you take part in an event", "Yer boşaldı: tədbirdə iştirak edirsiniz"
    ),
    "event.soon": Kind("events", DAY, "An event begins soon", "Tədbir tezliklə başlayır"),
    "event.live": Kind("events", HOUR / 2, "An event has begun", "Tədbir başladı", ("title",)),
    "event.changed": Kind("events", 3 * DAY, "An event has changed", "Tədbir dəyişib"),
    "event.cancelled": Kind("events", 3 * DAY, "An event was called off", "Tədbir ləğv edilib"),
}

AT_ONCE = ("conference.started", "conference.seat_called", "event.live", "event.soon", "conference.soon")
"""What is worth waking a device for (RFC 8030, section 5.3)."""

QUIET_FROM, QUIET_UNTIL = time(22), time(7)
"""Quiet hours on the reader's own clock (domain 9)."""


class Payload(msgspec.Struct, frozen=True, kw_only=True):
    """What the service worker is told (`web/public/push.js`)."""

    id: UUID
    title: str
    body: str
    url: str
    lang: str


def news_until(code: str, params: dict[str, Any], now: datetime) -> datetime:
    """How long this is news: that something begins soon, at most until it begins."""
    end = now + KINDS[code].lasts
    if code.endswith(".soon") and "starts_at" in params:
        end = min(end, datetime.fromisoformat(str(params["starts_at"])))
    return end


def awake_at(now: datetime, zone: str) -> datetime:
    """This moment, or the end of the quiet hours."""
    here = now.astimezone(ZoneInfo(zone))
    if QUIET_UNTIL <= here.time() < QUIET_FROM:
        return now
    day = here.date() + (timedelta(days=1) if here.time() >= QUIET_FROM else timedelta())
    return datetime.combine(day, QUIET_UNTIL, ZoneInfo(zone)).astimezone(now.tzinfo)


def payload(one: Notification, locale: str, zone: str) -> Payload:
    """What the reader's device shows."""
    kind = KINDS[one.code]
    said = [_said(name, one.params.get(name), locale, zone) for name in kind.says]
    return Payload(
        id=one.id,
        title=kind.az if locale == "az" else kind.en,
        body=" · ".join(part for part in said if part),
        url=_page(one),
        lang="az" if locale == "az" else "en",
    )


def _said(name: str, value: Any, locale: str, zone: str) -> str:
    if not value or name != "starts_at":
        return str(value or "")[:200]
    at = datetime.fromisoformat(str(value))
    there, here = at.astimezone(BRUSSELS), at.astimezone(ZoneInfo(zone))
    text = f"{there:%d.%m. %H:%M} {there:%Z}"
    if here.utcoffset() == there.utcoffset():
        return text
    return f"{text} ({here:%H:%M} {'sizin vaxtınız' if locale == 'az' else 'your time'})"


def _page(one: Notification) -> str:
    """As the bell's own links lead; where there is none, to the bell."""
    slug = one.params.get("slug")
    if one.code.startswith("contact."):
        return "/contacts"
    if one.target_type == "event":
        return f"/events/{one.target_id}"
    if slug and one.target_type == "conference":
        return f"/t/{slug}/live" if one.code == "conference.cancelled" else f"/t/{slug}/conference/{one.target_id}"
    if slug and one.target_type == "room":
        return f"/t/{slug}/chat/{one.target_id}"
    return "/notifications"
