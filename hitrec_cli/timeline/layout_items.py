"""Layout of what a manifest adds to a segment's sound: voices, music, effects; loops, crossfades, room tone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hitrec_cli.base.problems import Mark
from hitrec_cli.model.channels import NoDownmix, kept
from hitrec_cli.model.lock import LockedPick
from hitrec_cli.model.media import MediaFacts, SoundFacts
from hitrec_cli.model.segment import Segment, SoundItem
from hitrec_cli.timeline.kinds import KINDS
from hitrec_cli.timeline.layout_picture import in_seconds
from hitrec_cli.timeline.materials import Materials
from hitrec_cli.timeline.timeline import Repeat, SoundClip

BAR_JOIN = Fraction(1, 100)
"""Seconds in which a bar fades over into the first: shorter than an attack is heard to be late."""

JOIN = Fraction(1, 2)
"""Seconds in which a sound without bars fades over into its beginning, at most; a quarter of it where it is short."""

SHORTEST_LOOP = Fraction(1, 10)
"""Seconds under which a repeated sound becomes a tone."""

_SLACK = Fraction(1, 1000)
"""Seconds that a file may lack of its last bar: lengths are told in packets and rounded."""


def place_sounds(segment: Segment, materials: Materials, duration: int) -> list[SoundClip]:
    """The sounds of the manifest that can be laid, in its order."""
    placed: list[SoundClip] = []
    for item in segment.sound:
        clip = _placed(item, segment, materials, duration)
        if clip is None:
            continue
        if item.crossfade:
            clip = _take_over(item, clip, placed, materials)
        placed.append(clip)
    return placed


def _placed(item: SoundItem, segment: Segment, materials: Materials, duration: int) -> SoundClip | None:
    """One sound, or None with a problem noted."""
    locked = materials.lock.get(item.pick.id)
    if locked.state != "ok" or locked.facts is None:
        materials.problem("HR301", item.pick.mark, f"{item.pick.id} is {locked.state}: {locked.reason or 'no file'}",
                          "put the file where the catalog says, or choose another pick", missing=True)  # fmt: skip
        return None
    facts = locked.facts
    if facts.sound is None:
        materials.problem("HR302", item.pick.mark, f"{item.pick.id} has no sound", "choose a pick that can be heard")
        return None
    if not has_places(facts.sound, item.pick.id, item.pick.mark, materials):
        return None
    in_point = in_seconds(item.in_point, facts, materials, item.mark)
    available = facts.sound.end - _origin(facts, facts.sound) - in_point
    repeat = _repeat(item, available, materials) if item.loop is not None else None
    if item.loop is not None and repeat is None:
        return None
    length = _length(item, available, segment, materials, duration)
    if length is None:
        return None
    return _clip(item, locked, facts, facts.sound, in_point, length, repeat, _may_duck(item, segment, materials))


def _origin(facts: MediaFacts, sound: SoundFacts) -> Fraction:
    """The instant that in points count from: the first picture, or where the file's clock begins."""
    return facts.picture.start if facts.picture is not None else sound.container_start


def has_places(facts: SoundFacts, pick: str, mark: Mark, materials: Materials) -> bool:
    """Whether a sound's channels can be mixed down; else a problem is noted."""
    try:
        kept(facts.layout, facts.channels)
    except NoDownmix as problem:
        materials.problem("HR319", mark, f"the sound of {pick} cannot be mixed: {problem}",
                          "offer it in mono, stereo, 5.1 or 7.1")  # fmt: skip
        return False
    return True


def _length(item: SoundItem, available: Fraction, segment: Segment, materials: Materials, duration: int) -> int | None:
    """For how many frames it is heard; None with a problem noted. A loop never runs out."""
    room = duration - item.at
    left = room if item.loop is not None else int(available * materials.stage.rate.fraction)
    length = item.duration if item.duration is not None else min(left, room)
    if room <= 0 or length <= 0 or length > room:
        materials.problem("HR311", item.mark, f"{item.pick.id} sounds beyond the end of segment {segment.id}",
                          "let it begin earlier or last shorter")  # fmt: skip
        return None
    if item.loop is None and item.duration is not None and length > left + 1:
        materials.problem("HR303", item.mark, f"{item.pick.id} is asked for more sound than its file holds",
                          "begin earlier, make it shorter, or repeat it with loop:")  # fmt: skip
        return None
    return length


