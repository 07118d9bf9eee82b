"""The offer of a real Chromium, read and answered; and offers that lie."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.media import sdp, sdp_answer
from server.media.sdp import SdpError
from server.media.sdp_answer import Local, Outgoing
from server.media.wire import Source
from tests.media.caller import Caller, Layout
from tests.media.offers import LIES, OFFER

LOCAL = Local("ufrag123", "p" * 32, "AA:BB", ["192.0.2.7", "2001:db8::7"], 5004, "cname0123456789")


def answer(text: str) -> str:
    offer = sdp.read(text)
    slots = {section.mid: Outgoing(100 + at, 200 + at) for at, section in enumerate(offer.slots)}
    return sdp_answer.write(offer, LOCAL, slots)


def test_the_offer_of_a_real_chromium_is_understood() -> None:
    offer = sdp.read(OFFER)
    assert [section.source for section in offer.sections[:4]] == [
        Source.MICROPHONE,
        Source.CAMERA,
        Source.SCREEN,
        None,
    ]
    assert [section.kind for section in offer.slots] == ["audio"] * 3 + ["video"] * 12
    camera, screen = offer.sections[1], offer.sections[2]
    assert camera.rids == ("low", "medium", "high")
    assert camera.ssrcs == ()
    assert [(codec.name, codec.payload_type, codec.repair_type) for codec in camera.codecs] == [
        ("VP8", 96, 97),
        ("H264", 108, 109),
    ]
    assert screen.ssrcs == (2675432672,)
    assert screen.repairs == {2675432672: 652624856}
    assert offer.sections[0].extensions[sdp.AUDIO_LEVEL] == 1
    assert len(offer.fingerprints) == 1


def test_the_answer_fits_the_offer_section_by_section() -> None:
    text = answer(OFFER)
    sections = text.split("m=")[1:]
    assert len(sections) == 18
    assert "a=ice-lite" in text.split("m=")[0]
    assert text.count("a=setup:passive") == 18
    assert "a=recvonly" in sections[1]
    assert "a=simulcast:recv low;medium;high" in sections[1]
    assert "a=candidate:1 1 udp 2130706431 192.0.2.7 5004 typ host" in sections[0]
    assert "a=candidate:2 1 udp 2130706175 2001:db8::7 5004 typ host" in sections[0]
    assert "a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1" in sections[0]
    assert "a=sendonly" in sections[6]
    assert "a=ssrc-group:FID 103 203" in sections[6]
    assert "a=ssrc:103 cname:cname0123456789" in sections[6]
    for feedback in ("nack", "nack pli", "ccm fir", "goog-remb"):
        assert f"a=rtcp-fb:96 {feedback}\r\n" in sections[6]
    assert "transport-cc" not in text
    assert "transport-wide-cc" not in text
    streams = re.findall(r"a=msid:(\S+)", text)
    assert len(set(streams)) == 15, "each slot is a stream of its own"


@pytest.mark.anyio
async def test_without_simulcast_and_with_few_sections_it_works_too() -> None:
    caller = Caller(Layout(simulcast=False, screen=False, audio_slots=1, video_slots=0))
    offer = sdp.read(caller.offer())
    caller.close()
    assert [section.direction for section in offer.sections] == ["sendonly", "sendonly", "recvonly"]
    assert offer.sections[1].rids == ()


@pytest.mark.parametrize("lie", LIES)
def test_an_offer_that_lies_is_refused_by_name(lie: str) -> None:
    told = LIES[lie](OFFER)
    assert told != OFFER, "the lie must be told"
    with pytest.raises(SdpError) as refused:
        sdp.read(told)
    assert str(refused.value)


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_ends_in_one_named_error(text: str) -> None:
    with pytest.raises(SdpError):
        sdp.read(text)


@given(st.integers(0, 1 << 32))
@settings(max_examples=300, deadline=None)
def test_a_mutated_offer_is_answered_or_refused_by_name(seed: int) -> None:
    """Lines lost, doubled, moved, cut and overwritten, as aiortc's own reader does not survive (F3)."""
    chance = random.Random(seed)
    lines = OFFER.split("\r\n")
    for _ in range(chance.randint(1, 12)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[other])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
            case 4:
                place = chance.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:place] + chance.choice(" :;=/,0-~é\x00") + lines[at][place + 1 :]
            case _:
                lines[at] = re.sub(
                    r"\d+", str(chance.choice((-1, 0, 64, 127, 128, 65536, 1 << 33))), lines[at], count=1
                )
    try:
        text = answer("\r\n".join(lines))
    except SdpError:
        return
    assert text.startswith("v=0\r\n")
    assert "\r\n\r\n" not in text
