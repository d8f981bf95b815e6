"""How loud a programme came out, what was done to it for that, and the same of its segments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from hitrec_cli.account.rundown_table import fitted_widths, line
from hitrec_cli.base.digest import Json
from hitrec_cli.base.timecode import SAMPLE_RATE, timecode_at
from hitrec_cli.model.profile import Profile
from hitrec_cli.timeline.timeline import SegmentRange, Timeline


def place_of(timeline: Timeline, sample: int) -> tuple[SegmentRange, str]:
    """The segment that a sample of the programme is in (behind the end: the last one), and its timecode."""
    frame = int(Fraction(sample, SAMPLE_RATE) * timeline.rate.fraction)
    inside = [segment for segment in timeline.segments if segment.start <= frame and segment.duration]
    return inside[-1], str(timecode_at(timeline.start + frame, timeline.rate, drop=timeline.drop))


def loudness_told(timeline: Timeline, profile: Profile, sound: Mapping[str, Any]) -> dict[str, Json]:
    """What the sound step measured, in the episode's terms.

    `integrated`, `short_term` (the loudest 3 s, which begin at `loudest`) in hundredths of LUFS, `range` of LU,
    `true_peak` of dBTP, as a decoder gives them; `gain` of a dB, the same for the whole programme; `limiter`: `deepest`
    in hundredths of a dB, where that was, and for how many samples it took over 0.1 dB (`touched`) and 3 dB (`heavy`).
    `segments`: figures of each as it was mixed, and `gain`, by which it was levelled before the programme's. None:
    silent, or too short or soft for a loudness. `downmix`: the same of the stereo made from 5.1.
    """
    told = _in_places(timeline, sound)
    told["ceiling"] = profile.ceiling
    told["segments"] = [
        {
            "id": segment.id,
            "kind": segment.kind,
            "in": str(timecode_at(timeline.start + segment.start, timeline.rate, drop=timeline.drop)),
            **(levels or {"integrated": None, "true_peak": None, "range": None, "short_term": None, "gain": 0}),
        }
        for segment, levels in zip(timeline.segments, sound["segments"], strict=True)
    ]
    if "downmix" in sound:
        told["downmix"] = _in_places(timeline, sound["downmix"])
    return told


def _in_places(timeline: Timeline, sound: Mapping[str, Any]) -> dict[str, Json]:
    segment, at = place_of(timeline, sound["limiter"]["at"])
    limiter: dict[str, Json] = {**sound["limiter"], "at": at, "segment": segment.id}
    return {**sound, "limiter": limiter, "loudest": place_of(timeline, sound["loudest"])[1]}


def loudness_lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The same for people: the programme, what was done to it, and a table of the segments that have a loudness."""
    if told["silent"]:
        yield "  silent"
        return
    yield from _programme(told, "")
    if "downmix" in told:
        yield from _programme(told["downmix"], "stereo downmix: ")
    head = ("segment", "in", "LUFS as mixed", "dBTP", "levelled", "LUFS")
    table = [head, *(_row(one, told["gain"]) for one in told["segments"] if one["integrated"] is not None)]
    widths = fitted_widths(table, (0, 1))
    yield from (f"  {line(row, widths, range(2, 6))}" for row in table)


def _programme(told: Mapping[str, Any], what: str) -> Iterator[str]:
    over = f", {_tenths(told['over_ceiling'], 2)} dB over the ceiling" if told["over_ceiling"] else ""
    yield f"  {what}{_tenths(told['integrated'], 2)} LUFS, true peak {_tenths(told['true_peak'], 2)} dBTP{over}"
    if told["short_term"] is not None:
        loudest = f"loudest 3 s {_tenths(told['short_term'])} LUFS at {told['loudest']}"
        yield f"  {what}loudness range {_tenths(told['range'])} LU, {loudest}"
    limiter, samples = told["limiter"], told["samples"]
    limited = "no limiter"
    if limiter["touched"]:
        share = f"{100 * limiter['touched'] / samples:.1f} % of the time"
        limited = (
            f"limiter down {_tenths(limiter['deepest'])} dB at most, {limiter['at']} in {limiter['segment']}, {share}"
        )
    yield f"  {what}gain {_signed(told['gain'])} dB, {limited}"


def _row(one: Mapping[str, Any], gain: int) -> Sequence[str]:
    out = one["integrated"] + one["gain"] + gain
    figures = (_tenths(one["integrated"]), _tenths(one["true_peak"]), _signed(one["gain"]), _tenths(out))
    return (one["id"], one["in"], *figures)


def _tenths(hundredths: int, places: int = 1) -> str:
    return f"{hundredths / 100:.{places}f}"


def _signed(hundredths: int) -> str:
    return f"{hundredths / 100:+.1f}"
