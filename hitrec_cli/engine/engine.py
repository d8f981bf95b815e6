"""Make what is missing: find results, hand the other steps to workers in order, put what they make into the store."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hitrec_cli.base.errors import RenderError
from hitrec_cli.engine.crew import Crew
from hitrec_cli.engine.events import Event, Planned, Stats
from hitrec_cli.engine.executor import Pool
from hitrec_cli.engine.results import Result, Results
from hitrec_cli.engine.shift import Shift
from hitrec_cli.plan.step import Plan, Step, StepKind


@dataclass(frozen=True, slots=True)
class Survey:
    """What the targets of some plans need: results that exist, and steps to be run, each after those that it needs.

    A step that only steps with results need is in neither. `total` counts all steps of the plans.
    """

    total: int
    found: Mapping[str, Result]
    missing: Mapping[str, Step]

    @property
    def planned(self) -> Planned:
        """The survey in numbers."""
        return Planned(self.total, len(self.missing), sum(step.frames for step in self.missing.values()))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: the result of every target and of every step that was run or read, by key; and numbers."""

    results: Mapping[str, Result]
    stats: Stats


def survey(plans: Sequence[Plan], results: Results) -> Survey:
    """Look up what the plans' targets need, from the end: behind a result nobody looks."""
    steps = {step.key: step for plan in plans for step in plan.steps}
    wanted = {plan.target.key for plan in plans}
    found: dict[str, Result] = {}
    for key, step in reversed(steps.items()):
        if key in wanted:
            result = results.find(step)
            if result is None:
                wanted.update(step.needs)
            else:
                found[key] = result
    return Survey(len(steps), found, {key: steps[key] for key in steps if key in wanted and key not in found})


def run(
    plans: Sequence[Plan],
    results: Results,
    pool: Pool,
    notify: Callable[[Event], None] = lambda event: None,
    *,
    objects: Path | None = None,
    performers: str = "hitrec_cli.engine.perform:PERFORMERS",
) -> Outcome:
    """Make the target of every plan. `objects`: the store's objects, by default those under the results' home.

    After the first failure no step begins, those that run are awaited, and all that was finished stays. A result that
    turns out damaged when a step reads it is made again, once.

    Raises the failed step's RenderError or MediaError with the step's name in it, StepBug where a performer has a bug,
    RenderError for a full disk. On KeyboardInterrupt (as on any other exception) the workers are killed.
    """
    began = time.monotonic()
    state = survey(plans, results)
    notify(state.planned)
    rendered: Counter[StepKind] = Counter()
    found = dict(state.found)
    if state.missing:
        results.sweep()
        folder = objects or results.home / "objects"
        with results.scratch() as scratch, Crew(pool, results.home, scratch, folder, performers) as crew:
            healed: set[str] = set()
            while state.missing:
                shift = Shift(state.missing, found, results, crew, notify)
                shift.work()
                rendered.update(shift.rendered)
                if not shift.stale:
                    break
                _refuse_twice(shift.stale & healed)
                healed |= shift.stale
                state = survey(plans, results)
                found = {**found, **state.found}
                notify(state.planned)
    total = state.total
    return Outcome(found, Stats(total, total - rendered.total(), dict(rendered), time.monotonic() - began))


def why(step: Step, results: Results) -> str:
    """Why a step will be run, in a few words; nothing if it has a result."""
    path = results.path(step)
    before = path.exists()
    if results.find(step) is not None:
        return ""
    if not before:
        return "not made yet"
    return "its result is damaged" if not path.exists() else "its result was never finished"


def _refuse_twice(keys: set[str]) -> None:
    for key in sorted(keys):
        raise RenderError(f"result {key} is damaged again right after it was made; is the disk failing?")
