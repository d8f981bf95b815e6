"""Words into lines and blocks: wrapped, never cut, made smaller until they fit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from hitrec_cli.model.look import Letters
from hitrec_cli.timeline.lettering import Stage

Measure = Callable[[str], int]

_IDEOGRAPHS = "\u2e80-\u2fff\u3005-\u3007\u3021-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CLOSING = "、。，．・：；？！）」』】〕〉》”’"
_ATOM = f"[{_IDEOGRAPHS}][{_CLOSING}]*|[^{_IDEOGRAPHS}]+"
"""What a line never breaks: a word, or one ideograph with the closing marks after it."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size in pixels. An empty line stands for a gap of half a line; `pitch` is from line to line."""

    lines: tuple[str, ...]
    letters: Letters
    size: int
    width: int
    pitch: int

    @property
    def height(self) -> int:
        """From the top of the first line to the bottom of the last."""
        if not self.lines:
            return 0
        return self.tops[-1] + (self.size if self.lines[-1] else 0)

    @property
    def tops(self) -> tuple[int, ...]:
        """Where each line begins, from the block's top."""
        tops, top = [], 0
        for line in self.lines:
            tops.append(top)
            top += self.pitch if line else self.pitch // 2
        return tuple(tops)


def wrap(text: str, width: int, measure: Measure) -> tuple[str, ...]:
    """Break one line's text at spaces and between ideographs; a word wider than the line is broken within."""
    space = measure(" ")
    lines: list[str] = []
    line, used = "", 0
    for atom, spaced in _atoms(text):
        for part in _parts(atom, width, measure):
            long = measure(part)
            gap = " " if spaced and line else ""
            if line and used + len(gap) * space + long > width:
                lines.append(line)
                line, used, gap = "", 0, ""
            line, used = line + gap + part, used + len(gap) * space + long
            spaced = False
    return (*lines, line) if line or not lines else tuple(lines)


def balanced(text: str, width: int, measure: Measure) -> tuple[str, ...]:
    """As `wrap`, in as many lines, but with lines of about the same length."""
    lines = wrap(text, width, measure)
    if len(lines) < 2:
        return lines
    low, high = width // len(lines), width
    while low < high:
        middle = (low + high) // 2
        narrow = wrap(text, middle, measure)
        if len(narrow) > len(lines):
            low = middle + 1
        else:
            lines, high = narrow, middle
    return lines


def fit(
    stage: Stage,
    paragraphs: Sequence[str],
    room: tuple[int, int],
    letters: Letters,
    *,
    largest: int = 0,
    most_lines: int = 0,
    smallest: int = 4,
) -> Block:
    """The largest setting, in steps of about 5 %, that fits the room (width, height) in pixels.

    Not larger than `letters` says, nor than `largest` pixels. Nothing is ever cut: below `smallest` the block is what
    it is, and the caller sees it by its size.
    """
    size = min(stage.px(letters.size), largest or stage.height)
    block = _set(stage, paragraphs, room[0], letters, size)
    while not _fits(block, room, most_lines) and block.size > smallest:
        size = max(smallest, block.size - max(1, block.size // 20))
        block = _set(stage, paragraphs, room[0], letters, size)
    return block


def _fits(block: Block, room: tuple[int, int], most_lines: int) -> bool:
    return block.height <= room[1] and block.width <= room[0] and not 0 < most_lines < len(block.lines)


def _set(stage: Stage, paragraphs: Iterable[str], width: int, letters: Letters, size: int) -> Block:
    known: dict[str, int] = {}

    def measure(text: str) -> int:
        if text not in known:
            known[text] = stage.width_of(text, letters, size)
        return known[text]

    lines = tuple(line for paragraph in paragraphs for line in balanced(paragraph, width, measure))
    widest = max((stage.width_of(line, letters, size) for line in lines), default=0)
    return Block(lines, letters, size, widest, size * stage.look.leading // 1000)


def _atoms(text: str) -> Iterator[tuple[str, bool]]:
    """Unbreakable pieces, and whether a space stands before each."""
    for word in text.split():
        atoms = re.findall(_ATOM, word) if max(word) >= _IDEOGRAPHS[0] else (word,)
        for number, atom in enumerate(atoms):
            yield atom, number == 0


def _parts(atom: str, width: int, measure: Measure) -> Iterator[str]:
    """The atom, or the largest parts of it that fit, never broken inside a written character."""
    if measure(atom) <= width:
        yield atom
        return
    part, used = "", 0
    for cluster in _clusters(atom):
        long = measure(cluster)
        if part and used + long > width:
            yield part
            part, used = "", 0
        part, used = part + cluster, used + long
    yield part


def _clusters(text: str) -> Iterator[str]:
    """Characters with what belongs to them: marks, joiners and what they join."""
    cluster = ""
    for char in text:
        joined = cluster.endswith("\u200d") or char in "\u200c\u200d" or unicodedata.category(char).startswith("M")
        if cluster and not joined:
            yield cluster
            cluster = ""
        cluster += char
    yield cluster
