"""`# hitrec: ignore HR332 because …`: warnings that an author has looked at, and answers for.

At the end of a line the comment holds for that line; alone on a line, for the next line that holds something. Above
the first line of a manifest it also holds for what has no line in any YAML file: the whole manifest, rows of catalogs.
Errors are never ignored.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from hitrec_cli.base.problems import Mark, Problem, Severity
from hitrec_cli.checks.source import Source, is_text
from hitrec_cli.manifest.nodes import Mapping as MappingNode
from hitrec_cli.manifest.nodes import Node, Scalar
from hitrec_cli.manifest.reader import read_nodes

FaultKind = Literal["reason", "unknown", "error", "idle"]

_CALL: Final = re.compile(r"(?<!\S)#[ \t]*hitrec:[ \t]*ignore(?![\w-])")
_SAYS: Final = re.compile(r"(?P<rules>.*?)(?:(?<!\S)because\b[ \t:]*(?P<reason>.*))?", re.DOTALL)
_MARKER: Final = re.compile("\ue000([0-9]{1,9})\ue001")
_MOST_REASON: Final = 400


@dataclass(frozen=True, slots=True)
class Ignore:
    """One comment. `line`: the line that it holds for, 0 for none; `head`: nothing but comments stands before it."""

    mark: Mark
    rules: tuple[str, ...]
    reason: str
    line: int
    head: bool = False


class Ignored(NamedTuple):
    """A problem that a comment takes out, and why."""

    problem: Problem
    reason: str


class Fault(NamedTuple):
    """What is wrong with a comment: no reason, an id that no rule has, an error's id, or it ignores nothing."""

    kind: FaultKind
    mark: Mark
    message: str
    hint: str


class Sifted(NamedTuple):
    """Problems that stay, those that are ignored, and what is wrong with the comments."""

    problems: tuple[Problem, ...]
    ignored: tuple[Ignored, ...]
    faults: tuple[Fault, ...]


def ignores_in(data: bytes, file: str) -> tuple[Ignore, ...]:
    """The comments of a file, in order; none where the file cannot be read as YAML."""
    if b"ignore" not in data or b"hitrec:" not in data or not is_text(data):
        return ()
    source = Source.of(data)
    calls = list(_CALL.finditer(source.text))
    inside = _inside_values(source.text, file) if calls else None
    if inside is None:
        return ()
    return tuple(_ignore(source, call, file) for number, call in enumerate(calls) if number not in inside)


def sift(
    problems: Iterable[Problem],
    ignores: Collection[Ignore],
    severities: Mapping[str, Severity],
    *,
    manifest: str,
    files: Collection[str],
    idle: bool,
) -> Sifted:
    """Part what is ignored from what is not. `severities`: of every rule that there is.

    `manifest`: whose head speaks for everything that has no line in one of `files`. `idle`: whether to tell comments
    that ignore nothing, which nobody knows where not everything could be looked at.
    """
    reasons: dict[tuple[str, int, str], Ignore] = {}
    for one in ignores:
        if one.reason:
            for rule in one.rules:
                reasons.setdefault((one.mark.file, one.line, rule), one)
                if one.head and one.mark.file == manifest:
                    reasons.setdefault(("", 0, rule), one)
    kept: list[Problem] = []
    ignored: list[Ignored] = []
    used: set[tuple[Mark, str]] = set()
    wanted: set[tuple[Mark, str]] = set()
    for problem in problems:
        place = (problem.mark.file, problem.mark.line) if problem.mark.file in files and problem.mark.line else ("", 0)
        found = reasons.get((*place, problem.rule))
        if found is None:
            kept.append(problem)
        elif problem.severity == "error":
            wanted.add((found.mark, problem.rule))
            kept.append(problem)
        else:
            used.add((found.mark, problem.rule))
            ignored.append(Ignored(problem, found.reason))
    faults = [fault for one in ignores for fault in _faults(one, severities, used, wanted, idle=idle)]
    return Sifted(tuple(kept), tuple(ignored), tuple(faults))


def _faults(
    one: Ignore,
    severities: Mapping[str, Severity],
    used: Collection[tuple[Mark, str]],
    errors: Collection[tuple[Mark, str]],
    *,
    idle: bool,
) -> Iterator[Fault]:
    if not one.reason:
        example = ", ".join(one.rules) or "HR332"
        hint = f"write it like: # hitrec: ignore {example} because the name is read aloud"
        yield Fault("reason", one.mark, "nothing is ignored without a reason", hint)
    if not one.rules:
        yield Fault("unknown", one.mark, "this names no rule to ignore", "name ids, parted by commas: HR332, HR333")
    for rule in dict.fromkeys(one.rules):
        if rule not in severities:
            yield Fault("unknown", one.mark, f"no rule is called {rule!r}", _near(rule, severities))
        elif (one.mark, rule) in errors or (severities[rule] == "error" and (one.mark, rule) not in used):
            yield Fault("error", one.mark, f"{rule} is an error, and errors cannot be ignored", "mend what it names")
        elif idle and one.reason and (one.mark, rule) not in used:
            where = f"in line {one.line}" if one.line else "below it"
            yield Fault("idle", one.mark, f"there is no {rule} {where} to ignore", f"remove {rule} from the comment")


def _near(rule: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    upper = rule.upper()
    near = get_close_matches(upper, tuple(known), 1)
    return f"did you mean '{near[0]}'?" if near and len(rule) <= 40 else "`hitrec validate --rules` lists all"


def _ignore(source: Source, call: re.Match[str], file: str) -> Ignore:
    line, column = source.place(call.start())
    written = source.line(line)
    said = _SAYS.fullmatch(written[column - 1 + len(call[0]) :].strip())
    assert said is not None, "every text fits"
    reason = (said["reason"] or "").strip()[:_MOST_REASON]
    rules = tuple(word for word in re.split(r"[,\s]+", said["rules"]) if word)
    alone = not written[: column - 1].strip()
    head = alone and not any(map(_holds, (source.line(number) for number in range(1, line))))
    target = line
    if alone:
        target = next((number for number in range(line + 1, len(source) + 1) if _holds(source.line(number))), 0)
    return Ignore(Mark(file, line, column), rules, reason if re.search(r"\w", reason) else "", target, head)


def _holds(line: str) -> bool:
    """Whether a line holds something: no blank, no comment."""
    return not line.lstrip().startswith("#") and bool(line.strip())


def _inside_values(text: str, file: str) -> set[int] | None:
    """The numbers of those calls that are no comments but part of a value; None where the text is no YAML.

    Each call is marked and the text read again: a mark that comes out of a value was never in a comment.
    """
    count = iter(range(len(text)))
    marked = _CALL.sub(lambda _: f"#\ue000{next(count)}\ue001", text)
    node, _ = read_nodes(marked.encode("utf-8", "replace"), file)
    if node is None:
        return None
    return {int(number) for value in _texts(node) for number in _MARKER.findall(value)}


def _texts(root: Node) -> Iterator[str]:
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            yield node.text
        elif isinstance(node, MappingNode):
            waiting.extend(node.keys)
            waiting.extend(node.values)
        else:
            waiting.extend(node.items)
