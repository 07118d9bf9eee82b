"""What operators and their machines ask: does it live, is it ready, what does it count."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from server.core.site import Site
from server.media.link import MediaAway, MediaLink
from server.media.metrics import written

WITHIN = 2.0


def probes(site: Site) -> list[Route]:
    """`/healthz`, `/readyz`, `/metrics`. The proxy does not pass the last two on."""

    async def healthz(_: Request) -> Response:
        return JSONResponse({"alive": True})

    async def readyz(_: Request) -> Response:
        parts = await readiness(site)
        return JSONResponse(parts, 200 if all(parts.values()) else 503)

    async def metrics(_: Request) -> Response:
        counted_here = generate_latest(counted())
        return Response(counted_here + await of_the_worker(site), headers={"content-type": CONTENT_TYPE_LATEST})

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


def counted() -> CollectorRegistry:
    """What this process counts or, where several share a port, what all of them do."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together


async def of_the_worker(site: Site) -> bytes:
    """What the media worker counts; nothing while it is away."""
    link = site.part(MediaLink)
    if not link.connected:
        return b""
    try:
        async with asyncio.timeout(WITHIN):
            return written(await link.statistics())
    except (MediaAway, TimeoutError):
        return b""


async def readiness(site: Site) -> dict[str, bool]:
    """Each thing that the server needs, and whether it answers now."""

    async def answers(asked: Any) -> bool:
        try:
            async with asyncio.timeout(WITHIN):
                return await asked is not False
        except Exception:  # whatever the driver raises, the answer to the operator is "no"
            return False

    database, bus = await asyncio.gather(answers(site.database.ping()), answers(site.bus.ping()))
    return {"database": database, "bus": bus, "media": site.part(MediaLink).connected}
