"""The video buffering verifier of a stream of constant rate (ISO/IEC 13818-2 Annex C)."""

from __future__ import annotations

from fractions import Fraction

TICKS = 90_000
"""Of `vbv_delay` in a second."""


class Buffer:
    """A decoder's buffer: bits come in evenly, and at each picture's instant the whole picture is taken out at once.

    `fullness` is in bits, just before the next picture is taken; `lowest` right after one was, `highest` just before.
    """

    def __init__(self, bits: int, rate: Fraction, fullness: int) -> None:
        """`bits` per second, `rate` in pictures per second."""
        self.bits = bits
        self.step = bits / rate
        self.fullness = self.lowest = self.highest = Fraction(fullness)

    def delay(self, ahead: int) -> Fraction:
        """Ticks from the arrival of the next picture's start code, which ends after so many bytes, to its instant."""
        return (self.fullness - 8 * ahead) * TICKS / self.bits

    def take(self, size: int) -> None:
        """A picture of so many bytes is decoded; then the time of one picture passes."""
        self.fullness -= 8 * size
        self.lowest = min(self.lowest, self.fullness)
        self.fullness += self.step
        self.highest = max(self.highest, self.fullness)
