"""Whole server processes over one database, people who come by a real socket, and a worker that remembers."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from server.app import create_app
from server.conference import conferences, processes
from server.conference.models import Conference, ConferenceSeat
from server.conference.recording import films
from server.core import clock
from server.core.database import Database, new_id
from server.core.settings import Settings
from server.core.site import Site
from server.media import wire as media
from server.media.link import MediaLink, MediaRefused
from tests import services
from tests.live import Client, serving
from tests.people import PASSWORD, People

SDP = "v=0\r\n"


class Worker:
    """What the media worker was told, by whichever process; it answers every offer."""

    def __init__(self) -> None:
        self.id = new_id()
        self.links: list[RememberingLink] = []
        self.peers: dict[UUID, tuple[UUID, UUID]] = {}
        """peer -> (room, user)"""
        self.gates: dict[UUID, tuple[bool, bool, bool]] = {}
        self.recorded: dict[UUID, UUID | None] = {}
        """Into which recording each is written."""
        self.watched: dict[UUID, list[media.Want]] = {}
        self.closed_rooms: list[UUID] = []

    def tell(self, update: media.AnyUpdate) -> None:
        """Say something to every process, as the worker does."""
        for link in self.links:
            link.say(update)

    def peer_of(self, user: str) -> UUID | None:
        """The newest transport of somebody."""
        return next((peer for peer, (_, owner) in reversed(self.peers.items()) if str(owner) == user), None)

    def records(self, user: str) -> bool:
        """Whether what somebody sends is written."""
        peer = self.peer_of(user)
        return peer is not None and self.recorded.get(peer) is not None

    def open_gates(self, user: str) -> tuple[bool, bool, bool]:
        """Microphone, camera, screen: what is forwarded of somebody."""
        peer = self.peer_of(user)
        return self.gates[peer] if peer else (False, False, False)


class RememberingLink(MediaLink):
    """One process's link to that worker."""

    def __init__(self, worker: Worker) -> None:
        super().__init__("unix:/nowhere")
        self._remembers = worker
        worker.links.append(self)

    @property
    def connected(self) -> bool:
        return True

    async def start(self) -> None:
        pass

    async def close(self) -> None:
        pass

    def say(self, update: media.AnyUpdate) -> None:
        self._tell(update)

    async def open_peer(self, room: UUID, peer: UUID, user: UUID, sdp: str) -> str:
        if not sdp.startswith("v=0"):
            raise MediaRefused("sdp", "This is no offer.")
        for old, owner in list(self._remembers.peers.items()):
            if owner == (room, user):
                await self.close_peer(old)
        self._remembers.peers[peer] = (room, user)
        self._remembers.gates[peer] = (False, False, False)
        return f"answer to {peer}"

    async def restart_ice(self, peer: UUID, sdp: str) -> str:
        if peer not in self._remembers.peers:
            raise MediaRefused("peer_unknown", "There is no such peer.")
        return f"restarted {peer}"

    async def close_peer(self, peer: UUID) -> None:
        self._remembers.peers.pop(peer, None)
        self._remembers.gates.pop(peer, None)

    async def close_room(self, room: UUID) -> None:
        self._remembers.closed_rooms.append(room)
        for peer in [peer for peer, (where, _) in self._remembers.peers.items() if where == room]:
            await self.close_peer(peer)

    async def set_gate(
        self, peer: UUID, *, microphone: bool, camera: bool, screen: bool, recording: UUID | None = None
    ) -> None:
        if peer not in self._remembers.peers:
            raise MediaRefused("peer_unknown", "There is no such peer.")
        self._remembers.gates[peer] = (microphone, camera, screen)
        self._remembers.recorded[peer] = recording

    async def statistics(self) -> media.Statistics:
        peers = [
            media.PeerFigures(room, peer, user, connected=True, publications=[], subscriptions=[])
            for peer, (room, user) in self._remembers.peers.items()
        ]
        return media.Statistics(ref=0, worker=self._remembers.id, counters={}, peers=peers)

    async def watch_slots(self, peer: UUID, wants: Sequence[media.Want], *, hear: bool = True) -> None:
        self._remembers.watched[peer] = list(wants)


