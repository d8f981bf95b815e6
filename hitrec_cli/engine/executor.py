"""Where steps are done: anything with the face of `concurrent.futures.Executor`; here, a pool of child processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from hitrec_cli.base.errors import UsageError


class Pool(Protocol):
    """Where the engine gets its executor from, and a new one after a worker died."""

    @property
    def workers(self) -> int:
        """How many steps run at once."""

    def open(self) -> Executor:
        """A new executor. If it has a method `kill`, that is called to end running steps at once."""


@dataclass(frozen=True, slots=True)
class LocalPool:
    """Child processes of this one; they die with it, however it dies."""

    workers: int

    def open(self) -> Executor:
        """A pool that starts its processes as steps come."""
        return LocalExecutor(self.workers)


class LocalExecutor(Executor):
    """A ProcessPoolExecutor of fresh processes (never forks: threads and locks are not copied) that can be killed."""

    def __init__(self, workers: int) -> None:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import active_children, get_context

        self._others = set(active_children())
        context = get_context("spawn")
        self._pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(os.getpid(),))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Start `fn` in a worker. Call it from the thread that outlives the workers: they die with the thread."""
        with _spawning():
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As of any executor."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def kill(self) -> None:
        """End every worker at once; what they were doing fails."""
        from multiprocessing import active_children

        for process in set(active_children()) - self._others:
            process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)


def default_workers() -> int:
    """HITREC_WORKERS, else the processors that this process may use. Raises UsageError if that is not a number > 0."""
    told = os.environ.get("HITREC_WORKERS", "").strip()
    if told:
        if not told.isdecimal() or not int(told):
            raise UsageError(f"HITREC_WORKERS is {told!r}; it must be a whole number above 0")
        return int(told)
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(allowed, _container_limit(allowed)))


def _container_limit(otherwise: int) -> int:
    """The whole processors that a container's quota amounts to (cgroup v2: quota and period in microseconds)."""
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text("ascii").split()
        return otherwise if quota == "max" else -(-int(quota) // int(period))
    except (OSError, ValueError, ZeroDivisionError):
        return otherwise


@contextmanager
def _spawning() -> Iterator[None]:
    """What a process started in here inherits.

    It would import its parent's main module again; ours is a command, and workers have no use for it. A Ctrl-C while it
    starts would end it with a traceback; blocked here, the signal waits until the worker ignores it.
    """
    import signal
    import sys
    from types import ModuleType

    main = sys.modules["__main__"]
    earlier = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        signal.pthread_sigmask(signal.SIG_SETMASK, earlier)


def _begin(parent: int) -> None:
    """The first thing a worker does: leave Ctrl-C to its parent and die with it; keep stdout for results."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.dup2(2, 1)
    if not _die_with_parent():
        _watch_parent()
    if os.getppid() != parent:  # it died before we could ask to be told
        os._exit(1)


def _die_with_parent() -> bool:
    """Ask Linux to kill this process when its parent ends (prctl(2), PR_SET_PDEATHSIG = 1)."""
    import ctypes
    import signal
    import sys

    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).prctl(1, int(signal.SIGKILL), 0, 0, 0) == 0)


def _watch_parent() -> None:
    """Elsewhere a thread waits for the parent's end."""
    import multiprocessing
    import threading

    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
