"""The history leads to the tables of today, on both databases, and what stands only in it holds."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text, update
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.exc import DBAPIError

from campus.events.listing import searchable
from server import migrations
from server.core import clock
from server.core.database import Database, new_id
from server.core.models import AuditLine, Country, Event, LiveKind, LivePolicy, Programme
from server.migrations.tables import metadata, named
from server.moderation.models import Capsule, Case, CaseState, Report
from tests.people import settle

pytestmark = pytest.mark.anyio


def shape(connection: Connection) -> dict[str, object]:
    """Everything that a database says of its tables, in a form that can be compared."""
    inspector: Inspector = inspect(connection)
    found: dict[str, object] = {}
    for table in inspector.get_table_names():
        if table == "alembic_version" or not named(table, "table", {}):
            continue
        found[table] = {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)},
            "key": inspector.get_pk_constraint(table)["constrained_columns"],
            "checks": {c["name"]: c["sqltext"] for c in inspector.get_check_constraints(table)},
            "unique": {c["name"]: c["column_names"] for c in inspector.get_unique_constraints(table)},
            "foreign": {
                c["name"]: (c["constrained_columns"], c["referred_table"], c["referred_columns"], c["options"])
                for c in inspector.get_foreign_keys(table)
            },
        }
    return found | {"indexes": index_definitions(connection)}


def index_definitions(connection: Connection) -> dict[str, str]:
    """The indexes as the database would write them, with expressions and conditions."""
    question = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name <> 'alembic_version'"
        if connection.dialect.name == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    )
    return {name: " ".join(sql.split()) for name, sql in connection.execute(text(question))}


def drift(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": named})
    return list(compare_metadata(context, metadata))


async def empty(url: str) -> Database:
    """The same database without any table."""
    database = Database(url)
    async with database.engine.begin() as link:
        if database.is_sqlite:
            await link.run_sync(metadata.drop_all)
            await link.execute(text("DROP TABLE alembic_version"))
            await link.execute(text("DROP TABLE chat_words"))
        else:
            await link.execute(text("DROP SCHEMA public CASCADE"))
            await link.execute(text("CREATE SCHEMA public"))
    return database


async def test_the_history_leads_to_the_tables_of_today(database: Database, database_url: str) -> None:
    async with database.engine.connect() as link:
        migrated = await link.run_sync(shape)
        assert await link.run_sync(drift) == []
    await database.close()
    again = await empty(database_url)
    async with again.engine.begin() as link:
        await link.run_sync(metadata.create_all)
        created = await link.run_sync(shape)
    await again.close()
    assert migrated == created


async def test_a_database_is_current_only_after_the_newest_step(database: Database, database_url: str) -> None:
    await database.close()
    assert migrations.is_current(database_url)
    migrations.downgrade(database_url)
    assert not migrations.is_current(database_url)
    migrations.upgrade(database_url)
    migrations.upgrade(database_url)
    assert migrations.is_current(database_url)


async def test_altering_a_table_keeps_the_rows_that_refer_to_it(database: Database, database_url: str) -> None:
    """The step to materials that are reported alters `cases`, of which reports and evidence hang; and it finds the
    words of older events as searches do."""
    people = await settle(database)
    async with database.write() as db:
        event = Event(id=new_id(), title="Azərbaycan çayları", summary="Łódź 2026", place="Gəncə", host_id=people.ada)
        event.form, event.mode, event.lang, event.audience = "meeting", "online", "az", "all"
        event.starts_at, event.ends_at, event.words = clock.now(), clock.now() + timedelta(hours=1), " azərbaycan"
        db.add(event)
        case = Case(id=new_id(), target_type="person", target_id=people.nino, space_id=people.space, level="central")
        case.state, case.due_at, case.urgent = CaseState.OPEN, clock.now(), False
        db.add(case)
        await db.flush()
        db.add(Report(case_id=case.id, reporter_id=people.ada, reason="bullying", text="Every day"))
        db.add(Capsule(case_id=case.id, position=1, digest=b"d", mac=b"m", content=b"c"))
    await database.close()
    before = ScriptDirectory.from_config(migrations.configuration()).get_revision("0017").down_revision
    assert isinstance(before, str)
    migrations.run(database_url, lambda link: command.downgrade(migrations.configuration(link), before))
    migrations.upgrade(database_url)
    again = Database(database_url)
    async with again.read() as db:
        assert (await db.scalars(select(Report.text))).all() == ["Every day"]
        assert (await db.scalars(select(Capsule.case_id))).all() == [case.id]
        words = searchable("Azərbaycan çayları", "Łódź 2026", "Gəncə", "Ada Marin")
        assert (await db.scalars(select(Event.words))).all() == [words]
    await again.close()


def test_migrating_works_inside_a_running_loop_and_without_one(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'folder with % in it' / 'new.db'}"
    assert not migrations.is_current(url)
    migrations.upgrade(url)
    assert migrations.is_current(url)


async def test_two_servers_that_start_together_migrate_once(tmp_path: Path) -> None:
    import anyio

    url = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    async with anyio.create_task_group() as group:
        for _ in range(12):
            group.start_soon(anyio.to_thread.run_sync, migrations.upgrade, url)
    assert migrations.is_current(url)


def put(link: Connection, table: str, **values: object) -> None:
    """A row as an earlier version of the program wrote it."""
    row = {"created_at": "2026-01-01 00:00:00", "updated_at": "2026-01-01 00:00:00"} | values
    names = ", ".join(row)
    link.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in row)})"), row)


def test_a_copied_table_takes_nothing_with_it(tmp_path: Path) -> None:
    """SQLite changes a rule by copying the table, and what belongs to its rows must outlive the old one."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'old.db'}"
    migrations.run(url, lambda link: command.upgrade(migrations.configuration(link), "0012"))
    ada, space = "1" * 32, "2" * 32
    names = {"username": "ada", "first_name": "Ada", "last_name": "", "display_name": "Ada", "email": "ada@example.org"}
    where = {"locale": "en", "time_zone": "Europe/Rome", "status": "validated"}
    place = {"title": "Rivers", "description": "", "slug": "rivers", "state": "open", "flags": "{}", "cover": 0}

    def fill(link: Connection) -> None:
        put(link, "users", id=ada, account_type="staff", **names, **where)
        put(link, "spaces", id=space, kind="twinspace", join_policy="invited", owner_id=ada, **place)
        founder = {"account_type": "staff", "role": "founder", "state": "active"}
        put(link, "space_memberships", id="3" * 32, space_id=space, user_id=ada, **founder)

    migrations.run(url, fill)
    migrations.upgrade(url)
    assert migrations.run(url, lambda link: link.scalar(text("SELECT count(*) FROM space_memberships"))) == 1


