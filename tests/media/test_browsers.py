"""Real Chromium on both sides: one sends VP8 and Opus, others decode what the worker forwarded."""

import re
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from server.media import wire
from tests.media.conftest import Participant, Worker, rises, until

pytestmark = pytest.mark.anyio

People = Callable[..., Awaitable[list[Participant]]]


def shows(peer: UUID, mid: str, user: UUID | None) -> Callable[[wire.SlotsChanged], bool]:
    return lambda update: (
        update.peer == peer and wire.Slot(mid, user, wire.Source.CAMERA if user else None) in update.slots
    )


async def test_two_receivers_see_and_hear_a_participant(people: People, worker: Worker) -> None:
    ada, grace, lin = await people(3)
    await ada.page.evaluate("setMicrophone(true)")
    await ada.page.evaluate("setCamera(true)")
    await ada.gate(microphone=True, camera=True)
    for receiver in (grace, lin):
        mid = await receiver.watch(ada.user, layer=wire.Layer.HIGH)
        await worker.link.hears(wire.SlotsChanged, shows(receiver.peer, mid, ada.user))
        await rises(receiver, mid, "framesDecoded", 30)
        await rises(receiver, (await receiver.mids("audio"))[0], "totalAudioEnergy", 0.01)
        figures = await receiver.figures(mid)
        assert figures["packetsLost"] == 0
    await worker.link.hears(wire.SpeakersChanged, lambda update: update.speakers == [ada.user])
    own = [await ada.figures(mid) for mid in await ada.mids("audio")]
    assert all(figures["packetsReceived"] == 0 for figures in own), "nobody hears themselves"


async def test_the_layer_of_a_picture_changes_and_the_decoder_never_stumbles(people: People) -> None:
    ada, grace = await people(2)
    await ada.page.evaluate("setCamera(true)")
    await ada.gate(camera=True)
    mid = await grace.watch(ada.user, layer=wire.Layer.LOW)
    await rises(grace, mid, "framesDecoded", 10)
    before = await grace.figures(mid)
    for layer, height in ((wire.Layer.HIGH, 720), (wire.Layer.MEDIUM, 360), (wire.Layer.LOW, 180)):
        mid = await grace.watch(ada.user, layer=layer)

        async def as_high(mid: str = mid, height: int = height) -> bool:
            return (await grace.figures(mid))["frameHeight"] == height

        await until(as_high, f"the picture is {height} lines high")
        await rises(grace, mid, "framesDecoded", 10)
    figures = await grace.figures(mid)
    assert figures["packetsLost"] == 0
    assert figures["pliCount"] == before["pliCount"], "it never had to ask for a key frame itself"


async def test_a_layer_that_nobody_watches_pauses_and_is_back_when_a_tile_is_enlarged(
    people: People, worker: Worker
) -> None:
    ada, grace = await people(2)
    await ada.page.evaluate("setCamera(true)")
    await ada.gate(camera=True)
    mid = await grace.watch(ada.user, layer=wire.Layer.LOW)
    await rises(grace, mid, "framesDecoded", 10)
    told = await worker.link.hears(wire.LayersWatched, lambda update: update.peer == ada.peer)
    assert told.layers == [wire.Layer.LOW]
    await ada.obeys_layers(told)
    paused = await ada.sent()
    await rises(grace, mid, "framesDecoded", 60)
    sent = await ada.sent()
    assert sent["low"] > paused["low"]
    assert sent["high"] - paused["high"] < 20_000, "the sender ceases, but for what was under way"
    worker.link.heard.clear()
    await grace.watch(ada.user, layer=wire.Layer.HIGH)
    told = await worker.link.hears(wire.LayersWatched, lambda update: update.peer == ada.peer)
    assert told.layers == [wire.Layer.LOW, wire.Layer.HIGH], "asked for again at once"
    await ada.obeys_layers(told)

    async def sharp() -> bool:
        return (await grace.figures(mid))["frameHeight"] == 720

    await until(sharp, "the picture is sharp")
    await rises(grace, mid, "framesDecoded", 30)
    figures = await grace.figures(mid)
    assert (await ada.sent())["high"] > sent["high"] + 20_000
    assert figures["packetsLost"] == 0


async def test_a_slot_changes_from_one_person_to_another_and_to_a_screen(people: People, worker: Worker) -> None:
    ada, lin, grace = await people(3)
    for sender in (ada, lin):
        await sender.page.evaluate("setCamera(true)")
        await sender.gate(camera=True, screen=True)
    mid = await grace.watch(ada.user)
    await rises(grace, mid, "framesDecoded", 5)
    await grace.watch(lin.user)
    await worker.link.hears(wire.SlotsChanged, shows(grace.peer, mid, lin.user))
    await rises(grace, mid, "framesDecoded", 5)
    await lin.page.evaluate("setScreen()")
    await grace.watch(lin.user, source=wire.Source.SCREEN, layer=wire.Layer.HIGH)
    await worker.link.hears(
        wire.SlotsChanged, lambda update: wire.Slot(mid, lin.user, wire.Source.SCREEN) in update.slots
    )
    await rises(grace, mid, "framesDecoded", 5)
    assert (await grace.figures(mid))["packetsLost"] == 0


