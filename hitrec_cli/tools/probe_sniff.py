"""What a file is by its first bytes, never by its name: the demuxer to force, or why it is refused."""

from __future__ import annotations

import re

HEAD = 64 * 1024
"""Bytes of a file's beginning that `sniff` wants to see."""

STILLS = frozenset({"png_pipe", "jpeg_pipe", "webp_pipe", "tiff_pipe"})
ANIMATIONS = frozenset({"gif", "apng", "webp_anim"})
HEIF = "heif"
"""HEIC and AVIF, at rest or moving."""

FILMS = frozenset({"mov", "matroska", "avi", "mpegts", "mxf", "wav", "mp3", "ogg", "flac", "aac", "aiff", "caf"})
TEXT = "text"
"""What `sniff` calls anything that may be text; decoding it decides."""


class Refused(Exception):
    """The file is of a kind that hitrec does not open, or not what it says; the message names the remedy."""


_PLAIN = (
    (b"\x1aE\xdf\xa3", "matroska"), (b"OggS", "ogg"), (b"fLaC", "flac"), (b"caff", "caf"),
    (b"GIF87a", "gif"), (b"GIF89a", "gif"), (b"\xff\xd8\xff", "jpeg_pipe"),
    (b"II*\x00", "tiff_pipe"), (b"MM\x00*", "tiff_pipe"),
    (b"\x06\x0e+4\x02\x05\x01\x01\x0d\x01\x02", "mxf"),
)  # fmt: skip
_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot"})
_PICTURE_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"})

AS_PICTURE = "save it as PNG, JPEG, WebP or TIFF"
"""What to do with a picture that is refused."""

