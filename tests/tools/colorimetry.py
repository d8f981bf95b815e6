"""Colors by the formulas of the standards, in numpy: what tests expect. Nothing here comes from hitrec."""

from __future__ import annotations

from typing import Any

import numpy as np

WEIGHTS = {"601": (0.299, 0.114), "709": (0.2126, 0.0722), "2020": (0.2627, 0.0593), "240": (0.212, 0.087)}
"""Kr and Kb: BT.601-7 item 2.5.1, BT.709-6 item 3.2, BT.2020-2 table 4, SMPTE 240M."""

TO_709 = {
    "2020": [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]],
    "p3": [[1.2249, -0.2249, 0.0], [-0.0421, 1.0421, 0.0], [-0.0196, -0.0786, 1.0983]],
    "525": [[0.9395, 0.0502, 0.0103], [0.0178, 0.9658, 0.0164], [-0.0016, -0.0044, 1.0060]],
    "625": [[1.0440, -0.0440, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0118, 0.9882]],
    "adobe": [[1.3984, -0.3984, 0.0], [0.0, 1.0, 0.0], [0.0, -0.0429, 1.0429]],
}
"""Linear RGB to BT.709's, as printed: BT.2407-0 §2 (2020), CSS Color 4 §17 (P3), Lindbloom (SMPTE-C, PAL, Adobe)."""

BARS = tuple((191 * red, 191 * green, 191 * blue) for green in (1, 0) for red in (1, 0) for blue in (1, 0))
"""75 % bars (BT.471-1): white, yellow, cyan, green, magenta, red, blue, black."""

PATCHES = np.array(
    [*BARS, (200, 60, 40), (40, 180, 90), (60, 80, 210), (128, 128, 128), (226, 180, 154), (120, 78, 58), (30, 30, 30),
     (255, 255, 255)]
)  # fmt: skip
"""R'G'B' in 8 bits: bars, three colors, grays, two skins."""


def codes(signal: Any, matrix: str = "709", bits: int = 8, *, full: bool = False) -> Any:
    """Y', Cb, Cr code values, not rounded, of R'G'B' in 0…1 (BT.709-6 items 3.2 to 3.5; full range: T.871 item 7)."""
    kr, kb = WEIGHTS[matrix]
    red, green, blue = np.moveaxis(np.asarray(signal, float), -1, 0)
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    chroma = (blue - luma) / (2 * (1 - kb)), (red - luma) / (2 * (1 - kr))
    scale = 2 ** (bits - 8)
    if full:
        top, middle = 2**bits - 1, 2 ** (bits - 1)
        return np.stack([top * luma, *(middle + top * one for one in chroma)], axis=-1)
    return np.stack([scale * (16 + 219 * luma), *(scale * (128 + 224 * one) for one in chroma)], axis=-1)


def signal(values: Any, matrix: str = "709", bits: int = 8, *, full: bool = False) -> Any:
    """The inverse of `codes`."""
    kr, kb = WEIGHTS[matrix]
    scale = 2 ** (bits - 8)
    y, cb, cr = np.moveaxis(np.asarray(values, float), -1, 0)
    if full:
        top, middle = 2**bits - 1, 2 ** (bits - 1)
        y, cb, cr = y / top, (cb - middle) / top, (cr - middle) / top
    else:
        y, cb, cr = (y / scale - 16) / 219, (cb / scale - 128) / 224, (cr / scale - 128) / 224
    red, blue = y + 2 * (1 - kr) * cr, y + 2 * (1 - kb) * cb
    return np.stack([red, (y - kr * red - kb * blue) / (1 - kr - kb), blue], axis=-1)


def in_709(rgb: Any, primaries: str, curve: str) -> Any:
    """R'G'B' of standard range in other primaries as R'G'B' of BT.709: the same light, clipped to the gamut."""
    light = DECODE[curve](np.clip(rgb, 0, 1)) @ np.array(TO_709[primaries]).T
    return (srgb_signal if curve != "video" else video_signal)(np.clip(light, 0, 1))


def video_signal(light: Any) -> Any:
    """BT.1886 annex 1, inverted; its black is none."""
    return light ** (1 / 2.4)


def srgb_signal(light: Any) -> Any:
    """IEC 61966-2-1."""
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


DECODE = {
    "video": lambda value: value**2.4,
    "srgb": lambda value: np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4),
    "adobe": lambda value: value**2.19921875,
}


def pq_signal(nits: Any) -> Any:
    """BT.2100-2 table 4, inverse EOTF."""
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    y = (np.asarray(nits, float) / 10_000) ** m1
    return ((c1 + c2 * y) / (1 + c3 * y)) ** m2


def pq_nits(value: Any) -> Any:
    """BT.2100-2 table 4, EOTF."""
    m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
    power = np.asarray(value, float) ** (1 / m2)
    return 10_000 * (np.maximum(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1)


def hlg_nits(value: Any) -> Any:
    """BT.2100-2 table 5: inverse OETF, then the OOTF for 1000 cd/m2."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    value = np.asarray(value, float)
    scene = np.where(value <= 0.5, value**2 / 3, (np.exp((value - c) / a) + b) / 12)
    return 1000 * (scene @ [0.2627, 0.6780, 0.0593])[..., None] ** 0.2 * scene


def hlg_signal(nits: Any) -> Any:
    """The inverse of `hlg_nits`."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    display = np.asarray(nits, float) / 1000
    luminance = (display @ [0.2627, 0.6780, 0.0593])[..., None]
    scene = display * np.where(luminance > 0, luminance, 1) ** (1 / 1.2 - 1)
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), a * np.log(np.maximum(12 * scene - b, 1e-9)) + c)


def rolled_off(nits: Any) -> Any:
    """BT.2390-10 §5.4.1: peak 1000 to peak 203 cd/m2, both blacks none."""
    maximum = pq_signal(203) / pq_signal(1000)
    start = 1.5 * maximum - 0.5
    e1 = np.clip(pq_signal(nits) / pq_signal(1000), 0, 1)
    t = (e1 - start) / (1 - start)
    p = (2 * t**3 - 3 * t**2 + 1) * start + (t**3 - 2 * t**2 + t) * (1 - start) + (3 * t**2 - 2 * t**3) * maximum
    return pq_nits(np.where(e1 < start, e1, p) * pq_signal(1000))


def hdr_in_709(nits: Any) -> Any:
    """R'G'B' of BT.709 for display light in BT.2020's primaries, cd/m2."""
    light = rolled_off(nits) / 203 @ np.array(TO_709["2020"]).T
    return video_signal(np.clip(light, 0, 1))
