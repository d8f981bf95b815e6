"""Catalog files into the database: a file is one transaction, rows that are none stay out, the rest goes in."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urljoin

from hitrec_cli.base.problems import Problem
from hitrec_cli.library.catalog_columns import Facts, Reader
from hitrec_cli.library.catalog_db import decimal, kept
from hitrec_cli.library.catalog_graph import refuse_circles, unknown_resources
from hitrec_cli.library.catalog_rows import BAD_ROW, DUPLICATE, Report, Row, read_rows
from hitrec_cli.library.catalog_schema import COLUMNS, WORDS
from hitrec_cli.library.catalog_store import writing
from hitrec_cli.library.sources.rules import shown

_AT_ONCE = 2_000
_encode = json.JSONEncoder(ensure_ascii=False).encode
_quoted = json.encoder.encode_basestring
_LONGEST = 1 << 17
"""Characters of one value; the same as a field of a CSV may have."""

_UPSERT = (
    f"INSERT INTO contribution ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
    f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in COLUMNS[1:])}"
    " WHERE contribution.origin <> excluded.origin"
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file or folder."""

    file: str
    new: int
    changed: int
    problems: tuple[Problem, ...]


def import_file(
    path: Path, columns: Mapping[str, str], database: Path, today: str, *, suffix: str = "", address: str = ""
) -> Imported:
    """Take the rows of a catalog file (`read_rows`) into the database, those with a known id in place of the old.

    `suffix`: as what it is read; without it, its own. `address`: where it was fetched from, without any secret; its
    paths count from there then. Nothing is changed when it fails or is killed. Raises ManifestError for a file that
    cannot be read at all, and what `writing` raises.
    """
    report = Report(shown(address) if address else str(path))
    reader = Reader(columns, report)
    with writing(database) as db:
        origin = (address, "") if address else origin_of(path, path.parent, database)
        loader = Loader(db, report, origin, today)
        for row in read_rows(path, report, suffix):
            facts = reader.facts(row)
            if facts is not None:
                if address and facts.file and "://" not in facts.file:
                    facts = facts._replace(file=urljoin(address, quote(facts.file)))
                loader.add(facts, reader.rest(row), row)
        return loader.finish()


def origin_of(path: Path, folder: Path, database: Path) -> tuple[str, str]:
    """What is imported, and where its locations count from, both seen from the database's folder."""
    home = database.absolute().parent
    file, base = (_utf8(os.path.relpath(place.absolute(), home)) for place in (path, folder))
    return file, base


def encoded(rest: Mapping[str, object]) -> str:
    """Columns of others as JSON; of texts alone, as nearly always, without the library's detours."""
    if all(type(value) is str for value in rest.values()):
        return f"{{{', '.join([f'{_quoted(name)}: {_quoted(str(value))}' for name, value in rest.items()])}}}"
    return _encode(rest)


