"""Everything that must hold before a commit, one after the other, all of it even when something fails."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"

CHECKS: dict[str, list[str | Path]] = {
    "Python is clean": [BIN / "ruff", "check", "--quiet", "."],
    "Python is in the one form": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "Types hold": [BIN / "pyright", "--warnings"],
    "The floors of the house hold": [BIN / "lint-imports"],
    "TypeScript types are those of the server": [BIN / "python", "scripts/write_types.py", "--check"],
    "The protocol is described as it is": [BIN / "python", "scripts/write_protocol.py", "--check"],
    "The pages are clean": ["scripts/npm", "run", "--silent", "check"],
    "The layout is as drawn": [BIN / "pytest", "-q", "tests/test_layout.py", "tests/test_locks.py"],
}


def main() -> int:
    """One line for what holds, the tool's own words for what does not."""
    failed = 0
    for promise, command in CHECKS.items():
        started = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        print(f"{'✗' if done.returncode else '✓'} {promise} ({time.monotonic() - started:.1f} s)", flush=True)
        if done.returncode:
            failed += 1
            print(done.stdout + done.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
