"""Compose one film: `python -m server.media.composing FOLDER FILM --began SECONDS --length SECONDS --people ID …`.

Its own process of low priority: a conference that runs meanwhile takes the processor first. Chapters come as a
JSON list of seconds and words. Each line that it prints is how far it is, from 0 to 1.
"""

import argparse
import sys
from pathlib import Path
from uuid import UUID

import msgspec

from server.media.composing.film import Place, compose
from server.media.composing.modest import LOWEST, be_modest, telling


def main() -> None:
    """Read the command line and compose."""
    parser = argparse.ArgumentParser(description="Makes a film of the files of a recording.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("film", type=Path)
    parser.add_argument("--began", type=float, required=True, help="seconds since 1970")
    parser.add_argument("--length", type=float, required=True, help="seconds")
    parser.add_argument("--people", type=UUID, nargs="*", default=[], help="whose files may be used")
    parser.add_argument("--chapters", action="store_true", help="read them from the standard input")
    parser.add_argument("--nice", type=int, default=LOWEST, help="19: only when nobody else wants the processor")
    chosen = parser.parse_args()
    be_modest(chosen.nice)
    places = msgspec.json.decode(sys.stdin.buffer.read(), type=list[Place]) if chosen.chapters else []
    compose(chosen.folder, chosen.film, chosen.people, chosen.began, chosen.length, telling(), places)


if __name__ == "__main__":
    main()
