"""The characters of CEA-608 and what is written for those that it lacks (ANSI/CTA-608-E, tables 49 to 51, 5 to 10)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

WRITTEN_AS: Final[Mapping[str, str]] = {
    "—": "--", "–": "-", "‐": "-", "‑": "-", "−": "-", "…": "...",
    "‘": "'", "’": "'", "‚": "'", "ʼ": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "♫": "♪", "♬": "♪", "€": "EUR", "№": "No.",
}  # fmt: skip
"""What is written instead. Dashes and curled quotes exist as extended characters, but many decoders draw them wrong."""

_IN_PLACE_OF_ASCII = {0x2A: "á", 0x5C: "é", 0x5E: "í", 0x5F: "ó", 0x60: "ú", 0x7B: "ç", 0x7C: "÷", 0x7D: "Ñ", 0x7E: "ñ"}
BASIC: Final[Mapping[str, int]] = {_IN_PLACE_OF_ASCII.get(code, chr(code)): code for code in range(0x20, 0x7F)}
"""One byte each."""

SPECIAL: Final[Mapping[str, int]] = {
    char: 0x1130 + place for place, char in enumerate("®°½¿™¢£♪à\0èâêîôû") if char != "\0"
}  # fmt: skip
"""Two bytes each, sent twice like a control code."""

_EXTENDED = {
    0x1220: "ÁÉÓÚÜü\0¡*\0\0©℠•\0\0ÀÂÇÈÊËëÎÏïÔÙùÛ«»",
    0x1320: "ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤\0ÅåØø",
}
EXTENDED: Final[Mapping[str, int]] = {
    char: first + place
    for first, chars in _EXTENDED.items()
    for place, char in enumerate(chars)
    if char != "\0"
}  # fmt: skip
"""Two bytes each, sent twice; they take the place of the character before, which old decoders show instead."""

_OLD = {"¡": "!", "*": "+", "©": "c", "℠": "s", "•": ".", "«": '"', "»": '"', "{": "(", "}": ")", "\\": "/", "^": "'",
        "_": "-", "|": "/", "~": "-", "ß": "s", "¥": "Y", "¤": "$", "Ø": "O", "ø": "o"}  # fmt: skip


def mapped(text: str) -> str:
    """A text as CEA-608 can have it; what it cannot stays as it is. Its characters are those of Unicode's NFC."""
    return "".join(WRITTEN_AS.get(char, char) for char in unicodedata.normalize("NFC", text))


def uncarried(text: str) -> str:
    """The characters of a mapped text that CEA-608 has not, each once, in order."""
    known = (BASIC, SPECIAL, EXTENDED)
    return "".join(dict.fromkeys(char for char in text if not any(char in one for one in known)))


def instead(char: str) -> str:
    """The basic character that an old decoder shows in place of an extended one."""
    return _OLD.get(char) or unicodedata.normalize("NFD", char)[0]
