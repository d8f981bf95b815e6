"""What pictures say of themselves: EXIF, XMP, and PNG's own texts. Bytes of strangers: run in a limited child only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_LARGEST = 1 << 20
"""Bytes of one block of metadata; a longer one is passed over."""

_MOST_BLOCKS = 200
_XMP_MARK = b"http://ns.adobe.com/xap/1.0/\x00"
_EXIF = {0x010E: "description", 0x013B: "artist", 0x8298: "copyright", 0x9C9B: "title", 0x9C9D: "artist"}
_UTF16 = (0x9C9B, 0x9C9D)
_XMP = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "artist",
    "{http://purl.org/dc/elements/1.1/}rights": "copyright",
    "{http://purl.org/dc/elements/1.1/}description": "description",
    "{http://ns.adobe.com/xap/1.0/rights/}WebStatement": "license",
    "{http://creativecommons.org/ns#}license": "license",
}
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_TEXTS = {"title": "title", "author": "artist", "artist": "artist", "copyright": "copyright", "license": "license",
          "description": "description", "source": "source"}  # fmt: skip


def still_tags(path: Path, demuxer: str) -> dict[str, list[str]]:
    """Names of tags -> their texts, XMP before EXIF; empty where there are none or they are damaged."""
    readers = {"jpeg_pipe": _jpeg, "png_pipe": _png, "apng": _png, "webp_pipe": _webp, "webp_anim": _webp,
               "tiff_pipe": _tiff}  # fmt: skip
    if demuxer not in readers:
        return {}
    found: dict[str, list[str]] = {}
    with path.open("rb") as file:
        blocks = sorted(readers[demuxer](file), key=lambda block: ("xmp", "text", "exif").index(block[0]))
    for kind, data in blocks:
        texts = xmp(data) if kind == "xmp" else exif(data) if kind == "exif" else _png_text(data)
        for name, text in texts:
            text = text.replace("\x00", " ").strip()
            if text and text not in found.setdefault(name, []):
                found[name].append(text)
    return {name: texts for name, texts in found.items() if texts}


def _jpeg(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    at = 2
    for _ in range(_MOST_BLOCKS):
        file.seek(at)
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF or head[1] in (0xD9, 0xDA):
            return
        length = int.from_bytes(head[2:], "big")
        data = file.read(max(0, length - 2))
        if head[1] == 0xE1 and data.startswith(b"Exif\x00\x00"):
            yield "exif", data[6:]
        elif head[1] == 0xE1 and data.startswith(_XMP_MARK):
            yield "xmp", data[len(_XMP_MARK) :]
        at += 2 + max(2, length)


def _png(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    at = 8
    for _ in range(_MOST_BLOCKS):
        file.seek(at)
        head = file.read(8)
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if len(head) < 8 or kind == b"IEND":
            return
        if kind in (b"tEXt", b"zTXt", b"iTXt", b"eXIf") and length <= _LARGEST:
            data = file.read(length)
            if kind == b"eXIf":
                yield "exif", data
            elif data.startswith(b"XML:com.adobe.xmp\x00"):
                yield "xmp", _international(data[18:])
            else:
                yield "text", kind + data
        at += 12 + length


def _webp(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    at = 12
    for _ in range(_MOST_BLOCKS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        length = int.from_bytes(head[4:], "little")
        if head[:4] in (b"EXIF", b"XMP ") and length <= _LARGEST:
            data = file.read(length)
            yield ("xmp", data) if head[:4] == b"XMP " else ("exif", data.removeprefix(b"Exif\x00\x00"))
        at += 8 + length + (length & 1)


def _tiff(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    yield "exif", file.read(_LARGEST)


def exif(data: bytes) -> Iterator[tuple[str, str]]:
    """The texts of the first directory (TIFF 6.0 §2); nothing where it points outside."""
    order = {b"II": "little", b"MM": "big"}.get(data[:2])
    if order is None:
        return

    def number(at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], "little" if order == "little" else "big")

    begin = number(4, 4)
    for entry in range(begin + 2, begin + 2 + 12 * min(number(begin, 2), _MOST_BLOCKS), 12):
        tag, kind, count = number(entry, 2), number(entry + 2, 2), number(entry + 4, 4)
        if tag not in _EXIF or kind not in (1, 2) or count > _LARGEST or entry + 12 > len(data):
            continue
        at = entry + 8 if count <= 4 else number(entry + 8, 4)
        raw = data[at : at + count]
        yield _EXIF[tag], raw.decode("utf-16-le", "ignore") if tag in _UTF16 else _decoded(raw)


def xmp(data: bytes) -> Iterator[tuple[str, str]]:
    """Dublin Core, rights and license of an XMP packet; nothing of one with a document type, which could be a bomb."""
    from xml.etree import ElementTree

    if len(data) > _LARGEST or b"<!" in data.replace(b"<!--", b""):
        return
    try:
        root = ElementTree.fromstring(data.strip(b"\x00 \r\n\t"))
    except (ElementTree.ParseError, ValueError, LookupError):
        return
    for element in root.iter():
        name = _XMP.get(element.tag)
        if name is not None:
            if _RESOURCE in element.attrib:
                yield name, element.attrib[_RESOURCE]
            for text in element.itertext():
                yield name, text
        for key, value in element.attrib.items():
            if key in _XMP:
                yield _XMP[key], value


def _png_text(data: bytes) -> Iterator[tuple[str, str]]:
    kind, data = data[:4], data[4:]
    key, _, rest = data.partition(b"\x00")
    name = _TEXTS.get(_decoded(key).casefold())
    if name is None:
        return
    if kind == b"iTXt":
        yield name, _decoded(_international(rest))
    else:
        yield name, (_unpacked(rest[1:]) if kind == b"zTXt" else rest).decode("latin-1")


def _international(data: bytes) -> bytes:
    """The text of an iTXt chunk after its keyword (PNG §11.3.3.4)."""
    packed, rest = data[:1] == b"\x01", data[2:].split(b"\x00", 2)
    text = rest[2] if len(rest) == 3 else b""
    return _unpacked(text) if packed else text


def _unpacked(data: bytes) -> bytes:
    import zlib

    try:
        return zlib.decompressobj().decompress(data, _LARGEST)
    except zlib.error:
        return b""


def _decoded(raw: bytes) -> str:
    raw = raw.partition(b"\x00")[0]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
