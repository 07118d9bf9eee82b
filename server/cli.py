"""The command `twinspace`: everything an operator does. What a command needs is imported when it runs."""

import argparse
import asyncio
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import text

from server.core import logs
from server.core.database import Database, is_away
from server.core.settings import Settings
from server.serving.serve import CannotServeError


def main() -> int:
    """Read the arguments, run the command, exit with its number."""
    arguments = parser().parse_args()
    for name in ("host", "port", "processes"):
        if (value := getattr(arguments, name, None)) is not None:
            os.environ[name.upper()] = str(value)
    try:
        settings = Settings.from_environment(os.environ)
        logs.configure(settings.log_level)
        logging.getLogger("alembic").setLevel(logging.WARNING)
        return arguments.command(settings, arguments)
    except (CannotServeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not is_away(error):
            raise
        print(f"The database does not answer: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(prog="twinspace", description="TwinSpace Live. Settings come from the environment.")
    commands = top.add_subparsers(required=True, metavar="command")

    def add(name: str, command: Callable[[Settings, Any], int]) -> argparse.ArgumentParser:
        words = (command.__doc__ or "").splitlines()[0]
        added = commands.add_parser(name, help=words, description=words)
        added.set_defaults(command=command)
        return added

    serving = add("serve", serve)
    serving.add_argument("--host", help="address to listen on; 0.0.0.0 for the whole classroom, over TLS")
    serving.add_argument("--port", type=int)
    serving.add_argument("--processes", type=int, help="how many server processes; more than one needs Redis")
    serving.add_argument("--prepare", action="store_true", help="migrate first, and put demo data in a new database")
    serving.add_argument("--without-media", action="store_true", help="the media worker runs somewhere else")
    add("media", media)
    add("migrate", migrate)
    add("demo", demo).add_argument("what", choices=["seed", "remove"])
    add("purge", purge).add_argument("--prove", action="store_true", help="count what is past its time, delete nothing")
    add("receipts", receipts).add_argument("--last", type=int, default=50, help="how many to list; all are checked")
    add("check", check)
    add("openapi", openapi)
    return top


def serve(settings: Settings, arguments: Any) -> int:
    """Run the server processes and the media worker until stopped."""
    from server.serving.checkup import database_problem
    from server.serving.serve import refuse_strangers
    from server.serving.serve import serve as run

    refuse_strangers(settings)
    if arguments.prepare:
        prepare(settings)
    elif problem := database_problem(settings):
        raise CannotServeError(problem)
    has_demo = asyncio.run(has_user(settings, "teacher"))
    return run(settings, with_media=not arguments.without_media, demo=has_demo)


def prepare(settings: Settings) -> None:
    """What a first start needs: the tables, and demo data if nobody is there yet."""
    from server import migrations

    if not migrations.is_current(settings.database):
        migrations.upgrade(settings.database)
    if not asyncio.run(has_user(settings)):
        asyncio.run(_demo(settings, "seed"))


async def has_user(settings: Settings, username: str | None = None) -> bool:
    """Whether a user of this name, or any user, is there."""
    database = Database(settings.database)
    only = "WHERE username = :username" if username else ""
    try:
        async with database.read() as db:
            found = await db.execute(text(f"SELECT 1 FROM users {only} LIMIT 1"), {"username": username})
            return found.first() is not None
    finally:
        await database.close()


def media(settings: Settings, _: Any) -> int:
    """Run the media worker alone."""
    from server.serving.serve import serve_media

    return serve_media(settings)


def migrate(settings: Settings, _: Any) -> int:
    """Bring the database to this version."""
    from server import migrations

    migrations.upgrade(settings.database)
    return 0


def demo(settings: Settings, arguments: Any) -> int:
    """Put the demo data in, or take it out again."""
    asyncio.run(_demo(settings, arguments.what))
    return 0


async def _demo(settings: Settings, what: str) -> None:
    from server import app
    from server import demo as demo_data

    site = app.make_site(settings)
    try:
        await (demo_data.seed(site) if what == "seed" else demo_data.remove(site))
    finally:
        await site.database.close()


def purge(settings: Settings, arguments: Any) -> int:
    """Delete what is past its time now, or prove that nothing is."""
    return asyncio.run(_purge(settings, prove=arguments.prove))


async def _purge(settings: Settings, *, prove: bool) -> int:
    from server import app
    from server.core.retention import Retention

    site = app.make_site(settings)
    try:
        if prove:
            past = await site.part(Retention).prove()
            print(f"{sum(past.values())} past their time{_listed(past)}")
            return 1 if any(past.values()) else 0
        receipt = await site.part(Retention).purge()
        print(f"{sum(receipt.deleted.values())} deleted{_listed(receipt.deleted)}; receipt {receipt.number}")
        return 0
    finally:
        await site.database.close()


def _listed(counts: Mapping[str, int]) -> str:
    return ": " + ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items())


def receipts(settings: Settings, arguments: Any) -> int:
    """List the receipts of what was deleted, and whether their signatures hold."""
    return asyncio.run(_receipts(settings, arguments.last))


async def _receipts(settings: Settings, last: int) -> int:
    from server import app
    from server.core import receipts

    site = app.make_site(settings)
    try:
        kept = await receipts.read(site)
        broken = receipts.broken(site, kept)
        for one in kept[-last:]:
            mark = "✗" if one.number in broken else "✓"
            print(f"{mark} {one.number}  {one.ended_at:%Y-%m-%d %H:%M:%S}  {one.signature[:16]}{_listed(one.deleted)}")
        if broken:
            print(f"{len(broken)} of {len(kept)} receipts do not hold: {', '.join(map(str, broken))}", file=sys.stderr)
        return 1 if broken else 0
    finally:
        await site.database.close()


def check(settings: Settings, _: Any) -> int:
    """Say in plain words what is wrong with this configuration."""
    from server.serving.checkup import problems

    found = problems(settings)
    print("\n".join(f"✗ {problem}" for problem in found) if found else "✓ Nothing is wrong.")
    return 1 if found else 0


def openapi(_: Settings, __: Any) -> int:
    """Print the description of the HTTP interface."""
    from server import app
    from server import openapi as description

    print(json.dumps(description.document(app.ROUTES, app.VERSION), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
