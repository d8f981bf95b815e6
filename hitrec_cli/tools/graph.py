"""Filter graphs of spans: the one module that knows ffmpeg-python, which only writes the graph down.

Every layer of a span comes out alike: the raster, 8-bit 4:2:0 BT.709 narrow range, square samples, a time base of one
frame, exactly as many frames as asked. Sources are sampled on an integer time base so that slices join exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, lcm
from pathlib import Path
from typing import Any

import ffmpeg

from hitrec_cli.timeline.slicing import RUN_IN
from hitrec_cli.tools.command import DEMUXERS, SAFE_INPUT, UNSEEKABLE, options, output_options, with_globals
from hitrec_cli.tools.conform import (
    alpha_over,
    as_coded,
    barred,
    even_color,
    fitted,
    narrow_to_rgb,
    rgb_to_narrow,
    tagged,
    upright,
)
from hitrec_cli.tools.depth import WRITTEN, in_depth
from hitrec_cli.tools.items import items
from hitrec_cli.tools.light import HDR, cube
from hitrec_cli.tools.moving_pages import crawled, rolled

Stream = Any
LARGEST_TIME_BASE = 2**31 - 1
_FROM_A_KEYFRAME = "noise=drop='not(st(0,max(ld(0),key)))'"


@dataclass
class Graph:
    """What a graph under construction needs to know: sizes, rate, where files are, where scripts are written."""

    raster: tuple[int, int]
    rate: str
    objects: Callable[[str], Path]
    inputs: Mapping[str, Path]
    scripts: Path
    cameras: Iterator[str] = iter(())
    """Where the frames of each still under a moving camera come from, layer by layer."""
    pixels: str = WRITTEN
    """The working format."""
    opened: int = 0
    written: dict[str, Path] = field(default_factory=dict)

    def open(self, path: Path | str, demuxer: str, **options: object) -> Stream:
        """One input, a file or a pipe. Equal inputs would be merged by ffmpeg-python: each gets a probe size of its
        own."""
        self.opened += 1
        name = path if isinstance(path, str) else f"file:{path}"
        return ffmpeg.input(name, f=demuxer, **SAFE_INPUT, probesize=5_000_000 + self.opened, **options)

    def script(self, text: str, suffix: str = ".ass") -> str:
        """Write a text that a filter is to read, and give its path; an equal one is written once."""
        path = self.scripts / f"{len(self.written)}{suffix}"
        known = self.written.setdefault(text, path)
        if known is path:
            path.write_text(text, encoding="utf-8")
        return str(known)

    def lettered(self, stream: Stream, text: str) -> Stream:
        """Draw a script over a picture. Untagged frames would be drawn on with the matrix of BT.601."""
        return tagged(stream).filter("ass", filename=self.script(text), shaping="complex")

    def color_of(self, layer: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a source's code values mean, whether its sides are even, and of PQ and HLG the file of their table."""
        color = {**layer["color"], "even": all(side % 2 == 0 for side in layer["size"])}
        curve = color["light"][1] if color["light"] else ""
        return {**color, "cube": self.script(cube(curve), ".cube")} if curve in HDR else color

    def color(self, color: str) -> Stream:
        """One frame of a plain color, '#rrggbb'."""
        return rgb_to_narrow(self._drawn(f"color=c=0x{color[1:]}", "gbrp"))

    def bars(self, colors: str) -> Stream:
        """One frame of color bars: SMPTE RP 219 (its codes are the source's own), or EBU's 100/0/75/0."""
        if colors == "ebu":
            red, green, blue = "lt(mod(floor(8*X/W),4),2)", "lt(X,W/2)", "lt(mod(floor(8*X/W),2),1)"
            drawn = {name: f"if(lt(X,W/8),255,191*{on})" for name, on in (("r", red), ("g", green), ("b", blue))}
            return rgb_to_narrow(self._drawn("color=c=black", "gbrp").filter("geq", **drawn))
        return self._drawn("smptehdbars=d=1", "yuv420p")

    def _drawn(self, source: str, pixels: str) -> Stream:
        """One frame of a source of ffmpeg's, which ends with it: were it endless, ffmpeg would lock itself up the more.
        Were the format not named in it, colors would be BT.601's, off by two."""
        (width, height), self.opened = self.raster, self.opened + 1
        drawn = f"{source}:s={width}x{height}:r={self.rate},format={pixels},trim=end_frame=1"
        return ffmpeg.input(drawn, f="lavfi", probesize=4_000_000 + self.opened).filter("trim", end_frame=1)

    def held(self, picture: Stream, frames: int) -> Stream:
        """One frame shown for so many frames; it is drawn once."""
        looped = picture.filter("trim", end_frame=1).filter("loop", loop=-1, size=1)
        return self.counted(looped, frames)

    def joined(self, streams: Sequence[Stream], frames: int) -> Stream:
        """One after the other, so many frames in all."""
        return self.counted(ffmpeg.concat(*streams, v=1, a=0), frames) if len(streams) > 1 else streams[0]

    def faded(self, first: Stream, second: Stream, length: str, offset: str) -> Stream:
        """One going over into another; times as ffmpeg reads them."""
        return tagged(ffmpeg.filter([first, second], "xfade", transition="fade", duration=length, offset=offset))

    def counted(self, stream: Stream, frames: int) -> Stream:
        """Frames numbered from 0 on a time base of one frame, cut to length."""
        numerator, denominator = self.rate.split("/")
        stream = stream.filter("settb", f"{denominator}/{numerator}").filter("setpts", "N")
        return stream.filter("fps", self.rate).filter("trim", end_frame=frames)


