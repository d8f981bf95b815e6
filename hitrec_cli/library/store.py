"""The store: contributions by the digest of their bytes, once each, never changed.

    objects/sha256/ab/<62 hex>    the bytes, read-only
    meta/<sha256>.json            what probing found out (metadata.py)
    sources/ab/<62 hex>.json      which digest a file in the workspace had, so that it need not be hashed again
    tmp/<pid>.<n>.<name>          what is being written; what a dead process left is swept

Bytes come in as a reflink where the file system can (one instant's picture of the source), else as a copy. Never as a
hard link: a source that is edited in place would change the stored object under its digest.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO, Any

from hitrec_cli.base.errors import MediaError, RenderError
from hitrec_cli.base.problems import NOWHERE, Problem

_FICLONE = 0x40049409
_CHUNK = 1 << 20
_SETTLED = 2_000_000_000
"""Nanoseconds after which a file's time tells: a source changed twice within its clock's tick looks unchanged."""

_ABANDONED = 3600 * 1_000_000_000
"""Nanoseconds after which a dead process's unfinished file is swept."""

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

    def path(self, digest: str) -> Path:
        """Where an object's bytes are, whether or not they are there. Raises ValueError for what is no SHA-256."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError(f"{digest!r} is not a SHA-256 digest")
        return self._objects / digest[:2] / digest[2:]

    def has(self, digest: str) -> bool:
        """Whether the object is there (its bytes are not read)."""
        return self.path(digest).is_file()

    def add(self, source: Path) -> StoredObject:
        """Bring a file in; an unchanged source whose object is unchanged costs three looks at the disk.

        Raises MediaError for a source that cannot be read, is no plain file or changes while it is read; RenderError
        for a full disk.
        """
        known = self.known(source)
        if known is not None:
            return known
        with _clear_errors(source), _open(source) as file:
            before = os.fstat(file.fileno())
            with self.writing(source.name[-40:]) as aside:
                stored = self._copy(file, aside)
                after = source.stat()
                if _stamp(before) != _stamp(after) or stored.size != after.st_size:
                    raise MediaError(f"{source} changed while it was read; try again when it is complete")
                self._keep(aside, stored)
        self._remember(source, before, stored)
        return stored

    def known(self, source: Path) -> StoredObject | None:
        """What is remembered of a source, if neither it nor its object has changed since."""
        try:
            note: dict[str, Any] = json.loads(self._note(source).read_bytes())
            if note["path"] != str(source) or note["source"] != _stamp(source.stat()):
                return None
            stored = StoredObject(note["digest"], note["source"][0])
            if note["object"] == _stamp(self.path(stored.digest).stat()):
                return stored
            if not self.check(stored.digest):
                return None
            self._remember(source, source.stat(), stored)  # the store was moved, or its object made anew
            return stored
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return None

    def check(self, digest: str) -> bool:
        """Whether the object is there and its bytes still have this digest; they are read."""
        try:
            with self.path(digest).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            return False

    def verify(self) -> tuple[Problem, ...]:
        """Read every object; a problem for each whose bytes are not what its name says."""
        problems = []
        for path in self._all():
            digest = path.parent.name + path.name
            if not self.check(digest):
                hint = f"remove {path} and run hitrec pull"
                problems.append(Problem("HR211", NOWHERE, f"the stored bytes of {digest[:12]} are damaged", hint))
        return tuple(problems)

    def du(self) -> Mapping[str, int]:
        """Bytes that each kind of thing takes."""
        totals = {"objects": sum(path.stat().st_size for path in self._all())}
        for kind in ("meta", "sources", "tmp"):
            totals[kind] = sum(path.stat().st_size for path in (self.home / kind).rglob("*") if path.is_file())
        return totals

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """A new path in tmp/, gone again afterwards unless it was moved to where it belongs."""
        folder = self.home / "tmp"
        folder.mkdir(parents=True, exist_ok=True)
        if not self._swept:
            self._swept = True
            _sweep(folder)
        aside = folder / f"{os.getpid()}.{next(_numbers)}.{name}"
        try:
            yield aside
        finally:
            aside.unlink(missing_ok=True)

    def write(self, path: Path, text: str) -> None:
        """Put a small text at a path inside the store, whole or not at all. Raises RenderError for a full disk."""
        with _clear_errors(path), self.writing(path.name) as aside:
            aside.write_text(text, encoding="utf-8")
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.replace(path)

    def _all(self) -> Iterator[Path]:
        for path in sorted(self._objects.glob("??/*")):
            if _DIGEST.fullmatch(path.parent.name + path.name):
                yield path

    def _copy(self, file: IO[bytes], aside: Path) -> StoredObject:
        """Clone or copy an open file to `aside`, hashing what is stored."""
        with aside.open("xb+") as out:
            hashing, size = hashlib.sha256(), 0
            cloned = _clone(file, out)
            reading = out if cloned else file
            while chunk := reading.read(_CHUNK):
                hashing.update(chunk)
                size += len(chunk)
                if not cloned:
                    out.write(chunk)
            out.flush()
            os.fchmod(out.fileno(), 0o444)
            os.fsync(out.fileno())
        return StoredObject(hashing.hexdigest(), size)

    def _keep(self, aside: Path, stored: StoredObject) -> None:
        path = self.path(stored.digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.check(stored.digest):
            return  # the same bytes under another name
        aside.replace(path)  # also over damaged bytes: who reads them keeps what he opened
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _note(self, source: Path) -> Path:
        name = hashlib.sha256(os.fsencode(source)).hexdigest()
        return self.home / "sources" / name[:2] / f"{name[2:]}.json"

    def _remember(self, source: Path, status: os.stat_result, stored: StoredObject) -> None:
        if _now() - status.st_mtime_ns < _SETTLED:
            return
        stamp = _stamp(self.path(stored.digest).stat())
        note = {"path": str(source), "source": _stamp(status), "object": stamp, "digest": stored.digest}
        self.write(self._note(source), json.dumps(note))


def _open(source: Path) -> IO[bytes]:
    """Open a plain file; a pipe or device is refused without waiting for it."""
    file = os.fdopen(os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise MediaError(f"{source} is no plain file; name the media file itself")
    return file


def _stamp(status: os.stat_result) -> list[int]:
    """Size, time and inode: what trust in unread bytes rests on."""
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def _now() -> int:
    import time

    return time.time_ns()


def _clone(file: IO[bytes], out: IO[bytes]) -> bool:
    """Share the blocks of a file, where the file system can."""
    import fcntl
    import sys

    if sys.platform != "linux":
        return False
    try:
        fcntl.ioctl(out.fileno(), _FICLONE, file.fileno())
    except OSError:
        return False
    return True


def _sweep(folder: Path) -> None:
    """Remove what processes left that are no more; not at once, for the folder may be shared between machines."""
    for path in folder.iterdir():
        pid = path.name.partition(".")[0]
        with suppress(OSError):
            if pid.isdecimal() and not _runs(int(pid)) and _now() - path.stat().st_mtime_ns > _ABANDONED:
                path.unlink()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise MediaError(f"{error.filename or path} is not there; put it back, or correct its name") from error
    except PermissionError as error:
        raise MediaError(f"{error.filename or path} may not be read or written; change its permissions") from error
    except IsADirectoryError as error:
        raise MediaError(f"{path} is a folder; name the media file itself") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            remedy = "free space, or set HITREC_HOME to a folder on a larger disk"
            raise RenderError(f"no room in the store for {path.name}: {os.strerror(error.errno)}; {remedy}") from error
        raise MediaError(f"{path}: {error.strerror or error}; check the disk") from error
