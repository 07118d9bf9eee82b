"""How long it takes from the end of a recording to its film: `make bench-recording`.

Packets of some people who speak all the time, and of one camera, are written as a worker writes them; then the film is
made by the very command that servers run, at its low priority. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

from server.media.wire import Source
from tests.media.filming import BEGAN, PER_SECOND, filmed, spoken, write


def main() -> None:
    """Write, compose, tell."""
    parser = argparse.ArgumentParser(description="From the end of a recording to its film.")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--speakers", type=int, default=5)
    chosen = parser.parse_args()
    seconds = chosen.minutes * 60
    people = [uuid4() for _ in range(chosen.speakers)]
    with tempfile.TemporaryDirectory() as home:
        folder, film = Path(home) / "packets", Path(home) / "film.webm"
        for number, user in enumerate(people):
            write(folder, user, Source.MICROPHONE, BEGAN, spoken(300 + 150 * number, seconds), number)
        write(folder, people[0], Source.CAMERA, BEGAN, filmed(80, seconds, width=640, height=360), len(people))
        stored = sum(path.stat().st_size for path in folder.iterdir())
        command = [sys.executable, "-m", "server.media.composing", str(folder), str(film), "--began", str(BEGAN)]
        command += ["--length", str(seconds), "--people", *map(str, people)]
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        took = time.monotonic() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        size = film.stat().st_size
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{chosen.minutes:g} minutes of {chosen.speakers} voices and {PER_SECOND} pictures a second: {took:.1f} s")
    asked = {"benchmark": "recording", "minutes": chosen.minutes, "speakers": chosen.speakers}
    times = {"seconds": round(took, 2), "cpu_s": round(cpu, 2)}
    print(json.dumps(asked | times | {"stored_mb": round(stored / 1e6, 1), "film_mb": round(size / 1e6, 1)}))


if __name__ == "__main__":
    main()
