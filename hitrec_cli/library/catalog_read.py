"""Catalog files into contributions: whose column is which, and which rows are no contributions."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import Any

from hitrec_cli.base.errors import ManifestError, MediaError
from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.base.timecode import TimeError, parse_time
from hitrec_cli.library.catalog import CatalogSet, MemoryCatalog
from hitrec_cli.library.catalog_rows import (
    BAD_ROW,
    COLUMNS,
    DUPLICATE,
    UNREADABLE,
    VALUE,
    Report,
    Row,
    Value,
    read_rows,
)
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.model.contribution import CONTRIBUTION_KINDS, Contribution, ContributionKind
from hitrec_cli.model.episode import CatalogReference

_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id",), "kind": ("kind", "type"), "title": ("title",), "artists": ("artists", "artist", "author"),
    "license": ("license", "licence"), "source": ("source",), "file": ("file", "path"),
    "resources": ("resources",), "duration": ("duration",), "notes": ("notes",),
}  # fmt: skip
"""Our columns, and what a catalog may call them without being asked."""

_KINDS: dict[str, ContributionKind] = {kind: kind for kind in CONTRIBUTION_KINDS} | {
    "sfx": "effect", "sound effect": "effect", "image": "still", "photo": "still", "picture": "still",
    "film": "video", "song": "music", "speech": "voice", "captions": "text", "story": "text",
}  # fmt: skip


def read_columns(path: Path) -> dict[str, str]:
    """A mapping ours -> theirs from a small TOML, JSON or YAML file, alone or under `columns`. Raises ManifestError."""
    try:
        text = path.read_text(encoding="utf-8")
        data = _load(path.suffix.lower(), text)
    except (OSError, ValueError) as error:
        raise ManifestError(f"the columns of {path} cannot be read ({error}); correct it") from error
    data = data.get("columns", data) if isinstance(data, dict) else data
    if not isinstance(data, dict) or not all(isinstance(theirs, str) for theirs in data.values()):
        raise ManifestError(f"{path} is no mapping of columns; write lines such as  title: Name")
    unknown = [name for name in data if name not in _NAMES]
    if unknown:
        raise ManifestError(f"{path}: {unknown[0]} is no column of ours; they are {', '.join(_NAMES)}")
    return data


def _load(suffix: str, text: str) -> Any:
    if suffix == ".toml":
        return tomllib.loads(text)
    if suffix == ".json":
        return json.loads(text)
    import yaml

    try:
        if len(text) > 100_000 or "*" in text:
            raise ValueError("a mapping of columns is short and has no aliases")
        return yaml.load(text, yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


CatalogShelf = dict[tuple[Path, Workspace, tuple[tuple[str, str], ...]], tuple[MemoryCatalog, tuple[Problem, ...]]]
"""Catalogs that were read, by file and columns: episodes of a season share theirs."""


def read_catalogs(
    references: Sequence[CatalogReference],
    folder: Path,
    workspace: Workspace,
    columns: Mapping[str, str] | None = None,
    shelf: CatalogShelf | None = None,
) -> tuple[CatalogSet, tuple[Problem, ...]]:
    """The catalogs that a manifest in `folder` names, as one; `columns` go before their own mappings.

    What is on the `shelf` is not read again; what is read is put there.
    """
    shelf = {} if shelf is None else shelf
    catalogs: list[MemoryCatalog] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for reference in references:
        try:
            path = workspace.resolve(reference.path, folder)
            names = {**dict(reference.columns), **(columns or {})}
            key = (path, workspace, tuple(sorted(names.items())))
            if key not in shelf:
                shelf[key] = read_catalog(path, names, workspace)
            catalog, found = shelf[key]
        except (MediaError, ManifestError) as error:
            message, _, hint = error.message.rpartition("; ")
            problems.append(Problem(UNREADABLE, reference.mark, message or error.message, hint if message else ""))
            continue
        problems += found
        for each in catalog if len(references) > 1 else ():
            if each.id in seen:
                message = f"{each.id} is in an earlier catalog too, which is taken"
                problems.append(Problem(DUPLICATE, each.mark, message, "rename one of them", "warning"))
            seen.add(each.id)
        catalogs.append(catalog)
    return CatalogSet(catalogs), tuple(problems)


def read_catalog(
    path: Path, columns: Mapping[str, str], workspace: Workspace
) -> tuple[MemoryCatalog, tuple[Problem, ...]]:
    """Read one catalog file (`read_rows`); `columns` maps names of ours to theirs where they differ.

    Files are relative to the catalog's folder. Without an id, the file's name is the id. Rows that are no
    contributions are left out and are problems. Raises ManifestError for a file that cannot be read at all.
    """
    report = Report(str(path))
    reader = _Reader(columns, report)
    contributions: dict[str, Contribution] = {}
    for row in read_rows(path, report):
        each = reader.contribution(row)
        if each is None:
            continue
        if each.id in contributions:
            first = contributions[each.id].mark.line
            message = f"{each.id} is in line {first} already; this row is left out"
            report.add(DUPLICATE, row.places.get("id", row.line), message, "give one of them another id")
        else:
            contributions[each.id] = each
    return MemoryCatalog(contributions, path.parent, workspace), report.all()


class _Reader:
    """Rows to contributions, by the columns of the first row that is seen."""

    def __init__(self, columns: Mapping[str, str], report: Report) -> None:
        self.report = report
        self.columns = columns
        self.names: dict[str, tuple[str, ...]] = {**_NAMES, **{ours: (theirs,) for ours, theirs in columns.items()}}
        self.checked = False
        self.where: dict[tuple[str, ...], dict[str, str]] = {}

    def contribution(self, row: Row) -> Contribution | None:
        """The contribution of a row, or None and a problem."""
        if not self.checked:
            self._check(row.values)
        header = tuple(row.values)
        if header not in self.where:
            self.where[header] = self._columns_of(header)
        where = self.where[header]
        found = {ours: row.values[where[ours]] if ours in where else "" for ours in _NAMES}
        file = _one(found["file"])
        name = _one(found["id"]) or PurePosixPath(file.replace("\\", "/")).name
        if not name:
            self._refuse(row, "id", "the row has neither id nor file", "give it an id")
            return None
        kind = _KINDS.get(_one(found["kind"]).casefold())
        if kind is None:
            said = _one(found["kind"])
            message = f"{name}: kind {said!r} is unknown" if said else f"{name} has no kind"
            self._refuse(row, "kind", message, f"write one of {', '.join(CONTRIBUTION_KINDS)}")
            return None
        return Contribution(
            id=name,
            kind=kind,
            title=_one(found["title"]) or name,
            artists=_several(found["artists"]),
            license=_one(found["license"]),
            source=_one(found["source"]),
            location=file,
            resources=_several(found["resources"]),
            duration=self._duration(row, name, _one(found["duration"])),
            notes=_one(found["notes"]),
            mark=Mark(self.report.file, row.line, 1),
        )

    def _columns_of(self, header: tuple[str, ...]) -> dict[str, str]:
        """Ours -> the name in this header; case does not matter."""
        there = {name.casefold(): name for name in header}
        found = {
            ours: next((there[name.casefold()] for name in theirs if name.casefold() in there), None)
            for ours, theirs in self.names.items()
        }
        return {ours: name for ours, name in found.items() if name is not None}

    def _check(self, there: Iterable[str]) -> None:
        self.checked = True
        known = {name.casefold() for name in there}
        for ours, theirs in self.columns.items():
            if ours not in _NAMES:
                self.report.add(COLUMNS, 1, f"{ours} is no column of ours", f"they are {', '.join(_NAMES)}")
            elif theirs.casefold() not in known:
                message = f"no column is called {theirs} ({ours})"
                self.report.add(COLUMNS, 1, message, f"there are {', '.join(there)}", "warning")
        if not any(name.casefold() in known for name in self.names["kind"]):
            self.report.add(COLUMNS, 1, "no column says the kind", "name it with --columns kind=THEIRS")

    def _refuse(self, row: Row, ours: str, message: str, hint: str) -> None:
        place = next((row.places[name] for name in self.names[ours] if name in row.places), None)
        self.report.add(BAD_ROW, place or row.line, message, hint)

    def _duration(self, row: Row, name: str, text: str) -> Fraction | None:
        if not text:
            return None
        try:
            value = parse_time(text if not text.replace(".", "", 1).isdecimal() else f"{text}s").seconds
        except TimeError:
            value = None
        if value is None:
            message = f"{name}: duration {text!r} is no time and is not used"
            self.report.add(
                VALUE, row.places.get("duration", row.line), message, "write seconds or 00:01:30", "warning"
            )
        return value


def _one(value: Value) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def _several(value: Value) -> tuple[str, ...]:
    """Names are separated by semicolons only: a comma belongs to many of them."""
    parts = value.split(";") if isinstance(value, str) else value
    return tuple(part.strip() for part in parts if part.strip())
