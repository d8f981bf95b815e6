"""A look file to a Look: the house's own, changed where the file says so, and every problem of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from hitrec_cli.base.problems import Mark, Problem, in_order
from hitrec_cli.manifest import rules
from hitrec_cli.manifest.nodes import Mapping
from hitrec_cli.manifest.reader import read_nodes
from hitrec_cli.manifest.shape import Shape
from hitrec_cli.manifest.values import name_of
from hitrec_cli.model.look import HOUSE, Letters, Look

T = TypeVar("T")

LARGE_TEXT = 3
"""The least contrast of large letters to what is behind them, to one (WCAG 2.2, 1.4.3)."""


@dataclass(frozen=True, slots=True)
class LookFile:
    """A look, the families of fonts that its file names, each with its place, and the file's problems."""

    look: Look = HOUSE
    families: tuple[tuple[str, Mark], ...] = ()
    problems: tuple[Problem, ...] = ()


def read_look(data: bytes, file: str) -> LookFile:
    """What a look file says. `file` is its name, as marks show it. Never raises for what is in the data."""
    from hitrec_cli.manifest import look_shape

    node, found = read_nodes(data, file)
    problems = list(found)
    if node is None:
        return LookFile(problems=tuple(problems))
    if not isinstance(node, Mapping):
        message = f"a look is a mapping, not {name_of(node)}"
        return LookFile(problems=(*problems, Problem(rules.SHAPE, node.mark, message, "it begins with `look: 1`")))
    shape = look_shape.Look.read(node, problems)
    look = _changed(HOUSE, shape)
    problems += _faint(look, shape)
    return LookFile(look, tuple(_families(shape)), in_order(problems))


def _changed(house: T, shape: Shape) -> T:
    """A part of the house's look with what a mapping says."""
    changes: dict[str, Any] = {}
    for field in fields(house):  # type: ignore[arg-type]
        value = getattr(shape, field.name, None)
        if value is not None:
            changes[field.name] = _changed(getattr(house, field.name), value) if isinstance(value, Shape) else value
    return replace(house, **changes)  # type: ignore[type-var]


def _families(shape: Shape) -> Iterator[tuple[str, Mark]]:
    """Every family that is named, where it is named."""
    for key, value in shape.node.entries:
        read = getattr(shape, key.text.replace("-", "_"), None)
        if key.text == "font" and isinstance(read, str):
            yield read, value.mark
        elif isinstance(read, Shape):
            yield from _families(read)


def _faint(look: Look, shape: Shape) -> Iterator[Problem]:
    """Words that hardly stand out from their panel, where the file gives one of both its color."""
    pairs: tuple[tuple[str, str, Letters, str], ...] = (
        ("lower_third", "name", look.lower_third.name, look.lower_third.panel),
        ("lower_third", "role", look.lower_third.role, look.lower_third.panel),
        ("chapter", "text", look.chapter.text, look.chapter.panel),
        ("credits", "name", look.credits.name, look.credits.panel),
    )
    for part, name, letters, panel in pairs:
        written = getattr(shape, part, None)
        words = getattr(written, name, None)
        mark = (words and words.place("color")) or (written and written.place("panel"))
        if mark and (ratio := contrast(letters.color, panel)) < LARGE_TEXT:
            message = f"{name} is {letters.color} on {panel}: a contrast of {ratio:.1f} to 1"
            yield Problem(rules.FAINT, mark, message, "take a lighter and a darker color", "warning")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors '#rrggbb', 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
