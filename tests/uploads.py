"""Uploads made in the test itself: real pictures, and documents of the least that makes them what they are."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from PIL import Image

from server.core.sniffing import MIMES
from tests.live import Client
from tests.people import People

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), colour: str = "teal", **options: Any) -> bytes:
    """An image of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


def archive(*names: str, **first: bytes) -> bytes:
    """A ZIP: entries with a content, then entries of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in [*first.items(), *((name, b"x") for name in names)]:
            made.writestr(name, content)
    return out.getvalue()


def office(kind: str, *names: str) -> bytes:
    """A document as Office writes it since 2007."""
    types = f'<Types><Override PartName="/x" ContentType="{MIMES[kind]}.main+xml"/></Types>'
    return archive(*names, **{"[Content_Types].xml": types.encode()})


def open_document(kind: str, *names: str) -> bytes:
    """A document as LibreOffice writes it."""
    return archive(*names, mimetype=MIMES[kind].encode())


def old_office(*streams: str) -> bytes:
    """A document as Office wrote it until 2007: a directory with these streams."""
    entries = [
        name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little") for name in streams
    ]
    return COMPOUND.ljust(512, b"\0") + b"".join((entry + b"\x02").ljust(128, b"\0") for entry in entries)


def files(tmp_path: Path) -> list[Path]:
    """What is kept on the disk."""
    return sorted(path for path in (tmp_path / "files").rglob("*") if path.is_file())


async def folder(client: Client, people: People, section: str, name: str = "Week 5") -> str:
    """Make a folder; its id."""
    answer = await client.http.post(f"/api/spaces/{people.space}/folders", json={"section": section, "name": name})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def send(client: Client, people: People, content: bytes, **described: Any) -> Any:
    """Upload bytes with what is said of them; the answer as it came."""
    description = quote(msgspec.json.encode({"title": "A chart", **described}))
    return await client.http.post(
        f"/api/spaces/{people.space}/materials", content=content, headers={"description": description}
    )


async def sent(client: Client, people: People, content: bytes, **described: Any) -> dict[str, Any]:
    """Upload what must be taken; the material."""
    answer = await send(client, people, content, **described)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())
