"""The site's own media in real browsers, before a real worker, with the test in the place of the server."""

import asyncio
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from playwright.async_api import Page

from server.core.errors import UserError
from server.media import wire
from server.media.link import MediaLink
from tests.media.conftest import until
from tests.media.lossy import LossyLine

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def bundled(folder: Path) -> Path:
    """A folder with the page and its script, made from web/src/live."""
    script = folder / "live.js"
    command = ["npx", "rolldown", str(HERE / "live.ts"), "--format", "iife", "--name", "live", "--file", str(script)]
    done = subprocess.run(command, cwd=ROOT / "web", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (folder / "live.html").write_text((HERE / "live.html").read_text())
    return folder


class LivePage:
    """A participant: what the server does for one (server/conference/peers.py), done here in small."""

    def __init__(self, page: Page, link: MediaLink, room: UUID, line: LossyLine | None = None) -> None:
        self.page, self.link, self.room, self.line = page, link, room, line
        self.user, self.peer = uuid4(), uuid4()
        self.on = {"microphone": False, "camera": False, "screen": False}
        self.asked: list[str] = []
        link.on_update(self._hear)
        self._worker = link.worker

    async def open(self, address: str) -> None:
        """Load the page and lay its line to the server."""
        await self.page.expose_function("ask", self._answer)
        await self.page.goto(address)

    async def _answer(self, frame: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(frame["type"])
        try:
            return {"done": await self._do(frame)}
        except UserError as refusal:
            return {"refused": refusal.code}

    async def _do(self, frame: dict[str, Any]) -> object:
        match frame["type"]:
            case "media.offer" if frame["restart"]:
                return await self._laid(await self.link.restart_ice(self.peer, frame["sdp"]))
            case "media.offer":
                self.peer = uuid4()
                answer = await self.link.open_peer(self.room, self.peer, self.user, frame["sdp"])
                await self.link.set_gate(self.peer, **self.on)
                return await self._laid(answer)
            case "media.watch":
                wants = [
                    wire.Want(
                        want["mid"],
                        UUID(want["user"]) if want["user"] else None,
                        wire.Source(want.get("source", "camera")),
                        wire.Layer(want.get("layer", "low")),
                    )
                    for want in frame["wants"]
                ]
                await self.link.watch_slots(self.peer, wants, hear=frame["hear"])
                return None
            case "probe.offer":
                peer = uuid4()
                answer = await self.link.open_peer(uuid4(), peer, self.user, frame["sdp"])
                await self.link.set_gate(peer, microphone=False, camera=True, screen=False)
                await self.link.watch_slots(peer, [wire.Want("2", self.user, layer=wire.Layer.HIGH)])
                return await self._laid(answer)
            case other:
                raise AssertionError(other)

    async def _laid(self, answer: str) -> dict[str, str]:
        return {"sdp": answer if self.line is None else await self.line.lay(answer)}

    def _hear(self, update: wire.AnyUpdate) -> None:
        match update:
            case wire.SlotsChanged(peer=peer, slots=slots) if peer == self.peer:
                told = [
                    {"mid": slot.mid, "user": str(slot.user) if slot.user else None, "source": slot.source}
                    for slot in slots
                ]
                self._tell({"type": "media.slots", "slots": told})
            case wire.LayersWatched(peer=peer, source=source, layers=layers) if peer == self.peer:
                self._tell({"type": "media.layers", "source": source, "layers": layers})
            case wire.PeerLost(peer=peer, reason=reason) if peer == self.peer and reason not in ("closed", "replaced"):
                self._tell({"type": "media.lost"})
            case wire.WorkerReady(worker=worker) if worker != self._worker:
                self._worker = worker
                self._tell({"type": "media.lost"})
            case _:
                pass

    def _tell(self, update: dict[str, Any]) -> None:
        self._telling = asyncio.ensure_future(
            self.page.evaluate("update => tell(update)", {"conference": "lesson", **update})
        )

    async def join(self, **sends: bool) -> None:
        """Take part, sending these sources."""
        self.on |= sends
        await self.page.evaluate("join()")
        if sends:
            await self.page.evaluate("sources => sends(sources)", sends)

    async def view(self) -> dict[str, Any]:
        return await self.page.evaluate("view()")

    async def wishes(self, *users: UUID, layer: str = "low") -> None:
        wishes = [{"user": str(user), "source": "camera", "layer": layer} for user in users]
        await self.page.evaluate("wishes => media.wish(wishes)", wishes)

    async def rises(self, what: str, by: float, seconds: float = 90) -> None:
        """Wait until it has heard (`heard`) or seen (`seen`) so much more."""
        start = await self.page.evaluate(f"{what}()")

        async def risen() -> bool:
            return await self.page.evaluate(f"{what}()") > start + by

        await until(risen, f"{what} rises by {by}", seconds)
