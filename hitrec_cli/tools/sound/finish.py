"""The end of the way: mixes mastered, encoded once as the tracks of a file, and the file held to what was asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hitrec_cli.base.errors import RenderError
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.process import ProcessFailed, run
from hitrec_cli.tools.sound.console import Console
from hitrec_cli.tools.sound.encode import aac_arguments, decode_and_measure, interleave, lengths, wav_arguments
from hitrec_cli.tools.sound.meter import Loudness
from hitrec_cli.tools.sound.programme import Part, Report, master

AAC_TOLERANCE = 25
"""Hundredths of a LU by which the decoded file may miss the target before the programme is mastered anew for it."""

_ROUNDS = 5
_MARGIN = 10
_HEADROOM = 30
"""Hundredths of a dB that the encoder is expected to add to peaks; found too small, it grows by what was added."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A mastering, and the figures of what a decoder gives: those of the mix, the true peak of all its tracks."""

    report: Report
    loudness: Loudness


@dataclass(frozen=True, slots=True)
class Finish:
    """What a receiver asks for: hundredths of LUFS and dBTP; AAC's bit/s for two channels, or None for PCM."""

    target: int
    ceiling: int
    bitrate: int | None
    consoles: tuple[Console, ...]

    def make(self, parts: Sequence[Part], out: Path) -> list[Heard]:
        """Write the file. Raises LimitedTooMuch, and RenderError where it is not exactly as long as the programme."""
        numbers = range(sum(len(console.tracks) for console in self.consoles))
        raw = {number: out.with_name(f"{out.name}.{number}.pcm") for number in numbers}
        joined = out.with_name(f"{out.name}.pcm")
        try:
            heard = self._lossless(parts, raw, joined, out) if self.bitrate is None else self._lossy(parts, raw, out)
        finally:
            for path in (joined, *raw.values()):
                path.unlink(missing_ok=True)
        wanted, found = sum(part.samples for part in parts), lengths(out)
        if set(found) != {wanted}:
            raise RenderError(f"the programme's sound has {found} samples, not {wanted}")
        return heard

    def _lossless(self, parts: Sequence[Part], raw: dict[int, Path], joined: Path, out: Path) -> list[Heard]:
        """What was measured lies on the steps of 24 bits: it is what the file holds."""
        reports = [master(parts, self.target, self.ceiling, raw, console, grid=True) for console in self.consoles]
        tracks = self._tracks(raw)
        if len(tracks) > 1:
            interleave(tracks, joined)
            tracks = [(joined, sum(channels for _, channels in tracks))]
        _encode(wav_arguments(*tracks[0], out))
        return [Heard(report, report.loudness) for report in reports]

    def _lossy(self, parts: Sequence[Part], raw: dict[int, Path], out: Path) -> list[Heard]:
        """An AAC encoder adds peaks and takes what is very high: what is asked of the programme before it is changed
        until the decoded file is as asked."""
        assert self.bitrate is not None
        asked = [(self.target, self.ceiling - _HEADROOM) for _ in self.consoles]
        for _ in range(_ROUNDS):
            reports = [master(parts, *ask, raw, one) for ask, one in zip(asked, self.consoles, strict=True)]
            _encode(aac_arguments(self._tracks(raw), self.bitrate, out))
            heard = [_heard(out, *made) for made in zip(reports, self.consoles, strict=True)]
            misses = [self._missed(one) for one in heard]
            if not any(off or over for off, over in misses):
                break
            asked = [
                (target + off, ceiling - (over + _MARGIN if over else 0))
                for (target, ceiling), (off, over) in zip(asked, misses, strict=True)
            ]
        return heard

    def _missed(self, heard: Heard) -> tuple[int, int]:
        """Hundredths by which the file's loudness has to rise, 0 within the tolerance, and its true peak to fall."""
        if heard.report.silent:
            return 0, 0
        off = round(self.target - heard.loudness.integrated * 100)
        over = math.ceil(heard.loudness.true_peak * 100 - self.ceiling)
        return off if abs(off) > AAC_TOLERANCE else 0, max(0, over)

    def _tracks(self, raw: dict[int, Path]) -> list[tuple[Path, int]]:
        channels = {number: len(columns) for console in self.consoles for number, columns in console.tracks}
        return [(path, channels[number]) for number, path in raw.items()]


def _encode(arguments: Sequence[str]) -> None:
    try:
        run([str(ffmpeg()), *arguments])
    except ProcessFailed as failure:
        raise RenderError(f"the programme's sound does not encode: {failure.cause}") from failure


def _heard(out: Path, report: Report, console: Console) -> Heard:
    """What a decoder gives for the tracks of a mastering. Where they do not hold the mix, its loudness is the PCM's."""
    written = [column for _, columns in console.tracks for column in columns]
    mix = [column for column, weight in enumerate(console.weights) if weight]
    first = [column not in written[:place] for place, column in enumerate(written)]
    weights = [console.weights[column] * new for column, new in zip(written, first, strict=True)]
    if not set(mix) <= set(written):
        weights = [0.0] * len(written)
    loudness, _ = decode_and_measure(out, [number for number, _ in console.tracks], weights)
    if not any(weights):
        loudness = replace(report.loudness, true_peak=loudness.true_peak)
    return Heard(report, loudness)
