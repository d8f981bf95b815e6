"""The reference page of the manifest language: every mapping and every key, from what reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from hitrec_cli.manifest import schema
from hitrec_cli.manifest.shape import Either, Key, Kind, Leaf, ListOf, Of, Shape
from hitrec_cli.manifest.values import WIDTHS
from hitrec_cli.model.palette import PALETTE

_HEAD: Final = """\
# Manifest reference

Every mapping of a manifest and every key in it. This page is made by `hitrec schema --format markdown` from the
declarations that read manifests. How the language works, and how segments are used from files of their own, is told
in [the manifest language](manifest-language.md).
"""
_TIMES: Final = """\
## Times

| written | means | rounding |
|---|---|---|
| `3s`, `1.5s`, `00:01:30.5` | wall-clock time | to the nearest frame, half up |
| `90f` | frames of the episode | exact |
| `00:01:30:12` | timecode at the episode's rate, counted from 0 | exact |
| `00:01:30;12` | the same in drop frame; an address that drop frame skips is an error | exact |
| `{tc: "10:00:02:00"}` | the source's own timecode, where a source begins or ends | exact |

Levels have their unit: `-6 dB`, `-24 LUFS`.
"""


def reference() -> str:
    """docs/manifest.md."""
    shapes = list(dict.fromkeys(_below(schema.Episode)))
    parts = [_HEAD, *map(_section, shapes), _TIMES, _formats(), _colors()]
    return "\n".join(parts)


def _below(shape: type[Shape]) -> Iterator[type[Shape]]:
    """A shape and all that stand in it, in the order in which they are met; segments before what else there is."""
    yield shape
    inside = [kind for key in shape.keys.values() for kind in _shapes(key.kind)]
    if shape is schema.Episode:
        inside = [schema.Segment, schema.Use, *inside]
    for found in inside:
        yield from _below(found)


def _shapes(kind: Kind[Any]) -> Iterator[type[Shape]]:
    if isinstance(kind, Of):
        yield kind.shape
    elif isinstance(kind, ListOf):
        yield from _shapes(kind.item)
    elif isinstance(kind, Either):
        yield from _shapes(kind.text)
        yield from _shapes(kind.other)


def _section(shape: type[Shape]) -> str:
    lines = [f"## {_name(shape)}", "", str(shape.__doc__), ""]
    if shape.one_of:
        lines += [f"Exactly one of {_listed(shape.one_of)} is written.", ""]
    if shape.not_both:
        lines += [f"{_listed(shape.not_both)} exclude each other.", ""]
    for other in dict.fromkeys(shape.fits.values()):
        fitting = [name for name, fits in shape.fits.items() if fits == other]
        lines += [f"Only with `{other}`: {_listed(fitting)}.", ""]
    lines += ["| key | required | value | what it is for | example |", "|---|---|---|---|---|"]
    lines += [_row(name, key) for name, key in shape.keys.items()]
    return "\n".join([*lines, ""])


def _row(name: str, key: Key) -> str:
    need = "yes" if key.required else "no"
    told = key.description + (f" Without it `{key.usual}`." if key.usual is not None else "")
    examples = ", ".join(f"`{written({name: example})}`" for example in key.examples)
    return f"| `{name}` | {need} | {_words(key.kind)} | {told} | {examples} |"


def _words(kind: Kind[Any]) -> str:
    if isinstance(kind, Leaf):
        return kind.words
    if isinstance(kind, Of):
        return f"[{_name(kind.shape).lower()}](#{_anchor(kind.shape)})"
    if isinstance(kind, ListOf):
        return f"a list, each {_words(kind.item)}"
    assert isinstance(kind, Either)
    return f"{_words(kind.text)}, or {_words(kind.other)}"


def _name(shape: type[Shape]) -> str:
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", shape.__name__).capitalize()


def _anchor(shape: type[Shape]) -> str:
    return _name(shape).lower().replace(" ", "-")


def _listed(names: Any) -> str:
    *rest, last = [f"`{name}`" for name in names]
    return f"{', '.join(rest)} and {last}" if rest else last


def _formats() -> str:
    sizes = ", ".join(f"`{height}p` ({width} x {height})" for height, width in WIDTHS.items())
    return (
        "## Formats\n\nA format is a height, `p` and a rate in one word: `1080p29.97`. Samples are square, pictures"
        f" progressive.\n\nHeights: {sizes}.\n\nRates: 23.976, 23.98, 24, 25, 29.97, 30, 48, 50, 59.94, 60, or a ratio"
        " from 24000/1001 to 60 like `30000/1001`.\n"
    )


def _colors() -> str:
    return f'## Colors\n\n`"#rrggbb"` in quotes, or one of {_listed(PALETTE)}.\n'


def written(value: Any) -> str:
    """A value as an author writes it in one line of YAML."""
    if isinstance(value, dict) and len(value) == 1:
        return "".join(f"{key}: {_inside(item)}" for key, item in value.items())
    return _inside(value)


def _inside(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_inside(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inside, value))}]"
    text = str(value)
    quotes = isinstance(value, str) and re.search(r"[:#\[\]{},&*]", text)
    return f'"{text}"' if quotes else text
