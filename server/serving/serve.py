"""Serving from one machine: the listening socket, the processes on it, and what is told to whoever started us."""

import asyncio
import contextlib
import fcntl
import http.client
import os
import socket
import ssl
import sys
import tempfile
import time
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

from server.core.settings import Settings
from server.serving import qr
from server.serving.addresses import for_media, is_any, is_loopback, reachable
from server.serving.supervisor import Child, Supervisor
from server.serving.tls import certificate

BACKLOG = 2048
READY_WITHIN = 60.0
RESERVE_AFTER = 5.0
"""Seconds: what nobody waits for must not slow down the start of what somebody does."""
SIGN_INS = ("teacher", "teacher2", "pupil", "pupil2", "moderator", "agency", "admin")
"""The people of the demo data; all with the password `twinspace`."""


class CannotServeError(Exception):
    """Something outside this program is in the way; the text says what, in plain words."""


def refuse_strangers(settings: Settings) -> None:
    """Server processes that do not know of each other would each show half of a room."""
    if settings.processes > 1 and not settings.redis_url:
        raise CannotServeError("Several server processes find each other through Redis: set REDIS_URL.")


def serve(settings: Settings, *, with_media: bool, demo: bool) -> int:
    """Run until stopped; the code to exit with."""
    if pair := certificate(settings):
        settings = replace(settings, tls_cert=str(pair[0]), tls_key=str(pair[1]))
    # The media worker owns the socket in the data folder; servers alone may share one.
    alone = only_one(settings.data_dir) if with_media else contextlib.nullcontext()
    with listening(settings) as listener, alone, counting_together(settings):
        servers = [server(settings, listener, number) for number in range(1, settings.processes + 1)]
        children = [*servers, *media(settings)] if with_media else servers
        return asyncio.run(_run(settings, children, demo))


def serve_media(settings: Settings) -> int:
    """The media worker and its reserve, for machines (or containers) that do nothing else."""
    return asyncio.run(Supervisor(media(settings)).run())


async def _run(settings: Settings, children: list[Child], demo: bool) -> int:
    supervisor = Supervisor(children)
    telling = asyncio.create_task(_tell_when_ready(settings, demo))
    try:
        return await supervisor.run()
    finally:
        telling.cancel()


def server(settings: Settings, listener: socket.socket, number: int) -> Child:
    """One server process."""
    environment = {
        **os.environ,
        "HOST": settings.host,
        "PORT": str(settings.port),
        "TLS_CERT": settings.tls_cert,
        "TLS_KEY": settings.tls_key,
    }
    descriptor = listener.fileno()
    command = [sys.executable, "-m", "server.serving.process", str(descriptor)]
    return Child(f"server {number}", command, environment, (descriptor,))


def media(settings: Settings) -> list[Child]:
    """The media worker, and another that waits to take its place."""
    addresses = ",".join(for_media(settings.host, settings.media_addresses))
    options = ["--control", settings.control, "--port", str(settings.media_port), "--addresses", addresses]
    options += ["--recordings", str(settings.recordings), "--lock", str(settings.data_dir / "media.lock")]
    command = [sys.executable, "-m", "server.media.worker", *options]
    worker = Child("media worker", command, dict(os.environ), stops_last=True)
    return [worker, replace(worker, name="media worker in reserve", begins_after=RESERVE_AFTER)]


@contextlib.contextmanager
def listening(settings: Settings) -> Generator[socket.socket]:
    """The socket that all server processes share: one that dies loses nothing of what waits in it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            raise CannotServeError(
                f"{settings.host}:{settings.port} cannot be listened on ({error.strerror}): "
                "is something else running there? PORT chooses another."
            ) from None
        listener.listen(BACKLOG)
        listener.set_inheritable(True)
        yield listener


@contextlib.contextmanager
def only_one(data_dir: Path) -> Generator[None]:
    """Two that serve from one data folder would take each other's media socket away."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotServeError(
                f"Another `twinspace serve` runs from {data_dir}: stop it, or set DATA_DIR."
            ) from None
        yield


@contextlib.contextmanager
def counting_together(settings: Settings) -> Generator[None]:
    """Several processes on one port: whichever is asked for /metrics must answer for all."""
    if settings.processes == 1:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="twinspace-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


async def _tell_when_ready(settings: Settings, demo: bool) -> None:
    if await asyncio.to_thread(answers, settings, READY_WITHIN):
        print(welcome(settings, demo), flush=True)


def answers(settings: Settings, within: float) -> bool:
    """Whether a server process answers, waiting for it."""
    host = "127.0.0.1" if is_any(settings.host) else settings.host
    # Our own certificate, on our own machine: there is nobody to check it against.
    context = ssl._create_unverified_context() if settings.tls_cert else None  # pyright: ignore[reportPrivateUsage]
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        link = (
            http.client.HTTPSConnection(host, settings.port, timeout=2, context=context)
            if context
            else http.client.HTTPConnection(host, settings.port, timeout=2)
        )
        with contextlib.suppress(OSError, http.client.HTTPException):
            link.request("GET", "/healthz")
            if link.getresponse().status == 200:
                return True
        link.close()
        time.sleep(0.05)
    return False


def welcome(settings: Settings, demo: bool) -> str:
    """Where to go and, with demo data, as whom to sign in."""
    scheme = "https" if settings.tls_cert else "http"
    found = [settings.host] if settings.host == "localhost" else reachable(settings.host)
    places = [f"{scheme}://{f'[{host}]' if ':' in host else host}:{settings.port}" for host in found]
    if settings.public_url:
        places.insert(0, settings.public_url)
    lines = ["", "TwinSpace Live is at", *(f"  {place}" for place in places)]
    if demo:
        lines += ["", f"Sign in as {', '.join(SIGN_INS)}", "with the password twinspace."]
    if not is_loopback(settings.host):
        lines += ["", qr.picture(places[0]).rstrip("\n")]
        if scheme == "https" and not settings.public_url:
            lines.append("The certificate is our own: the browser asks once whether to trust it.")
    return "\n".join([*lines, "", "Ctrl-C stops it.", ""])
