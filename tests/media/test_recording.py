"""Packets written down while a room is recorded: of those who agreed, from Record on, and whole up to a kill."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from server.media import wire
from server.media.recording import archive, files
from server.media.wire import Source
from tests.media.caller import KEYFRAME, Caller
from tests.media.conftest import Floor, Watched, until

pytestmark = pytest.mark.anyio


@pytest.fixture
async def floor(tmp_path: Path) -> AsyncGenerator[Floor]:
    """A worker inside the test's loop, that may write."""
    floor = Floor(tmp_path)
    yield floor
    floor.close()


def payloads(folder: Path, user: UUID, source: Source) -> list[bytes]:
    """What is on the disk of one source of one person."""
    found = [path for path in files.of_user(folder, user) if f".{source.value}." in path.name]
    return [record.payload for path in found for record in files.read(path)]


def octets(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def written(folder: Path, user: UUID, source: Source, count: int) -> list[bytes]:
    async def there() -> bool:
        return len(payloads(folder, user, source)) >= count

    await until(there, f"{count} packets of the {source.value} are on the disk")
    return payloads(folder, user, source)


async def test_nothing_is_stored_before_record_and_nothing_after_stop(floor: Floor, tmp_path: Path) -> None:
    ada, grace, recording = await floor.enter(), await floor.enter(), uuid4()
    floor.gate(ada, microphone=True)
    for at in range(40):
        ada.speak(at, payload=b"before record")
    await grace.gets(40)
    assert octets(tmp_path) == b""
    floor.gate(ada, microphone=True, recording=recording)
    for at in range(40, 60):
        ada.speak(at, payload=b"while recording")
    folder = tmp_path / recording.hex
    assert await written(folder, floor.user(ada), Source.MICROPHONE, 20) == [b"while recording"] * 20
    told = await floor.hears(wire.RecordingWritten, lambda update: update.octets > 0)
    assert told.recording == recording
    floor.gate(ada, microphone=True)
    for at in range(60, 80):
        ada.speak(at, payload=b"after stop")
    await grace.gets(80)
    floor.rooms.stop()
    assert b"before record" not in octets(tmp_path)
    assert b"after stop" not in octets(tmp_path)


async def test_who_declined_is_in_no_file_neither_voice_nor_camera_nor_screen(floor: Floor, tmp_path: Path) -> None:
    ada, eve, recording = await floor.enter(), await floor.enter(), uuid4()
    floor.gate(ada, microphone=True, camera=True, recording=recording)
    floor.gate(eve, microphone=True, camera=True, screen=True)
    for at in range(30):
        ada.speak(at, payload=b"ada speaks")
        eve.speak(at, level=0, payload=b"eve speaks")
        ada.film(at, KEYFRAME + b"ada", rid="medium")
        eve.film(at, KEYFRAME + b"eve", rid="medium")
    folder = tmp_path / recording.hex
    await written(folder, floor.user(ada), Source.MICROPHONE, 30)
    await written(folder, floor.user(ada), Source.CAMERA, 1)
    assert files.of_user(folder, floor.user(eve)) == []
    assert b"eve" not in octets(tmp_path)


async def test_a_picture_begins_with_a_key_frame_and_follows_who_speaks(floor: Floor, tmp_path: Path) -> None:
    ada, grace, recording = await floor.enter(), await floor.enter(), uuid4()
    for one in (ada, grace):
        floor.gate(one, microphone=True, camera=True, recording=recording)
    folder = tmp_path / recording.hex

    async def shows(one: Caller, other: Caller, since: int) -> bool:
        for at in range(shows_at[0], shows_at[0] + 5):
            one.speak(at, level=5)
            other.speak(at, level=110)
            for caller, name in ((ada, b"ada"), (grace, b"grace")):
                caller.film(at, KEYFRAME + name, rid="medium")
        shows_at[0] += 5
        return len(payloads(folder, floor.user(one), Source.CAMERA)) > since

    shows_at = [0]
    await until(lambda: shows(ada, grace, 0), "Ada is shown, who speaks")
    await until(lambda: shows(grace, ada, 0), "Grace is shown, who speaks now")
    assert payloads(folder, floor.user(grace), Source.CAMERA)[0].endswith(b"grace")


async def test_a_full_disk_ends_the_recording_and_not_the_conference(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "SPARE", 1 << 60)
    ada, grace, recording = await floor.enter(), await floor.enter(), uuid4()
    floor.gate(ada, microphone=True, recording=recording)
    ada.speak(0)
    broken = await floor.hears(wire.RecordingBroken)
    assert (broken.recording, broken.reason) == (recording, "disk_full")
    ada.speak(1, payload=b"still heard")
    assert [packet.payload for packet in await grace.gets(2)] == [b"sound", b"still heard"]
    assert octets(tmp_path) == b""


async def test_a_worker_without_a_folder_says_so(tmp_path: Path) -> None:
    floor = Floor()
    ada, recording = await floor.enter(), uuid4()
    floor.gate(ada, microphone=True, recording=recording)
    assert (await floor.hears(wire.RecordingBroken)).reason == "no_folder"
    floor.close()


async def test_what_was_written_survives_a_killed_worker_and_goes_on_in_another_file(tmp_path: Path) -> None:
    recording, room, user = uuid4(), uuid4(), uuid4()
    folder = tmp_path / recording.hex
    for life in (b"first life", b"second life"):
        address = f"unix:{tmp_path / 'media.sock'}"
        command = ["-m", "server.media.worker", "--control", address, "--addresses", "127.0.0.1"]
        process = await asyncio.create_subprocess_exec(sys.executable, *command, "--recordings", str(tmp_path))
        link = Watched(address)
        await link.start()
        await link.hears(wire.WorkerReady)
        caller, peer = Caller(), uuid4()
        await caller.connect(await link.open_peer(room, peer, user, caller.offer()))
        await link.set_gate(peer, microphone=True, camera=False, screen=False, recording=recording)
        before = len(payloads(folder, user, Source.MICROPHONE))
        for at in range(30):
            caller.speak(at, payload=life)
        await written(folder, user, Source.MICROPHONE, before + 30)
        process.kill()
        await process.wait()
        await link.close()
        caller.close()
    assert payloads(folder, user, Source.MICROPHONE) == [b"first life"] * 30 + [b"second life"] * 30
    assert len(files.of_user(folder, user)) == 2


def test_half_a_packet_at_the_end_of_a_file_is_not_read(tmp_path: Path) -> None:
    head = files.Head(uuid4(), Source.MICROPHONE, "opus", 48000, 1.0)
    path = tmp_path / files.name_of(head, 1)
    first, second = (files.RECORD.pack(3, 0, at, at * 960, at * 20) + word for at, word in ((1, b"one"), (2, b"two")))
    for cut in range(len(second)):
        path.write_bytes(files.opening(head) + first + second[:cut])
        assert [record.payload for record in files.read(path)] == [b"one"]
    assert files.read_head(path) == head
    path.write_bytes(files.opening(head)[:10])
    assert files.read_head(path) is None
