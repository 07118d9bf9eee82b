"""What the pages of the demo events show: pictures, a few things to take, and a recording to watch (domain 13.5)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import cache
from uuid import UUID

from campus.events.models import EventMaterial
from campus.materials.pictures import Picture, as_picture
from campus.materials.videos import video_of
from server.conference.models import Conference, ConferenceSeat, SeatRole, SeatState
from server.conference.recordings import Recording, RecordingState
from server.core import blobs
from server.core.models import (
    Event,
    EventRegistration,
    FileBlob,
    MaterialKind,
    RegistrationState,
)
from server.core.site import Site
from server.core.sniffing import MIMES
from server.demo.covers import COVERS
from server.demo.documents import docx, pdf
from server.demo.event_rooms import add_ended_room
from server.demo.events import event_id
from server.demo.films import SECONDS, film
from server.demo.planting import Garden, demo_id

RECIPES = [
    "Bring for the kitchen",
    "A bowl, a spoon, and one thing that is green in spring where you live.",
    "Sekerbura: flour, butter, milk, sugar, hazelnuts, cardamom.",
    "Cozonac: flour, eggs, milk, butter, sugar, walnuts, cocoa.",
    "Write down in one sentence who taught you the dish.",
]
CARDS = ["Ice-breaker cards", "1. What do you see from your window?", "2. Which word should we learn from you?"]
SHARED = (("kitchen", "recipes", "What to bring", "docx"), ("cards", "cards", "Twenty cards", "pdf"))
"""Event, name, title and kind of each document on a page."""
FILM = ("cards", "How a class uses them", "https://www.youtube.com/watch?v=aqz-KE-bpKQ")
RECORDED = "yesterday"


async def store_event_files(site: Site) -> dict[str, list[FileBlob]]:
    """Draw and write all of it, put it where files are, and return the rows by name."""

    def store(name: str) -> list[FileBlob]:
        kind, _, rest = name.partition(" of ")
        blob = demo_id(kind, "event", rest)
        if kind == "cover":
            drawn = _drawn(rest)
            small = demo_id("cover thumbnail", "event", rest)
            return [
                blobs.keep(site, drawn.content, MIMES["jpg"], blob),
                blobs.keep(site, drawn.thumbnail, MIMES["webp"], small),
            ]
        if kind == "film":
            return [blobs.keep(site, film(), "video/webm", blob)]
        content, mime = (docx(RECIPES), "docx") if rest == "recipes" else (pdf(CARDS[0], CARDS[1:]), "pdf")
        return [blobs.keep(site, content, MIMES[mime], blob)]

    names = [f"cover of {key}" for key in COVERS] + [f"document of {name}" for _, name, *_ in SHARED]
    names.append(f"film of {RECORDED}")
    return dict(zip(names, await asyncio.gather(*(asyncio.to_thread(store, name) for name in names)), strict=True))


@cache
def _drawn(key: str) -> Picture:
    """Once in a process: whoever plants twice, as tests do, need not draw twice."""
    return as_picture(COVERS[key][0](), "JPEG")


def add_event_pages(garden: Garden) -> None:
    """Pictures, documents, a film to link, and the recording of yesterday."""
    events = {event.id: event for event in garden.rows(Event)}
    for key, (_, alt_text) in COVERS.items():
        event = events[event_id(key)]
        large, small = garden.files[f"cover of {key}"]
        event.image_id, event.thumbnail_id = large.id, small.id
        event.image_type, event.image_alt = "jpg", alt_text
    for key, name, title, kind in SHARED:
        material = _material(garden, events[event_id(key)], MaterialKind.FILE, title)
        material.file_id, material.file_type = garden.files[f"document of {name}"][0].id, kind
    key, title, url = FILM
    video, linked = video_of(url), _material(garden, events[event_id(key)], MaterialKind.VIDEO_LINK, title)
    linked.url, linked.provider, linked.provider_id = video.url, video.provider, video.id
    _add_recording(garden, events[event_id(RECORDED)])


def _material(garden: Garden, event: Event, kind: MaterialKind, title: str) -> EventMaterial:
    position = sum(one.event_id == event.id for one in garden.rows(EventMaterial))
    material = EventMaterial(
        id=demo_id("event material", event.id.hex, position),
        event_id=event.id,
        position=position,
        kind=kind,
        title=title,
        alt_text="",
        owner_id=event.host_id,
    )
    garden.add(material)
    return material


def _add_recording(garden: Garden, event: Event) -> None:
    """Who came to the room that is over, and its film for everybody who joined (R-074)."""
    room = add_ended_room(garden, event)
    came = [
        one.user_id
        for one in garden.rows(EventRegistration)
        if one.event_id == event.id and one.state is RegistrationState.ATTENDED
    ]
    for user in [event.host_id, *came]:
        garden.add(_seat(room, event, user))
    garden.add(
        Recording(
            id=demo_id("event recording", event.id.hex),
            conference_id=room.id,
            started_by=event.host_id,
            started_at=event.starts_at,
            stopped_at=event.starts_at + timedelta(seconds=SECONDS),
            state=RecordingState.PUBLISHED,
            film_id=garden.files[f"film of {RECORDED}"][0].id,
            length_ms=SECONDS * 1000,
            progress=100,
            published_at=event.ends_at,
            expires_at=garden.now + timedelta(days=360),
        )
    )


def _seat(room: Conference, event: Event, user: UUID) -> ConferenceSeat:
    return ConferenceSeat(
        id=demo_id("event seat", room.id.hex, user.hex),
        conference_id=room.id,
        user_id=user,
        role=SeatRole.HOST if user == event.host_id else SeatRole.ATTENDEE,
        state=SeatState.LEFT,
        joined_at=event.starts_at,
        left_at=event.ends_at,
        seconds=int((event.ends_at - event.starts_at).total_seconds()),
    )
