"""Cleaning the store up: what no lock of a known workspace names and nobody has used for some days is removed.

Kept are the objects of every lock in the workspaces that were pulled for, or that are named; their metadata; results
(parts, sound, stitched films) that were made or read lately. What is removed is made or fetched again when needed.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from hitrec_cli.base.errors import UsageError
from hitrec_cli.library.lockfile import SUFFIX, read_lock
from hitrec_cli.library.store import Store
from hitrec_cli.library.store_use import alone

_DAY = 86_400
_RECEIPT = ".receipt.json"
_PASSED_OVER = ("out", "node_modules", "__pycache__")


@dataclass(slots=True)
class Freed:
    """How many files of each kind, and how many bytes: those that are given back, not those that `out/` still links."""

    files: dict[str, int] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    locks: int = 0

    def add(self, kind: str, path: Path) -> None:
        """Count a file."""
        status = path.stat()
        self.files[kind] = self.files.get(kind, 0) + 1
        self.bytes[kind] = self.bytes.get(kind, 0) + (status.st_size if status.st_nlink == 1 else 0)


def collect(store: Store, workspaces: Iterable[Path], *, keep_days: float, dry: bool = False) -> Freed:
    """Remove what is not needed; with `dry` only say what that is. `keep_days`: used since then is kept.

    Raises RenderError while another process works with the store, ManifestError for a lock that cannot be read,
    UsageError where not one lock is known: then nothing tells what is needed.
    """
    if not store.home.is_dir():
        return Freed()
    with alone(store.home):
        if _renders(store.home):
            from hitrec_cli.base.errors import RenderError

            raise RenderError(f"a render works with the store {store.home}; try again when it has ended")
        freed, needed = Freed(), set[str]()
        for path in _locks({*workspaces, *_pulled(store)}):
            lock = read_lock(path)
            freed.locks += 1
            needed.update(pick.digest for pick in (lock.picks.values() if lock else ()) if pick.digest)
        if not freed.locks:
            raise UsageError("no lock is known, so nothing tells what is needed; name the folders of your shows")
        for kind, path in _needless(store, needed, time.time() - keep_days * _DAY):
            with suppress(FileNotFoundError):
                freed.add(kind, path)
                if not dry:
                    path.unlink()
        return freed


def _pulled(store: Store) -> Iterator[Path]:
    """The workspaces that were pulled for."""
    for path in (store.home / "refs").glob("*.json"):
        with suppress(OSError, ValueError, KeyError, TypeError):
            yield Path(json.loads(path.read_bytes())["workspace"])


def _locks(workspaces: set[Path]) -> Iterator[Path]:
    for workspace in sorted({path.absolute() for path in workspaces}):
        for place, inside, files in os.walk(workspace):
            inside[:] = sorted(name for name in inside if not name.startswith(".") and name not in _PASSED_OVER)
            yield from (Path(place, name) for name in sorted(files) if name.endswith(SUFFIX))


def _needless(store: Store, needed: set[str], since: float) -> Iterator[tuple[str, Path]]:
    """What may go, in an order that leaves nothing wrong behind whenever it is broken off."""
    gone = set()
    for path in store.all():
        digest = path.parent.name + path.name
        meta = store.home / "meta" / f"{digest}.json"
        if digest not in needed and _last(path, meta) < since:
            gone.add(digest)
            yield "objects", path
            if meta.exists():
                yield "meta", meta
    for meta in (store.home / "meta").glob("*.json"):  # of bytes that are elsewhere, or gone
        if meta.stem not in needed | gone and not store.path(meta.stem).exists() and _last(meta) < since:
            yield "meta", meta
    for note in (store.home / "sources").glob("??/*.json"):
        if _names(note) in gone and note.exists():
            yield "sources", note
    for receipt in (store.home / "parts").glob(f"??/*{_RECEIPT}"):
        key = receipt.name.removesuffix(_RECEIPT)
        results = [path for path in receipt.parent.glob(f"{key}.*") if path != receipt]
        if _last(receipt, *results, read=True) < since:
            yield from (("results", path) for path in (receipt, *results))  # without a receipt there is no result
    for kind in ("incoming", "captions"):
        for path in (store.home / kind).glob("*"):
            if _last(path) < since:
                yield kind, path
    for path in (store.home / "log").glob("*.log"):
        if _last(path) < since:
            yield "logs", path


def _last(*paths: Path, read: bool = False) -> float:
    """When any of the files was last written, in seconds; with `read` also when it was read, as far as that is kept.

    A pull touches the metadata of the objects that it uses, so verifying the store is no use of them.
    """
    times = [0.0]
    for path in paths:
        with suppress(OSError):
            status = path.stat()
            times += [status.st_mtime, status.st_atime if read else 0.0]
    return max(times)


def _names(note: Path) -> str:
    with suppress(OSError, ValueError, AttributeError):
        return str(json.loads(note.read_bytes()).get("digest", ""))
    return ""


def _renders(home: Path) -> bool:
    """Whether a run holds its folder of unfinished files."""
    for alive in (home / "tmp").glob("*/.alive"):
        with suppress(OSError):
            handle = os.open(alive, os.O_RDWR)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return True
            finally:
                os.close(handle)
    return False
