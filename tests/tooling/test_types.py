"""The TypeScript types say exactly what goes over the wire."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import msgspec
import pytest

from server.core.http import Door, Route
from server.core.wire import Done, Refused, Request, Update

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"

Colour = Literal["red", "green"]


class Mood(StrEnum):
    GLAD = "glad"
    SAD = "sad"


class Person(msgspec.Struct, frozen=True):
    """Somebody."""

    id: UUID
    mood: Mood
    nickname: str | None = None
    """Only among friends."""


class Hold(Request, frozen=True, tag="hold", kw_only=True):
    """Take somebody's hand."""

    person: Person
    colour: Colour = "red"


class Held(Update, frozen=True, tag="held", kw_only=True):
    """Hands are held."""

    person: Person
    at: datetime
    since: dict[str, list[int | None]] = msgspec.field(default_factory=dict)
    by: str | msgspec.UnsetType = msgspec.UNSET


async def nobody(call: Any) -> None:
    """Does nothing."""


@pytest.fixture
def render(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.syspath_prepend(SCRIPTS)
    import registry
    import write_types

    def rendered(**changes: Any) -> str:
        wire = registry.Wire((Hold,), (Held,), (Done, Refused), {Hold: (Person,)}, ())
        return write_types.render(registry.Wire(**(vars(wire) | changes)))

    return rendered


def block(text: str, head: str) -> str:
    return text.partition(f"{head} {{\n")[2].partition("\n}")[0]


def test_a_frame_carries_its_type_and_its_sentence(render: Callable[..., str]) -> None:
    assert '/** Hands are held. */\nexport interface Held {\n  type: "held";' in render()


def test_what_the_server_sends_is_always_there(render: Callable[..., str]) -> None:
    assert "nickname: string | null;" in block(render(), "export interface Person")


def test_what_a_client_sends_may_leave_defaults_out(render: Callable[..., str]) -> None:
    text = render()
    assert "colour?: Colour;" in block(text, "export interface Hold")
    assert "person: PersonInput;" in block(text, "export interface Hold")
    assert "nickname?: string | null;" in block(text, "export interface PersonInput")


def test_words_ids_instants_and_collections_have_their_types(render: Callable[..., str]) -> None:
    text = render()
    assert 'export type Colour = "green" | "red";' in text
    assert 'export type Mood = "glad" | "sad";' in text
    held = block(text, "export interface Held")
    assert "at: Instant;" in held
    assert "since: Record<string, (number | null)[]>;" in held
    assert "by?: string;" in held


def test_results_and_routes_are_typed(render: Callable[..., str]) -> None:
    route = Route("POST", "/api/people/{slug:str}", nobody, Door.SIGNED_IN, takes=Person, gives=Person)
    text = render(routes=(route,))
    assert block(text, "export interface Results") == '  "hold": Person;'
    expected = '  "POST /api/people/{slug}": { takes: PersonInput; gives: Person };'
    assert block(text, "export interface Routes") == expected


def test_two_things_of_one_name_are_refused(render: Callable[..., str]) -> None:
    other = msgspec.defstruct("Person", [("name", str)], module=__name__)
    with pytest.raises(SystemExit, match="both have a Person"):
        render(results={Hold: (Person, other)})
