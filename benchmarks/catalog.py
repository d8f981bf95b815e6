"""What a curator waits for: importing 18,000 rows and a million, searching, the shortlist.

The catalog is made here, by numbers, never by chance. Imports are measured as whole processes: wall clock and peak
memory; searches and the shortlist inside one process, as a running program would ask, in milliseconds.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.byhand import ROOT
from hitrec_cli.attribution.resources import closure
from hitrec_cli.library.catalog_db import DatabaseCatalog
from hitrec_cli.library.catalog_graph import made_from_it
from hitrec_cli.library.catalog_query import Query, found
from hitrec_cli.library.catalog_shortlist import shortlist
from hitrec_cli.library.catalog_store import read_only
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.model.contribution import CONTRIBUTION_KINDS

THEME, WHOLE = 18_000, 1_000_000
HEADER = (
    "id", "kind", "title", "artists", "license", "source", "file", "resources", "duration", "notes", "theme",
    "offered", "recommendations", "camera",
)  # fmt: skip
LICENSES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "CC-BY-NC-4.0")
_SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi wo zu ñá éd ör ūm ко"
SYLLABLES = _SYLLABLES.split()

IMPORT = """
import resource, sys, time
from pathlib import Path
from hitrec_cli.library.catalog_import import import_file
began = time.monotonic()
done = import_file(Path(sys.argv[1]), {}, Path(sys.argv[2]), "2015-06-06")
assert not done.problems, done.problems[:3]
own = resource.getrusage(resource.RUSAGE_SELF)
print(done.new + done.changed, time.monotonic() - began, own.ru_utime + own.ru_stime, own.ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure beside its target; 0 is none."""

    name: str
    value: float
    unit: str
    target: float = 0.0

    @property
    def missed(self) -> bool:
        return bool(self.target) and self.value > self.target


def word(number: int) -> str:
    """One of 8,000 words; small numbers are asked for more often, as in a language."""
    return "".join(SYLLABLES[number // 20**place % 20] for place in range(3))


def make(path: Path, rows: int) -> None:
    """A list of contributions: one in nine was made from another, in chains of a hundred; some have two artists."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for n in range(rows):
            h = hashlib.md5(str(n).encode(), usedforsecurity=False).digest() * 2
            words = [word((h[at] * 256 + h[at + 1]) ** 2 // 536_871) for at in range(12)]
            artist = f"{word(h[3] * 31)} {word(n // 12 % 8000)}" + (
                f"; {word(h[4])} {word(h[5])}" if n % 5 == 0 else ""
            )
            made_from = f"rec-{n - 9}" if n % 9 == 8 and n // 9 % 100 else ""
            out.writerow((
                f"rec-{n}", CONTRIBUTION_KINDS[h[6] % 7], " ".join(words[:4]), artist, LICENSES[h[7] % 4],
                f"https://example.org/{n}", f"media/{n}.bin", made_from, str(h[8] / 2),
                " ".join(words[4:]), f"theme {h[9] % 40}", f"2015-{1 + h[10] % 12:02}-{1 + h[11] % 28:02}",
                f"{h[12] % 20}/{20 + h[13] % 30}", f"camera {h[14] % 9}",
            ))  # fmt: skip


def imported(path: Path, database: Path) -> tuple[float, float, float]:
    """Seconds, processor seconds and peak MB of an import in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(path), str(database)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    _, wall, cpu, memory = map(float, done.stdout.split())
    return wall, cpu, memory / 1024


def milliseconds(action: Callable[[], object], runs: int) -> float:
    """The median of some runs after one that warms caches."""
    action()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        action()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def asked(database: Path, name: str, limit: float, runs: int) -> list[Figure]:
    """Searches of every sort, and the shortlist of one theme and of everything."""
    db = read_only(database)
    queries = {
        "a rare word": Query("rec-4711"),
        "two words": Query(f"{word(700)} {word(90)}"),
        "the commonest word": Query(word(0)),
        "the beginning of a word": Query("lame*"),
        "without accents": Query("naba*"),
        "a word and filters": Query(word(4), kind="music", license="CC-BY*", since="2015-06-01"),
        "only filters": Query(kind="text", theme="theme 7", min_duration=60),
    }
    figures = [
        Figure(f"{name}: search, {what}", milliseconds(partial(found, db, query, 20), runs), "ms", limit)
        for what, query in queries.items()
    ]
    middle = 9 * 50 + 8  # of the first chain
    catalog = DatabaseCatalog(database, Workspace(database.parent))
    made = catalog.get(f"rec-{middle}")
    assert made is not None
    chain = milliseconds(lambda: (made_from_it(db, made.id), closure(made, catalog.get)), runs)
    catalog.close()
    figures.append(Figure(f"{name}: both directions of a chain of 100", chain, "ms"))
    whole = milliseconds(lambda: shortlist(db, theme="", kind="", limit=30, seed="1"), 3)
    figures.append(Figure(f"{name}: shortlist of all", whole, "ms", 500 if name == "18 k" else 0))
    if name != "18 k":
        one = milliseconds(lambda: shortlist(db, theme="theme 7", kind="", limit=30, seed="1"), 3)
        figures.append(Figure(f"{name}: shortlist of a theme", one, "ms", 0))
    db.close()
    return figures


def measure(folder: Path, million: bool, runs: int) -> list[Figure]:
    """All figures, in order."""
    figures: list[Figure] = []
    sizes = [("18 k", THEME, 2.0, 50.0)] + ([("1 M", WHOLE, 120.0, 150.0)] if million else [])
    for name, rows, seconds, limit in sizes:
        path, database = folder / f"{rows}.csv", folder / f"{rows}.db"
        make(path, rows)
        wall, cpu, memory = imported(path, database)
        figures += [Figure(f"{name}: import", wall, "s", seconds), Figure(f"{name}: import, processor", cpu, "s"),
                    Figure(f"{name}: import, memory", memory, "MB", 200),
                    Figure(f"{name}: database", database.stat().st_size / 1e6, "MB")]  # fmt: skip
        if rows == THEME:
            figures.append(Figure(f"{name}: import again", imported(path, database)[0], "s", seconds))
        figures += asked(database, name, limit, runs)
    figures.append(Figure("memory of this process", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB"))
    return figures


def main() -> int:
    """Measure and print; fails where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="without the million rows")
    parser.add_argument("--runs", type=int, default=15, metavar="N", help="of each search (default 15)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hitrec-bench-") as name:
        figures = measure(Path(name), not told.small, told.runs)
    if told.json:
        rows = [{"name": f.name, "value": f.value, "unit": f.unit, "target": f.target} for f in figures]
        print(json.dumps(rows, indent=2))
    else:
        for f in figures:
            target = f"(target {f.target:g}){' MISSED' if f.missed else ''}" if f.target else ""
            print(f"{f.name:42}{f.value:10.2f} {f.unit:3} {target}")
    return int(any(f.missed for f in figures))


if __name__ == "__main__":
    sys.exit(main())
