"""All steps of one deliverable: picture, sound, and the stitch that joins them by stream copy."""

from __future__ import annotations

from collections.abc import Mapping

from hitrec_cli.base.digest import Json
from hitrec_cli.model.profile import Profile
from hitrec_cli.plan.picture import picture_steps
from hitrec_cli.plan.sound import sound_steps
from hitrec_cli.plan.step import Plan, StepKind, make_step
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.timeline import Timeline


def plan_deliverable(
    timeline: Timeline, profile: Profile, metadata: Mapping[str, str], salts: Mapping[StepKind, str], stage: Stage
) -> Plan:
    """The plan of one profile. `metadata`: title and creation time of the file; `stage`: for burnt-in text."""
    before, spans = picture_steps(timeline, profile, salts, stage)
    sound = sound_steps(timeline, profile, salts)
    spec: dict[str, Json] = {
        "parts": [{"part": step.key, "frames": step.frames} for step in spans],
        "sound": sound[-1].key,
        "rate": str(timeline.rate),
        "raster": list(profile.raster or timeline.raster),
        "frames": timeline.frames,
        "samples": timeline.rate.sample_at(timeline.frames),
        "container": profile.container,
        "metadata": dict(metadata),
        "chapters": [
            {"title": segment.title or segment.id, "start": segment.start, "end": segment.end}
            for segment in timeline.segments
            if segment.duration
        ],
    }
    needs = (*dict.fromkeys(step.key for step in spans), sound[-1].key)
    stitch = make_step(
        "stitch",
        spec,
        salt=salts["stitch"],
        suffix=profile.suffix,
        needs=needs,
        label=f"stitch {profile.name}",
        frames=0,
    )
    unique = {step.key: step for step in (*before, *sound, *spans)}
    return Plan((*unique.values(), stitch))
