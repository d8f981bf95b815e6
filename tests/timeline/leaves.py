"""A page of credits put together from its leaves: what stands where on the whole of it, read from the ASS text."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

_LINE = re.compile(
    r"Dialogue: 0,0:(\d\d):(\d\d)\.(\d\d),.*?\{\\an(\d)\\pos\((-?\d+),(-?\d+)\)\\fs(\d+)[^\n]*?(?<!\\)\}([^\n]*)"
)


class Words(NamedTuple):
    """Words of a size at (x, y) of the page: their upper left (`align` 7), middle (8) or right corner (9)."""

    y: int
    x: int
    align: int
    size: int
    text: str


def on_leaves(script: str) -> list[tuple[int, Words]]:
    """(number of the leaf, words on it): a leaf is shown for a 25th of a second, from half of that before."""
    found = []
    for minutes, seconds, hundredths, align, x, y, size, text in _LINE.findall(script):
        leaf = (((int(minutes) * 60) + int(seconds)) * 100 + int(hundredths) + 2) // 4
        found.append((leaf, Words(int(y), int(x), int(align), int(size), text)))
    return found


def on_page(script: str, pitch: int, axis: Literal["x", "y"] = "y") -> list[Words]:
    """All words once, in order of place. A leaf begins one pitch after the other, along the axis."""
    every = set()
    for leaf, words in on_leaves(script):
        moved = words._replace(y=words.y + leaf * pitch) if axis == "y" else words._replace(x=words.x + leaf * pitch)
        every.add(moved)
    return sorted(every, key=lambda words: (words.y, words.x) if axis == "y" else (words.x, words.y))
