"""A paper boat goes down to the sea under the last moon. Drawn for rec-2006, 4:3."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assets.make.canvas import Canvas, Pixels, wash
from assets.make.palette import (
    CORAL,
    CREAM,
    GOLD,
    INDIGO,
    MIST,
    NIGHT,
    PLUM,
    ROSE,
    SNOW,
    TEAL,
    mix,
    paint,
)
from assets.make.shapes import Point, chance, ease, place, wobble

SIZE = (640, 480)
_SHORE = 232.0


def frames(seconds: float, rate: float) -> Iterator[Pixels]:
    sky = wash(SIZE, [(0, NIGHT), (0.25, INDIGO), (0.42, mix(PLUM, ROSE, 0.6)), (0.5, CORAL)], 3)
    for k in range(round(seconds * rate)):
        t = k / rate
        sheet = Canvas(SIZE, sky, 3)
        _heaven(sheet, t)
        _water(sheet, t, 0, 4)
        _boat(sheet, t, (185 + 31 * t, 330 + 5 * math.sin(1.9 * t)))
        _water(sheet, t, 4, 7)
        yield sheet.pixels(1.4)


def _heaven(sheet: Canvas, t: float) -> None:
    source = chance("boat stars")
    for _ in range(46):
        x, y = float(source.uniform(0, 640)), float(source.uniform(0, 150))
        glint = 0.6 + 0.4 * math.sin(2 * t + float(source.uniform(0, 6.28)))
        sheet.disc((x, y), float(source.uniform(0.5, 1.3)), paint(CREAM, glint * (1 - y / 170)))
    moon = (476.0, 84.0)
    sheet.glow(moon, 130, MIST, 0.35)
    sheet.disc(moon, 27, CREAM)
    sheet.disc((moon[0] - 10, moon[1] - 5), 23, mix(mix(NIGHT, INDIGO, 0.72), MIST, 0.2))
    line = wobble("isles", 5)
    for depth, color in ((0, mix(PLUM, ROSE, 0.35)), (1, mix(INDIGO, PLUM, 0.55))):
        high = 26 - 9 * depth
        ridge: list[Point] = [
            (x, _SHORE + 8 - high * max(0.0, line((x + 400 * depth - 2 * t) / 120))) for x in range(0, 644, 4)
        ]
        sheet.shape([*ridge, (640, 260), (0, 260)], color)
    sheet.glow((150, _SHORE + 4), 210, GOLD, 0.5)


def _water(sheet: Canvas, t: float, first: int, last: int) -> None:
    for band in range(first, last):
        near = band / 6
        top = _SHORE + 4 + 215 * near**1.5
        color = mix(mix(ROSE, PLUM, 0.45), mix(TEAL, NIGHT, 0.55), ease(near, 0, 0.55))
        high, wide = 1.0 + 7.5 * near, 46 + 150 * near
        push = t * (9 + 44 * near) * (1 if band % 2 else -0.7)
        wave: list[Point] = [
            (x, top + high * (math.sin((x + push) / wide * 2) + 0.4 * math.sin((x - push) / wide * 4.7)))
            for x in range(0, 645, 5)
        ]
        sheet.shape([*wave, (640, 480), (0, 480)], mix(color, NIGHT, 0.12 * (band % 2)))
        crest = paint(mix(GOLD, SNOW, near), 0.32 - 0.16 * near)
        sheet.line(wave, 0.6 + 1.3 * near, crest)
        _sparkle(sheet, t, band, near)


def _sparkle(sheet: Canvas, t: float, band: int, near: float) -> None:
    source = chance(f"sparkle {band}")
    for _ in range(16 + 8 * band):
        off = float(source.normal()) * (20 + 50 * near)
        y = _SHORE + 12 + 215 * near**1.5 + float(source.uniform(0, 14 + 40 * near))
        blink = math.sin(3.1 * t + float(source.uniform(0, 6.28)))
        if blink > 0.1:
            half = (2 + 9 * near) * blink
            at = (476 + off + 4 * math.sin(t + y), y)
            sheet.disc(at, half, paint(CREAM, 0.5 * blink), tall=0.7 + 0.7 * near)


def _boat(sheet: Canvas, t: float, at: Point) -> None:
    turn = 0.07 * math.sin(1.9 * t + 0.9)
    big = 118.0

    def part(points: list[Point]) -> list[Point]:
        return place(points, at, big, turn)

    sheet.glow((at[0], at[1] - 16), 120, GOLD, 0.34)
    mirror = [(x, 0.24 - 0.7 * y) for x, y in ((-0.72, -0.26), (0, 0.0), (0.72, -0.26), (0.42, 0.1), (-0.42, 0.1))]
    sheet.shape(part(mirror), paint(CREAM, 0.16))
    shade, paper = mix(CREAM, PLUM, 0.34), mix(CREAM, GOLD, 0.12)
    sheet.shape(part([(-0.3, -0.06), (0, -0.62), (0, -0.02)]), mix(paper, PLUM, 0.1))
    sheet.shape(part([(0.3, -0.06), (0, -0.62), (0, -0.02)]), shade)
    sheet.shape(part([(-0.72, -0.3), (0, -0.04), (0, 0.24), (-0.4, 0.24)]), paper)
    sheet.shape(part([(0.72, -0.3), (0, -0.04), (0, 0.24), (0.4, 0.24)]), mix(CREAM, CORAL, 0.28))
    ink = paint(mix(INDIGO, PLUM, 0.5), 0.4)
    for row in range(3):
        drop = 0.07 * row
        sheet.line(part([(-0.5 + 0.4 * drop, -0.13 + drop), (-0.1, 0.01 + drop)]), 1.1, ink)
    lantern = part([(0, -0.64)])[0]
    sheet.glow(lantern, 46, GOLD, 0.8 + 0.12 * math.sin(7 * t))
    sheet.disc(lantern, 3.4, CREAM)
