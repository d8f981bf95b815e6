"""What the catalog answers: found contributions, one with all its facts and its tree, and figures of the whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from hitrec_cli.base.digest import Json
from hitrec_cli.base.errors import HitrecError, UsageError
from hitrec_cli.base.text import one_line
from hitrec_cli.library.catalog import close_matches
from hitrec_cli.library.catalog_db import listed, sound
from hitrec_cli.library.catalog_graph import Branch, tree
from hitrec_cli.library.catalog_query import Query, found, newcomers
from hitrec_cli.library.catalog_schema import CONTRIBUTION
from hitrec_cli.library.catalog_store import clear_errors, read_only, writing

Shown = tuple[dict[str, Json], list[str]]
"""An answer as data and as lines."""

_MOST = 12
_TREE_WORDS = {"unknown": "not in the catalog", "circle": "in a circle", "shown": "see above", "cut": "and more"}


def hits(file: Path, query: Query, limit: int) -> Shown:
    """What a query finds, a line each."""
    db = read_only(file)
    with clear_errors(file):
        answer = found(db, query, limit)
        db.close()
    lines = [line(row) for row in answer.rows]
    if not answer.ranked:
        lines.append("(too many have these words to be ranked: the newest imported come first; add a word or a filter)")
    return {"ranked": answer.ranked, "contributions": [entry(row) for row in answer.rows]}, lines or ["nothing found"]


def show(file: Path, name: str) -> Shown:
    """All facts of one contribution, and its tree in both directions. Raises UsageError for an unknown id."""
    db = read_only(file)
    with clear_errors(file):
        row = one(db, name)
        down, up = tree(db, row["id"], up=False), tree(db, row["id"], up=True)
        sql = "SELECT mark, note, who, day FROM decision WHERE id = ? ORDER BY number"
        decisions = [dict(each) for each in db.execute(sql, (row["id"],))]
        db.close()
    data = entry(row)
    lines = [f"{key}: {text}" for key, value in data.items() if (text := _text(value))]
    lines += [f"decided: {_decision(each)}" for each in decisions]
    for title, branches in (("made from", down), ("was made into", up)):
        if branches:
            lines += [f"{title}:", *_tree_lines(branches, 1)]
    data |= {"decisions": decisions, "made_from": _tree_data(down), "made_into": _tree_data(up)}
    return data, lines


def opened(file: Path, name: str) -> None:
    """Note that somebody looked at a contribution; where the catalog cannot be written, nobody needs to know."""
    try:
        with writing(file) as db:
            sql = "INSERT INTO opened VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET times = times + 1"
            db.execute(sql, (sound(name),))
    except HitrecError:
        return


def one(db: sqlite3.Connection, name: str) -> sqlite3.Row:
    """The row of an id. Raises UsageError, with ids that look alike."""
    row = db.execute(f"{CONTRIBUTION} WHERE c.id = ?", (sound(name),)).fetchone()
    if row is None:
        begin = sound(name)[:3]
        sql = "SELECT id FROM contribution WHERE id >= ? AND id < ? LIMIT 20000"
        near = close_matches(name, [each["id"] for each in db.execute(sql, (begin, begin + "\U0010ffff"))], 3)
        hint = f"did you mean {' or '.join(near)}?" if near else "look for it with hitrec catalog search"
        raise UsageError(f"the catalog has no {name!r}; {hint}")
    assert isinstance(row, sqlite3.Row)
    return row


def stats(file: Path) -> Shown:
    """How much there is of what."""
    db = read_only(file)
    with clear_errors(file):
        newcomers(db)
        total = _count(db, "contribution")
        groups: dict[str, list[tuple[str, int]]] = {
            "kind": _groups(db, "kind"),
            "theme": _groups(db, "theme"),
            "license": _groups(db, "license"),
            "month": sorted(_groups(db, "substr(offered, 1, 7)"), reverse=True),
            "artist": _pairs(db, "SELECT name, count(*) AS n FROM made_by GROUP BY name ORDER BY n DESC, name"),
        }
        counts = {
            "contributions": total,
            "artists": _count(db, "(SELECT DISTINCT name FROM made_by)"),
            "newcomers": _count(db, "temp.newcomer"),
            "without_artist": _count(db, "contribution WHERE artists = ''"),
            "without_license": _count(db, "contribution WHERE license = ''"),
            "withdrawn": _count(db, "contribution WHERE withdrawn <> '' OR id IN (SELECT id FROM withdrawal)"),
            "unknown_resources": _count(db, "made_from WHERE resource NOT IN (SELECT id FROM contribution)"),
        }
        db.close()
    lines = [f"{count:>12,} {name.replace('_', ' ')}" for name, count in counts.items()]
    for name, pairs in groups.items():
        lines.append(f"by {name}:")
        lines += [f"{count:>12,} {brief(one_line(value), 60) or '(none)'}" for value, count in pairs[:_MOST]]
        if len(pairs) > _MOST:
            lines.append(f"{'':>12} and {len(pairs) - _MOST:,} more")
    by: dict[str, Json] = {name: [{"value": value, "count": n} for value, n in pairs] for name, pairs in groups.items()}
    by["artist"] = [{"value": value, "count": n} for value, n in groups["artist"][:1000]]
    return {**counts, "by": by}, lines


def line(row: sqlite3.Row) -> str:
    """A contribution in one line."""
    length = f" {row['duration']} s" if row["duration"] else ""
    people = brief(", ".join(map(one_line, listed(row["artists"]))), 60) or "nobody named"
    gone = " WITHDRAWN" if row["withdrawn"] else ""
    name, title, license_ = (brief(one_line(row[key]), 70) for key in ("id", "title", "license"))
    return f"{name}  {row['kind']}{length}  {title}, by {people}  {license_}{gone}"


def brief(text: str, most: int) -> str:
    """The text, or its beginning."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def entry(row: sqlite3.Row) -> dict[str, Json]:
    """A contribution as data."""
    data: dict[str, Json] = {key: row[key] for key in ("id", "kind", "title")}
    data["artists"] = list(listed(row["artists"]))
    data |= {key: row[key] for key in ("license", "source")}
    data |= {"file": row["location"], "folder": row["folder"], "resources": list(listed(row["resources"]))}
    data |= {key: row[key] for key in ("duration", "notes", "theme", "offered")}
    data |= {"recommended": row["recommended"], "votes": row["votes"]}
    data |= {key: row[key] for key in ("release", "agreement", "expires", "withdrawn", "withdrawn_on")}
    data |= {"territories": list(listed(row["territories"])), "minor": row["minor"], "guardian": row["guardian"]}
    data["other"] = json.loads(row["extra"]) if row["extra"] else {}
    data["imported_from"] = f"{row['file']}:{row['line']}" if row["line"] else row["file"]
    return data


