"""Captions as CEA-608 data channel CC1: two bytes for every frame of a programme at 29.97 frames per second.

Pop-on: a caption is loaded unseen before it is due and then flipped onto the screen, so that it appears in its frame.
Codes as in ANSI/CTA-608-E and 47 CFR 15.119.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hitrec_cli.deliver.captions.characters import BASIC, EXTENDED, SPECIAL, instead
from hitrec_cli.deliver.captions.rows import COLUMNS, Row, rows_of
from hitrec_cli.model.captions import Caption

IDLE = 0x8080
"""What is sent when nothing is."""

_LOAD, _ERASE_HIDDEN, _FLIP, _ERASE_SHOWN = 0x1420, 0x142E, 0x142F, 0x142C
_PLAIN, _ITALIC, _TAB = 0x1120, 0x112E, 0x1720
_ROW = (0x1140, 0x1160, 0x1240, 0x1260, 0x1540, 0x1560, 0x1640, 0x1660, 0x1740, 0x1760, 0x1040, 0x1340, 0x1360, 0x1440,
        0x1460)  # fmt: skip
"""Preamble of each of the fifteen rows; an indent of 4 columns adds 0x10 and 2 for each."""
_LAST_ROW = 15


@dataclass(frozen=True, slots=True)
class Line21:
    """`pairs`: two bytes with odd parity for each frame. `late`: captions that appear later than they should, with the
    frames between, as they could not be loaded in time; `lost`: those that never appear, for the same reason."""

    pairs: tuple[int, ...]
    late: tuple[tuple[Caption, int], ...] = ()
    lost: tuple[Caption, ...] = ()


def line21(captions: Sequence[Caption], frames: int, before: int = 0, after: int = 0) -> Line21:
    """The data of a file: `before` frames, a programme of `frames`, and `after`. `captions` do not overlap.

    Raises NotCarried (`rows`) for one that CEA-608 cannot carry.
    """
    frames += before + after
    slots: list[int | None] = [None] * frames
    late: list[tuple[Caption, int]] = []
    lost: list[Caption] = []
    free = 0
    for number, one in enumerate(captions):
        due, end = one.start + before, one.end + before
        following = captions[number + 1].start + before if number + 1 < len(captions) else frames
        rows = rows_of(one)
        load = [_twice(_LOAD), _twice(_ERASE_HIDDEN), *_letters(rows, 1 if one.top else _LAST_ROW + 1 - len(rows))]
        found = _room(slots, load, free, due)
        if found is None or found + 2 > frames or found >= end:
            lost.append(one)
            continue
        if found > due:
            late.append((one, found - due))
        slots[found : found + 2] = (_FLIP, _FLIP)
        free = found + 2
        erased = max(end, free)
        if following == frames:  # the file's last frames have room for it
            erased = max(min(erased, frames - 2), free)
        if erased + 1 < min(following, frames):
            slots[erased : erased + 2] = (_ERASE_SHOWN, _ERASE_SHOWN)
    pairs = tuple(IDLE if slot is None else _with_parity(slot) for slot in slots)
    return Line21(pairs, tuple(late), tuple(lost))


def _room(slots: list[int | None], load: Sequence[tuple[int, ...]], free: int, due: int) -> int | None:
    """Put a caption's codes into free frames from `free` on, as late as they may be. The frame that it can be shown in:
    `due`, or the first one after all is loaded."""
    for end in range(max(due, free), len(slots)):
        places = list(_backwards(slots, load, free, end))
        if len(places) == len(load):
            for codes, place in zip(load, reversed(places), strict=True):
                slots[place : place + len(codes)] = codes
            return end
    return None


def _backwards(slots: list[int | None], load: Sequence[tuple[int, ...]], free: int, end: int) -> Iterator[int]:
    """The frame for each of the codes, from the last to the first; codes that are sent twice stay together."""
    for codes in reversed(load):
        end -= len(codes)
        while end >= free and any(slot is not None for slot in slots[end : end + len(codes)]):
            end -= 1
        if end < free:
            return
        yield end


def _letters(rows: Sequence[Row], first: int) -> Iterator[tuple[int, ...]]:
    """The codes of rows, each in the middle of the screen, from row `first` on."""
    for number, row in enumerate(rows, first - 1):
        indent, rest = divmod((COLUMNS - row.width) // 2, 4)
        yield _twice(_ROW[number] + 0x10 + 2 * indent)
        if rest:
            yield _twice(_TAB + rest)
        yield from _paired(_characters(row))


def _characters(row: Row) -> Iterator[int]:
    """One byte for a basic character, two for all else."""
    italic = False
    for place, word in enumerate(row.words):
        if word.italic != italic:
            yield _ITALIC if word.italic else _PLAIN
            italic = word.italic
        elif place:
            yield BASIC[" "]
        for char in word.text:
            if char in EXTENDED:
                yield BASIC[instead(char)]
            yield BASIC.get(char) or SPECIAL.get(char) or EXTENDED[char]


def _paired(codes: Iterator[int]) -> Iterator[tuple[int, ...]]:
    """Basic characters by twos, filled up with a null; all else twice."""
    waiting = 0
    for code in codes:
        if code > 0xFF:
            if waiting:
                yield (waiting << 8,)
            waiting = 0
            yield _twice(code)
        elif waiting:
            yield (waiting << 8 | code,)
            waiting = 0
        else:
            waiting = code
    if waiting:
        yield (waiting << 8,)


def _twice(code: int) -> tuple[int, int]:
    return code, code


def _with_parity(pair: int) -> int:
    """Odd parity in the uppermost bit of both bytes."""
    high, low = (byte | 0x80 * (byte.bit_count() % 2 == 0) for byte in divmod(pair, 256))
    return high << 8 | low
