"""The store: contributions by the digest of their bytes, once each, never changed.

    objects/sha256/ab/<62 hex>    the bytes, read-only
    meta/<sha256>.json            what probing found out (metadata.py)
    sources/ab/<62 hex>.json      which digest a file or an address had, so that it need not be hashed or fetched again
    incoming/<64 hex>.part        what is being fetched (sources/part.py)
    refs/<64 hex>.json            a workspace that was pulled for: what its locks name is kept
    tmp/<pid>.<n>.<name>          what is being written; what a dead process left is swept

Bytes come in as a reflink where the file system can (one instant's picture of the source), else as a copy. Never as a
hard link: a source that is edited in place would change the stored object under its digest.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO, Any

from hitrec_cli.base.errors import MediaError
from hitrec_cli.base.problems import NOWHERE, Problem
from hitrec_cli.library.store_files import clear_errors, clone, open_plain, stamp, sweep, sync_folder
from hitrec_cli.library.store_use import join

_CHUNK = 1 << 20
_SETTLED = 2_000_000_000
"""Nanoseconds after which a file's time tells: a source changed twice within its clock's tick looks unchanged."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_numbers = count()


@dataclass(frozen=True, slots=True)
class StoredObject:
    """Bytes in the store: SHA-256, 64 hex digits, and length."""

    digest: str
    size: int


def default_home() -> Path:
    """HITREC_HOME, else hitrec's folder in the user's cache directory."""
    given = os.environ.get("HITREC_HOME", "")
    if given:
        return Path(given).expanduser().absolute()
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("hitrec"))


