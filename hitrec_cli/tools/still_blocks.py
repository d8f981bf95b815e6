"""Where still pictures keep what they say of themselves: EXIF, XMP, text, density, color profiles, unread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

LARGEST = 1 << 20
"""Bytes of one block; a longer one is passed over."""

LARGEST_TIFF = 1 << 28
"""Bytes of a TIFF file that are looked through: its directory is often the last thing in it."""

MOST = 200
"""Blocks, or entries of one directory; what comes after is passed over."""

PROFILE = 34_675
"""The tag of an ICC profile in a TIFF's directory."""

Kind = Literal["exif", "xmp", "text", "density", "transparency", "profile"]
_XMP_MARK = b"http://ns.adobe.com/xap/1.0/\x00"


def blocks(path: Path, demuxer: str) -> list[tuple[Kind, bytes]]:
    """The blocks of a file in order; none of a kind of file that has no such thing, or where it is damaged.

    `exif` begins with TIFF's byte order mark; `text` and `density` with the name of the PNG chunk, or with JFIF's.
    A `profile` (ICC) may come in pieces; a TIFF's is in its `exif`, under PROFILE.
    """
    readers = {"jpeg_pipe": _jpeg, "png_pipe": _png, "apng": _png, "webp_pipe": _webp, "webp_anim": _webp,
               "tiff_pipe": _tiff}  # fmt: skip
    if demuxer not in readers:
        return []
    with path.open("rb") as file:
        return list(readers[demuxer](file))


def _jpeg(file: BinaryIO) -> Iterator[tuple[Kind, bytes]]:
    at = 2
    for _ in range(MOST):
        file.seek(at)
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF or head[1] in (0xD9, 0xDA):
            return
        length = int.from_bytes(head[2:], "big")
        data = file.read(max(0, length - 2))
        if head[1] == 0xE0 and data.startswith(b"JFIF\x00"):
            yield "density", data
        elif head[1] == 0xE1 and data.startswith(b"Exif\x00\x00"):
            yield "exif", data[6:]
        elif head[1] == 0xE1 and data.startswith(_XMP_MARK):
            yield "xmp", data[len(_XMP_MARK) :]
        elif head[1] == 0xE2 and data.startswith(b"ICC_PROFILE\x00"):
            yield "profile", data[14:]
        at += 2 + max(2, length)


def _png(file: BinaryIO) -> Iterator[tuple[Kind, bytes]]:
    at = 8
    for _ in range(MOST):
        file.seek(at)
        head = file.read(8)
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        if len(head) < 8 or name == b"IEND":
            return
        if name in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"pHYs", b"tRNS", b"iCCP") and length <= LARGEST:
            data = file.read(length)
            if name == b"eXIf":
                yield "exif", data.removeprefix(b"Exif\x00\x00")
            elif name == b"pHYs":
                yield "density", name + data
            elif name == b"tRNS":
                yield "transparency", data
            elif name == b"iCCP":
                yield "profile", unpacked(data.partition(b"\x00")[2][1:])
            elif data.startswith(b"XML:com.adobe.xmp\x00"):
                yield "xmp", international(data[18:])
            else:
                yield "text", name + data
        at += 12 + length


def _webp(file: BinaryIO) -> Iterator[tuple[Kind, bytes]]:
    at = 12
    for _ in range(MOST):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        length = int.from_bytes(head[4:], "little")
        if head[:4] in (b"EXIF", b"XMP ", b"ICCP") and length <= LARGEST:
            data = file.read(length).removeprefix(b"Exif\x00\x00")
            yield {b"EXIF": "exif", b"XMP ": "xmp", b"ICCP": "profile"}[head[:4]], data  # type: ignore[misc]
        at += 8 + length + (length & 1)


def _tiff(file: BinaryIO) -> Iterator[tuple[Kind, bytes]]:
    yield "exif", file.read(LARGEST_TIFF)


def international(data: bytes) -> bytes:
    """The text of an iTXt chunk after its keyword (PNG §11.3.3.4)."""
    packed, rest = data[:1] == b"\x01", data[2:].split(b"\x00", 2)
    text = rest[2] if len(rest) == 3 else b""
    return unpacked(text) if packed else text


def unpacked(data: bytes) -> bytes:
    """What zlib packed; the beginning of it where that is much, nothing where it is damaged."""
    import zlib

    try:
        return zlib.decompressobj().decompress(data, LARGEST)
    except zlib.error:
        return b""


def entries(data: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    """Tag, type, count and value of the first directory's entries (TIFF 6.0 §2); none where it points outside.

    The value's bytes are in the file's order where they are numbers: `number` reads them.
    """
    if data[:2] not in (b"II", b"MM"):
        return
    begin = number(data, data[4:8])
    for entry in range(begin + 2, begin + 2 + 12 * min(number(data, data[begin : begin + 2]), MOST), 12):
        if entry + 12 > len(data):
            return
        tag, kind, count = (number(data, data[entry + a : entry + b]) for a, b in ((0, 2), (2, 4), (4, 8)))
        size = count * {1: 1, 2: 1, 3: 2, 4: 4, 7: 1}.get(kind, 0)
        if 0 < size <= LARGEST:
            at = entry + 8 if size <= 4 else number(data, data[entry + 8 : entry + 12])
            yield tag, kind, count, data[at : at + size]


def number(data: bytes, raw: bytes) -> int:
    """A whole number in the byte order of an EXIF block."""
    return int.from_bytes(raw, "little" if data[:2] == b"II" else "big")
