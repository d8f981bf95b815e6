"""The working format of a span's graph: that of its deliverable.

Graphs are written in 8-bit 4:2:0, which is all that the web shows. A master with more keeps it from the source on:
every format in the graph becomes the master's own, the one with alpha and the one of overlays too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

WRITTEN = "yuv420p"
"""The format that graphs are written in."""

DEEPER: Mapping[str, Mapping[str, str]] = {
    "yuv422p": {"yuva420p": "yuva422p", "yuv420p": "yuv422p", "=yuv420": "=yuv422"},
    "yuv422p10le": {"yuva420p": "yuva422p10le", "yuv420p": "yuv422p10le", "=yuv420": "=yuv422p10"},
}
"""Pixel format of a deliverable -> what each name in the graph becomes, longest first."""

CONVERSIONS = "sws_flags=bicubic+accurate_rnd+bitexact;"
"""For conversions that ffmpeg puts in by itself."""


def working_format(encoder: Sequence[str]) -> str:
    """By an encoder's arguments."""
    pixels = encoder[encoder.index("-pix_fmt") + 1] if "-pix_fmt" in encoder else WRITTEN
    return pixels if pixels in DEEPER else WRITTEN


def in_depth(arguments: Sequence[str], pixels: str) -> list[str]:
    """ffmpeg's arguments with the graph in the working format `pixels`."""
    names = DEEPER.get(pixels)
    if names is None or "-filter_complex" not in arguments:
        return list(arguments)
    at = arguments.index("-filter_complex") + 1
    graph = arguments[at]
    for number, name in enumerate(names):  # by way of marks: what was replaced is not replaced again
        graph = graph.replace(name, f"\0{number}\0")
    for number, new in enumerate(names.values()):
        graph = graph.replace(f"\0{number}\0", new)
    return [*arguments[:at], CONVERSIONS + graph, *arguments[at + 1 :]]