@dataclass
class House:
    """Server processes over one database."""

    database: Database
    people: People
    worker: Worker
    sites: list[Site]
    bases: list[str]
    clients: list[Client] = field(default_factory=list[Client])

    async def client(self, name: str, at: int = 0, slug: str | None = None) -> Client:
        """Somebody signed in and connected to process number `at`; pupils come by their link."""
        client = Client(self.bases[at])
        self.clients.append(client)
        pupil = name.startswith(("nino", "piotr", "pupil"))
        answer = await client.sign_in(name, PASSWORD, slug or (self.people.slug if pupil else None))
        assert answer.status_code == 200, answer.text
        return await client.connect()

    async def again(self, client: Client, at: int = 0) -> Client:
        """The same sign-in in another tab, or after a reload."""
        tab = Client(self.bases[at])
        tab.http.cookies = client.http.cookies
        self.clients.append(tab)
        return await tab.connect()

    async def start(self, host: Client, **wanted: Any) -> str:
        """Begin a conference now; its id."""
        body = {"title": "Rivers in November", "duration_min": 30} | wanted
        answer = await host.http.post(f"/api/spaces/{self.people.space}/conferences", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def lesson(self, **wanted: Any) -> tuple[str, Client]:
        """A running conference with Ada, its host, inside."""
        ada = await self.client("ada")
        conference = await self.start(ada, **wanted)
        seat = await ada.result("conference.enter", conference=conference)
        assert seat["state"] == "connected"
        return conference, ada

    async def stored(self, conference: str) -> Conference:
        async with self.database.read() as db:
            return await db.get_one(Conference, UUID(conference))

    async def seat(self, conference: str, user: str) -> ConferenceSeat | None:
        query = select(ConferenceSeat).where(
            ConferenceSeat.conference_id == UUID(conference), ConferenceSeat.user_id == UUID(user)
        )
        async with self.database.read() as db:
            return await db.scalar(query)


@contextlib.asynccontextmanager
async def house(
    database: Database,
    people: People,
    folder: Path,
    processes: int = 1,
    redis: services.Redis | None = None,
    control: str = "",
) -> AsyncGenerator[House]:
    """Start the processes, and stop them after; with `control` they talk to the real worker that listens there."""
    worker = Worker()
    async with contextlib.AsyncExitStack() as stack:
        sites: list[Site] = []
        bases: list[str] = []
        for _ in range(processes):
            settings = Settings(
                film_nice=0,
                database_url=database.url.render_as_string(hide_password=False),
                redis_url=redis.url if redis else "",
                data_dir=folder,
                media_control=control,
                secret_key="a secret of this test",
            )
            app = create_app(settings)
            site: Site = app.state.site
            if not control:
                site.parts[MediaLink] = RememberingLink(worker)
            bases.append(await stack.enter_async_context(serving(app)))
            sites.append(site)
        one = House(database, people, worker, sites, bases)
        try:
            yield one
        finally:
            for client in one.clients:
                await client.close()


@pytest.fixture(autouse=True)
def quick_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes look at the clock often, so that a test that travels need not wait."""
    monkeypatch.setattr(conferences, "TICK", 0.25)
    monkeypatch.setattr(processes, "RENEW_EVERY", 0.5)
    monkeypatch.setattr(conferences, "LOOK_EVERY", 0.5)
    monkeypatch.setattr(conferences, "REVIEW_EVERY", 0.5)


@pytest.fixture
def quick_films(monkeypatch: pytest.MonkeyPatch) -> None:
    """Films are made as soon as there is something to make."""
    monkeypatch.setattr(films, "LOOK_EVERY", 0.1)
    monkeypatch.setattr(films, "CONSENTS_EVERY", 0.3)
    monkeypatch.setattr(films, "SETTLED_AFTER", timedelta())


class Traveller:
    """Moves the clock that everybody reads."""

    def __init__(self) -> None:
        self.gone = timedelta()

    def on(self, **by: float) -> None:
        """Let time pass."""
        clock.travel(timedelta(**by))
        self.gone += timedelta(**by)


@pytest.fixture
def time_passes() -> Any:
    """Travels on; brings the clock back after the test."""
    traveller = Traveller()
    yield traveller
    clock.travel(-traveller.gone)


@pytest.fixture
async def one_house(database: Database, people: People, tmp_path: Path) -> AsyncGenerator[House]:
    """One process."""
    async with house(database, people, tmp_path) as one:
        yield one


@pytest.fixture
async def two_houses(
    database: Database, people: People, tmp_path: Path, redis: services.Redis
) -> AsyncGenerator[House]:
    """Two processes that share a database and a bus."""
    redis.say("FLUSHALL")
    async with house(database, people, tmp_path, 2, redis) as two:
        yield two
