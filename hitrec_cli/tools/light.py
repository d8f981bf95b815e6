"""Light of other systems as BT.709's, by filters that are the same for every frame of every slice.

Standard range in other primaries: the code values are shown by their own curve (ITU-R BT.1886 for video, IEC 61966-2-1
for stills), turned into the primaries of BT.709, clipped to its gamut (ITU-R BT.2407-0 §2) and coded by the same curve.

High dynamic range (ITU-R BT.2100-2): PQ or HLG is shown on a display of 1000 cd/m2, then each of R, G and B runs
through the tone curve of ITU-R BT.2390 §5.4 (EETF) to a peak of 203 cd/m2, the reference white of ITU-R BT.2408 for
HDR. Below 90 cd/m2, where faces are, nothing changes; white paper (203 cd/m2) is at 90 % of the signal; the brightest
highlights are at 100 %. Then primaries as above.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

Stream = Any
HDR = ("pq", "hlg")
SIZE = 49
"""Steps along each edge of the table for high dynamic range."""
PEAK = 1000.0
"""cd/m2: nominal peak of the display that HLG and PQ are shown on (BT.2100-2, table 5, note 5c; L_W)."""
WHITE = 203.0
"""cd/m2: HDR reference white (BT.2408-5 §2.2), which becomes the peak of the standard picture."""

_D65 = (0.3127, 0.3290)
_CHROMATICITIES = {
    "bt709": ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060), _D65),
    "bt470m": ((0.670, 0.330), (0.210, 0.710), (0.140, 0.080), (0.310, 0.316)),
    "bt470bg": ((0.640, 0.330), (0.290, 0.600), (0.150, 0.060), _D65),
    "smpte170m": ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), _D65),
    "smpte240m": ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), _D65),
    "bt2020": ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), _D65),
    "smpte431": ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.314, 0.351)),
    "smpte432": ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), _D65),
    "ebu3213": ((0.630, 0.340), (0.295, 0.605), (0.155, 0.077), _D65),
    "adobe-rgb": ((0.640, 0.330), (0.210, 0.710), (0.150, 0.060), _D65),
    "prophoto-rgb": ((0.734699, 0.265301), (0.159597, 0.840403), (0.036598, 0.000105), (0.345704, 0.358540)),
}  # fmt: skip
"""CIE xy of red, green, blue and white (ITU-T H.273, table 2; Adobe RGB (1998); ROMM RGB, ISO 22028-2)."""

_DECODED: Mapping[str, str] = {
    "bt1886": "pow(val/maxval,2.4)",
    "srgb": "if(lte(val/maxval,0.04045),val/maxval/12.92,pow((val/maxval+0.055)/1.055,2.4))",
    "gamma22": "pow(val/maxval,563/256)",  # Adobe RGB (1998) §4.3.1.2
    "gamma18": "pow(val/maxval,1.8)",
}
_TO_VIDEO = "pow(val/maxval,1/2.4)"
_TO_SRGB = "if(lte(val/maxval,0.0031308),val/maxval*12.92,1.055*pow(val/maxval,1/2.4)-0.055)"


def in_bt709(rgb: Stream, primaries: str, curve: str) -> Stream:
    """R'G'B' of 16 bits in other primaries as R'G'B' of BT.709; unknown primaries are taken for BT.709's."""
    matrix = to_bt709(primaries)
    if matrix is None:
        return rgb
    names = (f"{row}{column}" for row in "rgb" for column in "rgb")
    weights = {name: f"{weight:.6f}" for name, weight in zip(names, matrix, strict=True)}
    encoded = _TO_VIDEO if curve == "bt1886" else _TO_SRGB
    return _curve(_curve(rgb, _DECODED[curve]).filter("colorchannelmixer", **weights), encoded)


def _curve(rgb: Stream, formula: str) -> Stream:
    """Every component through a formula; rounded, for the filter itself cuts off."""
    return rgb.filter("lutrgb", **dict.fromkeys("rgb", f"maxval*{formula}+0.5"))


@cache
def to_bt709(primaries: str) -> tuple[float, ...] | None:
    """The matrix from linear RGB of these primaries to BT.709's by rows, whites adapted by Bradford; None: unknown."""
    import numpy as np

    if primaries not in _CHROMATICITIES or primaries == "bt709":
        return None
    cones = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
    source, target = (_to_xyz(_CHROMATICITIES[name]) for name in (primaries, "bt709"))
    whites = [cones @ one.sum(axis=1) for one in (source, target)]
    adapted = np.linalg.inv(cones) @ np.diag(whites[1] / whites[0]) @ cones
    return tuple(float(one) for one in (np.linalg.inv(target) @ adapted @ source).ravel())


def _to_xyz(points: tuple[tuple[float, float], ...]) -> Any:
    """The matrix from linear RGB to CIE XYZ (SMPTE RP 177)."""
    import numpy as np

    columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in points]).T
    return columns[:, :3] * np.linalg.solve(columns[:, :3], columns[:, 3])


@cache
def cube(curve: str) -> str:
    """PQ or HLG to a standard signal in the same primaries, as the text of a .cube file."""
    import numpy as np

    steps = np.linspace(0, 1, SIZE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")  # red runs fastest
    signal = toned_down(np.stack([red.ravel(), green.ravel(), blue.ravel()], axis=1), curve)
    lines = "%.6f %.6f %.6f\n" * len(signal) % tuple(signal.ravel())
    return f"LUT_3D_SIZE {SIZE}\n{lines}"


def toned_down(signal: Any, curve: str) -> Any:
    """R'G'B' of PQ or HLG, (…, 3) in 0…1, as R'G'B' of standard range by BT.1886, in the same primaries."""
    nits = _from_pq(signal) if curve == "pq" else _from_hlg(signal)
    return (tone_mapped(nits) / WHITE).clip(0, 1) ** (1 / 2.4)


def tone_mapped(nits: Any) -> Any:
    """BT.2390 §5.4.1: the EETF from a peak of 1000 to one of 203 cd/m2, both with a black of none."""
    import numpy as np

    top, peak = _to_pq(PEAK), _to_pq(WHITE)
    largest = peak / top
    knee = 1.5 * largest - 0.5
    e1 = np.minimum(_to_pq(nits) / top, 1)
    t = np.maximum(e1 - knee, 0) / (1 - knee)
    spline = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (-2 * t**3 + 3 * t**2) * largest
    return _from_pq(np.where(e1 < knee, e1, spline) * top)


def _to_pq(nits: Any) -> Any:
    """BT.2100-2, table 4: the inverse EOTF of PQ."""
    y = (nits / 10_000) ** (2610 / 16_384)
    return ((3424 / 4096 + 2413 / 128 * y) / (1 + 2392 / 128 * y)) ** (2523 / 32)


def _from_pq(signal: Any) -> Any:
    """BT.2100-2, table 4: the EOTF of PQ, in cd/m2."""
    import numpy as np

    root = signal ** (32 / 2523)
    return 10_000 * (np.maximum(root - 3424 / 4096, 0) / (2413 / 128 - 2392 / 128 * root)) ** (16_384 / 2610)


def _from_hlg(signal: Any) -> Any:
    """BT.2100-2, table 5: the EOTF of HLG at 1000 cd/m2, whose system gamma is 1.2."""
    import numpy as np

    a = 0.17883277
    b, c = 1 - 4 * a, 0.5 - a * np.log(4 * a)
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    luminance = scene @ np.array([0.2627, 0.6780, 0.0593])
    return PEAK * luminance[..., None] ** 0.2 * scene
