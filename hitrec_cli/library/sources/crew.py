"""Several fetches at once, but few from one host."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hitrec_cli.library.sources.source import Stopped

AT_ONCE = 4
PER_HOST = 2
_TICK = 0.2


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do for a host ('' for this machine, which takes as many as there are hands)."""

    host: str
    do: Callable[[], None]


class _Board:
    """Jobs that wait, and how many run for each host."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self.waiting = list(jobs)
        self.running: Counter[str] = Counter()
        self.changed = threading.Condition()
        self.failure: BaseException | None = None

    def take(self, stop: threading.Event) -> Job | None:
        """The first job whose host is not busy; None when there is nothing left."""
        with self.changed:
            while self.waiting and not stop.is_set():
                for index, job in enumerate(self.waiting):
                    if not job.host or self.running[job.host] < PER_HOST:
                        self.running[job.host] += 1
                        return self.waiting.pop(index)
                self.changed.wait(_TICK)
        return None

    def done(self, job: Job, failure: BaseException | None) -> None:
        """Note that a job has ended."""
        with self.changed:
            self.running[job.host] -= 1
            if failure is not None and (self.failure is None or isinstance(self.failure, Stopped)):
                self.failure = failure
            self.changed.notify_all()


def work(jobs: Iterable[Job], stop: threading.Event) -> None:
    """Do all jobs, four at once. The first that raises ends all, and is raised; so does an interruption of the caller,
    after every job that ran has noticed `stop`.
    """
    board = _Board(jobs)
    hands = [
        threading.Thread(target=_hand, args=(board, stop), name=f"fetch-{number}", daemon=True)
        for number in range(min(AT_ONCE, len(board.waiting)))
    ]
    try:
        for hand in hands:
            hand.start()
        for hand in hands:
            while hand.is_alive():
                hand.join(_TICK)
    except BaseException:
        stop.set()
        for hand in hands:
            if hand.ident is not None:
                hand.join()
        raise
    if board.failure is not None:
        raise board.failure


def _hand(board: _Board, stop: threading.Event) -> None:
    while (job := board.take(stop)) is not None:
        failure: BaseException | None = None
        try:
            job.do()
        except BaseException as error:  # noqa: BLE001 - raised again by `work`
            failure = error
            stop.set()
        board.done(job, failure)
