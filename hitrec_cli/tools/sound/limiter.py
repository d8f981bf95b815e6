"""A true-peak limiter: linked channels, look-ahead, no latency, the same bytes however the sound is cut into blocks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hitrec_cli.tools.sound.levels import RATE, amplitude, on_grid
from hitrec_cli.tools.sound.oversampling import FRAME, REACH, Frames, envelope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

LOOK_AHEAD = RATE // 200
"""Samples (5 ms) in which the gain goes down before a peak."""

RELEASE = RATE // 10
"""Samples (100 ms) in which the reduction in dB falls to 1/e of what it was."""

_BOX = LOOK_AHEAD // 2
_AFTER = LOOK_AHEAD + REACH
_BEFORE = FRAME - 32_000 - _AFTER
_STILL = 1e-3


@dataclass(frozen=True, slots=True)
class Reduction:
    """What a limiter did: the deepest reduction in hundredths of a dB and the sample where it is, and for how many of
    the `samples` the gain was reduced by more than 0.1 dB and by more than 3 dB."""

    deepest: int = 0
    at: int = 0
    touched: int = 0
    heavy: int = 0
    samples: int = 0

    def share(self, count: int) -> float:
        """A count of samples as a share of all, 0 … 1."""
        return count / self.samples if self.samples else 0.0


class Limiter:
    """Keeps sound at 48 kHz under a ceiling, in hundredths of a dBTP.

    The reduction that each sample asks for is that of the true peak around it (8-fold oversampled side chain, all
    channels together; `side` gives the side chain's channels (m, samples) from those of the sound (channels, samples),
    where they are not the same). In dB: the largest demand of the next 5 ms, released exponentially with 100 ms,
    smoothed by two boxes of 2.5 ms. Each demand outlasts the smoothing, so the gain is fully down where the peak is.
    Where nothing is asked for, the gain is exactly 1.
    """

    def __init__(
        self,
        ceiling: int,
        channels: int = 2,
        side: Callable[[NDArray[np.float64]], NDArray[np.float64]] = lambda frame: frame,
    ) -> None:
        self.reduction = Reduction()
        self._channels, self._side = channels, side
        self._ceiling = amplitude(ceiling)
        self._held = -math.inf
        self._tail: NDArray[np.float64] | None = None

    def run(self, blocks: Iterable[NDArray[np.floating]]) -> Iterator[NDArray[np.float64]]:
        """Blocks of shape (n, channels) in, blocks of shape (m, channels) out: as many samples, each at its place.

        `reduction` is complete when the iterator is spent.
        """
        frames = Frames(self._channels, _BEFORE, _AFTER)
        for block in blocks:
            for frame in frames.feed(block):
                yield self._apply(frame, frames.core)
        for frame in frames.flush():
            yield self._apply(frame, min(frames.core, frames.samples - self.reduction.samples))

    def _apply(self, frame: NDArray[np.float64], count: int) -> NDArray[np.float64]:
        import numpy as np

        reduction = self._released(self._demand(frame))[:count]
        own = frame[:, _BEFORE : _BEFORE + count].T
        before = self.reduction
        deepest, at = float(reduction.max()), int(reduction.argmax())
        deeper = round(deepest * 100) > before.deepest
        self.reduction = Reduction(
            deepest=round(deepest * 100) if deeper else before.deepest,
            at=before.samples + at if deeper else before.at,
            touched=before.touched + int(np.count_nonzero(reduction > 0.1)),
            heavy=before.heavy + int(np.count_nonzero(reduction > 3)),
            samples=before.samples + count,
        )
        if deepest == 0:
            return own
        return own * on_grid(np.power(10.0, reduction / -20))[:, None]

    def _demand(self, frame: NDArray[np.float64]) -> NDArray[np.float64]:
        """Reduction in dB that each own sample and the LOOK_AHEAD after them ask for; at least 0."""
        import numpy as np

        line = envelope(self._side(frame), self._ceiling)[_BEFORE - 1 : FRAME - REACH]
        peaks = np.maximum(line[1:], line[:-1]) / self._ceiling
        return 20 * np.log10(np.maximum(peaks, 1))

    def _released(self, demand: NDArray[np.float64]) -> NDArray[np.float64]:
        """The reduction of each own sample in dB, from the demand on them and what follows them."""
        import numpy as np

        core = len(demand) - LOOK_AHEAD
        if not demand.any() and (self._tail is None or not self._tail.any()):
            self._tail = np.zeros(2 * _BOX - 2)
            return np.zeros(core)
        slope = np.arange(1, core + 1) / RELEASE
        with np.errstate(divide="ignore"):
            rising = np.log(_ahead(demand)) + slope
        held = np.maximum.accumulate(np.maximum(rising, self._held)) - slope
        released = np.exp(held)
        released[released < _STILL] = 0
        self._held = float(held[-1]) if released[-1] else -math.inf
        if self._tail is None:  # before the first sample the gain is as far down as the first peak wants it
            self._tail = np.full(2 * _BOX - 2, released[0])
        line = np.concatenate([self._tail, released])
        self._tail = line[core:]
        return np.asarray(_box(_box(line)))


def limit(blocks: Iterable[NDArray[np.floating]], ceiling: int) -> Iterator[NDArray[np.float64]]:
    """Stereo blocks under a ceiling in hundredths of a dBTP; see `Limiter`, which also tells what it did."""
    return Limiter(ceiling).run(blocks)


def _ahead(demand: NDArray[np.float64]) -> NDArray[np.float64]:
    """The largest of each value and the LOOK_AHEAD after it, by windows of doubled width."""
    import numpy as np

    width, line = 1, demand
    while 2 * width <= LOOK_AHEAD + 1:
        line = np.maximum(line[:-width], line[width:])
        width *= 2
    rest = LOOK_AHEAD + 1 - width
    return np.maximum(line[: len(line) - rest], line[rest:])


def _box(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of each value and the _BOX-1 before it; shorter by as many."""
    import numpy as np

    sums = np.concatenate([[0.0], np.cumsum(line)])
    return np.asarray(np.maximum(sums[_BOX:] - sums[:-_BOX], 0) / _BOX)
