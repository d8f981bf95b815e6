"""A sheet to draw on: everything is drawn two or three times too large, then reduced.

That gives clean edges at any size. Washes (gradients, glows, grain) are computed with numpy,
shapes are drawn with Pillow. Coordinates are those of the finished picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from assets.make.palette import Color, Paint
from assets.make.shapes import Point, chance

Pixels = NDArray[np.uint8]


class Canvas:
    """One picture while it is drawn. `ground` is an image made by `wash`, or a flat color."""

    def __init__(self, size: tuple[int, int], ground: Image.Image | Color | Paint, scale: int = 2) -> None:
        self.size, self.scale = size, scale
        if isinstance(ground, Image.Image):
            self.sheet = ground.copy()
        else:
            mode = "RGBA" if len(ground) == 4 else "RGB"
            self.sheet = Image.new(mode, (size[0] * scale, size[1] * scale), ground)
        self.pen = ImageDraw.Draw(self.sheet, "RGBA" if self.sheet.mode == "RGB" else None)

    def _large(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def shape(self, points: Sequence[Point], color: Color | Paint) -> None:
        self.pen.polygon(self._large(points), fill=color)

    def disc(self, at: Point, radius: float, color: Color | Paint, tall: float | None = None) -> None:
        x, y = at[0] * self.scale, at[1] * self.scale
        rx, ry = radius * self.scale, (radius if tall is None else tall) * self.scale
        self.pen.ellipse((x - rx, y - ry, x + rx, y + ry), fill=color)

    def box(self, left: float, top: float, right: float, low: float, color: Color | Paint) -> None:
        s = self.scale
        self.pen.rectangle((left * s, top * s, right * s, low * s), fill=color)

    def line(self, points: Sequence[Point], width: float, color: Color | Paint) -> None:
        """A line of even width with round ends."""
        self.brush(points, [width] * len(points), color)

    def brush(self, points: Sequence[Point], widths: Sequence[float], color: Color | Paint) -> None:
        """An ink stroke whose width changes along the way."""
        large = self._large(points)
        radii = [max(0.5, w * self.scale / 2) for w in widths]
        left: list[Point] = []
        right: list[Point] = []
        for k, (x, y) in enumerate(large):
            x0, y0 = large[max(0, k - 1)]
            x1, y1 = large[min(len(large) - 1, k + 1)]
            length = max(1e-6, ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5)
            nx, ny = -(y1 - y0) / length * radii[k], (x1 - x0) / length * radii[k]
            left.append((x + nx, y + ny))
            right.append((x - nx, y - ny))
        self.pen.polygon(left + right[::-1], fill=color)
        if len(color) == 3 or color[3] == 255:
            for (x, y), r in ((large[0], radii[0]), (large[-1], radii[-1])):
                self.pen.ellipse((x - r, y - r, x + r, y + r), fill=color)

    def glow(self, at: Point, radius: float, color: Color, strength: float) -> None:
        """Soft light around a point."""
        if strength <= 0:
            return
        r = max(2, round(radius * self.scale))
        mask = _halo(r)
        if strength < 1:
            mask = mask.point([round(k * strength) for k in range(256)])
        corner = (round(at[0] * self.scale) - r, round(at[1] * self.scale) - r)
        self.sheet.paste(color, (*corner, corner[0] + 2 * r, corner[1] + 2 * r), mask)

    def lay(self, other: Image.Image, x: float, y: float) -> None:
        """Paste a picture that has its own transparency, already at the large scale."""
        self.sheet.paste(other, (round(x * self.scale), round(y * self.scale)), other)

    def blur(self, radius: float) -> None:
        self.sheet = self.sheet.filter(ImageFilter.GaussianBlur(radius * self.scale))
        self.pen = ImageDraw.Draw(self.sheet, "RGBA" if self.sheet.mode == "RGB" else None)

    def pixels(self, grain: float = 1.6) -> Pixels:
        """The finished picture, with a paper's grain that stays still."""
        small = self.sheet.reduce(self.scale) if self.scale > 1 else self.sheet
        data = np.asarray(small)
        if grain <= 0:
            return data.copy()
        tooth = _tooth(self.size, grain)
        color = np.clip(data[..., :3].astype(np.int16) + tooth, 0, 255).astype(np.uint8)
        return color if data.shape[2] == 3 else np.dstack([color, data[..., 3]])


@lru_cache(maxsize=64)
def _halo(radius: int) -> Image.Image:
    span = np.linspace(-1, 1, 2 * radius)
    distance = np.sqrt(span[:, None] ** 2 + span[None, :] ** 2)
    light = np.clip(1 - distance, 0, 1) ** 2.2 * 255
    light += chance("halo").uniform(-0.5, 0.5, light.shape) * (light > 1)
    return Image.fromarray(np.clip(light.round(), 0, 255).astype(np.uint8))


@lru_cache(maxsize=8)
def _tooth(size: tuple[int, int], grain: float) -> NDArray[np.int16]:
    noise = chance("paper").normal(0, 1, (size[1] + 1, size[0] + 1))
    soft = (noise[1:, 1:] + noise[:-1, 1:] + noise[1:, :-1] + noise[:-1, :-1]) / 2
    return (soft * grain).round().astype(np.int16)[..., None]


def wash(
    size: tuple[int, int],
    stops: Sequence[tuple[float, Color]],
    scale: int = 2,
    slant: float = 0.0,
) -> Image.Image:
    """A vertical gradient through `stops` (height 0..1, color), dithered so that it never bands."""
    width, height = size[0] * scale, size[1] * scale
    rows = np.linspace(0, 1, height)[:, None] + slant * np.linspace(-0.5, 0.5, width)[None, :]
    heights = [h for h, _ in stops]
    planes = [np.interp(rows, heights, [float(c[k]) for _, c in stops]) for k in range(3)]
    dither = chance("wash").uniform(-0.5, 0.5, (height, width))
    data = np.stack([np.clip((p + dither).round(), 0, 255) for p in planes], axis=2)
    return Image.fromarray(data.astype(np.uint8))


def vignette(picture: Pixels, strength: float) -> Pixels:
    """Darker corners, for stills."""
    height, width = picture.shape[:2]
    y, x = np.linspace(-1, 1, height)[:, None], np.linspace(-1, 1, width)[None, :]
    shade = 1 - strength * np.clip((x * x + y * y) / 2, 0, 1) ** 1.4
    return (picture * shade[..., None]).round().astype(np.uint8)
