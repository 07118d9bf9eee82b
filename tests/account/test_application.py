"""The whole application knows accounts: what server.app puts together is what these tests tested in parts."""

from __future__ import annotations

import pytest

from server.app import create_app
from server.core.settings import Settings
from tests.live import Client, serving
from tests.people import PASSWORD, People

pytestmark = pytest.mark.anyio


async def test_a_teacher_and_a_pupil_sign_in_open_their_sockets_and_out(
    database_url: str, people: People, tmp_path_factory: pytest.TempPathFactory
):
    settings = Settings(database_url=database_url, data_dir=tmp_path_factory.mktemp("data"))
    async with serving(create_app(settings)) as address:
        for username, slug in (("ada", None), ("piotr", people.slug)):
            client = Client(address)
            assert (await client.sign_in(username, PASSWORD, slug)).status_code == 200
            await client.connect()
            await client.http.post("/api/sign-out")
            assert await client.closed() == 4003
            await client.close()


async def test_every_account_route_is_described_with_its_right(
    database_url: str, tmp_path_factory: pytest.TempPathFactory
):
    settings = Settings(database_url=database_url, data_dir=tmp_path_factory.mktemp("data"))
    async with serving(create_app(settings)) as address:
        client = Client(address)
        paths = (await client.http.get("/api/openapi.json")).json()["paths"]
        await client.close()
    assert paths["/api/sign-in"]["post"]["x-right"] == "PUBLIC"
    assert paths["/api/me"]["patch"]["x-right"] == "SIGNED_IN"
    assert paths["/api/login-sessions/{login_session}"]["delete"]["x-right"] == "SIGNED_IN"
