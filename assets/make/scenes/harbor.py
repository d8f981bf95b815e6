"""A harbor before work, in wide pictures: cranes, a lighthouse, a ferry (rec-2019)."""

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
    NIGHT,
    PLUM,
    ROSE,
    TEAL,
    Color,
    mix,
    paint,
)
from assets.make.scenes.hills import bird
from assets.make.shapes import Point, chance

SIZE = (1280, 536)
_SEA = 352.0


def frames(seconds: float, rate: float) -> Iterator[Pixels]:
    sky = wash(
        SIZE,
        [
            (0, mix(TEAL, INDIGO, 0.5)),
            (0.35, mix(MIST, ROSE, 0.35)),
            (0.58, mix(GOLD, CORAL, 0.35)),
            (0.66, mix(GOLD, CREAM, 0.4)),
            (1, CREAM),
        ],
    )
    for k in range(round(seconds * rate)):
        t = k / rate
        sheet = Canvas(SIZE, sky)
        sheet.glow((860, 330), 300, CREAM, 0.95)
        sheet.disc((860, 322 - 2.2 * t), 42, CREAM)
        _beam(sheet, t)
        _far_shore(sheet)
        _sea(sheet, t)
        _ferry(sheet, (420 + 34 * t, _SEA + 26 + 2 * math.sin(1.4 * t)))
        _cranes(sheet, t)
        _quay(sheet)
        for g in range(5):
            bird(
                sheet,
                (980 - 62 * t + 74 * g, 120 + 22 * g - 40 * (g % 2) + 7 * math.sin(t + g)),
                13 + 3 * (g % 3),
                5 * t + 1.3 * g,
                mix(INK, TEAL, 0.3),
            )
        yield sheet.pixels()


def _beam(sheet: Canvas, t: float) -> None:
    top = (196.0, 170.0)
    turn = 0.55 * t
    for k in range(7):
        reach = math.cos(turn) * (90 + 85 * k)
        wide = (0.05 + 0.05 * abs(math.sin(turn))) * (90 + 85 * k)
        fan = [top, (top[0] + reach, top[1] - wide), (top[0] + reach * 1.03, top[1]), (top[0] + reach, top[1] + wide)]
        sheet.shape(fan, paint(CREAM, 0.045))
    sheet.glow(top, 90, CREAM, 0.8)


def _far_shore(sheet: Canvas) -> None:
    for depth in range(2):
        line: list[Point] = [
            (x, _SEA - 22 + 15 * depth - 22 * math.sin(x / (170 - 50 * depth) + depth) ** 2) for x in range(0, 1290, 6)
        ]
        sheet.shape([*line, (1290, _SEA + 4), (0, _SEA + 4)], mix(mix(MIST, ROSE, 0.4), INDIGO, 0.15 + 0.2 * depth))
    stone = mix(INDIGO, PLUM, 0.4)
    sheet.shape([(0, _SEA - 30), (150, _SEA - 40), (260, _SEA - 22), (330, _SEA + 6), (0, _SEA + 6)], stone)
    tower = [(172.0, _SEA - 34), (182, 190), (210, 190), (222, _SEA - 34)]
    sheet.shape(tower, CREAM)
    for k in range(3):
        low = _SEA - 50 - 46 * k
        slim = 1.6 * k
        sheet.shape(
            [(174 + slim * 1.6, low), (220 - slim * 2, low), (218 - slim * 2, low - 21), (176 + slim * 1.6, low - 21)],
            CORAL,
        )
    sheet.box(176, 184, 216, 191, INK)
    sheet.box(184, 160, 208, 184, GOLD)
    sheet.shape([(180, 160), (196, 142), (212, 160)], mix(CORAL, PLUM, 0.4))


def _sea(sheet: Canvas, t: float) -> None:
    for band in range(6):
        near = band / 5
        top = _SEA + 150 * near**1.4
        wave: list[Point] = [
            (x, top + (1 + 4 * near) * math.sin(x / (50 + 90 * near) + (0.8 + near) * t * (1 if band % 2 else -1)))
            for x in range(0, 1290, 8)
        ]
        sheet.shape(
            [*wave, (1290, 536), (0, 536)], mix(mix(MIST, GOLD, 0.3), mix(TEAL, NIGHT, 0.35), 0.25 + 0.75 * near)
        )
    source = chance("harbor light")
    for _ in range(110):
        near = float(source.uniform(0, 1))
        x = 860 + float(source.normal()) * (30 + 80 * near)
        blink = math.sin(3 * t + float(source.uniform(0, 6.28)))
        if blink > 0:
            sheet.disc((x, _SEA + 4 + 150 * near), (3 + 15 * near) * blink, paint(CREAM, 0.6 * blink), tall=0.9 + near)


