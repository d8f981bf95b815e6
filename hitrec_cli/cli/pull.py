"""`hitrec pull`: the manifest's picks into the store, and the lock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from typing import Annotated

import typer

from hitrec_cli.cli import options as shared


def command(
    manifest: shared.Manifest,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", show_default=False, help="With --update: only these picks.")
    ] = None,
    update: Annotated[
        bool,
        typer.Option("--update", help="Take changed files instead of the locked ones: of all picks, or of the IDs."),
    ] = False,
    largest: Annotated[
        str, typer.Option("--largest", metavar="SIZE", show_default=False, help="Bytes of one fetched file; 20 GB.")
    ] = "",
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    locked: shared.Locked = False,
    offline: shared.Offline = False,
    as_json: shared.AsJson = False,
    quiet: shared.Quiet = False,
) -> None:
    """Fetch and check the picks of a manifest, write its lock. Exit code 4 if a pick is not usable."""
    from hitrec_cli.base.errors import MediaError, UsageError
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.library.sources.drift import Drift
    from hitrec_cli.pipeline import pull as station

    if ids and not update:
        raise UsageError(f"{ids[0]}: ids are named with --update only; add it, or take them out")
    if update and (locked or offline):
        raise UsageError("--update changes the lock and asks where the files are; take out --locked and --offline")
    drifts: list[Drift] = []
    with Screen(as_json=as_json, quiet=quiet) as screen:
        lock = station.pull(
            manifest, shared.options(source_root, columns), locked=locked, offline=offline, note=screen.note,
            update=(ids or ()) if update else None, largest=largest, drifted=drifts.append,
            watch=Progress(screen.note),
        )  # fmt: skip
        for drift in drifts:
            screen.note(f"warning: {drift}")
        picks = [lock.picks[name] for name in sorted(lock.picks)]
        screen.answer(
            {
                "episode": lock.episode,
                "picks": [
                    {"id": one.id, "state": one.state, "digest": one.digest, "size": one.size, "reason": one.reason}
                    for one in picks
                ],
                "drift": [
                    {"id": one.pick, "kept": one.kept,
                     "changes": [{"field": name, "locked": before, "now": now} for name, before, now in one.changes]}
                    for one in drifts
                ],
            },
            [f"{pick.id} {pick.state}" + (f": {pick.reason}" if pick.reason else "") for pick in picks],
        )  # fmt: skip
    if any(pick.state != "ok" for pick in picks):
        raise typer.Exit(MediaError.exit_code)


class Progress:
    """Tells each file's end, and now and then how far all of them are. `now` is a clock in seconds."""

    EVERY = 2.0

    def __init__(self, note: Callable[[str], None], now: Callable[[], float] = time.monotonic) -> None:
        self._note = note
        self._now = now
        self._lock = threading.Lock()
        self._picks = 0
        self._done = 0
        self._bytes: dict[str, tuple[int, int]] = {}
        self._began = self._told = now()

    def planned(self, picks: Collection[str]) -> None:
        """So many picks are to be brought in."""
        self._picks = len(picks)
        self._began = self._told = self._now()

    def moved(self, pick: str, done: int, total: int) -> None:
        """Bytes of a pick that are there, of how many."""
        with self._lock:
            self._bytes[pick] = (done, total)
            if self._now() - self._told >= self.EVERY:
                self._told = self._now()
                self._note(self._line(pick, done, total))

    def ended(self, pick: str, reason: str) -> None:
        """A pick is in the store, or is not."""
        with self._lock:
            self._done += 1
            done, total = self._bytes.get(pick, (0, 0))
            self._bytes[pick] = (done, max(done, total if not reason else done))
            self._note(f"[{self._done}/{self._picks}] {pick}: {reason or _size(done)}")

    def _line(self, pick: str, done: int, total: int) -> str:
        so_far = sum(there for there, _ in self._bytes.values())
        whole = sum(max(size) for size in self._bytes.values())
        rate = so_far / max(0.1, self._now() - self._began)
        share = f"{done / total:.0%}" if total else _size(done)
        left = f", {self._picks - self._done} of {self._picks} picks to go" if self._picks > 1 else ""
        return f"{pick} {share}; in all {_size(so_far)} of {_size(whole)} begun, {_size(rate)}/s{left}"


def _size(count: float) -> str:
    """Bytes for people."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 100 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:,.1f} GB"
