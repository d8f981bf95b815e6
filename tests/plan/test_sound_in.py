"""The steps of the sound: what is kept of long sources, and in which order of channels."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from hitrec_cli.base.timecode import Rate
from hitrec_cli.engine.perform import PERFORMERS
from hitrec_cli.library.profiles import built_in
from hitrec_cli.model.media import SoundFacts
from hitrec_cli.plan.sound import sound_steps
from hitrec_cli.timeline.timeline import SegmentRange, SoundClip, Timeline

HOURS = SoundFacts(1, 2, "stereo", 44_100, Fraction(7200), start=Fraction(10))
VOICE = SoundClip("voice", "talk", "b" * 64, "mov", HOURS, Fraction(10), Fraction(0), 0, 125)


def steps(*clips: SoundClip) -> dict[str, list[dict[str, Any]]]:
    """The specs of a segment's steps by kind, at 25 frames a second."""
    segment = SegmentRange("a", "story", "", 0, 2000, clips)
    timeline = Timeline("e", "online", Rate(25), (320, 180), 0, False, -2400, (segment,), (), ())
    found: dict[str, list[dict[str, Any]]] = {}
    for step in sound_steps(timeline, built_in()["web"], dict.fromkeys(PERFORMERS, "s")):
        found.setdefault(step.kind, []).append(json.loads(step.spec))
    return found


@pytest.mark.parametrize(
    ("in_point", "window", "first"),
    [
        (Fraction(0), [0, 600], 0),
        (Fraction(595), [0, 600], 595 * 48_000),
        (Fraction("595.001"), [0, 1200], 28_560_048),
        (Fraction(600), [600, 1200], 0),
        (Fraction("6630.5"), [6600, 7200], 30 * 48_000 + 24_000),
    ],
)
def test_of_hours_the_windows_around_a_stretch_are_kept(in_point: Fraction, window: list[int], first: int) -> None:
    """Five seconds each: 125 frames."""
    made = steps(replace(VOICE, in_point=in_point))
    assert made["pcm"][0]["window"] == window
    assert [clip["from"] for clip in made["mix"][0]["clips"]] == [first]
    level = made["loudness"][0]
    assert (level["from"], level["length"], level["offset"]) == (first, 240_000, window[0] * 48_000)


def test_ten_minutes_are_kept_whole_and_stretches_share_a_window() -> None:
    ten = replace(HOURS, duration=Fraction(600))
    assert steps(replace(VOICE, facts=ten, in_point=Fraction(500)))["pcm"][0]["window"] is None
    near = [replace(VOICE, in_point=Fraction(at)) for at in (610, 1100, 1300)]
    assert [one["window"] for one in steps(*near)["pcm"]] == [[600, 1200], [1200, 1800]]


def test_channels_are_kept_in_the_order_of_their_number() -> None:
    wide = replace(HOURS, channels=3, layout="FL+FR+LFE")
    made = steps(replace(VOICE, facts=wide))
    assert made["pcm"][0]["channels"] == {"of": 3, "sums": [[0], [1], [], [2], [], []]}
    assert made["mix"][0]["clips"][0]["channels"] == made["loudness"][0]["channels"] == 6


def test_damage_is_accepted_under_a_name() -> None:
    assert steps(VOICE)["loudness"][0]["accept"] is None
    assert steps(replace(VOICE, damaged=True))["loudness"][0]["accept"] == "talk"
