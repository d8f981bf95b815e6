"""The lower thirds that a kind of segment brings where its manifest has no super."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hitrec_cli.model.segment import Segment, Super
from hitrec_cli.timeline.kinds import KINDS
from hitrec_cli.timeline.materials import Materials
from hitrec_cli.timeline.timeline import SoundClip

AT, MUSIC_FOR, SPEAKER_FOR, LEAST = 1, 6, 5, 2
"""Seconds after which a strap comes, how long one of music and one of a speaker stays, and the least of these."""


def straps(segment: Segment, materials: Materials, sound: Sequence[SoundClip], duration: int) -> list[Super]:
    """Straps of a segment of some frames, none over another."""
    wanted = KINDS[segment.kind].strap
    if wanted == "music":
        return list(_music(segment, materials, duration))
    return list(_speakers(segment, materials, sound, duration)) if wanted == "speakers" else []


def _music(segment: Segment, materials: Materials, duration: int) -> Iterator[Super]:
    """The leading music: its title, and who made it."""
    second = materials.stage.rate.nominal
    leading = next((sound for sound in segment.sound if sound.role == "music"), None)
    piece = materials.get(leading.pick.id) if leading else None
    at = AT * second
    if piece is not None and duration > at + second:
        length = min(MUSIC_FOR * second, duration - at)
        yield Super("lower-third", piece.title, ", ".join(piece.artists), at, length, segment.mark)


def _speakers(segment: Segment, materials: Materials, sound: Sequence[SoundClip], duration: int) -> Iterator[Super]:
    """Those who are heard, in a voice or in a clip's own sound: their names, once each, over what they gave."""
    second, free = materials.stage.rate.nominal, 0
    named: set[tuple[str, ...]] = set()
    for clip in sorted(sound, key=lambda one: one.start):
        piece = materials.get(clip.pick) if clip.role in ("voice", "original") else None
        if piece is None or not piece.artists or piece.artists in named:
            continue
        at = max(clip.start + AT * second, free)
        length = min(SPEAKER_FOR * second, min(clip.start + clip.duration, duration) - at)
        if length >= LEAST * second:
            named.add(piece.artists)
            free = at + length
            yield Super("lower-third", ", ".join(piece.artists), piece.title, at, length, segment.mark)
