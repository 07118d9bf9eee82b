"""What many tests of moderation do: write, report, look at the cases and at who was rung."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import select

from server.core.database import Database
from server.core.models import Notification
from tests.live import Client
from tests.people import People


async def write(client: Client, people: People, text: str) -> dict[str, Any]:
    return await client.result("chat.send", room=str(people.room), client_id=str(uuid4()), text=text)


async def report(
    client: Client, people: People, target: str, thing: object, reason: str = "bullying", text: str = ""
) -> Any:
    body = {"target": target, "id": str(thing), "reason": reason, "text": text}
    return await client.http.post(f"/api/spaces/{people.space}/reports", json=body)


async def cases(client: Client) -> list[dict[str, Any]]:
    return (await client.http.get("/api/cases")).json()["cases"]


async def decide(client: Client, case: dict[str, Any], outcome: str, **more: Any) -> Any:
    days = {"days": 7} if outcome == "suspended" else {}
    return await client.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": outcome, **days, **more})


async def rung(database: Database, code: str) -> set[Any]:
    async with database.read() as db:
        return set(await db.scalars(select(Notification.user_id).where(Notification.code == code)))


async def page(client: Client) -> dict[str, Any]:
    return (await client.http.get("/api/my-pupils")).json()
