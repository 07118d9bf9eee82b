"""A video that those who lead an event put on its page (R-070): written anew by a small program that is shut in, so
that nothing of it reaches a browser but picture and sound, and no place or device is told with it."""

from __future__ import annotations

import asyncio
import errno
import shutil
from collections.abc import AsyncIterable
from pathlib import Path

import msgspec
import structlog

from campus.materials.uploads import Kept, Uploads, received
from server.core import blobs
from server.core.database import new_id
from server.core.errors import UserError
from server.core.models import MaterialKind
from server.core.sandbox import Job, Limits, OverrunError, Sandbox, python
from server.core.site import Site

log = structlog.get_logger()

MOST_BYTES = 200 << 20
COPIES = Path(__file__).with_name("copying_video.py")
COPYING = Limits(memory=2 << 30, seconds=120, file=MOST_BYTES + (16 << 20))
MIMES = {"mp4": "video/mp4", "webm": "video/webm"}
WORDS = {
    "video_type": "A video is an MP4, MOV or WebM file.",
    "video_damaged": "This video is damaged, or is none.",
    "video_stopped": "This video could not be read to its end. Try again, or choose a shorter one.",
    "video_without_picture": "There is only sound in this file.",
    "video_not_playable": "Many browsers cannot play this video. Save it as MP4 (H.264), and upload that.",
}


class Said(msgspec.Struct, frozen=True):
    """The line of our own small program, which has read a stranger's bytes: believed as far as this form goes."""

    written: str = ""
    refused: str = ""


class Videos:
    """A Site part: `site.add(Videos(site))`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._sandbox = Sandbox()

    async def keep(self, content: AsyncIterable[bytes]) -> Kept:
        """Receive a video, write it anew and put it where it stays; the row is the caller's to add, or the file to
        forget."""
        source = await received(self._site, content, MOST_BYTES)
        # Outside of what is swept as uploads: here a folder stands for a while.
        folder = self._site.settings.data_dir.absolute() / "converting" / new_id().hex
        try:
            container = await asyncio.to_thread(_container_of, source)
            await asyncio.to_thread(folder.mkdir, parents=True)
            async with self._site.part(Uploads).turn:
                ending = await self._copied(container, source, folder)
            file = await asyncio.to_thread(blobs.keep, self._site, folder / "video", MIMES[ending])
            return Kept(MaterialKind.FILE, ending, file, None)
        finally:
            await asyncio.to_thread(source.unlink, missing_ok=True)
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _copied(self, container: str, source: Path, folder: Path) -> str:
        said = Said()

        async def heard(line: bytes) -> None:
            nonlocal said
            said = msgspec.json.decode(line, type=Said)

        program = python(COPIES, container, "{in}", "{out}")
        try:
            await self._sandbox.run(Job(program, source, "video", folder, COPYING, COPIES.parent), heard)
        except (OverrunError, RuntimeError) as error:
            # Out of time or memory, or killed: that says nothing of the video.
            log.warning("videos.copying_stopped", error=repr(error))
            raise _refusal("video_stopped") from None
        except (ValueError, msgspec.DecodeError) as error:
            log.warning("videos.copying_failed", error=repr(error))
            raise _refusal("video_damaged") from None
        if said.refused == "disk_full":
            raise OSError(errno.ENOSPC, "no room for the copy of a video")
        made = folder / "video"
        if said.written not in MIMES or made.is_symlink() or not made.is_file():
            raise _refusal(said.refused)
        return said.written


def _container_of(source: Path) -> str:
    """By its first bytes: what FFmpeg calls it (ISO 14496-12, 4.3; RFC 8794, 11.2.1)."""
    with source.open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp":
        return "mov"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "matroska"
    raise _refusal("video_type")


def _refusal(code: str) -> UserError:
    code = code if code in WORDS else "video_damaged"
    return UserError(code, WORDS[code], status=422)
