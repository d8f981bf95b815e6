"""Small animations: a bird in ink (a GIF, rec-2009) and the turning reel (an APNG with alpha)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assets.make.canvas import Canvas, Pixels
from assets.make.palette import CORAL, CREAM, GOLD, INK, PLUM, ROSE, TEAL, mix
from assets.make.shapes import Point, bezier, ease, place, spring, wobble

INK_SIZE = (480, 270)
REEL_SIZE = (320, 320)


def ink_bird(seconds: float, rate: float) -> Iterator[Pixels]:
    """One line becomes a bird and flies; the paper is flat so that the GIF stays small."""
    count = round(seconds * rate)
    for k in range(count):
        t = k / count
        sheet = Canvas(INK_SIZE, CREAM, 3)
        tremble = wobble(f"ink {k % 3}", 3)
        sheet.disc((352, 88), 44, mix(CORAL, GOLD, 0.35))
        for line in range(4):
            y = 206 + 14 * line
            stroke: list[Point] = [
                (x, y + 2.5 * math.sin(x / 34 + line + 2 * math.pi * t))
                for x in range(40 + 26 * line, 442 - 34 * line, 6)
            ]
            sheet.brush(
                stroke,
                [0.6 + 1.6 * math.sin(math.pi * j / len(stroke)) for j in range(len(stroke))],
                mix(INK, TEAL, 0.4),
            )
        beat = math.sin(2 * math.pi * t * round(seconds * 1.5))
        at = (238 + 10 * math.sin(2 * math.pi * t), 142 - 13 * beat + tremble(2.0))
        for side in (-1, 1):
            wing = bezier((0, 0), (22, -34 - 26 * beat), (64, -42 - 34 * beat), (112, 4 - 62 * beat), 26)
            placed = place(wing, at, 1.0, 0.12 * side, flip=side < 0)
            sheet.brush(placed, [9 * math.sin(math.pi * (0.1 + 0.86 * j / 26)) ** 0.8 + 0.5 for j in range(27)], INK)
            for feather in range(9):
                root = wing[6 + 2 * feather]
                tip = (root[0] - 12 + 3.4 * feather, root[1] + 46 - 3.6 * feather)
                quill = place(
                    [root, ((root[0] + tip[0]) / 2 + 3, (root[1] + tip[1]) / 2), tip],
                    at,
                    1.0,
                    0.12 * side,
                    flip=side < 0,
                )
                sheet.brush(quill, [6.5, 5.5 - 0.3 * feather, 0.5], INK)
        body = bezier((0, -16), (7, 0), (5, 20), (0, 36), 20)
        sheet.brush(place(body, at), [6 + 15 * math.sin(math.pi * j / 20) ** 0.7 for j in range(21)], INK)
        for side in (-1, 1):
            sheet.brush(place([(0, 30), (6 * side, 46), (15 * side, 64)], at), [8, 6, 0.5], INK)
        sheet.disc(place([(0, -17)], at)[0], 8, INK)
        sheet.brush(place([(0, -23), (0, -34)], at), [5, 0.6], CORAL)
        yield sheet.pixels(0)


def reel(seconds: float, rate: float) -> Iterator[Pixels]:
    """A film reel that is also a rising sun; it folds open, turns and rests."""
    count = round(seconds * rate)
    for k in range(count):
        t = k / count
        sheet = Canvas(REEL_SIZE, (*ROSE, 0), 3)
        big = 0.8 * spring(t, 0.0, 0.45)
        turn = 1.9 * ease(t, 0.0, 1.0)
        middle = (160.0, 160.0)
        for ray in range(16):
            length = 34 * spring(t, 0.12 + 0.012 * ray, 0.4)
            angle = turn * 0.5 + ray * math.pi / 8
            if length > 2:
                stick = place([(136, 0), (136 + length, 0)], middle, big, angle)
                sheet.line(stick, 7, (*(GOLD if ray % 2 else CORAL), 255))
        if big > 0.02:
            sheet.disc(middle, 122 * big, (*CREAM, 255))
            sheet.disc(middle, 110 * big, (*mix(CORAL, ROSE, 0.25), 255))
            for hole in range(5):
                at = place([(64, 0)], middle, big, turn + hole * 2 * math.pi / 5)[0]
                sheet.disc(at, 29 * big, (*CREAM, 255))
                sheet.disc(at, 24 * big, (*mix(PLUM, INK, 0.25), 255))
            sheet.disc(middle, 19 * big, (*CREAM, 255))
            sheet.disc(middle, 9 * big, (*mix(PLUM, INK, 0.25), 255))
        yield _clear(sheet.pixels(0))


def _clear(picture: Pixels) -> Pixels:
    """Color where there is any; where there is none, zero (packs better)."""
    picture[picture[..., 3] == 0] = 0
    return picture
