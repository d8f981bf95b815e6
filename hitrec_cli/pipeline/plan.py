"""What a render would do, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hitrec_cli.pipeline.opening import plan_of, sheets
from hitrec_cli.pipeline.options import Options, home

if TYPE_CHECKING:
    from hitrec_cli.model.profile import Profile
    from hitrec_cli.plan.step import Step


class Planned(NamedTuple):
    """`steps` of the deliverables, each with why it would be run ('' where its result is stored); `notes` on them."""

    steps: Sequence[tuple[Step, str]]
    notes: Sequence[str]


def plan(
    manifest: Path, options: Options, *, profile: str | None, version: str | None, locked: bool, offline: bool
) -> Planned:
    """Every step of the deliverables and why it would be run."""
    from hitrec_cli.engine.engine import survey, why
    from hitrec_cli.engine.results import Results

    made = sheets(manifest, options, profile=profile, version=version, locked=locked, offline=offline)
    plans = [plan_of(sheet, one) for one, sheet in made]
    results = Results(home())
    missing = survey(plans, results).missing
    steps = {step.key: step for one in plans for step in one.steps}
    told = [(step, why(step, results) if key in missing else "") for key, step in steps.items()]
    return Planned(told, [note for one, _ in made if (note := _grid(one))])


def _grid(profile: Profile) -> str:
    """What an edit moves in a stream on one grid; '' where parts are cut by their segments."""
    if profile.cells is None:
        return ""
    return (f"{profile.name} lies on a grid of {profile.gop} frames: where a length changes by no multiple of that, all"
            " later cells are made again")  # fmt: skip
