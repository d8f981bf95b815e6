"""A show by its segments: what was written, beside what layout made of it. Rules that count on lengths look at this."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from hitrec_cli.base.problems import Mark, errors_of
from hitrec_cli.base.timecode import timecode_at
from hitrec_cli.checks.show import Show
from hitrec_cli.model.segment import ClipSource, PictureItem, Segment, SoundItem, StillSource, Super, TextSource
from hitrec_cli.timeline.timeline import Clip, SegmentRange, SoundClip, SuperClip

Stretch = tuple[int, int]
"""First frame and frame after the last, from a segment's start."""

FINISHED = 7
"""What a finished show has and a sketch has not is asked of versions of so many segments and more."""


@dataclass(frozen=True, slots=True)
class Part:
    """One segment. `shots`, `sounds`, `supers`: what was laid, each with what it was made from.

    A super that no manifest has (a music segment's strap) comes with None. `sure`: everything that the segment names
    was laid, so that what is not there is really missing.
    """

    segment: Segment
    place: SegmentRange
    clips: tuple[Clip, ...]
    shots: tuple[tuple[PictureItem, Clip], ...]
    sounds: tuple[tuple[SoundItem, SoundClip], ...]
    supers: tuple[tuple[Super | None, SuperClip], ...]
    sure: bool


def parts(show: Show) -> Iterator[Part]:
    """All segments of the version, in order. One pass: nothing is looked for."""
    picture, supers = show.timeline.picture, show.timeline.supers
    clip = text = 0
    for segment, place in show.laid():
        first, above = clip, text
        while clip < len(picture) and picture[clip].start < place.end:
            clip += 1
        while text < len(supers) and supers[text].start < place.end:
            text += 1
        begun = picture[first:clip]
        shots = tuple(zip(segment.picture, begun, strict=True)) if len(segment.picture) == len(begun) else ()
        sounds = _sounds(segment, place)
        yield Part(
            segment, place, begun, shots, sounds, _supers(segment, place, supers[above:text]),
            sure=_is_sure(show, segment, len(shots), len(sounds)),
        )  # fmt: skip


def heard(part: Part) -> list[Stretch]:
    """Where something is heard, in order, without overlaps: sounds but for what is muted, and bleeps; no room tone."""
    sounding = _merged(stretch(one) for one in part.place.sound if not one.room_tone)
    for mute in part.place.mutes:
        sounding = list(_without(sounding, (mute.at, mute.at + mute.duration)))
    bleeps = ((one.at, one.at + one.duration) for one in part.place.bleeps)
    ends = part.place.duration
    found = _merged((*sounding, *bleeps))
    return [(max(first, 0), min(last, ends)) for first, last in found if first < ends and last > 0]


def shared(one: Stretch, other: Stretch) -> int:
    """Frames that two stretches have in common."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def level(show: Show, clip: SoundClip) -> int:
    """How loud a sound is meant to be, in hundredths of LUFS."""
    return clip.gain + (show.timeline.level if clip.level is None else clip.level)


def stretch(clip: SoundClip) -> Stretch:
    """When a sound is heard."""
    return clip.start, clip.start + clip.duration


def finished(show: Show) -> bool:
    """Whether what is missing is missing from a show, not from a sketch: it has many segments, and no errors yet."""
    return len(show.segments) >= FINISHED and not errors_of(show.told)


def frames(show: Show, seconds: Fraction | int) -> int:
    """A length in frames."""
    return show.timeline.rate.frames(Fraction(seconds))


def code(show: Show, frame: int) -> str:
    """The programme's timecode at a frame of the timeline."""
    line = show.timeline
    return str(timecode_at(line.start + frame, line.rate, drop=line.drop))


def transition_mark(item: PictureItem) -> Mark | None:
    """Where an item's own transition is written; None where it comes from the defaults."""
    mark = item.transition.mark
    return mark if mark.file == item.mark.file and mark > item.mark else None


def _sounds(segment: Segment, place: SegmentRange) -> tuple[tuple[SoundItem, SoundClip], ...]:
    """The sounds that were laid: they come in the manifest's order, and none comes that it does not have."""
    laid = [clip for clip in place.sound if clip.role != "original"]
    found: list[tuple[SoundItem, SoundClip]] = []
    for item in segment.sound:
        if len(found) < len(laid):
            clip = laid[len(found)]
            if (clip.role, clip.pick, clip.start) == (item.role, item.pick.id, item.at):
                found.append((item, clip))
    return tuple(found)


def _supers(
    segment: Segment, place: SegmentRange, laid: tuple[SuperClip, ...]
) -> tuple[tuple[Super | None, SuperClip], ...]:
    """Supers that last beyond the segment were not laid."""
    written = [one for one in segment.supers if one.at + one.duration <= place.duration]
    if len(written) == len(laid):
        return tuple(zip(written, laid, strict=True))
    return tuple((None, clip) for clip in laid) if not segment.supers else ()


def _is_sure(show: Show, segment: Segment, shots: int, sounds: int) -> bool:
    if segment.mark in show.broken or shots != len(segment.picture) or sounds != len(segment.sound):
        return False
    sources = (item.source for item in segment.picture)
    picks = [one.pick.id for one in sources if isinstance(one, ClipSource | StillSource | TextSource)]
    return all(show.lock.get(pick).state == "ok" for pick in picks)


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for first, last in sorted(stretches):
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


def _without(stretches: Iterable[Stretch], hole: Stretch) -> Iterator[Stretch]:
    for first, last in stretches:
        if first < min(last, hole[0]):
            yield first, min(last, hole[0])
        if max(first, hole[1]) < last:
            yield max(first, hole[1]), last