def span_arguments(spec: Mapping[str, Any], graph: Graph, out: Path) -> list[str]:
    """ffmpeg's arguments (without the program) that render a span's spec into `out`."""
    layers = [tagged(_layer(graph, layer, layer["frames"])) for layer in spec["layers"]]
    picture = graph.joined(items(graph, spec, layers), spec["frames"])
    for strip in spec.get("strips", ()):
        picture = crawled(graph, picture, strip, spec["frames"])
    for text in spec["supers"]:
        shifted = picture.filter("setpts", f"PTS+({text['offset']})")
        picture = graph.lettered(shifted, text["script"]).filter("setpts", f"PTS-({text['offset']})")
    if spec.get("burn_in"):
        picture = graph.lettered(picture, spec["burn_in"])
    picture = tagged(picture.filter("setsar", "1"))
    coder = options(spec["encoder"])
    if out.suffix == ".png":
        picture = narrow_to_rgb(picture)
    else:
        picture = as_coded(picture, coder.get("pix_fmt", "yuv420p"), spec.get("scan", "progressive"))
    output = ffmpeg.output(picture, f"file:{out}", **{**coder, **output_options(spec, coder, out)})
    arguments = ffmpeg.compile(output, cmd="ffmpeg")[1:]
    return with_globals(in_depth(arguments, graph.pixels))


def still_arguments(layer: Mapping[str, Any], graph: Graph, out: Path) -> list[str]:
    """ffmpeg's arguments that place a still on its camera's working raster, which is the graph's: one raw picture."""
    output = ffmpeg.output(tagged(_still(graph, layer)), f"file:{out}", **{"frames:v": 1, "f": "rawvideo"})
    return with_globals(in_depth(ffmpeg.compile(output, cmd="ffmpeg")[1:], graph.pixels))


def page_arguments(spec: Mapping[str, Any], graph: Graph, out: Path) -> list[str]:
    """ffmpeg's arguments that draw the leaves of a page once, without loss, one a frame."""
    page = tagged(graph.lettered(graph.held(graph.color(spec["background"]), spec["leaves"]), spec["script"]))
    output = ffmpeg.output(page, f"file:{out}", **{"c:v": "ffv1", "level": 3, "g": 1, "slices": 4, "threads": 1},
                           **{"frames:v": spec["leaves"], "fps_mode": "passthrough", "f": "matroska",
                              "fflags": "+bitexact", "flags": "+bitexact"})  # fmt: skip
    return with_globals(ffmpeg.compile(output, cmd="ffmpeg")[1:])


