"""Pages of credits that move by whole pixels: a window over a picture that was drawn once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hitrec_cli.tools.conform import RESIZE, tagged

if TYPE_CHECKING:
    from hitrec_cli.tools.graph import Graph

Stream = Any


def rolled(graph: Graph, layer: Mapping[str, Any], frames: int) -> Stream:
    """A tall page moved up; at its end it stands still."""
    width, height = layer["page"]
    shown = layer["height"]
    top = f"min((n+{layer['index']})*{layer['speed']},{max(0, height - shown)})"
    window = _page(graph, layer, frames).filter("crop", width, shown, 0, top, exact=1)
    if (width, shown) != graph.raster:
        window = window.filter("scale", *graph.raster, **RESIZE)
    return window.filter("setsar", "1")


def crawled(graph: Graph, picture: Stream, strip: Mapping[str, Any], frames: int) -> Stream:
    """A wide page moved to the left, in a band over the picture while the strip lasts."""
    (width, height), (top, band) = strip["page"], strip["band"]
    shown, index = strip["width"], strip["index"]
    left = f"min(max(n+{index},0)*{strip['speed']},{max(0, width - shown)})"
    window = _page(graph, strip, frames).filter("crop", shown, height, left, 0, exact=1)
    if (shown, height) != (graph.raster[0], band):
        window = window.filter("scale", graph.raster[0], band, **RESIZE)
    there = f"between(n,{-index},{strip['length'] - 1 - index})"
    laid = tagged(picture).overlay(tagged(window), x=0, y=top, format="yuv420", enable=there)
    return tagged(laid).filter("setsar", "1")


def _page(graph: Graph, layer: Mapping[str, Any], frames: int) -> Stream:
    page = graph.open(graph.inputs[layer["step"]], "matroska")["v"].filter("format", "yuv420p")
    return graph.held(page, frames)
