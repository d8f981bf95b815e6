"""The rundown as people read it: a table for a terminal, and CSV for a spreadsheet. Other tables are set like it."""

from __future__ import annotations

import csv
import io
import textwrap
import unicodedata
from collections.abc import Container, Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from hitrec_cli.account.rundown import WORDS, Lack, Rundown
from hitrec_cli.base.text import one_line
from hitrec_cli.base.timecode import round_half_up

COLUMNS = ("number", "kind", "id", "title", "in", "out", "duration", "frames", "seconds", "length", "total", "missing")
"""Of the CSV. `seconds` is rounded to milliseconds there."""

SCREEN = 100
"""Columns of a terminal that the table is made for."""

_RIGHT = (0, 6, 7)
"""Columns of the text that stand at the right."""

_MARKS = {"exact": "", "catalog": "~", "guess": "~", "faulty": "?"}


def rundown_csv(one: Rundown) -> str:
    """As CSV (RFC 4180) with a header; no cell is a formula to a spreadsheet."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in one.rows:
        times = (one.at(row.start), one.at(row.end), one.duration(row.duration))
        lengths = (row.duration, _milliseconds(one.rate.seconds(row.duration)), row.length, one.duration(row.end))
        lacks = "; ".join(map(str, row.missing))
        writer.writerow(map(plain, (row.number, row.kind, row.id, row.title, *times, *lengths, lacks)))
    return table.getvalue()


def plain(cell: object) -> str:
    """A cell of a CSV. A spreadsheet takes what begins so for a formula; an apostrophe says that it is text."""
    text = str(cell)
    return f"'{text}" if text[:1] in tuple("=+-@\t\r＝＋－＠") else text


def _milliseconds(seconds: Fraction) -> str:
    whole = round_half_up(seconds * 1000)
    return f"{whole // 1000}.{whole % 1000:03}"


def rundown_text(one: Rundown) -> Iterator[str]:
    """A table for a terminal of 100 columns, under each row what it lacks, and the running time at the end."""
    # Hours are left out of lengths while none has any.
    cut = 3 if one.duration(one.frames).startswith("00:") else 0
    head = ("#", "kind", "id", "title", "in", "out", "length", "total")
    table = [head]
    for row in one.rows:
        times = (one.at(row.start), one.at(row.end), _MARKS[row.length] + one.duration(row.duration)[cut:])
        table.append((str(row.number), row.kind, row.id, row.title, *times, one.duration(row.end)[cut:]))
    widths = fitted_widths(table, (2, 3))
    yield from wrapped(f"{one.title or one.episode} ({one.episode}), {one.version} version", "")
    yield line(head, widths, _RIGHT)
    for cells, row in zip(table[1:], one.rows, strict=True):
        yield line(cells, widths, _RIGHT)
        for lack in _lacks(row.missing):
            yield from wrapped(lack, " " * (widths[0] + 2))
    yield f"{one.duration(one.frames)} in all, {one.frames} frames, {one.at(0)} to {one.at(one.frames)}"
    if one.slot is not None:
        off = "over" if one.over > 0 else "under"
        fits = "within" if abs(one.over) <= one.slot.tolerance else "beyond"
        told = f"{one.duration(abs(one.over))} {off}, {fits} its tolerance" if one.over else "met to the frame"
        yield f"slot of {one.duration(one.slot.duration)}: {told}"
    if any(row.length in ("catalog", "guess") for row in one.rows):
        yield "~ nobody has measured it: the catalog's word, or 5 s for each item of which nobody says a length"
    if any(row.length == "faulty" for row in one.rows):
        yield "? mistakes stand in this segment: its length may be another"


def _lacks(missing: Sequence[Lack]) -> Iterator[str]:
    """What nobody gave a reason for shares a line, the rest has lines of their own."""
    silent = sorted((lack for lack in missing if not lack.reason), key=lambda lack: lack.state)
    for state, same in groupby(silent, key=lambda lack: lack.state):
        yield one_line(f"! {WORDS.get(state, state)}: {', '.join(lack.pick for lack in same)}")
    for lack in missing:
        if lack.reason:
            yield one_line(f"! {lack.state}: {lack.pick}: {lack.reason}")


def fitted_widths(table: Sequence[Sequence[str]], wide: tuple[int, int]) -> list[int]:
    """Of the columns; the two `wide` ones share what the others leave of the screen."""
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    one, other = wide
    left = SCREEN - 2 * (len(widths) - 1) - sum(widths) + widths[one] + widths[other]
    widths[one] = min(widths[one], max(left // 2, left - widths[other], 8))
    widths[other] = min(widths[other], max(left - widths[one], 8))
    return widths


def line(cells: Sequence[str], widths: Sequence[int], right: Container[int] = ()) -> str:
    """Cells one beside the other; numbers and lengths stand at the `right` of their column."""
    kept = [fitted(cell, wide) for cell, wide in zip(cells, widths, strict=True)]
    padded = [
        " " * (wide - width(cell)) + cell if place in right else cell + " " * (wide - width(cell))
        for place, (cell, wide) in enumerate(zip(kept, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def wrapped(text: str, indent: str) -> list[str]:
    """A text in lines of the screen's width; all but the first stand further in."""
    return textwrap.wrap(text, SCREEN, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False)


def width(text: str) -> int:
    """Columns that a text takes on a terminal (Unicode Standard Annex #11): marks none, wide characters two."""
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def fitted(text: str, wide: int) -> str:
    """The text, or as much of it as goes into so many columns with an ellipsis."""
    if width(text) <= wide:
        return text
    kept, used = "", 0
    for char in text:
        used += _columns(char)
        if used > wide - 1:
            break
        kept += char
    return kept.rstrip() + "…"
