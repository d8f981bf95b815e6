"""One pass over missing steps: what is ready is handed out, longest first; what comes back is stored."""

from __future__ import annotations

import heapq
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

from hitrec_cli.base.errors import HitrecError, RenderError
from hitrec_cli.engine.crew import Crew
from hitrec_cli.engine.events import Event, Failed, Finished, Started
from hitrec_cli.engine.perform import Done, StaleInput, StepBug
from hitrec_cli.engine.results import Result, Results
from hitrec_cli.plan.step import Step, StepKind


@dataclass(frozen=True, slots=True)
class _Errand:
    """A step on its way: the unfinished file, who has it, and since when (monotonic seconds)."""

    step: Step
    out: Path
    executor: Executor
    began: float


class Shift:
    """Works through `missing`, adding to `found`.

    After `work`, `rendered` counts the steps that were run by kind, and `stale` has the keys of results that a step
    found damaged: what depends on them was not run, and another shift is due.

    When a worker dies, the steps that were running are run once more, one at a time, so that it is known which one is
    to blame if it happens again.
    """

    def __init__(
        self,
        missing: Mapping[str, Step],
        found: dict[str, Result],
        results: Results,
        crew: Crew,
        notify: Callable[[Event], None],
    ) -> None:
        self.rendered: Counter[StepKind] = Counter()
        self.stale: set[str] = set()
        self._missing = missing
        self._found = found
        self._results = results
        self._crew = crew
        self._notify = notify
        self._sorter = TopologicalSorter(
            {key: [need for need in step.needs if need in missing] for key, step in missing.items()}
        )
        self._order = {key: number for number, key in enumerate(missing)}
        self._ready: list[tuple[tuple[bool, bool, int, int], str]] = []
        self._running: dict[Future[Done], _Errand] = {}
        self._suspects: set[str] = set()
        self._failure: Exception | None = None

    def work(self) -> None:
        """Run all that can be run. Raises the first failure, after all that was running has come back."""
        self._sorter.prepare()
        self._hand_out()
        while self._running:
            back, _ = wait(self._running, return_when=FIRST_COMPLETED)
            errands = [(future, self._running.pop(future)) for future in back]
            if all(future.exception() is None for future in back):
                self._hand_out()  # first give the idle worker something, then store
            for future, errand in errands:
                self._take(future, errand)
            self._hand_out()
        if self._failure is not None:
            raise self._failure

    def _hand_out(self) -> None:
        while self._failure is None:
            for key in self._sorter.get_ready():
                self._queue(self._missing[key])
            if not self._ready or len(self._running) >= (1 if self._suspects else self._crew.size):
                return
            step = self._missing[heapq.heappop(self._ready)[-1]]
            made = self._results.find(step)  # by another run, meanwhile
            if made is not None:
                self._found[step.key] = made
                self._suspects.discard(step.key)
                self._sorter.done(step.key)
                self._notify(Finished(step, 0.0, cached=True))
                continue
            inputs = {key: self._found[key] for key in step.needs}
            future, out, executor = self._crew.send(step, inputs)
            self._running[future] = _Errand(step, out, executor, time.monotonic())
            self._notify(Started(step))

    def _queue(self, step: Step) -> None:
        # Sound first: it is quick, and its chain is long. Then the longest picture.
        weight = (step.key not in self._suspects, step.frames > 0, -step.frames, self._order[step.key])
        heapq.heappush(self._ready, (weight, step.key))

    def _take(self, future: Future[Done], errand: _Errand) -> None:
        step = errand.step
        try:
            done = future.result()
            self._found[step.key] = self._results.commit(step, errand.out, done.report, digest=done.digest)
        except BrokenExecutor:
            self._crew.dismiss(errand.executor)
            self._lost(step)
        except StaleInput as stale:
            self._results.drop(self._found[stale.key])
            self.stale.add(stale.key)
            self._suspects.discard(step.key)
        except HitrecError as error:
            self._fail(step, error.within(step.key, _name(step)), error.message)
        except StepBug as error:
            self._fail(step, StepBug(f"{_name(step)}: {error.message}", error.details), error.message)
        else:
            self._suspects.discard(step.key)
            self.rendered[step.kind] += 1
            self._sorter.done(step.key)
            self._notify(Finished(step, time.monotonic() - errand.began))

    def _lost(self, step: Step) -> None:
        """The worker is gone: killed from outside, out of memory, or crashed in a library."""
        if step.key in self._suspects:
            what = "the worker was killed, twice; out of memory? try fewer --workers"
            self._fail(step, RenderError(f"{_name(step)}: {what}"), what)
        else:
            self._suspects.add(step.key)
            self._queue(step)

    def _fail(self, step: Step, error: Exception, message: str) -> None:
        self._notify(Failed(step, message))
        self._failure = self._failure or error


def _name(step: Step) -> str:
    return f"{step.kind} {step.label or step.key[:12]}"
