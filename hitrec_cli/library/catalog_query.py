"""Search: words of strangers as a full-text query that can never be wrong, and filters beside them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hitrec_cli.library.catalog_schema import CONTRIBUTION

_MOST_RANKED = 5_000
"""Hits that are ranked; of more, the newest come first: whoever finds so many has to say more anyway."""

_MOST_WORDS = 32
_WORD = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')
_LETTER = re.compile(r"[^\W_]")
_WEIGHTS = "4.0, 10.0, 8.0, 3.0, 1.0"
"""Of the columns in `WORDS`."""

NEW_DAYS = 90
"""An artist whose first contribution is no older than this, seen from the newest in the catalog, is a newcomer."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; '' and None ask for nothing. `used` are the ids that episodes use, for `unused`."""

    words: str = ""
    kind: str = ""
    theme: str = ""
    license: str = ""
    artist: str = ""
    min_duration: float | None = None
    since: str = ""
    unused: bool = False
    newcomers: bool = False
    used: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Hits:
    """The best of what was found; `ranked` is False where there were too many to compare."""

    rows: tuple[sqlite3.Row, ...]
    ranked: bool = True


def fts(words: str) -> str:
    """A query of FTS5 in which every word must occur. "In quotes" is a phrase, a * at the end takes any ending.

    '' where there is nothing to look for in it.
    """
    parts = []
    for found_ in _WORD.finditer(words.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")):
        text, star = (found_[1], found_[2]) if found_[1] is not None else (found_[3].rstrip("*"), "")
        star = star or ("*" if found_[3] is not None and found_[3].endswith("*") else "")
        if _LETTER.search(text):
            parts.append(f'"{text}"{star}')
    return " ".join(parts[:_MOST_WORDS])


def found(db: sqlite3.Connection, query: Query, limit: int) -> Hits:
    """What a query finds, the best first: the id itself, then by how well the words fit; without words the newest."""
    where, values = _filters(db, query)
    words = fts(query.words)
    if query.words.strip() and not words:
        return Hits(())
    if not words:
        order = "ORDER BY c.offered DESC, c.number DESC LIMIT ?"
        return Hits(tuple(db.execute(f"{CONTRIBUTION} {_all(where)} {order}", (*values, limit))))
    count = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
    ranked = db.execute(count, (words, _MOST_RANKED + 1)).fetchone()[0] <= _MOST_RANKED
    order = f"ORDER BY bm25(words, {_WEIGHTS}), words.rowid" if ranked else "ORDER BY words.rowid DESC"
    if where:
        joined = "SELECT c.number FROM words CROSS JOIN contribution AS c ON c.number = words.rowid"
        sql = f"{joined} {_all(['words MATCH ?', *where])} {order} LIMIT ?"
    else:
        sql = f"SELECT rowid AS number FROM words WHERE words MATCH ? {order} LIMIT ?"
    numbers = [row["number"] for row in db.execute(sql, (words, *values, limit))]
    same = f"SELECT c.number FROM contribution AS c {_all(['c.id = ?', *where])}"
    own = db.execute(same, (_clean(query.words.strip()), *values)).fetchone()
    if own is not None:
        numbers = [own["number"], *(number for number in numbers if number != own["number"])][:limit]
    return Hits(tuple(rows_of(db, numbers)), ranked)


def rows_of(db: sqlite3.Connection, numbers: Sequence[int]) -> list[sqlite3.Row]:
    """The rows of `CONTRIBUTION` by their numbers, in this order."""
    sql = f"{CONTRIBUTION} WHERE c.number IN (SELECT value FROM json_each(?))"
    by_number = {row["number"]: row for row in db.execute(sql, (json.dumps(numbers),))}
    return [by_number[number] for number in numbers if number in by_number]


def _all(conditions: Sequence[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _filters(db: sqlite3.Connection, query: Query) -> tuple[list[str], list[Any]]:
    """Conditions on c (contribution), and their values."""
    where: list[str] = []
    values: list[Any] = []

    def add(condition: str, *given: Any) -> None:
        where.append(condition)
        values.extend(_clean(one) for one in given)

    if query.kind:
        add("c.kind = ?", query.kind)
    if query.theme:
        add("c.theme = ? COLLATE NOCASE", query.theme)
    if query.license:
        add("c.license LIKE ? ESCAPE '\\'", _like(query.license))
    if query.min_duration is not None:
        add("CAST(c.duration AS REAL) >= ?", query.min_duration)
    if query.since:
        add("c.offered >= ?", query.since)
    if query.artist:
        add("c.number IN (SELECT rowid FROM words WHERE words MATCH ?)", _artist(query.artist))
    if query.unused:
        add("c.id NOT IN (SELECT value FROM json_each(?))", json.dumps(sorted(query.used)))
    if query.newcomers:
        newcomers(db)
        add(
            "EXISTS (SELECT 1 FROM json_each(CASE c.artists WHEN '' THEN '[]' ELSE c.artists END) AS a"
            " JOIN temp.newcomer AS n ON n.name = a.value)"
        )
    return where, values


def _clean(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _like(text: str) -> str:
    """A pattern of LIKE in which only * stands for anything."""
    plain = re.sub(r"([\\%_])", r"\\\1", text)
    return plain.replace("*", "%")


def _artist(text: str) -> str:
    words = " ".join(word for word in re.split(r'["\x00\s]+', _clean(text)) if _LETTER.search(word))
    return f'artists : "{words}"' if words else 'artists : "\u0001"'


def newcomers(db: sqlite3.Connection) -> None:
    """temp.newcomer: artists who came not long before the newest contribution, with the day of their first work; of
    undated ones, those with a single work. Made anew when the catalog has changed since.
    """
    stamp = db.execute("PRAGMA data_version").fetchone()[0]
    state = db.execute("PRAGMA temp.user_version").fetchone()[0]
    if state == stamp + 1 and db.execute("SELECT 1 FROM sqlite_temp_master WHERE name = 'newcomer'").fetchone():
        return
    readonly = db.execute("PRAGMA query_only").fetchone()[0]
    db.execute("PRAGMA query_only = OFF")
    db.execute("DROP TABLE IF EXISTS temp.newcomer")
    db.execute("CREATE TEMP TABLE newcomer (name TEXT PRIMARY KEY, first TEXT) WITHOUT ROWID")
    db.execute(
        "INSERT INTO temp.newcomer SELECT name, min(nullif(offered, '')) AS first FROM made_by GROUP BY name"
        " HAVING first >= ? OR (first IS NULL AND count(*) = 1)",
        (horizon(newest(db)),),
    )
    db.execute(f"PRAGMA temp.user_version = {stamp + 1}")
    if readonly:
        db.execute("PRAGMA query_only = ON")


def newest(db: sqlite3.Connection) -> str:
    """The last day on which something was offered; '' where nothing has a date. It stands for today."""
    return str(db.execute("SELECT max(offered) FROM contribution").fetchone()[0] or "")


def horizon(day: str) -> str:
    """The first day that is still new on a day; beyond all days where there is none."""
    return (date.fromisoformat(day) - timedelta(days=NEW_DAYS)).isoformat() if day else "9999-12-31"


def number_of(db: sqlite3.Connection, query: Query, shown: int) -> tuple[int, list[str]]:
    """How many contributions fit the filters of a query and are not withdrawn, and the ids of the newest."""
    where, values = _filters(db, query)
    where += ["c.withdrawn = ''", "c.id NOT IN (SELECT id FROM withdrawal)"]
    count = db.execute(f"SELECT count(*) FROM contribution AS c {_all(where)}", values).fetchone()[0]
    sql = f"SELECT c.id FROM contribution AS c {_all(where)} ORDER BY c.offered DESC, c.number DESC LIMIT ?"
    return int(count), [str(row["id"]) for row in db.execute(sql, (*values, shown))]
