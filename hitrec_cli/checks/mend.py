"""What can be mended without asking: one right answer, which the problem itself names.

Each mending is an edit of a few characters at the problem's place. Whoever applies it looks at the text again and keeps
it only where less is wrong than before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple, get_args

from hitrec_cli.base.problems import Problem
from hitrec_cli.checks.source import Source, is_text
from hitrec_cli.model.palette import PALETTE
from hitrec_cli.model.segment import SEGMENT_KINDS, Fit


class Edit(NamedTuple):
    """The text from `start` to before `end` becomes `new`. Offsets in characters, a byte order mark counted."""

    start: int
    end: int
    new: str


_NEAR: Final = re.compile(r"did you mean '([^']+)'\?")
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": SEGMENT_KINDS,
    "fit": get_args(Fit),
    "style": ("roll", "cards"),
    "sound": ("voice", "original"),
    "transition": ("cut",),
    "color": tuple(PALETTE),
}
"""What a message calls a list of words, and those words. A setting that is nearly `on` is nearly `off` too."""

_COLOR: Final = re.compile(r"(?<![\w-])[\"']?(?:color|background)[\"']?[ \t]*:[ \t]+(#[0-9A-Fa-f]{6})(?![\w-])")
_INDENTED: Final = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)
_ENTRY: Final = re.compile(
    r"(?P<lead>[ ]*(?:-[ ]+)*)(?P<key>[A-Za-z][\w-]*):[ ]+(?P<value>\S.*?)(?P<rest>[ \t]*|[ \t]+#.*)"
)


def mend(problem: Problem, source: Source) -> Edit | None:
    """The edit that mends a problem of this file, or None where a person has to look."""
    find = _MENDERS.get(problem.rule)
    return find(problem, source) if find is not None else None


def mendable(problems: Iterable[Problem], files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """The problems that can be mended. `files`: bytes by the names in marks; what is not UTF-8 is left alone."""
    sources = {name: Source.of(data) for name, data in files.items() if is_text(data)}
    return tuple(one for one in problems if one.mark.file in sources and mend(one, sources[one.mark.file]) is not None)


def applied(source: Source, edits: Iterable[Edit]) -> str:
    """The text with its edits; of two that overlap the first holds, all else stays as it is."""
    parts: list[str] = []
    at = 0
    for edit in sorted(set(edits)):
        if edit.start >= at:
            parts += (source.text[at : edit.start], edit.new)
            at = edit.end
    return "".join((*parts, source.text[at:]))


def _key(problem: Problem, source: Source) -> Edit | None:
    """A key that is nearly one that is known here."""
    found = re.fullmatch(r"unknown key '([^'\\]+)'", problem.message)
    near = _NEAR.fullmatch(problem.hint)
    if found is None or near is None or not _only_one(found[1], near[1], _keys()):
        return None
    return _replaced(problem, source, found[1], near[1])


def _word(problem: Problem, source: Source) -> Edit | None:
    """A word of a list, nearly."""
    found = re.fullmatch(r"unknown ([\w ]+) '([^'\\]+)'", problem.message)
    near = _NEAR.fullmatch(problem.hint)
    if found is None or near is None or not _only_one(found[2], near[1], _WORDS.get(found[1], ())):
        return None
    return _replaced(problem, source, found[2], near[1])


def _id(problem: Problem, source: Source) -> Edit | None:
    """The slug of an id; elsewhere (names of versions, profiles) only another case."""
    found = re.fullmatch(r"'([A-Za-z0-9][A-Za-z0-9 _.-]*)' is not an id; .*", problem.message)
    if found is None:
        return None
    slug = re.sub(r"[^a-z0-9]+", "-", found[1].lower()).strip("-")
    before = source.line(problem.mark.line)[: problem.mark.column - 1]
    if not 0 < len(slug) <= 100 or not (slug == found[1].lower() or re.search(r"(?<![\w-])id:[ \t]*[\"']?$", before)):
        return None
    return _replaced(problem, source, found[1], slug)


def _pick(problem: Problem, source: Source) -> Edit | None:
    """The id of a contribution that the catalog writes in another case."""
    found = re.match(r"no catalog has '([^'\\]+)'", problem.message)
    near = re.fullmatch(r"did you mean (\S+)\?", problem.hint)
    if found is None or near is None or near[1] == found[1] or near[1].casefold() != found[1].casefold():
        return None
    return _replaced(problem, source, found[1], near[1])


def _no_value(problem: Problem, source: Source) -> Edit | None:
    """A color that is a comment, as it has no quotes."""
    for found in _COLOR.finditer(source.line(problem.mark.line)):
        if found.end() >= problem.mark.column > found.start():
            return _quoted_color(source, problem.mark.line, found)
    return None


def _syntax(problem: Problem, source: Source) -> Edit | None:
    """Text without the quotes that it needs, or tabs where spaces indent."""
    if "mapping values are not allowed" in problem.message:
        return _quoted_text(problem, source)
    if "cannot start any token" in problem.message:
        return _spaces(problem, source)
    for line in range(min(problem.mark.line, len(source)), max(problem.mark.line - 50, 0), -1):
        found = _COLOR.search(source.line(line))
        if found and source.line(line)[: found.start()].count("{") > source.line(line)[: found.start()].count("}"):
            return _quoted_color(source, line, found)
    return None


def _quoted_color(source: Source, line: int, found: re.Match[str]) -> Edit | None:
    start = source.offset(line, found.start(1) + 1)
    return Edit(start, start + len(found[1]), f'"{found[1]}"') if start is not None else None


def _quoted_text(problem: Problem, source: Source) -> Edit | None:
    """`title: RE: The Dark`, where a known key leads and the text ends with its line."""
    number = problem.mark.line
    entry = _ENTRY.fullmatch(source.line(number))
    if entry is None or entry["key"] not in _keys() or problem.mark.column <= entry.start("value"):
        return None
    value = entry["value"]
    following = next((line for line in map(source.line, range(number + 1, len(source) + 1)) if line.strip()), "")
    continued = len(following) - len(following.lstrip()) > len(entry["lead"]) and not following.lstrip().startswith("#")
    if continued or value[0] in "\"'[]{}|>&*!%@`#,?" or value.startswith("- ") or "\t" in value:
        return None
    start = source.offset(number, entry.start("value") + 1)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return Edit(start, start + len(value), f'"{escaped}"') if start is not None else None


def _spaces(problem: Problem, source: Source) -> Edit | None:
    """Tabs that indent, two spaces each, where tabs alone indent the file and no text spans lines."""
    lines = [source.line(number) for number in range(1, len(source) + 1)]
    indents = {line[: len(line) - len(line.lstrip())] for line in lines if line.strip()}
    if not any("\t" in one for one in indents) or any(" " in one for one in indents):
        return None
    if any(re.search(r"[|>][+-]?[1-9]?[+-]?\s*(#.*)?$", line) or _open_quote(line) for line in lines):
        return None
    found = list(_INDENTED.finditer(source.text))
    start, end = found[0].start(), found[-1].end()
    return Edit(start, end, _INDENTED.sub(lambda one: "  " * len(one[0]), source.text[start:end]))


def _open_quote(line: str) -> bool:
    return line.count('"') % 2 == 1 or len(re.findall(r"(?<!\w)'|'(?!\w)", line)) % 2 == 1


def _byte_order_mark(problem: Problem, source: Source) -> Edit | None:
    """The mark that other tools stumble over."""
    return Edit(0, 1, "") if "byte order mark" in problem.message and source.text.startswith("\ufeff") else None


_MENDERS: Final[Mapping[str, Callable[[Problem, Source], Edit | None]]] = {
    "HR101": _byte_order_mark,
    "HR104": _syntax,
    "HR110": _key,
    "HR114": _no_value,
    "HR120": _word,
    "HR121": _id,
    "HR125": _word,
    "HR403": _pick,
}


def _replaced(problem: Problem, source: Source, old: str, new: str) -> Edit | None:
    """The edit of a word that stands at the problem's place, with or without quotes; elsewhere it came from."""
    start = source.offset(problem.mark.line, problem.mark.column)
    if start is None:
        return None
    if source.text[start : start + 1] in ("'", '"'):
        quote, start = source.text[start], start + 1
        if source.text[start : start + len(old) + 1] != old + quote:
            return None
    elif source.text[start : start + len(old)] != old or re.match(
        r"[\w.-]", source.text[start + len(old) : start + len(old) + 1]
    ):
        return None
    return Edit(start, start + len(old), new)


@lru_cache(1000)
def _only_one(written: str, near: str, known: Collection[str]) -> bool:
    """Whether `near` is so close, and closer than every other known word, that nothing else can be meant."""
    allowed = 1 if len(near) < 7 else 2
    distance = _distance(written.casefold(), near)
    rivals = (word for word in known if word != near)
    return (
        near in known and distance <= allowed and all(_distance(written.casefold(), word) > distance for word in rivals)
    )


def _distance(one: str, other: str) -> int:
    """Letters added, left out, exchanged, or swapped with their neighbour (optimal string alignment)."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


@cache
def _keys() -> frozenset[str]:
    """Every key of the manifest language."""
    from hitrec_cli.manifest.jsonschema import episode_schema

    schema = episode_schema()
    shapes = (schema, *schema["$defs"].values())
    return frozenset(key for shape in shapes for key in shape.get("properties", ()))
