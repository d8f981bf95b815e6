"""The leader's frames and timecodes: worked out by hand from SMPTE ST 12-1, not by hitrec."""

from __future__ import annotations

import pytest

from hitrec_cli.base.timecode import NTSC, Rate, TimeError, seconds_before, timecode_at
from hitrec_cli.model.leader import EU, US, Leader
from hitrec_cli.model.look import Face
from hitrec_cli.timeline.leader import surround
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.timeline import BarsPicture, Clip, ColorPicture, LetteredPicture, SegmentRange, Timeline

HOUR = {30: 107_892, 25: 90_000}
"""Frames of an hour of drop frame at 29.97 and of one at 25."""


class Ruler:
    """Every character is half as wide as its size."""

    def width(self, text: str, size: int, face: Face, family: str) -> int:
        return -(-len(text) * size // 2)


def programme(rate: Rate, start: int, drop: bool) -> Timeline:
    return Timeline("show", "broadcast", rate, (320, 180), start, drop, -2400, (SegmentRange("a", "host", "", 0, 50),),
                    (Clip(0, 50, ColorPicture("#000000"), "a"),), ())  # fmt: skip


def stage(rate: Rate) -> Stage:
    return Stage(320, 180, rate, Ruler())


@pytest.mark.parametrize(
    ("seconds", "frames", "code"),
    [(90, 2698, "00:58:30;00"), (30, 900, "00:59:30;00"), (15, 450, "00:59:45;00"), (2, 60, "00:59:58;00"),
     (0, 0, "01:00:00;00")],
)  # fmt: skip
def test_drop_frame_before_the_hour(seconds: int, frames: int, code: str) -> None:
    """In 00:59 drop frame skips two numbers, before it in 00:58 the leader begins after the skipped ones."""
    found = seconds_before(HOUR[30], seconds, NTSC, drop=True)
    assert HOUR[30] - found == frames
    assert str(timecode_at(found, NTSC, drop=True)) == code


def test_an_address_that_is_skipped_is_the_next_one() -> None:
    ten_past = 62 * 60 * 30 + 10 * 30 - 2 * (62 - 6)  # 01:02:10;00
    assert str(timecode_at(ten_past, NTSC, drop=True)) == "01:02:10;00"
    assert str(timecode_at(seconds_before(ten_past, 10, NTSC, drop=True), NTSC, drop=True)) == "01:02:00;02"


def test_before_midnight_there_is_nothing() -> None:
    with pytest.raises(TimeError, match="before midnight"):
        seconds_before(30 * 30, 31, NTSC, drop=True)


def test_the_american_leader() -> None:
    made = surround(programme(NTSC, HOUR[30], True), US, stage(NTSC), (("Show", "Example"),))
    assert (made.head.start, made.head.frames, made.head.drop) == (HOUR[30] - 2698, 2698, True)
    parts = [(clip.start, clip.end, type(clip.picture)) for clip in made.head.picture]
    assert parts == [
        (0, 2698 - 900, BarsPicture),
        (2698 - 900, 2698 - 450, LetteredPicture),
        (2698 - 450, 2698 - 60, ColorPicture),
        (2698 - 60, 2698 - 59, LetteredPicture),  # the 2, for one frame
        (2698 - 59, 2698, ColorPicture),
    ]
    assert [(one.start, one.duration, one.hertz, one.level) for one in made.tones] == [
        (0, 1798, 1000, -2000), (2638, 1, 1000, -2000)
    ]  # fmt: skip
    assert (made.tail.start, made.tail.frames) == (HOUR[30] + 50, 150)


def test_the_european_leader() -> None:
    made = surround(programme(Rate(25), 10 * HOUR[25], False), EU, stage(Rate(25)), ())
    codes = [str(timecode_at(made.head.start + clip.start, Rate(25), drop=False)) for clip in made.head.picture]
    assert codes == ["09:59:30:00", "09:59:50:00", "09:59:57:00"]
    assert [(one.duration, one.level) for one in made.tones] == [(500, -1800)]
    assert made.tail.frames == 125


def test_a_countdown_from_five() -> None:
    leader = Leader(bars=0, slate=0, black=8, tail=0, count=5)
    made = surround(programme(Rate(25), HOUR[25], False), leader, stage(Rate(25)), ())
    kinds = [(clip.start, clip.duration, isinstance(clip.picture, LetteredPicture)) for clip in made.head.picture]
    assert kinds == [(0, 75, False), (75, 25, True), (100, 25, True), (125, 25, True), (150, 1, True), (151, 49, False)]
    assert [(one.start, one.hertz) for one in made.tones] == [(75, 400), (100, 400), (125, 400), (150, 1000)]
    assert made.tail.frames == 0
