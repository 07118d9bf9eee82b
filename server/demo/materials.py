"""What the first demo project shares: albums of charts and drawings, two films, a few documents (domain 13.4)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import NamedTuple
from uuid import UUID

from campus.materials.pictures import Picture, as_picture
from campus.materials.videos import video_of
from server.core import blobs
from server.core.models import FileBlob, Folder, Licence, Material, MaterialKind, Section
from server.core.site import Site
from server.core.sniffing import MIMES
from server.demo.documents import docx, pdf, xlsx
from server.demo.drawings import DRAWINGS
from server.demo.people import pupil_id, user_id
from server.demo.planting import Garden, demo_id
from server.demo.spaces import space_id


class Shared(NamedTuple):
    """One material of the demo."""

    name: str
    title: str
    owner: str
    """`school/First name`, or a teacher's full name."""
    days: float
    """How long ago."""
    alt_text: str = ""


ALBUMS: dict[str, list[Shared]] = {
    "Week 5": [
        Shared("pier", "At the pier", "baku/Murad", 0.06, "A thermometer that shows 15.3 degrees"),
        Shared("shore", "At the shore", "baku/Murad", 0.05, "A thermometer that shows 14.9 degrees"),
        Shared(
            "week5",
            "Chart of week 5",
            "baku/Murad",
            0.04,
            "The water of one week at three places: 14.9 degrees in the open Caspian, 15.3 at the pier, 11.4 in Gdynia",
        ),
    ],
    "Week 4": [
        Shared("week4", "Chart of week 4", "chania/Danae", 7, "The water of one week in Chania and in the Po"),
        Shared(
            "salt", "Salt in our waters", "Eleni Markaki", 8, "Bars: the Mediterranean is the saltiest, 39 g a litre"
        ),
    ],
    "Our waters": [
        Shared("caspian", "The Caspian on a windy day", "baku/Aysu", 20, "Blue waves under a pale sky"),
        Shared("baltic", "The Baltic in the morning", "gdynia/Zuzanna", 19, "Green waves under a pale sky"),
        Shared("po", "The Po in fog", "ferrara/Lorenzo", 18, "Grey waves, the sun behind fog"),
    ],
    "Posters and drawings": [
        Shared("poster", "One wave, five words", "gdynia/Zuzanna", 30, "The word for wave in five languages"),
        Shared("lighthouse", "The old lighthouse", "baku/Aysu", 26, "A red and white lighthouse by the sea"),
        Shared("limni", "Limni, our mascot", "nabeul/Yasmine", 14, "A green fish with glasses"),
        Shared("beach", "What we collected", "Eleni Markaki", 10, "Bars: Chania 14 kg, Nabeul 11, Ferrara 9, Gdynia 6"),
    ],
}

FILMS = [
    (
        Shared("film", "A film without words, to write words for", "Chiara Bellandi", 40),
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
    ),
    (
        Shared("film2", "The same film, for schools that open Vimeo only", "Sami Gharsalli", 39),
        "https://vimeo.com/1084537",
    ),
]

DOCUMENTS: dict[str, list[tuple[Shared, str]]] = {
    "For teachers and pupils": [
        (Shared("measuring", "How we measure", "Günel Səfərli", 90), "pdf"),
        (Shared("plan", "Plan of the year", "Chiara Bellandi", 100), "docx"),
    ],
    "Tables": [(Shared("table", "All measurements so far", "gdynia/Zuzanna", 2), "xlsx")],
}

