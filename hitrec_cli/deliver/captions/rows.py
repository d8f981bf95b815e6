"""The rows of a pop-on caption: at most four of 32 columns, in italics where it is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hitrec_cli.deliver.captions.characters import mapped, uncarried
from hitrec_cli.model.captions import Caption, Line

COLUMNS, ROWS = 32, 4
"""Of one caption (ANSI/CTA-608-E: 15 rows of 32 columns, of which a caption may have four)."""


class NotCarried(ValueError):
    """Captions that CEA-608 cannot carry; the message says why, without a place."""


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space."""

    text: str
    italic: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Words with one column between them. A change of style takes that column; at the row's start it takes one more."""

    words: tuple[Word, ...]

    @property
    def width(self) -> int:
        """Columns."""
        return sum(len(word.text) + 1 for word in self.words) - 1 + self.words[0].italic


def rows_of(caption: Caption) -> tuple[Row, ...]:
    """The rows of a caption, as its author broke them where that fits. Raises NotCarried."""
    lines = [tuple(_words(line)) for line in caption.lines]
    lines = [line for line in lines if line]
    lacking = uncarried("".join(word.text for line in lines for word in line))
    if lacking:
        raise NotCarried(f"CEA-608 has no {' '.join(lacking[:12])}")
    for attempt in (lines, [tuple(word for line in lines for word in line)]):
        rows = tuple(row for line in attempt for row in _broken(line))
        if len(rows) <= ROWS:
            return rows
    raise NotCarried(f"its text takes {len(rows)} rows of {COLUMNS} columns, and there are {ROWS}")


def _words(line: Line) -> Iterator[Word]:
    """A line's words; one that is partly in italics is so as a whole, as a change of style takes a column."""
    letters = [(char, run.italic) for run in line for char in mapped(run.text)]
    word: list[tuple[str, bool]] = []
    for letter in (*letters, (" ", False)):
        if letter[0] != " ":
            word.append(letter)
        elif word:
            yield from _pieces("".join(char for char, _ in word), any(italic for _, italic in word))
            word = []


def _pieces(text: str, italic: bool) -> Iterable[Word]:
    """A word, or the pieces of one that is longer than a row."""
    room = COLUMNS - italic
    return [Word(text[at : at + room], italic) for at in range(0, len(text), room)]


def _broken(words: tuple[Word, ...]) -> Iterator[Row]:
    """A line as rows."""
    row: tuple[Word, ...] = ()
    for word in words:
        if row and Row((*row, word)).width > COLUMNS:
            yield Row(row)
            row = ()
        row = (*row, word)
    if row:
        yield Row(row)
