"""From a clean clone to a serving page with `make run`, the first time and the second (docs/performance.md).

The clone is of what is committed. Package caches are as this machine has them: run it twice to be sure they are warm.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST, SECOND = 60.0, 5.0
"""Seconds that it may take."""
PATIENCE = 600.0


def main() -> int:
    """Measure both starts; not zero when one took too long."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="twinspace-start-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first = until_served(clone)
        second = min(until_served(clone) for _ in range(3))
    print(f"first start  {first:5.1f} s (at most {FIRST:.0f})")
    print(f"second start {second:5.1f} s (at most {SECOND:.0f})")
    measured = {"first_start_s": round(first, 1), "second_start_s": round(second, 1)}
    limits = {"limit_first_s": FIRST, "limit_second_s": SECOND}
    print(json.dumps({"benchmark": "start", **measured, **limits, "load_before": round(load, 1)}))
    return 0 if first < FIRST and second < SECOND else 1


def until_served(clone: Path) -> float:
    """Seconds from `make run` until the page itself is answered."""
    port = free_port()
    with started(clone, port) as process:
        begun = time.monotonic()
        while not answers(port):
            if process.poll() is not None:
                raise SystemExit(f"`make run` ended with {process.returncode}")
            if time.monotonic() - begun > PATIENCE:
                raise SystemExit("`make run` serves nothing")
            time.sleep(0.02)
        return time.monotonic() - begun


@contextlib.contextmanager
def started(clone: Path, port: int) -> Generator[subprocess.Popen[bytes]]:
    """`make run`, stopped in the end as Ctrl-C would."""
    kept = {key: value for key, value in os.environ.items() if key not in ("VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL")}
    command = ["make", "run", f"PORT={port}"]
    with subprocess.Popen(command, cwd=clone, env=kept, start_new_session=True) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
            process.wait(30)


def answers(port: int) -> bool:
    """Whether the page comes."""
    with (
        contextlib.suppress(OSError, urllib.error.URLError),
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2) as answer,
    ):
        return answer.status == 200
    return False


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main())
