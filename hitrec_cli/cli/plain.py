"""What commands say, plainly: text that is safe to show, as names come from strangers and a terminal obeys control
characters, and problems as data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hitrec_cli.base.digest import Json
    from hitrec_cli.base.problems import Problem

SCHEMA_VERSION: Final = 1
"""Of the objects that `--json` prints; a new number means that a reader has to change."""

_SAFE = {**dict.fromkeys((*range(32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}"), 9: " "}
_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "")


def one_line(text: str) -> str:
    """The text on one line: line ends become spaces, control characters visible, direction overrides are dropped."""
    return " ".join(text.splitlines()).translate(_SAFE).translate(_BIDI)


def clock(seconds: float) -> str:
    """A length of time for people: "35 s", "4 min", "2 h 05 min"."""
    whole = max(0, round(seconds))
    if whole < 100:
        return f"{whole} s"
    minutes = round(whole / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def problem_json(problem: Problem) -> Mapping[str, Json]:
    """A problem as `--json` shows it."""
    return {
        "rule": problem.rule,
        "severity": problem.severity,
        "file": problem.mark.file,
        "line": problem.mark.line,
        "column": problem.mark.column,
        "message": problem.message,
        "hint": problem.hint,
    }
