"""Recording: by the host alone, with the consent of each, kept from everybody else (R-074, T34, domain 6.4.7)."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from server.conference import conferences
from server.conference.recording import stored
from server.conference.recording.retention import purge
from server.conference.recordings import Recording, RecordingState
from server.core import blobs, clock
from server.core.models import ConsentState, FileBlob, LivePolicy, RecordingPolicy
from server.core.models.states import WrongMoveError
from server.core.retention import Retention
from server.media import wire as media
from server.media.wire import Source
from server.notifications.bell import Bell
from tests.conference.conftest import House
from tests.conference.filming import consent, film_made, path_of, recorded, row
from tests.conference.steps import about, inside, seat_told
from tests.live import Client
from tests.media.filming import spoken, write
from tests.waiting import eventually

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("quick_films")]


async def rung(client: Client, code: str) -> dict[str, Any]:
    """The notification with this code."""
    return await client.find(lambda f: f["type"] == "notification.new" and f["notification"]["code"] == code)


async def test_only_the_host_records_and_everybody_sees_that(two_houses: House) -> None:
    conference, ada = await two_houses.lesson()
    grace = await inside(two_houses, conference, "grace", at=1)
    assert await grace.refusal("recording.start", conference=conference) == "not_host"
    eve = await two_houses.client("eve")
    assert await eve.refusal("recording.start", conference=conference) == "not_found"
    await ada.result("recording.start", conference=conference)
    told = await grace.heard("recording.changed")
    assert told["recording"]["by"] == "Ada Marin"
    assert await ada.refusal("recording.start", conference=conference) == "recorded_already"
    gail = await two_houses.client("gail")
    await gail.ask("conference.enter", conference=conference)
    await ada.result("lobby.admit", conference=conference)
    seat = await gail.find(lambda f: f["type"] == "seat.changed" and f["seat"]["inside"] is not None)
    assert seat["seat"]["inside"]["recording"] == told["recording"]
    assert await grace.refusal("recording.stop", conference=conference) == "not_host"
    await ada.result("recording.stop", conference=conference)
    assert (await grace.find(lambda f: f["type"] == "recording.changed" and not f["recording"]))["failure"] is None


async def test_adults_are_written_by_their_own_yes_alone(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    await ada.result("media.offer", conference=conference, sdp="v=0\r\n")
    grace = await inside(one_house, conference, "grace")
    await ada.result("recording.start", conference=conference)
    assert one_house.worker.records(ada.user)
    assert not one_house.worker.records(grace.user)
    await grace.result("recording.answer", conference=conference, agree=True)
    assert one_house.worker.records(grace.user)
    await about(ada, grace.user, recorded=True)
    await grace.result("recording.answer", conference=conference, agree=False)
    assert not one_house.worker.records(grace.user)
    await ada.result("recording.stop", conference=conference)
    assert not one_house.worker.records(ada.user)
    assert await grace.refusal("recording.answer", conference=conference, agree=True) == "not_recorded"


@pytest.mark.proves("R-074")
async def test_with_a_pupil_without_consent_the_button_is_inactive_and_the_server_refuses(one_house: House) -> None:
    """Acceptance T34."""
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    seat = await seat_told(ada, recording={
        "refusal": "pupils_without_consent", "missing": 1, "answer": None, "written": False,
    })  # fmt: skip
    assert seat["conference"] == conference
    assert await ada.refusal("recording.start", conference=conference) == "pupils_without_consent"
    await consent(one_house, UUID(piotr.user))
    await seat_told(ada, recording={"refusal": None, "missing": 0, "answer": None, "written": False})
    await ada.result("recording.start", conference=conference)
    assert one_house.worker.records(piotr.user)


async def test_a_pupil_who_comes_without_consent_or_whose_consent_is_taken_back_is_not_written(
    one_house: House,
) -> None:
    conference, ada = await one_house.lesson()
    await consent(one_house, one_house.people.piotr)
    piotr = await inside(one_house, conference, "piotr")
    await ada.result("recording.start", conference=conference)
    nino = await inside(one_house, conference, "nino")
    assert one_house.worker.records(piotr.user)
    assert not one_house.worker.records(nino.user)
    assert await nino.refusal("recording.answer", conference=conference, agree=True) == "no_recording_consent"
    await piotr.result("recording.answer", conference=conference, agree=False)
    assert not one_house.worker.records(piotr.user)
    await piotr.result("recording.answer", conference=conference, agree=True)
    assert one_house.worker.records(piotr.user)
    ada.frames.clear()
    await consent(one_house, one_house.people.piotr, ConsentState.WITHDRAWN)
    await about(ada, piotr.user, recorded=False)
    assert not one_house.worker.records(piotr.user)


async def test_a_consent_taken_back_just_before_something_else_happens_is_told_all_the_same(
    one_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever changes the conference next finds the consent gone already, and must not take that for known."""
    monkeypatch.setattr(conferences, "REVIEW_EVERY", 600.0)
    conference, ada = await one_house.lesson()
    await consent(one_house, one_house.people.piotr)
    piotr = await inside(one_house, conference, "piotr")
    await ada.result("recording.start", conference=conference)
    assert one_house.worker.records(piotr.user)
    await consent(one_house, one_house.people.piotr, ConsentState.WITHDRAWN)
    await ada.result("hand.raise", conference=conference, up=True)
    await about(ada, piotr.user, recorded=False)
    assert not one_house.worker.records(piotr.user)


