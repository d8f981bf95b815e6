"""The items of a span: what its layers show one after the other, alone or mixed.

A layer that several items show is decoded and conformed once, and each item takes its frames of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hitrec_cli.tools.graph import Graph

Stream = Any


def items(graph: Graph, spec: Mapping[str, Any], layers: Sequence[Stream]) -> list[Stream]:
    """The picture of each item in order; `layers` are the pictures of the spec's layers."""
    uses = Counter(number for item in spec["items"] for number, _ in _shown(item))
    taps = [_taps(layer, uses[number]) for number, layer in enumerate(layers)]
    made = []
    for item in spec["items"]:
        frames = item["frames"]
        parts = [
            _cut(graph, next(taps[number]), first, frames, spec["layers"][number]["frames"])
            for number, first in _shown(item)
        ]
        made.append(_mixed(graph, parts, item["mix"]) if "mix" in item else parts[0])
    return made


def _shown(item: Mapping[str, Any]) -> list[tuple[int, int]]:
    """What an item shows, and what it mixes that with: of each the layer's number and the first frame of it."""
    return [tuple(item[name]) for name in ("layer", "from") if name in item]


def _taps(layer: Stream, uses: int) -> Iterator[Stream]:
    """A layer for each of its uses."""
    if uses == 1:
        return iter((layer,))
    split = layer.filter_multi_output("split", uses)
    return (split[number] for number in range(uses))


def _cut(graph: Graph, layer: Stream, first: int, frames: int, length: int) -> Stream:
    """Frames [first, first + frames) of a layer, counted from 0."""
    if frames == length:
        return layer
    return graph.counted(layer.filter("trim", start_frame=first, end_frame=first + frames), frames)


def _mixed(graph: Graph, parts: Sequence[Stream], mix: Mapping[str, Any]) -> Stream:
    """The clip and what it comes from (`out`: what it goes to), one over the other."""
    first, second = parts if mix["out"] else reversed(parts)
    frame = 1 / Fraction(graph.rate)
    return graph.faded(first, second, _decimal((mix["length"] + 1) * frame), _decimal(-(mix["offset"] + 1) * frame))


def _decimal(seconds: Fraction) -> str:
    return f"{round(seconds * 1_000_000)}us"
