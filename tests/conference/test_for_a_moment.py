"""Captions, reactions, phrase cards and the quality of networks: told at once, limited, and mostly stored nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from server.core import clock
from tests.conference.conftest import House
from tests.conference.steps import about, inside

pytestmark = pytest.mark.anyio


async def test_reactions_and_phrases_reach_everybody_and_are_limited(two_houses: House, time_passes: Any) -> None:
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    with clock.frozen(clock.now()):
        await piotr.result("reaction.send", conference=conference, reaction="clap")
        await piotr.result("phrase.say", conference=conference, phrase="please_repeat")
        await piotr.result("reaction.send", conference=conference, reaction="party")
        assert await piotr.refusal("phrase.say", conference=conference, phrase="louder") == "too_many_tries"
    for client in (ada, piotr):
        assert (await client.heard("reaction.sent"))["reaction"] == "clap"
        said = await client.heard("phrase.said")
        assert (said["user"], said["phrase"]) == (piotr.user, "please_repeat")
    time_passes.on(seconds=5)
    await piotr.result("phrase.say", conference=conference, phrase="louder")


async def test_captions_are_written_by_captioners_and_whoever_leads(two_houses: House) -> None:
    conference, ada = await two_houses.lesson()
    piotr = await inside(two_houses, conference, "piotr", at=1)
    assert await piotr.refusal("caption.write", conference=conference, text="Hello") == "not_captioner"
    await ada.result("captioner.appoint", conference=conference, user=piotr.user, on=True)
    await about(piotr, piotr.user, captioner=True)
    await piotr.result("caption.write", conference=conference, text="  Water is\n warmer here ")
    written = await ada.heard("caption.written")
    assert (written["user"], written["name"], written["text"]) == (piotr.user, "Piotr Z.", "Water is warmer here")
    await ada.result("caption.write", conference=conference, text="And why?")
    assert await piotr.refusal("caption.write", conference=conference, text="x" * 201) == "caption_too_long"
    assert await piotr.refusal("caption.write", conference=conference, text=" \u200b ") == "empty_message"
    await ada.result("captioner.appoint", conference=conference, user=piotr.user, on=False)
    assert await piotr.refusal("caption.write", conference=conference, text="Still?") == "not_captioner"


async def test_the_quality_of_a_network_is_shown_beside_the_name(one_house: House, time_passes: Any) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    with clock.frozen(clock.now()):
        await piotr.result("quality.report", conference=conference, value="poor", cause="loss_out")
        assert await piotr.refusal("quality.report", conference=conference, value="good") == "too_many_tries"
    shown = await about(ada, piotr.user, network="poor")
    assert shown["participant"]["network_cause"] == "loss_out"
    time_passes.on(seconds=1)
    await piotr.result("quality.report", conference=conference, value="good")
    await about(ada, piotr.user, network="good", network_cause=None)
