"""What pictures say of themselves: EXIF, XMP, and PNG's own texts. Bytes of strangers: run in a limited child only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hitrec_cli.tools.still_blocks import LARGEST, blocks, entries, international, unpacked

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
    found: dict[str, list[str]] = {}
    order = ("xmp", "text", "exif")
    told = sorted((one for one in blocks(path, demuxer) if one[0] in order), key=lambda one: order.index(one[0]))
    for kind, data in told:
        texts = xmp(data) if kind == "xmp" else exif(data) if kind == "exif" else _png_text(data)
        for name, text in texts:
            text = text.replace("\x00", " ").strip()
            if text and text not in found.setdefault(name, []):
                found[name].append(text)
    return {name: texts for name, texts in found.items() if texts}


def exif(data: bytes) -> Iterator[tuple[str, str]]:
    """The texts of the first directory."""
    for tag, kind, _, raw in entries(data):
        if tag in _EXIF and kind in (1, 2):
            yield _EXIF[tag], raw.decode("utf-16-le", "ignore") if tag in _UTF16 else _decoded(raw)


def xmp(data: bytes) -> Iterator[tuple[str, str]]:
    """Dublin Core, rights and license of an XMP packet; nothing of one with a document type, which could be a bomb."""
    from xml.etree import ElementTree

    if len(data) > LARGEST or b"<!" in data.replace(b"<!--", b""):
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
        yield name, _decoded(international(rest))
    else:
        yield name, (unpacked(rest[1:]) if kind == b"zTXt" else rest).decode("latin-1")


def _decoded(raw: bytes) -> str:
    raw = raw.partition(b"\x00")[0]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
