"""An event as those find it who come in the middle of its story: made, joined and prepared without a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import update

from server.core import clock
from server.core.database import Database
from server.core.models import Event, EventState
from tests.stories.people import Someone
from tests.stories.site import RunningSite


class Occasion:
    """One event of a host's, through its own addresses."""

    def __init__(self, host: Someone, event: str) -> None:
        self.host = host
        self.id = event
        self.page = f"{host.address}/events/{event}"

    async def is_joined_by(self, *guests: Someone) -> None:
        for guest in guests:
            await asked(guest, "POST", f"/api/events/{self.id}/join")

    async def room(self) -> str:
        """The conference in it, once those who lead may enter."""
        return str((await asked(self.host, "GET", f"/api/events/{self.id}/conference"))["id"])

    async def has_document(self, title: str, content: bytes) -> str:
        """Uploaded; its pages are drawn meanwhile."""
        path = f"/api/conferences/{await self.room()}/documents"
        description = quote(json.dumps({"title": title}))
        return str((await asked(self.host, "POST", path, content, {"description": description}))["id"])

    async def has_poll(self, question: str, *options: str) -> None:
        body = {"question": question, "options": options, "multiple": False, "anonymous": True}
        await asked(self.host, "POST", f"/api/conferences/{await self.room()}/polls", body)


async def planned(
    host: Someone,
    title: str,
    *,
    cohosts: Sequence[Someone] = (),
    capacity: int = 100,
    ahead: timedelta = timedelta(hours=23),
) -> Occasion:
    """Published, for everybody, on a full hour; within a day its room is open for those who lead."""
    start = (clock.now() + ahead).replace(minute=0, second=0, microsecond=0)
    fields = {
        "form": "meeting",
        "mode": "online",
        "title": title,
        "summary": "Bring one song.",
        "lang": "en",
        "starts_at": start.isoformat(),
        "minutes": 60,
        "cohosts": [(await asked(one, "GET", "/api/me"))["id"] for one in cohosts],
        "capacity": capacity,
        "publish": True,
    }
    return Occasion(host, (await asked(host, "POST", "/api/events", fields))["card"]["id"])


async def the_day_passes(site: RunningSite, event: str, before: timedelta = timedelta(minutes=10)) -> None:
    """It is so long before the start: what a clock would do in a day."""
    start = clock.now() + before
    state = EventState.DOORS if start > clock.now() else EventState.LIVE
    moved = {"starts_at": start, "ends_at": start + timedelta(hours=1), "state": state}
    database = Database(f"sqlite+aiosqlite:///{site.folder / 'data' / 'twinspace.db'}")
    async with database.write() as db:
        await db.execute(update(Event).where(Event.id == UUID(event)).values(moved))
    await database.close()


async def asked(
    someone: Someone, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """What the server answers this person, without a page."""
    answer = await someone.context.request.fetch(
        f"{someone.address}{path}", method=method, data=body, headers={"Origin": someone.address} | (headers or {})
    )
    assert answer.ok, await answer.text()
    found: dict[str, Any] = await answer.json()
    return found


async def goes_in(someone: Someone, occasion: Occasion) -> None:
    """Past the page before the door."""
    await someone.page.goto(f"{occasion.page}/room")
    await someone.joins()
    await someone.is_inside()
