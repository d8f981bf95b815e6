"""The catalog as a file again: what is imported from it is what was exported."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from hitrec_cli.base.errors import UsageError
from hitrec_cli.library.catalog import is_address
from hitrec_cli.library.catalog_columns import NAMES
from hitrec_cli.library.catalog_db import LISTS, listed
from hitrec_cli.library.catalog_rows import FORMULA
from hitrec_cli.library.catalog_schema import CONTRIBUTION
from hitrec_cli.library.catalog_store import clear_errors, read_only

Format = Literal["csv", "tsv", "json", "jsonl"]
FORMATS: tuple[Format, ...] = ("csv", "tsv", "json", "jsonl")

_MOST_COLUMNS = 500


def export(database: Path, format_: Format, folder: Path | None) -> Iterator[str]:
    """The text of the file, in pieces; its locations count from `folder`, None: from the database's own.

    Raises UsageError where a table cannot hold what the catalog has.
    """
    db = read_only(database)
    with clear_errors(database):
        base = database.absolute().parent
        rows = (facts(row, base, folder or base) for row in db.execute(f"{CONTRIBUTION} ORDER BY c.number"))
        yield from (
            _table(db, rows, "," if format_ == "csv" else "\t")
            if format_ in ("csv", "tsv")
            else (_lines(rows) if format_ == "jsonl" else _document(rows))
        )
        db.close()


def write(database: Path, format_: Format, out: Path) -> None:
    """The same as a file, whole or not at all."""
    out.absolute().parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=f".{out.name[:100]}.", suffix=".part", dir=out.absolute().parent)
    aside = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            for piece in export(database, format_, out.absolute().parent):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(0o644)
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)


def facts(row: sqlite3.Row, base: Path, folder: Path) -> dict[str, object]:
    """A contribution by our names of columns, then what stands in others'. What is not known is left out."""
    known: dict[str, object] = {name: row[name] for name in NAMES if name in row.keys()}  # noqa: SIM118 - of sqlite3
    counted = f"{row['recommended']}/{row['votes']}" if row["votes"] else str(row["recommended"] or "")
    known |= {
        **{name: listed(row[name]) for name in LISTS},
        "file": _location(row["location"], base / row["folder"], folder),
        "recommendations": counted,
    }
    other = json.loads(row["extra"]) if row["extra"] else {}
    return {name: known[name] for name in NAMES if known[name]} | other


def parted(database: Path) -> int:
    """How many contributions have a semicolon in a name: a table parts it in two."""
    db = read_only(database)
    with clear_errors(database):
        sql = "SELECT count(*) FROM contribution WHERE artists LIKE '%;%' OR resources LIKE '%;%'"
        count = int(db.execute(sql).fetchone()[0])
        db.close()
    return count


def _location(text: str, was: Path, now: Path) -> str:
    """A path as seen from another folder, where there is a file; else as it is: a source folder may have it."""
    if is_address(text) or os.path.normpath(was) == os.path.normpath(now) or not (was / text).exists():
        return text
    return os.path.relpath(was / text, now)


def _lines(rows: Iterator[dict[str, object]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _document(rows: Iterator[dict[str, object]]) -> Iterator[str]:
    yield '{"contributions": ['
    for number, row in enumerate(rows):
        yield ("," if number else "") + "\n" + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


def _table(db: sqlite3.Connection, rows: Iterator[dict[str, object]], delimiter: str) -> Iterator[str]:
    """Rows of text. What a spreadsheet would compute gets an apostrophe, which importing takes off."""
    sql = "SELECT DISTINCT e.key FROM contribution AS c, json_each(c.extra) AS e WHERE c.extra <> '' LIMIT ?"
    others = [str(row["key"]) for row in db.execute(sql, (_MOST_COLUMNS + 1,))]
    if len(others) > _MOST_COLUMNS:
        raise UsageError(f"the catalog has more than {_MOST_COLUMNS} columns of others; use --format jsonl")
    names = [*NAMES, *others]
    head = _row(names, delimiter)
    if max(",\t;", key=head.partition("\n")[0].count) != delimiter:
        raise UsageError("a column's name has so many separators that no table can hold it; use --format jsonl")
    yield head
    for row in rows:
        yield _row([_cell(row.get(name, "")) for name in names], delimiter)


def _row(cells: Sequence[str], delimiter: str) -> str:
    out = io.StringIO()
    safe = [f"'{cell}" if FORMULA.match(cell) else cell for cell in cells]
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(safe)  # then both get quotes in a cell
    return out.getvalue().removesuffix("\r\n") + "\n"


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping | list | tuple | bool) else str(value)
