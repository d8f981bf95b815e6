"""What has come of a file so far: `incoming/<name>.part`, and beside it what it is a part of.

    incoming/<64 hex>.part    the bytes from the beginning; the name is the SHA-256 of the address
    incoming/<64 hex>.json    ETag, Last-Modified, whole length; length and SHA-256 of what was surely written
    incoming/<64 hex>.lock    held while somebody fetches it

After a kill the part is cut back to the last length that the note vouches for and hashed again: a power cut or a
flipped bit in it is found here, and it begins anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

_EVERY_BYTES, _EVERY_SECONDS = 4 << 20, 0.25
_CHUNK = 1 << 20


class Part:
    """The beginning of a file; open while its lock is held. `total` is its whole length in bytes, 0 where unknown.

    `resumed` says that some of the bytes came from an earlier process. `kind`: the media type that the server gives.
    """

    def __init__(self, base: Path, file: IO[bytes]) -> None:
        self.etag = ""
        self.modified = ""
        self.total = 0
        self.size = 0
        self.resumed = False
        self.kind = ""
        self._base = base
        self._file = file
        self._hash = hashlib.sha256()
        self._vouched = (0, 0.0)
        self._load()

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return self._base.with_suffix(".part")

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes so far."""
        return self._hash.hexdigest()

    def restart(self, etag: str = "", modified: str = "", total: int = 0) -> None:
        """Forget the bytes; what comes now is of this version, so many bytes long."""
        self._file.truncate(0)
        self._file.seek(0)
        self._hash = hashlib.sha256()
        self.size, self.resumed = 0, False
        self.etag, self.modified, self.total = etag, modified, total
        self.vouch()

    def append(self, data: bytes) -> None:
        """Add bytes at the end. Raises OSError."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._hash.update(data)
        self.size += len(data)
        size, when = self._vouched
        if self.size - size >= _EVERY_BYTES or time.monotonic() - when >= _EVERY_SECONDS:
            self.vouch()

    def vouch(self) -> None:
        """Note how far the bytes are surely right."""
        note = {"etag": self.etag, "modified": self.modified, "total": self.total, "size": self.size}
        aside = self._base.with_suffix(".new")
        aside.write_text(json.dumps({**note, "sha256": self.digest}), encoding="utf-8")
        aside.replace(self._base.with_suffix(".json"))
        self._vouched = (self.size, time.monotonic())

    def sync(self) -> None:
        """Force the bytes to the disk. Raises OSError."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def discard(self) -> None:
        """Leave nothing of it."""
        for suffix in (".part", ".json", ".new"):
            self._base.with_suffix(suffix).unlink(missing_ok=True)

    def _load(self) -> None:
        try:
            note: dict[str, Any] = json.loads(self._base.with_suffix(".json").read_bytes())
            size, total = int(note["size"]), int(note["total"])
            wanted, etag, modified = str(note["sha256"]), str(note["etag"]), str(note["modified"])
        except (OSError, ValueError, KeyError, TypeError):
            return self.restart()
        left = size
        while left > 0 and (chunk := self._file.read(min(_CHUNK, left))):
            self._hash.update(chunk)
            left -= len(chunk)
        if left or self.digest != wanted:
            return self.restart()
        self._file.truncate(size)
        self._file.seek(size)
        self.size, self.total, self.etag, self.modified = size, total, etag, modified
        self.resumed = size > 0
        self._vouched = (size, time.monotonic())
        return None


@contextmanager
def held(folder: Path, location: str, waiting: Callable[[], None]) -> Iterator[Part]:
    """The part of an address, this process's alone; `waiting` is called while another process holds it, and may raise.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    base = folder / hashlib.sha256(os.fsencode(location)).hexdigest()
    handle = _lock(base.with_suffix(".lock"), waiting)
    try:
        file = os.fdopen(os.open(base.with_suffix(".part"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644), "r+b", 0)
        with file:
            part = Part(base, file)
            try:
                yield part
            finally:
                if part.path.exists():
                    with suppress(OSError):  # a full disk is told by what was written before
                        part.vouch()
                else:
                    base.with_suffix(".json").unlink(missing_ok=True)
                    base.with_suffix(".lock").unlink(missing_ok=True)
    finally:
        os.close(handle)


def _lock(path: Path, waiting: Callable[[], None]) -> int:
    """Hold the lock of a file that is still there: who finishes a part removes its lock too."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.exists() and os.fstat(handle).st_ino == path.stat().st_ino:
                return handle
        except BlockingIOError:
            pass
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        waiting()
        time.sleep(0.05)
