"""The colors of the demo: one small box of paints, from night to full morning."""

from __future__ import annotations

Color = tuple[int, int, int]
Paint = tuple[int, int, int, int]

NIGHT: Color = (17, 21, 48)
INDIGO: Color = (38, 38, 84)
PLUM: Color = (86, 54, 104)
ROSE: Color = (196, 88, 112)
CORAL: Color = (240, 138, 96)
GOLD: Color = (255, 205, 128)
CREAM: Color = (253, 243, 222)
INK: Color = (30, 30, 52)
TEAL: Color = (38, 104, 112)
MIST: Color = (148, 178, 184)
LEAF: Color = (92, 140, 92)
MOSS: Color = (48, 84, 72)
SNOW: Color = (226, 230, 240)


def mix(a: Color, b: Color, t: float) -> Color:
    """The color a share `t` of the way from `a` to `b`."""
    t = min(1.0, max(0.0, t))
    r, g, bl = (round(x + (y - x) * t) for x, y in zip(a, b, strict=True))
    return (r, g, bl)


def through(stops: list[Color], t: float) -> Color:
    """The color at `t` (0..1) on an even ramp through all `stops`."""
    place = min(1.0, max(0.0, t)) * (len(stops) - 1)
    index = min(int(place), len(stops) - 2)
    return mix(stops[index], stops[index + 1], place - index)


def paint(color: Color, opacity: float) -> Paint:
    """`color` with an opacity of 0..1."""
    return (*color, round(255 * min(1.0, max(0.0, opacity))))
