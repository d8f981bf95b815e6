"""The test signals of EBU Tech 3341 v4 (table 1) and EBU Tech 3342 v4 (table 1), and what a meter must read.

Signals and expected values are the documents' own. Cases 7 and 8 of 3341 and 5 and 6 of 3342 are recordings that the
EBU hands out, and cannot be computed. `python -m tests.tools.sound.ebu` prints the table of hitrec's meter.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hitrec_cli.tools.sound.meter import Meter
from tests.tools.sound.signals import FS, Signal, blocks, faded, low_passed, steps, tone

SILENCE = -math.inf
LEVEL, PEAK, RANGE = (-0.1, 0.1), (-0.4, 0.2), (-1.0, 1.0)
"""Tolerances of the documents in LU, dB, LU."""


@dataclass(frozen=True)
class Case:
    """`read` gives a meter's readings, each of which must be the `expected` value at its place (or the only one)."""

    name: str
    signal: str
    figure: str
    expected: Sequence[float]
    tolerance: tuple[float, float]
    read: Callable[[], Sequence[float]]

    def errors(self) -> list[float]:
        """How far each reading is off."""
        readings = self.read()
        expected = self.expected if len(self.expected) > 1 else [*self.expected] * len(readings)
        return [reading - wanted for reading, wanted in zip(readings, expected, strict=True)]

    def met(self, errors: Sequence[float]) -> bool:
        """Whether there were readings and all are within the tolerance (a hair for the sums of binary fractions)."""
        low, high = self.tolerance
        return bool(errors) and all(low - 1e-9 <= error <= high + 1e-9 for error in errors)


def meter(signal: Signal, *, true_peak: bool = False) -> Meter:
    one = Meter(signal.shape[1], true_peak=true_peak)
    for block in blocks(signal):
        one.feed(block)
    return one


def all_three(signal: Signal) -> list[float]:
    """Every momentary and short-term value, and the integrated loudness."""
    one = meter(signal)
    integrated = one.result().integrated
    momentary, short_term = one.curves()
    return [*momentary, *short_term, integrated]


def integrated(signal: Signal) -> list[float]:
    return [meter(signal).result().integrated]


def momentary(signal: Signal) -> list[float]:
    one = meter(signal)
    one.result()
    return list(one.curves()[0])


def short_term(signal: Signal) -> list[float]:
    one = meter(signal)
    one.result()
    return list(one.curves()[1])


def true_peak(signal: Signal) -> list[float]:
    return [meter(signal, true_peak=True).result().true_peak]


def loudness_range(*levels: float) -> list[float]:
    return [meter(steps(*((20, level) for level in levels))).result().range]


def rising_short_term() -> list[float]:
    """The largest reading up to the end of each of twenty parts of 6 s."""
    pieces = [steps((i * 0.15, SILENCE), (3, -38 + i), (3 - i * 0.15, SILENCE)) for i in range(20)]
    curve = short_term(np.concatenate(pieces))
    return [max(curve[: 600 * (i + 1) - 300 + 1]) for i in range(20)]


def rising_momentary() -> list[float]:
    """The largest reading up to the end of each of twenty parts of 0.8 s."""
    pieces = [steps((i * 0.02, SILENCE), (0.4, -38 + i), (0.4 - i * 0.02, SILENCE)) for i in range(20)]
    curve = momentary(np.concatenate(pieces))
    return [max(curve[: 80 * (i + 1) - 40 + 1]) for i in range(20)]


def sine(divisor: int, degrees: float, amplitude: float) -> Signal:
    """A sine of fs/divisor with fades of 10 ms."""
    phase = 2 * np.pi * np.arange(FS) / divisor + math.radians(degrees)
    return faded(np.repeat(amplitude * np.sin(phase)[:, None], 2, axis=1))


def burst(offset: int) -> Signal:
    """fs/6 at 0.5 with one period of fs/4 at 1.0 in it, phase-continuous, made at 4 fs and decimated."""
    around = 0.5 * np.sin(2 * np.pi * np.arange(24_000) / 24)
    fine = np.concatenate([around, np.sin(2 * np.pi * np.arange(16) / 16), around])
    return np.repeat(low_passed(fine[:, None], FS / 8)[offset::4], 2, axis=1)


def late(silence: float, seconds: float) -> Signal:
    """A tone at -23 after silence and before a second of it."""
    return steps((silence, SILENCE), (seconds, -23), (1, SILENCE))


