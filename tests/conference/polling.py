"""What those who lead do with polls, and what one sees of them."""

from __future__ import annotations

from typing import Any

from tests.conference.beside import inside_of
from tests.live import Client

RIVER = {"question": "Which river comes first?", "options": ["The Po", "The Vistula"], "anonymous": False}


def polls_at(conference: str) -> str:
    return f"/api/conferences/{conference}/polls"


async def drafted(host: Client, conference: str, **wanted: Any) -> dict[str, Any]:
    answer = await host.http.post(polls_at(conference), json=RIVER | wanted)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def opened(host: Client, conference: str, **wanted: Any) -> dict[str, Any]:
    poll = await drafted(host, conference, **wanted)
    await move(host, conference, poll, "open")
    return poll


async def move(host: Client, conference: str, poll: dict[str, Any], *states: str) -> None:
    for state in states:
        await host.result("poll.move", conference=conference, poll=poll["id"], to=state)


async def poll_seen(client: Client, conference: str, poll: dict[str, Any]) -> dict[str, Any] | None:
    polls = (await inside_of(client, conference))["polls"]
    return next((one for one in polls if one["id"] == poll["id"]), None)
