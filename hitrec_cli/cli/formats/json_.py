"""Problems as one JSON object, with a `schema_version`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from hitrec_cli.base.problems import Problem
from hitrec_cli.cli.formats.outcome import Outcome

SCHEMA_VERSION = 1
"""A new number means that a reader has to change."""


def as_json(outcome: Outcome) -> str:
    """All problems, then those of each manifest; `manifest` at the top where there is but one."""
    severities = [one.severity for one in outcome.problems]
    made: dict[str, Any] = {
        "manifests": [
            {
                "manifest": review.file,
                "problems": [_problem(one) for one in review.problems],
                "ignored": [{**_problem(one), "reason": reason} for one, reason in review.ignored],
            }
            for review in outcome.reviews
        ],
        "problems": [_problem(one) for one in outcome.problems],
        "summary": {
            "manifests": len(outcome.reviews),
            "manifests_with_problems": sum(bool(review.problems) for review in outcome.reviews),
            "errors": severities.count("error"),
            "warnings": severities.count("warning"),
            "notes": severities.count("note"),
            "ignored": len(outcome.ignored),
            "mendable": outcome.mendable,
            "mended": outcome.mended,
        },
    }
    if len(outcome.reviews) == 1:
        made["manifest"] = outcome.reviews[0].file
    return dumped(made)


def dumped(data: Mapping[str, Any]) -> str:
    """One object, as every command prints it; a name that is no Unicode text is escaped."""
    text = json.dumps({"schema_version": SCHEMA_VERSION, **data}, ensure_ascii=False, indent=2, sort_keys=True)
    return _escaped(text) + "\n"


def _escaped(text: Iterable[str]) -> str:
    return "".join(f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in text)


def _problem(problem: Problem) -> Mapping[str, str | int]:
    return {
        "rule": problem.rule,
        "severity": problem.severity,
        "file": problem.mark.file,
        "line": problem.mark.line,
        "column": problem.mark.column,
        "message": problem.message,
        "hint": problem.hint,
    }
