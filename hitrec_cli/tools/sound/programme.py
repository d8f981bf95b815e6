"""The programme's sound: the segments' mixes in a row, brought to the loudness that a receiver asks for."""

from __future__ import annotations

import math
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from hitrec_cli.tools.sound.console import STEREO, Console
from hitrec_cli.tools.sound.glides import glides
from hitrec_cli.tools.sound.levels import RATE, hundredths
from hitrec_cli.tools.sound.limiter import Limiter, Reduction
from hitrec_cli.tools.sound.meter import Loudness, Meter, measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

LEVELLING = 1200
"""Hundredths of a dB by which a segment is brought to the programme's target at most, either way."""

TOLERANCE = 5
"""Hundredths of a LU by which the finished programme may miss its target."""

DEEPEST, HEAVY_SHARE = 800, 0.05
"""What the limiter may do: reduce by 8 dB, and by more than 3 dB for a twentieth of the time."""

_ROUNDS = 8
_MARGIN = 2
_BLOCK = 960_000
"""Values (samples of all channels) that are worked on at once."""
_GRID = 2**23
"""Steps per full scale of 24 bits."""


class LimitedTooMuch(ValueError):
    """The target cannot be reached honestly under the ceiling: `reduction` says what the limiter would have done."""

    def __init__(self, message: str, reduction: Reduction) -> None:
        super().__init__(message)
        self.reduction = reduction


class Part(NamedTuple):
    """A segment's share of the programme: its mix (None: silence), how many samples to take, its gain in 1/100 dB.

    `over`: for how many samples before and after its first one sounds are heard that cross it; see `glides`.
    """

    path: Path | None
    samples: int
    gain: int = 0
    over: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Report:
    """How a programme was mastered: one `gain` for all, in hundredths of a dB; `ceiling` of the limiter in hundredths
    of a dBTP, None where none was needed; what the limiter did; the figures of the result; how many rounds it took."""

    samples: int
    gain: int
    ceiling: int | None
    reduction: Reduction
    loudness: Loudness
    rounds: int

    @property
    def silent(self) -> bool:
        """Nothing in the programme passes the meter's gate: no gain was applied."""
        return math.isinf(self.loudness.integrated)


def segment_gain(loudness: Loudness, target: int) -> int:
    """Hundredths of a dB that bring a segment to `target` (hundredths of LUFS), at most ±12 dB; 0 where it is silent
    or too short (400 ms) to have a loudness. ATSC A/85 §7: what counts is how neighbours meet."""
    measured = hundredths(loudness.integrated)
    return 0 if measured is None else max(-LEVELLING, min(LEVELLING, target - measured))


def programme(
    parts: Sequence[Part | tuple[Path | None, int, int]], gain: int = 0, channels: int = 2
) -> Iterator[NDArray[np.float64]]:
    """The mixes in a row in blocks of shape (n, channels), each part at its gain plus `gain`, read in flat memory.

    A mix may hold one sample more or less than is taken (its place on the timeline was rounded): it is cut, or a zero
    is added. Raises ValueError if it differs by more, or is no whole number of samples.
    """
    import numpy as np

    shares, block = [Part(*part) for part in parts], _BLOCK // channels
    gains = glides([(part.samples, part.gain + gain, part.over) for part in shares])
    for (path, samples, *_), own in zip(shares, gains, strict=True):
        held = 0
        if path is not None:
            held = min(_samples_of(path, samples, channels), samples)
            with path.open("rb") as file:
                for at in range(0, held, block):
                    count = min(block, held - at)
                    yield np.fromfile(file, "<f4", channels * count).reshape(-1, channels) * own.over(at, count)
        for at in range(held, samples, block):
            yield np.zeros((min(block, samples - at), channels))


def _samples_of(mix: Path, wanted: int, channels: int) -> int:
    held, odd = divmod(mix.stat().st_size, 4 * channels)
    if odd or abs(held - wanted) > 1:
        raise ValueError(f"{mix.name} holds {held} samples and {odd} bytes where {wanted} samples are expected")
    return held


