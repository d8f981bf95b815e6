"""Conform: any shape, range and color of picture to the raster in 8-bit 4:2:0 BT.709, narrow range.

Every scale names both matrices: ffmpeg would convert RGB with BT.601 else, and tag it as if it were BT.709.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Stream = Any
SCALE_FLAGS = "bicubic+accurate_rnd+bitexact+full_chroma_int"
RESIZE = {
    "in_color_matrix": "bt709", "out_color_matrix": "bt709", "in_range": "tv", "out_range": "tv",
    "flags": "bicubic+accurate_rnd+bitexact",
}  # fmt: skip
"""For `scale` of what is conformed already. Left out, matrix and range would be settled with what comes after."""
SD_HEIGHT = 576
"""Untagged pictures up to this height are BT.601, higher ones BT.709 (ITU-R BT.601-7, BT.709-6: SD and HD systems)."""

_MATRICES = {"smpte170m": "smpte170m", "bt470bg": "bt601", "bt601": "bt601", "bt709": "bt709", "fcc": "fcc",
             "smpte240m": "smpte240m", "bt2020nc": "bt2020", "bt2020_ncl": "bt2020", "bt2020c": "bt2020"}  # fmt: skip
_WIDE_TRANSFERS = {"smpte2084": "smpte2084", "arib-std-b67": "arib-std-b67"}


def is_rgb(pixel_format: str) -> bool:
    """Whether a pixel format holds RGB (or grey, or a palette), which has no matrix."""
    return pixel_format.startswith(("rgb", "bgr", "gbr", "argb", "abgr", "pal8", "gray", "ya", "mono", "0rgb", "0bgr"))


def scale_options(color: Sequence[Any]) -> dict[str, str]:
    """Matrix and range of source and result, for `scale`. `color`: pixel format, matrix, range, …, height."""
    pixel_format, matrix, value_range, _primaries, _transfer, height = color
    options = {"out_color_matrix": "bt709", "out_range": "tv", "flags": SCALE_FLAGS}
    if is_rgb(pixel_format):
        return options
    guessed = "smpte170m" if height <= SD_HEIGHT or pixel_format.startswith("yuvj") else "bt709"
    options["in_color_matrix"] = _MATRICES.get(matrix, guessed)
    options["in_range"] = "pc" if value_range == "pc" or pixel_format.startswith("yuvj") else "tv"
    return options


def rgb_to_narrow(picture: Stream) -> Stream:
    """RGB to BT.709 narrow range."""
    return picture.filter("scale", out_color_matrix="bt709", out_range="tv", flags=SCALE_FLAGS).filter(
        "format", "yuv420p"
    )


def tagged(picture: Stream) -> Stream:
    """Marked as what it is: 8-bit 4:2:0 BT.709, narrow range. Nothing after it has a say in what was before."""
    return picture.filter("format", "yuv420p").filter(
        "setparams", color_primaries="bt709", color_trc="bt709", colorspace="bt709", range="tv"
    )


def as_coded(picture: Stream, pixels: str, scan: str) -> Stream:
    """In the encoder's own pixel format. `scan` "psf": each picture is two fields of one instant, upper one first."""
    if pixels != "yuv420p":
        picture = picture.filter("scale", **RESIZE).filter("format", pixels)
    fields = {"field_mode": "tff"} if scan == "psf" else {}
    if not fields and pixels == "yuv420p":
        return picture
    return picture.filter(
        "setparams", color_primaries="bt709", color_trc="bt709", colorspace="bt709", range="tv", **fields
    )


def narrow_to_rgb(picture: Stream) -> Stream:
    """BT.709 narrow range to RGB, for pictures that people look at."""
    options = {"in_color_matrix": "bt709", "in_range": "tv", "out_range": "pc", "flags": SCALE_FLAGS}
    return picture.filter("scale", **options).filter("format", "rgb24")


def tone_mapped(picture: Stream, color: Sequence[Any]) -> Stream:
    """PQ and HLG (ITU-R BT.2100) brought to BT.709 light; anything else as it is."""
    transfer = _WIDE_TRANSFERS.get(color[4])
    if transfer is None:
        return picture
    linear = picture.filter("zscale", tin=transfer, pin="2020", min="2020_ncl", t="linear", npl=203)
    mapped = linear.filter("format", "gbrpf32le").filter("zscale", p="709").filter("tonemap", "mobius", desat=0)
    return mapped.filter("zscale", t="709", m="709", r="limited").filter("format", "yuv420p")


