"""Conform: any shape, range and color of picture to the raster in 8-bit 4:2:0 BT.709, narrow range.

Every scale names both matrices: ffmpeg would convert RGB with BT.601 else, and tag it as if it were BT.709. And it
names where chroma lies: else it would come out half a sample beside where H.264 has it, at the left (H.264 E.2.1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hitrec_cli.timeline.color import is_gray
from hitrec_cli.tools.light import HDR, in_bt709

Stream = Any
SCALE_FLAGS = "bicubic+accurate_rnd+bitexact+full_chroma_int"
NARROW = {"out_color_matrix": "bt709", "out_range": "tv", "out_chroma_loc": "left"}
RESIZE = {
    "in_color_matrix": "bt709", "in_range": "tv", "in_chroma_loc": "left", **NARROW,
    "flags": "bicubic+accurate_rnd+bitexact",
}  # fmt: skip
"""For `scale` of what is conformed already. Left out, matrix and range would be settled with what comes after."""

NEAREST = {**RESIZE, "flags": "neighbor+accurate_rnd+bitexact"}
PLAIN = {"matrix": "bt709", "range": "tv", "siting": "left", "light": [], "even": True}
"""What `color` says of nearly all video: eight bits of this, of even size, only change their size and their chroma."""

ZIMG = {
    "filter": "bicubic", "param_a": 0, "param_b": 0.5, "dither": "none", "chromalin": "left", "chromal": "left",
    **{f"{name}{end}": 709 for name in ("matrix", "primaries", "transfer") for end in ("in", "")},
    "rangein": "limited", "range": "limited",
}  # fmt: skip
"""For `zscale`: Catmull-Rom, which keeps a ramp a ramp. Of whole numbers zimg makes the same on every processor, as its
own tests hold; of fractions it would not."""

BT709 = {"color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709", "range": "tv"}
"""For `setparams`."""


def scaled(picture: Stream, color: Mapping[str, Any], width: int, height: int, *, alpha: bool = False) -> Stream:
    """Scaled and in BT.709, with or without its alpha channel.

    `color` is what `source_color` says of the source; of PQ and HLG also, under `cube`, the file of their table; and
    whether its sides are `even`.
    """
    if not alpha and color["pixels"] in ("yuv420p", "yuv422p", "yuv444p") and color.items() >= PLAIN.items():
        return _resampled(picture, width, height)
    pixels = "yuva420p" if alpha else "yuv420p"
    if is_gray(color["pixels"]) and color["range"] == "tv":
        # The scaler takes every gray for full range. Told to keep that, it leaves narrow code values as they are.
        kept = {**NARROW, "in_range": "pc", "out_range": "pc"}
        return tagged(picture.filter("scale", width, height, **kept, flags=SCALE_FLAGS).filter("format", pixels))
    source = {}
    if color["matrix"]:
        names = {"in_color_matrix": "matrix", "in_range": "range", "in_chroma_loc": "siting"}
        source = {name: color[fact] for name, fact in names.items()}
    if color["light"] or (color["matrix"] and (color["matrix"], color["siting"]) != ("bt709", "left")):
        # From one matrix to another the scaler would go by RGB itself, and forget where chroma lies.
        picture, source = _in_rgb(picture, source, color, (width, height), alpha), {}
    return picture.filter("scale", width, height, **source, **NARROW, flags=SCALE_FLAGS).filter("format", pixels)


def _resampled(picture: Stream, width: int, height: int) -> Stream:
    """Scaled in a fifth to a half of the time that `scale` takes. Of odd sides it would leave the last line out."""
    return picture.filter("zscale", width, height, **ZIMG).filter("format", "yuv420p")


def _in_rgb(
    picture: Stream, source: Mapping[str, str], color: Mapping[str, Any], size: tuple[int, int], alpha: bool
) -> Stream:
    """Scaled, as R'G'B' of BT.709 in 16 bits. The table has 12: at 16, ffmpeg's result differs between processors."""
    primaries, curve = color["light"] or ("bt709", "")
    if curve in HDR:
        picture = picture.filter("scale", *size, **source, out_range="pc", flags=SCALE_FLAGS)
        picture = picture.filter("format", "gbrap12" if alpha else "gbrp12")
        picture, source, curve = picture.filter("lut3d", file=color["cube"], interp="tetrahedral"), {}, "bt1886"
    picture = picture.filter("scale", *size, **source, out_range="pc", flags=SCALE_FLAGS)
    return in_bt709(picture.filter("format", "gbrap16" if alpha else "gbrp16"), primaries, curve)


def upright(picture: Stream, turn: Sequence[Any]) -> Stream:
    """Mirrored and turned clockwise, as the probe found that its file wants it. ffmpeg's own turning is off: it would
    come before the fields are made frames, and misses what some kinds of file say.
    """
    rotation, mirrored = turn
    picture = picture.filter("sidedata", mode="delete", type="DISPLAYMATRIX")  # or players would turn it again
    if mirrored:
        picture = picture.filter("hflip")
    if rotation == 180:  # `vflip` only reads from below, which not every encoder does; `hflip` writes
        return picture.filter("vflip").filter("hflip")
    return picture.filter("transpose", "clock" if rotation == 90 else "cclock") if rotation else picture


def rgb_to_narrow(picture: Stream) -> Stream:
    """RGB to BT.709 narrow range."""
    return picture.filter("scale", **NARROW, flags=SCALE_FLAGS).filter("format", "yuv420p")


def tagged(picture: Stream) -> Stream:
    """Marked as what it is: 8-bit 4:2:0 BT.709, narrow range. Nothing after it has a say in what was before."""
    return picture.filter("format", "yuv420p").filter("setparams", **BT709, chroma_location="left")


def as_coded(picture: Stream, pixels: str, scan: str) -> Stream:
    """In the encoder's own pixel format. `scan` "psf": each picture is two fields of one instant, upper one first."""
    if pixels != "yuv420p":
        picture = picture.filter("scale", **RESIZE).filter("format", pixels)
    fields = {"field_mode": "tff"} if scan == "psf" else {}
    if not fields and pixels == "yuv420p":
        return picture
    return picture.filter("setparams", **BT709, **fields)