def master(
    parts: Sequence[Part | tuple[Path | None, int, int]],
    target: int,
    ceiling: int,
    outs: Mapping[int, Path],
    console: Console = STEREO,
    *,
    grid: bool = False,
) -> Report:
    """Write the console's tracks to `outs` (float32), the programme at `target` hundredths of LUFS, every channel under
    `ceiling` hundredths of dBTP; with `grid` on the steps of 24 bits, where stems sum to their mix to the bit.

    One static gain; a limiter, the same for all channels, only if a true peak would pass the ceiling. What was
    written is measured, and gain (by the secant rule) and ceiling are corrected until the loudness is within TOLERANCE
    and the true peak is not above. A silent programme is written as it is.
    Raises LimitedTooMuch when more than DEEPEST or HEAVY_SHARE would be limited, or when it does not settle in 8
    rounds; ValueError as `programme` does.
    """
    made = _Making(parts, console, outs, grid)
    raw = made.measured()
    gain = 0 if math.isinf(raw.integrated) else round(target - raw.integrated * 100)
    limit = ceiling - _MARGIN if raw.sample_peak * 100 + gain > ceiling else None
    if math.isinf(raw.integrated):
        return made.write(0, limit)
    slope, before = 1.0, None
    for rounds in range(1, _ROUNDS + 1):
        report = replace(made.write(gain, limit), rounds=rounds)
        _refuse(report.reduction)
        missed = target - report.loudness.integrated * 100
        over = report.loudness.true_peak * 100 - ceiling
        if abs(missed) <= TOLERANCE and over <= 0:
            return report
        if over > 0:
            limit = (ceiling if limit is None else limit - math.ceil(over)) - _MARGIN
        if before is not None and before[0] != gain:
            slope = min(1.0, max(0.2, (before[1] - missed) / (gain - before[0])))
        before = gain, missed
        gain += round(missed / slope)
    raise LimitedTooMuch(
        f"the programme does not settle at {target / 100:.1f} LUFS under {ceiling / 100:.1f} dBTP in {_ROUNDS} rounds "
        f"(last: {report.loudness.integrated:.2f} LUFS, {report.loudness.true_peak:.2f} dBTP); "
        "take the loudest clips down or the target",
        report.reduction,
    )


@dataclass(frozen=True, slots=True)
class _Making:
    """What stays the same from round to round."""

    parts: Sequence[Part | tuple[Path | None, int, int]]
    console: Console
    outs: Mapping[int, Path]
    grid: bool

    def measured(self) -> Loudness:
        """The figures before any gain, of all columns, but true peaks: those of what is written are what counts."""
        blocks = programme(self.parts, 0, self.console.inputs)
        spread = (self.console.spread(block.T).T for block in blocks)
        return measure(spread, true_peak=False, weights=self.console.weights)

    def write(self, gain: int, limit: int | None) -> Report:
        """One round: write the tracks and measure what was written."""
        import numpy as np

        console = self.console
        limiter = None if limit is None else Limiter(limit, console.inputs, console.spread)
        meter, samples = Meter(weights=console.weights), 0
        blocks = programme(self.parts, gain, console.inputs)
        with ExitStack() as stack:
            files = [(stack.enter_context(self.outs[number].open("wb")), columns) for number, columns in console.tracks]
            for block in limiter.run(blocks) if limiter else blocks:
                # Sums of what lies on the grid lie on it too; a downmix is no plain sum, hence the second time.
                kept = np.round(block * _GRID) / _GRID if self.grid else block
                spread = console.spread(kept.T).T
                written = (np.round(spread * _GRID) / _GRID if self.grid else spread).astype("<f4")
                for file, columns in files:
                    written[:, columns].tofile(file)
                meter.feed(written)
                samples += len(written)
        reduction = limiter.reduction if limiter else Reduction(samples=samples)
        return Report(samples, gain, limit, reduction, meter.result(), 1)


def _refuse(reduction: Reduction) -> None:
    where = f"{reduction.at / RATE:.1f} s into the programme"
    if reduction.deepest > DEEPEST:
        more = (reduction.deepest - DEEPEST) / 100
        raise LimitedTooMuch(
            f"the limiter would have to take down {reduction.deepest / 100:.1f} dB {where}, more than "
            f"{DEEPEST / 100:.0f} dB; take down by {math.ceil(more * 10) / 10:.1f} dB or more what peaks there "
            "(`gain:`), or mend the peak in the file",
            reduction,
        )
    share = reduction.share(reduction.heavy)
    if share > HEAVY_SHARE:
        raise LimitedTooMuch(
            f"the limiter would take down more than 3 dB for {share:.1%} of the time, more than {HEAVY_SHARE:.0%}, "
            f"deepest {where}; lower the gain of the loud clips, or ask for less loudness",
            reduction,
        )
