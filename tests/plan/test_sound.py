"""What the mixes of segments are told of a sound that crosses from one into the next: one sound, at one place."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from hitrec_cli.base.timecode import NTSC, Rate
from hitrec_cli.engine.perform import PERFORMERS
from hitrec_cli.library.profiles import built_in
from hitrec_cli.model.media import SoundFacts
from hitrec_cli.plan.sound import sound_steps
from hitrec_cli.timeline.timeline import SegmentRange, SoundClip, Timeline

WEB = built_in()["web"]
FACTS = SoundFacts(1, 2, "stereo", 48_000, Fraction(60))
LAG = SoundClip("original", "a", "a" * 64, "mov", FACTS, Fraction(0), Fraction(1, 3), 0, 62)
LEAD = SoundClip("original", "b", "b" * 64, "mov", FACTS, Fraction(0), Fraction(1, 7), -15, 55)


def specs(lead: int, rate: Rate) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The two mixes, and the programme, of segments of 50 and 40 frames that begin at frame `lead`."""
    before = SegmentRange("lead", "host", "", 0, lead)
    one = SegmentRange("one", "host", "", lead, 50, (LAG, replace(LEAD, start=35, home=50)))
    two = SegmentRange("two", "host", "", lead + 50, 40, (replace(LAG, start=-50, home=-50), LEAD))
    line = Timeline("e", "online", rate, (320, 180), 0, False, -2400, (before, one, two), (), ())
    steps = sound_steps(line, WEB, dict.fromkeys(PERFORMERS, "s"))
    found = [json.loads(step.spec) for step in steps]
    return [spec for spec, step in zip(found, steps, strict=True) if step.kind == "mix"], found[-1]


@pytest.mark.parametrize("rate", [NTSC, Rate(25)])
@pytest.mark.parametrize("lead", range(6))
def test_it_goes_on_with_the_next_sample(lead: int, rate: Rate) -> None:
    """Wherever rounding puts the edge on the timeline: the second mix's first sample follows the first one's last."""
    (one, two), programme = specs(lead, rate)
    taken = programme["parts"][1]["samples"]
    assert one["samples"] == taken
    for first, second in zip(one["clips"], two["clips"], strict=True):
        assert second["start"] == first["start"] - taken
        assert {**first, "start": 0} == {**second, "start": 0}


def test_levels_glide_while_both_are_heard() -> None:
    _, programme = specs(0, Rate(25))
    assert [part.get("over") for part in programme["parts"]] == [None, None, [15 * 1920, 12 * 1920]]


def test_a_lead_of_part_of_a_frame_too_much_begins_with_the_file() -> None:
    short = replace(LEAD, start=-15, in_point=Fraction(-1, 1000))
    one = SegmentRange("one", "host", "", 0, 50, (replace(short, start=35, home=50),))
    two = SegmentRange("two", "host", "", 50, 40, (short,))
    line = Timeline("e", "online", Rate(25), (320, 180), 0, False, -2400, (one, two), (), ())
    steps = sound_steps(line, WEB, dict.fromkeys(PERFORMERS, "s"))
    (clip, _) = [json.loads(step.spec)["clips"][0] for step in steps if step.kind == "mix"]
    assert (clip["from"], clip["start"], clip["length"]) == (0, 35 * 1920 + 48, 55 * 1920 - 48)
