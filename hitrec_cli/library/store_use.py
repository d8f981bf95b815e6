"""Who works with a store: every process that opens it holds a shared lock until it ends; cleaning up needs all of it.

The system drops the locks of a process that dies, however it dies.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hitrec_cli.base.errors import RenderError

_MOST = 16
"""Stores that one process holds; only tests open so many, and the oldest of theirs are done with."""

_held: dict[Path, int] = {}
_joining = threading.Lock()


def join(home: Path) -> None:
    """Hold a store for as long as this process lives. Where nothing can be written there is nothing to be held."""
    with _joining, suppress(OSError):
        if home in _held or not home.is_dir():
            return
        handle = os.open(home / ".use", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        fcntl.flock(handle, fcntl.LOCK_SH)
        _held[home] = handle
        if len(_held) > _MOST:
            os.close(_held.pop(next(iter(_held))))


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Have a store for oneself. Raises RenderError while another process works with it."""
    join(home)
    handle = _held.get(home)
    if handle is None:
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fcntl.flock(handle, fcntl.LOCK_SH)
        raise RenderError(f"another hitrec works with the store {home}; try again when it has ended") from None
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_SH)