def _clip(
    item: SoundItem,
    locked: LockedPick,
    facts: MediaFacts,
    sound: SoundFacts,
    in_point: Fraction,
    length: int,
    repeat: Repeat | None,
    may_duck: bool,
) -> SoundClip:
    return SoundClip(
        role=item.role,
        pick=item.pick.id,
        digest=locked.digest,
        format=facts.format,
        facts=sound,
        origin=_origin(facts, sound),
        in_point=in_point,
        start=item.at,
        duration=length,
        gain=item.gain,
        level=item.level,
        fade_in=item.fade.start,
        fade_out=item.fade.end,
        fade_shape=item.fade.shape,
        repeat=repeat,
        duck=item.duck if may_duck else None,
        room_tone=item.room_tone,
        damaged=item.damaged,
    )


def _repeat(item: SoundItem, available: Fraction, materials: Materials) -> Repeat | None:
    """What is repeated of the `available` seconds after the in point; None with a problem noted."""
    loop = item.loop
    assert loop is not None
    if loop.bars and loop.bar is None:
        materials.problem("HR316", item.mark, f"nobody knows how long {loop.bars} bars of {item.pick.id} are",
                          "add its tempo: tempo: 96 bpm")  # fmt: skip
        return None
    if loop.seconds is not None and loop.bar is not None:
        materials.problem("HR316", item.mark, "the loop is a time, so its tempo joins nothing at bar lines",
                          "write the loop in bars, or take tempo: away")  # fmt: skip
        return None
    if loop.bar is not None:
        bars = max(1, loop.bars or int((available + _SLACK) / loop.bar))
        period, overlap, what = bars * loop.bar, BAR_JOIN, f"{bars} bars" if bars > 1 else "a bar"
    elif loop.seconds is not None:
        period, overlap, what = loop.seconds, min(JOIN, loop.seconds / 4), "the loop"
    else:
        overlap = min(JOIN, max(available, Fraction(0)) / 4)
        period, what = available - overlap, "the loop"
    if period > available + _SLACK:
        message = f"{item.pick.id} lasts {_s(available)} from its in point, {what} would be {_s(period)}"
        materials.problem("HR316", item.mark, message, "repeat less of it, begin earlier, or correct the tempo")
        return None
    if period < SHORTEST_LOOP:
        message = f"{_s(max(period, Fraction(0)))} of {item.pick.id} are too short to be repeated"
        materials.problem("HR316", item.mark, message, f"repeat {_s(SHORTEST_LOOP)} and more")
        return None
    return Repeat(period, overlap)


def _take_over(item: SoundItem, clip: SoundClip, placed: list[SoundClip], materials: Materials) -> SoundClip:
    """Let the sound of its role before it end with the crossfade in which `clip` takes over."""
    number = _before(clip, placed)
    if number is None:
        materials.problem("HR317", item.mark, f"no other {item.role} begins before {item.pick.id}",
                          "take crossfade: away, or write the sound that it follows before it")  # fmt: skip
        return clip
    before, ends = placed[number], clip.start + item.crossfade
    missing = max(ends - before.start - before.duration, item.crossfade - clip.duration)
    if missing > 0:
        short = before.pick if ends > before.start + before.duration else clip.pick
        seconds = _s(materials.stage.rate.seconds(missing))
        materials.problem("HR317", item.mark, f"{short} is {seconds} too short for the crossfade",
                          "let the sounds overlap for longer, or shorten the crossfade")  # fmt: skip
        return clip
    placed[number] = replace(before, duration=ends - before.start, fade_out=0, cross_out=item.crossfade)
    return replace(clip, fade_in=0, cross_in=item.crossfade)


def _before(clip: SoundClip, placed: Sequence[SoundClip]) -> int | None:
    """Where the last sound of the same role stands that begins before `clip`."""
    numbers = [n for n, one in enumerate(placed) if (one.role, one.room_tone) == (clip.role, False)]
    return next((n for n in reversed(numbers) if placed[n].start < clip.start), None)


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


def _s(seconds: Fraction) -> str:
    return f"{float(seconds):.2f} s"
