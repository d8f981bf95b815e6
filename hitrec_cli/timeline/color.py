"""What a source's code values mean: by its tags and, where it has none, by the standards and by custom."""

from __future__ import annotations

from hitrec_cli.base.digest import Json
from hitrec_cli.model.media import PictureFacts

MATRICES = {"bt709": "bt709", "smpte170m": "bt601", "bt470bg": "bt601", "fcc": "fcc", "smpte240m": "smpte240m",
            "bt2020nc": "bt2020"}  # fmt: skip
"""Matrices that are converted, by ffmpeg's name and by the scaler's."""

_RGB = ("rgb", "bgr", "gbr", "argb", "abgr", "pal8", "0rgb", "0bgr", "x2rgb", "x2bgr")
_GRAY = ("gray", "ya", "mono")
_CURVES = {"smpte2084": "pq", "arib-std-b67": "hlg", "iec61966-2-1": "srgb", "gamma22": "gamma22", "gamma18": "gamma18"}
_OWN_WHITE = {480: "smpte170m", 486: "smpte170m", 576: "bt470bg"}
"""Systems of 525 and 625 lines (ITU-R BT.601-7, item 3 of part A): what picture of so many lines was graded on."""


def source_color(facts: PictureFacts, *, still: bool) -> dict[str, Json]:
    """Pixel format, matrix, range, place of the chroma samples, and light, as the filter graph takes them.

    `light` is empty where the code values already stand for BT.709's light; else the primaries and the curve of the
    source: `bt1886` (video), `srgb`, `gamma22`, `gamma18` (stills), `pq` or `hlg` (ITU-R BT.2100).
    """
    matrix = _matrix(facts, still)
    gray = is_gray(facts.pixel_format)
    full = facts.range == "pc" or facts.pixel_format.startswith("yuvj") or (gray and still and not facts.range)
    curve = _CURVES.get(facts.transfer, "srgb" if still else "bt1886")
    primaries = _primaries(facts, matrix, curve)
    own = not gray and (primaries != "bt709" or curve in ("pq", "hlg"))
    return {
        "pixels": facts.pixel_format,
        "matrix": matrix,
        "range": "pc" if full else "tv",
        "siting": _siting(facts, still, curve),
        "light": [primaries, curve] if own else [],
    }


def is_rgb(pixel_format: str) -> bool:
    """Whether a pixel format holds RGB or a palette of RGB, which has no matrix and always the full range."""
    return pixel_format.startswith(_RGB)


def is_gray(pixel_format: str) -> bool:
    """Whether a pixel format holds luma alone."""
    return pixel_format.startswith(_GRAY)


def standard_definition(facts: PictureFacts) -> bool:
    """Whether an untagged picture is taken for BT.601: less than 1280 by up to 576, whichever way it stands."""
    short, long = sorted((facts.width, facts.height))
    return short <= 576 and long < 1280


def _matrix(facts: PictureFacts, still: bool) -> str:
    """Untagged stills in YCbCr are BT.601 at any size: JFIF (ITU-T T.871, item 7) and WebP (RFC 9649) say so."""
    if is_rgb(facts.pixel_format) or is_gray(facts.pixel_format):
        return ""
    guess = "bt601" if still or standard_definition(facts) else "bt709"
    return MATRICES.get(facts.matrix, guess)


def _primaries(facts: PictureFacts, matrix: str, curve: str) -> str:
    """Untagged ones follow the matrix; of BT.601, only what has the lines of a television system is taken for one."""
    if facts.primaries:
        return facts.primaries
    if matrix == "bt2020" or curve in ("pq", "hlg"):
        return "bt2020"
    if matrix == "bt601" and standard_definition(facts) and curve == "bt1886":
        return _OWN_WHITE.get(facts.height, "bt709")
    return "bt709"


def _siting(facts: PictureFacts, still: bool, curve: str) -> str:
    """Where chroma lies among luma: stills in the middle (JFIF), 4:2:0 in PQ top left (BT.2100-2), other video left."""
    if facts.siting or still:
        return facts.siting or "center"
    return "topleft" if curve == "pq" else "left"
