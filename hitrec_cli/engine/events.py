"""What the engine tells while it works."""

from __future__ import annotations

from dataclasses import dataclass, field

from hitrec_cli.plan.step import Step, StepKind


@dataclass(frozen=True, slots=True)
class Planned:
    """Before anything runs: all steps of the plans, those that have to be made, and the frames of those.

    Told again with what is left when a result turns out to be damaged.
    """

    total: int
    missing: int
    frames: int


@dataclass(frozen=True, slots=True)
class Started:
    """A step was handed to a worker."""

    step: Step


@dataclass(frozen=True, slots=True)
class Finished:
    """A step's result is in the store. `seconds` of wall clock; `cached`: another run made it meanwhile."""

    step: Step
    seconds: float
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """A step failed; those that run are awaited, no other begins."""

    step: Step
    message: str


Event = Planned | Started | Finished | Failed


@dataclass(frozen=True, slots=True)
class Stats:
    """A run in numbers. `total` steps in the plans, `cached` that were not run, `rendered` per kind, wall `seconds`."""

    total: int
    cached: int
    rendered: dict[StepKind, int] = field(default_factory=dict)
    seconds: float = 0.0
