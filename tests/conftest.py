"""What every test may ask for: a database on both engines, a bus of both kinds, the rule that CI skips nothing."""

import os
import shutil
import tempfile
from collections.abc import AsyncGenerator, Generator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from server import migrations
from server.app import create_app
from server.core import buses, logs
from server.core.bus import Bus
from server.core.database import Database
from server.core.settings import Settings
from tests import services
from tests.live import serving
from tests.people import People, settle

MEMORY, ROOM = Path("/dev/shm"), 4 << 30
"""Where files cost no disk, and how many bytes of room there must be: every test has a database of its own, and a busy
disk takes a second to make one."""
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None

pytest_plugins = ["tests.at_once", "tests.compiling", "tests.sharing", "tests.tracing"]

IN_CI = os.environ.get("CI") == "true"
_numbers = count(1)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def logging_as_a_server_does() -> None:
    """Left to itself, structlog paints every error with the values of all variables: seconds for each."""
    logs.configure("warning")


@pytest.fixture(scope="session")
def postgres() -> Generator[services.Postgres]:
    """The tests' own PostgreSQL."""
    server = _or_skip(services.Postgres)
    yield server
    server.close()


@pytest.fixture(scope="session")
def redis() -> Generator[services.Redis]:
    """The tests' own Redis."""
    server = _or_skip(services.Redis)
    yield server
    server.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's browser."""
    return _or_skip(services.chromium)


@pytest.fixture(scope="session")
def bubblewrap() -> str:
    """What shuts a converter in."""
    return _or_skip(services.bubblewrap)


@pytest.fixture(scope="session")
def libreoffice(bubblewrap: str) -> str:
    """The office program, and what shuts it in."""
    return _or_skip(services.libreoffice)


def _or_skip(start: Any) -> Any:
    try:
        return start()
    except services.MissingProgramError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that every test's own database is copied from."""
    path = tmp_path_factory.mktemp("template") / "migrated.db"
    migrations.upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: services.Postgres) -> str:
    """The database that every test's own is copied from."""
    postgres.execute("CREATE DATABASE migrated")
    migrations.upgrade(postgres.url("migrated"))
    return "migrated"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[str]:
    """The address of a migrated database of the test's own, once on each engine."""
    if request.param == "sqlite":
        path = tmp_path / "twinspace.db"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    server: services.Postgres = request.getfixturevalue("postgres")
    template: str = request.getfixturevalue("migrated_postgres")
    name = f"test_{next(_numbers)}"
    server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.url(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str, anyio_backend: str) -> AsyncGenerator[Database]:
    """A migrated, empty database, once on each engine."""
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def people(database: Database) -> People:
    """Ada and her space; Eve and Mallory elsewhere."""
    return await settle(database)


@pytest.fixture
async def base(database_url: str, people: People, tmp_path: Path) -> AsyncGenerator[str]:
    """The address of a whole server over the database with these people."""
    settings = Settings(database_url=database_url, data_dir=tmp_path, secret_key="a secret of this test")
    async with serving(create_app(settings)) as base:
        yield base


@pytest.fixture(params=["local", "redis"])
def bus_url(request: pytest.FixtureRequest) -> str | None:
    """None for the bus within one process; the address of an empty Redis for the other."""
    if request.param == "local":
        return None
    server: services.Redis = request.getfixturevalue("redis")
    server.say("FLUSHALL")
    return server.url


@pytest.fixture
async def bus(bus_url: str | None, anyio_backend: str) -> AsyncGenerator[Bus]:
    """A bus of each kind. Whoever uses it says who listens, and starts it."""
    bus = buses.make_bus(Settings(redis_url=bus_url or ""))
    yield bus
    await bus.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """In CI a skipped test is a failure: what did not run proves nothing."""
    report = yield
    forbidden = report.skipped and services.NO_NAMESPACES in str(report.longrepr)
    if IN_CI and report.skipped and not forbidden and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """The same for whole files."""
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report
