"""Where the picture is cut into spans: a pure function of one segment and the profile's GOP.

A stream of constant rate is the exception: `cells` cuts the whole file on one grid.

Cuts lie at segment boundaries, at the edges of transitions, and within a segment so that no span is longer than ten
seconds: on an edit point in the last third of that maximum where there is one, else on the profile's GOP counted from
the segment's start. A piece shorter than two seconds joins its neighbour: each piece enters its clips anew, decoding
them from the keyframe before, and a dissolve is best made with the clip that it leads to. Cores, neighbours, total
length and machine have no say, so an edit renders anew only what it touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hitrec_cli.base.timecode import Rate
from hitrec_cli.timeline.timeline import Clip, Timeline

LONGEST_SECONDS = 10
"""Nominal seconds that a span lasts at most."""

LEAST_SECONDS = 2
"""Nominal seconds that a span lasts at least, where its segment does."""


def longest_span(rate: Rate, gop: int) -> int:
    """Frames of the longest span: ten nominal seconds, down to whole GOPs."""
    return max(gop, LONGEST_SECONDS * rate.nominal // gop * gop)


def cut(timeline: Timeline, gop: int) -> tuple[tuple[int, int], ...]:
    """All spans as (first frame, frame after the last), in order, without holes."""
    spans: list[tuple[int, int]] = []
    for segment in timeline.segments:
        clips = [clip for clip in timeline.picture if segment.start <= clip.start < segment.end]
        following = next((clip for clip in timeline.picture if clip.start == segment.end), None)
        edges = _transition_edges(clips, following, segment.start, segment.end)
        edits = [clip.start - segment.start for clip in clips]
        for start, end in _pieces(segment.duration, edges, edits, gop, timeline.rate):
            spans.append((segment.start + start, segment.start + end))
    return tuple(spans)


def cells(starts: Iterable[int], frames: int, gop: int, groups: int) -> tuple[tuple[int, int], ...]:
    """Cells of a file of so many frames as (first frame, frame after the last), all on its grid of GOPs.

    They have `groups` GOPs, and count anew from the GOP in which a segment begins (`starts`, in order): what moves by
    whole GOPs keeps its cells. A rest of fewer GOPs belongs to the cell before it.
    """
    least = gop * groups
    begins = [0]
    for start in starts:
        at = start // gop * gop
        if at - begins[-1] >= least and frames - at >= least:
            begins.append(at)
    found: list[tuple[int, int]] = []
    for begin, end in zip(begins, [*begins[1:], frames], strict=True):
        count = max(1, (end - begin) // least)
        edges = [begin + number * least for number in range(count)]
        found += zip(edges, [*edges[1:], end], strict=True)
    return tuple(found)


def transition_range(clip: Clip) -> tuple[int, int]:
    """First frame and frame after the last that a clip's transition covers on the timeline (empty for a cut)."""
    length = clip.transition.duration
    if clip.transition.kind == "dissolve":
        return clip.start, clip.start + length
    if clip.transition.kind == "dip":
        return clip.start - length // 2, clip.start + length - length // 2
    return clip.start, clip.start


def _transition_edges(clips: Iterable[Clip], following: Clip | None, start: int, end: int) -> list[int]:
    """Edges inside the segment, from its start. A following segment's dip reaches back into this one."""
    ranges = [transition_range(clip) for clip in clips]
    if following is not None and following.transition.kind == "dip":
        ranges.append(transition_range(following))
    return sorted({edge - start for pair in ranges if pair[0] < pair[1] for edge in pair if start < edge < end})


def _pieces(duration: int, edges: Sequence[int], edits: Sequence[int], gop: int, rate: Rate) -> list[tuple[int, int]]:
    """Cut one segment of `duration` frames; all positions count from its start."""
    least, longest = LEAST_SECONDS * rate.nominal, longest_span(rate, gop)
    points = [0]
    for edge in edges:
        if edge - points[-1] >= least and duration - edge >= least:
            points.append(edge)
    pieces: list[tuple[int, int]] = []
    for start, end in zip(points, [*points[1:], duration], strict=True):
        while end - start > longest:
            middle = _break(start, end, edits, gop, longest, least)
            pieces.append((start, middle))
            start = middle
        pieces.append((start, end))
    return pieces


def _break(start: int, end: int, edits: Sequence[int], gop: int, longest: int, least: int) -> int:
    """Where a piece that is too long is cut: the last edit point in the last third of the maximum, else a GOP edge."""
    good = [edit for edit in edits if start + longest * 2 // 3 <= edit <= start + longest and end - edit >= least]
    if good:
        return good[-1]
    edge = (start + longest) // gop * gop
    while end - edge < least:
        edge -= gop
    return max(edge, start + 1)
