"""Work on films in a process of low priority: a conference that runs meanwhile takes the processor first."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable, Sequence

from server.core.site import Site


async def run(
    site: Site, module: Sequence[str], tell: Callable[[int], Awaitable[None]], said: bytes = b""
) -> str | None:
    """Run a module with its arguments; `tell` hears how far it is, in per cent. What went wrong, or None."""
    nice = ["--nice", str(site.settings.film_nice)]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *module, *nice),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        # A process that is dead already hears nothing; its end says why.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            process.stdin.write(said)
            await process.stdin.drain()
        process.stdin.close()
        async for line in process.stdout:
            await tell(int(float(line) * 100))
        trouble = await process.stderr.read()
        return trouble[-2000:].decode("utf-8", "replace") if await process.wait() else None
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
