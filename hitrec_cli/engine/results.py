"""The results store: what steps have made, each under its key, each with a receipt.

`$HITREC_HOME/parts/<key[:2]>/<key><suffix>` is the result, `<key>.receipt.json` beside it says what it must be. The
receipt is written last: a result without one does not exist. Both appear by rename, under one lock of the whole store,
so that two runs may make the same result at once and a third may read it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hitrec_cli.base.digest import Json
from hitrec_cli.engine import scratch
from hitrec_cli.engine.disk import check_sum, locked, room_for, sync
from hitrec_cli.plan.step import Step

_RECEIPT = ".receipt.json"


@dataclass(frozen=True, slots=True)
class Result:
    """What a step made: where it lies, its check sum, its size in bytes, and what the performer reported.

    `mtime_ns` and `inode` are the file's when it was last hashed: while they and the size hold, it is trusted unread.
    """

    key: str
    kind: str
    suffix: str
    digest: str
    size: int
    mtime_ns: int
    inode: int
    path: Path
    report: Mapping[str, Json] = field(default_factory=dict)


class Results:
    """The results under one home. Any number of processes may hold one at the same time."""

    def __init__(self, home: Path) -> None:
        self.home = home.absolute()
        self._root = self.home / "parts"

    def path(self, step: Step) -> Path:
        """Where the step's result lies, or would lie."""
        if step.suffix.endswith(_RECEIPT) or "/" in step.suffix:
            raise ValueError(f"a result cannot be called {step.suffix!r}")
        return self._root / step.key[:2] / f"{step.key}{step.suffix}"

    def find(self, step: Step) -> Result | None:
        """The step's result, or None. A file that is not what its receipt says is removed and counts as absent."""
        result = self._read(self._receipt(step.key))
        if result is None or result.suffix != step.suffix:
            return None
        return result if _unchanged(result) else self._again(result)

    def check(self, result: Result) -> bool:
        """Whether the file, read to the end, is what the receipt says."""
        try:
            return result.path.stat().st_size == result.size and check_sum(result.path) == result.digest
        except OSError:
            return False

    def drop(self, result: Result) -> bool:
        """Remove a result that turned out wrong; False if by now (another run made it anew) it is right."""
        return self._again(result) is None

    def commit(
        self, step: Step, temporary: Path, report: Mapping[str, Json] | None = None, *, digest: str = ""
    ) -> Result:
        """Take a finished file into the store; where another run was first, its result stays and is returned.

        `digest`: the file's check sum where the caller has just computed it. The temporary is gone afterwards.
        Raises RenderError when the disk is full.
        """
        aside = temporary.with_name(temporary.name + _RECEIPT)
        try:
            with room_for(f"storing {step.label or step.key}"):
                digest = digest or check_sum(temporary)
                sync(temporary)
                temporary.chmod(0o444)
                result = _result(step.key, step.kind, step.suffix, digest, self.path(step), temporary, report or {})
                result.path.parent.mkdir(parents=True, exist_ok=True)
                _write(aside, result)
                with locked(self._lock):
                    earlier = self._read(self._receipt(step.key))
                    if earlier is not None and earlier.digest == digest and _unchanged(earlier):
                        return earlier
                    temporary.replace(result.path)
                    aside.replace(self._receipt(step.key))
                return result
        finally:
            temporary.unlink(missing_ok=True)
            aside.unlink(missing_ok=True)

    def scratch(self) -> AbstractContextManager[Path]:
        """A folder for this run's unfinished files, on the store's own disk."""
        return scratch.scratch(self.home)

    def sweep(self) -> int:
        """Remove the unfinished files of runs that are no more; how many runs that were."""
        return scratch.sweep(self.home)

    def verify(self, *, repair: bool = False) -> list[tuple[str, str]]:
        """Read every result: (key, what is wrong) of each that is not right; removed only with `repair`."""
        wrong: list[tuple[str, str]] = []
        for path in self._files():
            key = path.name.partition(".")[0]
            what = self._wrong(path, key)
            if what:
                wrong.append((key, what))
                if repair:
                    with locked(self._lock):
                        if self._wrong(path, key):  # or it was made anew meanwhile
                            path.unlink(missing_ok=True)
        return wrong

    def du(self) -> dict[str, int]:
        """Bytes held by results of each kind, largest first."""
        totals: dict[str, int] = {}
        for path in self._files():
            result = self._read(path) if path.name.endswith(_RECEIPT) else None
            if result is not None:
                totals[result.kind] = totals.get(result.kind, 0) + result.size
        return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))

    @property
    def _lock(self) -> Path:
        return self._root / ".lock"

    def _receipt(self, key: str) -> Path:
        return self._root / key[:2] / f"{key}{_RECEIPT}"

    def _files(self) -> Iterator[Path]:
        return iter(sorted(path for path in self._root.glob("??/*") if path.is_file()))

    def _wrong(self, path: Path, key: str) -> str:
        """What is wrong with one file of the store, or nothing."""
        result = self._read(self._receipt(key))
        if path == self._receipt(key):
            if result is None:
                return "" if not path.exists() else "its receipt cannot be read"
            return "" if result.path.exists() else "its file is missing"
        if result is None or result.path != path:
            return "it has no receipt" if path.exists() else ""
        return "" if self.check(result) else "its bytes are not what its receipt says"

    def _read(self, receipt: Path) -> Result | None:
        try:
            told: dict[str, Any] = json.loads(receipt.read_bytes())
            key, suffix = str(told["key"]), str(told["suffix"])
            path = receipt.parent / f"{key}{suffix}"
            return Result(
                key, str(told["kind"]), suffix, str(told["blake3"]), int(told["size"]), int(told["mtime_ns"]),
                int(told["inode"]), path, dict(told["report"]),
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _again(self, doubted: Result) -> Result | None:
        """Hash a result whose file is not as it was; keep it under a new receipt, or remove it."""
        with locked(self._lock):
            result = self._read(self._receipt(doubted.key))
            if result is None:
                return None
            if not self.check(result):
                self._receipt(result.key).unlink(missing_ok=True)
                result.path.unlink(missing_ok=True)
                return None
            fresh = _result(
                result.key, result.kind, result.suffix, result.digest, result.path, result.path, result.report
            )
            with self.scratch() as folder, room_for(f"storing the receipt of {result.key}"):
                _write(folder / "receipt", fresh)
                (folder / "receipt").replace(self._receipt(result.key))
            return fresh


def _result(
    key: str, kind: str, suffix: str, digest: str, path: Path, file: Path, report: Mapping[str, Json]
) -> Result:
    """A result as its file is now; `file` is where it lies at this moment, `path` where it will."""
    stat = file.stat()
    return Result(key, kind, suffix, digest, stat.st_size, stat.st_mtime_ns, stat.st_ino, path, report)


def _unchanged(result: Result) -> bool:
    try:
        stat = result.path.stat()
    except OSError:
        return False
    return (stat.st_size, stat.st_mtime_ns, stat.st_ino) == (result.size, result.mtime_ns, result.inode)


def _write(path: Path, result: Result) -> None:
    told = {
        "key": result.key, "kind": result.kind, "suffix": result.suffix, "blake3": result.digest,
        "size": result.size, "mtime_ns": result.mtime_ns, "inode": result.inode, "report": result.report,
    }  # fmt: skip
    with path.open("w", encoding="utf-8") as file:
        json.dump(told, file, sort_keys=True, allow_nan=False)
        file.flush()
        os.fsync(file.fileno())
