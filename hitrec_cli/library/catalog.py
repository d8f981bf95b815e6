"""The catalog: all contributions by id, behind one face whatever holds them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from hitrec_cli.base.errors import MediaError
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.model.contribution import Contribution

_MOST_COMPARED = 20_000


class Catalog(Protocol):
    """What hitrec asks of a catalog."""

    def __len__(self) -> int:
        """How many contributions it has."""

    def __iter__(self) -> Iterator[Contribution]:
        """All contributions, in the catalog's order; their locations are not looked up."""

    def get(self, contribution: str) -> Contribution | None:
        """The contribution of an id, its location looked up in the workspace and its sources; None: not in it."""

    def search(self, words: str, limit: int = 20) -> tuple[Contribution, ...]:
        """Those in which every word occurs, in id, title, artists or notes, in the catalog's order."""

    def suggest(self, contribution: str, limit: int = 3) -> tuple[str, ...]:
        """Ids that were perhaps meant."""

    def known(self, contributions: Iterable[str]) -> set[str]:
        """Those of some ids that it has."""


class MemoryCatalog:
    """A catalog that was read into memory. `location` of the contributions it is given is as their catalog says it,
    relative to `folder`.
    """

    def __init__(self, contributions: Mapping[str, Contribution], folder: Path, workspace: Workspace) -> None:
        self._contributions = contributions
        self._folder = folder
        self._workspace = workspace

    def __len__(self) -> int:
        return len(self._contributions)

    def __iter__(self) -> Iterator[Contribution]:
        for contribution in self._contributions.values():
            yield self._placed(contribution)

    def get(self, contribution: str) -> Contribution | None:
        """See `Catalog`. What is not found stays where the catalog says it is; `pull` then says why it is missing."""
        found = self._contributions.get(contribution)
        if found is None or is_address(found.location):
            return found
        try:
            return replace(found, location=str(self._workspace.resolve(found.location, self._folder)))
        except MediaError:
            return self._placed(found)

    def search(self, words: str, limit: int = 20) -> tuple[Contribution, ...]:
        """See `Catalog`."""
        wanted = words.casefold().split()
        found: list[Contribution] = []
        for each in self:
            text = " ".join((each.id, each.title, *each.artists, each.notes)).casefold()
            if all(word in text for word in wanted):
                found.append(each)
                if len(found) == limit:
                    break
        return tuple(found)

    def suggest(self, contribution: str, limit: int = 3) -> tuple[str, ...]:
        """See `Catalog`; in a very large one only some that begin alike are compared."""
        return close_matches(contribution, list(self._contributions), limit)

    def known(self, contributions: Iterable[str]) -> set[str]:
        """See `Catalog`."""
        return {name for name in contributions if name in self._contributions}

    def ids(self) -> Iterable[str]:
        """All ids, in the catalog's order."""
        return self._contributions.keys()

    def _placed(self, contribution: Contribution) -> Contribution:
        if not contribution.location or is_address(contribution.location):
            return contribution
        return replace(contribution, location=os.path.normpath(self._folder / contribution.location))


class CatalogSet:
    """Several catalogs as one; the first that has an id answers."""

    def __init__(self, catalogs: Sequence[Catalog]) -> None:
        self._catalogs = tuple(catalogs)

    def __len__(self) -> int:
        return sum(map(len, self._catalogs))

    def __iter__(self) -> Iterator[Contribution]:
        for catalog in self._catalogs:
            yield from catalog

    def get(self, contribution: str) -> Contribution | None:
        """See `Catalog`."""
        found = (catalog.get(contribution) for catalog in self._catalogs)
        return next((each for each in found if each is not None), None)

    def search(self, words: str, limit: int = 20) -> tuple[Contribution, ...]:
        """See `Catalog`."""
        return tuple(each for catalog in self._catalogs for each in catalog.search(words, limit))[:limit]

    def suggest(self, contribution: str, limit: int = 3) -> tuple[str, ...]:
        """See `Catalog`."""
        near = [each for catalog in self._catalogs for each in catalog.suggest(contribution, limit)]
        return close_matches(contribution, near, limit)

    def known(self, contributions: Iterable[str]) -> set[str]:
        """See `Catalog`."""
        asked = list(contributions)
        return set().union(*(catalog.known(asked) for catalog in self._catalogs))


def close_matches(text: str, names: Sequence[str], limit: int) -> tuple[str, ...]:
    """Names that resemble a text, most alike first; the same but for case, or but for its suffix, comes before all."""
    import difflib

    if len(names) > _MOST_COMPARED:
        like = [name for name in names if abs(len(name) - len(text)) < 2 and name[:2].casefold() == text[:2].casefold()]
        names = like[:_MOST_COMPARED]
    folded = text.casefold()
    same = [name for name in names if folded in (name.casefold(), Path(name).stem.casefold())]
    near = difflib.get_close_matches(text, names, n=limit, cutoff=0.7)
    return tuple(dict.fromkeys([*same, *near]))[:limit]


def is_address(location: str) -> bool:
    """Whether a location is no path: an address, or none at all."""
    return not location or "://" in location
