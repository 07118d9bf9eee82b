"""The tests' own PostgreSQL, Redis and coturn: started on first use, on sockets and ports of their own, then stopped.

A test may kill and restart them: nobody else's data is in there.
"""

import asyncio
import contextlib
import glob
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import asyncpg

from server.conference.documents.converting import office_program
from server.serving.tls import own_certificate


class MissingProgramError(Exception):
    """A program that the system does not have; the text names the Debian package."""


def program(name: str, package: str, elsewhere: str = "") -> Path:
    """Where a program is: on PATH, or in the folder that Debian keeps it in."""
    found = [shutil.which(name), *sorted(glob.glob(elsewhere), reverse=True)] if elsewhere else [shutil.which(name)]
    for path in found:
        if path:
            return Path(path)
    raise MissingProgramError(f"{name} is not on this system: install the package {package}")


def chromium() -> str:
    """The system's Chromium; Playwright never downloads one."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise MissingProgramError("chromium is not on this system: install the package chromium")


NO_NAMESPACES = "bubblewrap may not make namespaces here"
"""What nobody can install: the machine forbids it, and then the server refuses office files in plain words."""


def bubblewrap() -> str:
    """What shuts a converter in; a machine may forbid it to."""
    found = str(program("bwrap", "bubblewrap"))
    view = ["--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"]
    tried = subprocess.run([found, *view, "true"], capture_output=True, check=False)
    if tried.returncode != 0:
        raise MissingProgramError(NO_NAMESPACES)
    return found


def libreoffice() -> str:
    """The office program without a display."""
    if found := office_program():
        return found
    raise MissingProgramError("LibreOffice is not on this system: install the package libreoffice-impress-nogui")


def free_port() -> int:
    """A TCP port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgres:
    """A PostgreSQL server in a folder of its own, heard on a Unix socket there. A `durable` one waits for the disk."""

    def __init__(self, *, durable: bool = False) -> None:
        self._options = "" if durable else "-c fsync=off -c synchronous_commit=off "
        self._bin = program("initdb", "postgresql", "/usr/lib/postgresql/*/bin/initdb").resolve().parent
        self.folder = Path(tempfile.mkdtemp(prefix="twinspace-postgresql-"))
        # PostgreSQL refuses root.
        as_root = os.geteuid() == 0
        self._as = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if as_root else []
        if as_root:
            shutil.chown(self.folder, "postgres", "postgres")
        options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run("initdb", *options, "-D", str(self.folder / "data"))
        self.start()

    def _run(self, name: str, *arguments: str) -> None:
        command = [*self._as, str(self._bin / name), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, check=False)
        if done.returncode:
            raise RuntimeError(f"{name} failed: {done.stdout}{done.stderr}")

    def _control(self, *arguments: str) -> None:
        # pg_ctl's child keeps what it inherits open: its words go to a file, not to our pipe.
        command = [*self._as, str(self._bin / "pg_ctl"), "-w", "-s", "-D", str(self.folder / "data"), *arguments]
        subprocess.run(command, cwd=self.folder, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-k {self.folder} {self._options}-c listen_addresses= -c max_connections=300"
        self._control("-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """`immediate` is a crash, `fast` a polite end."""
        self._control("-m", mode, "stop")

    def url(self, database: str) -> str:
        """The address of one database, as DATABASE_URL takes it."""
        return f"postgresql+asyncpg://postgres@/{database}?host={self.folder}"

    def execute(self, *statements: str) -> None:
        """Run statements outside any transaction, in the database that is always there."""

        async def run() -> None:
            link = await asyncpg.connect(host=str(self.folder), user="postgres", database="postgres")
            try:
                for statement in statements:
                    await link.execute(statement)
            finally:
                await link.close()

        asyncio.run(run())

    def close(self) -> None:
        """Stop, and leave nothing behind."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Redis:
    """A Redis server that keeps nothing on disk."""

    def __init__(self) -> None:
        self._program = program("redis-server", "redis-server")
        self.folder = Path(tempfile.mkdtemp(prefix="twinspace-redis-"))
        self.port = free_port()
        self.start()

    @property
    def url(self) -> str:
        """As REDIS_URL takes it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start empty, and wait until it answers."""
        command = [self._program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen([*command, "--dir", str(self.folder)], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("redis-server does not start")
            time.sleep(0.02)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError):
            return self.say("PING") == b"+PONG\r\n"
        return False

    def say(self, command: str) -> bytes:
        """One inline command and the first bytes of its answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as link:
            link.sendall(f"{command}\r\n".encode())
            return link.recv(4096)

    def kill(self) -> None:
        """As a crash would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)

    def hang(self) -> None:
        """Be there and answer nothing, as behind a broken network."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Answer again."""
        self._process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """Stop, and leave nothing behind."""
        if self._process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Coturn:
    """A TURN relay that takes the credentials our server makes; older than the one that operators are told to run."""

    SECRET = "what coturn knows too"

    def __init__(self, *options: str, port: int = 0) -> None:
        """`options` are the relay's own, and say the `port`; without any it relays to this machine, also over TLS."""
        self._program = program("turnserver", "coturn")
        self.folder = Path(tempfile.mkdtemp(prefix="twinspace-coturn-"))
        self.port, self.tls_port = port or free_port(), free_port()
        self._start(options or self._for_this_machine())

    def _for_this_machine(self) -> tuple[str, ...]:
        cert, key = own_certificate(self.folder, ["127.0.0.1"])
        ports = (f"--listening-port={self.port}", f"--tls-listening-port={self.tls_port}")
        return (
            "-n",
            "--use-auth-secret",
            *ports,
            f"--cert={cert}",
            f"--pkey={key}",
            "--allow-loopback-peers",
            "--no-cli",
        )

    def _start(self, options: tuple[str, ...]) -> None:
        here = (
            "--listening-ip=127.0.0.1",
            "--relay-ip=127.0.0.1",
            "--realm=tests",
            f"--static-auth-secret={self.SECRET}",
        )
        files = (f"--pidfile={self.folder / 'pid'}", f"--userdb={self.folder / 'users'}", "--log-file=stdout")
        with (self.folder / "log").open("w") as log:
            self._process = subprocess.Popen([self._program, *options, *here, *files], stdout=log, stderr=log)
        deadline = time.monotonic() + 10
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"turnserver does not start: {(self.folder / 'log').read_text()[-400:]}")
            time.sleep(0.02)

    def _listens(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def close(self) -> None:
        """Stop, and leave nothing behind."""
        self._process.kill()
        self._process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)
