"""Layout of one segment's sound, from the segment's start: the clips' own sound, then what the manifest adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from hitrec_cli.model.episode import Episode
from hitrec_cli.model.segment import PictureItem, Segment, SoundItem
from hitrec_cli.timeline.kinds import KINDS
from hitrec_cli.timeline.layout_picture import in_seconds
from hitrec_cli.timeline.materials import Materials
from hitrec_cli.timeline.timeline import Clip, MediaPicture, SoundClip


@dataclass(frozen=True, slots=True)
class Before:
    """The clip before a segment and the sound of the segment that it ends: a dissolve lets both run on."""

    clip: Clip
    sound: tuple[SoundClip, ...]
    duration: int


def lay_sound(
    segment: Segment,
    episode: Episode,
    materials: Materials,
    clips: Sequence[Clip],
    before: Before | None,
    duration: int,
) -> tuple[SoundClip, ...]:
    """All sounds of a segment."""
    heard = _run_on(clips, before, episode)
    heard += _original(segment, clips, materials, before)
    for item in segment.sound:
        clip = _placed(item, segment, episode, materials, duration)
        if clip is not None:
            heard.append(clip)
    return tuple(heard)


def _run_on(clips: Sequence[Clip], before: Before | None, episode: Episode) -> list[SoundClip]:
    """The last sound of the segment before, under a dissolve that begins this one."""
    if not clips or before is None or clips[0].transition.kind != "dissolve":
        return []
    length = clips[0].transition.duration
    return [
        replace(
            sound,
            in_point=sound.in_point + episode.format.rate.seconds(sound.duration),
            start=0,
            duration=length,
            fade_in=0,
            fade_out=0,
            cross_in=0,
            cross_out=length,
            duck=None,
        )
        for sound in before.sound
        if sound.role == "original" and sound.start + sound.duration == before.duration
    ]


def _original(segment: Segment, clips: Sequence[Clip], materials: Materials, before: Before | None) -> list[SoundClip]:
    """The clips' own sound. In a dissolve the outgoing one runs on by the handle and both cross over."""
    start = clips[0].start if clips else 0
    heard: list[SoundClip] = []
    for position, (clip, item) in enumerate(zip(clips, _laid(segment.picture, clips), strict=True)):
        after = clips[position + 1] if position + 1 < len(clips) else None
        own = _own_sound(clip, item, materials, clip.start - start, after)
        if own is not None:
            heard.append(own)
        outgoing = clips[position - 1] if position else (before.clip if before else None)
        _check_handle(clip, outgoing, materials)
    return heard


def _laid(items: Sequence[PictureItem], clips: Sequence[Clip]) -> Sequence[PictureItem | None]:
    """The item behind each clip; credits and breaks have clips without items."""
    if len(items) == len(clips):
        return items
    return [None] * len(clips)


def _own_sound(
    clip: Clip, item: PictureItem | None, materials: Materials, start: int, after: Clip | None
) -> SoundClip | None:
    picture = clip.picture
    if not isinstance(picture, MediaPicture) or item is None or not item.original:
        return None
    facts = materials.lock.get(picture.pick).facts
    if facts is None or facts.sound is None:
        return None
    cross_out = after.transition.duration if after is not None and after.transition.kind == "dissolve" else 0
    dip_in = clip.transition.duration - clip.transition.duration // 2 if clip.transition.kind == "dip" else 0
    dip_out = after.transition.duration // 2 if after is not None and after.transition.kind == "dip" else 0
    return SoundClip(
        role="original",
        pick=picture.pick,
        digest=picture.digest,
        format=picture.format,
        facts=facts.sound,
        origin=picture.facts.start,
        in_point=picture.in_point,
        start=start,
        duration=clip.duration + cross_out,
        gain=item.gain,
        fade_in=dip_in,
        fade_out=dip_out,
        cross_in=clip.transition.duration if clip.transition.kind == "dissolve" else 0,
        cross_out=cross_out,
    )


def _check_handle(clip: Clip, before: Clip | None, materials: Materials) -> None:
    """A dissolve needs the outgoing clip to go on for as long; only moving pictures can run out."""
    length = clip.transition.duration
    if clip.transition.kind != "dissolve" or before is None or not isinstance(before.picture, MediaPicture):
        return
    rate = materials.stage.rate
    source = before.picture
    last = source.in_point + rate.seconds(before.duration + length - 1)
    if last >= source.facts.duration:
        left = ceil((source.facts.duration - source.in_point) * rate.fraction) - before.duration
        materials.problem(
            "HR306", clip.transition.mark,
            f"the dissolve needs {length} frames of {source.pick} after its out point, it has {max(0, left)}",
            f"end {source.pick} earlier, or shorten the dissolve",
        )  # fmt: skip


def _placed(
    item: SoundItem, segment: Segment, episode: Episode, materials: Materials, duration: int
) -> SoundClip | None:
    """One sound of the manifest, or None with a problem noted."""
    locked = materials.lock.get(item.pick.id)
    if locked.state != "ok" or locked.facts is None:
        materials.problem("HR301", item.pick.mark, f"{item.pick.id} is {locked.state}: {locked.reason or 'no file'}",
                          "put the file where the catalog says, or choose another pick", missing=True)  # fmt: skip
        return None
    facts = locked.facts
    if facts.sound is None:
        materials.problem("HR302", item.pick.mark, f"{item.pick.id} has no sound", "choose a pick that can be heard")
        return None
    rate = episode.format.rate
    in_point = in_seconds(item.in_point, facts, materials, item.mark)
    left = int((facts.sound.duration - in_point) * rate.fraction)
    room = duration - item.at
    length = item.duration if item.duration is not None else min(left, room)
    if room <= 0 or length <= 0 or length > room:
        materials.problem("HR311", item.mark, f"{item.pick.id} sounds beyond the end of segment {segment.id}",
                          "let it begin earlier or last shorter")  # fmt: skip
        return None
    if item.duration is not None and length > left + 1:
        materials.problem("HR303", item.mark, f"{item.pick.id} is asked for more sound than its file holds",
                          "begin earlier, or make it shorter")  # fmt: skip
        return None
    origin = facts.picture.start if facts.picture is not None else facts.sound.container_start
    return SoundClip(
        role=item.role,
        pick=item.pick.id,
        digest=locked.digest,
        format=facts.format,
        facts=facts.sound,
        origin=origin,
        in_point=in_point,
        start=item.at,
        duration=length,
        gain=item.gain,
        fade_in=item.fade_in,
        fade_out=item.fade_out,
        duck=item.duck if _may_duck(item, segment, materials) else None,
    )


def _may_duck(item: SoundItem, segment: Segment, materials: Materials) -> bool:
    """Leading music is never ducked: in a music segment, the first music that is heard."""
    if item.duck is None:
        return False
    if not KINDS[segment.kind].ducks_music:
        leading = next((sound for sound in segment.sound if sound.role == "music"), None)
        if leading is item:
            message = "leading music is never ducked in a music segment"
            materials.warning("HR314", item.mark, message, "take duck: away")
            return False
    return True
