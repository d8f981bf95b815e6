"""Layout: an episode, what its lock found out, and the names for its roll become a timeline.

Every problem is collected with its place; a timeline is given only when none is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hitrec_cli.base.problems import Problem, errors_of, in_order
from hitrec_cli.model.episode import Episode, caption_picks
from hitrec_cli.model.segment import Segment
from hitrec_cli.timeline.cutting import transition_range
from hitrec_cli.timeline.kinds import KINDS
from hitrec_cli.timeline.layout_credits import lay_strips
from hitrec_cli.timeline.layout_picture import lay_picture
from hitrec_cli.timeline.layout_sound import Laid, lay_sound
from hitrec_cli.timeline.layout_straps import straps
from hitrec_cli.timeline.lettering_supers import draw_super
from hitrec_cli.timeline.materials import Materials
from hitrec_cli.timeline.timeline import Clip, SegmentRange, SoundClip, Strip, SuperClip, Timeline


@dataclass(frozen=True, slots=True)
class Layout:
    """`draft` is as good as the problems allow; `timeline` is it where none of them is an error, else None."""

    draft: Timeline
    problems: tuple[Problem, ...]

    @property
    def timeline(self) -> Timeline | None:
        """What may be rendered."""
        return None if errors_of(self.problems) else self.draft


def lay_out(episode: Episode, version: str, materials: Materials) -> Layout:
    """The timeline of a version."""
    picture: list[Clip] = []
    supers: list[SuperClip] = []
    strips: list[Strip] = []
    position = 0
    chosen = episode.in_version(version)
    if episode.segments and not chosen:
        materials.problem("HR310", episode.mark, f"the {version} version has no segments", "add a segment to it")
    line: list[Laid] = []
    for segment in chosen:
        clips = lay_picture(segment, episode, materials, position)
        duration = sum(clip.duration for clip in clips)
        line.append(Laid(segment, clips, position, duration))
        _check_captions(segment, materials)
        strips += lay_strips(segment, episode, materials, position, duration)
        _check_length(segment, episode, materials, duration)
        picture += clips
        position += duration
    segments: list[SegmentRange] = []
    for here, sound in zip(line, lay_sound(line, materials), strict=True):
        segments.append(_range(here, sound))
        own = [clip for clip in sound if not clip.home]
        supers += _supers(here.segment, materials, here.start, here.duration, own)
    _check_dips(picture, materials)
    _check_slot(episode, materials, position)
    draft = Timeline(
        episode=episode.id,
        version=version,
        rate=episode.format.rate,
        raster=(episode.format.width, episode.format.height),
        start=episode.start,
        drop=episode.drop,
        level=episode.level,
        segments=tuple(segments),
        picture=tuple(picture),
        supers=tuple(supers),
        strips=tuple(strips),
    )
    return Layout(draft, in_order(materials.problems))


def _range(here: Laid, sound: tuple[SoundClip, ...]) -> SegmentRange:
    segment = here.segment
    return SegmentRange(segment.id, segment.kind, segment.title, here.start, here.duration, sound, segment.bleeps,
                        segment.mutes, segment.noise)  # fmt: skip


def _check_captions(segment: Segment, materials: Materials) -> None:
    for pick in caption_picks(segment):
        locked = materials.lock.get(pick.id)
        if locked.state != "ok":
            message = f"the captions {locked.id} are {locked.state}: {locked.reason}"
            hint = "put the file where the catalog says, or choose another pick"
            materials.problem("HR301", pick.mark, message, hint, missing=True)


def _supers(
    segment: Segment, materials: Materials, start: int, duration: int, sound: Sequence[SoundClip]
) -> list[SuperClip]:
    drawn = []
    for item in segment.supers or straps(segment, materials, sound, duration):
        if item.at + item.duration > duration:
            seconds = f"{float(materials.stage.rate.seconds(duration)):.2f} s"
            materials.problem("HR308", item.mark, f"the super lasts beyond its segment, which is {seconds} long",
                              "let it begin earlier or last shorter")  # fmt: skip
            continue
        drawn.append(SuperClip(start + item.at, item.duration, draw_super(materials.stage, item), segment.id))
    return drawn


def _check_length(segment: Segment, episode: Episode, materials: Materials, duration: int) -> None:
    longest = KINDS[segment.kind].longest
    if longest is not None and duration > episode.format.rate.frames(longest):
        seconds = float(episode.format.rate.seconds(duration))
        message = f"{segment.kind} {segment.id} lasts {seconds:.2f} s, more than {longest} s"
        materials.problem("HR309", segment.mark, message, "shorten it or give it another kind")


def _check_dips(picture: Sequence[Clip], materials: Materials) -> None:
    """The first half of a dip needs frames of the clip before it that no other transition has."""
    for before, clip in pairwise(picture):
        if clip.transition.kind != "dip":
            continue
        needed = clip.transition.duration // 2
        room = before.end - transition_range(before)[1]
        if needed > room:
            message = f"the dip takes {needed} frames of the clip before it, which has {max(0, room)} for it"
            materials.problem("HR305", clip.transition.mark, message, "shorten the dip, or lengthen the clip before it")


def _check_slot(episode: Episode, materials: Materials, duration: int) -> None:
    slot = episode.slot
    if slot is not None and abs(duration - slot.duration) > slot.tolerance:
        off = float(episode.format.rate.seconds(duration - slot.duration))
        message = f"the running time is {abs(off):.2f} s {'over' if off > 0 else 'under'} the slot"
        materials.warning("HR312", episode.mark, message, "change lengths, or the slot")
