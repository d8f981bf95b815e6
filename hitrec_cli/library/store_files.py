"""What the store does to files: open, clone, sweep, and say what to do when the system refuses."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from hitrec_cli.base.errors import MediaError, RenderError

_FICLONE = 0x40049409
_ABANDONED = 3600 * 1_000_000_000
"""Nanoseconds after which a dead process's unfinished file is swept."""


def open_plain(source: Path) -> IO[bytes]:
    """Open a plain file; a pipe or device is refused without waiting for it."""
    file = os.fdopen(os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise MediaError(f"{source} is no plain file; name the media file itself")
    return file


def stamp(status: os.stat_result) -> list[int]:
    """Size, time and inode: what trust in unread bytes rests on."""
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def clone(file: IO[bytes], out: IO[bytes]) -> bool:
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


def sync_folder(folder: Path) -> None:
    """Force a folder's names to the disk. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what processes left that are no more; not at once, for the folder may be shared between machines."""
    for path in folder.iterdir():
        pid = path.name.partition(".")[0]
        with suppress(OSError):
            if pid.isdecimal() and not _runs(int(pid)) and time.time_ns() - path.stat().st_mtime_ns > _ABANDONED:
                path.unlink()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def no_room(name: str, number: int) -> RenderError:
    """The one line for a full disk."""
    remedy = "free space, or set HITREC_HOME to a folder on a larger disk"
    return RenderError(f"no room in the store for {name}: {os.strerror(number)}; {remedy}")


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Turn what the system refuses into a MediaError, a full disk into a RenderError, with place and remedy."""
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
            raise no_room(path.name, error.errno) from error
        raise MediaError(f"{path}: {error.strerror or error}; check the disk") from error