PLAN = [
    "From the Caspian to the Adriatic: plan of the year",
    "Stage 1: we get to know each other, and our waters.",
    "Stage 2: we measure every week, at the same place and hour.",
    "Stage 3: we collect stories that people tell about water.",
    "Stage 4: an exhibition in each school, and a book of all five.",
]
MEASURING = [
    "1. Same place, same hour, every week.",
    "2. The thermometer stays in the water for two minutes.",
    "3. Read it while it is still wet, and write it down at once.",
    "4. Two people read; if they differ, read again.",
    "5. An adult is there whenever you are at the water.",
]
TABLE: list[list[str | float]] = [
    ["Week", "Baku", "Ferrara", "Gdynia", "Chania", "Nabeul"],
    *[[week, *(round(first + 0.6 * week, 1) for first in (11.9, 9.8, 8.4, 15.1, 15.0))] for week in range(1, 6)],
]


def material_id(name: str) -> UUID:
    """The demo material of that name."""
    return demo_id("material", name)


async def store_files(site: Site) -> dict[str, list[FileBlob]]:
    """Draw and write everything, put it where files are, and return the rows by name."""
    documents: dict[str, Callable[[], tuple[bytes, str]]] = {
        "measuring": lambda: (pdf("How we measure", MEASURING), "pdf"),
        "plan": lambda: (docx(PLAN), "docx"),
        "table": lambda: (xlsx(TABLE), "xlsx"),
    }

    def store(name: str) -> list[FileBlob]:
        if name in documents:
            content, kind = documents[name]()
            return [blobs.keep(site, content, MIMES[kind], demo_id("file", name))]
        picture = _drawn(name)
        return [
            blobs.keep(site, picture.content, MIMES["png"], demo_id("file", name)),
            blobs.keep(site, picture.thumbnail, MIMES["webp"], demo_id("thumbnail", name)),
        ]

    names = [*DRAWINGS, *documents]
    return dict(zip(names, await asyncio.gather(*(asyncio.to_thread(store, name) for name in names)), strict=True))


@cache
def _drawn(name: str) -> Picture:
    """Once in a process: whoever plants twice, as tests do, need not draw twice."""
    return as_picture(DRAWINGS[name](), "PNG")


def add_materials(garden: Garden) -> None:
    """Folders and what is in them."""
    for rows in garden.files.values():
        garden.add(*rows)
    for album, images in ALBUMS.items():
        folder = _folder(garden, Section.IMAGES, album, images[0])
        for shared in images:
            file, thumbnail = garden.files[shared.name]
            material = _material(garden, folder, MaterialKind.IMAGE, shared)
            material.file_id, material.thumbnail_id, material.file_type = file.id, thumbnail.id, "png"
    films = _folder(garden, Section.VIDEOS, "Films", FILMS[0][0])
    for shared, url in FILMS:
        video, material = video_of(url), _material(garden, films, MaterialKind.VIDEO_LINK, shared)
        material.url, material.provider, material.provider_id = video.url, video.provider, video.id
        material.licence = Licence.CC_BY
    for name, documents in DOCUMENTS.items():
        folder = _folder(garden, Section.FILES, name, documents[0][0])
        for shared, kind in documents:
            material = _material(garden, folder, MaterialKind.FILE, shared)
            material.file_id, material.file_type = garden.files[shared.name][0].id, kind


def _folder(garden: Garden, section: Section, name: str, first: Shared) -> Folder:
    folder = Folder(
        id=demo_id("folder", section, name),
        space_id=space_id("P1"),
        section=section,
        name=name,
        position=sum(one.section is section for one in garden.rows(Folder)),
        created_by=_person(first.owner),
        created_at=garden.now - timedelta(days=first.days, minutes=5),
    )
    garden.add(folder)
    return folder


def _material(garden: Garden, folder: Folder, kind: MaterialKind, shared: Shared) -> Material:
    material = Material(
        id=material_id(shared.name),
        folder_id=folder.id,
        section=folder.section,
        kind=kind,
        title=shared.title,
        alt_text=shared.alt_text,
        owner_id=_person(shared.owner),
        created_at=garden.now - timedelta(days=shared.days),
    )
    garden.add(material)
    return material


def _person(owner: str) -> UUID:
    school, _, name = owner.partition("/")
    return pupil_id(school, name) if name else user_id(owner)
