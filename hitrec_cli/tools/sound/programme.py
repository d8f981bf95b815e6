"""The programme's sound: the segments' mixes in a row, brought to the loudness that a receiver asks for."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from hitrec_cli.tools.sound.levels import RATE, amplitude, hundredths
from hitrec_cli.tools.sound.limiter import Limiter, Reduction
from hitrec_cli.tools.sound.meter import Loudness, Meter, measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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
_BLOCK = 480_000
_BYTES = 8


class LimitedTooMuch(ValueError):
    """The target cannot be reached honestly under the ceiling: `reduction` says what the limiter would have done."""

    def __init__(self, message: str, reduction: Reduction) -> None:
        super().__init__(message)
        self.reduction = reduction


class Part(NamedTuple):
    """A segment's share of the programme: its mix, how many samples to take, its gain in hundredths of a dB."""

    path: Path
    samples: int
    gain: int = 0


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


def programme(parts: Sequence[tuple[Path, int, int]], gain: int = 0) -> Iterator[NDArray[np.float64]]:
    """The mixes in a row in blocks of shape (n, 2), each part at its gain plus `gain`, read in flat memory.

    A mix may hold one sample more or less than is taken (its place on the timeline was rounded): it is cut, or a zero
    is added. Raises ValueError if it differs by more, or is no whole number of samples.
    """
    import numpy as np

    for path, samples, own in parts:
        held, odd = divmod(path.stat().st_size, _BYTES)
        if odd or abs(held - samples) > 1:
            raise ValueError(f"{path.name} holds {held} samples and {odd} bytes where {samples} samples are expected")
        factor = amplitude(own + gain)
        with path.open("rb") as file:
            for at in range(0, min(held, samples), _BLOCK):
                count = min(_BLOCK, min(held, samples) - at)
                yield np.fromfile(file, "<f4", 2 * count).reshape(-1, 2) * factor
        if held < samples:
            yield np.zeros((samples - held, 2))


def master(parts: Sequence[tuple[Path, int, int]], target: int, ceiling: int, out: Path) -> Report:
    """Write the programme to `out` (stereo float32) at `target` hundredths of LUFS, under `ceiling` hundredths of dBTP.

    One static gain; a limiter only if the true peak would pass the ceiling. Then what was written is measured, and
    gain (by the secant rule) and ceiling are corrected until the loudness is within TOLERANCE and the true peak is
    not above. A silent programme is written as it is.
    Raises LimitedTooMuch when more than DEEPEST or HEAVY_SHARE would be limited, or when it does not settle in 8
    rounds; ValueError as `programme` does.
    """
    raw = measure(programme(parts))
    gain = 0 if math.isinf(raw.integrated) else round(target - raw.integrated * 100)
    limit = ceiling - _MARGIN if raw.true_peak * 100 + gain > ceiling else None
    if math.isinf(raw.integrated):
        return _write(parts, 0, limit, out)
    slope, before = 1.0, None
    for rounds in range(1, _ROUNDS + 1):
        report = replace(_write(parts, gain, limit, out), rounds=rounds)
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


def _write(parts: Sequence[tuple[Path, int, int]], gain: int, limit: int | None, out: Path) -> Report:
    """One round: write the programme and measure what was written."""
    limiter, meter, samples = None if limit is None else Limiter(limit), Meter(), 0
    blocks = programme(parts, gain)
    with out.open("wb") as file:
        for block in limiter.run(blocks) if limiter else blocks:
            written = block.astype("<f4")
            written.tofile(file)
            meter.feed(written)
            samples += len(written)
    reduction = limiter.reduction if limiter else Reduction(samples=samples)
    return Report(samples, gain, limit, reduction, meter.result(), 1)


def _refuse(reduction: Reduction) -> None:
    where = f"{reduction.at / RATE:.1f} s into the programme"
    if reduction.deepest > DEEPEST:
        raise LimitedTooMuch(
            f"the limiter would have to take down {reduction.deepest / 100:.1f} dB {where}, more than "
            f"{DEEPEST / 100:.0f} dB; lower the gain of what sounds there",
            reduction,
        )
    share = reduction.share(reduction.heavy)
    if share > HEAVY_SHARE:
        raise LimitedTooMuch(
            f"the limiter would take down more than 3 dB for {share:.1%} of the time, more than {HEAVY_SHARE:.0%}, "
            f"deepest {where}; lower the gain of the loud clips, or ask for less loudness",
            reduction,
        )
