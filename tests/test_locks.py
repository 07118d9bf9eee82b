"""Lock files say what is installed, by hash, and never from where."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYTHON_LOCKS = sorted(ROOT.glob("requirements*.lock"))
NPM_LOCK = ROOT / "web" / "package-lock.json"
ADDRESS = re.compile(r"\b(https?|git\+\w+|file)://|--(extra-)?index-url|--find-links|^-[if] ", re.MULTILINE)


def pinned(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda lock: lock.name)
def test_a_python_lock_holds_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert not ADDRESS.search(text)
    for requirement in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in requirement, requirement


def test_the_npm_lock_holds_hashes_and_no_address_of_a_package() -> None:
    packages = json.loads(NPM_LOCK.read_text())["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert not name or package.get("link") or "integrity" in package, name
    assert "omit-lockfile-registry-resolved=true" in (NPM_LOCK.parent / ".npmrc").read_text()


def test_development_runs_on_the_versions_that_operators_run() -> None:
    running, development = pinned(ROOT / "requirements.lock"), pinned(ROOT / "requirements-dev.lock")
    assert running.items() <= development.items()


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    declared = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["build-system"]["requires"],
    ]
    locked = pinned(ROOT / "requirements-dev.lock")
    for requirement in declared:
        name, _, version = requirement.partition("==")
        name = re.split(r"[<>=~!\[;]", name)[0]
        assert name in locked
        assert not version or locked[name] == version
