"""The captions of a version: those of its segments and clips, moved to its timeline, clipped at its cuts, merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from hitrec_cli.base.timecode import Rate, round_half_up
from hitrec_cli.model.captions import Caption, CaptionFile, Cue
from hitrec_cli.model.episode import Episode
from hitrec_cli.model.segment import Pick
from hitrec_cli.timeline.timeline import MediaPicture, Timeline


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a file's captions belong: its time 0 lies at frame `zero` of the timeline, and it is heard from frame
    `first` to the one before `end`. `zero` is exact: a clip may begin between two frames of the timeline."""

    pick: Pick
    zero: Fraction
    first: int
    end: int


def placements(episode: Episode, timeline: Timeline) -> Iterator[Placement]:
    """Every place of a timeline that has captions, in order.

    A segment's count from its first frame, a clip's from the first picture of its file.
    """
    rate = timeline.rate.fraction
    for segment, place in zip(episode.in_version(timeline.version), timeline.segments, strict=True):
        if segment.captions is not None:
            yield Placement(segment.captions, Fraction(place.start), place.start, place.end)
        clips = [clip for clip in timeline.picture if place.start <= clip.start < place.end]
        for item, clip in zip(segment.picture, clips, strict=False) if len(clips) == len(segment.picture) else ():
            if item.captions is not None and isinstance(clip.picture, MediaPicture):
                zero = clip.start - clip.picture.in_point * rate
                yield Placement(item.captions, zero, clip.start, clip.end)


def placed(place: Placement, cues: Iterable[Cue], rate: Rate) -> tuple[Caption, ...]:
    """A file's captions in whole frames, those that its place shows, clipped at its ends."""
    found = []
    for number, cue in enumerate(cues, 1):
        start, end = (round_half_up(place.zero + at * rate.fraction) for at in (cue.start, cue.end))
        start, end = max(start, place.first), min(end, place.end)
        if start < end:
            found.append(Caption(start, end, cue.lines, cue.top, (place.pick.id, number, place.pick.mark)))
    return tuple(found)


def merged(captions: Iterable[Caption]) -> tuple[Caption, ...]:
    """In order of time, one at a time: each ends where the next begins; what begins together is shown together."""
    line: list[Caption] = []
    for one in sorted(captions, key=lambda caption: caption.start):
        before = line[-1] if line else None
        if before is not None and before.start == one.start:
            both = (*before.lines, *one.lines)
            line[-1] = replace(before, end=max(before.end, one.end), lines=both, top=before.top and one.top)
            continue
        if before is not None and before.end > one.start:
            line[-1] = replace(before, end=one.start)
        line.append(one)
    return tuple(line)


def captions_of(episode: Episode, timeline: Timeline, files: Mapping[str, CaptionFile]) -> tuple[Caption, ...]:
    """What a version shows. `files`: the captions of each pick that is named, by its id."""
    found: list[Caption] = []
    for place in placements(episode, timeline):
        file = files.get(place.pick.id)
        if file is not None:
            found += placed(place, file.cues, timeline.rate)
    return merged(found)
