"""Pictures that hold still: a seed study, a map of mornings, a moth, a balcony, a door."""

from __future__ import annotations

import math

from assets.make.canvas import Canvas, Pixels, vignette, wash
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
    mix,
    paint,
)
from assets.make.scenes.plants import plant
from assets.make.shapes import Point, bezier, blob, chance, leaf, place, wobble


def seed_study() -> Pixels:
    """2400x1600, ink and watercolor: five ages of one bean, as in a botanist's notebook."""
    sheet = Canvas((2400, 1600), mix(CREAM, GOLD, 0.12), 2)
    for k, (x, grown) in enumerate(((300.0, 0.0), (720.0, 0.3), (1160.0, 0.52), (1620.0, 0.78), (2080.0, 1.0))):
        tint = (CORAL, GOLD, LEAF, MIST, ROSE)[k]
        for ring in range(5):
            wet = place(blob(f"wet {k} {ring}", 0.16), (x, 800 - 150 * grown), 205 + 16 * ring)
            sheet.shape(wet, paint(mix(tint, CREAM, 0.35), 0.16))
        _bean(sheet, (x, 1090.0), grown, k)
    line = wobble("ground line", 4)
    ground: list[Point] = [(x, 1090 + 5 * line(x / 130)) for x in range(90, 2320, 10)]
    sheet.brush(ground, [3.5 + 2 * line(x / 60) for x, _ in ground], INK)
    for k in range(150):
        x = 100 + 14.8 * k
        y = 1100 + 5 * line(x / 130)
        sheet.brush([(x, y), (x - 17, y + 26 + 12 * line(x))], [2.2, 0.6], paint(INK, 0.55))
    sheet.line([(60, 60), (2340, 60), (2340, 1540), (60, 1540), (60, 60)], 3, paint(INK, 0.5))
    return vignette(sheet.pixels(0), 0.16)


def _bean(sheet: Canvas, at: Point, grown: float, number: int) -> None:
    seed = (at[0], at[1] + 58)
    sheet.shape(place([(x * 50, y * 33) for x, y in blob("seed", 0.04)], seed, 1, 0.4), mix(CORAL, PLUM, 0.3))
    outline = place([(x * 51, y * 34) for x, y in blob("seed", 0.04)], seed, 1, 0.4)
    sheet.line([*outline, outline[0]], 3, INK)
    sheet.brush(place([(-22, -12), (0, -20), (20, -14)], seed, 1, 0.4), [2, 9, 2], paint(CREAM, 0.6))
    source = chance(f"roots {number}")
    for _ in range(round(3 + 10 * grown) if grown else 0):
        side = float(source.uniform(-1, 1))
        deep = (90 + 230 * grown) * float(source.uniform(0.55, 1))
        root = bezier(
            (seed[0], seed[1] + 22),
            (seed[0] + 30 * side, seed[1] + 0.4 * deep),
            (seed[0] + 120 * side * grown, seed[1] + 0.6 * deep),
            (seed[0] + 190 * side * grown, seed[1] + deep),
            30,
        )
        sheet.brush(root, [5 * (1 - j / 32) for j in range(31)], mix(INK, CORAL, 0.25))
    plant(sheet, (at[0], at[1] + 30), 700, grown * (0.98 if grown < 1 else 1), 0.4 + number, f"study {number}")


