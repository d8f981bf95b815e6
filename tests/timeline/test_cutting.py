"""Where the picture is cut: everywhere once, at the edges of transitions, and by the segment's own making only."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitrec_cli.base.timecode import NTSC, Rate
from hitrec_cli.model.segment import CUT, Transition
from hitrec_cli.timeline.cutting import cells, cut
from hitrec_cli.timeline.timeline import Clip, ColorPicture, SegmentRange, Timeline

GOP = 30
Kind = Literal["cut", "dissolve", "dip"]
KINDS: tuple[Kind, ...] = ("cut", "dissolve", "dip")
Shape = list[tuple[int, Transition]]
"""A segment: length and transition of each of its clips."""


def laid(*segments: Shape, rate: Rate = NTSC) -> Timeline:
    position, ranges, clips = 0, [], []
    for number, shape in enumerate(segments):
        start = position
        for length, transition in shape:
            clips.append(Clip(position, length, ColorPicture("#102030"), f"s{number}", transition=transition))
            position += length
        ranges.append(SegmentRange(f"s{number}", "story", "", start, position - start))
    return Timeline("e", "online", rate, (320, 180), 0, True, -2400, tuple(ranges), tuple(clips), ())


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    clips: Shape = []
    for _ in range(draw(st.integers(1, 5))):
        length = draw(st.one_of(st.integers(1, 60), st.integers(1, 1500)))
        kind: Kind = draw(st.sampled_from(KINDS))
        room = length if kind == "dissolve" else 2 * length
        if clips and kind == "dip":
            room = min(room, clips[-1][0])
        over = draw(st.integers(1, max(1, min(room, 90))))
        clips.append((length, Transition(kind, over) if over <= room else CUT))
    return clips


def edges(shape: Shape) -> set[int]:
    """First and last frame of every transition, from the segment's start: a dip is centered on its cut."""
    found, position = set(), 0
    for length, transition in shape:
        if transition.kind == "dissolve":
            found |= {position, position + transition.duration}
        elif transition.kind == "dip":
            before = transition.duration // 2
            found |= {position - before, position - before + transition.duration}
        position += length
    return {edge for edge in found if 0 < edge < position}


def span_lengths(timeline: Timeline, gop: int = GOP) -> list[int]:
    return [end - start for start, end in cut(timeline, gop)]


@settings(max_examples=50)
@given(st.lists(shapes(), min_size=1, max_size=4), st.sampled_from([12, 15, 30]),
       st.sampled_from([NTSC, Rate(25), Rate(24_000, 1001), Rate(60)]))  # fmt: skip
