"""Pages of credits that move by whole pixels: a window over leaves that were drawn once."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from hitrec_cli.tools.conform import RESIZE, tagged

if TYPE_CHECKING:
    from hitrec_cli.tools.graph import Graph

Stream = Any

LEAF_MICROSECONDS = 40_000
"""How long a leaf lasts in its film, which has 25 a second."""


def rolled(graph: Graph, layer: Mapping[str, Any], frames: int) -> Stream:
    """A page moved up; at its end it stands still."""
    window = _window(graph, layer, frames, "y")
    if tuple(layer["shown"]) != graph.raster:
        window = window.filter("scale", *graph.raster, **RESIZE)
    return window.filter("setsar", "1")


def crawled(graph: Graph, picture: Stream, strip: Mapping[str, Any], frames: int) -> Stream:
    """Words moved to the left, in a band over the picture while the strip lasts."""
    (top, band), index = strip["band"], strip["index"]
    window = _window(graph, strip, frames, "x")
    if strip["shown"] != [graph.raster[0], band]:
        window = window.filter("scale", graph.raster[0], band, **RESIZE)
    there = f"between(n,{-index},{strip['length'] - 1 - index})"
    laid = tagged(picture).overlay(tagged(window), x=0, y=top, format="yuv420", enable=there)
    return tagged(laid).filter("setsar", "1")


def _window(graph: Graph, page: Mapping[str, Any], frames: int, axis: Literal["x", "y"]) -> Stream:
    """What a screen shows of a page: of each frame one leaf, from a whole pixel on."""
    path, index, pitch, pieces = graph.inputs[page["step"]], page["index"], page["pitch"], []
    gone = [min(max(number + index, 0) * page["speed"], page["travel"]) for number in range(frames)]
    first = 0
    for leaf, shown in groupby(gone, lambda pixels: int(pixels // pitch)):
        count = len(list(shown))
        held = graph.held(graph.open(path, "matroska", ss=f"{leaf * LEAF_MICROSECONDS}us")["v"], count)
        place = f"min(max(n+{index + first},0)*{page['speed']},{page['travel']})-{leaf * pitch}"
        pieces.append(held.filter("crop", *page["shown"], **{"x": 0, "y": 0, axis: place}, exact=1))
        first += count
    return graph.joined(pieces, frames)
