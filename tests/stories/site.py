"""A whole TwinSpace Live, started by the commands that an operator types."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from sqlalchemy import select

from server.core.database import Database
from server.core.models import Space, SpaceRole, User
from tests.people import join_space
from tests.services import free_port

STARTS_WITHIN = 60.0


class RunningSite:
    """A data folder, demo data in it, and `twinspace serve` over it until the block ends."""

    def __init__(self, folder: Path, processes: int = 1, environment: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._processes = processes
        self._environment = os.environ | {
            "DATA_DIR": str(folder / "data"),
            "PORT": str(self.port),
            "MEDIA_ADDRESSES": "127.0.0.1",
            **(environment or {}),
        }
        self._serving: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> RunningSite:
        self.start("--prepare")
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def command(self, *words: str) -> None:
        """Run `twinspace …` to its end; fail with what it said."""
        done = subprocess.run(
            self._twinspace(*words), env=self._environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"twinspace {' '.join(words)}: {done.stdout}{done.stderr}"

    def start(self, *options: str) -> None:
        """Serve, and wait until it is ready; `--prepare` makes the database and its demo data before."""
        log = (self.folder / "serve.log").open("ab")
        command = self._twinspace("serve", "--processes", str(self._processes), *options)
        self._serving = subprocess.Popen(command, env=self._environment, stdout=log, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + STARTS_WITHIN
        while not self._ready():
            if self._serving.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the site does not start:\n{self.log()[-4000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """As a service manager would; it must be gone within seconds."""
        if self._serving is None:
            return
        self._serving.send_signal(signal.SIGTERM)
        self._serving.wait(20)
        self._serving = None

    def children(self) -> list[int]:
        """The processes under the one that was started."""
        assert self._serving is not None
        pid = self._serving.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    async def invites(self, username: str, slug: str) -> None:
        """Make a member of staff a teacher of a space, in the data folder's database."""
        database = Database(f"sqlite+aiosqlite:///{self.folder / 'data' / 'twinspace.db'}")
        async with database.write() as db:
            space = (await db.scalars(select(Space.id).where(Space.slug == slug))).one()
            user = (await db.scalars(select(User.id).where(User.username == username))).one()
            await join_space(db, space, user, SpaceRole.TEACHER)
        await database.close()

    def log(self) -> str:
        """What the site has said so far."""
        return (self.folder / "serve.log").read_text(errors="replace")

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    @staticmethod
    def _twinspace(*words: str) -> list[str]:
        return [sys.executable, "-m", "server.cli", *words]
