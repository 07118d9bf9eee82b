"""A whole server process over everybody's database, and browsers without pages."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from server.app import create_app
from server.core.database import Database
from server.core.settings import Settings
from server.core.site import Site
from server.notifications.actions import notify
from tests.live import Client, serving
from tests.people import PASSWORD, People


@dataclass
class Bells:
    """One running process, and the people at its bells."""

    site: Site
    base: str
    people: People
    clients: list[Client] = field(default_factory=list[Client])

    async def client(self, name: str) -> Client:
        """Somebody signed in and connected; pupils come by their link."""
        client = Client(self.base)
        self.clients.append(client)
        slug = {"nino": self.people.slug, "piotr": self.people.slug}.get(name)
        answer = await client.sign_in(name, PASSWORD, slug)
        assert answer.status_code == 200, answer.text
        return await client.connect()

    async def again(self, client: Client) -> Client:
        """The same sign-in in another tab."""
        tab = Client(self.base)
        tab.http.cookies = client.http.cookies
        self.clients.append(tab)
        return await tab.connect()

    async def ring(self, users: Iterable[UUID], title: str = "Rivers in November") -> None:
        """Ring the bells of these users."""
        await notify(self.site, users, "conference.started", {"title": title}, ("space", self.people.space))


async def behind(client: Client, **query: Any) -> dict[str, Any]:
    """What somebody finds behind the bell."""
    answer = await client.http.get("/api/notifications", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def read(client: Client, **body: Any) -> int:
    """Note as read; how many are left."""
    answer = await client.http.post("/api/notifications/read", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["unread"]


@pytest.fixture
async def bells(database: Database, people: People, tmp_path: Path) -> AsyncGenerator[Bells]:
    url = database.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, data_dir=tmp_path, secret_key="a secret of this test"))
    async with serving(app) as base:
        bells = Bells(app.state.site, base, people)
        yield bells
        for client in bells.clients:
            await client.close()