def _layer(graph: Graph, layer: Mapping[str, Any], frames: int) -> Stream:
    kind = layer["type"]
    if kind == "color":
        return graph.held(graph.color(layer["color"]), frames)
    if kind == "bars":
        return graph.held(graph.bars(layer["colors"]), frames)
    if kind == "letters":
        return graph.held(graph.lettered(graph.color(layer["background"]), layer["script"]), frames)
    if kind == "roll":
        return rolled(graph, layer, frames)
    if kind == "graphic":
        numerator, denominator = graph.rate.split("/")
        moment = {"stream": 0, "time": str(layer["index"] / Fraction(graph.rate)), "container_start": "0/1",
                  "time_base": f"1/{numerator}", "run_in": f"{denominator}/{numerator}", "group": "0/1"}  # fmt: skip
        source = _source(graph, graph.inputs[layer["step"]], "mov", moment)
        sampled = _sampled(graph, source, frames, hold=-1)  # its last frame stands under a dissolve
        width, height = graph.raster
        whole = {"fit": "letterbox", "size": [width, height], "at": [0, 0]}
        color = {"pixels": "bgra", "matrix": "", "light": []}
        return alpha_over(layer["background"], sampled, color, whole, graph.raster)
    if kind == "still":
        return _filmed(graph, frames) if "move" in layer else graph.held(_still(graph, layer), frames)
    source = upright(_source(graph, graph.objects(layer["object"]), layer["format"], layer), layer["turn"])
    hold = max(0, ceil(_longest(layer) * Fraction(graph.rate))) + 1
    if layer["alpha"]:
        sampled = _sampled(graph, source, frames, hold)
        return alpha_over(layer["background"], sampled, graph.color_of(layer), layer["place"], graph.raster)
    if _longest(layer) >= 1 / Fraction(graph.rate) and not barred(layer, graph.raster):  # shown twice, conformed once
        return _sampled(graph, _conformed(graph, source, layer), frames, hold)
    return _conformed(graph, _sampled(graph, source, frames, hold), layer)


def _conformed(graph: Graph, picture: Stream, layer: Mapping[str, Any]) -> Stream:
    """An opaque film on the raster. Picture by picture: before or after it is sampled, the result is the same."""
    fit = fitted(picture, graph.color_of(layer), layer["place"], graph.raster)
    return tagged(_finished(graph, fit, layer))


def _longest(moment: Mapping[str, Any]) -> Fraction:
    """The longest time, in seconds, that the source shows one picture."""
    return Fraction(moment["run_in"]) - RUN_IN


def _placed(graph: Graph, picture: Stream, layer: Mapping[str, Any]) -> Stream:
    color = graph.color_of(layer)
    if layer["alpha"]:
        return alpha_over(layer["background"], picture, color, layer["place"], graph.raster)
    return _finished(graph, fitted(picture, color, layer["place"], graph.raster), layer)


def _finished(graph: Graph, picture: Stream, layer: Mapping[str, Any]) -> Stream:
    """A letterboxed picture on its background: black by padding, any other color by laying over."""
    place = layer["place"]
    width, height = graph.raster
    if place["fit"] != "letterbox" or place["size"] == [width, height]:
        return picture.filter("setsar", "1")
    x, y = place["at"]
    if layer["background"] == "#000000":
        return picture.filter("pad", width, height, x, y, color="black").filter("setsar", "1")
    return even_color(graph.color(layer["background"]), picture, x, y)


def _still(graph: Graph, layer: Mapping[str, Any]) -> Stream:
    """A still's one picture, placed on the raster."""
    picture = _opened(graph, graph.objects(layer["object"]), layer["format"], layer)
    return _placed(graph, upright(picture.filter("trim", end_frame=1), layer["turn"]), layer)


