"""What was made from what: circles are refused, the unknown is reported, and both directions can be walked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from hitrec_cli.base.problems import Mark
from hitrec_cli.library.catalog_rows import Report

_DEEPEST = 50
_MOST_NODES = 2_000

_DOWN = (
    "SELECT c.number FROM made_from AS m JOIN contribution AS c ON c.id = m.resource WHERE m.maker = ? ORDER BY m.place"
)
_RESOURCES = (
    "SELECT m.resource AS id, c.title, c.artists, c.id IS NOT NULL AS known FROM made_from AS m"
    " LEFT JOIN contribution AS c ON c.id = m.resource"
    " WHERE m.maker = (SELECT number FROM contribution WHERE id = ?) ORDER BY m.place"
)
_MAKERS = (
    "SELECT c.id, c.title, c.artists, 1 AS known FROM made_from AS m"
    " JOIN contribution AS c ON c.number = m.maker WHERE m.resource = ? ORDER BY c.number"
)


def refuse_circles(db: sqlite3.Connection, report: Report, origin: int) -> Iterator[int]:
    """The numbers of rows of an import that close a circle of resources; each is reported with the circle.

    Every circle has such a row, as there was none before. Walked once, in depth; one byte for each contribution.
    """
    most = int(db.execute("SELECT coalesce(max(number), 0) FROM contribution").fetchone()[0])
    seen = bytearray(most + 1)  # 0 not yet, 1 on the path, 2 done
    roots = "SELECT DISTINCT maker FROM made_from WHERE maker IN (SELECT number FROM temp.touched) ORDER BY maker"
    for (root,) in db.execute(roots).fetchall():
        if seen[root]:
            continue
        path = [root]
        branches = [iter(db.execute(_DOWN, (root,)).fetchall())]
        seen[root] = 1
        while path:
            step = next(branches[-1], None)
            if step is None:
                seen[path.pop()] = 2
                branches.pop()
            elif seen[step[0]] == 1:
                refused = _closing(db, path, path.index(step[0]), report, origin)
                yield refused
                while path[-1] != refused:  # what is above it is looked at again, without it
                    seen[path.pop()] = 0
                    branches.pop()
                seen[path.pop()] = 2
                branches.pop()
            elif not seen[step[0]]:
                seen[step[0]] = 1
                path.append(step[0])
                branches.append(iter(db.execute(_DOWN, step).fetchall()))


def _closing(db: sqlite3.Connection, path: list[int], begin: int, report: Report, origin: int) -> int:
    """The last row of the import on the circle that begins there; reports it."""
    sql = "SELECT number, id, origin, line FROM contribution WHERE number = ?"
    rows = [db.execute(sql, (number,)).fetchone() for number in path[begin:]]
    place = max(at for at, row in enumerate(rows) if row["origin"] == origin)
    row = rows[place]
    names = [one["id"] for one in (*rows[place:], *rows[: place + 1])]
    shown = names if len(names) <= 12 else [*names[:6], f"… {len(names) - 11} more …", *names[-5:]]
    message = f"resources go in a circle: {' → '.join(shown)}; the row is left out"
    where: int | Mark = row["line"]
    report.add("HR402", where, message, f"take {names[1]} out of the resources of {row['id']}")
    return int(row["number"])


def unknown_resources(db: sqlite3.Connection, report: Report) -> None:
    """Report resources of the touched rows that the catalog does not have (yet)."""
    sql = (
        "SELECT c.id, c.line, m.resource FROM made_from AS m JOIN contribution AS c ON c.number = m.maker"
        " WHERE m.maker IN (SELECT number FROM temp.touched)"
        " AND NOT EXISTS (SELECT 1 FROM contribution AS r WHERE r.id = m.resource) ORDER BY m.maker, m.place"
    )
    for row in db.execute(sql):
        message = f"{row['id']} was made from {row['resource']!r}, which the catalog does not have"
        report.add("HR401", row["line"], message, "import it too, or take it out of the resources", "warning")


def made_from_it(db: sqlite3.Connection, contribution: str) -> set[str]:
    """The ids of everything that was made from a contribution, over any number of steps; not its own."""
    sql = (
        "WITH RECURSIVE above (id) AS (SELECT ? UNION SELECT c.id FROM above"
        " JOIN made_from AS m ON m.resource = above.id JOIN contribution AS c ON c.number = m.maker)"
        " SELECT id FROM above"
    )
    return {row["id"] for row in db.execute(sql, (contribution,))} - {contribution}


@dataclass(frozen=True, slots=True)
class Branch:
    """A contribution in a tree. `mark`: "" | "unknown" (not in the catalog) | "circle" | "shown" (above) | "cut"."""

    id: str
    title: str = ""
    artists: tuple[str, ...] = ()
    mark: str = ""
    branches: tuple[Branch, ...] = field(default=())


def tree(db: sqlite3.Connection, contribution: str, *, up: bool) -> tuple[Branch, ...]:
    """What a contribution was made from, or with `up` what was made from it; each is unfolded once."""
    return _Tree(db, up).below(contribution, (contribution,))


class _Tree:
    def __init__(self, db: sqlite3.Connection, up: bool) -> None:
        self.db = db
        self.shown: set[str] = set()
        self.sql = _MAKERS if up else _RESOURCES

    def below(self, name: str, path: tuple[str, ...]) -> tuple[Branch, ...]:
        branches = []
        for row in self.db.execute(f"{self.sql} LIMIT {_MOST_NODES}", (name,)).fetchall():
            mark = "" if row["known"] else "unknown"
            if row["id"] in path:
                mark = "circle"
            elif row["id"] in self.shown:
                mark = "shown"
            elif len(path) >= _DEEPEST or len(self.shown) >= _MOST_NODES:
                mark = "cut"
            self.shown.add(row["id"])
            inner = () if mark else self.below(row["id"], (*path, row["id"]))
            artists = tuple(json.loads(row["artists"])) if row["artists"] else ()
            branches.append(Branch(row["id"], row["title"] or "", artists, mark, inner))
        return tuple(branches)
