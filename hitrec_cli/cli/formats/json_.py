"""Problems as one JSON object, with a `schema_version`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from hitrec_cli.cli.formats.outcome import Outcome
from hitrec_cli.cli.plain import SCHEMA_VERSION, problem_json


def as_json(outcome: Outcome) -> str:
    """All problems, then those of each manifest; `manifest` at the top where there is but one."""
    severities = [one.severity for one in outcome.problems]
    made: dict[str, Any] = {
        "manifests": [
            {
                "manifest": review.file,
                "problems": [problem_json(one) for one in review.problems],
                "ignored": [{**problem_json(one), "reason": reason} for one, reason in review.ignored],
            }
            for review in outcome.reviews
        ],
        "problems": [problem_json(one) for one in outcome.problems],
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
