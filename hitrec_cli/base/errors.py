"""The errors that hitrec raises on purpose, and the exit code of each.

    HitrecError
    ├── UsageError        2   a command asked for what cannot be
    ├── ManifestError     3   problems in a manifest, a catalog or a lock (carries them)
    ├── MediaError        4   a pick is missing, unreadable, damaged, or not cleared (carries problems)
    ├── RenderError       5   a step failed: ffmpeg, memory, disk
    │   └── LoudnessError     the programme cannot be as loud as asked without harm
    └── FindingsError     6   a deliverable breaks its profile

Anything else that escapes is a bug (1).
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import ClassVar, Self

from hitrec_cli.base.problems import Problem


class HitrecError(Exception):
    """One line for the user: what, where, remedy."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message, tuple(problems))
        self.message = message
        self.problems = tuple(problems)
        self.step = ""

    def __str__(self) -> str:
        return self.message

    def within(self, step: str, name: str) -> Self:
        """The same error, with the name of the step that failed before it, and its key."""
        error = copy(self)
        error.message = f"{name}: {self.message}"
        error.args = (error.message, *self.args[1:])
        error.step = step
        return error


class UsageError(HitrecError):
    """A command asked for what cannot be."""

    exit_code = 2


class ManifestError(HitrecError):
    """Problems in a manifest, a catalog or a lock."""

    exit_code = 3


class MediaError(HitrecError):
    """A pick is missing, unreadable, damaged, or not cleared."""

    exit_code = 4


class RenderError(HitrecError):
    """A step failed: ffmpeg, memory, disk."""

    exit_code = 5


class LoudnessError(RenderError):
    """The programme cannot be as loud as asked without harm; `sample` (48 kHz, from its start): where that is worst."""

    def __init__(self, message: str, problems: Sequence[Problem] = (), sample: int = 0) -> None:
        super().__init__(message, problems)
        self.sample = sample


class FindingsError(HitrecError):
    """A deliverable breaks its profile."""

    exit_code = 6