def _text(value: Json) -> str:
    if isinstance(value, list):
        return ", ".join(one_line(str(each)) for each in value)
    if isinstance(value, dict):
        return brief(", ".join(one_line(f"{key}: {each}") for key, each in value.items()), 1000)
    return brief(one_line(str(value)), 1000) if value else ""


def _decision(each: dict[str, str]) -> str:
    said = f": {each['note']}" if each["note"] else ""
    by = f" by {each['who']}" if each["who"] else ""
    return one_line(f"{each['mark']}{by} on {each['day']}{said}")


def _tree_lines(branches: Iterable[Branch], depth: int) -> Iterator[str]:
    for each in branches:
        about = f" {brief(one_line(each.title), 60)}, by {', '.join(map(one_line, each.artists)) or 'nobody named'}"
        mark = f" ({_TREE_WORDS[each.mark]})" if each.mark else ""
        yield f"{'  ' * depth}{one_line(each.id)}{about if each.title else ''}{mark}"
        yield from _tree_lines(each.branches, depth + 1)


def _tree_data(branches: Iterable[Branch]) -> list[Json]:
    return [
        {"id": each.id, "title": each.title, "artists": list(each.artists), "mark": each.mark,
         "branches": _tree_data(each.branches)}
        for each in branches
    ]  # fmt: skip


def _count(db: sqlite3.Connection, what: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {what}").fetchone()[0])


def _groups(db: sqlite3.Connection, what: str) -> list[tuple[str, int]]:
    return _pairs(db, f"SELECT {what} AS value, count(*) AS n FROM contribution GROUP BY value ORDER BY n DESC, value")


def _pairs(db: sqlite3.Connection, sql: str) -> list[tuple[str, int]]:
    return [(str(value), int(count)) for value, count in db.execute(sql)]