_AS_FILM = "save it as MP4, MOV, Matroska or WebM"
_AS_TEXT = "save it as plain text in UTF-8"
_REFUSED_BYTES = (
    (b"8BPS", "a Photoshop document", AS_PICTURE), (b"BM", "a BMP picture", AS_PICTURE),
    (b"II+\x00", "a BigTIFF picture", AS_PICTURE), (b"MM\x00+", "a BigTIFF picture", AS_PICTURE),
    (b"\xff\x0a", "a JPEG XL picture", AS_PICTURE), (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture", AS_PICTURE),
    (b"%PDF", "a PDF", AS_PICTURE), (b"%!PS", "PostScript", AS_PICTURE),
    (b"FLV\x01", "a Flash video", _AS_FILM), (b"\x30\x26\xb2\x75", "a Windows Media file", _AS_FILM),
    (b".RMF", "a RealMedia file", _AS_FILM), (b"\x00\x00\x01\xba", "an MPEG program stream", _AS_FILM),
    (b"\x00\x00\x01\xb3", "a bare MPEG stream", _AS_FILM),
    (b"MThd", "a MIDI file, which has notes but no sound", "save a recording of it as WAV or FLAC"),
    (b"riff\x2e\x91\xcf\x11", "a Wave64 file", "save it as WAV or FLAC"),
    (b"PK\x03\x04", "an archive or an office document", "take the media out of it"),
    (b"\x1f\x8b", "a gzip archive", "unpack it"), (b"7z\xbc\xaf", "an archive", "unpack it"),
    (b"Rar!", "an archive", "unpack it"), (b"{\\rtf", "an RTF document", _AS_TEXT),
    (b"\x7fELF", "a program", "offer the media itself"), (b"MZ", "a program", "offer the media itself"),
)  # fmt: skip
_REFUSED_WORDS = (
    ("#extm3u", "a playlist (M3U8)", "offer the media file that it names"),
    ("[playlist]", "a playlist (PLS)", "offer the media file that it names"),
    ("ffconcat", "a list of files (ffconcat)", "offer one media file"),
    ("<svg", "an SVG drawing", AS_PICTURE),
    ("<!doctype html", "a web page", "download the media file itself, not the page about it"),
    ("<html", "a web page", "download the media file itself, not the page about it"),
    ("<?xml", "an XML document", "offer the media file itself"),
    ("<!doctype", "an XML document", "offer the media file itself"),
    ("<smil", "a playlist (SMIL)", "offer the media file that it names"),
    ("<mpd", "a playlist (DASH)", "offer the media file that it names"),
    ("version https://git-lfs.", "a Git LFS pointer", "fetch the file itself with git lfs pull"),
)  # fmt: skip


def sniff(head: bytes, size: int) -> str:
    """The demuxer to force (`-f`), or TEXT, from the first `HEAD` bytes of a file of `size` bytes. Raises Refused."""
    if not head:
        raise Refused("the file is empty; offer it again")
    for magic, demuxer in _PLAIN:
        if head.startswith(magic):
            return demuxer
    found = _riff(head) or _boxes(head) or _png(head) or _transport_stream(head) or _sound_frames(head, size)
    if found:
        return found
    refuse_words(head.decode("latin-1").replace("\x00", ""))
    for magic, name, remedy in _REFUSED_BYTES:
        if head.startswith(magic) and not (magic.isalpha() and _looks_like_text(head)):
            raise Refused(f"this is {name}; {remedy}")
    return TEXT


def refuse_words(text: str) -> None:
    """Raises Refused for text that is a playlist, a web page, a drawing or the like."""
    start = text.lstrip("\ufeffÿþï»¿ \t\r\n").lower()[:4096]
    opening = start
    while opening.startswith(("<?xml", "<!--")):
        opening = opening.partition(">")[2].lstrip()
    for word, name, remedy in _REFUSED_WORDS:
        if opening.startswith(word) or (word == "<svg" and start.startswith("<") and word in start):
            raise Refused(f"this is {name}; {remedy}")
    if start.startswith("<?xml") and not re.match(r"<(\w{1,20}:)?tt[\s>]", opening):  # TTML: captions
        raise Refused("this is an XML document; offer the media file itself")


def _looks_like_text(head: bytes) -> bool:
    return not any(byte < 9 for byte in head[:512])


def _riff(head: bytes) -> str:
    kind = head[8:12]
    if head[:4] in (b"RIFF", b"RF64") and kind in (b"WAVE", b"AVI "):
        return "wav" if kind == b"WAVE" else "avi"
    if head[:4] == b"RIFF" and kind == b"WEBP":
        animated = head[12:16] == b"VP8X" and len(head) > 20 and head[20] & 2
        return "webp_anim" if animated else "webp_pipe"
    return "aiff" if head[:4] == b"FORM" and kind in (b"AIFF", b"AIFC") else ""


def _boxes(head: bytes) -> str:
    if head[4:8] not in _BOXES:
        return ""
    if head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS:
        return "heif"
    return "mov"


def _png(head: bytes) -> str:
    if not head.startswith(b"\x89PNG\r\n\x1a\n"):
        return ""
    at = 8
    while at + 8 <= len(head):  # an animated one says so before its first picture data
        length, kind = int.from_bytes(head[at : at + 4], "big"), head[at + 4 : at + 8]
        if kind in (b"acTL", b"IDAT"):
            return "apng" if kind == b"acTL" else "png_pipe"
        at += 12 + length
    return "png_pipe"


def _transport_stream(head: bytes) -> str:
    for first, packet in ((0, 188), (4, 192), (0, 204)):
        places = range(first, min(len(head), first + 5 * packet), packet)
        if len(places) >= 3 and all(head[place] == 0x47 for place in places):
            return "mpegts"
    return ""


def _sound_frames(head: bytes, size: int) -> str:
    """MP3, AAC (ADTS) or FLAC, with or without ID3 tags before it."""
    at, tagged = 0, False
    while head[at : at + 3] == b"ID3" and at + 10 <= len(head):
        digits = head[at + 6 : at + 10]
        at += 10 + sum((byte & 0x7F) << (21 - 7 * place) for place, byte in enumerate(digits))
        tagged = True
    if at > size:
        raise Refused("the file ends within its own tag; it is truncated: offer it again")
    if head[at : at + 4] == b"fLaC":
        return "flac"
    if tagged and at + 4 > len(head):
        return "mp3"  # a big cover picture: what stands behind it is beyond the head, and nearly always this
    if head[at] != 0xFF or at + 7 > len(head):
        return "mp3" if tagged else ""
    if head[at + 1] & 0xF6 == 0xF0:
        length = (head[at + 3] & 3) << 11 | head[at + 4] << 3 | head[at + 5] >> 5
        following = head[at + length : at + length + 2]
        return "aac" if length > 7 and following in (b"", head[at : at + 2]) else ""
    # Sync, a version that exists, layer III or II, a bit rate and a sample rate that exist (ISO 11172-3 §2.4.2.3).
    version, layer = head[at + 1] >> 3 & 3, head[at + 1] >> 1 & 3
    rates_exist = head[at + 2] >> 4 not in (0, 15) and head[at + 2] >> 2 & 3 != 3
    return "mp3" if head[at + 1] & 0xE0 == 0xE0 and version != 1 and layer in (1, 2) and rates_exist else ""
