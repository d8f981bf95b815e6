"""HEIC and AVIF files as phones write them: coded by real encoders, boxed here by ISO/IEC 23008-12."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.media.making import make

X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:lossless=1:range=full", "-tag:v",
        "hvc1")  # fmt: skip
AV1 = ("-c:v", "libsvtav1", "-crf", "5", "-preset", "10", "-svtav1-params", "avif=1")


@dataclass(frozen=True)
class Coded:
    """One coded image: its type, the box that configures its decoder, its size and its bytes."""

    kind: bytes
    config: bytes
    size: tuple[int, int]
    data: bytes


def coded(path: Path, source: Sequence[str], size: tuple[int, int], codec: Sequence[str] = X265) -> Coded:
    """One picture as an encoder makes it, taken out of an MP4 that holds nothing else."""
    make(path, *source, "-frames:v", "1", *codec, "-f", "mp4")
    data = path.read_bytes()
    name = b"hvcC" if b"hvcC" in data else b"av1C"
    at = data.index(name) - 4
    config = data[at : at + int.from_bytes(data[at : at + 4])]
    begin = data.index(b"mdat") - 4
    body = data[begin + 8 : begin + int.from_bytes(data[begin : begin + 4])]
    return Coded(b"hvc1" if name == b"hvcC" else b"av01", config, size, body)


def write(
    path: Path,
    tiles: Sequence[Coded],
    size: tuple[int, int],
    *,
    columns: int = 1,
    more: Sequence[bytes] = (),
    alpha: Sequence[Coded] = (),
    before: Sequence[Coded] = (),
    brand: bytes = b"heic",
) -> Path:
    """A file whose picture is one coded image, or a grid of tiles, row by row.

    `more` are properties of the picture, in order; `alpha` are the tiles of its transparency; `before` are images
    that come first in the file and are not the picture, as thumbnails are.
    """
    items: list[tuple[bytes, bytes, list[bytes]]] = []
    references: list[bytes] = []

    def add(kind: bytes, data: bytes, properties: Sequence[bytes]) -> int:
        items.append((kind, data, list(properties)))
        return len(items)

    def picture(images: Sequence[Coded], extra: Sequence[bytes]) -> int:
        if len(images) == 1 and images[0].size == size:
            return add(images[0].kind, images[0].data, [images[0].config, ispe(size), *extra])
        parts = [add(one.kind, one.data, [one.config, ispe(one.size)]) for one in images]
        rows = len(images) // columns
        grid = struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, *size)
        whole = add(b"grid", grid, [ispe(size), *extra])
        references.append(box(b"dimg", struct.pack(f">HH{len(parts)}H", whole, len(parts), *parts)))
        return whole

    others = [add(one.kind, one.data, [one.config, ispe(one.size)]) for one in before]
    primary = picture(tiles, more)
    references += [box(b"thmb", struct.pack(">HHH", one, 1, primary)) for one in others]
    if alpha:
        kind = full(b"auxC", b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0")
        references.append(box(b"auxl", struct.pack(">HHH", picture(alpha, [kind]), 1, primary)))
    path.write_bytes(_file(items, references, primary, brand))
    return path


def _file(
    items: Sequence[tuple[bytes, bytes, list[bytes]]], references: Sequence[bytes], primary: int, brand: bytes
) -> bytes:
    kept = list(dict.fromkeys(one for _, _, properties in items for one in properties))
    linked = b"".join(
        struct.pack(">HB", number, len(properties)) + bytes(kept.index(one) + 1 for one in properties)
        for number, (_, _, properties) in enumerate(items, 1)
    )
    entries = b"".join(
        full(b"infe", struct.pack(">HH", number, 0) + kind + b"\0", version=2)
        for number, (kind, _, _) in enumerate(items, 1)
    )
    head = box(b"ftyp", brand + bytes(4) + b"mif1miaf" + brand)

    def meta(first: int) -> bytes:
        places, at = b"", first
        for number, (_, data, _) in enumerate(items, 1):
            places += struct.pack(">HHHII", number, 0, 1, at, len(data))
            at += len(data)
        return full(
            b"meta",
            full(b"hdlr", bytes(4) + b"pict" + bytes(13)),
            full(b"pitm", struct.pack(">H", primary)),
            full(b"iloc", struct.pack(">BBH", 0x44, 0, len(items)), places),
            full(b"iinf", struct.pack(">H", len(items)), entries),
            full(b"iref", *references) if references else b"",
            box(b"iprp", box(b"ipco", *kept), full(b"ipma", struct.pack(">I", len(items)), linked)),
        )

    first = len(head) + len(meta(0)) + 8
    return head + meta(first) + box(b"mdat", *(data for _, data, _ in items))


def box(name: bytes, *contents: bytes) -> bytes:
    """A box (ISO/IEC 14496-12 §4.2)."""
    data = b"".join(contents)
    return struct.pack(">I", len(data) + 8) + name + data


def full(name: bytes, *contents: bytes, version: int = 0) -> bytes:
    """A box with a version and flags."""
    return box(name, bytes((version, 0, 0, 0)), *contents)


def ispe(size: tuple[int, int]) -> bytes:
    """The size of an image."""
    return full(b"ispe", struct.pack(">II", *size))


def irot(quarters: int) -> bytes:
    """Turned counter-clockwise by so many quarters."""
    return box(b"irot", bytes((quarters,)))


def imir(left_right: bool) -> bytes:
    """Mirrored: left and right change places, or top and bottom."""
    return box(b"imir", bytes((left_right,)))


def nclx(matrix: int, *, full_range: bool = True) -> bytes:
    """Color by code points (ITU-T H.273): BT.709 primaries, sRGB's transfer and a matrix."""
    return box(b"colr", b"nclx", struct.pack(">HHHB", 1, 13, matrix, full_range << 7))


def clap(width: int, height: int, across: int, down: int) -> bytes:
    """A clean aperture, and how far its middle is from the coded picture's, in halves of a sample."""
    return box(b"clap", struct.pack(">IIIIiIiI", width, 1, height, 1, across, 2, down, 2))