async def test_nothing_is_forwarded_before_the_gate_opens_nor_after_it_closes(people: People, worker: Worker) -> None:
    ada, grace = await people(2)
    await ada.page.evaluate("setMicrophone(true)")
    await ada.page.evaluate("setCamera(true)")
    mid = await grace.watch(ada.user)

    async def arrived() -> int:
        taken = await worker.link.statistics()
        figures = next(one for one in taken.peers if one.peer == ada.peer)
        return sum(stream.packets for one in figures.publications for stream in one.streams)

    async def more_than(packets: int) -> bool:
        return await arrived() > packets

    async def sent() -> int:
        taken = await worker.link.statistics()
        return sum(slot.packets for peer in taken.peers for slot in peer.subscriptions)

    await until(lambda: more_than(200), "the worker receives what the browser sends")
    assert await sent() == 0
    await ada.gate(camera=True)
    await rises(grace, mid, "framesDecoded", 10)
    assert (await grace.figures((await grace.mids("audio"))[0]))["packetsReceived"] == 0
    await ada.gate()
    before, already = await sent(), await arrived()
    await until(lambda: more_than(already + 200), "the browser goes on sending")
    assert await sent() == before, "closed means closed from the next packet on"
    assert isinstance(worker.link.heard[-1], wire.SlotsChanged)
    assert shows(grace.peer, mid, None)(worker.link.heard[-1])
    await ada.gate(camera=True)
    await rises(grace, mid, "framesDecoded", 10)


async def test_a_participant_who_leaves_in_the_middle_disturbs_nobody(people: People, worker: Worker) -> None:
    ada, lin, grace = await people(3)
    for sender in (ada, lin):
        await sender.page.evaluate("setMicrophone(true)")
        await sender.page.evaluate("setCamera(true)")
        await sender.gate(microphone=True, camera=True)
    first, second = await grace.watch(ada.user, at=0), await grace.watch(lin.user, at=1)
    await rises(grace, first, "framesDecoded", 10)
    await rises(grace, second, "framesDecoded", 10)
    before = await grace.figures(second)
    await ada.page.evaluate("pc.close()")
    lost = await worker.link.hears(wire.PeerLost, lambda update: update.peer == ada.peer)
    assert lost.reason is wire.LossReason.LEFT
    await worker.link.hears(
        wire.SlotsChanged,
        lambda update: update.peer == grace.peer and ada.user not in [slot.user for slot in update.slots],
    )
    await rises(grace, second, "framesDecoded", 20)
    assert (await grace.figures(second))["pliCount"] == before["pliCount"], "the other picture never broke"
    assert [one.user for one in (await worker.link.statistics()).peers] == [lin.user, grace.user]


async def test_ice_restarts_and_the_picture_goes_on(people: People, worker: Worker) -> None:
    ada, grace = await people(2)
    await ada.page.evaluate("setCamera(true)")
    await ada.gate(camera=True)
    mid = await grace.watch(ada.user)
    await rises(grace, mid, "framesDecoded", 10)
    for participant in (ada, grace):
        answer = await worker.link.restart_ice(participant.peer, await participant.page.evaluate("restart()"))
        await participant.page.evaluate("sdp => accept(sdp)", answer)
        fragment = re.search(r"a=ice-ufrag:(\S+)", answer)
        assert fragment is not None

        async def moved(participant: Participant = participant, fragment: str = fragment[1]) -> bool:
            return await participant.page.evaluate("pairedWith()") == fragment

        await until(moved, "the browser uses the new credentials")
    await rises(grace, mid, "framesDecoded", 40)
    assert (await grace.figures(mid))["packetsLost"] == 0


async def test_h264_is_forwarded_where_vp8_is_not_sent(people: People) -> None:
    (grace,) = await people(1)
    (ada,) = await people(1, room=grace.room, only="video/H264")
    await ada.page.evaluate("setCamera(true)")
    await ada.gate(camera=True)
    for layer, height in ((wire.Layer.HIGH, 720), (wire.Layer.LOW, 180)):
        mid = await grace.watch(ada.user, layer=layer)

        async def as_high(mid: str = mid, height: int = height) -> bool:
            return (await grace.figures(mid))["frameHeight"] == height

        await until(as_high, f"the picture is {height} lines high")
    await rises(grace, mid, "framesDecoded", 20)
    assert (await grace.figures(mid))["packetsLost"] == 0


async def test_whoever_comes_again_sees_the_picture_from_its_first_frame(
    people: People, worker: Worker, page_address: str
) -> None:
    ada, grace = await people(2)
    await ada.page.evaluate("setCamera(true)")
    await ada.gate(camera=True)
    await rises(grace, await grace.watch(ada.user), "framesDecoded", 5)
    for _ in range(2):
        await grace.page.reload()
        grace = Participant(grace.page, grace.room, grace.user, grace.link)
        offer = await grace.page.evaluate("offer()")
        answer = await worker.link.open_peer(grace.room, grace.peer, grace.user, offer)
        mid = await grace.watch(ada.user)
        await grace.page.evaluate("async ([sdp, mid]) => { await accept(sdp); return firstFrame(mid) }", [answer, mid])
