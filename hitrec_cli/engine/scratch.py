"""Where unfinished files lie: one folder per run, swept as soon as that run is no more.

A run holds the lock of its folder for as long as it lives, so whether a folder is abandoned is asked of the system,
not of a process number that may since be another's.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hitrec_cli.engine.disk import locked, room_for

_LOCK = ".alive"


@contextmanager
def scratch(home: Path) -> Iterator[Path]:
    """A new folder `$HITREC_HOME/tmp/<pid>-<random>` of this run's own; removed with all that is in it at the end."""
    import fcntl

    root = home / "tmp"
    # Under the lock, or a sweeper could come between making and locking.
    with room_for("making a folder for unfinished files"), locked(root / ".lock"):
        folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=root))
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def sweep(home: Path) -> int:
    """Remove the folders of runs that are no more; how many there were."""
    root = home / "tmp"
    if not root.is_dir():
        return 0
    with locked(root / ".lock"):
        dead = [folder for folder in root.iterdir() if folder.is_dir() and not _alive(folder)]
        for folder in dead:
            shutil.rmtree(folder, ignore_errors=True)
    return len(dead)


def _alive(folder: Path) -> bool:
    import fcntl

    try:
        handle = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
