"""First light: stars go out over hills, the sun comes up, birds cross. Drawn for rec-2004."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import lru_cache

from PIL import Image, ImageDraw

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
from assets.make.shapes import Point, chance, ease, wobble

SIZE = (1280, 720)
_HORIZON = 470.0
_CREST = 340
"""No hill is higher than this row."""
_FAR: list[tuple[Color, Color]] = [
    (mix(INDIGO, PLUM, 0.5), mix(ROSE, MIST, 0.45)),
    (mix(INDIGO, PLUM, 0.2), mix(PLUM, ROSE, 0.45)),
    (INDIGO, mix(PLUM, TEAL, 0.35)),
    (mix(NIGHT, INDIGO, 0.6), mix(INK, TEAL, 0.45)),
    (NIGHT, mix(INK, NIGHT, 0.4)),
]


def frames(seconds: float, rate: float) -> Iterator[Pixels]:
    count = round(seconds * rate)
    night = wash(SIZE, [(0, NIGHT), (0.45, INDIGO), (0.68, PLUM), (1, PLUM)])
    dawn = wash(SIZE, [(0, mix(INDIGO, TEAL, 0.5)), (0.3, mix(PLUM, ROSE, 0.5)), (0.5, CORAL), (0.64, GOLD), (1, GOLD)])
    for k in range(count):
        t = k / rate
        yield picture(t, t / seconds, night, dawn).pixels()


def picture(t: float, share: float, night: Image.Image, dawn: Image.Image) -> Canvas:
    light = 0.12 + 0.88 * ease(share, 0.0, 0.85)
    sheet = Canvas(SIZE, Image.blend(night, dawn, light))
    _stars(sheet, t, 1 - ease(share, 0.0, 0.6))
    sun = (790.0, _HORIZON + 95 - 190 * ease(share, 0.08, 1.0))
    _clouds(sheet, t, light)
    sheet.glow(sun, 520, CORAL, 0.55 * light)
    sheet.glow(sun, 280, GOLD, 0.85 * light)
    sheet.glow(sun, 120, CREAM, 0.8 * light)
    sheet.disc(sun, 52, mix(GOLD, CREAM, light))

    for depth in range(5):
        shift = round(2 * t * (2.0 + 3.2 * depth**1.5))
        mask = _ridge(depth).crop((shift, 2 * _CREST, shift + 2 * SIZE[0], 2 * SIZE[1]))
        sheet.sheet.paste(_earth(depth, light), (0, 2 * _CREST), mask)
    _birds(sheet, t)
    return sheet


def _stars(sheet: Canvas, t: float, bright: float) -> None:
    source = chance("stars")
    for _ in range(150):
        x, y = float(source.uniform(0, 1280)), float(source.uniform(0, 400))
        big, phase = float(source.uniform(0.5, 1.0)) ** 2, float(source.uniform(0, 6.28))
        late = float(source.uniform(0.3, 1.0))
        glint = bright ** (1 / late) * (0.7 + 0.3 * math.sin(2.2 * t + phase))
        if glint > 0.03:
            sheet.disc((x - 3 * t, y), 0.6 + 1.3 * big, paint(CREAM, glint * (0.4 + 0.6 * big)))
            if big > 0.85:
                sheet.glow((x - 3 * t, y), 12, CREAM, 0.5 * glint)


def _clouds(sheet: Canvas, t: float, light: float) -> None:
    source = chance("clouds")
    for _ in range(9):
        x, y = float(source.uniform(-200, 1300)), float(source.uniform(150, 420))
        wide, thin = float(source.uniform(120, 330)), float(source.uniform(4, 11))
        drift = x + t * float(source.uniform(3, 8))
        lit = mix(PLUM, mix(CORAL, CREAM, (420 - y) / 500), light)
        for part in range(4):
            at = (drift + wide * 0.5 * (part - 1.5) * 0.55, y + thin * math.sin(2.1 * part))
            body = wide * (0.62 - 0.1 * abs(part - 1.5))
            sheet.disc(at, body, paint(lit, 0.16 + 0.14 * light), tall=thin * (1.3 - 0.2 * part))


def _earth(depth: int, light: float) -> Image.Image:
    """The color of one range of hills, paler towards its foot, where the mist lies."""
    color = mix(_FAR[depth][0], _FAR[depth][1], light)
    haze = mix(color, mix(mix(PLUM, MIST, 0.3), GOLD, light), 0.46 - 0.07 * depth)
    top = _HORIZON - 60 + 47 * depth
    column = Image.new("RGB", (1, SIZE[1] - _CREST))
    for y in range(SIZE[1] - _CREST):
        column.putpixel((0, y), mix(color, haze, (y + _CREST - top) / 150))
    tall = column.resize((1, 2 * (SIZE[1] - _CREST)), Image.Resampling.BILINEAR)
    return tall.resize((2 * SIZE[0], tall.height), Image.Resampling.NEAREST)


@lru_cache(maxsize=5)
def _ridge(depth: int) -> Image.Image:
    """The outline of one range of hills, wider than the picture, with trees on the near ones."""
    width = 1280 + 420
    sheet = Image.new("L", (width * 2, SIZE[1] * 2), 0)
    pen = ImageDraw.Draw(sheet)
    line, bumps = wobble(f"ridge {depth}", 5), wobble(f"bumps {depth}", 3)

    def top(x: float) -> float:
        high = 62 - 6 * depth
        rise = high * line(x / (330 - 30 * depth)) + 3 * bumps(x / 24)
        return _HORIZON - 8 + 47 * depth + rise

    points: list[Point] = [(x * 2, top(x) * 2) for x in range(0, width + 1, 4)]
    pen.polygon([*points, (width * 2, SIZE[1] * 2), (0, SIZE[1] * 2)], fill=255)
    if depth >= 2:
        _trees(pen, depth, top, width)
    return sheet


def _trees(pen: ImageDraw.ImageDraw, depth: int, top: Callable[[float], float], width: int) -> None:
    source, groves = chance(f"trees {depth}"), wobble(f"groves {depth}", 3)
    x = 0.0
    while x < width:
        x += float(source.uniform(5, 16)) * (0.6 + 0.35 * depth)
        if groves(x / 150) < 0.12:
            continue
        high = float(source.uniform(9, 22)) * (0.4 + 0.42 * (depth - 1))
        foot = top(x) + 3
        for tier in range(3):
            low, half = foot - high * 0.28 * tier, high * (0.3 - 0.07 * tier)
            tip = low - high * 0.46
            pen.polygon([(2 * (x - half), 2 * low), (2 * x, 2 * tip), (2 * (x + half), 2 * low)], fill=255)


def _birds(sheet: Canvas, t: float) -> None:
    source = chance("flock")
    for k in range(11):
        row = (k + 1) // 2 * (1 if k % 2 else -1)
        x = 120 + 105 * t - abs(row) * 24 + float(source.uniform(-5, 5))
        y = 255 - 9 * t + row * 11 + 5 * math.sin(1.3 * t + k) + float(source.uniform(-4, 4))
        bird(sheet, (x, y), 10 + float(source.uniform(-1, 2)), 8.5 * t + 1.7 * k)


def bird(sheet: Canvas, at: Point, size: float, phase: float, color: Color = INK) -> None:
    """A far bird: two wing strokes that beat."""
    lift = math.sin(phase)
    for side in (-1, 1):
        elbow = (at[0] + side * size * 0.5, at[1] - size * (0.16 + 0.34 * lift))
        tip = (at[0] + side * size * 1.12, at[1] - size * (0.02 + 0.62 * lift) + 2)
        sheet.brush([at, elbow, tip], [size * 0.24, size * 0.2, 0.4], color)
