"""One film of many files: who is heard when, who is seen when, and what becomes of losses, kills and cuts."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from pathlib import Path
from uuid import uuid4

import av
import pytest

from server.media.composing.film import compose
from server.media.composing.frames import frames
from server.media.composing.stretches import in_order, placed
from server.media.recording import files
from server.media.wire import Source
from tests.media.filming import BEGAN, filmed, loudness, lumas, spoken, write

HEARD, QUIET = 1500, 300


def quiet(_: float) -> None:
    """Nobody listens how far it is."""


def test_all_voices_are_heard_each_at_its_time_and_nobody_else(tmp_path: Path) -> None:
    ada, grace, eve = uuid4(), uuid4(), uuid4()
    write(tmp_path, ada, Source.MICROPHONE, BEGAN, spoken(440, 3))
    write(tmp_path, grace, Source.MICROPHONE, BEGAN + 1, spoken(900, 1), 2)
    write(tmp_path, eve, Source.MICROPHONE, BEGAN, spoken(1500, 3), 3)
    film = tmp_path / "film.webm"
    compose(tmp_path, film, [ada, grace], BEGAN, 3, quiet)
    low, high, other = (loudness(film, hertz) for hertz in (440, 900, 1500))
    assert min(low[1:28]) > HEARD
    assert max(high[:9]) < QUIET
    assert min(high[11:19]) > HEARD
    assert max(high[22:]) < QUIET
    assert max(other) < QUIET


def test_the_picture_changes_hands_and_size_at_key_frames_and_is_dark_where_nobody_is_seen(tmp_path: Path) -> None:
    ada, grace = uuid4(), uuid4()
    write(tmp_path, ada, Source.CAMERA, BEGAN, filmed(80, 2))
    write(tmp_path, grace, Source.SCREEN, BEGAN + 1, filmed(200, 1, width=640, height=480), 2)
    film = tmp_path / "film.webm"
    compose(tmp_path, film, [ada, grace], BEGAN, 5, quiet)
    seen = lumas(film)
    assert {(round(luma, -1), size) for at, luma, size in seen if at < 0.95} == {(80, (320, 180))}
    assert {(round(luma, -1), size) for at, luma, size in seen if 1.05 < at < 1.95} == {(200, (640, 480))}
    dark = [luma for at, luma, _ in seen if at > 2.3]
    assert dark
    assert max(dark) < 40
    with av.open(str(film)) as container:
        assert container.duration is not None
        assert abs(container.duration / av.time_base - 5) < 0.2


def test_whoever_may_not_be_in_it_leaves_no_picture(tmp_path: Path) -> None:
    ada, eve = uuid4(), uuid4()
    write(tmp_path, ada, Source.CAMERA, BEGAN, filmed(80, 1))
    write(tmp_path, eve, Source.CAMERA, BEGAN + 1, filmed(200, 1), 2)
    film = tmp_path / "film.webm"
    compose(tmp_path, film, [ada], BEGAN, 2, quiet)
    assert max(luma for _, luma, _ in lumas(film)) < 100


def test_a_cut_film_holds_nothing_from_before_and_after(tmp_path: Path) -> None:
    ada = uuid4()
    write(tmp_path, ada, Source.MICROPHONE, BEGAN, spoken(440, 1))
    write(tmp_path, ada, Source.MICROPHONE, BEGAN + 1, spoken(900, 1), 2)
    write(tmp_path, ada, Source.MICROPHONE, BEGAN + 2, spoken(1500, 1), 3)
    write(tmp_path, ada, Source.CAMERA, BEGAN, filmed(80, 3), 4)
    film = tmp_path / "film.webm"
    compose(tmp_path, film, [ada], BEGAN + 1, 1, quiet)
    assert max(loudness(film, 440)[1:] + loudness(film, 1500)) < QUIET
    assert min(loudness(film, 900)[1:8]) > HEARD
    assert max(at for at, _, _ in lumas(film)) < 1


def test_several_files_of_one_voice_are_one_voice(tmp_path: Path) -> None:
    """What a killed worker leaves: the second file begins with numbers of its own."""
    ada = uuid4()
    write(tmp_path, ada, Source.MICROPHONE, BEGAN, spoken(440, 1))
    path = write(tmp_path, ada, Source.MICROPHONE, BEGAN + 2, spoken(440, 1, sequence=7, timestamp=99), 2)
    path.write_bytes(path.read_bytes()[:-5])
    film = tmp_path / "film.webm"
    compose(tmp_path, film, [ada], BEGAN, 3, quiet)
    heard = loudness(film, 440)
    assert min(heard[1:9]) > HEARD
    assert max(heard[11:19]) < QUIET
    assert min(heard[21:28]) > HEARD


def test_packets_are_read_in_their_order_each_once_over_all_wraps() -> None:
    records = spoken(440, 4)
    shuffled = [record for record in records for _ in range(2)]
    chance = random.Random(7)
    for at in range(0, len(shuffled) - 8, 8):
        part = shuffled[at : at + 8]
        chance.shuffle(part)
        shuffled[at : at + 8] = part
    assert [record for _, _, record in in_order(shuffled)] == records


def test_after_a_loss_no_picture_is_shown_before_the_next_key_frame() -> None:
    head = files.Head(uuid4(), Source.CAMERA, "VP8", 90_000, BEGAN)
    records = filmed(80, 3)
    lost = next(at for at, record in enumerate(records) if record.timestamp == 5 * 6000)
    shown = list(frames(placed(head, records[:lost] + records[lost + 1 :])))
    assert [round((frame.seconds - BEGAN) * 15) for frame in shown] == [*range(5), *range(15, 45)]
    assert shown[5].key


async def run(*arguments: str) -> tuple[int, list[str], int]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server.media.composing", *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    first = await process.stdout.readline()
    nice = os.getpriority(os.PRIO_PROCESS, process.pid)
    rest = (await process.stdout.read()).decode().split()
    return await process.wait(), [first.decode().strip(), *rest], nice


@pytest.mark.anyio
async def test_the_process_tells_how_far_it_is_and_is_the_last_to_get_the_processor(tmp_path: Path) -> None:
    ada = uuid4()
    write(tmp_path, ada, Source.MICROPHONE, BEGAN, spoken(440, 30))
    film = tmp_path / "film.webm"
    code, told, nice = await run(
        str(tmp_path), str(film), "--began", str(BEGAN), "--length", "30", "--people", str(ada)
    )
    assert (code, told[-1], nice) == (0, "1.00", 19)
    assert [float(step) for step in told] == sorted(float(step) for step in told)
    assert film.stat().st_size > 10_000
