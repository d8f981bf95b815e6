"""The catalogs that a manifest names, from files of any kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from hitrec_cli.base.errors import ManifestError, MediaError
from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.library.catalog import Catalog, CatalogSet, MemoryCatalog
from hitrec_cli.library.catalog_columns import Facts, Reader
from hitrec_cli.library.catalog_rows import DUPLICATE, UNREADABLE, Report, read_rows
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.model.contribution import Contribution
from hitrec_cli.model.episode import CatalogReference

DATABASES = (".db", ".sqlite")
"""Suffixes of catalogs that `hitrec catalog` keeps."""


CatalogShelf = dict[tuple[Path, Workspace, tuple[tuple[str, str], ...]], tuple[Catalog, tuple[Problem, ...]]]
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
    catalogs: list[Catalog] = []
    problems: list[Problem] = []
    for reference in references:
        try:
            path = workspace.resolve(reference.path, folder)
            names = {**dict(reference.columns), **(columns or {})}
            key = (path, workspace, tuple(sorted(names.items())))
            if key not in shelf:
                shelf[key] = _open(path, names, workspace)
            catalog, found = shelf[key]
        except (MediaError, ManifestError) as error:
            message, _, hint = error.message.rpartition("; ")
            problems.append(Problem(UNREADABLE, reference.mark, message or error.message, hint if message else ""))
            continue
        problems += found
        problems += _again(catalog, catalogs)
        catalogs.append(catalog)
    return CatalogSet(catalogs), tuple(problems)


def _open(path: Path, columns: Mapping[str, str], workspace: Workspace) -> tuple[Catalog, tuple[Problem, ...]]:
    if path.suffix.lower() not in DATABASES:
        return read_catalog(path, columns, workspace)
    from hitrec_cli.library.catalog_db import DatabaseCatalog

    return DatabaseCatalog(path, workspace), ()


def _again(catalog: Catalog, earlier: Sequence[Catalog]) -> Iterable[Problem]:
    """Contributions of a catalog that an earlier one has too; only of files that are read whole anyway."""
    if not earlier or not isinstance(catalog, MemoryCatalog):
        return
    both = set().union(*(one.known(catalog.ids()) for one in earlier))
    for each in catalog if both else ():
        if each.id in both:
            message = f"{each.id} is in an earlier catalog too, which is taken"
            yield Problem(DUPLICATE, each.mark, message, "rename one of them", "warning")


def read_catalog(
    path: Path, columns: Mapping[str, str], workspace: Workspace
) -> tuple[MemoryCatalog, tuple[Problem, ...]]:
    """Read one catalog file (`read_rows`); `columns` maps names of ours to theirs where they differ.

    Files are relative to the catalog's folder. Without an id, the file's name is the id. Rows that are no
    contributions are left out and are problems. Raises ManifestError for a file that cannot be read at all.
    """
    report = Report(str(path))
    reader = Reader(columns, report)
    rows: dict[str, tuple[Facts, int]] = {}
    for row in read_rows(path, report):
        facts = reader.facts(row)
        if facts is None:
            continue
        if facts.id in rows:
            first = rows[facts.id][1]
            message = f"{facts.id} is in line {first} already; this row is left out"
            report.add(DUPLICATE, row.places.get("id", row.line), message, "give one of them another id")
        else:
            rows[facts.id] = facts, row.line
    return MemoryCatalog(_Contributions(rows, report.file), path.parent, workspace), report.all()


class _Contributions(Mapping[str, Contribution]):
    """Rows by id, each made a contribution when it is asked for: an episode names thirty of eighteen thousand."""

    def __init__(self, rows: Mapping[str, tuple[Facts, int]], file: str) -> None:
        self._rows = rows
        self._file = file

    def __getitem__(self, contribution: str) -> Contribution:
        facts, line = self._rows[contribution]
        return facts.contribution(facts.file, Mark(self._file, line, 1))

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, contribution: object) -> bool:
        return contribution in self._rows
