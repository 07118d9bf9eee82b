"""A recording that is reported: sealed as it was, hidden after three words, deleted or shown again by decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from server.conference.recordings import RecordingState
from server.core.models import PlatformRoleKind
from server.moderation.copies import bytes_of
from server.moderation.evidence import read
from server.moderation.models import Capsule, Case
from tests.conference.conftest import House
from tests.conference.filming import consent, film_made, path_of, row
from tests.conference.steps import inside
from tests.live import Client
from tests.moderation.staff import appoint

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("quick_films")]


async def report(client: Client, house: House, thing: UUID) -> Any:
    body = {"target": "recording", "id": str(thing), "reason": "child_data", "text": "I am in it"}
    return await client.http.post(f"/api/spaces/{house.people.space}/reports", json=body)


async def decide(handler: Client, outcome: str) -> None:
    (case,) = (await handler.http.get("/api/cases")).json()["cases"]
    answer = await handler.http.post(f"/api/cases/{case['id']}/resolve", json={"outcome": outcome})
    assert answer.status_code == 200, answer.text


async def test_a_reported_recording_is_sealed_hidden_after_three_and_decided_about(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    for pupil in (one_house.people.piotr, one_house.people.nino):
        await consent(one_house, pupil)
    grace, piotr, nino = [await inside(one_house, conference, name) for name in ("grace", "piotr", "nino")]
    gail = await one_house.client("gail")
    recording = await film_made(one_house, conference, ada)
    path = path_of(conference, recording)
    assert (await report(gail, one_house, recording.id)).status_code == 404, "she may not know of it"
    assert (await report(grace, one_house, recording.id)).status_code == 404, "nor whoever cannot watch it yet"
    assert (await report(piotr, one_house, recording.id)).status_code == 201, "who is in it may, at any time"
    await ada.http.post(f"{path}/publish", json={})
    film = (await ada.http.get(f"{path}/film")).content
    assert await _sealed(one_house) == film
    assert (await report(grace, one_house, recording.id)).status_code == 201
    assert (await report(grace, one_house, recording.id)).status_code == 201, "the same word once more"
    assert (await nino.http.get(f"{path}/film")).status_code == 200
    assert (await report(nino, one_house, recording.id)).status_code == 201
    assert (await nino.http.get(f"{path}/film")).status_code == 404
    mine = (await ada.http.get(path)).json()
    assert (mine["hidden"], mine["watchable"]) == (True, True)
    await appoint(one_house.database, "polona", PlatformRoleKind.CENTRAL_MODERATOR)
    polona = await one_house.client("polona")
    await decide(polona, "no_action")
    assert (await nino.http.get(f"{path}/film")).status_code == 200
    assert (await report(nino, one_house, recording.id)).status_code == 201
    await decide(polona, "removed")
    assert (await ada.http.get(path)).status_code == 404
    assert (await row(one_house, conference)).state is RecordingState.DELETED
    assert await _sealed(one_house) == film, "the evidence has its own date"


async def _sealed(house: House) -> bytes:
    """What the first capsule shows."""
    site = house.sites[0]
    async with house.database.read() as db:
        capsule = (await db.scalars(select(Capsule).order_by(Capsule.position).limit(1))).one()
        case = await db.get_one(Case, capsule.case_id)
        (part,) = await read(site, db, case.id)
    assert part.intact
    assert part.material is not None
    return b"".join(await bytes_of(site, case, capsule.id, part.material))
