"""Things that grow: a seedling through its first spring (rec-2016), basil on a sill (rec-2012)."""

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
from assets.make.shapes import Point, bezier, blob, chance, ease, leaf, place, spring

SEEDLING = (1024, 576)
SILL = (540, 960)
_SOIL = 430.0


def seedling(seconds: float, rate: float) -> Iterator[Pixels]:
    """From the seed under the ground to the flower."""
    cold = wash(SEEDLING, [(0, mix(TEAL, NIGHT, 0.5)), (0.75, mix(MIST, ROSE, 0.35))])
    mild = wash(SEEDLING, [(0, mix(CORAL, CREAM, 0.35)), (0.75, CREAM)])
    from PIL import Image

    for k in range(round(seconds * rate)):
        t = k / rate
        share = t / seconds
        sheet = Canvas(SEEDLING, Image.blend(cold, mild, ease(share, 0.15, 0.8)))
        sun = (512.0, 330 - 120 * share)
        sheet.glow(sun, 330, GOLD, 0.75 * ease(share, 0.2, 0.8))
        sheet.disc(sun, 118, paint(mix(GOLD, CREAM, 0.35), 0.75 * ease(share, 0.3, 0.7)))
        for x, first, tall in ((250, 0.3, 0.52), (772, 0.36, 0.6), (134, 0.44, 0.34), (884, 0.5, 0.3)):
            plant(sheet, (x, _SOIL), 330 * tall, ease(share, first, first + 0.45), t, f"far {x}")
        _ground(sheet, share)
        plant(sheet, (512, _SOIL + 4), 330, ease(share, 0.18, 0.86), t, "middle")
        _motes(sheet, t, share)
        yield sheet.pixels(1.2)


def _ground(sheet: Canvas, share: float) -> None:
    soil = mix(INK, PLUM, 0.35)
    line: list[Point] = [(x, _SOIL + 5 * math.sin(x / 70) + 3 * math.sin(x / 23)) for x in range(0, 1030, 8)]
    sheet.shape([*line, (1030, 576), (0, 576)], soil)
    source = chance("soil")
    for _ in range(70):
        at = (float(source.uniform(0, 1024)), float(source.uniform(_SOIL + 18, 570)))
        sheet.disc(
            at, float(source.uniform(1.5, 6)), paint(mix(soil, CORAL, 0.3), 0.5), tall=float(source.uniform(1, 3.5))
        )
    for k in range(7):
        grow = ease(share, 0.04 + 0.02 * k, 0.5 + 0.03 * k)
        side = (k - 3) * 46
        curve = bezier(
            (512, 470),
            (512 + side * 0.2, 500),
            (512 + side, 490 + 5 * abs(3 - k)),
            (512 + side * 1.5, 562 - 9 * abs(k - 3)),
            40,
        )
        cut = curve[: max(2, round(41 * grow))]
        if grow > 0.02:
            sheet.brush(cut, [5.5 * (1 - j / 44) for j in range(len(cut))], mix(CREAM, CORAL, 0.25))
    seed = place([(x * 24, y * 16) for x, y in blob("seed", 0.03)], (512, 470), 1, 0.5)
    sheet.shape(seed, mix(CORAL, PLUM, 0.35))
    sheet.disc((506, 464), 6, paint(CREAM, 0.35), tall=3)


def plant(sheet: Canvas, foot: Point, tall: float, grown: float, t: float, name: str, bloom: bool = True) -> None:
    """A stem that rises, unfolds leaves and at last a flower; it sways a little."""
    if grown <= 0.01:
        return
    source = chance(f"plant {name}")
    lean = float(source.uniform(-0.14, 0.14)) * tall
    sway = 0.02 * tall * math.sin(1.7 * t + foot[0])
    high = tall * grown
    tip = (foot[0] + (lean + sway) * grown, foot[1] - high)
    stem = bezier(foot, (foot[0] - lean * 0.8, foot[1] - high * 0.35), (foot[0] + lean, foot[1] - high * 0.7), tip, 36)
    far = tall < 260
    green = mix(MOSS, MIST, 0.3) if far else MOSS
    sheet.brush(stem, [tall * (0.024 - 0.012 * k / 36) for k in range(37)], green)
    for k in range(7):
        at = 0.18 + 0.105 * k
        size = tall * (0.3 - 0.026 * k) * spring(grown, at + 0.06, 0.3)
        if size > 1:
            side = 1 if k % 2 else -1
            turn = -0.5 - 0.1 * k + 0.05 * math.sin(2 * t + k)
            shape = place(leaf(0.26, -0.12), stem[round(36 * at)], size, turn, flip=side < 0)
            sheet.shape(shape, mix(LEAF, green, 0.5 if k % 2 else 0.15))
            rib = place([(0.05, 0), (0.5, -0.03), (0.92, -0.1)], stem[round(36 * at)], size, turn, flip=side < 0)
            sheet.brush(rib, [1.6, 1.1, 0.5], paint(CREAM, 0.4))
    if bloom:
        _flower(sheet, tip, tall * 0.2 * spring(grown, 0.74, 0.26), t, ROSE if far else CORAL)


