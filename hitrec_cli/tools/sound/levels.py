"""Levels and curves: the only place where decibels become factors and fades become tables.

Every factor is rounded to a binary grid. numpy and libm choose their sine and power by the CPU and may differ in the
last bit; the grid is so much coarser than that bit that mixes are the same bytes on every machine.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 48_000
"""Samples per second of all sound inside the project."""

MICRO_FADE = 240
"""Samples (5 ms) of the raised cosine that keeps a cut from clicking."""


def amplitude(level: int) -> float:
    """Factor of a level in hundredths of a dB: 10^(level/2000), on a grid of 2^-30; 0 gives exactly 1."""
    return round(math.pow(10.0, level / 2000) * 2**30) / 2**30


def hundredths(decibels: float) -> int | None:
    """Decibels as hundredths, to the nearest; None for minus infinity and what was not measured: no integer is that."""
    return round(decibels * 100) if math.isfinite(decibels) else None


def decibels(factor: float) -> float:
    """20·log10 of an amplitude, minus infinity for 0."""
    return 20 * math.log10(factor) if factor > 0 else -math.inf


def raised_cosine(samples: int) -> NDArray[np.float64]:
    """Rise from 0 to 1, sin²(π/2·x) at x = (k+½)/samples, shape (samples,): silence to full without a corner."""
    import numpy as np

    return on_grid(np.square(np.sin((np.arange(samples) + 0.5) * (math.pi / 2 / max(samples, 1)))))


def equal_power(samples: int) -> NDArray[np.float64]:
    """Rise from 0 to 1, sin(π/2·x) at x = (k+½)/samples, shape (samples,).

    Its square and that of its mirror image sum to 1: a crossfade of unlike sounds keeps its power.
    """
    import numpy as np

    return on_grid(np.sin((np.arange(samples) + 0.5) * (math.pi / 2 / max(samples, 1))))


def fade_in(shape: str, samples: int) -> NDArray[np.float64]:
    """Rise from 0 to 1 by a shape's name, shape (samples,): `s-curve` is the raised cosine, `linear` the straight line,
    `equal-power` the quarter of a sine, `exponential` a straight line in dB from -60, laid down to silence.

    Raises ValueError for another name.
    """
    import numpy as np

    line = (np.arange(samples) + 0.5) / max(samples, 1)
    if shape == "s-curve":
        return raised_cosine(samples)
    if shape == "equal-power":
        return equal_power(samples)
    if shape == "linear":
        return on_grid(line)
    if shape == "exponential":
        return on_grid((np.power(10.0, 3 * (line - 1)) - 0.001) / 0.999)
    raise ValueError(f"unknown shape of a fade: {shape!r}")


def on_grid(factors: NDArray[np.float64]) -> NDArray[np.float64]:
    """The factors rounded down to multiples of 2^-24 (a float32's own grid below 1; -144 dB)."""
    import numpy as np

    return np.asarray(np.floor(factors * 2**24) / 2**24)
