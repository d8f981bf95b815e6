"""Loudness and true peak of a programme after ITU-R BS.1770-5 and EBU R 128, in a stream and in flat memory."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from hitrec_cli.tools.sound.levels import RATE, decibels
from hitrec_cli.tools.sound.oversampling import FRAME, REACH, Frames, envelope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

HOP = RATE // 100
"""Samples of the 10 ms on whose grid momentary and short-term loudness are read (EBU Tech 3341 asks for 100 ms)."""

_MOMENTARY, _SHORT_TERM, _TENTH = 40, 300, 10
_CORE = 60 * HOP
_MEMORY = FRAME - _CORE - REACH

# BS.1770-5 Annex 1, tables 1 and 2: b0 b1 b2 a1 a2 at 48 kHz of the shelf (head) and the high-pass (RLB).
_SHELF = (1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585)
_HIGH_PASS = (1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621)

# BS.1770-5 Annex 1, table 3 (surrounds +1.5 dB, LFE left out), channels in the order of `pcm.stereo`.
_WEIGHTS: dict[int, tuple[float, ...]] = {
    1: (1.0,),
    2: (1.0, 1.0),
    3: (1.0, 1.0, 1.0),
    5: (1.0, 1.0, 1.0, 1.41, 1.41),
    6: (1.0, 1.0, 1.0, 0.0, 1.41, 1.41),
}


@dataclass(frozen=True, slots=True)
class Loudness:
    """What a meter reads; minus infinity where there is silence or less sound than the window of the figure.

    `integrated`, `max_momentary` (400 ms) and `max_short_term` (3 s) in LUFS, `range` in LU (0 where too short),
    `true_peak` in dBTP (not a number where it was not asked for), `sample_peak` in dBFS.
    A single channel is read as it is: 3 LU under the same as dual mono. `loudest`: sample where the loudest 3 s begin.
    """

    integrated: float
    range: float
    max_momentary: float
    max_short_term: float
    true_peak: float
    sample_peak: float
    loudest: int = 0


class Meter:
    """Feed blocks of shape (n, channels) at 48 kHz of any size, then read the result; it does not depend on the sizes.

    Channels as in `pcm.stereo`: 1, 2, 3, 5 or 6, else ValueError; with `weights` as many as there are weights, of which
    those with weight 0 only have peaks. Keeps 8 bytes per 10 ms of sound. Without `true_peak`, which may cost more than
    all else, that figure is left out.
    """

    def __init__(self, channels: int = 2, *, true_peak: bool = True, weights: Sequence[float] | None = None) -> None:
        weights = channel_weights(channels) if weights is None else weights
        self._frames = Frames(len(weights), _MEMORY, REACH)
        heard = [channel for channel, weight in enumerate(weights) if weight]
        self._heard = slice(None) if len(heard) == len(weights) else heard
        self._weights = [weights[channel] for channel in heard]
        self._energies: list[NDArray[np.float64]] = []
        self._peak = 0.0
        self._true_peak = 0.0 if true_peak else math.nan

    def feed(self, block: NDArray[np.floating]) -> None:
        """Take the next block, shape (n, channels), full scale 1."""
        for frame in self._frames.feed(block):
            self._take(frame)

    def result(self) -> Loudness:
        """The figures of all that was fed. The meter is spent: it may not be fed again."""
        for frame in self._frames.flush():
            self._take(frame)
        momentary, short_term = (self._curve(length) for length in (_MOMENTARY, _SHORT_TERM))
        return Loudness(
            integrated=_integrated(momentary[::_TENTH]),
            range=_range(short_term[::_TENTH]),
            max_momentary=_lufs(momentary.max(initial=0)),
            max_short_term=_lufs(short_term.max(initial=0)),
            true_peak=self._true_peak if math.isnan(self._true_peak) else decibels(self._true_peak),
            sample_peak=decibels(self._peak),
            loudest=int(short_term.argmax()) * HOP if len(short_term) else 0,
        )

    def curves(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """After `result`: momentary and short-term loudness in LUFS over time, one value for each 10 ms at which a
        window of 400 ms or 3 s begins that lies whole in the sound; minus infinity for silence."""
        import numpy as np

        with np.errstate(divide="ignore"):
            momentary, short_term = (
                -0.691 + 10 * np.log10(self._curve(length)) for length in (_MOMENTARY, _SHORT_TERM)
            )
        return momentary, short_term

    def _curve(self, hops: int) -> NDArray[np.float64]:
        import numpy as np

        return _sliding(np.concatenate([*self._energies, np.zeros(0)])[: self._frames.samples // HOP], hops)

    def _take(self, frame: NDArray[np.float64]) -> None:
        import numpy as np

        own = self._frames.own
        spectrum = np.fft.rfft(frame)
        weighted = np.fft.irfft(spectrum[self._heard] * _k_response(), FRAME)[:, own]
        energy = np.zeros(_CORE // HOP)
        for channel, weight in zip(weighted, self._weights, strict=True):
            energy += weight * np.square(channel).reshape(-1, HOP).sum(axis=1)
        self._energies.append(energy)
        self._peak = max(self._peak, float(np.abs(frame[:, own]).max()))
        if not math.isnan(self._true_peak):
            self._true_peak = max(self._true_peak, float(envelope(frame, self._true_peak, spectrum)[own].max()))


def channel_weights(channels: int) -> tuple[float, ...]:
    """BS.1770's weights of the channels of a bus. Raises ValueError for a number of channels that has none."""
    if channels not in _WEIGHTS:
        raise ValueError(f"no loudness weights are defined for {channels} channels")
    return _WEIGHTS[channels]