class Store:
    """Bytes by digest, in a folder that several processes may use at once."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._objects = home / "objects" / "sha256"
        self._swept = False
        join(home)

    def path(self, digest: str) -> Path:
        """Where an object's bytes are, whether or not they are there. Raises ValueError for what is no SHA-256."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError(f"{digest!r} is not a SHA-256 digest")
        return self._objects / digest[:2] / digest[2:]

    def has(self, digest: str) -> bool:
        """Whether the object is there (its bytes are not read)."""
        return self.path(digest).is_file()

    def add(self, source: Path, moved: Callable[[int, int], None] = lambda done, total: None) -> StoredObject:
        """Bring a file in; an unchanged source whose object is unchanged costs three looks at the disk.

        `moved` is told how many bytes of how many are in, and may raise. Raises MediaError for a source that cannot be
        read, is no plain file or changes while it is read; RenderError for a full disk.
        """
        known = self.known(source)
        if known is not None:
            return known
        with clear_errors(source), open_plain(source) as file:
            before = os.fstat(file.fileno())
            with self.writing(source.name[-40:]) as aside:
                stored = self._copy(file, aside, lambda done: moved(done, before.st_size))
                after = source.stat()
                if stamp(before) != stamp(after) or stored.size != after.st_size:
                    raise MediaError(f"{source} changed while it was read; try again when it is complete")
                self.keep(aside, stored)
        self._remember(source, before, stored)
        return stored

    def known(self, source: Path) -> StoredObject | None:
        """What is remembered of a source, if neither it nor its object has changed since."""
        try:
            note: dict[str, Any] = json.loads(self._note(source).read_bytes())
            if note["path"] != str(source) or note["source"] != stamp(source.stat()):
                return None
            stored = StoredObject(note["digest"], note["source"][0])
            return stored if self.intact(stored.digest, note["object"], self._note(source)) else None
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return None

    def check(self, digest: str) -> bool:
        """Whether the object is there and its bytes still have this digest; they are read."""
        try:
            with self.path(digest).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            return False

    def intact(self, digest: str, known: object = None, note: Path | None = None) -> bool:
        """Whether the object is there and as it was: by its stamp, where `known` or a note has one; else it is read.

        `note`: a note whose stamp of the object is to be set right.
        """
        own = self.note(f"object:{digest}")
        try:
            found = stamp(self.path(digest).stat())
            if found == known or (known is None and json.loads(own.read_bytes()).get("object") == found):
                return True
        except FileNotFoundError:
            if not self.has(digest):
                return False
        except (OSError, ValueError, AttributeError):
            pass
        if not self.check(digest):
            return False
        with suppress(OSError, ValueError, TypeError):  # the store was moved, or its object made anew
            if note is None:
                self.vouch(digest)
            else:
                said = json.loads(note.read_bytes())
                self.write(note, json.dumps({**said, "object": stamp(self.path(digest).stat())}))
        return True

    def vouch(self, digest: str) -> None:
        """Note that an object has just been verified, so that it need not be read again. Raises OSError."""
        note = {"digest": digest, "object": stamp(self.path(digest).stat())}
        self.write(self.note(f"object:{digest}"), json.dumps(note))

    def verify(self, *, repair: bool = False) -> tuple[Problem, ...]:
        """Read every object; a problem for each whose bytes are not what its name says. `repair`: remove those."""
        problems = []
        for path in self.all():
            digest = path.parent.name + path.name
            if path.exists() and not self.check(digest):
                hint = "run hitrec pull" if repair else "run hitrec cache verify --repair, then hitrec pull"
                problems.append(Problem("HR211", NOWHERE, f"the stored bytes of {digest[:12]} are damaged", hint))
                if repair:
                    path.unlink(missing_ok=True)
        return tuple(problems)

    def du(self) -> Mapping[str, int]:
        """Bytes that each kind of thing takes."""
        totals = {"objects": sum(path.stat().st_size for path in self.all())}
        for kind in ("meta", "captions", "sources", "incoming", "tmp"):
            totals[kind] = sum(path.stat().st_size for path in (self.home / kind).rglob("*") if path.is_file())
        return totals

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """A new path in tmp/, gone again afterwards unless it was moved to where it belongs."""
        folder = self.home / "tmp"
        folder.mkdir(parents=True, exist_ok=True)
        join(self.home)
        if not self._swept:
            self._swept = True
            sweep(folder)
        aside = folder / f"{os.getpid()}.{next(_numbers)}.{name}"
        try:
            yield aside
        finally:
            aside.unlink(missing_ok=True)

    def write(self, path: Path, text: str) -> None:
        """Put a small text at a path inside the store, whole or not at all. Raises RenderError for a full disk."""
        with clear_errors(path), self.writing(path.name) as aside:
            aside.write_text(text, encoding="utf-8")
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.replace(path)

    def all(self) -> Iterator[Path]:
        """The files of all objects, in order."""
        for path in sorted(self._objects.glob("??/*")):
            if _DIGEST.fullmatch(path.parent.name + path.name):
                yield path

    def _copy(self, file: IO[bytes], aside: Path, moved: Callable[[int], None]) -> StoredObject:
        """Clone or copy an open file to `aside`, hashing what is stored."""
        with aside.open("xb+") as out:
            hashing, size = hashlib.sha256(), 0
            cloned = clone(file, out)
            reading = out if cloned else file
            while chunk := reading.read(_CHUNK):
                hashing.update(chunk)
                size += len(chunk)
                if not cloned:
                    out.write(chunk)
                moved(size)
            out.flush()
            os.fsync(out.fileno())
        return StoredObject(hashing.hexdigest(), size)

    def keep(self, aside: Path, stored: StoredObject) -> None:
        """Take a file that has these bytes, whole and synced, as their object. Raises OSError."""
        path = self.path(stored.digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.check(stored.digest):
            return  # the same bytes under another name
        aside.chmod(0o444)
        aside.replace(path)  # also over damaged bytes: who reads them keeps what he opened
        sync_folder(path.parent)

    def note(self, key: str) -> Path:
        """Where a note about a source is kept: a small JSON object."""
        name = hashlib.sha256(os.fsencode(key)).hexdigest()
        return self.home / "sources" / name[:2] / f"{name[2:]}.json"

    def ref(self, workspace: Path) -> Path:
        """Where it is noted that a workspace was pulled for."""
        return self.home / "refs" / f"{hashlib.sha256(os.fsencode(workspace)).hexdigest()}.json"

    def _note(self, source: Path) -> Path:
        return self.note(str(source))

    def _remember(self, source: Path, status: os.stat_result, stored: StoredObject) -> None:
        if time.time_ns() - status.st_mtime_ns < _SETTLED:
            return
        found = stamp(self.path(stored.digest).stat())
        note = {"path": str(source), "source": stamp(status), "object": found, "digest": stored.digest}
        self.write(self._note(source), json.dumps(note))
