"""The gains of a programme's segments, each its own; where a sound crosses from one to the next they glide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hitrec_cli.tools.sound.levels import amplitude, raised_cosine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Glide:
    """The gain of one segment: `factor`, but over its first samples `head` and over its last ones `tail`."""

    samples: int
    factor: float
    head: NDArray[np.float64]
    tail: NDArray[np.float64]

    def over(self, first: int, count: int) -> NDArray[np.float64]:
        """The gain of samples first … first+count, shape (count, 1)."""
        import numpy as np

        gain = np.full(count, self.factor)
        for at, curve in (-first, self.head), (self.samples - len(self.tail) - first, self.tail):
            low, high = max(at, 0), min(at + len(curve), count)
            if low < high:
                gain[low:high] = curve[low - at : high - at]
        return gain[:, None]


def glides(parts: Sequence[tuple[int, int, tuple[int, int]]]) -> list[Glide]:
    """The gains of segments of (samples, gain in hundredths of a dB, (before, after)).

    From `before` samples ahead of a segment's first one, `after` behind it, sounds of both neighbours are heard: there
    the gain goes from the one's to the other's by a raised cosine, in at most half of each.
    """
    import numpy as np

    none = np.zeros(0)
    factors = [amplitude(gain) for _, gain, _ in parts]
    heads, tails = [none] * len(parts), [none] * len(parts)
    for number in range(1, len(parts)):
        before, after = parts[number][2]
        before, after = min(before, parts[number - 1][0] // 2), min(after, parts[number][0] // 2)
        one, other = factors[number - 1], factors[number]
        curve = one + (other - one) * raised_cosine(before + after)
        tails[number - 1], heads[number] = curve[:before], curve[before:]
    return [
        Glide(samples, factor, head, tail)
        for (samples, *_), factor, head, tail in zip(parts, factors, heads, tails, strict=True)
    ]
