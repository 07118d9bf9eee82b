"""Real Chromium on bad lines: loss, delay, disorder, narrowness, cuts, another network. All seeded (F7)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from server.media import wire
from tests.media.conftest import Participant, Worker, rises, until
from tests.media.lossy import LossyLine

pytestmark = pytest.mark.anyio

People = Callable[..., Awaitable[list[Participant]]]


@dataclass
class Heard:
    """What somebody heard between two looks."""

    seconds: float
    energy: float
    invented: float
    """Share of the sound that the decoder made up for lost packets."""
    corrected: float
    """Packets of error correction that came, each second."""


async def listens(participant: Participant, mid: str, seconds: float) -> Heard:
    """So many seconds of sound, by the decoder's own clock."""
    start = await participant.figures(mid)
    await rises(participant, mid, "totalSamplesDuration", seconds)
    end = await participant.figures(mid)
    gained = {key: end[key] - start[key] for key in end}
    invented = gained["concealedSamples"] - gained["silentConcealedSamples"]
    return Heard(
        gained["totalSamplesDuration"],
        gained["totalAudioEnergy"] / gained["totalSamplesDuration"],
        invented / gained["totalSamplesReceived"],
        gained["fecPacketsReceived"] / gained["totalSamplesDuration"],
    )


async def voice_of(speaker: Participant, listener: Participant) -> str:
    """The slot that plays somebody, once it does."""
    found = await speaker.link.hears(
        wire.SlotsChanged,
        lambda update: (
            update.peer == listener.peer
            and any(slot.user == speaker.user and slot.source is wire.Source.MICROPHONE for slot in update.slots)
        ),
    )
    return next(slot.mid for slot in found.slots if slot.user == speaker.user)


async def test_speech_stays_intelligible_with_loss_and_delay(people: People) -> None:
    """5 % lost and 200 ms from mouth to ear: most holes are filled with what was sent twice."""
    lines = [LossyLine(11, delay=0.1), LossyLine(12, loss=0.05, delay=0.1)]
    (ada,) = await people(1, line=lines[0])
    (grace,) = await people(1, room=ada.room, line=lines[1])
    (lin,) = await people(1, room=ada.room)
    await ada.page.evaluate("setVoice()")
    await ada.page.evaluate("setCamera(true)")
    await ada.gate(microphone=True, camera=True)
    mid = await grace.watch(ada.user, layer=wire.Layer.MEDIUM)
    sound = await voice_of(ada, grace)
    # Opus adds error correction once reports have told it of the loss.
    await rises(grace, sound, "totalSamplesDuration", 6)
    heard, clear = await asyncio.gather(listens(grace, sound, 12), listens(lin, await voice_of(ada, lin), 12))
    assert heard.invented < clear.invented + 0.05
    assert heard.corrected > 10
    assert heard.energy > 0.8 * clear.energy
    await rises(grace, mid, "framesDecoded", 60)
    for line in lines:
        line.close()


async def test_speech_survives_a_tenth_of_loss_with_doubles_and_disorder(people: People) -> None:
    line = LossyLine(21, loss=0.1, doubled=0.05, late=0.05, delay=0.02)
    ada, lin = await people(2)
    (grace,) = await people(1, room=ada.room, line=line)
    await ada.page.evaluate("setVoice()")
    await ada.gate(microphone=True)
    sound = await voice_of(ada, grace)
    await rises(grace, sound, "totalSamplesDuration", 5)
    heard, clear = await asyncio.gather(listens(grace, sound, 12), listens(lin, await voice_of(ada, lin), 12))
    assert heard.invented < clear.invented + 0.1
    assert heard.energy > 0.8 * clear.energy
    line.close()