def narrow_to_rgb(picture: Stream) -> Stream:
    """BT.709 narrow range to RGB, for pictures that people look at."""
    options = {"in_color_matrix": "bt709", "in_range": "tv", "in_chroma_loc": "left", "out_range": "pc"}
    return picture.filter("scale", **options, flags=SCALE_FLAGS).filter("format", "rgb24")


def fitted(picture: Stream, color: Mapping[str, Any], place: Mapping[str, Any], raster: tuple[int, int]) -> Stream:
    """Scaled by the placement: cropped to the raster, on its own blur, or (letterbox) still without its background.

    What is cropped is copied, for it begins anywhere in memory, and ffmpeg's dnxhd encoder fails there (SIGSEGV)."""
    if place["fit"] == "blur":
        return _on_own_blur(picture, color, place, raster)
    placed = scaled(picture, color, *place["size"])
    if place["fit"] == "crop":
        return placed.filter("crop", *raster, *place["at"], exact=1).filter("copy")
    return placed


def _on_own_blur(
    picture: Stream, color: Mapping[str, Any], place: Mapping[str, Any], raster: tuple[int, int]
) -> Stream:
    both = picture.filter_multi_output("split", 2)
    front = scaled(both[0], color, *place["size"])
    back = scaled(both[1], color, *place["cover"])
    back = _blurred(back.filter("crop", *place["small"], exact=1), place, raster)
    return even_color(back, front, *place["at"])


def _blurred(small: Stream, place: Mapping[str, Any], raster: tuple[int, int]) -> Stream:
    """A small picture as a soft, darker background of the whole raster."""
    soft = small.filter("boxblur", place["small"][1] // 24, 3).filter("lutyuv", y="minval+(val-minval)*0.62")
    return soft.filter("scale", *raster, **RESIZE)


def barred(layer: Mapping[str, Any], raster: tuple[int, int]) -> bool:
    """Whether it stands between bars of a color: these begin at the slice's first instant, not at the run-in's."""
    place = layer["place"]
    return bool(place["fit"] == "letterbox" and place["size"] != [*raster] and layer["background"] != "#000000")


def even_color(back: Stream, front: Stream, x: int, y: int) -> Stream:
    """One opaque picture laid over another."""
    return tagged(tagged(back).overlay(tagged(front), x=x, y=y, format="yuv420")).filter("setsar", "1")


def alpha_over(
    background: str, picture: Stream, color: Mapping[str, Any], place: Mapping[str, Any], raster: tuple[int, int]
) -> Stream:
    """A picture with transparency, placed and laid over a background, '#rrggbb', that is there frame by frame with it:
    one that stood by itself would go on where the picture fails.
    """
    both = picture.filter_multi_output("split", 2)
    picture, held = both[0], _ground(both[1], background, raster)
    if place["fit"] == "blur":
        both = picture.filter_multi_output("split", 2)
        picture = both[0]
        behind = scaled(both[1], color, *place["cover"], alpha=True)
        small = held.filter("scale", *place["small"], **RESIZE)
        held = _blurred(_laid(small, behind.filter("crop", *place["small"], exact=1), 0, 0), place, raster)
    front = scaled(picture, color, *place["size"], alpha=True)
    if place["fit"] == "crop":
        return _laid(held, front.filter("crop", *raster, *place["at"], exact=1), 0, 0)
    return _laid(held, front, *place["at"])


def _ground(picture: Stream, color: str, raster: tuple[int, int]) -> Stream:
    """Frames of one color in place of a picture's own (ITU-R BT.709-6, items 3.2 to 3.5)."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    parts = {"y": luma, "u": (blue - luma) / 1.8556 + 0.5, "v": (red - luma) / 1.5748 + 0.5}
    codes = {plane: f"floor(minval+(maxval-minval)*{part:.6f}+0.5)" for plane, part in parts.items()}
    spot = tagged(picture.filter("scale", 2, 2, **NEAREST)).filter("lutyuv", **codes)
    return spot.filter("scale", *raster, **NEAREST)


def _laid(back: Stream, front: Stream, x: int, y: int) -> Stream:
    """A picture with transparency over an opaque one, as long as both last."""
    laid = tagged(back).overlay(front.filter("setsar", "1"), x=x, y=y, format="yuv420", shortest=1)
    return tagged(laid).filter("setsar", "1")