def _flower(sheet: Canvas, at: Point, size: float, t: float, color: Color) -> None:
    if size < 1:
        return
    for ring, (count, length) in enumerate(((9, 1.0), (9, 0.72), (6, 0.45))):
        for k in range(count):
            turn = 2 * math.pi * (k + 0.5 * ring) / count + 0.03 * math.sin(1.5 * t)
            petal = place(leaf(0.24), at, size * length, turn)
            sheet.shape(petal, mix(mix(color, PLUM, 0.12), GOLD, 0.3 * ring + 0.05 * (k % 2)))
    sheet.disc(at, size * 0.2, mix(GOLD, CREAM, 0.4))
    for k in range(8):
        dot = place([(0.14, 0)], at, size, k * math.pi / 4)[0]
        sheet.disc(dot, size * 0.035, mix(CORAL, PLUM, 0.4))


def _motes(sheet: Canvas, t: float, share: float) -> None:
    source = chance("motes")
    for _ in range(42):
        x, y = float(source.uniform(0, 1024)), float(source.uniform(0, 430))
        drift = float(source.uniform(8, 22))
        at = (x + 14 * math.sin(0.8 * t + y), (y - drift * t) % 430)
        sheet.disc(at, float(source.uniform(0.8, 2.4)), paint(GOLD, 0.75 * ease(share, 0.35, 0.7)))


def sill(seconds: float, rate: float) -> Iterator[Pixels]:
    """Basil in a tin, filmed on a phone over nine mornings (that is: drawn)."""
    wall = wash(SILL, [(0, mix(PLUM, ROSE, 0.4)), (0.6, mix(CORAL, ROSE, 0.5)), (1, mix(PLUM, NIGHT, 0.4))])
    pane = wash((360, 520), [(0, mix(MIST, TEAL, 0.3)), (0.55, mix(MIST, CREAM, 0.4)), (1, GOLD)])
    for k in range(round(seconds * rate)):
        t = k / rate
        grown = ease(t / seconds, 0.02, 0.9)
        hand = (2.2 * math.sin(1.1 * t), 1.8 * math.sin(1.7 * t + 1))
        sheet = Canvas(SILL, wall)
        _window(sheet, pane, hand, t)
        pot = (270 + hand[0] * 1.6, 742 + hand[1])
        for side, tall in ((-34, 0.62), (36, 0.7), (-12, 0.9), (14, 1.0)):
            plant(
                sheet, (pot[0] + side, pot[1] - 112), 300 * tall, grown * 0.97 + 0.02, t, f"basil {side}", bloom=False
            )
        _tin(sheet, pot)
        yield sheet.pixels(1.4)


def _window(sheet: Canvas, pane: object, hand: Point, t: float) -> None:
    from PIL import Image

    assert isinstance(pane, Image.Image)
    left, top = 90 + hand[0], 130 + hand[1]
    sheet.box(left - 16, top - 16, left + 376, top + 536, mix(CREAM, CORAL, 0.25))
    sheet.sheet.paste(pane, (round(left * 2), round(top * 2)))
    sheet.glow((left + 120, top + 400 - 22 * t), 190, CREAM, 0.85)
    sheet.disc((left + 120, top + 400 - 22 * t), 34, CREAM)
    for roof in range(5):
        x = left + 72 * roof
        tall = 70 + 36 * ((roof * 3) % 4)
        sheet.box(x, top + 520 - tall, x + 72, top + 520, mix(PLUM, INDIGO, 0.25 + 0.12 * (roof % 3)))
        sheet.shape(
            [(x, top + 520 - tall), (x + 36, top + 490 - tall), (x + 72, top + 520 - tall)],
            mix(PLUM, INDIGO, 0.25 + 0.12 * (roof % 3)),
        )
    sheet.box(left + 174, top, left + 186, top + 520, mix(CREAM, CORAL, 0.3))
    sheet.box(left, top + 206, left + 360, top + 218, mix(CREAM, CORAL, 0.3))
    sheet.box(0, 742 + hand[1] - 4, 540, 742 + hand[1] + 34, mix(CREAM, CORAL, 0.45))
    sheet.box(0, 742 + hand[1] + 34, 540, 960, mix(INDIGO, PLUM, 0.55))
    light = [(150.0, 960.0), (330, 960), (420, 776 + hand[1]), (250, 776 + hand[1])]
    sheet.shape(light, paint(GOLD, 0.12))


def _tin(sheet: Canvas, foot: Point) -> None:
    x, y = foot
    sheet.disc((x, y + 6), 92, paint(INK, 0.3), tall=12)
    sheet.shape([(x - 74, y - 118), (x + 74, y - 118), (x + 66, y + 4), (x - 66, y + 4)], TEAL)
    sheet.shape([(x + 20, y - 118), (x + 74, y - 118), (x + 66, y + 4), (x + 20, y + 4)], mix(TEAL, NIGHT, 0.3))
    sheet.disc((x, y - 118), 74, mix(TEAL, MIST, 0.5), tall=11)
    sheet.disc((x, y - 117), 66, mix(INK, PLUM, 0.3), tall=8)
    sheet.box(x - 71, y - 84, x + 71, y - 26, CREAM)
    sheet.disc((x, y - 55), 22, CORAL)
    for k in range(12):
        ray = place([(27, 0), (38, 0)], (x, y - 55), 1, k * math.pi / 6)
        sheet.line([p for p in ray if y - 83 < p[1] < y - 27] or [ray[0]], 3, CORAL)
