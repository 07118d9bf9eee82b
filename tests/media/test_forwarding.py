"""Packets through a whole worker: gates, slots, layers, repairs, leaving. The callers are small Python endpoints."""

import gc
import weakref
from itertools import pairwise
from uuid import uuid4

import pytest

from server.media import rtcp, rtp, wire
from server.media.peer import Peer
from tests.media.caller import (
    ABS_SEND_TIME,
    DELTA,
    KEYFRAME,
    MID,
    OPUS,
    REPAIRED_RID,
    VP8,
    VP8_REPAIR,
    Caller,
    Layout,
)
from tests.media.conftest import Floor, until

pytestmark = pytest.mark.anyio

AUDIO_SLOT, VIDEO_SLOT = "3", "6"


async def arrived(floor: Floor, caller: Caller, packets: int) -> None:
    """The worker has taken so many packets of the caller, forwarded or not."""

    async def taken() -> bool:
        streams = [stream for one in floor.figures(caller).publications for stream in one.streams]
        return sum(stream.packets for stream in streams) >= packets

    await until(taken, f"{packets} packets are taken")


def peers_in_memory() -> weakref.WeakSet[Peer]:
    """Every peer that something still holds. Asks for the type alone: `isinstance` wakes the proxies of the dead."""
    return weakref.WeakSet(one for one in gc.get_objects() if type(one) is Peer)


