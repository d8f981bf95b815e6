"""Wren, the host: a bird folded from paper, at a microphone by a window. The beak follows the voice."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from assets.make.canvas import Canvas, Pixels, wash
from assets.make.palette import (
    CORAL,
    CREAM,
    GOLD,
    INDIGO,
    INK,
    LEAF,
    MIST,
    MOSS,
    NIGHT,
    PLUM,
    ROSE,
    TEAL,
    Color,
    mix,
    paint,
)
from assets.make.scenes.hills import bird
from assets.make.shapes import Point, chance, ease, leaf, place

SIZE = (1280, 720)


def frames(seconds: float, rate: float, mouth: Sequence[float] = (), hour: float = 0.0) -> Iterator[Pixels]:
    """`mouth`: how open the beak is at each picture. `hour`: 0 is dawn, 1 is morning."""
    room = _room(hour)
    smooth = 0.0
    for k in range(round(seconds * rate)):
        t = k / rate
        target = mouth[k] if k < len(mouth) else 0.0
        smooth += (target - smooth) * 0.65
        sheet = Canvas(SIZE, room.sheet)
        _outside(sheet, t, hour)
        _lamp(sheet, t, hour)
        _wren(sheet, t, smooth)
        _table(sheet)
        _microphone(sheet)
        _cup(sheet, t)
        yield sheet.pixels()


def _room(hour: float) -> Canvas:
    wall = wash(SIZE, [(0, mix(INDIGO, PLUM, 0.45 + 0.2 * hour)), (1, mix(PLUM, ROSE, 0.3))])
    sheet = Canvas(SIZE, wall)
    sheet.glow((960, 260), 560, mix(CORAL, GOLD, hour), 0.5)
    left, top, right, low = 690.0, 70.0, 1190.0, 470.0
    sheet.box(left - 22, top - 22, right + 22, low + 22, mix(INDIGO, PLUM, 0.2))
    sky = wash(
        (500, 400),
        [
            (0, mix(mix(INDIGO, PLUM, 0.6), MIST, hour)),
            (0.5, mix(ROSE, CREAM, 0.5 * hour)),
            (0.8, mix(CORAL, GOLD, hour)),
            (1, GOLD),
        ],
    )
    sheet.sheet.paste(sky, (round(left * 2), round(top * 2)))
    sun = (900.0, 392 - 120 * hour)
    sheet.glow(sun, 190, GOLD, 0.9)
    sheet.disc(sun, 40, CREAM)
    for depth in range(3):
        line: list[Point] = [
            (x, 398 + 24 * depth - 26 * math.sin(x / (90 - 14 * depth) + 2.2 * depth)) for x in range(690, 1194, 4)
        ]
        tone = mix(mix(ROSE, PLUM, 0.3 + 0.3 * depth), TEAL, 0.15 * depth + 0.2 * hour)
        sheet.shape([*line, (1190, 470), (690, 470)], tone)
    _shelf(sheet)
    return sheet


def _shelf(sheet: Canvas) -> None:
    wood = mix(CORAL, PLUM, 0.55)
    source = chance("books")
    for row, y in enumerate((210.0, 380.0)):
        x = 60.0 + 30 * row
        while x < 300 + 30 * row:
            wide, tall = float(source.uniform(13, 28)), float(source.uniform(62, 104))
            tone: Color = (TEAL, ROSE, CORAL, CREAM, INDIGO, MOSS)[int(source.integers(0, 6))]
            sheet.box(x, y - tall, x + wide, y, mix(tone, PLUM, 0.35))
            sheet.box(x, y - tall + 12, x + wide, y - tall + 17, paint(GOLD, 0.5))
            x += wide + float(source.uniform(0, 4))
        sheet.box(40, y, 400, y + 11, wood)
        sheet.box(40, y + 11, 400, y + 17, mix(wood, NIGHT, 0.4))
    for k in range(9):
        blade = place(leaf(0.16, 0.25), (362, 356), 62 - 3 * abs(k - 4), -2.6 + 0.27 * k)
        sheet.shape(blade, mix(LEAF, MOSS, 0.2 + 0.6 * (k % 2)))
    sheet.shape([(344, 350), (382, 350), (376, 380), (350, 380)], CORAL)


def _outside(sheet: Canvas, t: float, hour: float) -> None:
    for k in range(4):
        x = 700 + (50 * t + 46 * k + 180 * hour) % 470
        bird(sheet, (x, 165 + 16 * k % 40 + 6 * math.sin(t + k)), 8, 8 * t + 2 * k, mix(INK, PLUM, 0.4))
    frame = mix(INDIGO, PLUM, 0.2)
    sheet.box(934, 70, 946, 470, frame)
    sheet.box(690, 236, 1190, 246, frame)
    sheet.box(660, 492, 1220, 512, mix(CORAL, PLUM, 0.5))


def _lamp(sheet: Canvas, t: float, hour: float) -> None:
    sway = 5 * math.sin(0.9 * t)
    bulb = (500 + sway, 128.0)
    sheet.line([(500, 0), (bulb[0], 84)], 3, INK)
    sheet.glow(bulb, 300, GOLD, 0.5 - 0.25 * hour)
    sheet.disc((bulb[0], 116), 17, CREAM)
    shade = [(bulb[0] - 20, 78.0), (bulb[0] + 20, 78.0), (bulb[0] + 62, 118.0), (bulb[0] - 62, 118.0)]
    sheet.shape(shade, mix(TEAL, INK, 0.25))


def _wren(sheet: Canvas, t: float, mouth: float) -> None:
    """Flat facets, as folded paper; the head nods with the voice."""
    breath = 4 * math.sin(1.6 * t)
    nod = -0.05 * mouth + 0.035 * math.sin(1.1 * t)
    foot = (520.0, 640.0 + breath * 0.5)
    paper, fold, deep = mix(CREAM, GOLD, 0.1), mix(CREAM, ROSE, 0.28), mix(CREAM, PLUM, 0.46)

    def body(points: list[Point]) -> list[Point]:
        return place(points, foot, 1.0, 0.012 * math.sin(1.6 * t))

    sheet.shape(body([(-120, -60), (-330, -250 + breath), (-262, -118), (-150, 10)]), deep)
    sheet.shape(body([(-120, -60), (-330, -250 + breath), (-205, -205), (-40, -130)]), fold)
    sheet.shape(body([(-160, 20), (-150, -170), (30, -300), (120, -150), (110, 20)]), paper)
    sheet.shape(body([(110, 20), (120, -150), (30, -300), (16, -120), (40, 20)]), fold)
    lift = 26 * ease(mouth, 0.25, 0.9) + 6 * math.sin(2.1 * t)
    sheet.shape(body([(-110, -175), (-20, -190), (-62, -20 - lift), (-190, 26 - 2 * lift)]), mix(CORAL, CREAM, 0.35))
    sheet.shape(body([(-20, -190), (-62, -20 - lift), (16, -96)]), mix(CORAL, PLUM, 0.25))
    neck = body([(48, -262)])[0]

    def head(points: list[Point]) -> list[Point]:
        return place(points, neck, 1.0, nod)

    gape = 30 * mouth
    sheet.shape(head([(96, -22), (188, 2 + gape), (90, 22)]), mix(CORAL, PLUM, 0.4))
    sheet.shape(head([(92, -56), (206, -14 - 0.5 * gape), (94, 0)]), mix(GOLD, CORAL, 0.45))
    sheet.shape(head([(-72, 30), (-84, -64), (-6, -128), (86, -84), (104, -10), (40, 52)]), paper)
    sheet.shape(head([(-84, -64), (-6, -128), (10, -30), (-72, 30)]), mix(CORAL, CREAM, 0.4))
    sheet.shape(head([(10, -30), (-72, 30), (40, 52), (104, -10)]), fold)
    sheet.shape(head([(-6, -128), (-58, -168), (-34, -112)]), CORAL)
    sheet.shape(head([(10, -122), (-16, -180), (-12, -122)]), mix(CORAL, PLUM, 0.3))
    eye = head([(52, -56)])[0]
    blink = 1.0 if (t % 2.7) > 0.13 else 0.15
    sheet.disc(eye, 15, INK, tall=15 * blink)
    if blink == 1.0:
        sheet.disc((eye[0] + 5, eye[1] - 5), 4.5, CREAM)


def _table(sheet: Canvas) -> None:
    sheet.box(0, 630, 1280, 720, mix(PLUM, NIGHT, 0.45))
    sheet.box(0, 630, 1280, 638, mix(CORAL, PLUM, 0.5))


def _microphone(sheet: Canvas) -> None:
    metal = mix(INK, TEAL, 0.35)
    sheet.disc((800, 652), 84, NIGHT, tall=15)
    sheet.line([(800, 648), (800, 470)], 9, metal)
    sheet.shape(place([(-34, -78), (34, -78), (40, 0), (24, 60), (-24, 60), (-40, 0)], (792, 430), 1, -0.22), metal)
    for k in range(6):
        y = -62 + 17.0 * k
        sheet.line(place([(-30, y), (30, y)], (792, 430), 1, -0.22), 3.2, mix(MIST, TEAL, 0.35))
    sheet.line(place([(-46, 16), (46, 16)], (792, 430), 1, -0.22), 11, CORAL)


def _cup(sheet: Canvas, t: float) -> None:
    x, y = 1010.0, 648.0
    for k in range(3):
        rise = [(x - 18 + 18 * k + 7 * math.sin(0.09 * j + 1.8 * t + 2 * k), y - 84 - 4.6 * j) for j in range(16)]
        sheet.brush(rise, [5 * math.sin(math.pi * j / 15) + 0.4 for j in range(16)], paint(CREAM, 0.3))
    sheet.disc((x, y + 3), 74, mix(CREAM, ROSE, 0.4), tall=11)
    sheet.disc((x + 52, y - 42), 22, CREAM, tall=24)
    sheet.disc((x + 50, y - 42), 12, mix(PLUM, ROSE, 0.25), tall=14)
    sheet.shape([(x - 50, y - 78), (x + 50, y - 78), (x + 38, y - 6), (x - 38, y - 6)], CREAM)
    sheet.disc((x, y - 6), 38, CREAM, tall=6)
    sheet.disc((x, y - 78), 50, mix(CREAM, ROSE, 0.3), tall=8)
    sheet.disc((x, y - 77), 43, mix(CORAL, INK, 0.6), tall=6)