async def test_the_limits_of_live_rooms_are_there_from_the_start(database: Database) -> None:
    async with database.read() as db:
        policies = {policy.kind: policy for policy in await db.scalars(select(LivePolicy))}
    assert set(policies) == set(LiveKind)
    conference = policies[LiveKind.TWINSPACE_CONFERENCE]
    assert (conference.seats, conference.lengths, conference.recording) == (25, [30, 60, 90], "host")
    assert (conference.host_early_min, conference.doors_min, conference.doors_with_lobby_min) == (15, 0, 5)
    event = policies[LiveKind.EVENT_ROOM]
    assert (event.seats, event.host_early_min, event.doors_min) == (100, 24 * 60, 15)
    assert policies[LiveKind.LEARNINGLAB_SESSION].seats is None


@pytest.mark.proves("R-005")
async def test_the_plus_countries_are_data(database: Database) -> None:
    async with database.read() as db:
        countries = {country.code: country for country in await db.scalars(select(Country))}
    plus = {code for code, country in countries.items() if country.programme is Programme.PLUS}
    assert plus == {"AZ", "GE", "AM", "MD", "UA", "TN"}
    assert countries["AZ"].names == {"en": "Azerbaijan", "az": "Azərbaycan"}
    assert {country.digital_consent_age for country in countries.values()} == {16}


async def test_a_line_of_the_audit_log_cannot_be_changed(database: Database) -> None:
    async with database.write() as db:
        db.add(AuditLine(action="conference.end"))
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.write() as db:
            await db.execute(update(AuditLine).values(action="nothing"))
    async with database.read() as db:
        assert (await db.scalars(select(AuditLine.action))).all() == ["conference.end"]


@pytest.mark.parametrize(
    ("safeguarding", "days", "goes"),
    [(False, 1, False), (False, 720, False), (False, 740, True), (True, 740, False), (True, 1830, True)],
)
async def test_a_line_of_the_audit_log_goes_when_its_time_is_over_and_not_before(
    database: Database, safeguarding: bool, days: int, goes: bool
) -> None:
    async with database.write() as db:
        at = clock.now() - timedelta(days=days)
        db.add(AuditLine(at=at, action="membership.grant", safeguarding=safeguarding))
    if goes:
        async with database.write() as db:
            await db.execute(text("DELETE FROM audit_log"))
    else:
        with pytest.raises(DBAPIError, match="append-only"):
            async with database.write() as db:
                await db.execute(text("DELETE FROM audit_log"))
    async with database.read() as db:
        assert len((await db.scalars(select(AuditLine))).all()) == (0 if goes else 1)


async def test_the_audit_log_cannot_be_emptied_at_a_stroke(database: Database) -> None:
    if database.is_sqlite:
        return  # SQLite has no TRUNCATE; its DELETE without a condition meets the trigger (above).
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.write() as db:
            await db.execute(text("TRUNCATE audit_log"))
