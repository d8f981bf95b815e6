"""Problems as GitHub's workflow commands, which become annotations of a change.

GitHub shows ten annotations of each kind for a step, so all problems stand in a group of the log as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from hitrec_cli.base.problems import Problem, Severity
from hitrec_cli.cli.formats.outcome import Outcome
from hitrec_cli.cli.formats.text import concise_line
from hitrec_cli.cli.plain import one_line

_COMMANDS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "note": "notice"}


def github(outcome: Outcome) -> str:
    """One command a problem, then all of them as plain lines, then how much is wrong."""
    lines = [_command(outcome, one) for one in outcome.problems]
    if outcome.problems:
        lines += ["::group::hitrec validate", *_plain_lines(outcome), "::endgroup::"]
    return "".join(f"{line}\n" for line in (*lines, _inert(one_line(outcome.summary()))))


def data(text: str) -> str:
    """A command's text, escaped as GitHub's own toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_(text: str) -> str:
    """A command's property, likewise."""
    return data(text).replace(":", "%3A").replace(",", "%2C")


def _command(outcome: Outcome, problem: Problem) -> str:
    mark = problem.mark
    properties = {"file": outcome.shown(mark.file)} if mark.file else {}
    if mark.line:
        properties |= {"line": str(mark.line), "col": str(mark.column)}
    properties["title"] = problem.rule
    written = ",".join(f"{name}={property_(_visible(text))}" for name, text in properties.items())
    remedy = f"\n{problem.hint}" if problem.hint else ""
    return f"::{_COMMANDS[problem.severity]} {written}::{data(_visible(problem.message + remedy))}"


def _visible(text: str) -> str:
    """The text without control characters, its line ends kept."""
    return "\n".join(one_line(line) for line in re.split("\r\n|\r|\n", text))


def _plain_lines(outcome: Outcome) -> Iterator[str]:
    for problem in outcome.problems:
        yield _inert(concise_line(outcome, problem))


def _inert(line: str) -> str:
    """A line that the runner takes for no command: `::` at the beginning is one, `##[` anywhere."""
    line = line.replace("##[", "# #[")
    return f"./{line.lstrip()}" if line.lstrip().startswith("::") else line
