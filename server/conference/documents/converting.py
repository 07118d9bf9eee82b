"""From a document to pictures of its pages: an office file becomes a PDF first, in a sandbox of its own (T16)."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Annotated

import msgspec
import structlog

from server.conference.documents.models import DocumentKind
from server.conference.documents.problems import MOST_PAGES, WORDS
from server.core.database import new_id
from server.core.sandbox import Job, Limits, OverrunError, Sandbox, python
from server.core.site import Site

log = structlog.get_logger()

DRAWS = Path(__file__).with_name("drawing_pages.py")
OFFICE = frozenset({DocumentKind.PPTX, DocumentKind.DOCX, DocumentKind.XLSX, DocumentKind.ODP})
GLANCE = Limits(memory=1 << 30, seconds=20, file=1 << 20)
DRAWING = Limits(memory=2 << 30, seconds=300, file=32 << 20)
PRINTING = Limits(memory=4 << 30, seconds=150, file=200 << 20)
MOST_PICTURE = 8 << 20
"""Bytes of one page's picture: real ones have a hundredth of it."""
OFFICE_PROGRAMS = ("/usr/lib/libreoffice/program/oosplash", "/usr/lib64/libreoffice/program/oosplash")


class ConversionError(Exception):
    """The document cannot be shown; the word is a code of `problems.WORDS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code if code in WORDS else "conversion_failed"


class Said(msgspec.Struct, frozen=True):
    """A line of our own small program, which has read a stranger's bytes: believed as far as this form goes."""

    pages: Annotated[int, msgspec.Meta(ge=0, le=MOST_PAGES)] | None = None
    page: Annotated[int, msgspec.Meta(ge=1, le=MOST_PAGES)] | None = None
    width: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1
    height: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1
    text: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    refused: str = ""


class Drawn(msgspec.Struct, frozen=True):
    """A page that is drawn."""

    number: int
    width: int
    height: int
    text: str
    image: bytes
    thumbnail: bytes


_said = msgspec.json.Decoder(Said)


def office_program() -> str | None:
    """The program that opens office files, where there is one: the one that starts it anew when it asks for that, as it
    does with each new profile."""
    return next((path for path in OFFICE_PROGRAMS if Path(path).is_file()), None) or shutil.which("soffice")


async def converts_office(sandbox: Sandbox) -> bool:
    """Whether office files can be converted here: never without being shut in."""
    return office_program() is not None and await sandbox.shuts_in()


async def inspect(site: Site, sandbox: Sandbox, kind: DocumentKind, source: Path) -> None:
    """Raise ConversionError for what can never be shown."""
    counted = False

    async def heard(said: Said) -> None:
        nonlocal counted
        counted = counted or said.pages is not None

    program = python(DRAWS, "inspect", kind.value, "{in}", str(MOST_PAGES))
    async with _workplace(site) as folder:
        await _run(sandbox, Job(program, source, f"document.{kind}", folder, GLANCE, DRAWS.parent), heard)
    if not counted:
        raise ConversionError("document_damaged")


async def draw(
    site: Site, sandbox: Sandbox, kind: DocumentKind, source: Path, tell: Callable[[int | Drawn], Awaitable[None]]
) -> None:
    """Tell how many pages there are, then each of them as soon as it is drawn; raises ConversionError."""
    done, every = 0, -1

    async def heard(said: Said) -> None:
        nonlocal done, every
        if said.pages is not None and every < 0:
            every = said.pages
            await tell(every)
        elif said.page is not None and said.page == done + 1 <= every:
            done = said.page
            await tell(await asyncio.to_thread(_picture_of, said, done, drawn))

    async with _workplace(site) as folder:
        if kind in OFFICE:
            source, kind = await _print(sandbox, kind, source, folder), DocumentKind.PDF
        drawn = folder / "pages"
        drawn.mkdir()
        program = python(DRAWS, "draw", kind.value, "{in}", str(MOST_PAGES), "{out}")
        await _run(sandbox, Job(program, source, f"document.{kind}", drawn, DRAWING, DRAWS.parent), heard)
    if done == 0 or done != every:
        raise ConversionError("conversion_failed")


async def _print(sandbox: Sandbox, kind: DocumentKind, source: Path, folder: Path) -> Path:
    """The office program draws the document into a PDF."""
    program = office_program()
    if program is None or not await sandbox.shuts_in():
        raise ConversionError("office_unavailable")

    async def heard(said: Said) -> None:
        pass

    printed = folder / "printed"
    printed.mkdir()
    options = ["--headless", "--nologo", "--nodefault", "--norestore", "--nolockcheck", "--nofirststartwizard"]
    command = [program, "-env:UserInstallation=file:///tmp/profile", *options, "--convert-to", "pdf"]
    job = Job([*command, "--outdir", "{out}", "{in}"], source, f"document.{kind}", printed, PRINTING)
    await _run(sandbox, job, heard)
    made = next(iter(printed.glob("*.pdf")), None)
    if made is None or made.is_symlink():
        raise ConversionError("conversion_failed")
    return made


async def _run(sandbox: Sandbox, job: Job, heard: Callable[[Said], Awaitable[None]]) -> None:
    refused = ""

    async def read(line: bytes) -> None:
        nonlocal refused
        with contextlib.suppress(msgspec.DecodeError):
            said = _said.decode(line)
            refused = refused or said.refused
            await heard(said)

    try:
        await sandbox.run(job, read)
    except OverrunError:
        raise ConversionError("conversion_too_long") from None
    except (RuntimeError, ValueError) as error:
        log.warning("documents.converter_failed", error=str(error))
        raise ConversionError("converter_stopped") from None
    if refused:
        raise ConversionError(refused)


def _picture_of(said: Said, number: int, folder: Path) -> Drawn:
    """The two pictures of a page, as far as they look like what they should be."""
    image, thumbnail = (_webp(folder / f"{number:04}.{ending}") for ending in ("webp", "small.webp"))
    return Drawn(number, said.width, said.height, said.text, image, thumbnail)


def _webp(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_PICTURE:
        raise ConversionError("conversion_failed")
    content = path.read_bytes()
    path.unlink()
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise ConversionError("conversion_failed")
    return content


def workplaces(site: Site) -> Path:
    """Where each conversion has a folder of its own."""
    return site.settings.data_dir.absolute() / "converting"


@contextlib.asynccontextmanager
async def _workplace(site: Site) -> AsyncGenerator[Path]:
    """A folder that is gone afterwards; what a killed server leaves is swept (`retention.py`)."""
    folder = workplaces(site) / new_id().hex
    await asyncio.to_thread(folder.mkdir, parents=True)
    try:
        yield folder
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