class Loader:
    """Rows on their way into the database, within one transaction."""

    def __init__(self, db: sqlite3.Connection, report: Report, origin: tuple[str, str], today: str) -> None:
        self.db = db
        self.report = report
        sql = "INSERT INTO origin (file, folder, imported) VALUES (?, ?, ?)"
        self.origin = db.execute(sql, (*origin, today)).lastrowid
        self.before = int(db.execute("SELECT coalesce(max(number), 0) FROM contribution").fetchone()[0])
        self.batch: list[tuple[object, ...]] = []
        for table in ("old", "touched"):
            db.execute(f"DROP TABLE IF EXISTS temp.{table}")
        db.execute("CREATE TEMP TABLE old AS SELECT * FROM contribution LIMIT 0")
        db.execute("CREATE UNIQUE INDEX temp.old_id ON old (id)")

    def add(self, facts: Facts, rest: Mapping[str, object], row: Row) -> None:
        """Take one row; what would not fit a screen or a file is reported and stays out."""
        extra = encoded(rest) if rest else ""
        values = (
            facts.id, facts.kind, facts.title, kept(facts.artists), facts.license, facts.source, facts.file,
            kept(facts.resources), decimal(facts.duration), facts.notes, facts.theme, facts.offered,
            facts.recommended, facts.votes, facts.release, facts.agreement, facts.expires,
            facts.withdrawn, facts.withdrawn_on, kept(facts.territories), facts.minor, facts.guardian, extra,
            self.origin, row.line,
        )  # fmt: skip
        texts = values[:12] + values[14:23]  # all but the numbers
        if len("".join(texts)) > _LONGEST and max(map(len, texts)) > _LONGEST:
            named = ((name, str(value)) for name, value in zip(COLUMNS, values, strict=True))
            name = next(name for name, text in named if len(text) > _LONGEST)
            message = f"{facts.id[:80]}: {name} is longer than {_LONGEST:,} characters"
            self.report.add(BAD_ROW, row.line, message, "shorten it; long texts are files")
            return
        self.batch.append(values)
        if len(self.batch) >= _AT_ONCE:
            self._write()

    def finish(self) -> Imported:
        """The resources and the words of all rows; circles of resources are refused."""
        self._write()
        db = self.db
        touched = "SELECT number FROM contribution WHERE number > :before UNION ALL SELECT number FROM temp.old"
        db.execute(f"CREATE TEMP TABLE touched AS {touched}", {"before": self.before})
        db.execute("DELETE FROM made_from WHERE maker IN (SELECT number FROM temp.old)")
        self._link("SELECT number FROM temp.touched")
        while refused := list(refuse_circles(db, self.report, int(self.origin or 0))):
            self._take_back(refused)  # what stands there again may close a circle with other new rows
        self._sign()
        self._index()
        unknown_resources(db, self.report)
        count = "SELECT count(*) FROM temp.touched WHERE number {} ?"
        new, changed = (int(db.execute(count.format(sign), (self.before,)).fetchone()[0]) for sign in (">", "<="))
        db.execute("DROP TABLE temp.touched")
        db.execute("DROP TABLE temp.old")
        return Imported(self.report.file, new, changed, self.report.all())

    def _write(self) -> None:
        batch, self.batch = self.batch, []
        if not batch:
            return
        if self.before:
            ids = json.dumps([values[0] for values in batch])
            sql = (
                "INSERT OR IGNORE INTO temp.old SELECT * FROM contribution"
                " WHERE id IN (SELECT value FROM json_each(?)) AND origin <> ?"
            )
            self.db.execute(sql, (ids, self.origin))
        written = self.db.executemany(_UPSERT, batch).rowcount
        if written < len(batch):
            self._repeated(batch)

    def _repeated(self, batch: Iterable[tuple[object, ...]]) -> None:
        """Report rows of a batch whose id another row of the same file has."""
        for values in batch:
            name, line = values[0], values[-1]
            first = self.db.execute("SELECT line FROM contribution WHERE id = ?", (name,)).fetchone()["line"]
            if first != line and isinstance(line, int):
                message = f"{name} is in line {first} already; this row is left out"
                self.report.add(DUPLICATE, line, message, "give one of them another id")

    def _link(self, numbers: str) -> None:
        self.db.execute(
            "INSERT OR IGNORE INTO made_from SELECT c.number, r.key, r.value"
            f" FROM contribution AS c, json_each(c.resources) AS r WHERE c.resources <> '' AND c.number IN ({numbers})"
        )

    def _take_back(self, refused: Iterable[int]) -> None:
        """Rows that were refused are again what they were before, or are not there."""
        for number in refused:
            self.db.execute("DELETE FROM made_from WHERE maker = ?", (number,))
            self.db.execute("DELETE FROM contribution WHERE number = ?", (number,))
            self.db.execute("INSERT INTO contribution SELECT * FROM temp.old WHERE number = ?", (number,))
            self._link(str(int(number)))
            self.db.execute("DELETE FROM temp.touched WHERE number = ?", (number,))

    def _sign(self) -> None:
        """Who made the touched rows; of those that were there before, no longer who made them then."""
        by = "SELECT a.value, c.offered, c.number FROM {} AS c, json_each(c.artists) AS a WHERE c.artists <> ''"
        mine = "AND c.number IN (SELECT number FROM temp.touched)"
        self.db.execute(f"DELETE FROM made_by WHERE (name, offered, work) IN ({by.format('temp.old')} {mine})")
        # In the order of the table, or a million rows would be written all over it.
        self.db.execute(f"INSERT OR IGNORE INTO made_by {by.format('contribution')} {mine} ORDER BY 1, 2, 3")

    def _index(self) -> None:
        """The words of rows that are new or whose words changed: in one go, as FTS5 writes per statement."""
        names = ", ".join(WORDS)
        old, now = (f"({', '.join(f'{table}.{name}' for name in WORDS)})" for table in ("o", "c"))
        differ = f"temp.old AS o JOIN contribution AS c ON c.number = o.number WHERE {old} IS NOT {now}"
        self.db.execute(
            f"INSERT INTO words (words, rowid, {names})"
            f" SELECT 'delete', o.number, {', '.join(f'o.{name}' for name in WORDS)} FROM {differ}"
        )
        texts = ", ".join(f"c.{name}" for name in WORDS)
        add = f"INSERT INTO words (rowid, {names}) SELECT c.number, {texts} FROM"
        self.db.execute(f"{add} {differ}")
        self.db.execute(f"{add} contribution AS c WHERE c.number > ?", (self.before,))


def _utf8(place: str) -> str:
    return place.encode("utf-8", "replace").decode("utf-8")
