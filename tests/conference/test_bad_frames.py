"""What must be refused: pupils who lead, strangers, foreign ids, words of the wrong kind. Nothing changes by it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from server.conference.models import ClassPupil, Conference, ConferenceBan, ConferenceSeat
from server.core.database import Row, new_id
from server.rooms.models import Silence
from tests.conference.conftest import House
from tests.conference.steps import inside

pytestmark = pytest.mark.anyio

LEADING: list[tuple[str, dict[str, Any]]] = [
    ("conference.pause", {"on": True}),
    ("conference.set_locks", {"locks": ["microphone", "chat"]}),
    ("hands.order", {"quiet_first": True}),
    ("participant.hold_chat", {"on": True}),
    ("participant.send_back", {"user": ""}),
    ("participant.ban", {"user": "", "reason": "I can"}),
    ("ban.lift", {"user": ""}),
    ("captioner.appoint", {"user": "", "on": True}),
    ("lobby.admit", {"mine": True}),
]
TAKING_PART: list[tuple[str, dict[str, Any]]] = [
    ("caption.write", {"text": "words"}),
    ("reaction.send", {"reaction": "clap"}),
    ("phrase.say", {"phrase": "agree"}),
    ("quality.report", {"value": "poor", "cause": "delay"}),
    ("classroom.set", {"pupils": []}),
    ("hand.raise", {"up": True, "pupil": ""}),
]
MALFORMED: list[tuple[str, dict[str, Any]]] = [
    ("conference.pause", {"on": "yes"}),
    ("conference.set_locks", {"locks": ["everything"]}),
    ("reaction.send", {"reaction": "<script>alert(1)</script>"}),
    ("phrase.say", {"phrase": "call me at 555 1234"}),
    ("quality.report", {"value": "splendid"}),
    ("classroom.set", {"pupils": ["nobody"]}),
    ("participant.ban", {"user": "nobody"}),
    ("participant.send_back", {"user": str(new_id()), "by": str(new_id())}),
]


async def everything(house: House) -> list[dict[str, Any]]:
    """All that is stored of conferences, except who was seen when."""
    kinds: tuple[type[Row], ...] = (Conference, ConferenceSeat, ClassPupil, ConferenceBan)
    async with house.database.read() as db:
        found: list[Any] = [row for kind in kinds for row in await db.scalars(select(kind).order_by(kind.id))]
        found += list(await db.scalars(select(Silence)))
    return [{c.key: getattr(row, c.key) for c in row.__table__.columns if c.key != "updated_at"} for row in found]


def filled(fields: dict[str, Any], user: UUID | str) -> dict[str, Any]:
    return {name: str(user) if value == "" else value for name, value in fields.items()}


async def test_who_does_not_lead_changes_nothing_of_what_those_decide_who_lead(one_house: House) -> None:
    """T7 and T11 of the security cases."""
    conference, ada = await one_house.lesson()
    clients = [await inside(one_house, conference, name) for name in ("piotr", "nino", "grace")]
    before = await everything(one_house)
    for client in clients:
        for kind, fields in LEADING:
            refused = await client.refusal(kind, conference=conference, **filled(fields, ada.user))
            assert refused == "forbidden", kind
    assert await everything(one_house) == before


async def test_strangers_and_those_who_wait_get_nowhere_and_learn_nothing(one_house: House) -> None:
    """T3 and T5 of the security cases."""
    conference, ada = await one_house.lesson(lobby=True)
    piotr = await one_house.client("piotr")
    assert (await piotr.result("conference.enter", conference=conference))["state"] == "lobby"
    eve = await one_house.client("eve")
    mallory = await one_house.client("mallory", slug=one_house.people.eves_slug)
    before = await everything(one_house)
    for kind, fields in TAKING_PART:
        refused = await piotr.refusal(kind, conference=conference, **filled(fields, one_house.people.nino))
        assert refused == "not_inside", kind
    for stranger in (eve, mallory):
        for kind, fields in LEADING + TAKING_PART:
            for target in (conference, str(new_id())):
                refused = await stranger.refusal(kind, conference=target, **filled(fields, ada.user))
                assert refused == "not_found", kind
    assert await everything(one_house) == before
    for update in ("reaction.sent", "phrase.said", "caption.written"):
        assert not ada.has_heard(update)


async def test_foreign_ids_are_nobody(one_house: House) -> None:
    """T3 of the security cases: somebody of another space, and nobody at all, look alike."""
    conference, ada = await one_house.lesson()
    before = await everything(one_house)
    for nobody in (one_house.people.eve, one_house.people.mallory, one_house.people.piotr, new_id()):
        for kind, fields in LEADING:
            if "user" in fields:
                assert await ada.refusal(kind, conference=conference, **filled(fields, nobody)) == "not_found", kind
        hold = {"user": str(nobody), "on": True}
        assert await ada.refusal("participant.hold_chat", conference=conference, **hold) == "not_found"
    assert await everything(one_house) == before


async def test_nothing_is_decided_about_a_conference_that_is_over(one_house: House) -> None:
    conference, ada = await one_house.lesson()
    piotr = await inside(one_house, conference, "piotr")
    await ada.result("conference.end", conference=conference)
    await piotr.heard("seat.lost")
    before = await everything(one_house)
    for kind, fields in TAKING_PART:
        refused = await piotr.refusal(kind, conference=conference, **filled(fields, one_house.people.nino))
        assert refused == "not_inside", kind
    for kind in ("participant.send_back", "captioner.appoint"):
        fields = {"user": piotr.user} | ({"on": True} if kind == "captioner.appoint" else {})
        assert await ada.refusal(kind, conference=conference, **fields) == "not_found", kind
    for kind, fields in LEADING[:3]:
        assert await ada.refusal(kind, conference=conference, **fields) == "conference_over", kind
    assert await everything(one_house) == before


@pytest.mark.parametrize(("kind", "fields"), MALFORMED)
async def test_words_of_the_wrong_kind_close_the_socket_that_said_them(
    one_house: House, kind: str, fields: dict[str, Any]
) -> None:
    """T8 of the security cases: no sender field, no word that is not of the set."""
    conference, ada = await one_house.lesson()
    before = await one_house.stored(conference)
    mallet = await one_house.again(ada)
    await mallet.send({"type": kind, "ref": 1, "conference": conference, **fields})
    assert await mallet.closed() == 1002
    after = await one_house.stored(conference)
    assert (after.paused, after.locks, after.revision) == (before.paused, before.locks, before.revision)
