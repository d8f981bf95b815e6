"""The report of a deliverable: what it is, what it was made from and by, what was rendered for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from hitrec_cli.account.loudness import loudness_lines, loudness_told
from hitrec_cli.base.digest import Json
from hitrec_cli.base.problems import Problem
from hitrec_cli.base.timecode import timecode_at
from hitrec_cli.model.lock import Lock
from hitrec_cli.model.profile import Profile
from hitrec_cli.timeline.timeline import Timeline

SCHEMA_VERSION = 1


def report(
    timeline: Timeline,
    profile: Profile,
    lock: Lock,
    key: str,
    steps: Mapping[str, Json],
    sound: Mapping[str, Json],
    versions: Mapping[str, str],
    problems: Sequence[Problem],
    damage: Sequence[Json],
) -> dict[str, Json]:
    """Frames, samples and levels are whole numbers; loudness in hundredths of LUFS, peaks in hundredths of dBTP.

    `damage`: decode errors that the manifest accepts.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "episode": timeline.episode,
        "profile": profile.name,
        "version": timeline.version,
        "key": key,
        "frames": timeline.frames,
        "rate": str(timeline.rate),
        "raster": list(profile.raster or timeline.raster),
        "duration": str(timecode_at(timeline.frames, timeline.rate, drop=timeline.drop)),
        "samples": timeline.rate.sample_at(timeline.frames),
        "loudness": loudness_told(timeline, profile, sound),
        "steps": dict(steps),
        "versions": dict(versions),
        "picks": [
            {"id": pick.id, "state": pick.state, "digest": pick.digest, "license": pick.license}
            for _, pick in sorted(lock.picks.items())
        ],
        "damage": list(damage),
        "warnings": [str(problem) for problem in problems if problem.severity == "warning"],
    }


def report_text(one: Mapping[str, Json]) -> str:
    """The report as the file has it."""
    return json.dumps(one, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def summary(one: Mapping[str, Json]) -> Iterator[str]:
    """The report in a few lines for people, the file first."""
    yield str(one["file"])
    yield f"  {one['frames']} frames, {one['duration']}, {one['profile']}, {one['version']} version"
    loudness = one["loudness"]
    assert isinstance(loudness, Mapping)
    yield from loudness_lines(loudness)
    steps = one["steps"]
    assert isinstance(steps, Mapping)
    rendered = steps["rendered"]
    assert isinstance(rendered, Mapping)
    made = ", ".join(f"{count} {kind}" for kind, count in sorted(rendered.items())) or "nothing"
    yield f"  {steps['total']} steps, {steps['cached']} from the store; rendered: {made}"
