"""What people suggest: text contributions, counted and clustered by their words."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from hitrec_cli.library.catalog_db import listed, sound

_WORD = re.compile(r"[^\W\d_]{3,}")
_MOST_TEXTS = 200_000
_LONGEST = 2_000
"""Characters of a text that are read: a suggestion says early what it is about."""

_TOO_COMMON = 0.4
_SMALL = (
    "the and for with that this from are was you your our not but all can has have had its his her him she they them "
    "their what when where who how why about into out over more one two any some will would could should been being "
    "than then there here also just very like get make made let lets idea ideas theme themes suggestion suggest show "
    "episode und der die das ein eine mit von ist nicht auch les des une est pas pour que los las una con por del "
    "para text story"
)
_SMALL_WORDS = frozenset(_SMALL.split())


@dataclass(frozen=True, slots=True)
class Cluster:
    """Texts that have a word in common. `words`: that one, then those that go with it; `examples`: (id, title)."""

    words: tuple[str, ...]
    texts: int
    people: int
    examples: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Text:
    id: str
    title: str
    artists: tuple[str, ...]
    words: frozenset[str]


def themes(db: sqlite3.Connection, theme: str, limit: int) -> tuple[Cluster, ...]:
    """Clusters by how many people are behind them, so that nobody is heard more for saying it often.

    Each text is counted once, with the strongest of its words.
    """
    texts, spelled = _texts(db, theme)
    holders: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for word in text.words:
            holders[word].add(number)
    common = len(texts) * _TOO_COMMON if len(texts) > 20 else len(texts) - 1
    voices = {word: _people(texts, numbers) for word, numbers in holders.items() if 1 < len(numbers) <= common}
    clusters: list[Cluster] = []
    free = set(range(len(texts)))
    for word, _ in sorted(voices.items(), key=lambda pair: (-pair[1], -len(holders[pair[0]]), pair[0])):
        members = holders[word] & free
        if len(members) < 2 or len(clusters) >= 10 * limit:
            continue
        free -= members
        clusters.append(_cluster(texts, word, members, spelled))
    clusters.sort(key=lambda each: (-each.people, -each.texts, each.words))
    return tuple(clusters[:limit])


def _texts(db: sqlite3.Connection, theme: str) -> tuple[list[_Text], Mapping[str, str]]:
    sql = (
        "SELECT id, title, artists, notes, theme FROM contribution WHERE kind = 'text' AND withdrawn = ''"
        " AND id NOT IN (SELECT id FROM withdrawal) AND (? = '' OR theme = ? COLLATE NOCASE) ORDER BY number LIMIT ?"
    )
    texts: list[_Text] = []
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for name, title, artists, notes, _ in db.execute(sql, (sound(theme), sound(theme), _MOST_TEXTS)):
        own = "" if title == name else title
        words = set()
        for found in _WORD.finditer(f"{own}\n{notes}"[:_LONGEST]):
            word = folded(found[0])
            if word not in _SMALL_WORDS:
                words.add(word)
                spellings[word][found[0].casefold()] += 1
        texts.append(_Text(name, title, listed(artists), frozenset(words)))
    return texts, {word: counted.most_common(1)[0][0] for word, counted in spellings.items()}


def folded(word: str) -> str:
    """A word without case and accents, and without the s of a plural."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss") else plain


def _people(texts: list[_Text], numbers: set[int]) -> int:
    return len({name for number in numbers for name in texts[number].artists or (f"\x00{number}",)})


def _cluster(texts: list[_Text], word: str, members: set[int], spelled: Mapping[str, str]) -> Cluster:
    others = Counter(other for number in members for other in texts[number].words if other != word)
    beside = [other for other, count in sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))
              if count >= max(2, len(members) / 2)]  # fmt: skip
    examples = tuple((texts[number].id, texts[number].title) for number in sorted(members)[:3])
    names = tuple(spelled.get(each, each) for each in (word, *beside[:4]))
    return Cluster(names, len(members), _people(texts, members), examples)
