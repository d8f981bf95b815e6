"""A line of a source with a mark under it, by the width that a terminal gives each character."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

WIDTH: Final = 100
"""Columns of a terminal that a line takes at most."""

_TAB: Final = 4
_TURNING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_TOKEN: Final = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,\[\]{}#"']+?(?=:(?:\s|$)|[\s,\[\]{}]|$)""")


class Excerpt(NamedTuple):
    """A line as it is shown, and the mark under it."""

    line: str
    mark: str


def excerpt(line: str, column: int, width: int = WIDTH) -> Excerpt:
    """The part of a line around a column (counted from 1), and a caret under it with tildes as far as its word goes."""
    column = min(max(column, 1), len(line) + 1)
    first = max(0, column - 1 - 4 * width)
    found = _TOKEN.match(line, column - 1, column - 1 + 4 * width)
    last = found.end() if found else column
    cells = [_cell(char) for char in line[first : column - 1 + 4 * width]]
    here, end = column - 1 - first, last - first
    begin = _begin(cells, here, width)
    shown = ["…"] if begin > 0 or first > 0 else []
    used = len(shown)
    place = until = used
    for number, (text, wide) in enumerate(cells[begin:], begin):
        if used + wide >= width and number > here:
            shown.append("…")
            break
        if text == "\t":
            text, wide = " " * (_TAB - used % _TAB), _TAB - used % _TAB
        if number == here:
            place = used if wide else max(0, used - 1)  # what has no width of its own sits on what is before it
        shown.append(text)
        used += wide
        until = used if number < end else until
    place = used if here >= len(cells) else place
    return Excerpt("".join(shown).rstrip(), " " * place + "^" + "~" * (until - place - 1))


def _begin(cells: list[tuple[str, int]], here: int, width: int) -> int:
    """The first cell that is shown: 0, or as near as the place is still well inside."""
    if sum(wide for _, wide in cells[: here + 1]) <= width * 3 // 4:
        return 0
    begin, room = here, width // 2
    while begin > 0 and room >= cells[begin - 1][1]:
        begin -= 1
        room -= cells[begin][1]
    while begin < here and cells[begin][1] == 0:
        begin += 1
    return begin


def _cell(char: str) -> tuple[str, int]:
    """What is shown for a character, and how many columns it takes. Nothing that a terminal would obey gets through."""
    if char.isascii():
        return (char, 1) if char.isprintable() or char == "\t" else ("\N{REPLACEMENT CHARACTER}", 1)
    category = unicodedata.category(char)
    if char in _TURNING or category in ("Cc", "Cs", "Zl", "Zp", "Co", "Cn"):
        return "\N{REPLACEMENT CHARACTER}", 1
    if category in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1
