"""Text contributions: which encoding they are in, told by decoding them."""

from __future__ import annotations

from pathlib import Path

from hitrec_cli.model.media import MediaFacts
from hitrec_cli.tools.probe_sniff import Refused, refuse_words

LONGEST = 4 << 20
"""Bytes; a text on screen is a few hundred."""

_UNKNOWN = "this is no file that hitrec knows; offer a film, a picture, a sound, or text in UTF-8"
_KEPT = frozenset("\t\n\r\f\v")


def probe_text(path: Path) -> MediaFacts:
    """Facts of a text: `format` is webvtt, srt, scc, ttml, ass or text, `encoding` a name that Python's open() takes.

    Raises Refused for anything that is no text, holds NULs or other control characters, or is too long.
    """
    with path.open("rb") as file:
        data = file.read(LONGEST + 1)
    encoding, text = decode(data)
    if len(data) > LONGEST:
        raise Refused(f"the text is longer than {LONGEST >> 20} MB; offer the part that is to be shown")
    refuse_words(text)
    return MediaFacts("text", _format(text), encoding=encoding)


def decode(data: bytes) -> tuple[str, str]:
    """Encoding and text, tried in the order UTF-16 (with its mark), UTF-8, Windows-1252, Latin-1. Raises Refused."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        names = ["utf-16"]
    else:
        names = ["utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"]
        # Latin-1 has nothing from 80 to 9F; what has is from Windows, where these are quotes and dashes.
        names.append("cp1252" if any(0x80 <= byte <= 0x9F for byte in data) else "latin-1")
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError as error:
            if error.end >= LONGEST:  # cut in the middle of a character by our own reading
                return name, data[: error.start].decode(name, "ignore")
            continue
        if any((ord(letter) < 32 and letter not in _KEPT) or letter == "\x7f" for letter in set(text)):
            break
        return name, text
    raise Refused(_UNKNOWN)


def _format(text: str) -> str:
    if text.lstrip("\ufeff").startswith("WEBVTT"):
        return "webvtt"
    start = text.lstrip("\ufeff").lstrip()[:4096].lower()
    for sign, name in (("scenarist_scc", "scc"), ("<?xml", "ttml"), ("<tt", "ttml"), ("[script info]", "ass")):
        if start.startswith(sign):
            return name
    lines = text.lstrip("\ufeff").split(maxsplit=2)
    return "srt" if len(lines) == 3 and lines[0].isdecimal() and lines[2].startswith("-->") else "text"
