"""What is heard in a segment, from its shapes to the model: sounds, loops, ducking, room tone, stretches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from hitrec_cli.manifest.picks import Picks
from hitrec_cli.manifest.times import Clock
from hitrec_cli.manifest.values import Written
from hitrec_cli.model.segment import Duck, Fade, FrameRange, InPoint, Loop, Pick, SoundItem, SoundRole

if TYPE_CHECKING:
    from hitrec_cli.manifest import schema_sound as shapes
    from hitrec_cli.manifest.schema_source import SourceTime


class SoundBuilder:
    """Builds the sounds of one episode's segments; problems go to the clock's list."""

    def __init__(self, clock: Clock, picks: Picks) -> None:
        self.clock, self.picks = clock, picks

    def sounds(
        self, written: Iterable[shapes.Sound], tone: Pick | shapes.RoomTone | None, folder: str
    ) -> Iterator[SoundItem]:
        """A segment's sounds in order; the recording of the room under them comes last."""
        for shape in written:
            made = self._sound(shape, folder)
            if made is not None:
                yield made
        if tone is not None:
            yield from self._room_tone(tone, folder)

    def in_point(self, written: Written | SourceTime | None) -> InPoint:
        """Where a source begins."""
        if written is None or isinstance(written, Written):
            return InPoint(self.clock.seconds(written))
        return InPoint(timecode=written.tc)

    def fade(self, shape: shapes.Fade | None) -> Fade:
        """The fades of a sound."""
        if shape is None:
            return Fade()
        return Fade(self.clock.frames(shape.in_), self.clock.frames(shape.out), shape.shape)

    def ranges(self, stretches: tuple[shapes.Stretch, ...] | None) -> tuple[FrameRange, ...]:
        """Bleeps or mutes."""
        return tuple(
            FrameRange(self.clock.frames(shape.at), self.clock.length(shape.for_), shape.mark)
            for shape in stretches or ()
        )

    def _sound(self, shape: shapes.Sound, folder: str) -> SoundItem | None:
        """None where nothing says what is heard, which was told already."""
        role: SoundRole = "music" if shape.music is not None else "effect" if shape.effect is not None else "voice"
        source = shape.music or shape.effect or shape.voice
        if source is None:
            return None
        return SoundItem(
            role=role,
            pick=self.picks.pick(source, role, folder),
            at=self.clock.frames(shape.at),
            in_point=self.in_point(shape.in_),
            duration=self.clock.length(shape.for_) if shape.for_ else None,
            level=shape.level,
            gain=shape.gain,
            loop=self._loop(shape),
            duck=self._duck(shape.duck) if shape.duck else None,
            fade=self.fade(shape.fade),
            crossfade=self.clock.length(shape.crossfade) if shape.crossfade else 0,
            damaged=shape.damaged is not None,
            mark=shape.mark,
        )

    def _loop(self, shape: shapes.Sound) -> Loop | None:
        if shape.loop is None:
            return None
        seconds = self.clock.seconds(shape.loop.time) if shape.loop.time else None
        tempo = Fraction(shape.tempo, 1000) if shape.tempo else None
        return Loop(shape.loop.bars, seconds, tempo, shape.beats)

    def _duck(self, shape: shapes.Ducking) -> Duck:
        times = (self.clock.seconds(written) for written in (shape.attack, shape.hold, shape.release))
        return Duck(shape.under, shape.by, *times)

    def _room_tone(self, tone: Pick | shapes.RoomTone, folder: str) -> Iterator[SoundItem]:
        from hitrec_cli.manifest.schema_sound import RoomTone

        if isinstance(tone, Pick):
            yield SoundItem("effect", tone, level=RoomTone.level, loop=Loop(), room_tone=True, mark=tone.mark)
        elif tone.source is not None:
            yield SoundItem(
                role="effect",
                pick=self.picks.pick(tone.source, "effect", folder),
                in_point=self.in_point(tone.in_),
                level=tone.level,
                loop=Loop(seconds=self.clock.seconds(tone.for_) if tone.for_ else None),
                room_tone=True,
                mark=tone.mark,
            )
