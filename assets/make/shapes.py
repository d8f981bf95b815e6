"""Curves and chance: the numbers behind the drawings, always the same for the same name."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable

import numpy as np

Point = tuple[float, float]


def chance(name: str) -> np.random.Generator:
    """A random source that depends on the name alone."""
    return np.random.Generator(np.random.PCG64(zlib.crc32(name.encode())))


def ease(t: float, start: float = 0.0, end: float = 1.0) -> float:
    """A smooth 0..1 while `t` goes from `start` to `end`; flat before and after."""
    x = min(1.0, max(0.0, (t - start) / (end - start)))
    return x * x * (3 - 2 * x)


def spring(t: float, start: float, length: float) -> float:
    """0..1 with a small overshoot, as paper unfolds."""
    x = min(1.0, max(0.0, (t - start) / length))
    return 1 - math.exp(-6 * x) * math.cos(9 * x) if 0 < x < 1 else float(x >= 1)


def wobble(name: str, octaves: int = 4) -> Callable[[float], float]:
    """A smooth, endless, hand-like line around 0, about -1..1."""
    source = chance(name)
    phases = source.uniform(0, 2 * math.pi, octaves)
    speeds = [1.9**k * float(source.uniform(0.8, 1.2)) for k in range(octaves)]

    def line(x: float) -> float:
        return (
            sum(
                math.sin(x * speed + float(phase)) / 1.75**k
                for k, (speed, phase) in enumerate(zip(speeds, phases, strict=True))
            )
            / 1.9
        )

    return line


def bezier(a: Point, b: Point, c: Point, d: Point, steps: int = 24) -> list[Point]:
    """Points along a cubic curve."""
    points = []
    for k in range(steps + 1):
        t = k / steps
        u = 1 - t
        wa, wb, wc, wd = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        points.append(
            (
                wa * a[0] + wb * b[0] + wc * c[0] + wd * d[0],
                wa * a[1] + wb * b[1] + wc * c[1] + wd * d[1],
            )
        )
    return points


def place(points: list[Point], at: Point, size: float = 1.0, turn: float = 0.0, flip: bool = False) -> list[Point]:
    """The same shape, scaled, turned (radians) and moved."""
    cosine, sine = math.cos(turn) * size, math.sin(turn) * size
    sign = -1.0 if flip else 1.0
    return [(at[0] + sign * x * cosine - y * sine, at[1] + sign * x * sine + y * cosine) for x, y in points]


def leaf(width: float = 0.32, bend: float = 0.0, steps: int = 14) -> list[Point]:
    """A leaf of length 1 along the x axis, from its stalk."""
    upper = [
        (k / steps, -width * math.sin(math.pi * (k / steps) ** 0.8) + bend * (k / steps) ** 2) for k in range(steps + 1)
    ]
    lower = [
        (k / steps, 0.8 * width * math.sin(math.pi * (k / steps) ** 0.8) + bend * (k / steps) ** 2)
        for k in range(steps, -1, -1)
    ]
    return upper + lower


def blob(name: str, rough: float = 0.08, corners: int = 60) -> list[Point]:
    """A closed, hand-drawn circle of radius 1."""
    source = chance(name)
    terms = [(k, float(source.normal()) / k, float(source.uniform(0, 6.28))) for k in range(2, 7)]
    points = []
    for k in range(corners):
        angle = 2 * math.pi * k / corners
        radius = 1 + rough * sum(a * math.sin(n * angle + p) for n, a, p in terms)
        points.append((radius * math.cos(angle), radius * math.sin(angle)))
    return points
