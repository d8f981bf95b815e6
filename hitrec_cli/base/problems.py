"""What is wrong, where, and what to do: the one shape in which every check speaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file: line and column count from 1; (0, 0) is the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


NOWHERE = Mark("")
"""The mark of what was not written by anybody (defaults, made objects)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: rule id (HR101 …), severity, place, cause and remedy."""

    rule: str
    mark: Mark
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.mark}: " if self.mark.file else ""
        remedy = f"; {self.hint}" if self.hint else ""
        return f"{place}{self.severity}[{self.rule}]: {self.message}{remedy}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by place, then rule; the same mistake said twice is kept once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.mark, p.rule, p.message)))


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Only those that stop a render."""
    return tuple(problem for problem in problems if problem.severity == "error")
