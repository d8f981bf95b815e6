"""How far files are that come in: counts what a pull tells, as lines for a log and as figures for a live display."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection

from hitrec_cli.cli.plain import clock, one_line


class Fetching:
    """Tells each file's end, and now and then how far all of them are. Used by several threads at once.

    `begin` is called when there is something to fetch; where it answers True somebody shows the figures live, and only
    failures are told as lines. `now` is a clock in seconds.
    """

    EVERY = 2.0

    def __init__(
        self,
        note: Callable[[str], None],
        now: Callable[[], float] = time.monotonic,
        begin: Callable[[Fetching], bool] = lambda _: False,
    ) -> None:
        self._note = note
        self._now = now
        self._begin = begin
        self._lock = threading.Lock()
        self._files = 0
        self._done = 0
        self._bytes: dict[str, tuple[int, int]] = {}
        self._running: dict[str, None] = {}
        self._began = self._told = now()
        self._live = False

    def planned(self, picks: Collection[str]) -> None:
        """So many files are to be brought in."""
        self._files += len(picks)
        self._began = self._told = self._now()
        self._live = self._begin(self)

    def moved(self, pick: str, done: int, total: int) -> None:
        """Bytes of a file that are there, of how many (0: nobody knows)."""
        with self._lock:
            self._bytes[pick] = (done, total)
            self._running[pick] = None
            due = not self._live and self._now() - self._told >= self.EVERY
            if due:
                self._told = self._now()
        if due:
            self._note(self._line(pick, done, total))

    def ended(self, pick: str, reason: str) -> None:
        """A file is in the store; with a `reason`, it is not."""
        with self._lock:
            self._done += 1
            self._running.pop(pick, None)
            done, total = self._bytes.get(pick, (0, 0))
            came = size(done) if pick in self._bytes else "unchanged"
            self._bytes[pick] = (done, max(done, total if not reason else done))
            text = f"[{self._done}/{self._files}] {pick}: {reason or came}"
        if reason or not self._live:  # not in the lock: whoever draws holds a lock too, and asks for figures
            self._note(text)

    def running(self) -> list[tuple[str, int, int]]:
        """Files that come in now: name, bytes that are there, of how many."""
        with self._lock:
            return [(pick, *self._bytes[pick]) for pick in self._running]

    @property
    def share(self) -> float:
        """How much of all is done, 0 to 1; each file counts the same, as nobody knows the size of those to come."""
        part = sum(done / total for _, done, total in self.running() if total)
        return min(1.0, (self._done + part) / self._files) if self._files else 0.0

    @property
    def whole(self) -> str:
        """How far all of it is, in words."""
        share, seconds = self.share, self._now() - self._began
        left = f", {clock(seconds * (1 - share) / share)} left" if share and seconds > 1 else ""
        return f"{self._done}/{self._files}  {size(self._so_far())}, {size(self._rate())}/s{left}"

    def _so_far(self) -> int:
        return sum(there for there, _ in list(self._bytes.values()))

    def _rate(self) -> float:
        return self._so_far() / max(0.1, self._now() - self._began)

    def _line(self, pick: str, done: int, total: int) -> str:
        whole = sum(max(sizes) for sizes in list(self._bytes.values()))
        left = f", {self._files - self._done} of {self._files} picks to go" if self._files > 1 else ""
        shown = f"{one_line(pick)} {portion(done, total)}"
        return f"{shown}; in all {size(self._so_far())} of {size(whole)} begun, {size(self._rate())}/s{left}"


def portion(done: int, total: int) -> str:
    """How much of a file is there, for people."""
    return f"{done / total:.0%}" if total else size(done)


def size(count: float) -> str:
    """Bytes for people."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 100 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:,.1f} GB"
