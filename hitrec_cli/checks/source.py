"""A YAML file's text by lines and columns, counted as marks count them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Where libyaml begins a new line (YAML 1.1, §5.4)."""


def is_text(data: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True)
class Source:
    """The text of a file, with its byte order mark where it has one: columns do not count that."""

    text: str
    _starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        first = 1 if self.text.startswith("\ufeff") else 0
        starts = [first, *(found.end() for found in _BREAK.finditer(self.text))]
        object.__setattr__(self, "_starts", starts)

    @staticmethod
    def of(data: bytes) -> Source:
        """The text of bytes; what is not UTF-8 becomes the replacement character."""
        return Source(data.decode("utf-8", "replace"))

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._starts)

    def line(self, number: int) -> str:
        """A line without its end, counted from 1; '' where there is none."""
        if not 1 <= number <= len(self._starts):
            return ""
        return self._lines[number - 1]

    @cached_property
    def _lines(self) -> list[str]:
        return _BREAK.split(self.text[self._starts[0] :])

    def offset(self, line: int, column: int) -> int | None:
        """Where a place is in the text; None where there is no such place."""
        if not 1 <= line <= len(self._starts) or not 1 <= column <= len(self.line(line)) + 1:
            return None
        return self._starts[line - 1] + column - 1

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        from bisect import bisect_right

        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
