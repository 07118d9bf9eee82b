"""Watches child processes: what dies is started again; what cannot live ends the whole, with a number that says so."""

import asyncio
import contextlib
import ctypes
import logging
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass

log = logging.getLogger("twinspace.serving")

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 3.0
STEADY = 3.0
"""A child that lived this many seconds has started well: its next death is a new one, not the same again."""
MOST_DEATHS = 6
"""So many deaths in a row, none of them after a steady life, and we stop rather than limp."""
STOP_WITHIN = 6.0
DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of prctl(2)."""
_PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


@dataclass(frozen=True, eq=False)
class Child:
    """A process to keep alive."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    descriptors: tuple[int, ...] = ()
    stops_last: bool = False
    """Others need it until they are gone."""
    begins_after: float = 0.0
    """Seconds."""


class Supervisor:
    """Keeps `children` alive until told to stop."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = children
        self._stopping = asyncio.Event()
        self._others_gone = asyncio.Event()
        self._failed = False

    def stop(self) -> None:
        """Ask for the end; `run` returns when all children are gone."""
        self._stopping.set()

    async def run(self) -> int:
        """Until SIGTERM, SIGINT or `stop`: 0; when a child cannot be kept alive: 1."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        kept = {child: asyncio.create_task(self._keep_alive(child)) for child in self._children}
        await asyncio.gather(*(task for child, task in kept.items() if not child.stops_last))
        self._others_gone.set()
        await asyncio.gather(*kept.values())
        return 1 if self._failed else 0

    async def _keep_alive(self, child: Child) -> None:
        deaths = 0
        await self._pause(child.begins_after)
        while not self._stopping.is_set():
            loop = asyncio.get_running_loop()
            started = loop.time()
            process = await asyncio.create_subprocess_exec(
                *child.command,
                env=child.environment,
                pass_fds=child.descriptors,
                # A session of its own: Ctrl-C reaches us alone, and we end the children in order.
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
            code = await self._end_of(process, child)
            if code is None:
                return
            deaths = 1 if loop.time() - started >= STEADY else deaths + 1
            log.warning("%s (process %d) ended with %d", child.name, process.pid, code)
            if deaths >= MOST_DEATHS:
                log.error("%s does not stay alive: stopping everything", child.name)
                self._failed = True
                self.stop()
                return
            await self._pause(min(FIRST_PAUSE * 2 ** (deaths - 1), LONGEST_PAUSE))

    async def _end_of(self, process: asyncio.subprocess.Process, child: Child) -> int | None:
        """The code of a child that ended by itself; None when it was stopped because we are stopping."""
        ended = asyncio.ensure_future(process.wait())
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait((ended, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not self._stopping.is_set():
            return ended.result()
        if child.stops_last:
            await self._others_gone.wait()
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await asyncio.wait((ended,), timeout=STOP_WITHIN)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await ended
        return None

    async def _pause(self, seconds: float) -> None:
        if seconds <= 0:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


def _die_with_parent() -> None:
    # If this process is killed, nothing must go on holding its port and its media socket.
    if _PRCTL:
        _PRCTL(DIE_WITH_PARENT, signal.SIGTERM)
