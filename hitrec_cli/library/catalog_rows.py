"""Catalog files as rows: CSV, TSV, JSON, JSON Lines, YAML. Nothing is typed yet; hostile bytes become problems."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, NamedTuple

from hitrec_cli.base.errors import ManifestError
from hitrec_cli.base.problems import Mark, Problem, Severity

UNREADABLE = "HR201"
BAD_ROW = "HR202"
COLUMNS = "HR203"
DUPLICATE = "HR204"
VALUE = "HR205"

_LONGEST_LINE = 1 << 20
_LONGEST_YAML = 8 << 20
_MOST_PROBLEMS = 100

FORMULA = re.compile(r"'*[=+\-@]")
"""How a text begins that a spreadsheet takes for a formula. In CSV an apostrophe before it says that it is text."""

Value = str | tuple[str, ...]


class Row(NamedTuple):
    """One contribution as written: its line, its values by column name, and where each stands, if that is known.

    `data`: the same values with their types, where the file has types.
    """

    line: int
    values: Mapping[str, Value]
    places: Mapping[str, Mark] = MappingProxyType({})
    data: Mapping[str, object] | None = None


class Report:
    """Problems of one file; after a hundred the rest are only counted."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.more = 0

    def add(self, rule: str, where: int | Mark, message: str, hint: str = "", severity: Severity = "error") -> None:
        """Note a problem at a line or mark."""
        mark = where if isinstance(where, Mark) else Mark(self.file, where, 1 if where else 0)
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(rule, mark, message, hint, severity))
        else:
            self.more += 1

    def all(self) -> tuple[Problem, ...]:
        """The problems in the order of their finding."""
        if not self.more:
            return tuple(self.problems)
        rest = Problem(BAD_ROW, Mark(self.file), f"and {self.more:,} more problems like these", "correct these first")
        return (*self.problems, rest)


SUFFIXES = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".yaml", ".yml")
"""Of the files that are catalogs."""


def read_rows(path: Path, report: Report, suffix: str = "") -> Iterator[Row]:
    """The rows of a catalog by its suffix (`SUFFIXES`), or as if it had that; problems are reported.

    Raises ManifestError for another suffix, or a file that is not there.
    """
    suffix = suffix or path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ManifestError(f"{path.name} is no catalog; hitrec reads {', '.join(SUFFIXES)}")
    readers = {".json": _json, ".jsonl": _json_lines, ".ndjson": _json_lines, ".yaml": _yaml, ".yml": _yaml}
    reader = readers.get(suffix, _csv)
    try:
        with path.open("rb") as file:
            yield from reader(file, report)
    except OSError as error:
        raise ManifestError(f"the catalog {path} cannot be read: {error.strerror}; correct its path") from error


class _Lines:
    """Decoded lines of a file; `bad` is the number of the last one that was cut or not UTF-8."""

    def __init__(self, file: IO[bytes], report: Report) -> None:
        self.file = file
        self.report = report
        self.number = 0
        self.bad = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.file.readline(_LONGEST_LINE):
            self.number += 1
            if self.number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if len(line) >= _LONGEST_LINE:
                while (rest := self.file.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                self._spoil("the line is longer than 1 MB", "check the quotes around it")
                line = b"\n"
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError as error:
                self._spoil(f"byte 0x{line[error.start]:02x} is not UTF-8", "save the catalog as UTF-8")
                text = line.decode("utf-8", "replace")
            if "\x00" in text:
                self._spoil("the line has a NUL byte", "remove it")
                text = text.replace("\x00", "")
            yield text

    def _spoil(self, message: str, hint: str) -> None:
        self.bad = self.number
        self.report.add(BAD_ROW, self.number, message, hint)


def _csv(file: IO[bytes], report: Report) -> Iterator[Row]:
    lines = _Lines(file, report)
    text = iter(lines)
    first = next(text, "")
    # Spreadsheets of half the world write semicolons.
    delimiter = max(",\t;", key=first.count)
    header = [_plain(name) for name in next(csv.reader([first], delimiter=delimiter, strict=True), [])]
    if not any(header):
        report.add(UNREADABLE, 1, "the catalog is empty", "its first line names the columns")
        return
    reader, before = csv.reader(text, delimiter=delimiter), lines.number
    while True:
        begin = before + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            before = lines.number
            report.add(BAD_ROW, begin, f"the row cannot be read: {error}", "check the quotes around its fields")
            continue
        before = lines.number
        if begin <= lines.bad or not any(fields):
            continue
        if len(fields) > len(header):
            message = f"the row has {len(fields)} fields, the header {len(header)}"
            report.add(BAD_ROW, begin, message, "put quotes around a field that has the separator in it")
            continue
        values = list(map(str.strip, fields))
        if "'" in "".join(values):
            values = list(map(_plain, values))
        yield Row(begin, dict(zip(header, values, strict=False)))


def _plain(field: str) -> str:
    text = field.strip()
    return text[1:] if text[:1] == "'" and FORMULA.match(text) else text


def _json_lines(file: IO[bytes], report: Report) -> Iterator[Row]:
    from hitrec_cli.library.catalog_json import row_of

    lines = _Lines(file, report)
    for text in lines:
        if lines.bad == lines.number or not text.strip():
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            report.add(BAD_ROW, lines.number, f"the line is no JSON: {error}", "write one object per line")
            continue
        row = row_of(data, lines.number, report)
        if row is not None:
            yield row


def _json(file: IO[bytes], report: Report) -> Iterator[Row]:
    from hitrec_cli.library.catalog_json import document_rows

    yield from document_rows(file, report)


def _yaml(file: IO[bytes], report: Report) -> Iterator[Row]:
    import yaml

    data = file.read(_LONGEST_YAML + 1)
    if len(data) > _LONGEST_YAML:
        report.add(UNREADABLE, 0, f"the catalog is longer than {_LONGEST_YAML >> 20} MB", "write it as JSON Lines")
        return
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        depth = 0
        for event in yaml.parse(data, loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or depth > 8:
                what = "an alias" if depth <= 8 else "nesting this deep"
                line = event.start_mark.line + 1 if event.start_mark else 0
                report.add(UNREADABLE, line, f"{what} has no place in a catalog", "write it out")
                return
        root = yaml.compose(data, loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or str(error)
        report.add(UNREADABLE, mark.line + 1 if mark else 0, f"the catalog is no YAML: {why}", "correct it")
        return
    if isinstance(root, yaml.MappingNode):
        found = [value for key, value in root.value if key.value == "contributions"]
        root = found[0] if found else root
    if not isinstance(root, yaml.SequenceNode):
        report.add(UNREADABLE, 1, "the catalog is no list", "write a list of contributions, each `- id: ...`")
        return
    yield from _yaml_rows(root.value, report)


def _yaml_rows(nodes: Sequence[Any], report: Report) -> Iterator[Row]:
    import yaml

    for node in nodes:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            report.add(BAD_ROW, line, "this is no contribution", "write `- id: ...` with its other facts below")
            continue
        values: dict[str, Value] = {}
        places: dict[str, Mark] = {}
        for key, value in node.value:
            if isinstance(value, yaml.ScalarNode):
                values[str(key.value)] = value.value.strip()
            elif isinstance(value, yaml.SequenceNode):
                values[str(key.value)] = tuple(str(item.value).strip() for item in value.value)
            places[str(key.value)] = Mark(report.file, value.start_mark.line + 1, value.start_mark.column + 1)
        yield Row(line, values, places)