def _ferry(sheet: Canvas, at: Point) -> None:
    x, y = at
    sheet.shape([(x - 118, y - 28), (x + 132, y - 28), (x + 108, y + 8), (x - 100, y + 8)], mix(INDIGO, TEAL, 0.3))
    sheet.shape([(x - 110, y - 12), (x + 122, y - 12), (x + 119, y - 5), (x - 107, y - 5)], CORAL)
    sheet.box(x - 92, y - 52, x + 92, y - 28, CREAM)
    sheet.box(x - 60, y - 72, x + 56, y - 52, mix(CREAM, ROSE, 0.2))
    for k in range(11):
        sheet.box(x - 84 + 16 * k, y - 46, x - 75 + 16 * k, y - 36, mix(TEAL, INK, 0.3))
    sheet.shape([(x - 18, y - 72), (x + 8, y - 72), (x + 4, y - 104), (x - 18, y - 104)], CORAL)
    for k in range(6):
        sheet.disc((x - 12 - 15 * k, y - 114 - 8 * k), 7 + 4.4 * k, paint(mix(CREAM, MIST, 0.5), 0.3 - 0.045 * k))


def _cranes(sheet: Canvas, t: float) -> None:
    for x, big, tone in ((1120.0, 1.0, INK), (1000.0, 0.72, mix(INK, PLUM, 0.5))):
        _crane(sheet, (x, _SEA + 96), big, tone, t)


def _crane(sheet: Canvas, foot: Point, big: float, tone: Color, t: float) -> None:
    def part(points: list[Point]) -> list[Point]:
        return place_up(points, foot, big)

    for side in (-36, 36):
        sheet.line(part([(side, 0), (side * 0.5, 190)]), 8 * big, tone)
    for k in range(4):
        low, high = 46.0 * k, 46.0 * k + 46
        sheet.line(part([(-36 + 4.4 * k, low), (36 - 4.4 * (k + 1), high)]), 3 * big, tone)
        sheet.line(part([(-36 + 4.4 * k, low), (36 - 4.4 * k, low)]), 3 * big, tone)
    sheet.line(part([(-190, 200), (120, 214)]), 9 * big, tone)
    sheet.line(part([(-190, 200), (0, 268), (120, 214)]), 3 * big, tone)
    sheet.line(part([(0, 190), (0, 268)]), 6 * big, tone)
    sheet.shape(part([(-26, 190), (22, 190), (22, 222), (-26, 222)]), mix(tone, CORAL, 0.5))
    hook = -120 + 26 * math.sin(0.7 * t)
    sheet.line(part([(hook, 204), (hook, 100 + 14 * math.sin(0.9 * t))]), 2 * big, tone)
    low = 100 + 14 * math.sin(0.9 * t)
    sheet.shape(
        part([(hook - 30, low), (hook + 30, low), (hook + 30, low - 34), (hook - 30, low - 34)]), mix(CORAL, ROSE, 0.5)
    )


def place_up(points: list[Point], foot: Point, big: float) -> list[Point]:
    """Points whose y axis goes up, on a foot."""
    return [(foot[0] + x * big, foot[1] - y * big) for x, y in points]


def _quay(sheet: Canvas) -> None:
    dark = mix(NIGHT, INDIGO, 0.4)
    sheet.shape([(860, 536), (900, 444), (1280, 430), (1280, 536)], dark)
    sheet.line([(900, 444), (1280, 430)], 5, mix(dark, CORAL, 0.4))
    for k, tone in enumerate((CORAL, TEAL, ROSE, GOLD)):
        left = 1176 + 46 * (k % 2)
        top = 396 - 30 * (k // 2)
        sheet.box(left, top, left + 44, top + 30, mix(tone, NIGHT, 0.4))
