"""The house as docs/architecture.md draws it. Each of these has gone wrong somewhere once."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOP_LEVEL = {
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "Dockerfile",
    "docker-compose.yml",
    "pyproject.toml",
    "docs",
    "server",
    "platform",
    "web",
    "tests",
    "scripts",
    "benchmarks",
    "deploy",
}
LONGEST = 400
LONGER = {
    "web/package-lock.json": "written by npm",
    "web/src/live/wire.ts": "written from the structs of the server",
    "docs/protocol.md": "every frame, written from the structs of the server",
    "docs/requirements.md": "every requirement, written from the tests",
    "LICENSE": "the licence as it is",
}
"""Files past the length, each with its excuse."""
CODE = {".py", ".ts", ".tsx", ".css", ".js", ".mjs", ".sh", ".html"}
NAMES_OF_PLACES = re.compile(
    r"/w[o]rk/(main|shared)|/r[o]ot/|/home/\w+/|/Users/\w+/|p[y]pi\.org|files\.p[y]thonhosted|registry\.n[p]mjs|deb\.d[e]bian\.org"
)
EMPTY_NAMES = re.compile(r"(Manager|Helper|Util|Utils|Service|Data|Info)\b")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode()


def test_the_top_level_is_there() -> None:
    assert {name for name in TOP_LEVEL if not (ROOT / name).exists()} == set()


def test_platform_is_a_source_root_and_no_package() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists(), "it would shadow the standard library's platform"
    assert (ROOT / "platform" / "campus" / "__init__.py").exists()


def test_test_folders_are_no_packages() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == [], "tests/ is collected with --import-mode=importlib"


def test_no_test_borrows_from_another() -> None:
    """What two of them need stands in a file of its own beside them."""
    borrowed = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked()
        if path.suffix == ".py" and path.is_relative_to(ROOT / "tests")
        for name in re.findall(r"^from (tests\.\S*\btest_\w+) import", text_of(path), re.MULTILINE)
    }
    assert borrowed == set()


def test_no_file_of_code_is_longer_than_it_may_be() -> None:
    lengths = {
        str(path.relative_to(ROOT)): text_of(path).count("\n")
        for path in tracked()
        if path.suffix in CODE or path.suffix in (".md", "")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST and name not in LONGER} == {}


def test_no_target_of_make_is_taken_for_a_file() -> None:
    makefile = text_of(ROOT / "Makefile")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert set(phony.split()) == set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path != Path(__file__).resolve() and (match := NAMES_OF_PLACES.search(text_of(path)))
    }
    assert found == set()


@pytest.mark.parametrize("source", ["server", "platform"])
def test_no_class_has_a_name_that_says_nothing(source: str) -> None:
    classes = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked()
        if path.suffix == ".py" and path.is_relative_to(ROOT / source)
        for name in re.findall(r"^class (\w+)", text_of(path), re.MULTILINE)
        if EMPTY_NAMES.search(name)
    }
    assert classes == set()


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix == ".py" and "versions" not in path.parts and not text_of(path).lstrip("#!\n").startswith('"""')
    ]
    assert [name for name in silent if text_of(ROOT / name).strip()] == []
