"""Gains over time: where a sound steps back for another, or is taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hitrec_cli.tools.sound.levels import MICRO_FADE, amplitude, on_grid, raised_cosine

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray


def merged(ranges: Iterable[tuple[int, int]], gap: int = 0) -> list[tuple[int, int]]:
    """The ranges in order, those joined that overlap or lie less than `gap` samples apart; empty ones are dropped."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pair for pair in ranges if pair[0] < pair[1]):
        if joined and (start <= joined[-1][1] or start - joined[-1][1] < gap):
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


@dataclass(frozen=True, slots=True, eq=False)
class Dips:
    """A gain that is 1 except around `ranges`, where it is `floor`.

    `down` (n,) is the way to the floor and ends where a range starts; `up` (m,) is the way back and starts where it
    ends. Where the surroundings of two ranges overlap the smaller gain holds.
    """

    ranges: tuple[tuple[int, int], ...]
    floor: float
    down: NDArray[np.float64]
    up: NDArray[np.float64]

    def over(self, first: int, end: int) -> NDArray[np.float64] | None:
        """The gain of samples first … end, shape (end - first,); None where it is 1 throughout."""
        import numpy as np

        gain: NDArray[np.float64] | None = None
        for start, stop in self.ranges:
            low, high = max(start - len(self.down), first), min(stop + len(self.up), end)
            if low >= high:
                continue
            if gain is None:
                gain = np.ones(end - first)
            _lower(gain, start - len(self.down) - first, self.down)
            _lower(gain, stop - first, self.up)
            gain[max(start - first, 0) : max(stop - first, 0)] = self.floor
        return gain


def ducking(ranges: Iterable[tuple[int, int]], depth: int, attack: int, hold: int, release: int) -> Dips:
    """The gain of a bed under speech: `depth` hundredths of a dB down in every range and `hold` samples after it.

    Looks ahead: the way down takes the `attack` samples before a range, so the bed is down when speech starts; the
    way back takes `release` samples after the hold. Both are raised cosines in dB, of 5 ms at least.
    """
    import numpy as np

    attack, release = max(attack, MICRO_FADE), max(release, MICRO_FADE)

    down, up = (
        on_grid(np.power(10.0, depth / -2000 * line)) for line in (raised_cosine(attack), raised_cosine(release)[::-1])
    )
    return Dips(tuple(merged((start, end + hold) for start, end in ranges if start < end)), amplitude(-depth), down, up)


def gaps(ranges: Iterable[tuple[int, int]]) -> Dips:
    """Silence in every range, with raised cosines of 5 ms before and after it: nothing inside is heard."""
    fade = raised_cosine(MICRO_FADE)
    return Dips(tuple(merged(ranges)), 0.0, fade[::-1], fade)


def _lower(gain: NDArray[np.float64], at: int, curve: NDArray[np.float64]) -> None:
    """Put `curve` at index `at` of `gain` where it is smaller; what lies outside is left out."""
    import numpy as np

    low, high = max(at, 0), min(at + len(curve), len(gain))
    if low < high:
        np.minimum(gain[low:high], curve[low - at : high - at], out=gain[low:high])
