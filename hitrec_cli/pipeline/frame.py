"""One picture of the programme."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hitrec_cli.base.errors import UsageError
from hitrec_cli.pipeline.opening import salts_of, sheets
from hitrec_cli.pipeline.options import Options
from hitrec_cli.pipeline.render import engine_run


def frame(manifest: Path, timecode: str, out: Path, profile: str | None, options: Options) -> Path:
    """One picture of the programme as a PNG file."""
    from hitrec_cli.base.timecode import TimeError, parse_time, timecode_at
    from hitrec_cli.engine.executor import default_workers
    from hitrec_cli.library.outputs import place
    from hitrec_cli.plan.picture import span_step
    from hitrec_cli.plan.step import Plan
    from hitrec_cli.timeline.slicing import slice_picture

    made = sheets(manifest, options, profile=profile, version=None, locked=False, offline=False)
    chosen, sheet = made[0]
    timeline = sheet.laid_out()
    try:
        value = parse_time(timecode)
        number = value.to_frames(timeline.rate) - (timeline.start if value.timecode else 0)
    except TimeError as error:
        raise UsageError(str(error)) from error
    if not 0 <= number < timeline.frames:
        first, last = (timecode_at(timeline.start + at, timeline.rate, drop=timeline.drop)
                       for at in (0, timeline.frames - 1))  # fmt: skip
        raise UsageError(f"{timecode} is outside the programme, which runs from {first} to {last}")
    span = slice_picture(timeline, number, number + 1, chosen.raster or timeline.raster)
    still = replace(chosen, video=("-c:v", "png"), container="png", scan="progressive", most_bits=0, cells=None)
    before, step = span_step(timeline, span, still, salts_of(sheet.fonts), sheet.stage)
    outcome = engine_run([Plan((*before, step))], default_workers(), lambda event: None)
    place(outcome.results[step.key].path, out)
    return out
