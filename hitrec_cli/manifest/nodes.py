"""What YAML says, before anything is understood: texts, lists and mappings, each with its place.

No value is guessed: `no`, `1:30` and `012` are the texts that the author wrote.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import NamedTuple

from hitrec_cli.base.problems import Mark


class Scalar(NamedTuple):
    """One text. `line` and `column` count from 1; `plain`: written without quotes."""

    text: str
    file: str = ""
    line: int = 0
    column: int = 0
    plain: bool = True

    @property
    def mark(self) -> Mark:
        """Where it is written."""
        return Mark(self.file, self.line, self.column)


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def mark(self) -> Mark:
        """Where it begins."""
        return Mark(self.file, self.line, self.column)


class Mapping(NamedTuple):
    """Keys with their values, in the order written; no key is there twice."""

    keys: tuple[Scalar, ...]
    values: tuple[Node, ...]
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def mark(self) -> Mark:
        """Where it begins."""
        return Mark(self.file, self.line, self.column)

    @property
    def entries(self) -> tuple[tuple[Scalar, Node], ...]:
        """Each key with its value."""
        return tuple(zip(self.keys, self.values, strict=True))

    def get(self, name: str) -> Node | None:
        """The value of a key, or None."""
        return next((value for key, value in self.entries if key.text == name), None)

    def having(self, entries: Iterable[tuple[Scalar, Node]]) -> Mapping:
        """A mapping at the same place with other entries; of two with one key the later holds."""
        kept = {key.text: (key, value) for key, value in entries}
        keys, values = zip(*kept.values(), strict=True) if kept else ((), ())
        return self._replace(keys=keys, values=values)

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
