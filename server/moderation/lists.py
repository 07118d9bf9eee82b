"""The lists of words and hosts: kept in the database, ready in every process, changed by those who may."""

from __future__ import annotations

import asyncio
import csv
import io
from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.chat.stored import table_of
from server.core import clock
from server.core.database import new_id
from server.core.errors import UserError
from server.core.exporting import safe_cell
from server.core.http import Caller
from server.core.models import AuditLine
from server.core.permissions import Right, require
from server.core.site import Site
from server.moderation import wire
from server.moderation.hits import DETECTORS, hits_of, with_hits
from server.moderation.list_files import HEAD, Entries, Name, compared, entries, name_of, read_file
from server.moderation.models import FilterEntry, FilterKind
from server.moderation.rules import Lists
from server.moderation.screening import TOPIC, Screening
from server.moderation.trying import tried

MOST_ENTRIES = 20_000
AT_ONCE = 5_000
"""In one statement: databases take no more than 32,766 values."""


async def load(site: Site) -> Lists:
    """All entries, ready for comparing. Beside the loop: making them so takes a tenth of a second for full lists."""
    async with site.database.read() as db:
        rows = (await db.execute(select(FilterEntry.kind, FilterEntry.entry))).all()
    words = [entry for kind, entry in rows if kind is FilterKind.WORD]
    hosts = [entry for kind, entry in rows if kind is FilterKind.HOST]
    return await asyncio.to_thread(Lists.of, words, hosts)


async def listed(caller: Caller, added: int = 0, removed: int = 0) -> wire.FilterLists:
    """Every list with its entries, words first."""
    require(caller.here, Right.SETTINGS)
    async with caller.site.database.read() as db:
        lists = await _lists(db)
        hits = await hits_of(db)
    return wire.FilterLists(
        lists=await asyncio.to_thread(with_hits, lists, hits),
        hits=hits.by_kind["word"],
        detected={kind: number for kind, number in hits.by_kind.items() if kind in DETECTORS},
        added=added,
        removed=removed,
    )


async def _lists(db: AsyncSession) -> dict[Name, list[str]]:
    query = select(FilterEntry.kind, FilterEntry.language, FilterEntry.entry)
    in_order = query.order_by(FilterEntry.kind.desc(), FilterEntry.language, FilterEntry.entry)
    lists: dict[Name, list[str]] = defaultdict(list)
    for kind, language, entry in await db.execute(in_order):
        lists[kind, language].append(entry)
    return lists


async def change(caller: Caller, body: wire.ChangeFilters) -> wire.FilterLists:
    """Add, remove or replace; every process compares with the new list at once."""
    require(caller.here, Right.SETTINGS)
    name = name_of(body.kind, body.language)
    remove = await asyncio.to_thread(entries, name, body.remove)
    add = await asyncio.to_thread(entries, name, body.add)
    return await _changed(caller, {name: add}, remove, replace=body.replace)


async def imported(caller: Caller, body: wire.ImportFilters) -> wire.FilterLists:
    """All of a file or nothing: what is wrong is said with its line."""
    require(caller.here, Right.SETTINGS)
    found = await asyncio.to_thread(read_file, body)
    return await _changed(caller, found, (), replace=body.replace)


async def _changed(caller: Caller, add: Entries, remove: Collection[str], *, replace: bool) -> wire.FilterLists:
    added = removed = 0
    async with caller.site.database.read() as db:
        # Beside the loop, and before anything is locked: for full lists it takes long.
        plain_of = await asyncio.to_thread(_plain, await _lists(db))
    async with caller.site.database.write() as db:
        for (kind, language), lines in add.items():
            name, same = (kind, language), (FilterEntry.kind == kind, FilterEntry.language == language)
            there = await db.scalars(select(FilterEntry.entry).where(*same))
            known = {entry: plain_of.get((name, entry)) or compared(name, entry) for entry in there}
            gone = [one for one, plain in known.items() if (plain not in lines if replace else plain in remove)]
            for start in range(0, len(gone), AT_ONCE):
                some = FilterEntry.entry.in_(gone[start : start + AT_ONCE])
                await db.execute(delete(FilterEntry).where(*same, some))
            kept = set(known.values()) - {known[one] for one in gone}
            new = [line for plain, line in lines.items() if plain not in kept]
            await _insert(caller, db, name, new)
            added, removed = added + len(new), removed + len(gone)
            data = {"kind": kind.value, "language": language, "added": len(new), "removed": len(gone)}
            db.add(AuditLine(actor_id=caller.identity.user, action="filters.change", data=data))
        if added and (await db.scalar(select(func.count()).select_from(FilterEntry)) or 0) > MOST_ENTRIES:
            raise UserError("too_many_words", f"There are at most {MOST_ENTRIES} entries.", max=MOST_ENTRIES)
    await caller.site.bus.publish(TOPIC, b"")
    caller.site.part(Screening).use(await load(caller.site))
    return await listed(caller, added, removed)


def _plain(lists: dict[Name, list[str]]) -> dict[tuple[Name, str], str]:
    """By what each line is compared. Blocks: it is for a thread."""
    return {(name, entry): compared(name, entry) for name, lines in lists.items() for entry in lines}


async def _insert(caller: Caller, db: AsyncSession, name: Name, lines: Sequence[str]) -> None:
    """Somebody else may be adding the same at this moment: that is no mistake."""
    kind, language = name
    now = clock.now()
    rows = [
        {
            "id": new_id(),
            "kind": kind,
            "language": language,
            "entry": line,
            "added_by": caller.identity.user,
            "created_at": now,
            "updated_at": now,
        }
        for line in lines
    ]
    if rows:
        insert = (sqlite if caller.site.database.is_sqlite else postgresql).insert(table_of(FilterEntry))
        await db.execute(insert.on_conflict_do_nothing(), rows)


async def try_text(caller: Caller, body: wire.TryText) -> wire.TriedText:
    """What the detectors and lists would find and why, without writing anything."""
    require(caller.here, Right.SETTINGS)
    async with caller.site.database.read() as db:
        lists = await _lists(db)
    return await asyncio.to_thread(tried, body.text, caller.site.part(Screening).lists, lists)


async def exported(caller: Caller) -> str:
    """All lists as CSV, for another installation or a spreadsheet (T23)."""
    require(caller.here, Right.SETTINGS)
    async with caller.site.database.read() as db:
        lists = await _lists(db)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for (kind, language), lines in lists.items():
        writer.writerows((kind.value, language, safe_cell(line)) for line in lines)
    return out.getvalue()
