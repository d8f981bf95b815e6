"""Layout of the sound: the clips' own, which may begin before and run on after its picture, then what is added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from hitrec_cli.base.problems import Mark
from hitrec_cli.model.media import SoundFacts
from hitrec_cli.model.segment import PictureItem, Segment
from hitrec_cli.timeline.layout_items import has_places, place_sounds
from hitrec_cli.timeline.materials import Materials
from hitrec_cli.timeline.timeline import Clip, MediaPicture, SoundClip


@dataclass(frozen=True, slots=True)
class Laid:
    """A segment whose picture was laid: its clips, where it begins on the timeline, and how many frames it has."""

    segment: Segment
    clips: Sequence[Clip]
    start: int
    duration: int


def lay_sound(line: Sequence[Laid], materials: Materials) -> list[tuple[SoundClip, ...]]:
    """All sounds of each segment. One that crosses a segment's edge is in both segments."""
    heard: list[list[SoundClip]] = [[] for _ in line]
    for number, here in enumerate(line):
        before = line[number - 1].clips[-1:] if number else ()
        after = line[number + 1].clips[:1] if number + 1 < len(line) else ()
        for clip, mark in _original(here, before, after, materials):
            heard[number].append(clip)
            _spill(clip, mark, number, line, heard, materials)
    return [
        (*sounds, *place_sounds(here.segment, materials, here.duration))
        for sounds, here in zip(heard, line, strict=True)
    ]


def _spill(
    clip: SoundClip, mark: Mark, home: int, line: Sequence[Laid], heard: list[list[SoundClip]], materials: Materials
) -> None:
    """Lay what a clip sounds before and after its own segment into those around it."""
    number, offset = home, 0
    while clip.start + offset < 0:
        number -= 1
        if _is_barred(number, line, clip, mark, materials):
            break
        offset += line[number].duration
        heard[number].append(replace(clip, start=clip.start + offset, home=offset))
    number, offset = home, 0
    while clip.start + clip.duration + offset > line[number].duration:
        offset -= line[number].duration
        number += 1
        if _is_barred(number, line, clip, mark, materials):
            break
        heard[number].append(replace(clip, start=clip.start + offset, home=offset))


def _is_barred(number: int, line: Sequence[Laid], clip: SoundClip, mark: Mark, materials: Materials) -> bool:
    """Whether no segment is there, or a break, in which nothing may sound; that is then told."""
    if number < 0:
        materials.problem("HR318", mark, f"the sound of {clip.pick} would begin before the programme", "shorten lead:")
    elif number == len(line):
        materials.problem("HR318", mark, f"the sound of {clip.pick} would run on after the programme", "shorten lag:")
    elif line[number].segment.kind == "break":
        message = f"the sound of {clip.pick} would be heard in the break {line[number].segment.id}"
        materials.problem("HR318", mark, message, "shorten lead: or lag:")
    else:
        return False
    return True


def _original(
    here: Laid, before: Sequence[Clip], after: Sequence[Clip], materials: Materials
) -> list[tuple[SoundClip, Mark]]:
    """The clips' own sound, and what the manifest says of each. `before`, `after`: the clips around the segment."""
    heard: list[tuple[SoundClip, Mark]] = []
    around: list[Clip | None] = [*(before or (None,)), *here.clips, *(after or (None,))]
    items = _laid(here.segment.picture, here.clips)
    for clip, outgoing, incoming, item in zip(here.clips, around, around[2:], items, strict=False):
        _check_handle(clip, outgoing, materials)
        own = _own_sound(clip, item, materials, clip.start - here.start, incoming) if item is not None else None
        if own is not None and item is not None:
            heard.append((own, item.mark))
    return heard


def _laid(items: Sequence[PictureItem], clips: Sequence[Clip]) -> Sequence[PictureItem | None]:
    """The item behind each clip; credits and breaks have clips without items."""
    if len(items) == len(clips):
        return items
    return [None] * len(clips)


def _own_sound(clip: Clip, item: PictureItem, materials: Materials, start: int, after: Clip | None) -> SoundClip | None:
    """A clip's own sound. In a dissolve the outgoing one runs on by the handle and both cross over."""
    picture = clip.picture
    if not isinstance(picture, MediaPicture):
        return None
    facts = materials.lock.get(picture.pick).facts
    heard = facts.sound if facts is not None and item.original else None
    _check_split(item, picture, heard, clip.duration, materials)
    if heard is None or not has_places(heard, picture.pick, item.mark, materials):
        return None
    change, leaving = clip.transition, after.transition if after is not None else None
    cross_out = min(leaving.duration, after.duration) if after and leaving and leaving.kind == "dissolve" else 0
    dip_in = change.duration - change.duration // 2 if change.kind == "dip" and not item.lead else 0
    dip_out = leaving.duration // 2 if leaving is not None and leaving.kind == "dip" and not item.lag else 0
    return SoundClip(
        role="original",
        pick=picture.pick,
        digest=picture.digest,
        format=picture.format,
        facts=heard,
        origin=picture.facts.start,
        in_point=picture.in_point - materials.stage.rate.seconds(item.lead),
        start=start - item.lead,
        duration=item.lead + clip.duration + max(item.lag, cross_out),
        gain=item.gain,
        level=item.level,
        fade_in=item.fade.start or dip_in,
        fade_out=item.fade.end or dip_out,
        fade_shape=item.fade.shape,
        cross_in=change.duration if change.kind == "dissolve" else 0,
        cross_out=cross_out,
        damaged=item.damaged,
    )


def _check_split(
    item: PictureItem, picture: MediaPicture, sound: SoundFacts | None, duration: int, materials: Materials
) -> None:
    """A lead needs sound before the in point, a lag sound after the out point."""
    rate = materials.stage.rate
    lead = rate.frames(picture.in_point) if sound is not None else 0
    lag = (
        max(0, ceil((sound.end - picture.facts.start - picture.in_point) * rate.fraction) - duration)
        if sound is not None
        else 0
    )
    if item.lead > lead:
        message = f"the lead needs {item.lead} frames of the sound of {picture.pick} before its in point, it has {lead}"
        materials.problem("HR315", item.mark, message, "begin it later in its source, or shorten lead:")
    if item.lag > lag:
        message = f"the lag needs {item.lag} frames of the sound of {picture.pick} after its out point, it has {lag}"
        materials.problem("HR315", item.mark, message, "end it earlier, or shorten lag:")


def _check_handle(clip: Clip, before: Clip | None, materials: Materials) -> None:
    """A dissolve needs the outgoing clip to go on for as long; only moving pictures can run out."""
    length = clip.transition.duration
    if clip.transition.kind != "dissolve" or before is None or not isinstance(before.picture, MediaPicture):
        return
    rate = materials.stage.rate
    source = before.picture
    if source.repeated:
        return
    last = source.in_point + rate.seconds(before.duration + length - 1)
    if last >= source.facts.duration:
        left = ceil((source.facts.duration - source.in_point) * rate.fraction) - before.duration
        materials.problem(
            "HR306", clip.transition.mark,
            f"the dissolve needs {length} frames of {source.pick} after its out point, it has {max(0, left)}",
            f"end {source.pick} earlier, or shorten the dissolve",
        )  # fmt: skip
