"""Trying the network ahead: one row for each school, for teachers only, and a probe that sees itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from server.conference import probing, retention
from server.core import clock
from server.core.database import new_id
from server.core.errors import UserError
from server.media import sdp
from tests.conference.conftest import SDP, House
from tests.conference.steps import GOOD
from tests.media.caller import Caller

pytestmark = pytest.mark.anyio


async def test_the_newest_check_of_each_school_is_shown_to_teachers(one_house: House) -> None:
    people = one_house.people
    path = f"/api/spaces/{people.space}/network-checks"
    ada, piotr, grace = [await one_house.client(name) for name in ("ada", "piotr", "grace")]
    assert (await piotr.http.post(path, json=GOOD)).status_code == 200
    assert (await grace.http.post(path, json=GOOD | {"udp": False, "relay": True})).status_code == 200
    assert (await ada.http.post(path, json=GOOD)).status_code == 200
    checks = (await ada.http.get(path)).json()["checks"]
    assert [(one["school"], one["by"], one["udp"], one["relay"], one["loss_percent"]) for one in checks] == [
        ("School of Ferrara", "Ada Marin", True, None, 0.4),
        ("School of Gdynia", "Grace Nowicka", False, True, 0.4),
    ]
    assert (await piotr.http.get(path)).status_code == 403
    eve = await one_house.client("eve")
    assert [(await eve.http.get(path)).status_code, (await eve.http.post(path, json=GOOD)).status_code] == [404, 404]
    elsewhere = await ada.http.post(path, json=GOOD | {"conference": str(new_id())})
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "not_found")
    for wrong in ({"up_kbit": -1}, {"loss_percent": 101}, {"udp": "yes"}, {"more": 1}):
        assert (await ada.http.post(path, json=GOOD | wrong)).status_code == 400
    with clock.frozen(clock.add_months(clock.now(), 3)):
        assert await retention.prove(one_house.database) == 2
        assert await retention.purge(one_house.database) == 2


async def test_a_probe_is_alone_sees_itself_and_goes_with_its_socket(
    one_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "first_video_slot", lambda _: "7")
    ada, piotr = await one_house.client("ada"), await one_house.client("piotr")
    assert await piotr.refusal("probe.offer", sdp="no offer") == "sdp"
    answer = await piotr.result("probe.offer", sdp=SDP)
    peer = one_house.worker.peer_of(piotr.user)
    assert peer is not None
    assert answer["sdp"] == f"answer to {peer}"
    assert one_house.worker.open_gates(piotr.user) == (False, True, False)
    assert [(want.mid, want.user) for want in one_house.worker.watched[peer]] == [("7", UUID(piotr.user))]
    await piotr.result("probe.offer", sdp=SDP)
    assert len(one_house.worker.peers) == 1, "a socket has one probe at a time"
    await ada.result("probe.offer", sdp=SDP)
    rooms = {room for room, _ in one_house.worker.peers.values()}
    assert len(rooms) == 2
    room = one_house.worker.peers[one_house.worker.peer_of(piotr.user)][0]  # type: ignore[index]
    await piotr.hang_up()
    await closed(one_house, ada, room)
    assert one_house.worker.peer_of(piotr.user) is None


async def closed(house: House, somebody: Any, room: UUID) -> None:
    """Wait until the server has noticed a closed socket: it answers others meanwhile."""
    while room not in house.worker.closed_rooms:
        await somebody.http.get("/api/conferences/today")


async def test_a_probe_is_closed_after_its_time(one_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "OPEN_FOR", 0.05)
    monkeypatch.setattr(probing, "first_video_slot", lambda _: None)
    piotr = await one_house.client("piotr")
    await piotr.result("probe.offer", sdp=SDP)
    while not one_house.worker.closed_rooms:
        await piotr.http.get("/api/conferences/today")
    assert one_house.worker.peers == {}


async def test_the_first_video_slot_of_an_offer_is_found_and_what_is_none_is_refused() -> None:
    offer = Caller().offer()
    assert probing.first_video_slot(offer) in {slot.mid for slot in sdp.read(offer).slots if slot.kind == "video"}
    with pytest.raises(UserError, match="sdp"):
        probing.first_video_slot("v=0\r\n")
