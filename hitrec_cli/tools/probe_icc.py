"""Which RGB a still's ICC profile describes (ICC.1:2022): the matrix profiles of cameras, phones, editors, by name.

The profile is taken from the file's own bytes: PyAV's side data frees what it does not own, and kills the process.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping

from hitrec_cli.tools.still_blocks import PROFILE, entries

_COLORANTS = {
    ("bt709", "iec61966-2-1"): ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)),
    ("smpte432", "iec61966-2-1"): ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)),
    ("adobe-rgb", "gamma22"): ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446)),
    ("prophoto-rgb", "gamma18"): ((0.7977, 0.2880, 0.0000), (0.1352, 0.7119, 0.0000), (0.0313, 0.0001, 0.8249)),
    ("bt2020", "iec61966-2-1"): ((0.6735, 0.2790, -0.0019), (0.1657, 0.6753, 0.0300), (0.1251, 0.0456, 0.7969)),
}  # fmt: skip
"""Red, green and blue in CIE XYZ, adapted to D50 as profiles have them (Bradford): sRGB, Display P3, Adobe RGB (1998),
ProPhoto RGB, Rec. 2020 with sRGB's curve."""

_TOLERANCE = 0.004
"""More than makers of profiles round, and less than half of what lies between any two of the table."""


def profile_light(told: Collection[tuple[str, bytes]]) -> tuple[str, str]:
    """Primaries and transfer, as in PictureFacts, by the profile among a still's blocks; both empty without one."""
    profile = b"".join(data for kind, data in told if kind == "profile")
    for kind, data in told:
        if kind == "exif" and not profile:
            profile = next((value for tag, *_, value in entries(data) if tag == PROFILE), b"")
    return icc_light(profile) or ("", "")


def icc_light(profile: bytes) -> tuple[str, str] | None:
    """Primaries and transfer as in PictureFacts; None for sRGB, and for profiles that are damaged or not in the table.

    A stranger's bytes: nothing is believed that lies outside of them.
    """
    try:
        tags = _tags(profile)
        found = [_xyz(profile, tags[name]) for name in (b"rXYZ", b"gXYZ", b"bXYZ")]
    except (struct.error, KeyError, ValueError):
        return None
    for light, colorants in _COLORANTS.items():
        pairs = zip(found, colorants, strict=True)
        if all(abs(a - b) <= _TOLERANCE for one, other in pairs for a, b in zip(one, other, strict=True)):
            return None if light[0] == "bt709" else light
    return None


def _tags(profile: bytes) -> Mapping[bytes, tuple[int, int]]:
    """Offset and size of each tag of an RGB profile (§7.3)."""
    if profile[16:20] != b"RGB " or profile[36:40] != b"acsp":
        raise ValueError("no RGB profile")
    (count,) = struct.unpack_from(">I", profile, 128)
    if count > 200:
        raise ValueError("no profile has so many tags")
    entries = (struct.unpack_from(">4sII", profile, 132 + 12 * number) for number in range(count))
    return {name: (offset, size) for name, offset, size in entries}


def _xyz(profile: bytes, where: tuple[int, int]) -> tuple[float, ...]:
    """The first value of an XYZType, whose numbers are s15Fixed16 (§10.31)."""
    kind, *values = struct.unpack_from(">4s4x3i", profile, where[0])
    if kind != b"XYZ ":
        raise ValueError("no XYZType")
    return tuple(value / 65_536 for value in values)