def _filmed(graph: Graph, frames: int) -> Stream:
    """A still under a moving camera."""
    shape = {"video_size": graph.raster, "framerate": graph.rate, "pixel_format": graph.pixels}
    source = graph.open(next(graph.cameras), "rawvideo", **shape)["0"]
    return graph.counted(tagged(source).filter("setsar", "1"), frames)


def _opened(graph: Graph, path: Path, demuxer: str, layer: Mapping[str, Any], **options: object) -> Stream:
    """The pictures of a file as they are stored, put together where they are coded in parts."""
    if "decoder" in layer:
        options["c:v"] = layer["decoder"]
    source = graph.open(path, DEMUXERS.get(demuxer, demuxer), **options)
    picture = _tiled(source, layer["tiles"], layer["size"]) if "tiles" in layer else source[str(layer["stream"])]
    if "alpha_tiles" not in layer:
        return picture
    alpha = _tiled(source, layer["alpha_tiles"], layer["size"]).filter("extractplanes", "y")
    return ffmpeg.filter([picture, alpha], "alphamerge")


def _tiled(source: Stream, tiles: str, size: Sequence[int]) -> Stream:
    """One picture of `size` out of equal tiles, row by row: "2 i:1 i:2 i:3 i:4" has two columns."""
    columns, *images = tiles.split()
    if len(images) == 1:
        return source[images[0]]
    grid = f"{columns}x{len(images) // int(columns)}"
    whole = ffmpeg.filter([source[image] for image in images], "xstack", inputs=len(images), grid=grid)
    return whole.filter("crop", *size, 0, 0, exact=1)


def _source(graph: Graph, path: Path, demuxer: str, moment: Mapping[str, Any]) -> Stream:
    """The pictures of a moving source, progressive, on an integer time base whose 0 is an exact instant of it.

    They begin with the one that is shown at that instant; a deinterlacer needs some more before it. Where the source
    is played again and again, they begin with its first. A file without an index of keyframes is entered anywhere: a
    whole group earlier, and read from the first keyframe that comes.
    """
    time, rate = Fraction(moment["time"]), Fraction(graph.rate)
    base = Fraction(moment["time_base"])
    ticks = lcm(base.denominator, rate.numerator, time.denominator)
    if ticks > LARGEST_TIME_BASE:
        ticks = rate.numerator * (LARGEST_TIME_BASE // rate.numerator)
    order = moment.get("deinterlace", "progressive")
    run_in = Fraction(moment["run_in"])
    if order == "progressive" and run_in > RUN_IN:
        run_in = _longest(moment)
    pictures, group = moment.get("loop", 0), Fraction(moment["group"])
    seek = max(Fraction(0), time - run_in - group - Fraction(moment["container_start"]))
    enter = {} if pictures or demuxer in UNSEEKABLE else {"ss": f"{int(seek * 1_000_000)}us"}
    source = _opened(graph, path, demuxer, moment, **enter, **({"bsf:v": _FROM_A_KEYFRAME} if group else {}))
    if order != "progressive":
        source = source.filter("bwdif", mode="send_frame", parity=order, deint="all")
    if pictures:
        source = source.filter("loop", loop=-1, size=pictures)
    return source.filter("settb", f"1/{ticks}").filter("setpts", f"PTS-({round(time * ticks)})")


def _sampled(graph: Graph, source: Stream, frames: int, hold: int) -> Stream:
    """Frames [0, frames) of a moving source; frame k shows the newest picture that has begun.

    The last picture is held for at most `hold` frames (-1: without end): where the source ends before its time, frames
    are missing, and are counted as missing.
    """
    source = source.filter("fps", graph.rate, start_time=0, round="up")
    return source.filter("tpad", stop=hold, stop_mode="clone").filter("trim", end_frame=frames)
