"""A city wakes: windows light up one by one, early cars go over the bridge. For rec-2011."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

from PIL import Image

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
    TEAL,
    Color,
    mix,
    paint,
)
from assets.make.shapes import Point, chance, ease

SIZE = (960, 540)
_QUAY = 418.0
_House = tuple[float, float, float, Color, int]


def frames(seconds: float, rate: float) -> Iterator[Pixels]:
    sky = wash(
        SIZE,
        [
            (0, mix(INDIGO, TEAL, 0.35)),
            (0.3, mix(PLUM, INDIGO, 0.3)),
            (0.55, ROSE),
            (0.72, CORAL),
            (0.78, GOLD),
            (1, GOLD),
        ],
    )
    still = Canvas(SIZE, sky)
    still.glow((300, 400), 330, GOLD, 0.7)
    for k in range(round(seconds * rate)):
        t = k / rate
        sheet = Canvas(SIZE, still.sheet)
        _stars(sheet, t)
        for row in range(3):
            for number, house in enumerate(_street(row)):
                _walls(sheet, house)
                _windows(sheet, house, f"{row} {number}", t)
        _train(sheet, t)
        _river(sheet, t)
        yield sheet.pixels(1.2)


def _stars(sheet: Canvas, t: float) -> None:
    source = chance("city stars")
    for _ in range(54):
        x, y = float(source.uniform(0, 960)), float(source.uniform(0, 110))
        glint = (0.6 + 0.4 * math.sin(2 * t + x)) * (1 - y / 125) * (1 - 0.1 * t)
        sheet.disc((x, y), float(source.uniform(0.6, 1.3)), paint(CREAM, glint))


@lru_cache(maxsize=3)
def _street(row: int) -> list[_House]:
    source, houses, x = chance(f"street {row}"), [], -20.0 - 14 * row
    tones = [mix(PLUM, ROSE, 0.55), mix(INDIGO, PLUM, 0.65), mix(NIGHT, INDIGO, 0.55)]
    while x < SIZE[0]:
        wide = float(source.uniform(38, 66)) + 12 * row
        mid = 1 - abs((x - 560) / 620)
        tall = (330 - 82 * row) * (0.42 + 0.62 * float(source.uniform(0.25, 1)) * max(0.3, mid))
        houses.append(
            (x, wide, tall, mix(tones[row], NIGHT, float(source.uniform(0, 0.16))), int(source.integers(0, 4)))
        )
        x += wide + float(source.uniform(-3, 9)) + 2 * row
    return houses


def _walls(sheet: Canvas, house: _House) -> None:
    x, wide, tall, color, roof = house
    top = _QUAY - tall
    sheet.box(x, top, x + wide, _QUAY, color)
    sheet.box(x, top, x + 3, _QUAY, paint(GOLD, 0.25))
    if roof == 0:
        sheet.shape([(x - 2, top), (x + wide / 2, top - wide * 0.42), (x + wide + 2, top)], color)
    elif roof == 1:
        sheet.box(x + wide * 0.2, top - 14, x + wide * 0.45, top, color)
        sheet.line([(x + wide * 0.7, top), (x + wide * 0.7, top - 30)], 1.6, color)
    elif roof == 2:
        sheet.disc((x + wide / 2, top), wide * 0.36, color, tall=wide * 0.3)
        sheet.line([(x + wide / 2, top - 10), (x + wide / 2, top - wide * 0.3 - 16)], 1.8, color)


def _windows(sheet: Canvas, house: _House, name: str, t: float) -> None:
    x, wide, tall, color, _ = house
    source = chance(f"windows {name}")
    across, down = max(2, int(wide / 13)), max(2, int((tall - 12) / 17))
    pitch = (wide - 8) / across
    for row in range(down):
        for column in range(across):
            wakes, kind = float(source.uniform(-2.5, 7)), float(source.uniform(0, 1))
            on = ease(t, wakes, wakes + 0.25)
            if kind < 0.42:
                on = 0.0
            left = x + 5 + column * pitch + pitch * 0.18
            top = _QUAY - tall + 10 + row * 17
            warm = mix(GOLD, CREAM if kind > 0.8 else CORAL, 0.4)
            sheet.box(left, top, left + pitch * 0.55, top + 9.5, mix(mix(color, NIGHT, 0.3), warm, on))


def _train(sheet: Canvas, t: float) -> None:
    deck = _QUAY - 34
    for k in range(9):
        at = (60 + 112 * k, deck + 24)
        sheet.box(at[0] - 6, deck, at[0] + 6, _QUAY, NIGHT)
    sheet.box(0, deck - 3, SIZE[0], deck + 6, NIGHT)
    head = -330 + 245 * t
    for car in range(5):
        left = head + 92 * car
        body = mix(CREAM, ROSE, 0.55)
        sheet.box(left, deck - 29, left + 88, deck - 5, body)
        sheet.box(left, deck - 11, left + 88, deck - 8, mix(ROSE, PLUM, 0.5))
        for pane in range(5):
            sheet.box(left + 6 + 16.5 * pane, deck - 25, left + 17 + 16.5 * pane, deck - 14, mix(GOLD, CREAM, 0.5))
    nose: list[Point] = [
        (head + 456, deck - 29),
        (head + 474, deck - 14),
        (head + 474, deck - 5),
        (head + 456, deck - 5),
    ]
    sheet.shape(nose, mix(CREAM, ROSE, 0.55))
    sheet.glow((head + 474, deck - 10), 70, CREAM, 0.85)


def _river(sheet: Canvas, t: float) -> None:
    s = sheet.scale
    top = round(_QUAY * s)
    strip = sheet.sheet.crop((0, top - 120 * s, SIZE[0] * s, top))
    mirror = strip.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((SIZE[0] * s, SIZE[1] * s - top))
    sheet.sheet.paste(mirror, (0, top))
    sheet.box(0, _QUAY, SIZE[0], SIZE[1], paint(mix(NIGHT, TEAL, 0.5), 0.5))
    sheet.box(0, _QUAY, SIZE[0], _QUAY + 5, mix(NIGHT, INDIGO, 0.3))
    source = chance("river")
    for k in range(130):
        near = float(source.uniform(0, 1)) ** 0.8
        x = (float(source.uniform(0, 1100)) + t * (14 + 30 * near)) % 1100 - 70
        blink = 0.55 + 0.45 * math.sin(2.6 * t + float(source.uniform(0, 6.28)))
        color = (GOLD, MIST, CORAL)[k % 3]
        at = (x, _QUAY + 9 + (SIZE[1] - _QUAY - 12) * near)
        sheet.disc(at, 7 + 26 * near, paint(color, 0.3 * blink), tall=0.6 + 0.9 * near)
