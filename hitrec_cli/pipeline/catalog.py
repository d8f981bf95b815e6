"""The catalog: all that was offered, imported, searched, and given back."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hitrec_cli.base.digest import Json
from hitrec_cli.base.errors import UsageError
from hitrec_cli.base.problems import Problem, errors_of
from hitrec_cli.pipeline.options import Answer, Note, home

if TYPE_CHECKING:
    from hitrec_cli.library.catalog_fetch import FetchedList
    from hitrec_cli.library.catalog_query import Query
    from hitrec_cli.library.pull import Watch
    from hitrec_cli.library.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Place:
    """Where the catalog is: `file` of the workspace, or the one that was named. `today` ISO 8601."""

    workspace: Workspace
    file: Path
    today: str


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import did."""

    answer: Answer
    problems: tuple[Problem, ...]

    @property
    def clean(self) -> bool:
        """Whether every row went in."""
        return not errors_of(self.problems)


def place(catalog: Path | None, today: str | None = None) -> Place:
    """The catalog that a command means, seen from the current folder. Raises UsageError, ManifestError."""
    from hitrec_cli.library.catalog_place import catalog_file
    from hitrec_cli.library.workspace import find_workspace

    workspace = find_workspace(Path.cwd() / "hitrec.yaml")
    return Place(workspace, catalog if catalog is not None else catalog_file(workspace), _day(today))


def import_(
    given: Sequence[str],
    where: Place,
    columns: Sequence[tuple[str, str]],
    note: Note,
    *,
    largest: str,
    watch: Watch,
) -> Intake:
    """Take lists, from files or addresses, and folders of media into the catalog, one transaction each.

    `largest`: what a list at an address may have at most, such as "2 GB"; '' for what is
    usual. Raises UsageError, ManifestError, MediaError.
    """
    from hitrec_cli.library.catalog_folder import import_folder
    from hitrec_cli.library.catalog_import import import_file

    done = []
    for text in given:
        if "://" in text:
            listed = _fetched(text, where, largest, watch)
            done.append(import_file(listed.path, dict(columns), where.file, where.today, suffix=listed.suffix,
                                    address=listed.address))  # fmt: skip
        elif Path(text).is_dir():
            done.append(import_folder(Path(text), where.file, where.today, note))
        else:
            done.append(import_file(Path(text), dict(columns), where.file, where.today))
        note(f"{done[-1].file}: {_counted(done[-1].new, done[-1].changed)}")
    problems = tuple(problem for one in done for problem in one.problems)
    new, changed = sum(one.new for one in done), sum(one.changed for one in done)
    data: dict[str, Json] = {
        "catalog": str(where.file),
        "new": new,
        "changed": changed,
        "files": [{"file": one.file, "new": one.new, "changed": one.changed} for one in done],
    }
    left = len(errors_of(problems))
    lines = [f"{_seen(where.file)}: {_counted(new, changed)}" + (f", {left:,} left out" if left else "")]
    return Intake(Answer(data, lines), problems)


def _fetched(location: str, where: Place, largest: str, watch: Watch) -> FetchedList:
    """A list in the store."""
    from hitrec_cli.library.catalog_fetch import fetch_list, limited_to_lists
    from hitrec_cli.library.sources.rules import shown
    from hitrec_cli.library.store import Store
    from hitrec_cli.pipeline.pull import limited

    rules, name = where.workspace.rules, shown(location)
    watch.planned([name])
    allowed = limited(rules, largest) if largest else limited_to_lists(rules)
    found = fetch_list(location, Store(home()), allowed, lambda done, total: watch.moved(name, done, total))
    watch.ended(name, "")
    return found


def search(where: Place, query: Query, limit: int) -> Answer:
    """What a query finds."""
    from hitrec_cli.library.catalog_show import hits

    return Answer(*hits(where.file, query, limit))


def query(where: Place, *, unused: bool, min_duration: str | None, since: str | None, **words: Any) -> Query:
    """A query from a command's words. Raises UsageError for a length or date that is none, or an unknown kind."""
    from hitrec_cli.base.timecode import TimeError, parse_time
    from hitrec_cli.library.catalog_query import Query
    from hitrec_cli.model.contribution import CONTRIBUTION_KINDS

    if words.get("kind") and words["kind"] not in CONTRIBUTION_KINDS:
        raise UsageError(f"no kind is called {words['kind']!r}; there are {', '.join(CONTRIBUTION_KINDS)}")
    length = None
    if min_duration:
        try:
            plain = min_duration.replace(".", "", 1).isdecimal()
            length = parse_time(f"{min_duration}s" if plain else min_duration).seconds
        except TimeError as error:
            raise UsageError(str(error)) from error
        if length is None:
            raise UsageError(f"--min-duration {min_duration}: write seconds or a clock, such as 12 or 00:01:30")
    used: frozenset[str] = frozenset()
    if unused:
        from hitrec_cli.pipeline.catalog_uses import used_ids

        used = used_ids(where)
    given = {name: value for name, value in words.items() if value}
    seconds = None if length is None else float(length)
    return Query(min_duration=seconds, since=_day(since) if since else "", unused=unused, used=used, **given)


def show(where: Place, name: str) -> Answer:
    """One contribution with its tree; whoever looks opens it."""
    from hitrec_cli.library import catalog_show

    answer = Answer(*catalog_show.show(where.file, name))
    catalog_show.opened(where.file, str(answer.data["id"]))
    return answer


def stats(where: Place) -> Answer:
    """How much there is of what."""
    from hitrec_cli.library import catalog_show

    return Answer(*catalog_show.stats(where.file))


def export(where: Place, format_: str | None, out: Path | None, note: Note) -> Iterator[str]:
    """The catalog as a file: its text in pieces, none where it was written to `out`. Raises UsageError."""
    from hitrec_cli.library import catalog_export

    name = format_ or (out.suffix.removeprefix(".").lower() if out is not None else "csv")
    chosen = next((one for one in catalog_export.FORMATS if one == name), None)
    if chosen is None:
        raise UsageError(
            f"{name or 'nothing'} is no format of a catalog; there are {', '.join(catalog_export.FORMATS)}"
        )
    if chosen in ("csv", "tsv") and (count := catalog_export.parted(where.file)):
        note(f"{count:,} contributions have a semicolon in a name, which {chosen} parts in two; jsonl keeps it")
    if out is None:
        return catalog_export.export(where.file, chosen, None)
    catalog_export.write(where.file, chosen, out)
    return iter(())


def _counted(new: int, changed: int) -> str:
    return f"{new:,} new, {changed:,} known before"


def _seen(file: Path) -> str:
    """A path from the current folder, where it is below."""
    here = Path.cwd().resolve()
    real = file.absolute()
    return os.path.relpath(real, here) if real.is_relative_to(here) else str(file)


def _day(text: str | None) -> str:
    """A day as given, else today: the one place of the catalog that asks the clock."""
    import time
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() if text else time.strftime("%Y-%m-%d")
    except ValueError:
        raise UsageError(f"{text!r} is no date; write it as 2015-06-05") from None
