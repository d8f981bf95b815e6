"""The shapes of sound: levels, fades, loops, ducking, room tone. Part of the schema."""

from __future__ import annotations

from typing import ClassVar

from hitrec_cli.manifest import schema_types as t
from hitrec_cli.manifest.schema_source import POINT, SOURCE, File, SourceTime
from hitrec_cli.manifest.shape import Of, Shape, optional, required, usual
from hitrec_cli.manifest.values import Written
from hitrec_cli.manifest.values_sound import LoopLength
from hitrec_cli.model.segment import FadeShape, Pick


class Ducking(Shape):
    """How a bed goes down under speech, found by where somebody really speaks."""

    under: t.Under = usual("voice", t.UNDER, "What it gives way to.", "original")
    by: int = usual("12 dB", t.DEPTH, "How far.", "9 dB")
    attack: Written = usual("0.25s", t.TIME, "How long it takes to go down; it is down when speech begins.", "0.1s")
    hold: Written = usual("0.5s", t.TIME, "How long it stays down when speech pauses.", "1s")
    release: Written = usual("0.75s", t.TIME, "How long it takes to come back.", "2s")


class Fade(Shape):
    """Fades at the ends of a sound."""

    in_: Written | None = optional(t.TIME, "At its beginning.", "1s")
    out: Written | None = optional(t.TIME, "At its end.", "2s")
    shape: FadeShape = usual("s-curve", t.FADE_SHAPE, "The curve of both.", "exponential")


class Sound(Shape):
    """One sound over the segment."""

    one_of = ("voice", "music", "effect")
    fits: ClassVar = {"tempo": "loop", "beats": "tempo"}
    voice: Pick | File | None = optional(SOURCE, "Speech.", "rec-2010")
    music: Pick | File | None = optional(SOURCE, "Music, a bed or in front.", "rec-2011")
    effect: Pick | File | None = optional(SOURCE, "A sound effect.", "rec-2013")
    at: Written | None = optional(t.TIME, "When it begins in the segment.", "1s")
    in_: Written | SourceTime | None = optional(POINT, "Where in the source it begins; a loop, its bar 1.", "4.5s")
    for_: Written | None = optional(t.TIME, "How long it lasts; a loop goes on to the end of the segment.", "20s")
    level: int | None = optional(t.LEVEL, "Its loudness; without it, the one in `defaults`.", "-20 LUFS")
    gain: int = usual("0 dB", t.GAIN, "How much louder or softer than its level.", "-6 dB")
    loop: LoopLength | None = optional(
        t.LOOP, "Repeat it: as many bars, so much time, or (`on`) all whole bars or all of it.", "8 bars", "on", "4s"
    )
    tempo: int | None = optional(t.TEMPO, "Beats per minute: its loop joins at bar lines.", "96 bpm")
    beats: int = usual("4", t.BEATS, "Beats to the bar.", 3)
    duck: Ducking | None = optional(Of(Ducking), "How it gives way to speech.", {"under": "voice", "by": "12 dB"})
    fade: Fade | None = optional(Of(Fade), "Fades at its ends.", {"in": "1s", "out": "2s"})
    crossfade: Written | None = optional(
        t.TIME, "Fade over from the sound of its role before it, which ends with this.", "2s"
    )
    damaged: str | None = optional(t.ACCEPT, "`accept`: use it in spite of decode errors.", "accept")


class RoomTone(Shape):
    """A soft tone under a whole segment, so that no gap in its speech falls to digital silence."""

    fits: ClassVar = {"in": "source", "for": "source"}
    source: Pick | File | None = optional(
        SOURCE, "A recording of the room; without it, pink noise is made.", "rec-2013"
    )
    in_: Written | SourceTime | None = optional(POINT, "Where in the recording it begins.", "2s")
    for_: Written | None = optional(t.TIME, "How much of the recording is repeated; without it, all.", "4s")
    level: int = usual("-60 LUFS", t.LEVEL, "Its loudness.", "-55 LUFS")


class Stretch(Shape):
    """A stretch of the segment's sound."""

    at: Written = required(t.TIME, "When it begins in the segment.", "14.2s")
    for_: Written = required(t.TIME, "How long it lasts.", "0.4s")
