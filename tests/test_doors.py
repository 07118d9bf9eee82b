"""What comes through the doors broken, forged or from elsewhere: a clear answer, nothing changed, nobody disturbed."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import func, select
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.app import create_app
from server.chat.models import ChatMessage
from server.core.database import Database
from server.core.settings import Settings
from server.core.wire import CloseCode
from tests.live import Client, serving
from tests.people import PASSWORD, People

pytestmark = pytest.mark.anyio

INJECTIONS = [
    "'; DROP TABLE users; --",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{constructor.constructor('alert(1)')()}}",
    "javascript:alert(1)",
    "\u202eevil\u202c",
    '=HYPERLINK("https://elsewhere.example")',
]


@pytest.fixture
async def ada(base: str) -> AsyncGenerator[Client]:
    client = await signed_in(base, "ada")
    await client.connect()
    yield client
    await client.close()


@pytest.fixture
async def grace(base: str, people: People) -> AsyncGenerator[Client]:
    """Sits in the chatroom, and must never notice any of it."""
    client = await signed_in(base, "grace")
    await client.connect()
    await client.result("room.join", room=str(people.room))
    yield client
    assert (await client.result("chat.catch_up", room=str(people.room), after=None)) is not None
    await client.close()


async def _hear_out(socket: ClientConnection) -> None:
    with contextlib.suppress(ConnectionClosed):
        async for _ in socket:
            pass


async def signed_in(base: str, username: str) -> Client:
    client = Client(base)
    answer = await client.sign_in(username, PASSWORD)
    assert answer.status_code == 200, answer.text
    return client


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        '{"type":"chat.send"}',
        '{"type":"no.such.frame","ref":1}',
        '{"type":"room.join","ref":1,"room":"not an id"}',
        '{"type":"room.join","ref":"one","room":"00000000-0000-0000-0000-000000000000"}',
        '{"type":"chat.typing","ref":1,"room":"00000000-0000-0000-0000-000000000000","author":"somebody else"}',
        '{"type":"welcome","connection":"00000000-0000-0000-0000-000000000000"}',
        '{"type":"done","ref":1}',
        "[" * 20_000,
        '{"ref":1,"type":"chat.send","text":"\\ud800"}',
        '{"type":"chat.history","ref":1,"room":"00000000-0000-0000-0000-000000000000","before":9223372036854775808}',
        '{"type":"chat.around","ref":1,"room":"00000000-0000-0000-0000-000000000000","seq":-1}',
    ],
)
async def test_what_is_no_frame_of_ours_closes_its_own_socket(
    base: str, ada: Client, grace: Client, frame: str
) -> None:
    socket = await ada.dial(ada.cookie)
    await socket.send(frame)
    await socket.wait_closed()
    assert socket.close_code == CloseCode.PROTOCOL_ERROR
    assert (await ada.ask("room.leave", room=str(uuid4())))["type"] in ("done", "refused"), "another tab is unharmed"


async def test_a_binary_frame_closes_its_own_socket(ada: Client) -> None:
    socket = await ada.dial(ada.cookie)
    await socket.send(b"\x00\x01")
    await socket.wait_closed()
    assert socket.close_code == CloseCode.PROTOCOL_ERROR


async def test_an_oversized_frame_closes_its_own_socket(ada: Client, grace: Client, people: People) -> None:
    socket = await ada.dial(ada.cookie)
    await socket.send(json.dumps({"type": "chat.send", "ref": 1, "text": "x" * 100_000}))
    await socket.wait_closed()
    assert socket.close_code == CloseCode.TOO_BIG


async def test_a_flood_of_frames_closes_its_own_socket(ada: Client, people: People) -> None:
    socket = await ada.dial(ada.cookie)
    frame = json.dumps({"type": "space.unfollow", "ref": 1, "space": str(people.space)})
    listening = asyncio.create_task(_hear_out(socket))
    with contextlib.suppress(ConnectionClosed):
        for _ in range(1_000):
            await socket.send(frame)
    await listening
    assert socket.close_code == CloseCode.POLICY
    assert (await ada.result("room.join", room=str(people.room)))["title"] == "Everybody"


@pytest.mark.parametrize("origin", [None, "null", "https://elsewhere.example", "http://127.0.0.1:1"])
async def test_a_socket_from_a_foreign_page_is_refused(ada: Client, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await ada.dial(ada.cookie, origin=origin)
    assert refused.value.response.status_code == 403


async def test_a_socket_without_a_sign_in_is_closed(ada: Client) -> None:
    for cookie in ("", "session=forged", "__Host-session=forged"):
        socket = await ada.dial(cookie)
        await socket.wait_closed()
        assert socket.close_code == CloseCode.SIGNED_OUT


@pytest.mark.parametrize("protocol", ["", "twinspace.0", "chat"])
async def test_a_client_of_another_version_is_told_to_reload(ada: Client, protocol: str) -> None:
    socket = await ada.dial(ada.cookie, protocol=protocol)
    await socket.wait_closed()
    assert socket.close_code == CloseCode.OTHER_PROTOCOL


async def test_signing_out_closes_the_socket_at_once(ada: Client) -> None:
    assert (await ada.http.post("/api/sign-out")).status_code == 200
    assert await ada.closed() == CloseCode.SIGNED_OUT


async def test_code_in_a_message_is_text_and_comes_back_as_it_was(ada: Client, grace: Client, people: People) -> None:
    await ada.result("room.join", room=str(people.room))
    for number, text in enumerate(INJECTIONS):
        # In turns: nobody may write more than five messages in ten seconds.
        writer, reader = (ada, grace) if number % 2 else (grace, ada)
        await writer.result("chat.send", room=str(people.room), client_id=str(uuid4()), text=text)
        assert (await reader.heard("chat.sent"))["message"]["text"] == text
        await writer.heard("chat.sent")
    page = await ada.result("chat.catch_up", room=str(people.room), after=None)
    assert [message["text"] for message in page["messages"]] == INJECTIONS


async def test_code_in_a_title_is_text_too(ada: Client, people: People) -> None:
    for text in INJECTIONS:
        body = {"title": text, "duration_min": 30}
        answer = await ada.http.post(f"/api/spaces/{people.space}/conferences", json=body)
        assert answer.status_code in (200, 201), answer.text
    listed = (await ada.http.get(f"/api/spaces/{people.space}/conferences")).json()["conferences"]
    assert {conference["title"] for conference in listed} == set(INJECTIONS)


async def test_code_in_a_sign_in_opens_nothing(base: str, people: People) -> None:
    client = Client(base)
    for text in INJECTIONS:
        for name, password, slug in ((text, PASSWORD, None), ("ada", text, None), ("nino", PASSWORD, text)):
            answer = await client.sign_in(name, password, slug)
            assert 400 <= answer.status_code < 500, answer.text
            assert not client.cookie
    await client.close()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"{}", b"[" * 50_000, b'{"title":1,"duration_min":"x"}'])
async def test_a_body_of_the_wrong_shape_is_refused(ada: Client, people: People, body: bytes) -> None:
    answer = await ada.http.post(f"/api/spaces/{people.space}/conferences", content=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


async def test_a_body_that_is_too_big_is_refused(ada: Client, people: People) -> None:
    answer = await ada.http.post(f"/api/spaces/{people.space}/conferences", content=b'{"title":"' + b"x" * 400_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_big")


async def test_a_path_that_is_no_id_leads_nowhere(ada: Client) -> None:
    for path in ("/api/spaces/1", "/api/spaces/%00", "/api/no-such-thing"):
        answer = await ada.http.get(path)
        assert answer.status_code in (404, 405), path
        assert "Traceback" not in answer.text


async def test_nothing_of_this_left_a_message_behind(ada: Client, people: People, database: Database) -> None:
    await ada.result("room.join", room=str(people.room))
    for fields in (
        {"text": ""},
        {"text": "   \n"},
        {"text": "x" * 2001},
        {"text": "hello", "reply_to": str(uuid4())},
    ):
        assert await ada.refusal("chat.send", room=str(people.room), client_id=str(uuid4()), **fields)
    async with database.read() as db:
        assert await db.scalar(select(func.count()).select_from(ChatMessage)) == 0


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_operators_see_what_was_asked_refused_and_closed(ada: Client, people: People) -> None:
    names = {"done": str(people.room), "refused": str(uuid4())}
    before = {outcome: counted("twinspace_frames_total", type="room.join", outcome=outcome) for outcome in names}
    closed, open_before = counted("twinspace_connections_closed_total", code="1002"), counted("twinspace_connections")
    await ada.connect()
    assert counted("twinspace_connections") == open_before + 1
    await ada.result("room.join", room=names["done"])
    assert await ada.refusal("room.join", room=names["refused"]) == "not_found"
    for outcome, count in before.items():
        assert counted("twinspace_frames_total", type="room.join", outcome=outcome) == count + 1
    socket = await ada.dial(ada.cookie)
    await socket.send("{")
    await socket.wait_closed()
    assert counted("twinspace_connections_closed_total", code="1002") == closed + 1


async def test_what_breaks_while_a_socket_opens_closes_that_one_and_no_other(
    database_url: str, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(Settings(database_url=database_url, data_dir=tmp_path, secret_key="a secret of this test"))

    async def broken(*_: Any) -> None:
        raise ZeroDivisionError

    async with serving(app) as base:
        grace, ada = await signed_in(base, "grace"), await signed_in(base, "ada")
        await grace.connect()
        await grace.result("room.join", room=str(people.room))
        for place in ("server.socket.identify", "server.rooms.hub.Hub.opened"):
            with monkeypatch.context() as breaking:
                breaking.setattr(place, broken)
                socket = await ada.dial(ada.cookie)
                await socket.wait_closed()
                assert socket.close_code == CloseCode.BUG
        await grace.result("chat.catch_up", room=str(people.room), after=None)
        await ada.close()
        await grace.close()