def map_of_mornings() -> Pixels:
    """1501x1001: contour lines of an island that is only there at dawn."""
    size = (1501, 1001)
    sheet = Canvas(size, mix(TEAL, NIGHT, 0.4), 2)
    middle = (715.0, 510.0)
    for ring in range(15):
        radius = 560 - 37 * ring
        points = []
        for k in range(181):
            angle = 2 * math.pi * k / 180
            bend = (
                1
                + 0.17 * math.sin(2 * angle + 0.6)
                + 0.1 * math.sin(3 * angle - 0.13 * ring)
                + 0.05 * math.sin(7 * angle + 0.3 * ring)
            )
            points.append(
                (middle[0] + radius * bend * math.cos(angle) * 1.08, middle[1] + radius * bend * math.sin(angle) * 0.66)
            )
        land = [
            mix(TEAL, MIST, 0.2),
            mix(LEAF, MIST, 0.35),
            mix(GOLD, LEAF, 0.3),
            mix(GOLD, CORAL, 0.35),
            mix(CREAM, GOLD, 0.3),
        ]
        sheet.shape(points, paint(land[max(0, ring - 2) // 3] if ring > 1 else mix(TEAL, MIST, 0.12 * ring), 1.0))
        sheet.line(points, 2.2 if ring % 3 else 4, paint(INK, 0.4))
    trail = bezier((300, 800), (560, 560), (620, 800), (735, 500), 44)
    for k in range(0, 42, 3):
        sheet.line(trail[k : k + 2], 6, mix(CORAL, PLUM, 0.15))
    sheet.glow((735, 500), 130, CREAM, 0.85)
    sheet.disc((735, 500), 24, CORAL)
    sheet.disc((735, 500), 10, CREAM)
    for k in range(16):
        spoke = place([(0, 0), (78 if k % 4 == 0 else 46, 0)], (1340, 850), 1, k * math.pi / 8)
        sheet.brush(spoke, [9, 0.8], paint(CREAM, 0.85))
    rose = place([(78 * x, 78 * y) for x, y in blob("rose", 0.0)], (1340, 850))
    sheet.line([*rose, rose[0]], 2, paint(CREAM, 0.6))
    return sheet.pixels(0)


def moth() -> Pixels:
    """900x700 with transparency: a moth cut from colored paper, at its first flight."""
    sheet = Canvas((900, 700), (*CREAM, 0), 3)
    for side in (-1, 1):
        flip = side < 0
        low = place([(0, 20), (150, 60), (250, 190), (190, 290), (90, 250), (10, 120)], (450, 340), 1, 0, flip)
        sheet.shape(low, (*mix(ROSE, PLUM, 0.3), 255))
        wing = place(
            [(8, -30), (170, -230), (330, -260), (392, -170), (330, -20), (160, 84), (8, 44)], (450, 340), 1, 0, flip
        )
        sheet.shape(wing, (*CORAL, 255))
        fold = place([(8, -30), (392, -170), (330, -20), (160, 84), (8, 44)], (450, 340), 1, 0, flip)
        sheet.shape(fold, (*mix(CORAL, GOLD, 0.45), 255))
        for at, big in (((250.0, -110.0), 46.0), ((150.0, 170.0), 26.0)):
            eye = place([at], (450, 340), 1, 0, flip)[0]
            for size, tone in ((1.0, CREAM), (0.74, PLUM), (0.4, GOLD), (0.2, INK)):
                sheet.disc(eye, big * size, (*tone, 255))
        feeler = place(bezier((6, -70), (30, -150), (70, -190), (120, -200), 20), (450, 340), 1, 0, flip)
        sheet.brush(feeler, [7 - 0.25 * k for k in range(21)], (*INK, 255))
    body = bezier((450, 270), (452, 340), (448, 430), (450, 540), 24)
    sheet.brush(body, [10 + 34 * math.sin(math.pi * (0.2 + 0.78 * k / 24)) for k in range(25)], (*INK, 255))
    picture = sheet.pixels(0)
    picture[picture[..., 3] == 0] = 0
    return picture


def balcony() -> Pixels:
    """1280x853: the light comes in; a chair, a cup, leaves."""
    size = (1280, 853)
    sheet = Canvas(
        size,
        wash(size, [(0, mix(MIST, TEAL, 0.35)), (0.45, mix(CORAL, CREAM, 0.45)), (0.62, GOLD), (1, CREAM)], 2, 0.15),
        2,
    )
    sheet.glow((860, 470), 430, CREAM, 0.95)
    sheet.disc((860, 470), 74, CREAM)
    line = wobble("balcony hills", 4)
    for depth in range(4):
        ridge: list[Point] = [
            (x, 520 + 42 * depth - 46 * line(x / (210 - 34 * depth) + 8 * depth)) for x in range(0, 1290, 8)
        ]
        sheet.shape([*ridge, (1290, 853), (0, 853)], mix(mix(CORAL, PLUM, 0.25 + 0.2 * depth), TEAL, 0.12 * depth))
    sheet.box(0, 690, 1280, 853, mix(PLUM, NIGHT, 0.3))
    for k in range(33):
        sheet.box(14 + 40 * k, 560, 20 + 40 * k, 700, NIGHT)
    sheet.box(0, 548, 1280, 562, NIGHT)
    for k in range(26):
        branch = (90 + 21 * k, 60 + 26 * math.sin(k / 3.1))
        blade = place(leaf(0.3, 0.1), branch, 74 - k, 0.9 + 0.5 * math.sin(1.7 * k))
        sheet.shape(blade, mix(mix(MOSS, NIGHT, 0.25), LEAF, 0.5 * (k % 2)))
    sheet.brush(
        [(60 + 21 * k, 62 + 26 * math.sin(k / 3.1)) for k in range(28)],
        [9 - 0.28 * k for k in range(28)],
        mix(INK, PLUM, 0.3),
    )
    dark = mix(NIGHT, PLUM, 0.25)
    for x in (250, 420):
        sheet.line([(x, 800), (x - 12, 610)], 12, dark)
    sheet.line([(238, 690), (470, 690)], 16, dark)
    sheet.brush(bezier((240, 690), (222, 600), (212, 520), (226, 470), 20), [16] * 21, dark)
    sheet.line([(226, 470), (236, 590)], 12, dark)
    sheet.line([(560, 800), (560, 676)], 12, dark)
    sheet.disc((560, 672), 96, dark, tall=14)
    sheet.shape([(534, 622), (588, 622), (582, 668), (540, 668)], CREAM)
    sheet.disc((592, 642), 15, CREAM)
    sheet.disc((592, 642), 8, mix(CORAL, PLUM, 0.4))
    return vignette(sheet.pixels(), 0.25)


def door() -> Pixels:
    """1200x800: a door stands open in the dark, and behind it the day."""
    size = (1200, 800)
    sheet = Canvas(
        size, wash(size, [(0, NIGHT), (0.7, mix(INDIGO, PLUM, 0.5)), (0.71, mix(INDIGO, NIGHT, 0.4)), (1, NIGHT)]), 2
    )
    sheet.glow((600, 360), 420, CORAL, 0.55)
    day = wash((240, 420), [(0, mix(MIST, CREAM, 0.3)), (0.55, CREAM), (0.75, GOLD), (1, CORAL)])
    sheet.shape([(480, 560), (720, 560), (1010, 800), (330, 800)], paint(GOLD, 0.5))
    sheet.shape([(480, 560), (720, 560), (860, 800), (430, 800)], paint(CREAM, 0.28))
    sheet.box(462, 122, 738, 566, mix(PLUM, ROSE, 0.35))
    sheet.sheet.paste(day, (960, 280))
    for depth in range(3):
        ridge: list[Point] = [(x, 440 + 36 * depth - 22 * math.sin(x / 50 + 2 * depth)) for x in range(480, 724, 4)]
        sheet.shape([*ridge, (720, 560), (480, 560)], mix(LEAF, (CREAM, MIST, MOSS)[depth], 0.5))
    sheet.brush(
        bezier((600, 560), (560, 530), (640, 500), (606, 474), 20),
        [34 - 1.5 * k for k in range(21)],
        mix(CREAM, GOLD, 0.4),
    )
    sheet.disc((652, 250), 30, GOLD)
    sheet.shape([(720, 140), (880, 96), (880, 640), (720, 560)], mix(ROSE, PLUM, 0.45))
    for top, low in ((170, 330), (370, 530)):
        sheet.shape([(744, top + 2), (854, top - 26), (854, low + 26), (744, low)], mix(ROSE, PLUM, 0.62))
    sheet.disc((740, 352), 8, GOLD)
    source = chance("dust")
    for _ in range(120):
        at = (float(source.normal(600, 130)), float(source.uniform(120, 760)))
        sheet.disc(at, float(source.uniform(0.8, 2.6)), paint(GOLD, float(source.uniform(0.2, 0.8))))
    return vignette(sheet.pixels(), 0.3)
