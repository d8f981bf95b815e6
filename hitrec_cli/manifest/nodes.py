"""What YAML says, before anything is understood: texts, lists and mappings, each with its place.

No value is guessed: `no`, `1:30` and `012` are the texts that the author wrote. Nodes are tuples: a manifest has a
hundred thousand of them, and a tuple is made in a third of the time that a NamedTuple takes.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from operator import itemgetter
from typing import Any

from hitrec_cli.base.problems import Mark


def _item(place: int) -> Any:
    return property(itemgetter(place))


class Scalar(tuple[str, str, int, int, bool]):
    """One text. `line` and `column` count from 1; `plain`: written without quotes."""

    __slots__ = ()
    text: str = _item(0)
    file: str = _item(1)
    line: int = _item(2)
    column: int = _item(3)
    plain: bool = _item(4)

    @property
    def mark(self) -> Mark:
        """Where it is written."""
        return Mark(self[1], self[2], self[3])

    def saying(self, text: str, *, plain: bool = True) -> Scalar:
        """Another text at the same place."""
        return Scalar((text, self[1], self[2], self[3], plain))


class Sequence(tuple["tuple[Node, ...]", str, int, int]):
    """A list."""

    __slots__ = ()
    items: tuple[Node, ...] = _item(0)
    file: str = _item(1)
    line: int = _item(2)
    column: int = _item(3)

    @property
    def mark(self) -> Mark:
        """Where it begins."""
        return Mark(self[1], self[2], self[3])

    def holding(self, items: Iterable[Node]) -> Sequence:
        """A list of other items at the same place."""
        return Sequence((tuple(items), self[1], self[2], self[3]))


class Mapping(tuple["tuple[Scalar, ...]", "tuple[Node, ...]", str, int, int]):
    """Keys with their values, in the order written; no key is there twice."""

    __slots__ = ()
    keys: tuple[Scalar, ...] = _item(0)
    values: tuple[Node, ...] = _item(1)
    file: str = _item(2)
    line: int = _item(3)
    column: int = _item(4)

    @property
    def mark(self) -> Mark:
        """Where it begins."""
        return Mark(self[2], self[3], self[4])

    @property
    def entries(self) -> tuple[tuple[Scalar, Node], ...]:
        """Each key with its value."""
        return tuple(zip(self[0], self[1], strict=True))

    def get(self, name: str) -> Node | None:
        """The value of a key, or None."""
        for key, value in zip(self[0], self[1], strict=True):
            if key[0] == name:
                return value
        return None

    def holding(self, values: Iterable[Node]) -> Mapping:
        """A mapping at the same place with the same keys and other values."""
        return Mapping((self[0], tuple(values), self[2], self[3], self[4]))

    def having(self, entries: Iterable[tuple[Scalar, Node]]) -> Mapping:
        """A mapping at the same place with other entries; of two with one key the later holds."""
        kept = {key.text: (key, value) for key, value in entries}
        keys, values = (tuple(key for key, _ in kept.values()), tuple(value for _, value in kept.values()))
        return Mapping((keys, values, self[2], self[3], self[4]))

    def without(self, names: Container[str]) -> Mapping:
        """The same mapping without some keys."""
        return self.having(entry for entry in self.entries if entry[0].text not in names)


Node = Scalar | Sequence | Mapping


def size_of(node: Node) -> int:
    """How many nodes there are in it, keys and itself counted."""
    count, waiting = 0, [node]
    while waiting:
        node = waiting.pop()
        count += 1
        if isinstance(node, Mapping):
            count += len(node.keys)
            waiting.extend(node.values)
        elif isinstance(node, Sequence):
            waiting.extend(node.items)
    return count