def fitted(picture: Stream, color: Sequence[Any], place: Mapping[str, Any], raster: tuple[int, int]) -> Stream:
    """Scaled by the placement: cropped to the raster, on its own blur, or (letterbox) still without its background."""
    if color[4] in _WIDE_TRANSFERS:
        color = ["yuv420p", "bt709", "tv", "", "", color[5]]
    width, height = place["size"]
    options = scale_options(color)
    if place["fit"] == "blur":
        return _on_own_blur(picture, options, place, raster)
    scaled = picture.filter("scale", width, height, **options).filter("format", "yuv420p")
    if place["fit"] == "crop":
        return scaled.filter("crop", *raster, *place["at"], exact=1)
    return scaled


def _on_own_blur(
    picture: Stream, options: Mapping[str, str], place: Mapping[str, Any], raster: tuple[int, int]
) -> Stream:
    both = picture.filter_multi_output("split", 2)
    front = both[0].filter("scale", *place["size"], **options).filter("format", "yuv420p")
    back = both[1].filter("scale", *place["cover"], **options).filter("format", "yuv420p")
    back = _blurred(back.filter("crop", *place["small"], exact=1), place, raster)
    return even_color(back, front, *place["at"])


def _blurred(small: Stream, place: Mapping[str, Any], raster: tuple[int, int]) -> Stream:
    """A small picture as a soft, darker background of the whole raster."""
    soft = small.filter("boxblur", place["small"][1] // 24, 3).filter("lutyuv", y="16+(val-16)*0.62")
    return soft.filter("scale", *raster, **RESIZE)


def even_color(back: Stream, front: Stream, x: int, y: int) -> Stream:
    """One opaque picture laid over another."""
    return tagged(tagged(back).overlay(tagged(front), x=x, y=y, format="yuv420")).filter("setsar", "1")


def alpha_over(
    back: Stream, picture: Stream, color: Sequence[Any], place: Mapping[str, Any], raster: tuple[int, int]
) -> Stream:
    """A picture with transparency, placed and laid over one frame of background that is held as long as it lasts."""
    options = scale_options(color)
    held = back.filter("loop", loop=-1, size=1)
    if place["fit"] == "blur":
        both = picture.filter_multi_output("split", 2)
        picture = both[0]
        behind = both[1].filter("scale", *place["cover"], **options).filter("format", "yuva420p")
        small = held.filter("scale", *place["small"], **RESIZE)
        held = _blurred(_laid(small, behind.filter("crop", *place["small"], exact=1), 0, 0), place, raster)
    front = picture.filter("scale", *place["size"], **options).filter("format", "yuva420p")
    if place["fit"] == "crop":
        return _laid(held, front.filter("crop", *raster, *place["at"], exact=1), 0, 0)
    return _laid(held, front, *place["at"])


def _laid(back: Stream, front: Stream, x: int, y: int) -> Stream:
    """A picture with transparency over an opaque one, as long as both last."""
    laid = tagged(back).overlay(front.filter("setsar", "1"), x=x, y=y, format="yuv420", shortest=1)
    return tagged(laid).filter("setsar", "1")


def moved(picture: Stream, move: Mapping[str, Any], raster: tuple[int, int]) -> Stream:
    """A camera move: corners at fractions of a pixel, eased in and out by 3p^2 - 2p^3 over the move's length.

    After it the camera stands: a still goes on under the dissolve that ends it."""
    part = f"min((on+{move['index']})/{max(1, move['length'] - 1)},1)"
    eased = f"({part}*{part}*(3-2*{part}))"
    zoom, x, y = (
        f"({start}+({end - start})*{eased})/10000" for start, end in zip(move["from"], move["to"], strict=True)
    )
    side = f"(1/({zoom}))"
    left, top = (f"min(max({center}-{side}/2,0),1-{side})" for center in (x, y))
    corners = {"x0": f"W*({left})", "y0": f"H*({top})", "x1": f"W*({left}+{side})", "y1": f"H*({top})",
               "x2": f"W*({left})", "y2": f"H*({top}+{side})", "x3": f"W*({left}+{side})",
               "y3": f"H*({top}+{side})"}  # fmt: skip
    turned = tagged(picture).filter("perspective", **corners, sense="source", eval="frame", interpolation="linear")
    return turned.filter("scale", *raster, **RESIZE).filter("setsar", "1")
