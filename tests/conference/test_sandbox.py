"""What a converter can reach: one file and one folder, and no other file, no network, and no time without end."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from server.core import sandbox
from server.core.sandbox import Job, Limits, OverrunError, Sandbox
from server.demo.documents import docx, xlsx
from tests.conference.conftest import House
from tests.documents import ready
from tests.slides import docx_that_reaches_out, odp, pptx

pytestmark = pytest.mark.anyio

PLENTY = Limits(memory=1 << 30, seconds=20, file=1 << 20)
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def job(folder: Path, program: str, limits: Limits = PLENTY) -> Job:
    source = folder / "in"
    source.write_text("Rivers")
    out = folder / "out"
    out.mkdir(exist_ok=True)
    return Job([sys.executable, "-I", "-c", program, "{in}", "{out}"], source, "document.txt", out, limits)


async def said(box: Sandbox, what: Job) -> list[Any]:
    """What the program printed, line by line."""
    lines: list[Any] = []

    async def hear(line: bytes) -> None:
        lines.append(json.loads(line))

    await box.run(what, hear)
    return lines


LOOK = """
import json, os, socket, sys
from pathlib import Path

def tried(what):
    try:
        return str(what())
    except OSError as error:
        return type(error).__name__

print(json.dumps([
    tried(lambda: Path(sys.argv[1]).read_text()),
    tried(lambda: Path(sys.argv[1]).write_text("Lakes")),
    tried(lambda: Path(sys.argv[2], "made").write_text("Seas")),
    tried(lambda: Path("CANARY").read_text()),
    tried(lambda: Path("/usr/made").write_text("Seas")),
    tried(lambda: socket.create_connection(("127.0.0.1", PORT), 2)),
    tried(lambda: sorted(pid for pid in os.listdir("/proc") if pid.isdigit() and int(pid) > 50)),
    sorted(os.environ.keys() & {"SECRET_KEY", "DATABASE_URL"}),
]))
"""


@pytest.fixture
async def listener() -> AsyncGenerator[tuple[int, list[bytes]]]:
    """An address that a document might reach, and what came there."""
    heard: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(200))
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], heard


async def test_under_bubblewrap_a_program_sees_its_file_and_writes_its_folder_and_nothing_else(
    bubblewrap: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listener: tuple[int, list[bytes]]
) -> None:
    monkeypatch.setenv("SECRET_KEY", "of the server")
    canary = tmp_path / "canary.txt"
    canary.write_text("a secret")
    port, heard = listener
    box = Sandbox()
    assert await box.shuts_in()
    program = LOOK.replace("CANARY", str(canary)).replace("PORT", str(port))
    ((read, wrote, made, secret, system, network, processes, environment),) = await said(box, job(tmp_path, program))
    assert (read, made) == ("Rivers", "4")
    assert (tmp_path / "out" / "made").read_text() == "Seas"
    assert "Error" in wrote
    assert secret == "FileNotFoundError"
    assert "Error" in system
    assert "Error" in network
    assert (processes, environment) == ("[]", [])
    assert heard == []


async def test_without_bubblewrap_a_program_still_has_its_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox.shutil, "which", lambda _: None)
    monkeypatch.setenv("SECRET_KEY", "of the server")
    box = Sandbox()
    assert not await box.shuts_in()
    look = "import json, os, sys; print(json.dumps([sorted(os.environ), os.nice(0), open(sys.argv[1]).read()]))"
    assert await said(box, job(tmp_path, look)) == [[["HOME", "LANG", "PATH", "TMPDIR"], sandbox_priority(), "Rivers"]]
    with pytest.raises(RuntimeError):
        await said(box, job(tmp_path, "x = bytearray(2 << 30)"))
    write = "import sys; open(sys.argv[2] + '/big', 'wb').write(bytes(2 << 20))"
    with pytest.raises(RuntimeError):
        await said(box, job(tmp_path, write))


def sandbox_priority() -> int:
    """Ten steps below this process, as far as there are steps."""
    return min(19, os.nice(0) + 10)


async def test_a_program_that_goes_on_for_ever_is_stopped_with_all_that_it_started(tmp_path: Path) -> None:
    program = (
        "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
        " print('1', flush=True); time.sleep(600)"
    )
    box, heard = Sandbox(), asyncio.Event()

    async def hear(_: bytes) -> None:
        heard.set()

    with pytest.raises(OverrunError):
        await box.run(job(tmp_path, program, Limits(memory=1 << 30, seconds=1, file=1 << 20)), hear)
    assert heard.is_set()
    assert running_in(tmp_path / "out") == []


def running_in(folder: Path) -> list[str]:
    """The processes that have this as their current folder."""
    return [path.parent.name for path in Path("/proc").glob("[0-9]*/cwd") if _target(path) == str(folder)]


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        # It ended meanwhile.
        return ""


@only_sqlite
async def test_a_document_that_reaches_out_reaches_neither_a_file_nor_an_address(
    libreoffice: str, one_house: House, tmp_path: Path, listener: tuple[int, list[bytes]]
) -> None:
    conference, ada = await one_house.lesson()
    canary = tmp_path / "canary.txt"
    canary.write_text("the canary sings")
    port, heard = listener
    content = docx_that_reaches_out(f"http://127.0.0.1:{port}/canary.png", f"file://{canary}")
    shown = await ready(ada, conference, content)
    text = " ".join(page["text"] for page in shown["pages"])
    assert "Rivers" in text
    assert "canary sings" not in text
    assert heard == []


@only_sqlite
async def test_a_presentation_becomes_pages_with_their_words(libreoffice: str, one_house: House) -> None:
    conference, ada = await one_house.lesson()
    shown = await ready(ada, conference, pptx([("Our rivers", ["Nabeul 18.0"]), ("Our lakes", ["Bakı 15.3"])]))
    assert [page["text"] for page in shown["pages"]] == ["Our rivers Nabeul 18.0", "Our lakes Bakı 15.3"]
    assert {(page["width"], page["height"]) for page in shown["pages"]} == {(1600, 900)}


@only_sqlite
@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (docx(["Our rivers", "Nabeul 18.0"]), ["Our rivers Nabeul 18.0"]),
        (xlsx([["Nabeul", 18.0], ["Bakı", 15.3]]), ["Nabeul 18 Bakı 15.3"]),
        (odp(["Our rivers", "Our lakes"]), ["Our rivers", "Our lakes"]),
    ],
    ids=["docx", "xlsx", "odp"],
)
async def test_texts_tables_and_open_documents_become_pages_too(
    libreoffice: str, one_house: House, content: bytes, pages: list[str]
) -> None:
    conference, ada = await one_house.lesson()
    shown = await ready(ada, conference, content)
    assert [page["text"] for page in shown["pages"]] == pages
