"""Lines of lists as people write them and as files hold them. No database, no clock."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from server.core.errors import UserError
from server.core.exporting import STARTS
from server.moderation import wire
from server.moderation.folding import fold
from server.moderation.models import FilterKind

HEAD = ("kind", "language", "entry")
"""The first row of the table that an export gives and an import takes back."""
MOST_LENGTH = 120
MOST_LINES = 20_000
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", re.ASCII)
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)

Name = tuple[FilterKind, str]
"""Which list: its kind and, for words, its language."""
Entries = dict[Name, dict[str, str]]
"""Of each list its lines: by what is compared, as people write them."""


def name_of(kind: str, language: str, line: int | None = None) -> Name:
    """Refuses words of no language; hosts have none."""
    if kind not in (FilterKind.WORD, FilterKind.HOST):
        raise _bad_line(line, kind)
    if kind == FilterKind.HOST:
        return FilterKind.HOST, ""
    if not language and line is None:
        raise UserError("no_language", "Say which language these words belong to.", status=422)
    if not LANGUAGE.fullmatch(language):
        raise _bad_line(line, language)
    return FilterKind.WORD, language


def entries(name: Name, lines: Iterable[str], first: int = 1) -> dict[str, str]:
    """Once each; empty lines and comments are left out, so that a text file can be pasted."""
    read = _host if name[0] is FilterKind.HOST else _word
    found: dict[str, str] = {}
    for line, said in enumerate(lines, first):
        if said.strip() and not said.lstrip().startswith("#"):
            entry = read(said, line)
            found.setdefault(compared(name, entry), entry)
    return found


def compared(name: Name, entry: str) -> str:
    """Two lines that are the same in this are one."""
    return entry if name[0] is FilterKind.HOST else fold(entry)


def _word(said: str, line: int) -> str:
    entry = " ".join(said.casefold().split())
    if len(entry) > MOST_LENGTH or not any(letter.isalnum() for letter in fold(entry)):
        raise _bad_line(line, said)
    if "*" in entry[:-1]:
        raise UserError("bad_star", "A star stands at the end of a word only.", status=422, line=line, entry=said[:40])
    return entry


def _host(said: str, line: int) -> str:
    """Also of a whole address, as people copy it."""
    entry = said.strip().casefold()
    try:
        host = urlsplit(entry if "//" in entry else f"//{entry}").hostname or ""
    except ValueError:
        host = ""
    host = host.strip(".").removeprefix("www.")
    if len(host) > MOST_LENGTH or not HOST.fullmatch(host):
        raise UserError("bad_host", "This is no address of a site.", status=422, line=line, entry=said[:40])
    return host


def read_file(body: wire.ImportFilters) -> Entries:
    """Lines of one list, or a table whose rows name their lists."""
    text = body.text.removeprefix("\ufeff")
    if "\0" in text or "\ufffd" in text:
        raise UserError("bad_file", "This is no text file in UTF-8.", status=422)
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise UserError("file_too_long", f"A file has at most {MOST_LINES} lines.", status=422, max=MOST_LINES)
    if lines and lines[0].replace('"', "").replace(";", ",").replace("\t", ",").split(",")[0].strip() == HEAD[0]:
        return _table(text, lines[0])
    name = name_of(body.kind, body.language)
    found = entries(name, lines)
    if not found:
        raise UserError("empty_file", "There is nothing in this file.", status=422)
    return {name: found}


def _table(text: str, head: str) -> Entries:
    """With commas, or with semicolons or tabs as spreadsheets write it."""
    delimiter = next((sign for sign in ",;\t" if sign in head), ",")
    table = csv.reader(io.StringIO(text), delimiter=delimiter)
    found: Entries = defaultdict(dict)
    try:
        next(table)
        for row in table:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) < len(HEAD):
                raise _bad_line(table.line_num, delimiter.join(row))
            kind, language, entry = (cell.strip() for cell in row[:3])
            name = name_of(kind, language, table.line_num)
            lines = found[name]
            for plain, line in entries(name, [_unsafe(entry)], table.line_num).items():
                lines.setdefault(plain, line)
    except csv.Error:
        raise _bad_line(table.line_num, "") from None
    if not found:
        raise UserError("empty_file", "There is nothing in this file.", status=422)
    return found


def _unsafe(cell: str) -> str:
    """What an export wrote so that no spreadsheet takes it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(STARTS) else cell


def _bad_line(line: int | None, said: str) -> UserError:
    return UserError("bad_line", "This line cannot be read.", status=422, line=line or 1, entry=said[:40])
