"""Eleven steps in new snow: a stop-motion walk, photographed by hand (rec-2018)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assets.make.canvas import Canvas, Pixels, wash
from assets.make.palette import (
    CORAL,
    CREAM,
    GOLD,
    INDIGO,
    INK,
    MIST,
    PLUM,
    ROSE,
    SNOW,
    TEAL,
    mix,
    paint,
)
from assets.make.shapes import Point, chance, ease, place, wobble

SIZE = (768, 432)
KEPT = "mod(n\\,5)-1+0*n"
_STEPS = 11


def frames(seconds: float, rate: float) -> Iterator[Pixels]:
    sky = wash(SIZE, [(0, mix(INDIGO, MIST, 0.5)), (0.3, mix(ROSE, CREAM, 0.45)), (0.42, GOLD), (1, SNOW)], 3)
    for k in range(round(seconds * rate)):
        t = k / rate
        beat = int(t * 12) / 12
        sheet = Canvas(SIZE, sky, 3)
        _land(sheet)
        step = min(float(_STEPS), beat * 2.0)
        for number in range(int(step) + 1):
            _print(sheet, number, 1.0)
        _walker(sheet, step, beat)
        _snow(sheet, t)
        yield sheet.pixels(1.4)


def _path(step: float) -> tuple[Point, float]:
    """Where a step falls, and how large things are there."""
    share = step / (_STEPS + 2)
    near = 1 - share
    x = 120 + 430 * share + 36 * math.sin(3.4 * share)
    return (x, 150 + 235 * near**1.35), 0.16 + 0.9 * near**1.2


def _land(sheet: Canvas) -> None:
    sheet.glow((548, 146), 240, CREAM, 0.9)
    sheet.disc((548, 142), 27, CREAM)
    line = wobble("snow hills", 4)
    for depth, tone in enumerate((mix(MIST, ROSE, 0.3), mix(MIST, SNOW, 0.35))):
        ridge: list[Point] = [
            (x, 142 + 14 * depth - 22 * max(-0.3, line(x / 130 + 9 * depth))) for x in range(0, 774, 6)
        ]
        sheet.shape([*ridge, (770, 432), (0, 432)], tone)
    field: list[Point] = [(x, 158 + 4 * math.sin(x / 90)) for x in range(0, 774, 6)]
    sheet.shape([*field, (770, 432), (0, 432)], SNOW)
    for k in range(9):
        y = 176 + 3.4 * k * k
        drift: list[Point] = [(x, y + (3 + k) * math.sin(x / (60 + 18 * k) + 1.7 * k)) for x in range(0, 774, 6)]
        sheet.brush(
            drift,
            [(1.5 + 1.3 * k) * (0.6 + 0.4 * math.sin(x / 80 + k)) for x, _ in drift],
            paint(mix(MIST, INDIGO, 0.2), 0.22),
        )
    for x, y, tall in ((60, 196, 92), (98, 204, 66), (706, 190, 78), (668, 184, 50), (742, 206, 104)):
        _fir(sheet, (x, y), tall)


def _fir(sheet: Canvas, foot: Point, tall: float) -> None:
    sheet.disc((foot[0] - 10, foot[1]), tall * 0.42, paint(mix(INDIGO, MIST, 0.4), 0.35), tall=4)
    for tier in range(4):
        low, half = foot[1] - tall * 0.2 * tier, tall * (0.27 - 0.05 * tier)
        tip = low - tall * 0.36
        sheet.shape([(foot[0] - half, low), (foot[0], tip), (foot[0] + half, low)], mix(TEAL, INK, 0.45))
        sheet.shape(
            [(foot[0] - half * 0.5, tip + tall * 0.18), (foot[0], tip), (foot[0] + half * 0.32, tip + tall * 0.14)],
            SNOW,
        )


def _print(sheet: Canvas, number: int, fresh: float) -> None:
    at, size = _path(float(number))
    side = 1 if number % 2 else -1
    x, y = at[0] + side * 15 * size, at[1]
    shade = paint(mix(INDIGO, MIST, 0.45), 0.85 * fresh)
    sheet.disc((x, y), 12 * size, shade, tall=6.5 * size)
    sheet.disc((x + 5 * size, y - 11 * size), 9 * size, shade, tall=6 * size)
    sheet.disc((x - 2 * size, y + 3.4 * size), 11 * size, paint(CREAM, 0.7), tall=2.2 * size)


def _walker(sheet: Canvas, step: float, beat: float) -> None:
    at, size = _path(step + 0.4)
    bob = 5 * size * abs(math.sin(math.pi * step))
    foot = (at[0], at[1] - 3 * size)
    big = 150 * size

    def part(points: list[Point]) -> list[Point]:
        return place(points, (foot[0], foot[1] - bob), big, 0.05 * math.sin(math.pi * step))

    sheet.shape(place([(-0.1, 0), (0.1, 0), (-0.7, 0.34), (-0.9, 0.3)], foot, big), paint(mix(INDIGO, MIST, 0.35), 0.4))
    swing = 0.12 * math.sin(math.pi * step)
    for side in (-1, 1):
        leg = part([(0.05 * side, -0.42), (0.05 * side + side * swing, -0.2), (0.06 * side + side * swing * 1.4, 0.0)])
        sheet.line(leg, 0.09 * big, INK)
    sheet.shape(part([(-0.15, -0.36), (-0.11, -0.78), (0.11, -0.78), (0.16, -0.36)]), CORAL)
    sheet.shape(part([(0.02, -0.36), (0.03, -0.78), (0.11, -0.78), (0.16, -0.36)]), mix(CORAL, PLUM, 0.3))
    sheet.line(part([(-0.1, -0.72), (-0.17 - swing, -0.5)]), 0.07 * big, mix(CORAL, PLUM, 0.2))
    sheet.line(part([(0.1, -0.72), (0.17 - swing, -0.5)]), 0.07 * big, mix(CORAL, PLUM, 0.35))
    head = part([(0.0, -0.88)])[0]
    sheet.disc(head, 0.1 * big, mix(INK, PLUM, 0.5))
    scarf = part(
        [
            (-0.1, -0.78),
            (0.1, -0.77),
            (0.3, -0.74 + 0.04 * math.sin(9 * beat)),
            (0.46, -0.8 + 0.06 * math.sin(9 * beat + 1)),
        ]
    )
    sheet.brush(scarf, [0.07 * big, 0.07 * big, 0.055 * big, 0.02 * big], GOLD)
    sheet.disc((head[0], head[1] - 0.06 * big), 0.1 * big, TEAL, tall=0.065 * big)


def _snow(sheet: Canvas, t: float) -> None:
    source = chance("snow")
    for _ in range(70):
        x, y, near = (float(source.uniform(0, 1)) for _ in range(3))
        at = (
            (x * 800 + 26 * t * near + 12 * math.sin(t + 9 * y)) % 800 - 16,
            (y * 440 + (26 + 60 * near) * t) % 446 - 6,
        )
        sheet.disc(at, 0.8 + 2.1 * near * near, paint(CREAM, 0.5 + 0.4 * near) if ease(t, -1, 0) else SNOW)