def measure(
    blocks: Iterable[NDArray[np.floating]],
    channels: int = 2,
    *,
    true_peak: bool = True,
    weights: Sequence[float] | None = None,
) -> Loudness:
    """The figures of a stream of blocks of shape (n, channels) at 48 kHz; see `Meter`."""
    meter = Meter(channels, true_peak=true_peak, weights=weights)
    for block in blocks:
        meter.feed(block)
    return meter.result()


@cache
def _k_response() -> NDArray[np.complex128]:
    """Spectrum of the K filter's impulse response, cut after 82 ms where less than 1e-8 of it is left."""
    import numpy as np

    response = [1.0] + [0.0] * _MEMORY
    for b0, b1, b2, a1, a2 in (_SHELF, _HIGH_PASS):
        first = second = 0.0
        for n, x in enumerate(response):
            y = b0 * x + first
            first, second = b1 * x - a1 * y + second, b2 * x - a2 * y
            response[n] = y
    return np.fft.rfft(np.array(response), FRAME)


def _sliding(hops: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    """Mean square over each run of `length` hops, one run per hop; none where the sound is shorter."""
    import numpy as np

    if len(hops) < length:
        return np.zeros(0)
    windows = np.lib.stride_tricks.sliding_window_view(hops, length)
    return np.asarray(windows.sum(axis=1) / (length * HOP))


def _lufs(power: float) -> float:
    """BS.1770-5 Annex 1, equation 2."""
    return -0.691 + 10 * math.log10(power) if power > 0 else -math.inf


def _power(lufs: float) -> float:
    return math.pow(10.0, (lufs + 0.691) / 10)


def _integrated(blocks: NDArray[np.float64]) -> float:
    """Gated loudness of 400 ms blocks, each 100 ms after the last: BS.1770-5 Annex 1, equations 3 to 7."""
    loud = blocks[blocks > _power(-70)]
    if not len(loud):
        return -math.inf
    return _lufs(float(loud[loud > loud.mean() / 10].mean()))


def _range(windows: NDArray[np.float64]) -> float:
    """Loudness range of 3 s windows, each 100 ms after the last: EBU Tech 3342 v4 §2 (gates -70 LUFS and -20 LU)."""
    import numpy as np

    loud = windows[windows >= _power(-70)]
    if not len(loud):
        return 0.0
    kept = np.sort(loud[loud >= loud.mean() / 100])
    low, high = (kept[round((len(kept) - 1) * share / 100)] for share in (10, 95))
    return _lufs(float(high)) - _lufs(float(low))