async def test_not_one_packet_leaves_before_the_gate_opens(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.watch(grace, wire.Want(VIDEO_SLOT, floor.user(ada)))
    for at in range(50):
        ada.speak(at)
        ada.film(at, KEYFRAME)
    await arrived(floor, ada, 100)
    floor.gate(ada, microphone=True)
    ada.speak(50, payload=b"first words")
    packets = await grace.gets(1)
    assert [packet.payload for packet in packets] == [b"first words"]
    assert all(slot.packets == 0 for slot in floor.figures(grace).subscriptions if slot.mid == VIDEO_SLOT)


async def test_a_mute_holds_from_the_next_packet_on_whatever_the_client_does(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, microphone=True)
    ada.speak(0)
    await grace.gets(1)
    floor.gate(ada)
    for at in range(1, 30):
        ada.speak(at, payload=b"shouting")
    await arrived(floor, ada, 30)
    floor.gate(ada, microphone=True)
    ada.speak(30, payload=b"calm")
    assert [packet.payload for packet in await grace.gets(2)] == [b"sound", b"calm"]


async def test_sound_is_renumbered_and_keeps_its_payload(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, microphone=True)
    for at in range(65530, 65550):
        ada.speak(at, payload=f"packet {at}".encode())
    packets = await grace.gets(20)
    assert [packet.payload for packet in packets] == [f"packet {at}".encode() for at in range(65530, 65550)]
    first = packets[0].sequence
    assert [(packet.sequence - first) & 0xFFFF for packet in packets] == list(range(20))
    assert {packet.ssrc for packet in packets} != {1000}
    assert len({packet.ssrc for packet in packets}) == 1
    steps = {(b.timestamp - a.timestamp) & 0xFFFFFFFF for a, b in pairwise(packets)}
    assert steps == {960}
    assert ada.received == [], "nobody hears themselves"


async def test_a_picture_begins_with_a_key_frame_that_the_worker_asks_for(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, camera=True)
    floor.watch(grace, wire.Want(VIDEO_SLOT, floor.user(ada)))
    for at in range(5):
        ada.film(at, DELTA)
    assert isinstance((await ada.told(rtcp.PictureLoss))[0], rtcp.PictureLoss)
    assert grace.received == []
    assert not any(isinstance(update, wire.SlotsChanged) for update in floor.heard)
    ada.film(5, KEYFRAME)
    ada.film(6, DELTA)
    packets = await grace.gets(2)
    assert [packet.payload for packet in packets] == [KEYFRAME, DELTA]
    await floor.hears(
        wire.SlotsChanged, lambda update: wire.Slot(VIDEO_SLOT, floor.user(ada), wire.Source.CAMERA) in update.slots
    )


async def test_a_layer_changes_at_a_key_frame_on_one_unbroken_series(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, camera=True)
    floor.watch(grace, wire.Want(VIDEO_SLOT, floor.user(ada), layer=wire.Layer.LOW))
    ada.film(99, DELTA)
    await ada.told(rtcp.PictureLoss)
    ada.film(100, KEYFRAME)
    ada.film(9000, DELTA, rid="high")
    await grace.gets(1)
    floor.watch(grace, wire.Want(VIDEO_SLOT, floor.user(ada), layer=wire.Layer.HIGH))
    ada.film(9001, DELTA, rid="high")
    ada.film(101, DELTA + b"low")
    await grace.gets(2)
    ada.film(9002, KEYFRAME + b"high", rid="high")
    ada.film(102, DELTA + b"low")
    ada.film(9003, DELTA + b"high", rid="high")
    packets = await grace.gets(4)
    assert [packet.payload for packet in packets] == [KEYFRAME, DELTA + b"low", KEYFRAME + b"high", DELTA + b"high"]
    assert len({packet.ssrc for packet in packets}) == 1
    assert [(packet.sequence - packets[0].sequence) & 0xFFFF for packet in packets] == [0, 1, 2, 3]
    forward = (packets[2].timestamp - packets[1].timestamp) & 0xFFFFFFFF
    assert 0 < forward < 90000 * 5, "time goes on by what has passed"


async def test_the_best_flowing_layer_serves_while_the_wished_one_is_absent(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, camera=True)
    floor.watch(grace, wire.Want(VIDEO_SLOT, floor.user(ada), layer=wire.Layer.HIGH))
    ada.film(1, DELTA, rid="low")
    await ada.told(rtcp.PictureLoss)
    ada.film(2, KEYFRAME, rid="low")
    assert len(await grace.gets(1)) == 1
    assert floor.figures(grace).subscriptions[3].layer is wire.Layer.LOW


async def test_a_lost_packet_is_sent_again_on_the_repair_stream(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, camera=True)
    floor.watch(grace, wire.Want(VIDEO_SLOT, floor.user(ada)))
    ada.film(1, DELTA)
    await ada.told(rtcp.PictureLoss)
    for at in range(2, 12):
        ada.film(at, KEYFRAME + bytes((at,)))
    packets = await grace.gets(10, kind=VP8)
    lost = packets[4]
    grace.send_rtcp(rtcp.build_nack(1, lost.ssrc, [lost.sequence]))
    repair = (await grace.gets(1, kind=VP8_REPAIR))[0]
    assert repair.ssrc != lost.ssrc
    assert int.from_bytes(repair.payload[:2], "big") == lost.sequence
    assert repair.payload[2:] == lost.payload
    assert repair.timestamp == lost.timestamp


async def test_a_gap_is_asked_for_and_its_repair_forwarded_but_no_padding(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, camera=True)
    floor.watch(grace, wire.Want(VIDEO_SLOT, floor.user(ada)))
    ada.film(1, DELTA)
    await ada.told(rtcp.PictureLoss)
    ada.film(2, KEYFRAME)
    ada.film(4, DELTA + b"4")
    nack = (await ada.told(rtcp.Nack))[0]
    assert isinstance(nack, rtcp.Nack)
    assert (nack.media, nack.lost) == (2001, (3,))
    names = {MID: b"1", REPAIRED_RID: b"low"}
    for at in range(20):
        ada.send(3001, at, b"", payload_type=VP8_REPAIR, extensions=names)
    ada.send(3001, 20, b"\x00\x03" + DELTA + b"3", payload_type=VP8_REPAIR, timestamp=9000, extensions=names)
    packets = await grace.gets(3)
    assert [packet.payload for packet in packets] == [KEYFRAME, DELTA + b"4", DELTA + b"3"]
    assert [(packet.sequence - packets[0].sequence) & 0xFFFF for packet in packets] == [0, 2, 1]
    ada.send(3001, 21, b"\x00\x03" + DELTA + b"3", payload_type=VP8_REPAIR, timestamp=9000, extensions=names)
    ada.film(5, DELTA + b"5")
    assert (await grace.gets(4))[3].payload == DELTA + b"5", "a second copy is not forwarded"


async def test_the_send_time_is_our_own(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, camera=True)
    floor.watch(grace, wire.Want(VIDEO_SLOT, floor.user(ada)))
    ada.film(1, DELTA)
    await ada.told(rtcp.PictureLoss)
    ada.film(2, KEYFRAME)
    packet = (await grace.gets(1))[0]
    assert packet.extensions.keys() == {ABS_SEND_TIME}, "what the publisher put in its header stays with us"
    sent = int.from_bytes(packet.extensions[ABS_SEND_TIME], "big") / 262144
    assert abs((floor.mux.now() % 64) - sent) % 64 < 5


async def test_publishers_get_reports_and_receivers_get_sender_reports(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, microphone=True, camera=True)
    for at in range(10):
        ada.speak(at)
        ada.film(at, KEYFRAME)
    report = (await ada.told(rtcp.ReceiverReport))[-1]
    assert isinstance(report, rtcp.ReceiverReport)
    remb = (await ada.told(rtcp.Remb))[-1]
    assert isinstance(remb, rtcp.Remb)
    assert remb.bitrate >= 2_000_000
    sender = (await grace.told(rtcp.SenderReport))[0]
    assert isinstance(sender, rtcp.SenderReport)
    heard = grace.received[0]
    assert sender.ssrc == heard.ssrc
    assert sender.packets == 10
    assert 0 <= (sender.timestamp - heard.timestamp) & 0xFFFFFFFF < 48000 * 10


async def test_with_more_voices_than_slots_the_loudest_are_heard(floor: Floor) -> None:
    listener = await floor.enter(Caller(Layout(audio_slots=2)))
    voices = [
        await floor.enter(Caller(Layout(camera=False, screen=False, audio_slots=0, video_slots=0))) for _ in range(4)
    ]
    for voice in voices:
        floor.gate(voice, microphone=True)
    loud = {floor.user(voices[1]), floor.user(voices[3])}
    at = 0

    async def heard() -> bool:
        nonlocal at
        at += 1
        for place, voice in enumerate(voices):
            voice.speak(at, level=10 if place in (1, 3) else 90)
        # Who is told to speak is those two as well, but a moment before or after: all speak on until both is so.
        told = [set(update.speakers) for update in floor.heard if isinstance(update, wire.SpeakersChanged)]
        slots = {slot.user for slot in floor.figures(listener).subscriptions if slot.user}
        return slots == loud and loud in told

    await until(heard, "the two loud ones have the two slots, and are told to speak")


async def test_slots_that_do_not_exist_are_refused_and_nothing_changes(floor: Floor) -> None:
    ada = await floor.enter()
    for mid in ("99", AUDIO_SLOT, "0"):
        wants = [wire.Want(VIDEO_SLOT, uuid4()), wire.Want(mid, uuid4())]
        answer = floor.ask(wire.WatchSlots(ref=7, peer=floor.peer(ada), wants=wants))
        assert isinstance(answer, wire.Refusal)
        assert (answer.ref, answer.code) == (7, "slot_unknown")
    answer = floor.ask(wire.SetGate(ref=8, peer=uuid4(), microphone=True, camera=True, screen=True))
    assert isinstance(answer, wire.Refusal)
    assert answer.code == "peer_unknown"


async def test_a_second_device_of_a_user_takes_the_place_of_the_first(floor: Floor) -> None:
    user = uuid4()
    first = await floor.enter(user=user)
    grace = await floor.enter()
    floor.gate(first, microphone=True)
    second = await floor.enter(user=user)
    lost = await floor.hears(wire.PeerLost)
    assert (lost.peer, lost.reason) == (floor.peer(first), wire.LossReason.REPLACED)
    second.speak(0, payload=b"closed gate")
    await arrived(floor, second, 1)
    assert grace.received == [], "the gate of the first does not open the second"


async def test_everything_of_a_participant_who_leaves_in_the_middle_is_freed(floor: Floor) -> None:
    ada, lin, grace = await floor.enter(), await floor.enter(), await floor.enter()
    for sender in (ada, lin):
        floor.gate(sender, microphone=True, camera=True)
    floor.watch(grace, wire.Want("6", floor.user(ada)), wire.Want("7", floor.user(lin)))
    for sender in (ada, lin):
        sender.film(1, DELTA)
        await sender.told(rtcp.PictureLoss)
        sender.film(2, KEYFRAME)
    await grace.gets(2)
    ada.leave()
    lost = await floor.hears(wire.PeerLost)
    assert (lost.peer, lost.reason) == (floor.peer(ada), wire.LossReason.LEFT)
    slots = await floor.hears(
        wire.SlotsChanged,
        lambda update: (
            update.peer == floor.peer(grace)
            and [slot.user for slot in update.slots] == [None, floor.user(lin), None, None, floor.user(lin)]
        ),
    )
    assert slots.slots[3] == wire.Slot("6")
    lin.film(3, DELTA)
    lin.speak(1)
    assert len(await grace.gets(4)) == 4


async def test_peers_that_come_and_go_leave_nothing_behind(floor: Floor) -> None:
    earlier = peers_in_memory()
    grace = await floor.enter()
    known = floor.mux.known
    for _ in range(15):
        caller = await floor.enter()
        floor.gate(caller, microphone=True, camera=True)
        floor.watch(grace, wire.Want(VIDEO_SLOT, floor.user(caller)))
        caller.speak(0)
        caller.film(0, KEYFRAME)
        await arrived(floor, caller, 2)
        floor.ask(wire.ClosePeer(ref=1, peer=floor.peer(caller)))
        caller.close()
    assert floor.mux.known == known
    floor.callers.clear()
    kept = peers_in_memory() - earlier

    async def freed() -> bool:
        gc.collect()
        return len(kept) == 1

    await until(freed, "only the peer that stayed is in memory")
    floor.ask(wire.CloseRoom(ref=1, room=floor.room))
    assert floor.mux.known == 0
    grace.close()


async def test_a_phone_that_changes_its_network_goes_on(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, microphone=True)
    ada.speak(0)
    await grace.gets(1)
    await grace.move()
    await ada.move()
    ada.speak(1)
    assert len(await grace.gets(2)) == 2


async def test_a_peer_without_a_sign_of_life_is_lost(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = await floor.enter()
    silent, endless = Caller(), Caller()
    floor.open(silent)
    endless.take_answer(floor.open(endless))
    await endless.check()
    monkeypatch.setattr("server.media.ice.CONSENT", 0.2)
    monkeypatch.setattr("server.media.peer.CONNECT_WITHIN", 0.2)
    ada.close()
    first = await floor.hears(wire.PeerLost, lambda update: update.peer == floor.peer(ada))
    assert first.reason is wire.LossReason.TIMEOUT
    for caller in (silent, endless):
        lost = await floor.hears(wire.PeerLost, lambda update, caller=caller: update.peer == floor.peer(caller))
        assert lost.reason is wire.LossReason.FAILED


async def test_an_ice_restart_needs_new_credentials_and_the_same_certificate(floor: Floor) -> None:
    ada = await floor.enter()
    peer = floor.peer(ada)
    same = floor.ask(wire.RestartIce(ref=1, peer=peer, sdp=ada.offer()))
    assert isinstance(same, wire.Refusal)
    stranger = floor.ask(wire.RestartIce(ref=1, peer=peer, sdp=Caller().offer()))
    assert isinstance(stranger, wire.Refusal)
    assert stranger.code == "sdp"
    ada.ufrag = "another1"
    answer = floor.ask(wire.RestartIce(ref=1, peer=peer, sdp=ada.offer()))
    assert isinstance(answer, wire.PeerOpened)
    ada.take_answer(answer.sdp)
    await ada.check()
    floor.gate(ada, microphone=True)
    grace = await floor.enter()
    ada.speak(0)
    assert len(await grace.gets(1)) == 1


async def test_packets_that_are_too_long_or_of_another_codec_are_not_forwarded(floor: Floor) -> None:
    ada, grace = await floor.enter(), await floor.enter()
    floor.gate(ada, microphone=True)
    ada.speak(0)
    ada.speak(1, payload=bytes(rtp.LONGEST))
    ada.send(1000, 2, b"other codec", payload_type=8)
    ada.speak(3, payload=b"last")
    packets = await grace.gets(2)
    assert [packet.payload for packet in packets] == [b"sound", b"last"]
    assert {packet.payload_type for packet in packets} == {OPUS}
