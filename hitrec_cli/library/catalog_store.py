"""The catalog's file: one SQLite database, opened for reading or writing, brought to the newest version."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from hitrec_cli.base.errors import HitrecError, ManifestError, RenderError, UsageError
from hitrec_cli.library.catalog_schema import APPLICATION, MIGRATIONS

_PATIENCE = 60.0
"""Seconds to wait for another process that writes."""

_REMEDY = "import the catalog again into a new file with --catalog"


def read_only(path: Path) -> sqlite3.Connection:
    """Open a catalog to read it. Raises ManifestError for a file that is none, or is not there."""
    if not path.is_file():
        raise ManifestError(f"the catalog {path} is not there; make it with hitrec catalog import FILE")
    with clear_errors(path):
        try:
            db = _connect(path, "mode=ro")
            _version(db, path)
        except sqlite3.OperationalError as error:
            # Its folder cannot be written, as WAL wants even of readers; nor can anybody else write there.
            if os.access(path.parent, os.W_OK) or "locked" in str(error):
                raise
            db = _connect(path, "mode=ro&immutable=1")
            _version(db, path)
        if _version(db, path) < len(MIGRATIONS):
            db.close()
            writable(path).close()
            db = _connect(path, "mode=ro")
        db.execute("PRAGMA query_only = ON")
    return db


def writable(path: Path) -> sqlite3.Connection:
    """Open a catalog to change it; made where it is not there. Raises ManifestError, UsageError, RenderError."""
    with clear_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        db = _connect(path, "mode=rwc")
        if db.execute("PRAGMA user_version").fetchone()[0] == 0 and not _is_empty(db):
            raise ManifestError(f"{path} is a database, but no catalog of hitrec; name another file with --catalog")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA journal_size_limit = 16777216")
        if _version(db, path) < len(MIGRATIONS):
            _migrate(db, path)
    return db


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A catalog in one transaction: all of what is done in it, or nothing."""
    db = writable(path)
    try:
        with clear_errors(path):
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise
            db.execute("PRAGMA analysis_limit = 400")
            with suppress(sqlite3.OperationalError):  # somebody else writes: he will do it
                db.execute("PRAGMA optimize")
    finally:
        db.close()


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """SQLite's errors as ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise _told(path, error) from error


def _told(path: Path, error: sqlite3.Error) -> HitrecError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return UsageError(f"{path}: another process has been writing for a minute; try again when it is done")
    if code == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR:
        return RenderError(f"{path} cannot be written ({error}); free space on its disk")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return UsageError(f"{path} cannot be opened or written ({error}); change its permissions, or use --catalog")
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return ManifestError(f"{path} is damaged, or no catalog ({error}); {_REMEDY}")
    if "no such module: fts5" in str(error):
        return UsageError("this Python's SQLite has no full-text search (FTS5); use another build of Python")
    return ManifestError(f"{path}: {error}; {_REMEDY}")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?{mode}"
    db = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    db.row_factory = sqlite3.Row
    for setting in ("trusted_schema = OFF", "cell_size_check = ON", "cache_size = -32768", "temp_store = FILE"):
        db.execute(f"PRAGMA {setting}")
    return db


def _is_empty(db: sqlite3.Connection) -> bool:
    return not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _version(db: sqlite3.Connection, path: Path) -> int:
    """The version of a catalog. Raises ManifestError for another program's file and for one of a newer hitrec."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    mine = db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
    if not mine and not _is_empty(db):
        raise ManifestError(f"{path} is a database, but no catalog of hitrec; name another file with --catalog")
    if version > len(MIGRATIONS):
        raise ManifestError(f"{path} was made by a newer hitrec (version {version}); use that one")
    return version


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    """Whatever version it has, to the newest in one transaction; two processes may come here at once."""
    db.execute("BEGIN IMMEDIATE")
    try:
        for script in MIGRATIONS[_version(db, path) :]:
            for statement in _statements(script):
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """One by one: `executescript` would commit before them."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
