"""Setting up skips what is done, redoes what has changed, and needs nothing but Python."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "setup.py"


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_script", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "WEB", tmp_path / "web")
    monkeypatch.setattr(module, "STAMPS", tmp_path / "stamps")
    (tmp_path / "stamps").mkdir()
    return module


def test_it_imports_the_standard_library_alone() -> None:
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(SCRIPT.read_text()))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


def test_a_step_is_skipped_while_its_content_is_the_same(setup: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("one")
    assert not setup.is_fresh("step", [lock])
    setup.mark("step", [lock])
    assert setup.is_fresh("step", [lock])
    lock.touch()
    assert setup.is_fresh("step", [lock]), "a new time is no new content"
    lock.write_text("two")
    assert not setup.is_fresh("step", [lock])


def test_a_new_file_and_a_renamed_one_count_as_changes(setup: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "web" / "src").mkdir(parents=True)
    (tmp_path / "web" / "src" / "a.ts").write_text("1")
    setup.mark("pages", setup.web_sources())
    (tmp_path / "web" / "src" / "a.ts").rename(tmp_path / "web" / "src" / "b.ts")
    assert not setup.is_fresh("pages", setup.web_sources())


def test_what_is_built_and_installed_is_no_source(setup: ModuleType, tmp_path: Path) -> None:
    for name in ("dist/index.html", "node_modules/a/b.js", "src/main.tsx", "package.json"):
        (tmp_path / "web" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "web" / name).write_text("")
    found = {str(path.relative_to(tmp_path / "web")) for path in setup.web_sources()}
    assert found == {"src/main.tsx", "package.json"}


def test_what_development_brought_is_good_enough_to_run(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(setup, "virtual_environment", lambda: None)
    monkeypatch.setattr(setup, "uv", lambda *arguments: calls.append(arguments))
    setup.python_packages(for_development=True)
    assert [call[1] for call in calls] == ["sync", "install"]
    setup.python_packages(for_development=False)
    setup.python_packages(for_development=True)
    assert len(calls) == 2, "running must not take the development packages away"


@pytest.mark.parametrize(("said", "version"), [("v20.20.2", (20, 20)), ("v18.3.0", (18, 3)), ("", (0,))])
def test_a_node_says_its_version(setup: ModuleType, tmp_path: Path, said: str, version: tuple[int, ...]) -> None:
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho {said}\n")
    node.chmod(0o755)
    assert setup.node_version(str(node)) == version
