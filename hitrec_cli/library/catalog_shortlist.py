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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from hitrec_cli.library.catalog_db import listed, sound
from hitrec_cli.library.catalog_query import horizon, newest, rows_of

RECOMMENDED, FRESH, FIRST, UNOPENED, CHANCE = 0.40, 0.15, 0.20, 0.15, 0.10
SAME_KIND, SAME_ARTIST = 0.02, 0.25
"""What each work of the same kind, or by the same artist, that stands above takes off."""

_HALF_LIFE = 60
_Z = 1.96
_KEPT = 2_000


class Candidate(NamedTuple):
    """A contribution with what speaks for it; `score` without what others on the list take off.

    `age` in days before the newest, `debut` the artist whose first work it is, `unopened` whether nobody has seen it.
    """

    score: float
    id: str
    number: int
    kind: str
    artists: tuple[str, ...]
    recommended: int
    votes: int
    age: int | None
    debut: str
    unopened: bool

    def reasons(self) -> Iterator[str]:
        """What speaks for it, in words."""
        if self.recommended or self.votes:
            of = f" of {self.votes:,}" if self.votes else ""
            yield f"recommended by {self.recommended:,}{of} (surely {wilson(self.recommended, self.votes):.0%})"
        if self.age is not None:
            yield "among the newest" if self.age < 8 else f"{self.age:,} days before the newest"
        if self.debut:
            yield f"first work of {self.debut}"
        if self.unopened:
            yield "nobody has opened it yet"


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
        Position(rows[each.id], score, (*each.reasons(), *why), marks.get(each.id, "")) for each, score, why in taken
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
    today = newest(db)
    new_from, begins = horizon(today), _beginnings(db)
    seen = {row[0] for row in db.execute("SELECT id FROM opened UNION SELECT id FROM decision")}
    out = {row[0] for row in db.execute(f"SELECT id FROM withdrawal UNION SELECT id FROM ({LATEST}) WHERE mark = 'no'")}
    sql = (
        "SELECT number, id, kind, artists, recommended, votes, offered FROM contribution"
        " WHERE withdrawn = '' AND (? = '' OR theme = ? COLLATE NOCASE) AND (? = '' OR kind = ?)"
    )
    rows = db.cursor()
    rows.row_factory = None
    given: tuple[str, ...] = (sound(theme), sound(theme), kind, kind)
    if theme:  # then the index knows
        sql, given = sql.replace("(? = '' OR theme = ? COLLATE NOCASE)", "theme = ? COLLATE NOCASE"), given[1:]
    for number, name, kind_, people, recommended, votes, offered in rows.execute(sql, given):
        if name in out:
            continue
        artists = listed(people)
        age = _age(today, offered)
        new = not offered or offered >= new_from
        debut = next((one for one in artists if begins(one, offered)), "") if new else ""
        unopened = not (recommended or votes or name in seen)
        score = RECOMMENDED * wilson(recommended, votes) + CHANCE * chance(seed, name) + UNOPENED * unopened
        score += (FIRST if debut else 0.0) + (0.0 if age is None else FRESH * 0.5 ** (age / _HALF_LIFE))
        yield Candidate(score, name, number, kind_, artists, recommended, votes, age, debut, unopened)


def _beginnings(db: sqlite3.Connection) -> Callable[[str, str], bool]:
    """Tells whether an artist began on a day, '' for works without one: then it has to be the only one.

    Asked one by one, of those who may be new: whoever looks at one theme does not wait for the whole catalog.
    """
    asking = db.cursor()
    asking.row_factory = None

    @lru_cache(maxsize=65_536)
    def first(name: str) -> tuple[str, int]:
        dated = asking.execute(
            "SELECT offered FROM made_by WHERE name = ? AND offered > '' LIMIT 1", (name,)
        ).fetchone()
        if dated is not None:
            return str(dated[0]), 0
        works = asking.execute("SELECT count(*) FROM made_by WHERE name = ?", (name,)).fetchone()
        return "", int(works[0])

    def begins(name: str, day: str) -> bool:
        began, works = first(name)
        return began == day and (bool(day) or works == 1)

    return begins


def _best(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best of each kind, so that of a million only some thousands are kept; equal ones by id."""
    kept: dict[str, list[Candidate]] = {}
    for each in candidates:
        heap = kept.setdefault(each.kind, [])
        if len(heap) < _KEPT:
            heapq.heappush(heap, each)
        elif each > heap[0]:
            heapq.heapreplace(heap, each)
    return [each for heap in kept.values() for each in heap]


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
