"""Compose one film: `python -m server.media.composing FOLDER FILM --began SECONDS --length SECONDS --people ID …`.

Its own process of low priority: a conference that runs meanwhile takes the processor first. Each line that it
prints is how far it is, from 0 to 1.
"""

import argparse
import contextlib
import os
from pathlib import Path
from uuid import UUID

from server.media.composing.film import compose

STEP = 0.01
LOWEST = 19


def be_modest(nice: int) -> None:
    """Run, at the lowest priority, only when nobody else wants to."""
    os.nice(nice)
    if nice == LOWEST and hasattr(os, "SCHED_IDLE"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def main() -> None:
    """Read the command line and compose."""
    parser = argparse.ArgumentParser(description="Makes a film of the files of a recording.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("film", type=Path)
    parser.add_argument("--began", type=float, required=True, help="seconds since 1970")
    parser.add_argument("--length", type=float, required=True, help="seconds")
    parser.add_argument("--people", type=UUID, nargs="*", default=[], help="whose files may be used")
    parser.add_argument("--nice", type=int, default=LOWEST, help="19: only when nobody else wants the processor")
    chosen = parser.parse_args()
    be_modest(chosen.nice)
    told = 0.0

    def tell(done: float) -> None:
        nonlocal told
        if done - told >= STEP or done >= 1:
            told = done
            os.write(1, f"{done:.2f}\n".encode())

    compose(chosen.folder, chosen.film, chosen.people, chosen.began, chosen.length, tell)


if __name__ == "__main__":
    main()
