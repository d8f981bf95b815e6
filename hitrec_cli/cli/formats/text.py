"""Problems for people: place, message, the line with a mark under it, remedy; at the end how much is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from hitrec_cli.base.problems import Problem
from hitrec_cli.cli.formats.excerpt import WIDTH, excerpt
from hitrec_cli.cli.formats.outcome import Outcome
from hitrec_cli.cli.formats.paint import Paint
from hitrec_cli.cli.plain import one_line


def text(outcome: Outcome, paint: Paint, *, concise: bool = False, quiet: bool = False, width: int = WIDTH) -> str:
    """Everything that is wrong. `concise`: a line for each problem. `quiet`: no summary."""
    lines: list[str] = []
    for problem in outcome.problems:
        lines += [concise_line(outcome, problem)] if concise else _block(outcome, problem, paint, width)
    if not quiet:
        lines.append(paint.bold(one_line(outcome.summary())) if outcome.problems else one_line(outcome.summary()))
    return "".join(f"{line}\n" for line in lines)


def concise_line(outcome: Outcome, problem: Problem) -> str:
    """A problem in one line."""
    remedy = f"; {problem.hint}" if problem.hint else ""
    return one_line(f"{_place(outcome, problem)}{problem.severity}[{problem.rule}]: {problem.message}{remedy}")


def _place(outcome: Outcome, problem: Problem) -> str:
    mark = problem.mark
    place = f"{outcome.shown(mark.file)}:{mark.line}:{mark.column}" if mark.line else outcome.shown(mark.file)
    return f"{place}: " if place else ""


def _block(outcome: Outcome, problem: Problem, paint: Paint, width: int) -> Iterator[str]:
    kind = paint.severity(problem.severity, f"{problem.severity}[{one_line(problem.rule)}]")
    place = paint.bold(one_line(_place(outcome, problem)))
    yield f"{place}{kind}: {one_line(problem.message)}"
    line = outcome.line(problem)
    if line.strip():
        number = f"{problem.mark.line:>5}"
        shown = excerpt(line, problem.mark.column, width)
        yield f"{paint.faint(f'{number} |')} {shown.line}"
        yield f"{paint.faint(' ' * len(number) + ' |')} {paint.severity(problem.severity, shown.mark)}"
    if problem.hint:
        yield f"  = {paint.remedy('remedy')}: {one_line(problem.hint)}"
