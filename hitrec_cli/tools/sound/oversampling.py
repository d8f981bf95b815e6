"""Fixed frames over a stream of blocks, and the peaks between its samples.

The frames lie at absolute positions of the stream, whatever the blocks; what is computed per frame can therefore not
depend on how the stream was cut into blocks.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

FRAME = 32_768
"""Samples of a frame: one transform, large against the K filter's memory, small against the cache."""

REACH = 32
"""Samples on each side that an interpolated value depends on."""

_PHASES = 8
_BETA = 9.0
_FEW = 3000


class Frames:
    """Cuts blocks of shape (n, channels) into overlapping frames of shape (channels, FRAME) in float64.

    A frame is `before` samples of context, `FRAME - before - after` of its own, `after` of context; the first starts
    with silence and the last is filled up with it.
    """

    def __init__(self, channels: int, before: int, after: int) -> None:
        import numpy as np

        self.core = FRAME - before - after
        self.samples = 0
        self._own = slice(before, before + self.core)
        self._frame = np.zeros((channels, FRAME))
        self._fill = before
        self._out = 0

    def feed(self, block: NDArray[np.floating]) -> Iterator[NDArray[np.float64]]:
        """Take a block; yield the frames that it completes."""
        self.samples += len(block)
        at = 0
        while at < len(block):
            take = min(FRAME - self._fill, len(block) - at)
            self._frame[:, self._fill : self._fill + take] = block[at : at + take].T
            self._fill += take
            at += take
            if self._fill == FRAME:
                yield self._next()

    def flush(self) -> Iterator[NDArray[np.float64]]:
        """Yield the frames that own the samples not yet covered."""
        while self._out < self.samples:
            self._frame[:, self._fill :] = 0
            self._fill = FRAME
            yield self._next()

    def _next(self) -> NDArray[np.float64]:
        frame = self._frame.copy()
        self._frame[:, : FRAME - self.core] = self._frame[:, self.core :]
        self._fill = FRAME - self.core
        self._out += self.core
        return frame

    @property
    def own(self) -> slice:
        """The samples of a frame that are its own."""
        return self._own


def envelope(
    frame: NDArray[np.float64], floor: float, spectrum: NDArray[np.complex128] | None = None
) -> NDArray[np.float64]:
    """Upper outline of a frame (channels, FRAME): the largest |value| of any channel in [n, n+1), shape (FRAME,).

    Values between samples come from 8-fold oversampling (ITU-R BS.1770-5 Annex 2 asks for 4), band-limited
    interpolation by a Kaiser-windowed sinc of 64 taps; `spectrum` is the frame's rfft, if it is at hand. The outer
    REACH samples are not valid. The grid is made finer only while a value above `floor` is possible: on a grid of L
    points per sample a band-limited signal cannot pass what is seen by more than 1/cos(π/2L) (Duffin and Schaeffer
    1938), so beyond L = 2 only the surroundings of few samples need be looked at. Values below `floor` may be too low.
    """
    import numpy as np

    line: NDArray[np.float64] = np.abs(frame).max(axis=0)
    if line.max() * _bound() <= floor:
        return line
    if spectrum is None:
        spectrum = np.fft.rfft(frame)
    _raise(line, spectrum, 4)
    for grid, phases in ((2, (2, 6)), (4, (1, 3, 5, 7))):
        high = line > floor * math.cos(math.pi / 2 / grid)
        high[:-1] |= high[1:]
        near = REACH + np.flatnonzero(high[REACH:-REACH])
        if len(near) > _FEW:
            for phase in phases:
                _raise(line, spectrum, phase)
        elif len(near):
            around = frame[:, near[:, None] + np.arange(1 - REACH, REACH + 1)]
            for phase in phases:
                line[near] = np.maximum(line[near], np.abs(np.einsum("cnt,t->cn", around, _taps(phase))).max(axis=0))
    return line


def _raise(line: NDArray[np.float64], spectrum: NDArray[np.complex128], phase: int) -> None:
    """Raise the line to the values at n + phase/8 for every n, by way of the spectrum."""
    import numpy as np

    values = np.fft.irfft(spectrum * _response(phase), FRAME)
    np.maximum(line, np.abs(values).max(axis=0), out=line)


@cache
def _taps(phase: int) -> NDArray[np.float64]:
    """Weights of the samples n-31 … n+32 for the value at n + phase/8."""
    import numpy as np

    distance = phase / _PHASES - np.arange(1 - REACH, REACH + 1)
    window = np.i0(_BETA * np.sqrt(np.clip(1 - np.square(distance / REACH), 0, 1)))
    taps = np.sinc(distance) * window
    return np.asarray(taps / taps.sum())


@cache
def _response(phase: int) -> NDArray[np.complex128]:
    import numpy as np

    around = np.zeros(FRAME)
    around[np.arange(REACH - 1, -REACH - 1, -1)] = _taps(phase)
    return np.fft.rfft(around)


@cache
def _bound() -> float:
    """No interpolated value can be larger than this many times the largest sample."""
    import numpy as np

    return max(float(np.abs(_taps(phase)).sum()) for phase in range(_PHASES))
