"""Room tone for a room that nobody recorded: soft pink noise, the same on every machine, repeated without a seam."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from hitrec_cli.tools.sound.levels import amplitude, hundredths
from hitrec_cli.tools.sound.meter import measure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PERIOD = 2**18
"""Samples after which the noise repeats, 5.5 s: longer than a repetition of noise is heard (about 1 s)."""

_ROWS = 12
_SEEDS = (1, 2)


@dataclass(frozen=True, slots=True)
class Noise:
    """Pink noise at a loudness in hundredths of LUFS; left and right are not alike, as in a room."""

    level: int

    def read(self, at: int, count: int) -> NDArray[np.float64]:
        """Samples at … at+count, shape (count, 2)."""
        import numpy as np

        wave, loudness = _pink()
        return np.asarray(wave[np.arange(at, at + count) % PERIOD] * amplitude(self.level - loudness))


@cache
def _pink() -> tuple[NDArray[np.float64], int]:
    """One period (PERIOD, 2), and its loudness in hundredths of LUFS.

    A sum of rows of white noise, each of which is held twice as long as the one before it (Voss and McCartney): 3 dB
    less per octave. Rows begin anew with the period, so that its end goes on into its beginning. Whole numbers
    throughout, from PCG64's raw output, which numpy keeps as it is.
    """
    import numpy as np

    sides = []
    for seed in _SEEDS:
        source = np.random.PCG64(seed)
        rows = (source.random_raw(PERIOD >> row) >> np.uint64(48) for row in range(_ROWS))
        side = sum(np.repeat(held.astype(np.int64), 1 << row) for row, held in enumerate(rows))
        sides.append(side - int(np.sum(side)) // PERIOD)
    wave = np.stack(sides, axis=1) / 2**20
    loudness = hundredths(measure([wave], true_peak=False).integrated)
    assert loudness is not None
    return wave, loudness
