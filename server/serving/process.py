"""One server process: uvicorn on a socket that its parent opened. Run as `python -m server.serving.process`."""

import gc
import logging
import os
import socket
import sys
from pathlib import Path

import uvicorn

from server.core import logs
from server.core.settings import Settings
from server.serving.websocket import DirectWebSocket

LARGEST_FRAME = 65_536
"""uvicorn's own default of 16 MiB would let one frame block the loop (T21, F4)."""
PING_EVERY = 2.0
PING_PATIENCE = 6.0
"""Seconds. A line that died without a word (a closed lid, a dead router) is noticed after eight: pupils are not alone
for longer than ten (domain 6.4.1). Browsers answer by themselves, also in a tab that sleeps."""
KEEP_ALIVE = 130
"""Seconds that a quiet HTTP connection stays open: longer than the proxies before us keep theirs (Caddy: 120), or a
request that sets out just when we hang up would be lost, and who wrote it told that we are gone."""
GRACE = 4
"""Seconds that open requests have when the process is told to stop."""

COLLECT = (20_000, 50, 1_000)
"""Python's collector looks through everything that lives in one go: with 1,250 sockets 300 ms in which nobody is
answered (`make bench-message`). Here almost all garbage goes by itself, so the full look may be rare."""


def configuration(settings: Settings) -> uvicorn.Config:
    """How uvicorn runs us."""
    return uvicorn.Config(
        "server.app:create",
        factory=True,
        loop="uvloop",
        http="httptools",
        ws=DirectWebSocket,
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,
        ws_ping_interval=PING_EVERY,
        ws_ping_timeout=PING_PATIENCE,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        ssl_certfile=settings.tls_cert or None,
        ssl_keyfile=settings.tls_key or None,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=KEEP_ALIVE,
    )


def forget_the_dead(folder: Path) -> None:
    """What a process that was killed had open is open no more: take its gauges out of the common count."""
    for kept in folder.glob("gauge_live*_*.db"):
        if not Path(f"/proc/{kept.stem.rpartition('_')[2]}").exists():
            kept.unlink(missing_ok=True)


def main(descriptor: int) -> int:
    """Serve until told to stop. The exit code is not zero when the application does not start."""
    settings = Settings.from_environment(os.environ)
    logs.configure(settings.log_level)
    if settings.log_level != "debug":
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        forget_the_dead(Path(folder))
    gc.set_threshold(*COLLECT)
    server = uvicorn.Server(configuration(settings))
    server.run(sockets=[socket.socket(fileno=descriptor)])
    return 0 if server.started else 3


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
