"""A lesson when the network is bad: seeded loss and delay, a line that is cut, a worker that dies."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncGenerator

import pytest
from playwright.async_api import expect

from tests.media.lossy import LossyLine
from tests.stories.people import PATIENCE, Cast, Someone, meet
from tests.stories.site import RunningSite
from tests.waiting import eventually

pytestmark = pytest.mark.anyio

THROUGH_THE_LINE = """
const take = RTCPeerConnection.prototype.setRemoteDescription
RTCPeerConnection.prototype.setRemoteDescription = async function (answer) {
  return take.call(this, { type: answer.type, sdp: await window.layLine(answer.sdp) })
}
"""
"""All media of this browser goes the way that the answer names."""


@pytest.fixture
async def lines() -> AsyncGenerator[list[LossyLine]]:
    """The bad lines of a story, taken away at its end."""
    lines: list[LossyLine] = []
    yield lines
    for line in lines:
        line.close()


async def on(line: LossyLine, someone: Someone, lines: list[LossyLine]) -> Someone:
    """Put somebody's media on a line, before their page makes its first offer."""
    lines.append(line)
    await someone.context.expose_function("layLine", line.lay)
    await someone.context.add_init_script(THROUGH_THE_LINE)
    return someone


async def a_lesson(cast: Cast, title: str, line: LossyLine, lines: list[LossyLine]) -> tuple[Someone, Someone, Someone]:
    """A teacher with microphone and camera, a pupil on a good line, and one on this line, all inside."""
    teacher, aysu = await cast.teacher(), await cast.pupil("pupil")
    filip = await (await on(line, await cast.enters("pupil2"), lines)).signs_in_by_the_link()
    await meet(title, teacher, aysu, filip)
    await teacher.switches("Microphone", True)
    await teacher.switches("Camera", True)
    return teacher, aysu, filip


async def test_a_pupil_on_a_bad_line_hears_sees_and_is_heard(cast: Cast, lines: list[LossyLine]) -> None:
    line = LossyLine(7, loss=0.05, delay=0.1)
    teacher, aysu, filip = await a_lesson(cast, "From far away", line, lines)
    await filip.keeps_rising("totalAudioEnergy", 0.001)
    await filip.keeps_rising("framesDecoded", 60)
    await filip.switches("Microphone", True)
    for someone in (teacher, aysu):
        await someone.keeps_rising("totalAudioEnergy", 0.001)
    assert line.lost, "the line was bad"


async def test_a_cut_line_is_said_and_mended_and_nobody_else_notices(cast: Cast, lines: list[LossyLine]) -> None:
    line = LossyLine(8)
    _, aysu, filip = await a_lesson(cast, "In a tunnel", line, lines)
    await filip.keeps_rising("totalAudioEnergy", 0.001)
    line.is_cut = True
    await filip.is_told("Sound and picture are away for a moment.")
    await aysu.keeps_rising("totalAudioEnergy", 0.001)
    line.is_cut = False
    await filip.keeps_rising("totalAudioEnergy", 0.001)
    await filip.keeps_rising("framesDecoded", 20)
    await expect(filip.page.get_by_text("Sound and picture are away")).to_have_count(0)


async def test_another_network_and_a_new_worker_bring_the_sound_back(
    cast: Cast, site: RunningSite, lines: list[LossyLine]
) -> None:
    line = LossyLine(9)
    teacher, aysu, filip = await a_lesson(cast, "From the bus", line, lines)
    await filip.keeps_rising("totalAudioEnergy", 0.001)
    await line.move()
    await filip.keeps_rising("totalAudioEnergy", 0.001)
    for someone in (aysu, filip):
        await someone.keeps_rising("framesDecoded", 30)
    heard = [(someone, await someone.total("framesDecoded")) for someone in (aysu, filip)]
    os.kill(worker_of(site), signal.SIGKILL)
    # At once: the notice stays for seconds, and new figures soon pass the old ones. Who spoke speaks again when she
    # says so: after every absence the microphone returns off.
    await asyncio.gather(
        teacher.is_told("You are back. Your microphone is off."),
        *(begins_anew(someone, "framesDecoded", before) for someone, before in heard),
    )
    await expect(teacher.control("Microphone")).to_have_attribute("aria-pressed", "false")
    await teacher.switches("Microphone", True)
    for someone in (aysu, filip):
        await someone.keeps_rising("totalAudioEnergy", 0.001)


async def begins_anew(someone: Someone, figure: str, before: float) -> None:
    """Wait until a figure counts from zero again: the old connection is gone, and the new one brings something."""

    async def so() -> bool:
        return 0 < await someone.total(figure) < before

    await eventually(so, within=PATIENCE / 1000)


def worker_of(site: RunningSite) -> int:
    """The media worker that is on duty."""
    return int((site.folder / "data" / "media.lock").read_text())
