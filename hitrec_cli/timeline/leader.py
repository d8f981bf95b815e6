"""The leader laid out: a timeline before the programme, one after it, and the tones of the first.

Both are timelines of their own: the programme's frames, spans and loudness know nothing of them. Lengths are seconds of
timecode, so that each part begins at a round address: at 29.97 drop frame a leader of 90 s is 2698 frames.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hitrec_cli.base.timecode import Rate, seconds_before
from hitrec_cli.model.leader import Leader
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_leader import number_card, slate_card
from hitrec_cli.timeline.timeline import (
    BarsPicture,
    Clip,
    ColorPicture,
    LetteredPicture,
    Picture,
    SegmentRange,
    Timeline,
)

BLACK = ColorPicture("#000000")
TONE, TICK = 1000, 400
"""Hertz of the bars' tone and of the 2-pop; of the ticks of the numbers before it."""


@dataclass(frozen=True, slots=True)
class Tone:
    """A sine from `start` for `duration` frames of the head; `level` is its peak in hundredths of a dBFS."""

    start: int
    duration: int
    hertz: int
    level: int


@dataclass(frozen=True, slots=True)
class Surround:
    """What lies around a programme. A part of no frames is a timeline without segments."""

    head: Timeline
    tones: tuple[Tone, ...]
    tail: Timeline


def surround(timeline: Timeline, leader: Leader, stage: Stage, slate: Sequence[tuple[str, str]]) -> Surround:
    """The leader of a programme. `slate`: what the slate tells, label and value.

    Raises TimeError where the programme's first timecode leaves no room for it.
    """
    begin = _Clock(timeline.start, timeline.rate, timeline.drop)
    start = begin.before(leader.seconds)
    length = timeline.start - start
    bars, slates, black = (begin.before(at) - start for at in
                           (leader.seconds, leader.slate + leader.black, leader.black))  # fmt: skip
    numbers = [(begin.before(number) - start, number) for number in range(leader.count, 1, -1)]
    shown: list[tuple[str, int, int, Picture]] = [
        ("bars", bars, slates, BarsPicture(leader.colors)),
        ("slate", slates, black, LetteredPicture(slate_card(stage, slate))),
        *_countdown(stage, black, length, numbers),
    ]
    tones = [Tone(bars, slates - bars, TONE, leader.tone)] if slates > bars else []
    tones += [Tone(at, 1, TICK if number > 2 else TONE, leader.tone) for at, number in numbers]
    tail = leader.tail * timeline.rate.nominal
    return Surround(
        _timeline(timeline, start, shown),
        tuple(tones),
        _timeline(timeline, timeline.start + timeline.frames, [("tail", 0, tail, BLACK)]),
    )


def _countdown(
    stage: Stage, black: int, end: int, numbers: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, int, int, Picture]]:
    """Black, each number for its second, the 2 for one frame, black."""
    at = black
    for place, number in numbers:
        yield ("black", at, place, BLACK)
        at = place + 1 if number == 2 else next(after for after, other in numbers if other == number - 1)
        yield (f"number-{number}", place, at, LetteredPicture(number_card(stage, number)))
    yield ("black", at, end, BLACK)


def _timeline(timeline: Timeline, start: int, shown: Sequence[tuple[str, int, int, Picture]]) -> Timeline:
    parts = [(f"{name}-{number}", at, end - at, picture) for number, (name, at, end, picture) in enumerate(shown)
             if end > at]  # fmt: skip
    return replace(
        timeline,
        start=start,
        segments=tuple(SegmentRange(name, "graphic", "", at, length) for name, at, length, _ in parts),
        picture=tuple(Clip(at, length, picture, name) for name, at, length, picture in parts),
        supers=(),
    )


@dataclass(frozen=True, slots=True)
class _Clock:
    start: int
    rate: Rate
    drop: bool

    def before(self, seconds: int) -> int:
        """The frame whose address is so many seconds earlier."""
        return seconds_before(self.start, seconds, self.rate, drop=self.drop)
