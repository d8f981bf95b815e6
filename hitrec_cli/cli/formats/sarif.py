"""Problems as SARIF 2.1.0 (OASIS standard), which code scanning services read.

Columns count Unicode code points, which the log says. Places below the current folder are relative to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from hitrec_cli.base.digest import digest
from hitrec_cli.base.problems import Problem
from hitrec_cli.checks.book import RULES
from hitrec_cli.checks.rule import Rule
from hitrec_cli.cli.formats.outcome import Outcome

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT: Final = "hitrecProblem/v1"
_BASE: Final = "%SRCROOT%"

Object = dict[str, Any]


def sarif(outcome: Outcome) -> str:
    """The log, one run."""
    found = [(one, "") for one in outcome.problems] + [(one, reason) for one, reason in outcome.ignored]
    rules = [*RULES, *sorted({one.rule for one, _ in found} - set(RULES))]
    places = {rule: number for number, rule in enumerate(rules)}
    driver = {
        "name": "hitrec",
        "version": outcome.version,
        "rules": [_rule(rule) for rule in rules],
    }
    seen: dict[str, int] = {}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": [_result(outcome, one, reason, places, seen) for one, reason in found],
    }
    # ASCII only: a name may hold what is no Unicode text.
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(identifier: str) -> Object:
    rule = RULES.get(identifier)
    if rule is None:
        return {"id": identifier}
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": _explained(rule)},
        "help": {"text": rule.page},
        "defaultConfiguration": {"level": rule.severity},
    }


def _explained(rule: Rule) -> str:
    """The page's prose, without its examples."""
    prose: list[str] = []
    for part in rule.page.split("\n\n"):
        if part in ("bad:", "good:"):
            break
        prose.append(" ".join(part.split()))
    return " ".join(prose)


def _result(outcome: Outcome, problem: Problem, reason: str, places: Mapping[str, int], seen: dict[str, int]) -> Object:
    remedy = f"\n{problem.hint}" if problem.hint else ""
    result: Object = {
        "ruleId": problem.rule,
        "ruleIndex": places[problem.rule],
        "level": problem.severity,
        "message": {"text": problem.message + remedy},
        "partialFingerprints": {_FINGERPRINT: _fingerprint(outcome, problem, seen)},
    }
    if problem.mark.file:
        result["locations"] = [{"physicalLocation": _location(outcome, problem)}]
    if reason:
        result["suppressions"] = [{"kind": "inSource", "justification": reason}]
    return result


def _location(outcome: Outcome, problem: Problem) -> Object:
    place: Object = {"artifactLocation": artifact(outcome, problem.mark.file)}
    if problem.mark.line:
        place["region"] = {"startLine": problem.mark.line, "startColumn": max(problem.mark.column, 1)}
    return place


def artifact(outcome: Outcome, file: str) -> Object:
    """A file: relative to the root where it is below the current folder, else as a whole address."""
    whole = outcome.absolute(file)
    shown = outcome.shown(whole)
    if shown != whole or not outcome.here:
        return {"uri": _encoded(shown), "uriBaseId": _BASE}
    return {"uri": f"file://{_encoded(whole)}"}


def _encoded(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def _fingerprint(outcome: Outcome, problem: Problem, seen: dict[str, int]) -> str:
    """Rule, file and the words of the line, so that lines above it may come and go; equal ones are numbered."""
    words = outcome.line(problem).split() or [problem.message]
    made = digest([problem.rule, artifact(outcome, problem.mark.file)["uri"], " ".join(words)])
    seen[made] = seen.get(made, 0) + 1
    return f"{made[:32]}:{seen[made]}"