async def test_pupils_before_a_teachers_device_count_as_well(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    await ada.result("media.offer", conference=conference, sdp="v=0\r\n")
    await ada.result("recording.start", conference=conference)
    assert one_house.worker.records(ada.user)
    await ada.result("classroom.set", conference=conference, pupils=[str(one_house.people.nino)])
    assert not one_house.worker.records(ada.user)
    await ada.result("recording.stop", conference=conference)
    assert await ada.refusal("recording.start", conference=conference) == "pupils_without_consent"


async def test_an_operator_can_forbid_it(one_house: House) -> None:
    async with one_house.database.write() as db:
        await db.execute(update(LivePolicy).values(recording=RecordingPolicy.OFF))
    conference, ada = await one_house.lesson()
    assert await ada.refusal("recording.start", conference=conference) == "recording_off"


async def test_a_disk_that_takes_no_more_ends_the_recording_with_words_and_nothing_else(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    grace = await inside(one_house, conference, "grace")
    await ada.result("recording.start", conference=conference)
    identity = (await row(one_house, conference)).id
    one_house.worker.tell(media.RecordingWritten(room=UUID(conference), recording=identity, octets=4096))
    assert (await ada.heard("recording.stored"))["octets"] == 4096
    one_house.worker.tell(media.RecordingBroken(room=UUID(conference), recording=identity, reason="disk_full"))
    told = await grace.find(lambda f: f["type"] == "recording.changed" and f["failure"] is not None)
    assert (told["recording"], told["failure"]) == (None, "disk_full")
    assert not grace.has_heard("recording.stored")
    assert (await one_house.stored(conference)).state == "live"
    assert (await row(one_house, conference)).failure == "disk_full"


async def test_the_film_is_its_hosts_until_published_and_then_for_all_who_were_inside(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    grace, gail = await inside(one_house, conference, "grace"), await one_house.client("gail")
    recording = await film_made(one_house, conference, ada)
    path = path_of(conference, recording)
    mine = (await ada.http.get(path)).json()
    assert (mine["state"], mine["yours"], mine["views"], mine["people"]) == ("ready", True, 0, 1)
    for other in (grace, gail):
        assert (await other.http.get(f"{path}/film")).status_code == 404
        assert (await other.http.post(f"{path}/publish", json={})).status_code in (403, 404)
    published = await ada.http.post(f"{path}/publish", json={})
    assert published.json()["state"] == "published"
    bell = await grace.find(
        lambda f: f["type"] == "notification.new" and f["notification"]["code"] == "event.recording"
    )
    assert bell["notification"]["target_id"] == str(recording.id)
    assert (await grace.http.post(f"{path}/open", json={})).json()["state"] == "published"
    whole = await grace.http.get(f"{path}/film")
    assert (whole.status_code, whole.headers["content-type"]) == (200, "video/webm")
    assert whole.headers["cache-control"] == "no-store"
    assert (await gail.http.get(f"{path}/film")).status_code == 404, "she was not inside"
    assert (await ada.http.get(path)).json()["views"] == 1
    assert (await ada.http.post(f"{path}/revoke")).json()["state"] == "ready"
    assert (await grace.http.get(f"{path}/film")).status_code == 404
    left = (await grace.http.get("/api/notifications")).json()["notifications"]
    assert "event.recording" not in [one["code"] for one in left]


async def test_ranges_of_a_film_are_given_out_and_impossible_ones_refused(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    path = f"{path_of(conference, await film_made(one_house, conference, ada))}/film"
    whole = (await ada.http.get(path)).content
    part = await ada.http.get(path, headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole)}"
    last = await ada.http.get(path, headers={"range": "bytes=-5"})
    assert (last.status_code, last.content) == (206, whole[-5:])
    assert (await ada.http.get(path, headers={"range": f"bytes={len(whole)}-"})).status_code == 416
    # T21: a hundred thousand ranges are no way to keep the server busy.
    many = ",".join(f"{at}-{at}" for at in range(0, 10_000, 2))
    assert (await ada.http.get(path, headers={"range": f"bytes={many}"})).status_code in (200, 206, 400, 416)
    eve = await one_house.client("eve")
    assert (await eve.http.get(path, headers={"range": "bytes=0-"})).status_code == 404


async def test_a_pin_is_asked_of_everybody_else_and_cannot_be_guessed_in_a_hurry(
    one_house: House, time_passes: Any
) -> None:
    conference, ada = await one_house.lesson()
    grace = await inside(one_house, conference, "grace")
    path = path_of(conference, await film_made(one_house, conference, ada))
    assert (await ada.http.post(f"{path}/publish", json={"pin": "12a4"})).status_code == 400
    await ada.http.post(f"{path}/publish", json={"pin": "2468"})
    assert (await grace.http.get(path)).json()["needs_pin"]
    assert (await grace.http.get(f"{path}/film")).json()["code"] == "pin_needed"
    codes = [(await grace.http.post(f"{path}/open", json={"pin": f"{at:04}"})).json().get("code") for at in range(6)]
    assert codes == ["wrong_pin"] * 5 + ["too_many_tries"]
    assert (await grace.http.get(f"{path}/film")).status_code == 403
    time_passes.on(minutes=2)
    assert (await grace.http.post(f"{path}/open", json={"pin": "2468"})).status_code == 200
    assert (await grace.http.get(f"{path}/film")).status_code == 200
    await ada.http.post(f"{path}/publish", json={"pin": "1357"})
    assert (await grace.http.get(f"{path}/film")).json()["code"] == "pin_needed", "another PIN asks anew"


async def test_the_link_ends_on_its_date(one_house: House, time_passes: Any) -> None:
    conference, ada = await one_house.lesson()
    grace = await inside(one_house, conference, "grace")
    path = path_of(conference, await film_made(one_house, conference, ada))
    past = (clock.now() - timedelta(days=1)).isoformat()
    assert (await ada.http.post(f"{path}/publish", json={"until": past})).json()["code"] == "wrong_end"
    until = (clock.now() + timedelta(minutes=30)).isoformat()
    await ada.http.post(f"{path}/publish", json={"until": until})
    assert (await grace.http.get(f"{path}/film")).status_code == 200
    time_passes.on(minutes=31)
    assert (await grace.http.get(f"{path}/film")).status_code == 404
    assert (await ada.http.get(f"{path}/film")).status_code == 200


async def test_a_consent_taken_back_hides_the_film_at_once_and_makes_it_anew(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    await consent(one_house, one_house.people.piotr)
    piotr = await inside(one_house, conference, "piotr")
    running = await recorded(one_house, conference, ada)
    folder = stored.folder_of(one_house.sites[0], running.id)
    write(folder, UUID(piotr.user), Source.MICROPHONE, running.started_at.timestamp(), spoken(900, 1), 3)
    await ada.result("recording.stop", conference=conference)
    await ada.heard("recording.progress", state="ready")
    before = (await row(one_house, conference)).film_id
    assert before is not None
    await consent(one_house, one_house.people.piotr, ConsentState.WITHDRAWN)
    hidden = await ada.http.get(f"{path_of(conference, running)}/film")
    assert hidden.status_code in (404, 409)
    await ada.heard("recording.progress", state="ready")
    after = await row(one_house, conference)
    assert after.film_id not in (None, before)
    assert list(folder.glob(f"{UUID(piotr.user).hex}.*")) == []
    async with one_house.database.read() as db:
        assert await db.get(FileBlob, before) is None


async def test_a_recording_is_cut_anew_and_deleted_for_good(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    recording = await film_made(one_house, conference, ada)
    path = path_of(conference, recording)
    assert (await ada.http.post(f"{path}/trim", json={"begin_s": 1, "end_s": 1.5})).json()["code"] == "too_short"
    before = (await ada.http.get(path)).json()["film"]
    cut = await ada.http.post(f"{path}/trim", json={"begin_s": 0.5, "end_s": 2})
    assert cut.json()["state"] == "processing"
    await ada.heard("recording.progress", state="ready")
    made = (await ada.http.get(path)).json()
    assert made["seconds"] == 1.5
    assert made["film"] not in (None, before), "no player takes it for the one before"
    folder = stored.folder_of(one_house.sites[0], recording.id)
    assert folder.is_dir()
    assert (await ada.http.delete(path)).status_code == 200
    assert not folder.exists()
    assert (await ada.http.get(path)).status_code == 404
    assert [path for path in blobs.folder_of(one_house.sites[0]).rglob("*") if path.is_file()] == []


async def test_on_its_date_a_recording_is_gone_from_every_place(one_house: House, time_passes: Any) -> None:
    conference, ada = await one_house.lesson()
    await consent(one_house, one_house.people.piotr)
    await inside(one_house, conference, "piotr")
    recording = await film_made(one_house, conference, ada)
    assert recording.stopped_at is not None
    assert recording.expires_at == clock.add_months(recording.stopped_at, 3), "a pupil is in it"
    site = one_house.sites[0]
    await site.part(Bell).settled()
    time_passes.on(days=(recording.expires_at - clock.now()).days + 1)
    retention = site.part(Retention)
    assert (await retention.prove())["recordings"] >= 1
    await retention.purge()
    proof = await retention.prove()
    assert (proof["recordings"], proof["files"]) == (0, 0)
    assert not stored.folder_of(site, recording.id).exists()
    assert [path for path in blobs.folder_of(site).rglob("*.*") if path.is_file()] == []
    assert (await row(one_house, conference)).state is RecordingState.EXPIRED


async def test_two_processes_that_purge_together_count_a_recording_once(
    one_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    conference, ada = await one_house.lesson()
    recording = await film_made(one_house, conference, ada)
    site, both_found_it = one_house.sites[0], threading.Barrier(2)
    delete_packets = stored.delete_packets

    def together(*which: Any) -> None:
        both_found_it.wait(30)
        delete_packets(*which)

    monkeypatch.setattr(stored, "delete_packets", together)
    with clock.frozen(recording.expires_at):
        assert sorted(await asyncio.gather(purge(site), purge(site))) == [0, 1]


async def test_the_owner_is_warned_two_weeks_before(one_house: House, time_passes: Any) -> None:
    conference, ada = await one_house.lesson()
    recording = await film_made(one_house, conference, ada)
    assert recording.expires_at is not None
    time_passes.on(days=(recording.expires_at - clock.now()).days - 12)

    async def warned() -> bool:
        return (await row(one_house, conference)).warned_at is not None

    await eventually(warned)
    await rung(ada, "recording.ending")


async def test_the_end_of_the_conference_ends_the_recording(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    await ada.result("recording.start", conference=conference)
    await ada.result("conference.end", conference=conference)
    await ada.heard("recording.progress", state="failed")
    recording = await row(one_house, conference)
    assert (recording.state, recording.failure) == (RecordingState.FAILED, "empty")
    assert (await one_house.stored(conference)).recording_id is None


def test_states_move_along_their_arrows_only() -> None:
    for before, after in (
        (RecordingState.EXPIRED, RecordingState.PUBLISHED),
        (RecordingState.RUNNING, RecordingState.READY),
    ):
        with pytest.raises(WrongMoveError):
            Recording(state=RecordingState(before)).move_to(RecordingState(after))