def test_every_frame_once_and_no_span_too_long_or_too_short(segments: list[Shape], gop: int, rate: Rate) -> None:
    timeline = laid(*segments, rate=rate)
    spans = cut(timeline, gop)
    assert spans[0][0] == 0 and spans[-1][1] == timeline.frames
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    ten_seconds = 10 * {NTSC: 30, Rate(25): 25, Rate(24_000, 1001): 24, Rate(60): 60}[rate]
    starts = {segment.start for segment in timeline.segments}
    assert starts <= {start for start, _ in spans}
    for start, end in spans:
        assert end - start <= ten_seconds
        whole = next(one for one in timeline.segments if one.start <= start < one.end)
        assert end - start >= min(ten_seconds // 5, whole.duration)


@settings(max_examples=50)
@given(shapes())
def test_cuts_lie_at_the_edges_of_transitions(shape: Shape) -> None:
    """Unless a cut so near is there that the piece between would be shorter than two seconds."""
    timeline = laid(shape)
    cuts = {start for start, _ in cut(timeline, GOP)} | {timeline.frames}
    for edge in edges(shape):
        assert any(abs(edge - one) < 60 for one in cuts)
    plain = [start for start, _ in cut(timeline, GOP) if start]
    clips = {clip.start for clip in timeline.picture}
    for one in plain:  # and every other one at an edit, or on the GOP
        assert one in edges(shape) or one in clips or one % GOP == 0


@settings(max_examples=50)
@given(shapes(), st.lists(shapes(), max_size=3), st.lists(shapes(), max_size=2))
def test_neighbours_have_no_say(shape: Shape, before: list[Shape], after: list[Shape]) -> None:
    """But for a dip that begins the next segment: it reaches back into this one."""
    if after and after[0][0][1].kind == "dip":
        after[0][0] = (after[0][0][0], CUT)
    alone = span_lengths(laid(shape))
    timeline = laid(*before, shape, *after)
    segment = timeline.segments[len(before)]
    among = [end - start for start, end in cut(timeline, GOP) if segment.start <= start < segment.end]
    assert among == alone


def test_the_next_segments_dip_reaches_back() -> None:
    dip = Transition("dip", 60)
    assert span_lengths(laid([(200, CUT)], [(100, CUT)])) == [200, 100]
    assert span_lengths(laid([(200, CUT)], [(100, dip)])) == [200, 100]  # 30 frames on either side are too few
    dip = Transition("dip", 130)
    assert span_lengths(laid([(200, CUT)], [(200, dip)])) == [135, 65, 65, 135]


LENGTHS = st.lists(st.integers(1, 500), min_size=1, max_size=9)


def starts(lengths: list[int]) -> list[int]:
    return [sum(lengths[:number]) for number in range(len(lengths))]


@given(LENGTHS, st.sampled_from([12, 15]), st.integers(1, 6))
def test_cells_lie_on_one_grid(lengths: list[int], gop: int, groups: int) -> None:
    found = cells(starts(lengths), sum(lengths), gop, groups)
    assert found[0][0] == 0 and found[-1][1] == sum(lengths)
    assert all(before[1] == after[0] for before, after in pairwise(found))
    assert all(start % gop == 0 for start, _ in found)
    assert all(groups <= (end - start) // gop < 2 * groups for start, end in found[:-1])
    assert 0 < found[-1][1] - found[-1][0] < 2 * groups * gop


@given(st.lists(st.integers(150, 500), min_size=2, max_size=6), st.integers(1, 20), st.data())
def test_what_moves_by_whole_gops_keeps_its_cells(lengths: list[int], more: int, data: st.DataObject) -> None:
    """All of them from the one on that holds the next segment's first frame."""
    changed = data.draw(st.integers(0, len(lengths) - 2))
    longer = [length + more * 15 * (number == changed) for number, length in enumerate(lengths)]
    before, after = (cells(starts(one), sum(one), 15, 4) for one in (lengths, longer))
    edge = sum(lengths[: changed + 1])
    kept = {(start + more * 15, end + more * 15) for start, end in before if end > edge}
    assert kept and kept <= set(after)
    assert {cell for cell in before if cell[1] <= sum(lengths[:changed])} <= set(after)


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([2698, 300], [*range(0, 2580, 60), 2580, 2685, 2745, 2805, 2865, 2925]),  # 7 GOPs, then the programme's first
        ([60, 60], [0, 60]),
        ([60, 59], [0]),  # less than a cell is none of its own
        ([59, 300], [0, 60, 120, 180, 240]),  # the second begins in the first group of four
        ([74, 121], [0, 60, 120]),
        ([7], [0]),
    ],
)
def test_cells_by_hand(lengths: list[int], expected: list[int]) -> None:
    assert [start for start, _ in cells(starts(lengths), sum(lengths), 15, 4)] == expected


@pytest.mark.parametrize(
    ("shape", "rate", "lengths"),
    [
        ([(300, CUT)], NTSC, [300]),
        ([(301, CUT)], NTSC, [240, 61]),  # 300 would leave one frame, less than two seconds: two GOPs earlier
        ([(700, CUT)], NTSC, [300, 300, 100]),
        ([(250, CUT)], Rate(25), [180, 70]),  # ten seconds are 240 frames here: whole GOPs
        ([(210, CUT), (205, CUT), (205, CUT)], NTSC, [210, 205, 205]),  # edit points in the last third
        ([(150, CUT), (250, CUT)], NTSC, [300, 100]),  # this one is not
        ([(100, CUT), (100, Transition("dissolve", 40))], NTSC, [100, 100]),  # a dissolve with what it leads to
        ([(100, CUT), (130, Transition("dissolve", 60))], NTSC, [100, 60, 70]),
        ([(100, CUT), (100, Transition("dip", 41))], NTSC, [80, 120]),
        ([(7, CUT)], NTSC, [7]),
    ],
)
def test_by_hand(shape: Shape, rate: Rate, lengths: list[int]) -> None:
    assert span_lengths(laid(shape, rate=rate)) == lengths
