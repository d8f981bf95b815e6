"""Pictures of phones (HEIF: HEIC and AVIF): which of a file's coded images is the picture, and how it is to be shown.

ISO/IEC 23008-12 (HEIF) and ISO/IEC 23000-22 (MIAF), as far as cameras and browsers use them. Pure: bytes to facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

ALPHA = (b"urn:mpeg:hevc:2015:auxid:1", b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha")
_TURNS = ((1, 0, 0, 1), (0, -1, 1, 0), (-1, 0, 0, -1), (0, 1, -1, 0))
"""irot 0 to 3, counter-clockwise, as a b c d of a display matrix."""

_MIRRORS = ((1, 0, 0, -1), (-1, 0, 0, 1))
"""imir 0 exchanges top and bottom, 1 left and right."""


class Unreadable(ValueError):
    """The boxes make no sense."""


@dataclass(slots=True)
class Item:
    """One coded or derived image: its type (`hvc1`, `av01`, `grid`, …), properties in order, where its bytes end."""

    kind: str = ""
    properties: list[tuple[str, bytes]] = field(default_factory=list)
    end: int = 0


@dataclass(slots=True)
class Heif:
    """A file's items by id, its primary one, and references: (type, from, to)."""

    primary: int = 0
    items: dict[int, Item] = field(default_factory=dict)
    references: list[tuple[str, int, tuple[int, ...]]] = field(default_factory=list)

    def tiles(self, item: int) -> tuple[int, ...]:
        """The items that a derived image is made of, in order; itself where it is coded."""
        found = [to for name, begin, to in self.references if name == "dimg" and begin == item]
        return found[0] if found else (item,)

    def alpha(self) -> int:
        """The item with the primary's transparency, or 0."""
        for name, begin, to in self.references:
            if name == "auxl" and self.primary in to and begin in self.items:
                kinds = [data[4:] for kind, data in self.items[begin].properties if kind == "auxC"]
                if any(kind.startswith(ALPHA) for kind in kinds):
                    return begin
        return 0

    def matrix(self) -> tuple[int, int, int, int]:
        """Turning and mirroring of the primary, in their order, as a b c d of a display matrix."""
        a, b, c, d = _TURNS[0]
        for name, data in self.items[self.primary].properties:
            if name in ("irot", "imir") and data:
                e, f, g, h = _TURNS[data[0] & 3] if name == "irot" else _MIRRORS[data[0] & 1]
                a, b, c, d = a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h
        return a, b, c, d

    def first(self, name: str, kind: bytes = b"") -> bytes:
        """The primary's first property of a name, whose data begin with `kind`; empty where there is none."""
        properties = self.items[self.primary].properties
        return next((data for one, data in properties if one == name and data.startswith(kind)), b"")

    def size(self, item: int = 0) -> tuple[int, int]:
        """Width and height of an item, else of the primary one, before it is turned."""
        properties = self.items[item or self.primary].properties
        data = next((data for name, data in properties if name == "ispe"), b"")
        return int.from_bytes(data[4:8]), int.from_bytes(data[8:12])

    def aspect(self) -> Fraction:
        """Width by height of a sample."""
        data = self.first("pasp")
        across, down = int.from_bytes(data[:4]), int.from_bytes(data[4:8])
        return Fraction(across, down) if across and down else Fraction(1)


def boxes(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and contents of each box (ISO/IEC 14496-12 §4.2). Raises Unreadable."""
    at = 0
    while at + 8 <= len(data):
        size, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8].decode("latin-1")
        head = 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16]), 16
        size = size or len(data) - at
        if size < head or at + size > len(data):
            raise Unreadable(f"its {name} box does not end")
        yield name, data[at + head : at + size]
        at += size


def parse(meta: bytes) -> Heif:
    """The contents of a file's `meta` box. Raises Unreadable."""
    file = Heif()
    properties: list[tuple[str, bytes]] = []
    associations: list[tuple[int, int]] = []
    for name, data in boxes(meta[4:]):
        if name == "pitm":
            file.primary = _Reader(data, 4).number(2 if not data[0] else 4)
        elif name == "iinf":
            for kind, entry in boxes(data[6 if not data[0] else 8 :]):
                if kind == "infe" and entry[0] >= 2:
                    reader = _Reader(entry, 4)
                    item = reader.number(2 if entry[0] == 2 else 4)
                    file.items.setdefault(item, Item()).kind = entry[reader.at + 2 : reader.at + 6].decode("latin-1")
        elif name == "iref":
            file.references += _references(data)
        elif name == "iloc":
            for item, end in _ends(data):
                file.items.setdefault(item, Item()).end = end
        elif name == "iprp":
            for kind, inner in boxes(data):
                if kind == "ipco":
                    properties = list(boxes(inner))
                elif kind == "ipma":
                    associations += _associations(inner)
    for item, index in associations:
        if 0 < index <= len(properties):
            file.items.setdefault(item, Item()).properties.append(properties[index - 1])
    if file.primary not in file.items:
        raise Unreadable("it does not say which of its images is the picture")
    return file


class _Reader:
    """Whole numbers, one after another."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def number(self, size: int) -> int:
        if self.at + size > len(self.data):
            raise Unreadable("a box of it is too short")
        self.at += size
        return int.from_bytes(self.data[self.at - size : self.at])

    def left(self) -> bool:
        return self.at < len(self.data)


def _references(data: bytes) -> Iterator[tuple[str, int, tuple[int, ...]]]:
    size = 2 if not data[0] else 4
    for name, entry in boxes(data[4:]):
        reader = _Reader(entry)
        begin = reader.number(size)
        yield name, begin, tuple(reader.number(size) for _ in range(reader.number(2)))


def _associations(data: bytes) -> Iterator[tuple[int, int]]:
    """(item, number of a property counted from 1), in order."""
    reader = _Reader(data, 4)
    wide = data[3] & 1
    for _ in range(reader.number(4)):
        item = reader.number(2 if not data[0] else 4)
        for _ in range(reader.number(1)):
            yield item, reader.number(2) & 0x7FFF if wide else reader.number(1) & 0x7F


def _ends(data: bytes) -> Iterator[tuple[int, int]]:
    """(item, where in the file its last byte is followed), for items that lie in the file itself."""
    version = data[0]
    reader = _Reader(data, 4)
    sizes = reader.number(2)
    offset_size, length_size, base_size, index_size = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    for _ in range(reader.number(2 if version < 2 else 4)):
        item = reader.number(2 if version < 2 else 4)
        method = reader.number(2) & 15 if version else 0
        reader.number(2)
        base, end = reader.number(base_size), 0
        for _ in range(reader.number(2)):
            reader.number(index_size if version else 0)
            offset = reader.number(offset_size)
            end = max(end, base + offset + reader.number(length_size))
        if not method:
            yield item, end
