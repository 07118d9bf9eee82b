"""Documents for the stage, made in the test itself, and the way of a browser with them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from server.core.sniffing import MIMES
from tests.live import Client
from tests.uploads import archive


def pdf(*pages: str, width: int = 960, height: int = 540) -> bytes:
    """A PDF with one line of text on each page (ISO 32000-1, 7.5)."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects: list[str | bytes] = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, text in enumerate(pages):
        stream = f"BT /F1 48 Tf 72 {height - 120} Td ({text}) Tj ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    return _written(objects)


def pdf_of_slides(slides: Sequence[tuple[str, Sequence[str]]], pictures: Mapping[int, bytes]) -> bytes:
    """A PDF as a presentation prints it: of each page the title and the lines; JPEG pictures of 1,600 by 1,200."""
    objects: list[str | bytes] = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{4 + 3 * n} 0 R' for n in range(len(slides)))}] /Count {len(slides)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, (title, lines) in enumerate(slides):
        shown = "".join(f" T* ({line.encode('latin-1', 'replace').decode('latin-1')}) Tj" for line in lines)
        stream = f"BT /F1 40 Tf 48 460 Td ({title}) Tj /F1 20 Tf 34 TL{shown} ET"
        picture = pictures.get(n)
        if picture:
            stream += " q 340 0 0 255 580 100 cm /P Do Q"
        kept = f" /XObject << /P {6 + 3 * n} 0 R >>" if picture else ""
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Contents {5 + 3 * n} 0 R"
            f" /Resources << /Font << /F1 3 0 R >>{kept} >> >>",
            f"<< /Length {len(stream.encode('latin-1'))} >>\nstream\n{stream}\nendstream",
            b"<< /Type /XObject /Subtype /Image /Width 1600 /Height 1200 /ColorSpace /DeviceRGB /BitsPerComponent 8"
            b" /Filter /DCTDecode /Length %d >>\nstream\n%b\nendstream" % (len(picture), picture)
            if picture
            else "null",
        ]
    return _written(objects)


def _written(objects: Sequence[str | bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        inner = content if isinstance(content, bytes) else content.encode("latin-1")
        out += b"%d 0 obj\n%b\nendobj\n" % (number, inner)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return bytes(out) + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def many_pages(count: int) -> bytes:
    """A PDF of very many pages that are all the same one."""
    kids = "3 0 R " * count
    return _written(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >>",
        ]
    )


def bomb(kind: str = "pptx", unpacked: int = 410 << 20) -> bytes:
    """An office file that is small and unpacks to very much."""
    out = io.BytesIO(archive(**{"[Content_Types].xml": _types(kind)}))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
        made.open("ppt/media/a.xml", "w") as entry,
    ):
        some = bytes(1 << 20)
        for _ in range(unpacked >> 20):
            entry.write(some)
    return out.getvalue()


def _types(kind: str) -> bytes:
    return f'<Types><Override PartName="/x" ContentType="{MIMES[kind]}.main+xml"/></Types>'.encode()


async def send(client: Client, conference: str, content: bytes, **said: Any) -> Any:
    """Upload bytes with what is said of them; the answer as it came."""
    description = quote(msgspec.json.encode({"title": "Rivers", **said}))
    return await client.http.post(
        f"/api/conferences/{conference}/documents", content=content, headers={"description": description}
    )


async def ready(client: Client, conference: str, content: bytes, **said: Any) -> dict[str, Any]:
    """Upload what must be taken, and wait for its pages; the document with them."""
    answer = await send(client, conference, content, **said)
    assert answer.status_code == 201, answer.text
    document = answer.json()["id"]
    await client.find(
        lambda frame: (
            frame["type"] == "document.changed"
            and frame["document"]["id"] == document
            and frame["document"]["state"] == "ready"
        )
    )
    return await pages(client, conference, document)


async def pages(client: Client, conference: str, document: str) -> dict[str, Any]:
    """A document as it is shown."""
    answer = await client.http.get(f"/api/conferences/{conference}/documents/{document}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def listed(client: Client, conference: str) -> list[dict[str, Any]]:
    answer = await client.http.get(f"/api/conferences/{conference}/documents")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["documents"])
