"""From a table of presentation times: how many pictures, for how long, at which rate, and whether it varies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

_COMMON = tuple(
    Fraction(*rate)
    for rate in (
        (24_000, 1001), (24, 1), (25, 1), (30_000, 1001), (30, 1), (50, 1), (60_000, 1001), (60, 1),
        (12, 1), (25, 2), (15, 1), (48, 1), (120, 1),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timing:
    """Pictures per second (0 for a single picture), whether their steps differ, all of it and the longest time that one
    picture is shown, in seconds.
    """

    rate: Fraction
    variable: bool
    duration: Fraction
    longest: Fraction


def timing(
    pts: Sequence[int], last_duration: int, time_base: Fraction, declared: Iterable[Fraction | None] = ()
) -> Timing:
    """Judge times in ticks of `time_base`, sorted, each once.

    Constant means that every picture lies within one tick of a grid: of a `declared` rate, of a common one, or of its
    own steps. Then the duration is pictures / rate, free of the container's rounding, unless the last picture says
    that it stays for longer or shorter. `last_duration` 0: unknown, taken to be like the step before it.
    """
    if len(pts) < 2:
        length = last_duration * time_base
        return Timing(Fraction(0), False, length, length)
    steps = [after - before for before, after in pairwise(pts)]
    tail = last_duration or steps[-1]
    longest = max(*steps, tail) * time_base
    span = (pts[-1] - pts[0]) * time_base
    candidates = (*(rate for rate in declared if rate), *_COMMON)
    rate = next((rate for rate in candidates if _fits(pts, rate, time_base)), None)
    if rate is None and max(steps) - min(steps) <= 1:
        rate = ((len(pts) - 1) / span).limit_denominator(1001)
    if rate is None:
        duration = span + tail * time_base
        return Timing((len(pts) / duration).limit_denominator(1001), True, duration, longest)
    if abs(tail * time_base - 1 / rate) <= time_base:
        return Timing(rate, False, len(pts) / rate, longest)
    return Timing(rate, False, span + tail * time_base, longest)


def _fits(pts: Sequence[int], rate: Fraction, time_base: Fraction) -> bool:
    """Whether each time is within one tick of first + k / rate; in whole numbers, for the tables are long."""
    ticks_num, ticks_den = (1 / (rate * time_base)).as_integer_ratio()
    first = pts[0]
    return all(
        abs((time - first) * ticks_den - count * ticks_num) <= ticks_den
        for count, time in zip(range(len(pts) - 1, -1, -1), reversed(pts), strict=True)  # drift shows at the end
    )
