"""`twinspace serve` as an operator has it: over TLS, back after a kill, gone when told, clear about what is wrong."""

import contextlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from server.serving.process import forget_the_dead
from tests.services import Redis, free_port

TWINSPACE = [sys.executable, "-m", "server.cli"]


class Serving:
    """A running `twinspace serve`."""

    def __init__(self, folder: Path, port: int, *options: str, **environment: str) -> None:
        self.port = port
        self.said = folder / "said"
        scheme = "http" if environment.get("HOST", "127.0.0.1") == "127.0.0.1" else "https"
        self.address = f"{scheme}://127.0.0.1:{port}"
        kept = os.environ | {"DATA_DIR": str(folder / "data"), "PORT": str(port)} | environment
        with self.said.open("wb") as said:
            self.process = subprocess.Popen([*TWINSPACE, "serve", *options], env=kept, stdout=said, stderr=said)

    def get(self, path: str) -> bytes:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with urllib.request.urlopen(self.address + path, timeout=30, context=context) as answer:
            return answer.read()

    def is_ready(self) -> bool:
        with contextlib.suppress(urllib.error.URLError, OSError):
            return bool(self.get("/readyz"))
        return False

    def children(self) -> dict[int, str]:
        """The processes under it, and what each of them runs."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        commands: dict[int, str] = {}
        for pid in listed:
            with contextlib.suppress(FileNotFoundError):  # it has just gone
                commands[int(pid)] = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
        return commands

    def wait_for(self, condition: Callable[[], bool], within: float) -> None:
        deadline = time.monotonic() + within
        while not condition():
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() < deadline, f"not within {within} s: {self.said.read_text()}"
            time.sleep(0.02)


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Generator[Serving]:
    """One that a phone could join, with demo data that `--prepare` put in."""
    folder = tmp_path_factory.mktemp("classroom")
    serving = Serving(folder, free_port(), "--prepare", HOST="0.0.0.0")
    try:
        serving.wait_for(serving.is_ready, 60)
        yield serving
    finally:
        serving.process.terminate()
        serving.process.wait(20)


def test_a_classroom_is_served_over_tls_with_addresses_and_a_qr_code(classroom: Serving) -> None:
    classroom.wait_for(lambda: "Ctrl-C stops it" in classroom.said.read_text(), 10)
    said = classroom.said.read_text()
    assert json.loads(classroom.get("/healthz")) == {"alive": True}
    assert "https://" in said
    assert f":{classroom.port}" in said
    assert "▄" in said
    assert "Sign in as teacher, teacher2, pupil, pupil2, moderator, agency, admin" in said


@pytest.mark.parametrize("which", ["server.serving.process", "server.media.worker"])
def test_a_killed_process_is_started_again(classroom: Serving, which: str) -> None:
    before = {pid for pid, command in classroom.children().items() if which in command}
    os.kill(min(before), signal.SIGKILL)

    def is_back() -> bool:
        now = {pid for pid, command in classroom.children().items() if which in command}
        return bool(now - before) and classroom.is_ready()

    classroom.wait_for(is_back, 90)


def test_when_the_media_worker_dies_the_one_in_reserve_takes_its_place(classroom: Serving) -> None:
    lock = classroom.said.parent / "data" / "media.lock"

    def in_reserve() -> set[int]:
        """The worker that stands at the lock: one that only begins could be overtaken by the next."""
        on_duty = int(lock.read_text() or 0)
        workers = {pid for pid, command in classroom.children().items() if "server.media.worker" in command}
        return {pid for pid in workers - {on_duty} if opened(pid, lock)} if on_duty else set()

    classroom.wait_for(lambda: bool(in_reserve()), 90)
    waiting = in_reserve()
    os.kill(int(lock.read_text()), signal.SIGKILL)
    classroom.wait_for(lambda: int(lock.read_text() or 0) in waiting and classroom.is_ready(), 90)


def opened(pid: int, path: Path) -> bool:
    """Whether this process has this file open."""
    with contextlib.suppress(FileNotFoundError):  # it has just gone, or just closed one
        return any(entry.resolve() == path.resolve() for entry in Path(f"/proc/{pid}/fd").iterdir())
    return False


def test_a_second_one_on_the_same_data_folder_is_refused(classroom: Serving, tmp_path: Path) -> None:
    folder = classroom.said.parent / "data"
    refused = run("serve", DATA_DIR=str(folder), PORT=str(free_port()))
    assert refused.returncode == 2
    assert "Another `twinspace serve` runs" in refused.stderr


def test_it_stops_within_seconds_and_leaves_no_process(tmp_path: Path, migrated_sqlite: Path) -> None:
    serving = Serving(tmp_path, free_port(), DATABASE_URL=f"sqlite:///{migrated_sqlite}")
    serving.wait_for(lambda: serving.is_ready() and len(serving.children()) == 3, 60)
    children = list(serving.children())
    serving.process.send_signal(signal.SIGINT)
    assert serving.process.wait(10) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    assert "password twinspace" not in serving.said.read_text(), "there is no demo data in it"


def test_several_processes_count_together_and_forget_who_died(
    tmp_path: Path, migrated_sqlite: Path, redis: Redis
) -> None:
    database = f"sqlite:///{migrated_sqlite}"
    serving = Serving(tmp_path, free_port(), DATABASE_URL=database, REDIS_URL=redis.url, PROCESSES="2")
    try:
        serving.wait_for(serving.is_ready, 90)
        assert sum("server.serving.process" in command for command in serving.children().values()) == 2
        # Whichever of the two answers, it answers for both.
        answers = {serving.get("/metrics").count(b"\ntwinspace_connections 0.0\n") for _ in range(8)}
        assert answers == {1}
    finally:
        serving.process.terminate()
        serving.process.wait(20)


def test_the_gauges_of_a_killed_process_are_taken_away(tmp_path: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    for pid in (dead.pid, os.getpid()):
        (tmp_path / f"gauge_livesum_{pid}.db").touch()
        (tmp_path / f"counter_{pid}.db").touch()
    forget_the_dead(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {f"gauge_livesum_{os.getpid()}.db", f"counter_{os.getpid()}.db", f"counter_{dead.pid}.db"}


def test_a_port_in_use_is_said_in_plain_words(tmp_path: Path, migrated_sqlite: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = run("serve", DATA_DIR=str(tmp_path), DATABASE_URL=f"sqlite:///{migrated_sqlite}", PORT=str(port))
    assert refused.returncode == 2
    assert f"127.0.0.1:{port} cannot be listened on" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("words", "environment", "said"),
    [
        (["serve", "--processes", "2"], {}, "set REDIS_URL"),
        (["serve"], {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "does not answer"),
        (["serve", "--prepare"], {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "does not answer"),
        (["serve"], {}, "twinspace migrate"),
        (["check"], {"PORT": "many"}, "PORT is 'many'"),
    ],
)
def test_what_is_in_the_way_is_said_in_plain_words(
    words: list[str], environment: dict[str, str], said: str, tmp_path: Path
) -> None:
    refused = run(*words, DATA_DIR=str(tmp_path), **environment)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = os.environ | environment
    return subprocess.run([*TWINSPACE, *words], env=kept, capture_output=True, text=True, check=False, timeout=60)
