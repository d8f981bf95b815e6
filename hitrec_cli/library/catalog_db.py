"""A catalog in a database: contributions looked up one by one, never loaded as a whole."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import finalize

from hitrec_cli.base.errors import ManifestError, MediaError
from hitrec_cli.base.problems import Mark
from hitrec_cli.library.catalog import close_matches, is_address
from hitrec_cli.library.catalog_query import Query, found
from hitrec_cli.library.catalog_schema import CONTRIBUTION
from hitrec_cli.library.catalog_store import clear_errors, read_only
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.model.contribution import Contribution

_FEW = 20_000
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_AT_ONCE = 5_000
_POWERS = tuple(10**n for n in range(19))


class DatabaseCatalog:
    """See `Catalog`. Raises ManifestError for a file that is no catalog."""

    def __init__(self, path: Path, workspace: Workspace) -> None:
        self.path = path
        self.db = read_only(path)
        finalize(self, self.db.close)
        self._workspace = workspace

    def __len__(self) -> int:
        with clear_errors(self.path):
            return int(self.db.execute("SELECT count(*) FROM contribution").fetchone()[0])

    def __iter__(self) -> Iterator[Contribution]:
        with clear_errors(self.path):
            for row in self.db.execute(f"{CONTRIBUTION} ORDER BY c.number"):
                yield self._placed(row)

    def get(self, contribution: str) -> Contribution | None:
        """See `Catalog`."""
        with clear_errors(self.path):
            row = self.db.execute(f"{CONTRIBUTION} WHERE c.id = ?", (sound(contribution),)).fetchone()
        if row is None:
            return None
        if is_address(row["location"]):
            return contribution_of(row, row["location"], self.path)
        try:
            folder = self.path.parent / row["folder"]
            return contribution_of(row, str(self._workspace.resolve(row["location"], folder)), self.path)
        except MediaError:
            return self._placed(row)

    def search(self, words: str, limit: int = 20) -> tuple[Contribution, ...]:
        """See `Catalog`; the best come first."""
        with clear_errors(self.path):
            return tuple(map(self._placed, found(self.db, Query(words), limit).rows))

    def suggest(self, contribution: str, limit: int = 3) -> tuple[str, ...]:
        """See `Catalog`; in a large one only ids that begin alike are compared."""
        text = sound(contribution)
        with clear_errors(self.path):
            if len(self) <= _FEW:
                names = [row["id"] for row in self.db.execute("SELECT id FROM contribution ORDER BY number")]
            else:
                names = list(self._begin_alike(text))
        return close_matches(contribution, names, limit)

    def known(self, contributions: Iterable[str]) -> set[str]:
        """See `Catalog`."""
        asked, there = [sound(name) for name in contributions], set()
        with clear_errors(self.path):
            for at in range(0, len(asked), _AT_ONCE):
                some = json.dumps(asked[at : at + _AT_ONCE])
                sql = "SELECT id FROM contribution WHERE id IN (SELECT value FROM json_each(?))"
                there |= {row["id"] for row in self.db.execute(sql, (some,))}
        return there

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def _begin_alike(self, text: str) -> Iterator[str]:
        for begin in dict.fromkeys((text[:3], text[:3].lower(), text[:3].upper())):
            sql = "SELECT id FROM contribution WHERE id >= ? AND id < ? AND abs(length(id) - ?) < 6 LIMIT ?"
            for row in self.db.execute(sql, (begin, begin + "\U0010ffff", len(text), _FEW)):
                yield row["id"]

    def _placed(self, row: sqlite3.Row) -> Contribution:
        location = row["location"]
        if not is_address(location):
            location = os.path.normpath(self.path.parent / row["folder"] / location)
        return contribution_of(row, location, self.path)


def contribution_of(row: sqlite3.Row, location: str, path: Path) -> Contribution:
    """The contribution of a row of `CONTRIBUTION`; its mark is where it was imported from.

    Raises ManifestError for a row that hitrec did not write.
    """
    facts: dict[str, Any] = dict(row)
    for name in ("number", "extra", "line", "file", "folder", "location", "duration", *LISTS):
        facts.pop(name)
    origin = row["file"] if is_address(row["file"]) else os.path.normpath(path.parent / row["file"])
    try:
        return Contribution(
            **facts,
            artists=listed(row["artists"]),
            resources=listed(row["resources"]),
            territories=listed(row["territories"]),
            duration=Fraction(row["duration"]) if row["duration"] else None,
            location=location,
            mark=Mark(origin, row["line"], 1 if row["line"] else 0),
        )
    except (ValueError, TypeError, ZeroDivisionError) as error:
        raise ManifestError(f"{path} is damaged: {row['id']!r} makes no sense ({error}); import it again") from error


LISTS = ("artists", "resources", "territories")
"""Columns that `listed` reads and `kept` writes."""


def listed(text: str) -> tuple[str, ...]:
    """A list as the database keeps it."""
    if text[:2] == '["' and text[-2:] == '"]' and text.count('"') == 2 and "\\" not in text:
        return (text[2:-2],)  # nearly always
    return tuple(json.loads(text)) if text else ()


def kept(names: tuple[str, ...]) -> str:
    """Inverse of `listed`."""
    if len(names) == 1 and _PLAIN.fullmatch(names[0]):  # nearly always; a million times it counts
        return f'["{names[0]}"]'
    return json.dumps(names, ensure_ascii=False) if names else ""


@lru_cache(maxsize=4096)
def decimal(seconds: Fraction | None) -> str:
    """Seconds as an exact decimal; '' for None."""
    if seconds is None:
        return ""
    over, under = seconds.as_integer_ratio()
    digits = next((n for n, power in enumerate(_POWERS) if power % under == 0), 18)
    text = f"{over * _POWERS[digits] // under:0{digits + 1}d}"
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text


def sound(text: str) -> str:
    """Text that SQLite takes: what is no character (from a command line in another encoding) becomes "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")
