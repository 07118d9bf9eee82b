"""The media worker: `python -m server.media.worker --control unix:PATH --port 0 --addresses 127.0.0.1,::1`.

Its own process, never inside the server's: at twenty thousand packets a second its loop is more than half busy.
"""

import argparse
import asyncio
import contextlib
import fcntl
import logging
import os
import signal
from collections.abc import Generator
from ipaddress import ip_address
from pathlib import Path

import uvloop

from server.core import logs
from server.media import wire
from server.media.control import ControlServer
from server.media.mux import Mux
from server.media.rooms import Rooms

logger = logging.getLogger("server.media.worker")


async def serve(control: str, port: int, addresses: list[str], recordings: Path | None = None) -> None:
    """Run until SIGTERM or SIGINT, then say goodbye to every browser."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    mux = Mux()
    mux.open(port, addresses)
    server: ControlServer | None = None

    def tell(update: wire.ControlUpdate) -> None:
        if server is not None:
            server.tell(update)

    rooms = Rooms(mux, addresses, tell, recordings)
    server = ControlServer(rooms.carry_out, lambda: wire.WorkerReady(worker=rooms.worker, port=mux.port), rooms.repeat)
    await server.listen(control)
    rooms.start()
    logger.info("media worker ready on UDP port %d, announcing %s", mux.port, ", ".join(addresses))
    await stopping.wait()
    rooms.stop()
    await asyncio.sleep(0)  # lets the goodbyes leave
    await server.close()
    mux.close()
    logger.info("media worker stopped")


@contextlib.contextmanager
def on_duty(lock: Path) -> Generator[None]:
    """Wait until no other worker holds this file, then hold it, with our process id in it.

    Two workers run: when one dies, the system lets go of its lock, and the other, which has long imported everything,
    is there after milliseconds instead of seconds. Waits outside the loop, so that SIGTERM simply ends the process.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description="The TwinSpace Live media worker.")
    parser.add_argument("--control", required=True, help="unix:PATH or tcp:HOST:PORT for the server processes")
    parser.add_argument("--port", type=int, default=0, help="UDP port, 0 for any")
    parser.add_argument("--addresses", default="127.0.0.1", help="comma-separated addresses that browsers can reach")
    parser.add_argument(
        "--lock", type=Path, help="a file: only the worker that holds it serves, others wait their turn"
    )
    parser.add_argument("--recordings", type=Path, help="the folder that recordings are written to; without, none is")
    parser.add_argument("--log-level", default="info")
    chosen = parser.parse_args()
    logs.configure(chosen.log_level)
    logging.getLogger("aiortc").setLevel(logging.ERROR)
    addresses = [str(ip_address(part.strip())) for part in chosen.addresses.split(",") if part.strip()]
    with on_duty(chosen.lock) if chosen.lock else contextlib.nullcontext():
        uvloop.run(serve(chosen.control, chosen.port, addresses, chosen.recordings))


if __name__ == "__main__":
    main()
