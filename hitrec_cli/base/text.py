"""Words of strangers made safe to set in one line: nothing hidden, nothing that turns the text around it."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"
"""Zero width non-joiner and joiner: Persian, Hindi and emoji need them."""


def one_line(text: str) -> str:
    """The text in Unicode NFC on one line.

    Newlines and other controls become a space; bidirectional controls and other invisible characters go, joiners stay;
    runs of white space become one space.
    """
    return unicodedata.normalize("NFC", " ".join("".join(map(_visible, text)).split()))


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text as its author broke them, each as `one_line`; blank lines at both ends go."""
    lines = [one_line(line) for line in text.splitlines()]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return tuple(lines)


def _visible(char: str) -> str:
    if char in _JOINERS:
        return char
    category = unicodedata.category(char)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    if category == "Cs":
        return "\ufffd"
    return "" if category == "Cf" else char
