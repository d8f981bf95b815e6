"""How far a run is: counts what the engine tells."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from hitrec_cli.cli.plain import clock, one_line
from hitrec_cli.engine.events import Event, Failed, Finished, Planned, Started
from hitrec_cli.plan.step import Step


@dataclass(slots=True)
class Tally:
    """Steps and frames done and to do; `running` steps by key. `now` is a clock in seconds."""

    now: Callable[[], float] = time.monotonic
    began: float = 0.0
    total: int = 0
    missing: int = 0
    frames: int = 0
    done: int = 0
    frames_done: int = 0
    running: dict[str, Step] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Take one event into account."""
        match event:
            case Planned():
                self.began = self.began or self.now()
                self.total = event.total
                self.missing = self.done + event.missing
                self.frames = self.frames_done + event.frames
            case Started():
                self.running[event.step.key] = event.step
            case Finished():
                self.running.pop(event.step.key, None)
                self.done += 1
                self.frames_done += event.step.frames
            case Failed():
                self.running.pop(event.step.key, None)

    @property
    def share(self) -> float:
        """How much is done, 0 to 1, by frames; by steps where steps have none."""
        if self.frames:
            return self.frames_done / self.frames
        return self.done / self.missing if self.missing else 1.0

    @property
    def left(self) -> str:
        """About how long it will still take, for people; nothing while nobody can know."""
        share = self.share
        return f"{clock((self.now() - self.began) * (1 - share) / share)} left" if share else ""

    def line(self, event: Event) -> str:
        """An event as one line of text, after it was added; nothing for what is not worth one."""
        match event:
            case Planned():
                return f"{event.missing} of {event.total} steps to run, {event.frames} frames" if event.missing else ""
            case Started():
                return f"{name(event.step)} begins"
            case Finished():
                took = "found" if event.cached else f"{event.seconds:.1f} s"
                left = self.left
                return f"[{self.done}/{self.missing}] {name(event.step)} {took}{left and ', ' + left}"
            case Failed():
                waiting = f"; waiting for {len(self.running)} running" if self.running else ""
                return f"{name(event.step)} failed: {one_line(event.message)}{waiting}"


def name(step: Step) -> str:
    """A step's kind and label, safe to show."""
    return one_line(f"{step.kind} {step.label or step.key[:12]}")
