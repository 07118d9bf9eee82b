"""What many tests of conferences do: come in with the microphone on, wait for a change, write beside the stage."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.conference.conftest import SDP, House
from tests.live import Client

MICROPHONE = {"microphone": True, "camera": False, "screen": False}


async def inside(house: House, conference: str, name: str, at: int = 0) -> Client:
    """Somebody connected, with a transport and the microphone on."""
    client = await house.client(name, at)
    assert (await client.result("conference.enter", conference=conference))["state"] == "connected"
    await client.result("media.offer", conference=conference, sdp=SDP)
    switched = await client.result("media.switch", conference=conference, **MICROPHONE)
    assert switched["microphone"]
    return client


async def about(client: Client, user: str, **fields: Any) -> dict[str, Any]:
    """The change of a participant that has these fields."""

    def fits(frame: dict[str, Any]) -> bool:
        return (
            frame["type"] == "participant.changed"
            and frame["participant"]["person"]["id"] == user
            and fields.items() <= frame["participant"].items()
        )

    return await client.find(fits)


async def say(house: House, client: Client, conference: str, text: str = "Good morning") -> str:
    """Write beside the stage: "done", or the code of the refusal."""
    room = str((await house.stored(conference)).room_id)
    answer = await client.ask("chat.send", room=room, client_id=str(uuid4()), text=text)
    return "done" if answer["type"] == "done" else str(answer["code"])


async def seat_told(client: Client, **fields: Any) -> dict[str, Any]:
    """The news of one's own seat that has these fields."""
    frame = await client.find(lambda f: f["type"] == "seat.changed" and fields.items() <= f["seat"].items())
    seat: dict[str, Any] = frame["seat"]
    return seat


GOOD = {"udp": True, "relay": None, "up_kbit": 900, "down_kbit": 4000, "loss_percent": 0.4, "round_trip_ms": 40}
"""What a check of a network finds where all is well."""