def surround() -> Signal:
    return tone(20, 0, channels=5) * 10 ** (np.array([-28, -28, -24, -30, -30]) / 20)


def cases() -> Iterator[Case]:
    """All of both documents that can be computed."""
    around = [(10, -36), (60, -23), (10, -36)]
    yield Case("3341-1", "20 s at -23", "M S I", [-23], LEVEL, lambda: all_three(tone(20, -23)))
    yield Case("3341-2", "20 s at -33", "M S I", [-33], LEVEL, lambda: all_three(tone(20, -33)))
    yield Case("3341-3", "-36, -23, -36", "I", [-23], LEVEL, lambda: integrated(steps(*around)))
    yield Case("3341-4", "-72, -36, -23, -36, -72", "I", [-23], LEVEL,
               lambda: integrated(steps((10, -72), *around, (10, -72))))  # fmt: skip
    yield Case(
        "3341-5", "-26, -20, -26", "I", [-23], LEVEL, lambda: integrated(steps((20, -26), (20.1, -20), (20, -26)))
    )
    yield Case("3341-6", "5.0", "I", [-23], LEVEL, lambda: integrated(surround()))
    yield Case("3341-9", "(1.34 s -20, 1.66 s -30) x 5", "S", [-23], LEVEL,
               lambda: short_term(steps(*[(1.34, -20), (1.66, -30)] * 5)))  # fmt: skip
    yield Case("3341-10", "20 files, 3 s at -23", "max S", [-23], LEVEL,
               lambda: [max(short_term(late(i * 0.15, 3))) for i in range(20)])  # fmt: skip
    yield Case("3341-11", "20 x 3 s, -38 to -19", "max S", range(-38, -18), LEVEL, rising_short_term)
    yield Case("3341-12", "(0.18 s -20, 0.22 s -30) x 25", "M", [-23], LEVEL,
               lambda: momentary(steps(*[(0.18, -20), (0.22, -30)] * 25)))  # fmt: skip
    yield Case("3341-13", "20 files, 400 ms at -23", "max M", [-23], LEVEL,
               lambda: [max(momentary(late(i * 0.02, 0.4))) for i in range(20)])  # fmt: skip
    yield Case("3341-14", "20 x 400 ms, -38 to -19", "max M", range(-38, -18), LEVEL, rising_momentary)
    sines = ((4, 0.0, 0.5, -6), (4, 45.0, 0.5, -6), (6, 60.0, 0.5, -6), (8, 67.5, 0.5, -6), (4, 45.0, 1.41, 3))
    for number, (divisor, degrees, amplitude, expected) in enumerate(sines, 15):
        made = sine(divisor, degrees, amplitude)
        yield Case(f"3341-{number}", f"fs/{divisor} at {degrees} deg, {amplitude}", "TP", [expected], PEAK,
                   lambda made=made: true_peak(made))  # type: ignore[misc] # fmt: skip
    for offset in range(4):
        yield Case(f"3341-{20 + offset}", f"burst, offset {offset}", "TP", [0], PEAK,
                   lambda offset=offset: true_peak(burst(offset)))  # type: ignore[misc] # fmt: skip
    ranges = (((-20, -30), 10), ((-20, -15), 5), ((-40, -20), 20), ((-50, -35, -20, -35, -50), 15))
    for number, (levels, expected) in enumerate(ranges, 1):
        yield Case(f"3342-{number}", ", ".join(map(str, levels)), "LRA", [expected], RANGE,
                   lambda levels=levels: loudness_range(*levels))  # type: ignore[misc] # fmt: skip


def main() -> int:
    """Print the table; 1 where a case is not met."""
    print(f"{'case':8} {'signal':30} {'figure':6} {'expected':>10} {'tolerance':>11} {'errors':>15}")
    failed = 0
    for case in cases():
        errors = case.errors()
        failed += not case.met(errors)
        low, high = case.tolerance
        expected = " to ".join(f"{value:g}" for value in dict.fromkeys((case.expected[0], case.expected[-1])))
        print(
            f"{case.name:8} {case.signal:30} {case.figure:6} {expected:>10} {low:+.1f} {high:+.1f}".ljust(70)
            + f"{min(errors):+.3f} {max(errors):+.3f}  {'ok' if case.met(errors) else 'FAILS'}"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
