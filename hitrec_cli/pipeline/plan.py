"""What a render would do, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.pipeline.opening import plan_of, sheets
from hitrec_cli.pipeline.options import Options, home

if TYPE_CHECKING:
    from hitrec_cli.plan.step import Step


def plan(
    manifest: Path, options: Options, *, profile: str | None, version: str | None, locked: bool, offline: bool
) -> Sequence[tuple[Step, str]]:
    """Every step of the deliverables and why it would be run ('' where its result is stored)."""
    from hitrec_cli.engine.engine import survey, why
    from hitrec_cli.engine.results import Results

    made = sheets(manifest, options, profile=profile, version=version, locked=locked, offline=offline)
    plans = [plan_of(sheet, one) for one, sheet in made]
    results = Results(home())
    missing = survey(plans, results).missing
    steps = {step.key: step for one in plans for step in one.steps}
    return [(step, why(step, results) if key in missing else "") for key, step in steps.items()]
