"""A sound that is repeated. Its joins lie on exact places, however often it comes again, and do not click."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from hitrec_cli.base.timecode import round_half_up
from hitrec_cli.tools.sound.levels import MICRO_FADE, equal_power, on_grid, raised_cosine
from hitrec_cli.tools.sound.pcm import excerpt, samples_in

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """The samples of a PCM file from `first` on, which begin again every `period` samples.

    The nth repetition begins at sample round(n·period), so that bars stay where they are at any tempo. Around that
    place the end fades over into the beginning for `overlap` samples: before it, with what the file has before `first`,
    so that the first beat is untouched; else after it, with what the file has after the end. A file that has neither
    was cut to be repeated and is joined as it is, unless that would click: then both sides fade for 5 ms.
    """

    pcm: Path
    channels: int
    first: int
    period: Fraction
    overlap: int
    _joins: dict[int, tuple[int, NDArray[np.float32]]] = field(default_factory=dict)

    def read(self, at: int, count: int) -> NDArray[np.float32]:
        """Samples at … at+count of the endless sound, shape (count, channels); 0 is where it first begins."""
        import numpy as np

        sound = np.empty((count, self.channels), np.float32)
        number = ceil((at + Fraction(1, 2)) / self.period) - 1
        place = at
        while place < at + count:
            begin, end = self._begin(number), min(self._begin(number + 1), at + count)
            sound[place - at : end - at] = excerpt(self.pcm, self.channels, self.first + place - begin, end - place)
            place, number = end, number + 1
        for again in range(max(1, ceil((at - self.overlap) / self.period) - 1), number + 2):
            begin = self._begin(again)
            ahead, join = self._join(begin - self._begin(again - 1))
            _lay(sound, begin - ahead - at, join)
        return sound

    def _begin(self, number: int) -> int:
        return round_half_up(number * self.period)

    def _join(self, length: int) -> tuple[int, NDArray[np.float32]]:
        """What sounds around the end of a repetition of `length` samples, and how long before that end it begins."""
        if length not in self._joins:
            self._joins[length] = self._made(length)
        return self._joins[length]

    def _made(self, length: int) -> tuple[int, NDArray[np.float32]]:
        import numpy as np

        end = self.first + length
        overlap = min(self.overlap, length // 2)
        behind = samples_in(self.pcm, self.channels) - end
        if self.first >= overlap:
            return overlap, crossfade(
                self._excerpt(end - overlap, overlap), self._excerpt(self.first - overlap, overlap)
            )
        if behind >= overlap:
            return 0, crossfade(self._excerpt(end, overlap), self._excerpt(self.first, overlap))
        edge = min(MICRO_FADE, length // 4)
        tail, head = self._excerpt(end - edge, edge), self._excerpt(self.first, edge)
        steps = np.abs(np.diff(np.concatenate([tail, head]), axis=0)).max(axis=1)
        if steps[edge - 1] > max(steps[: edge - 1].max(), steps[edge:].max()):
            rise = raised_cosine(edge).astype(np.float32)[:, None]
            tail, head = tail * rise[::-1], head * rise
        return edge, np.concatenate([tail, head])

    def _excerpt(self, first: int, count: int) -> NDArray[np.float32]:
        return excerpt(self.pcm, self.channels, first, count)


def crossfade(leaving: NDArray[np.float32], coming: NDArray[np.float32]) -> NDArray[np.float32]:
    """One sound fades over into another of the same shape (samples, channels), at equal power.

    Sine and cosine keep the power of unlike sounds; of like ones they would add up to 3 dB. Both are divided by the
    power that they have together, sqrt(1 + 2·r·sin·cos), where r is how alike the two are, 0 to 1 (Fink, Holters and
    Zölzer, Signal-matched power-complementary cross-fading, DAFx-16). r is rounded to sixty-fourths, so that it is the
    same on every machine.
    """
    import numpy as np

    one, other = leaving.astype(np.float64), coming.astype(np.float64)
    power = float(np.sqrt(np.square(one).sum() * np.square(other).sum()))
    alike = round(max(0.0, float((one * other).sum()) / power) * 64) / 64 if power else 0.0
    rise = equal_power(len(one))
    together = np.sqrt(1 + 2 * alike * rise * rise[::-1])
    up = on_grid(rise / together)[:, None]
    return np.asarray(one * up[::-1] + other * up, np.float32)


def _lay(sound: NDArray[np.float32], at: int, join: NDArray[np.float32]) -> None:
    """Put `join` at index `at` of `sound`; what lies outside is left out."""
    low, high = max(at, 0), min(at + len(join), len(sound))
    if low < high:
        sound[low:high] = join[low - at : high - at]
