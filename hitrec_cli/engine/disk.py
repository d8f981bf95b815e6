"""What the engine does to files: hash, sync, lock, and say what to do about a full disk."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from hitrec_cli.base.errors import RenderError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def is_full(error: BaseException) -> bool:
    """Whether an error means that the disk, the quota or the largest allowed file is full.

    numpy tells no number, only "… requested and … written".
    """
    if not isinstance(error, OSError):
        return False
    return error.errno in _FULL or (error.errno is None and str(error).endswith(" written"))


def disk_full(error: BaseException, doing: str) -> RenderError:
    """The one line for a full disk."""
    number = (error.errno or errno.ENOSPC) if isinstance(error, OSError) else errno.ENOSPC
    reason = os.strerror(number)
    return RenderError(f"{doing}: {reason}; free space or set HITREC_HOME to a folder on a larger disk")


@contextmanager
def room_for(doing: str) -> Iterator[None]:
    """Turn a full disk inside the block into a RenderError with its remedy."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise disk_full(error, doing) from error
        raise


def check_sum(path: Path) -> str:
    """BLAKE3 of a result's bytes, 64 hex digits: without a processor's help ten times as fast as SHA-256, and an
    episode's parts and master are some hundred gigabytes. Raises OSError."""
    return _read(path, "blake3")


def known_check_sum(path: Path) -> str:
    """The same of a file that is complete: this process reads it in full once and then knows it by its stat, also under
    another name. Raises OSError."""
    return _known(_seen(path), "blake3")


def known_address(path: Path) -> str:
    """SHA-256 of an object, known likewise: where it lies in the store. Raises OSError."""
    return _known(_seen(path), "sha256")


@dataclass(frozen=True, slots=True)
class _Seen:
    path: Path = field(compare=False)
    device: int
    inode: int
    size: int
    mtime_ns: int


def _seen(path: Path) -> _Seen:
    stat = path.stat()
    return _Seen(path, stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=4096)
def _known(seen: _Seen, algorithm: str) -> str:
    return _read(seen.path, algorithm)


def _read(path: Path, algorithm: str) -> str:
    from blake3 import blake3

    kind: Any = blake3 if algorithm == "blake3" else algorithm
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest()


def sync(path: Path) -> None:
    """Force a file's bytes to the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file's lock; the system drops it when the process dies, however it dies."""
    import fcntl

    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
