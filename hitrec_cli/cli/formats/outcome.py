"""What every format is made from: the reviews of all manifests, and where their reader stands."""

from __future__ import annotations

import os.path
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from hitrec_cli.base.problems import Problem
from hitrec_cli.checks.source import Source

if TYPE_CHECKING:
    from hitrec_cli.checks.suppress import Ignored
    from hitrec_cli.pipeline.validate import Review


@dataclass(frozen=True)
class Outcome:
    """`here`: the current folder, absolute. `strict`: warnings count as errors do.

    `mendable`: problems that --fix would mend. `mended`: those that it has mended.
    """

    reviews: tuple[Review, ...]
    here: str = ""
    version: str = "unknown"
    strict: bool = False
    mendable: int = 0
    mended: int = 0

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All problems; one of a file that several manifests use is there once."""
        return tuple(dict.fromkeys(chain.from_iterable(one.problems for one in self.reviews)))

    @cached_property
    def ignored(self) -> tuple[Ignored, ...]:
        """All that comments take out, likewise."""
        return tuple(dict.fromkeys(chain.from_iterable(one.ignored for one in self.reviews)))

    @property
    def failed(self) -> bool:
        """Whether the command fails."""
        return any(self.fails(one) for one in self.problems)

    def fails(self, problem: Problem) -> bool:
        """Whether a problem makes the command fail."""
        return problem.severity == "error" or (self.strict and problem.severity == "warning")

    def shown(self, file: str) -> str:
        """A file's name for a reader: relative where it is below the current folder."""
        if self.here and file.startswith(self.here.rstrip("/") + "/"):
            return file[len(self.here.rstrip("/")) + 1 :]
        return file

    def absolute(self, file: str) -> str:
        """A file's whole path."""
        return os.path.normpath(os.path.join(self.here, file))

    def line(self, problem: Problem) -> str:
        """The line of the source that a problem is in; '' where there is none, or where it was not read."""
        source = self._sources.get(problem.mark.file)
        return source.line(problem.mark.line) if source is not None and problem.mark.line else ""

    @cached_property
    def _sources(self) -> dict[str, Source]:
        read = {name: data for one in self.reviews for name, data in one.files.items()}
        wanted = {one.mark.file for one in (*self.problems, *(each.problem for each in self.ignored))}
        return {name: Source.of(data) for name, data in read.items() if name in wanted}

    def summary(self) -> str:
        """How much is wrong, in a line."""
        manifests = _many(len(self.reviews), "manifest")
        mended = f"{self.mended} mended; " if self.mended else ""
        ignored = f"; {len(self.ignored)} ignored" if self.ignored else ""
        if not self.problems:
            one = self.shown(self.reviews[0].file) if len(self.reviews) == 1 else manifests
            return f"{mended}{one}: fine{ignored}"
        touched = sum(bool(one.problems) for one in self.reviews)
        where = manifests if len(self.reviews) == 1 else f"{touched} of {manifests}"
        mendable = f"; {self.mendable} can be mended with --fix" if self.mendable else ""
        return f"{mended}{count(self.problems)} in {where}{ignored}{mendable}"


def count(problems: Iterable[Problem]) -> str:
    """ "3 errors, 1 warning"."""
    severities = [one.severity for one in problems]
    counts = ((severities.count(severity), severity) for severity in ("error", "warning", "note"))
    return ", ".join(_many(number, severity) for number, severity in counts if number)


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' if number != 1 else ''}"
