"""Problems as JUnit XML: a suite for each manifest, in it a case for each rule that is broken, or one that passes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from hitrec_cli.base.problems import Problem
from hitrec_cli.cli.formats.outcome import Outcome, count
from hitrec_cli.cli.formats.rules import title_of
from hitrec_cli.cli.formats.text import concise_line

if TYPE_CHECKING:
    from hitrec_cli.checks.suppress import Ignored
    from hitrec_cli.pipeline.validate import Review

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not allow in a document (§2.2)."""


def junit(outcome: Outcome) -> str:
    """The XML. What makes the command fail is a failure; other warnings and notes stand beside a case that passes."""
    suites = [_suite(outcome, review) for review in outcome.reviews]
    totals = [sum(numbers) for numbers in zip(*(numbers for numbers, _ in suites), strict=True)] or [0, 0, 0]
    body = "".join(text for _, text in suites)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="hitrec validate" {_numbers(totals)}>\n{body}</testsuites>\n'
    )


def _suite(outcome: Outcome, review: Review) -> tuple[Sequence[int], str]:
    name = outcome.shown(review.file)
    by_rule: dict[str, tuple[list[Problem], list[Ignored]]] = {}
    for problem in review.problems:
        by_rule.setdefault(problem.rule, ([], []))[0].append(problem)
    for one in review.ignored:
        by_rule.setdefault(one.problem.rule, ([], []))[1].append(one)
    cases = [_case(outcome, name, rule, *by_rule[rule]) for rule in sorted(by_rule)]
    if not cases:
        cases = [((1, 0, 0), f'    <testcase classname="{_quoted(name)}" name="hitrec validate"/>\n')]
    numbers = [sum(each) for each in zip(*(numbers for numbers, _ in cases), strict=True)]
    body = "".join(text for _, text in cases)
    return numbers, f'  <testsuite name="{_quoted(name)}" {_numbers(numbers)}>\n{body}  </testsuite>\n'


def _case(
    outcome: Outcome, name: str, rule: str, problems: Sequence[Problem], ignored: Sequence[Ignored]
) -> tuple[tuple[int, int, int], str]:
    failures = [one for one in problems if outcome.fails(one)]
    rest = [one for one in problems if not outcome.fails(one)]
    inside = "".join(_inside(outcome, failures, rest, ignored))
    head = f'    <testcase classname="{_quoted(name)}" name="{_quoted(title_of(rule))}">\n'
    skipped = bool(ignored and not problems)
    return (1, bool(failures), skipped), f"{head}{inside}    </testcase>\n"


def _inside(
    outcome: Outcome, failures: Sequence[Problem], rest: Sequence[Problem], ignored: Sequence[Ignored]
) -> Iterator[str]:
    if failures:
        lines = "\n".join(concise_line(outcome, one) for one in failures)
        message = failures[0].message if len(failures) == 1 else count(failures)
        kind = failures[0].severity
        yield f'      <failure type="{kind}" message="{_quoted(message)}">{_escaped(lines)}</failure>\n'
    elif ignored and not rest:
        yield f'      <skipped message="{_quoted(ignored[0].reason)}"/>\n'
    told = [concise_line(outcome, one) for one in rest]
    told += [f"ignored because {one.reason}: {concise_line(outcome, one.problem)}" for one in ignored]
    if told:
        yield f"      <system-out>{_escaped(chr(10).join(told))}</system-out>\n"


def _numbers(numbers: Sequence[int]) -> str:
    tests, failures, skipped = map(int, numbers)
    return f'tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}" time="0"'


def _escaped(text: str) -> str:
    text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    spaces = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return "".join(spaces.get(char, char) for char in _escaped(text))
