"""The show's opening: rings of light rise over dark hills, as a sun and as a reel of film."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

SECONDS = 6.0

_NIGHT = (15, 18, 42)
_RINGS = (
    # radius as a share of the height, color, when it rises (seconds)
    (1.30, (22, 25, 56), 0.10),
    (1.02, (34, 33, 74), 0.30),
    (0.80, (56, 42, 90), 0.52),
    (0.62, (92, 54, 102), 0.76),
    (0.47, (140, 68, 104), 1.02),
    (0.31, (196, 92, 102), 1.30),
    (0.205, (240, 146, 100), 1.60),
    (0.14, (255, 204, 130), 1.90),
    (0.095, (255, 244, 222), 2.20),
)
_HILLS = (
    # height of the crest, how high the hills are, how long, how fast, color
    (0.790, 0.050, 0.46, 0.004, (88, 56, 100)),
    (0.845, 0.045, 0.36, 0.010, (58, 44, 88)),
    (0.900, 0.040, 0.30, 0.020, (34, 32, 68)),
    (0.955, 0.030, 0.24, 0.036, (16, 18, 42)),
)
_CENTER = (0.5, 0.835)
_STEPS = 4
"""Entries of the color table per pixel of radius: edges are smooth because the table is."""


def opening(width: int, height: int, rate: float, theme: str = "") -> Any:
    """The animated background of the opening titles; the theme decides where the stars stand."""
    import zlib

    import numpy as np
    from moviepy import VideoClip

    random = np.random.Generator(np.random.PCG64(zlib.crc32(theme.encode())))
    radii = _radii(width, height)
    stars = random.uniform(0, 1, (110, 4))
    hills = [_hill(number, width, height) for number in range(len(_HILLS))]

    def frame(t: float) -> NDArray[np.uint8]:
        from PIL import Image

        table = _rings(t, height, int(radii.max()) + 1)
        sky = np.take(table, radii, mode="clip")
        picture = Image.frombytes("RGB", (width, height), sky, "raw", "RGBX")
        _stars(picture, stars, t)
        for mask, (_, _, _, speed, color) in zip(hills, _HILLS, strict=True):
            shift = round(speed * t * width)
            top = height - mask.height
            picture.paste(_lit(color, t), (0, top), mask.crop((shift, 0, shift + width, mask.height)))
        _birds(picture, t)
        return np.array(picture)

    return VideoClip(frame, duration=SECONDS).with_fps(rate)


def _radii(width: int, height: int) -> Any:
    """Each pixel's distance from the sun, as a place in the color table."""
    import numpy as np

    x = np.arange(width) + 0.5 - _CENTER[0] * width
    y = np.arange(height) + 0.5 - _CENTER[1] * height
    return (np.sqrt(x[None, :] ** 2 + y[:, None] ** 2) * _STEPS).astype(np.intp)


def _rings(t: float, height: int, entries: int) -> Any:
    """The color at every distance from the sun: one table per frame, four bytes a color."""
    import numpy as np

    distance = np.arange(entries) / _STEPS
    color = np.tile(np.array(_NIGHT, dtype=np.float64), (entries, 1))
    for share, tone, start in _RINGS:
        grown = _rise((t - start) / 1.3)
        radius = share * height * grown * (1 + 0.012 * math.sin(1.7 * t + 9 * share))
        inside = np.clip(radius - distance + 0.5, 0, 1)[:, None]
        shade = 1 - 0.09 * np.clip(distance / max(radius, 1.0), 0, 1)[:, None] ** 3
        color = color * (1 - inside) + np.array(tone) * shade * inside
        color += 26 * grown * np.exp(-np.abs(distance - radius) / (0.014 * height))[:, None] * (1 - inside)
    table = np.full((entries, 4), 255, np.uint8)
    table[:, :3] = np.clip(color, 0, 255).round()
    return table.view(np.uint32)[:, 0]


def _rise(x: float) -> float:
    """From 0 to 1 with a small swing past it."""
    if x <= 0:
        return 0.0
    return 1 - math.exp(-5.5 * x) * math.cos(6.5 * x)


def _stars(picture: Any, stars: Numbers, t: float) -> None:
    from PIL import ImageDraw

    width, height = picture.size
    pen = ImageDraw.Draw(picture, "RGBA")
    size = max(1, round(height / 540))
    for across, down, bright, phase in stars.tolist():
        x, y = int(across * width), int(down * 0.5 * height)
        glint = (0.35 + 0.65 * bright) * (0.7 + 0.3 * math.sin(2.4 * t + 6.28 * phase))
        glint *= max(0.0, 1.15 - 0.28 * t) * min(1.0, 0.3 + t)
        if glint > 0:
            pen.rectangle((x, y, x + size - 1, y + size - 1), (253, 243, 222, round(255 * min(1.0, glint))))


def _hill(number: int, width: int, height: int) -> Any:
    """A range of hills as a mask, wider than the picture by the way it moves."""
    import numpy as np
    from PIL import Image

    crest, high, long, speed, _ = _HILLS[number]
    top = int((crest - 2 * high) * height)
    wide = width + round(speed * SECONDS * width) + 2
    x = np.arange(wide) / height
    line = sum(np.sin(x / long * 1.9**k * 2.2 + 2.4 * number + 1.7 * k) / 1.9**k for k in range(4))
    edge = (crest - high * np.asarray(line) / 2) * height - top
    mask = np.clip(np.arange(height - top)[:, None] + 0.5 - edge[None, :] + 0.5, 0, 1)
    return Image.fromarray((mask * 255).round().astype(np.uint8))


def _lit(color: tuple[int, int, int], t: float) -> tuple[int, int, int]:
    light = min(1.0, 0.35 + 0.35 * t)
    r, g, b = (round(dark + (tone - dark) * light) for tone, dark in zip(color, _NIGHT, strict=True))
    return (r, g, b)


def _birds(picture: Any, t: float) -> None:
    """Seven birds leave the hills once the sun is up; each is drawn large, then reduced."""
    from PIL import Image, ImageDraw

    width, height = picture.size
    unit = height / 1080
    for k in range(7):
        age = t - 2.3 - 0.09 * k
        if age <= 0:
            continue
        row = (k + 1) // 2 * (1 if k % 2 else -1)
        x = (0.24 + 0.05 * age) * width - abs(row) * 34 * unit
        y = (0.74 - 0.03 * age) * height + row * 15 * unit
        lift, size = math.sin(8.5 * t + 1.4 * k), 24 * unit * min(1.0, age * 2)
        tile = Image.new("L", (max(8, round(size * 3)) * 3, max(8, round(size * 2.4)) * 3), 0)
        pen, middle = ImageDraw.Draw(tile), (tile.width / 2, tile.height / 2)
        for side in (-1, 1):
            elbow = (middle[0] + side * size * 1.5, middle[1] - size * (0.5 + 1.0 * lift))
            tip = (middle[0] + side * size * 3.3, middle[1] - size * (0.1 + 1.8 * lift))
            under = (elbow[0], elbow[1] + size * 0.55)
            pen.polygon([middle, elbow, tip, under, (middle[0], middle[1] + size * 0.7)], fill=255)
        small = tile.reduce(3)
        picture.paste((26, 24, 52), (round(x) - small.width // 2, round(y) - small.height // 2), small)
