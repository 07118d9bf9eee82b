"""The lists of words and hosts: kept in the database, ready in every process, changed by those who may."""

from __future__ import annotations

import csv
import io
from collections import defaultdict

from sqlalchemy import delete, func, select

from server.chat.models import ChatMessage
from server.core.errors import UserError
from server.core.http import Caller
from server.core.models import AuditLine
from server.core.permissions import Right, require
from server.core.site import Site
from server.moderation import wire
from server.moderation.exporting import safe_cell
from server.moderation.folding import fold
from server.moderation.models import FilterEntry, FilterKind
from server.moderation.rules import Lists, examine
from server.moderation.screening import TOPIC, Screening

MOST_ENTRIES = 20_000
MOST_LENGTH = 120


async def load(site: Site) -> Lists:
    """All entries, ready for comparing."""
    async with site.database.read() as db:
        rows = (await db.execute(select(FilterEntry.kind, FilterEntry.entry))).all()
    words = [entry for kind, entry in rows if kind is FilterKind.WORD]
    return Lists.of(words, [entry for kind, entry in rows if kind is FilterKind.HOST])


async def listed(caller: Caller) -> wire.FilterLists:
    """Every list with its entries."""
    require(caller.here, Right.SETTINGS)
    async with caller.site.database.read() as db:
        rows = (
            await db.execute(
                select(FilterEntry.kind, FilterEntry.language, FilterEntry.entry).order_by(
                    FilterEntry.kind.desc(), FilterEntry.language, FilterEntry.entry
                )
            )
        ).all()
        hits = await db.scalar(select(func.count()).select_from(ChatMessage).where(ChatMessage.hold.is_not(None))) or 0
    lists: dict[tuple[FilterKind, str], list[str]] = defaultdict(list)
    for kind, language, entry in rows:
        lists[kind, language].append(entry)
    return wire.FilterLists(
        lists=[
            wire.FilterList(kind=kind.value, language=language, entries=entries, hits=hits)
            for (kind, language), entries in lists.items()
        ]
    )


async def change(caller: Caller, body: wire.ChangeFilters) -> wire.FilterLists:
    """Add, remove or replace; every process compares with the new list at once."""
    require(caller.here, Right.SETTINGS)
    kind = FilterKind(body.kind)
    language = body.language if kind is FilterKind.WORD else ""
    if kind is FilterKind.WORD and not language:
        raise UserError("no_language", "Say which language these words belong to.", status=422)
    add = _entries(body.add)
    remove = _entries(body.remove)
    async with caller.site.database.write() as db:
        same = (FilterEntry.kind == kind, FilterEntry.language == language)
        if body.replace:
            await db.execute(delete(FilterEntry).where(*same, FilterEntry.entry.not_in(add)))
        elif remove:
            await db.execute(delete(FilterEntry).where(*same, FilterEntry.entry.in_(remove)))
        known = set(await db.scalars(select(FilterEntry.entry).where(*same)))
        total = await db.scalar(select(func.count()).select_from(FilterEntry)) or 0
        if total + len(add) > MOST_ENTRIES:
            raise UserError("too_many_words", f"There are at most {MOST_ENTRIES} entries.", max=MOST_ENTRIES)
        db.add_all(
            FilterEntry(kind=kind, language=language, entry=entry, added_by=caller.identity.user)
            for entry in add
            if entry not in known
        )
        db.add(
            AuditLine(
                actor_id=caller.identity.user,
                action="filters.change",
                data={"kind": kind.value, "language": language, "added": len(add), "removed": len(remove)},
            )
        )
    await caller.site.bus.publish(TOPIC, b"")
    caller.site.part(Screening).use(await load(caller.site))
    return await listed(caller)


def _entries(lines: list[str]) -> list[str]:
    """Folded, once each; empty lines and comments are left out, so that a text file can be pasted."""
    folded = (" ".join(fold(line).split()) for line in lines if not line.lstrip().startswith("#"))
    entries = list(dict.fromkeys(entry for entry in folded if entry))
    if long := next((entry for entry in entries if len(entry) > MOST_LENGTH or entry.strip("*") == ""), None):
        raise UserError("bad_entry", "An entry is 1 to 120 characters.", status=422, entry=long[:40])
    return entries


async def try_text(caller: Caller, body: wire.TryText) -> wire.TriedText:
    """What the detectors and lists would find, without writing anything."""
    require(caller.here, Right.SETTINGS)
    return wire.TriedText(findings=examine(body.text, caller.site.part(Screening).lists))


async def exported(caller: Caller) -> str:
    """All lists as CSV, for another installation or a spreadsheet (T23)."""
    require(caller.here, Right.SETTINGS)
    async with caller.site.database.read() as db:
        rows = (
            await db.execute(
                select(FilterEntry.kind, FilterEntry.language, FilterEntry.entry).order_by(
                    FilterEntry.kind, FilterEntry.language, FilterEntry.entry
                )
            )
        ).all()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("kind", "language", "entry"))
    writer.writerows((kind.value, language, safe_cell(entry)) for kind, language, entry in rows)
    return out.getvalue()
