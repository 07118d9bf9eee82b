"""Runs one program over a stranger's bytes: without network, on a read-only file system, with limits, until a deadline.

What holds it depends on the machine. Under bubblewrap it sees the system's programs, one file and one empty folder,
and nothing else (T16). Where bubblewrap is missing or may not make namespaces, it is a process of its own with limits
and an empty environment: enough for a PDF, which our own small program reads, not for an office program.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

log = structlog.get_logger()

HERE = Path(__file__).parent
SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
"""Beside /usr: on most systems links into it."""
ETC = ("/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache", "/etc/alternatives")
LINE = 64 * 1024
TRY_WITHIN = 10.0


@dataclass(frozen=True)
class Limits:
    """What a program may use."""

    memory: int
    """Bytes of address space of each process."""
    seconds: int
    """Of processor time, and twice as long by the clock."""
    file: int
    """Bytes of each file that is written."""
    processes: int = 512
    """Of this user on the whole machine; not counted for root."""


@dataclass(frozen=True)
class Job:
    """A program, the one file that it reads and the one folder that it writes to."""

    program: Sequence[str]
    """`{in}` and `{out}` stand for these two, wherever the program sees them."""
    source: Path
    name: str
    """What the file is called inside: its ending says to an office program what it is."""
    folder: Path
    limits: Limits
    sees: Path | None = None
    """The folder of our own program, where it is one."""


class OverrunError(Exception):
    """The deadline passed; the program was stopped."""


class Sandbox:
    """What this machine can hold a program with; found out once."""

    def __init__(self) -> None:
        self._shut_in: bool | None = None

    async def shuts_in(self) -> bool:
        """Whether bubblewrap works here."""
        if self._shut_in is None:
            self._shut_in = await _bubblewrap_works()
            log.info("sandbox.found", bubblewrap=self._shut_in)
        return self._shut_in

    async def run(self, job: Job, heard: Callable[[bytes], Awaitable[None]]) -> None:
        """Run it to its end and hear each of its lines; whatever happens meanwhile, nothing of it is left running.

        RuntimeError when it was killed or failed, OverrunError past the deadline.
        """
        command, environment = _command(job, shut_in=await self.shuts_in())
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment,
            cwd=job.folder,
            start_new_session=True,
            limit=LINE,
        )
        assert process.stdout is not None
        try:
            async with asyncio.timeout(job.limits.seconds * 2):
                async for line in process.stdout:
                    await heard(line)
                code = await process.wait()
        except TimeoutError:
            raise OverrunError from None
        finally:
            await _stop(process)
        if code != 0:
            raise RuntimeError(f"ended with {code}")


async def _stop(process: asyncio.subprocess.Process) -> None:
    """It, and everything that it started: they are one group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await asyncio.shield(process.wait())


def _command(job: Job, *, shut_in: bool) -> tuple[list[str], dict[str, str]]:
    limits = job.limits
    amounts = [str(amount) for amount in (limits.memory, limits.seconds, limits.file, limits.processes)]
    launch = [sys.executable, "-I", "-S", str(HERE / "sandbox_limits.py"), *amounts]
    if shut_in:
        seen, written = f"/in/{job.name}", "/out"
        files = ["--dir", "/in", "--ro-bind", str(job.source), seen, "--bind", str(job.folder), written]
        launch += [*_view(job.sees), *files, "--"]
    else:
        seen, written = str(job.source), str(job.folder)
    program = [part.replace("{in}", seen).replace("{out}", written) for part in job.program]
    return launch + program, {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8", "TMPDIR": "/tmp"}


def _view(sees: Path | None = None) -> list[str]:
    """What is seen from inside, and everything that is cut off."""
    bwrap = shutil.which("bwrap") or "bwrap"
    view = [bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox"]
    # First of all: our own programs may lie below /tmp, and would be hidden by what is put there later.
    view += ["--proc", "/proc", "--dev", "/dev", "--size", str(512 << 20), "--tmpfs", "/tmp"]
    view += ["--ro-bind", "/usr", "/usr"]
    for folder in map(Path, SYSTEM):
        if folder.is_symlink():
            view += ["--symlink", os.readlink(folder), str(folder)]
        elif folder.is_dir():
            view += ["--ro-bind", str(folder), str(folder)]
    for path in ETC:
        view += ["--ro-bind-try", path, path]
    for folder in {sys.prefix, sys.base_prefix, *([str(sees)] if sees else [])}:
        if not folder.startswith("/usr/"):
            view += ["--ro-bind", folder, folder]
    return [*view, "--chdir", "/tmp"]


async def _bubblewrap_works() -> bool:
    """Tried as it will be used: in many containers it is there and may not do anything."""
    if sys.platform != "linux" or shutil.which("bwrap") is None:
        return False
    process = await asyncio.create_subprocess_exec(
        *_view(), "--", "/usr/bin/true", stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(TRY_WITHIN):
            return await process.wait() == 0
    except TimeoutError:
        return False
    finally:
        await _stop_alone(process)


async def _stop_alone(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()


def python(script: Path, *arguments: str) -> list[str]:
    """One of our own small programs, without anything from the environment or the current folder."""
    return [sys.executable, "-I", str(script), *arguments]