async def test_at_64_kbit_the_speaker_is_heard_and_pictures_stop(people: People, worker: Worker) -> None:
    line = LossyLine(31, narrow=64_000, delay=0.02)
    ada, lin = await people(2)
    (grace,) = await people(1, room=ada.room, line=line)
    await ada.page.evaluate("setVoice()")
    await ada.page.evaluate("setCamera(true)")
    await ada.gate(microphone=True, camera=True)
    mid = await grace.watch(ada.user, layer=wire.Layer.HIGH)
    await worker.link.hears(
        wire.SlotsChanged, lambda update: wire.Slot(mid, ada.user, wire.Source.CAMERA) in update.slots
    )
    sound = await voice_of(ada, grace)

    async def without_pictures() -> bool:
        told = [one for one in worker.link.heard if isinstance(one, wire.SlotsChanged) and one.peer == grace.peer]
        return wire.Slot(mid) in told[-1].slots

    await until(without_pictures, "the pictures stop")
    await rises(grace, sound, "totalSamplesDuration", 2)
    heard, clear = await asyncio.gather(listens(grace, sound, 10), listens(lin, await voice_of(ada, lin), 10))
    assert heard.invented < clear.invented + 0.1
    assert heard.energy > 0.8 * clear.energy
    line.close()


async def test_after_a_tunnel_and_from_another_network_the_voice_is_back(people: People) -> None:
    line = LossyLine(41)
    ada, lin = await people(2)
    (grace,) = await people(1, room=ada.room, line=line)
    await ada.page.evaluate("setVoice()")
    await ada.gate(microphone=True)
    sound, clear = await voice_of(ada, grace), await voice_of(ada, lin)
    await rises(grace, sound, "totalAudioEnergy", 0.5)
    line.is_cut = True
    await rises(lin, clear, "totalSamplesDuration", 4)
    line.is_cut = False
    await rises(grace, sound, "totalAudioEnergy", 0.2)
    # The browser's next check tells the worker where it is now.
    await line.move()
    await rises(grace, sound, "totalAudioEnergy", 0.2)
    line.close()


async def test_losses_on_both_lines_are_repaired(people: People, worker: Worker) -> None:
    lines = [LossyLine(seed, loss=0.04, doubled=0.02, late=0.02) for seed in (1, 2)]
    (ada,) = await people(1, line=lines[0])
    (grace,) = await people(1, room=ada.room, line=lines[1])
    await ada.page.evaluate("setCamera(true)")
    await ada.gate(camera=True)
    # The middle layer: what is under test is repair, not how many pixels this machine can encode.
    mid = await grace.watch(ada.user, layer=wire.Layer.MEDIUM)

    async def repaired() -> bool:
        taken = await worker.link.statistics()
        by_us = sum(slot.repaired for peer in taken.peers for slot in peer.subscriptions)
        figures = await grace.figures(mid)
        lost = min(line.lost for line in lines)
        return lost > 10 and by_us > 5 and figures["nackCount"] > 5 and figures["framesDecoded"] > 120

    await until(repaired, "losses on both lines are repaired, and 120 frames decoded")
    figures = await grace.figures(mid)
    assert figures["keyFramesDecoded"] < figures["framesDecoded"] / 6, "losses are repaired, not answered by key frames"
    for line in lines:
        line.close()


async def test_a_narrow_line_gets_a_poorer_layer_and_others_keep_theirs(people: People, worker: Worker) -> None:
    narrow = LossyLine(5, narrow=350_000)
    ada, lin = await people(2)
    (grace,) = await people(1, room=ada.room, line=narrow)
    await ada.page.evaluate("setCamera(true)")
    await ada.gate(camera=True)
    wide = await lin.watch(ada.user, layer=wire.Layer.HIGH)
    mid = await grace.watch(ada.user, layer=wire.Layer.HIGH)

    async def poorer() -> bool:
        return 0 < (await grace.figures(mid))["frameHeight"] < 720

    await until(poorer, "the narrow line gets a poorer layer")
    await rises(grace, mid, "framesDecoded", 60)
    assert (await lin.figures(wide))["frameHeight"] == 720
    narrow.close()
