"""What a curator looks at: taste, not votes. A ranking in which every position explains itself.

Five things count, none of them alone: what others recommend (the lower bound of Wilson's interval, so that 3 of 3 is
less sure than 90 of 100), how new it is, whether it is an artist's first work, whether nobody has opened it yet, and a
bit of chance, which a seed decides. Then kinds and artists that are on the list already step back.
"""

from __future__ import annotations

import hashlib
import heapq
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import sqrt

from hitrec_cli.library.catalog_db import listed, sound
from hitrec_cli.library.catalog_query import newcomers, newest, rows_of

RECOMMENDED, FRESH, FIRST, UNOPENED, CHANCE = 0.40, 0.15, 0.20, 0.15, 0.10
SAME_KIND, SAME_ARTIST = 0.02, 0.25
"""What each work of the same kind, or by the same artist, that stands above takes off."""

_HALF_LIFE = 60
_Z = 1.96
_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contribution with what speaks for it; `score` without what others on the list take off."""

    number: int
    id: str
    kind: str
    artists: tuple[str, ...]
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """A place on the list, and why; `mark` is what was decided before."""

    row: sqlite3.Row
    score: float
    reasons: tuple[str, ...]
    mark: str = ""


def shortlist(db: sqlite3.Connection, *, theme: str, kind: str, limit: int, seed: str) -> tuple[Position, ...]:
    """The list. Withdrawn contributions and those marked "no" are not on it. Depends on catalog and seed alone."""
    taken = list(_spread(_best(_candidates(db, theme, kind, seed)), limit, one_kind=bool(kind)))
    rows = {row["id"]: row for row in rows_of(db, [each.number for each, _, _ in taken])}
    marks = dict(db.execute(f"SELECT id, mark FROM ({LATEST})").fetchall())
    return tuple(
        Position(rows[each.id], score, (*each.reasons, *why), marks.get(each.id, "")) for each, score, why in taken
    )


LATEST = (
    "SELECT id, mark, note, who, day, number FROM decision"
    " WHERE number IN (SELECT max(number) FROM decision GROUP BY id)"
)
"""The last decision on each contribution."""


def wilson(recommended: int, votes: int) -> float:
    """The lower bound of Wilson's interval at 95 %. Where nobody counted who did not recommend, all did."""
    n = votes or recommended
    if not n:
        return 0.0
    share = min(1.0, recommended / n)
    middle = share + _Z * _Z / (2 * n)
    spread = _Z * sqrt((share * (1 - share) + _Z * _Z / (4 * n)) / n)
    return max(0.0, (middle - spread) / (1 + _Z * _Z / n))


def chance(seed: str, name: str) -> float:
    """A number from 0 to 1 that only seed and id decide."""
    return int.from_bytes(hashlib.sha256(f"{seed}\x00{name}".encode()).digest()[:6], "big") / (1 << 48)


def _candidates(db: sqlite3.Connection, theme: str, kind: str, seed: str) -> Iterator[Candidate]:
    newcomers(db)
    today = newest(db)
    new = {str(row[0]) for row in db.execute("SELECT name FROM temp.newcomer")}
    firsts = "SELECT a.name, a.first FROM temp.artist AS a JOIN temp.newcomer AS n ON n.name = a.name"
    first = dict(db.execute(firsts).fetchall())
    sql = (
        "SELECT c.number, c.id, c.kind, c.artists, c.recommended, c.votes, c.offered, o.times AS opened, d.mark"
        f" FROM contribution AS c LEFT JOIN opened AS o ON o.id = c.id LEFT JOIN ({LATEST}) AS d ON d.id = c.id"
        " WHERE c.withdrawn = '' AND NOT EXISTS (SELECT 1 FROM withdrawal AS w WHERE w.id = c.id)"
        " AND coalesce(d.mark, '') <> 'no' AND (? = '' OR c.theme = ? COLLATE NOCASE) AND (? = '' OR c.kind = ?)"
    )
    given = (sound(theme), sound(theme), kind, kind)
    for number, name, kind_, people, recommended, votes, offered, times, mark in db.execute(sql, given):
        artists = listed(people)
        sure, age = wilson(recommended, votes), _age(today, offered)
        score = RECOMMENDED * sure + CHANCE * chance(seed, name)
        reasons = []
        if recommended or votes:
            of = f" of {votes:,}" if votes else ""
            reasons.append(f"recommended by {recommended:,}{of} (surely {sure:.0%})")
        if age is not None:
            score += FRESH * 0.5 ** (age / _HALF_LIFE)
            reasons.append("among the newest" if age < 8 else f"{age:,} days before the newest")
        debut = next((one for one in artists if one in new and (first[one] is None or first[one] == offered)), None)
        if debut is not None:
            score += FIRST
            reasons.append(f"first work of {debut}")
        if not (times or mark or recommended or votes):
            score += UNOPENED
            reasons.append("nobody has opened it yet")
        yield Candidate(number, name, kind_, artists, score, tuple(reasons))


def _best(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best of each kind, so that of a million only some thousands are kept; equal ones by id."""
    kept: dict[str, list[tuple[float, str, Candidate]]] = {}
    for each in candidates:
        heap = kept.setdefault(each.kind, [])
        item = (each.score, each.id, each)
        if len(heap) < _KEPT:
            heapq.heappush(heap, item)
        elif item[:2] > heap[0][:2]:
            heapq.heapreplace(heap, item)
    return [each for heap in kept.values() for _, _, each in heap]


def _spread(
    candidates: list[Candidate], limit: int, *, one_kind: bool
) -> Iterator[tuple[Candidate, float, tuple[str, ...]]]:
    """The best first, each seen beside those above it. What stands above only ever takes off, so a heap is enough."""
    kinds: Counter[str] = Counter()
    people: Counter[str] = Counter()

    def judged(each: Candidate) -> tuple[float, tuple[str, ...]]:
        same = 0 if one_kind else kinds[each.kind]
        known = max((people[name] for name in each.artists), default=0)
        why = []
        if same:
            why.append(f"{same} more of its kind above")
        if known:
            why.append(f"{known} more by the same artist above")
        return each.score - SAME_KIND * same - SAME_ARTIST * known, tuple(why)

    heap = [(-each.score, each.id, each) for each in candidates]
    heapq.heapify(heap)
    while heap and limit:
        _, _, each = heapq.heappop(heap)
        score, why = judged(each)
        if heap and (-score, each.id) > heap[0][:2]:
            heapq.heappush(heap, (-score, each.id, each))
            continue
        yield each, score, why
        limit -= 1
        kinds[each.kind] += 1
        people.update(each.artists)


def _age(today: str, day: str) -> int | None:
    """Days before the newest contribution."""
    return _number(today) - _number(day) if today and day else None


@lru_cache(maxsize=8192)
def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()
