"""A card whose upper corners are marked and that has a disc in its middle, stored in any way that files know.

What a viewer should see is the card; what is measured is the disc's second moments and where the marks are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
GROUND, DISC, LEFT, RIGHT = 40, 230, 235, 140
"""Levels of the ground, the disc, and the squares in the upper left and upper right corner."""


@cache
def card(width: int = 320, height: int = 240, across: int | None = None, down: int | None = None) -> Gray:
    """The card `width` by `height` as seen, drawn in `across` by `down` samples."""
    across, down = across or width, down or height
    fine = 4 if across < 1000 else 1
    x = (np.arange(across * fine) + 0.5) * width / (across * fine)
    y = (np.arange(down * fine) + 0.5)[:, None] * height / (down * fine)
    side, radius = min(width, height) / 6, min(width, height) / 4
    seen = np.full((down * fine, across * fine), GROUND, np.float32)
    seen[np.hypot(x - width / 2, y - height / 2) < radius] = DISC
    seen[(x < side) & (y < side)] = LEFT
    seen[(x > width - side) & (y < side)] = RIGHT
    samples: Gray = np.round(seen.reshape(down, fine, across, fine).mean(axis=(1, 3))).astype(np.uint8)
    return samples


def stored(seen: Gray, orientation: int) -> Gray:
    """How a camera stores what is to be seen, for an EXIF orientation (CIPA DC-008 §4.6.5).

    Orientation 6, for one: row 0 as stored is the right side as seen, column 0 the top.
    """
    ways = {
        1: seen, 2: seen[:, ::-1], 3: seen[::-1, ::-1], 4: seen[::-1], 5: seen.T,
        6: seen.T[::-1], 7: seen[::-1, ::-1].T, 8: seen.T[:, ::-1],
    }  # fmt: skip
    return np.ascontiguousarray(ways[orientation])


@dataclass(frozen=True)
class Measured:
    """The disc's width by its height, how far its axes lean, its middle by the picture's size, and the corners' levels
    from the upper left clockwise."""

    aspect: float
    lean: float
    middle: tuple[float, float]
    corners: tuple[float, ...]


def measure(luma: NDArray[Any], place: tuple[int, int, int, int]) -> Measured:
    """Measure the card that stands at (left, top, width, height) of a picture in BT.709 narrow range."""
    left, top, width, height = place
    seen = (luma[top : top + height, left : left + width].astype(float) - 16) * 255 / 219
    side = round(min(width, height) / 6)
    spot = side // 4, side - side // 4
    near, far = slice(*spot), slice(-spot[1], -spot[0])
    corners = tuple(float(seen[rows, columns].mean()) for rows, columns in
                    ((near, near), (near, far), (far, far), (far, near)))  # fmt: skip
    y, x = np.mgrid[0:height, 0:width] + 0.5
    inner = np.maximum(abs(x - width / 2), abs(y - height / 2)) < min(width, height) * 0.3
    weight = np.clip((seen - GROUND) / (DISC - GROUND), 0, 1) * inner
    total = weight.sum()
    cx, cy = (weight * x).sum() / total, (weight * y).sum() / total
    xx, yy = (weight * (x - cx) ** 2).sum() / total, (weight * (y - cy) ** 2).sum() / total
    xy = (weight * (x - cx) * (y - cy)).sum() / total
    return Measured(float(np.sqrt(xx / yy)), float(xy / xx), (cx / width, cy / height), corners)


def is_the_card(found: Measured, *, shape: float = 0.01, level: float = 12) -> bool:
    """Whether the disc is round within 1 %, in the middle, and the marks are where they belong."""
    wanted = (LEFT, RIGHT, GROUND, GROUND)
    return (
        abs(found.aspect - 1) <= shape
        and abs(found.lean) <= shape
        and max(abs(one - 0.5) for one in found.middle) < 0.01
        and all(abs(one - two) < level for one, two in zip(found.corners, wanted, strict=True))
    )
