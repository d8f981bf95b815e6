"""Every key of a look file in one table, and a whole file to begin with: both from what reads looks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from hitrec_cli.manifest.look_shape import Look, Shown
from hitrec_cli.manifest.shape import Of, Shape
from hitrec_cli.model.look import HOUSE


class Line(NamedTuple):
    """One key: its path, what kind of value it has, the house's own as it is written, what it is for."""

    path: tuple[str, ...]
    words: str
    usual: str
    description: str


def look_table() -> str:
    """A Markdown table of all keys."""
    color = "a [color](manifest.md#colors)"
    rows = [
        f"| `{'.'.join(path)}` | {words.replace('a color', color)} | `{usual}` | {description} |"
        for path, words, usual, description in _lines(Look, HOUSE)
    ]
    return "\n".join(["| key | value | the house's own | what it is for |", "|---|---|---|---|", *rows, ""])


def look_file(schema: str) -> str:
    """A look file that says what the house's own look is, every key with its comment. `schema`: where the schema is."""
    lines = [
        f"# yaml-language-server: $schema={schema}",
        "# The show's look. What is not written here is the house's own; this file begins with all of it.",
        "look: 1",
    ]
    above: tuple[str, ...] = ()
    for path, words, usual, description in _lines(Look, HOUSE):
        for depth, name in enumerate(path[:-1]):
            if path[: depth + 1] != above[: depth + 1]:
                lines.append(f"{'  ' * depth}{name}:")
        above = path[:-1]
        written = f"{'  ' * len(above)}{path[-1]}: {usual}" if usual != "-" else ""
        if written:
            lines.append(f"{written:<32}  # {description} {words}")
    return "\n".join([*lines, ""])


def _lines(shape: type[Shape], house: Any, above: tuple[str, ...] = ()) -> Iterator[Line]:
    for name, key in shape.keys.items():
        path, kind = (*above, name), key.kind
        if isinstance(kind, Of):
            yield from _lines(kind.shape, getattr(house, _attribute(name)), path)
        elif isinstance(kind, Shown):
            usual = kind.shown(getattr(house, _attribute(name)))
            yield Line(path, kind.words, usual, key.description)


def _attribute(name: str) -> str:
    return name.replace("-", "_")
