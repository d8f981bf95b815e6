"""Which RGB a still's ICC profile describes (ICC.1:2022): the matrix profiles of cameras, phones, editors, by name.

The profile is taken from the file's own bytes: PyAV's side data frees what it does not own, and kills the process.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

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


_PNG, _RIFF = ">I4s", "<4sI"

_HEAD = 4 << 20
"""Bytes of a file's beginning in which a profile is looked for; it stands before the picture, but for TIFF."""

_LARGEST = 1 << 20
"""Bytes of a profile at most; those of RGB have some hundreds."""


def profile_light(path: Path, demuxer: str) -> tuple[str, str]:
    """Primaries and transfer, as in PictureFacts, of the profile within a still; both empty where it tells nothing."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    try:
        return icc_light(_profile(head, demuxer)) or ("", "")
    except (struct.error, zlib.error):
        return "", ""


def _profile(head: bytes, demuxer: str) -> bytes:
    if demuxer == "png_pipe":
        found = next((data for kind, data in _chunks(head, 8, _PNG) if kind == b"iCCP"), b"")
        return zlib.decompressobj().decompress(found.partition(b"\0")[2][1:], _LARGEST)
    if demuxer == "webp_pipe":
        return next((data for kind, data in _chunks(head, 12, _RIFF) if kind == b"ICCP"), b"")
    if demuxer == "jpeg_pipe":
        return b"".join(_jpeg_parts(head))
    at = head.find(b"colrprof") if demuxer not in ("tiff_pipe", "gif", "apng") else -1  # HEIC, AVIF (ISO 14496-12)
    return head[at + 8 : at + _LARGEST] if at > 0 else _tiff_profile(head) if demuxer == "tiff_pipe" else b""


def _chunks(head: bytes, at: int, form: str) -> Iterator[tuple[bytes, bytes]]:
    """Kind and data of a PNG's chunks, each with a checksum (ISO/IEC 15948 §5.3), or a RIFF's, of even lengths."""
    while at + 8 <= len(head):
        first, second = struct.unpack_from(form, head, at)
        size, kind = (first, second) if form == _PNG else (second, first)
        yield kind, head[at + 8 : at + 8 + size]
        at += 8 + size + (4 if form == _PNG else size % 2)


def _jpeg_parts(head: bytes) -> Iterator[bytes]:
    """The pieces of a profile in a JPEG's APP2 segments (ICC.1:2022 annex B.4), which stand in order."""
    at = 2
    while head[at : at + 1] == b"\xff" and head[at + 1 : at + 2] != b"\xda":
        (size,) = struct.unpack_from(">H", head, at + 2)
        if head[at + 1] == 0xE2 and head[at + 4 : at + 16] == b"ICC_PROFILE\0":
            yield head[at + 18 : at + 2 + size]
        at += 2 + size


def _tiff_profile(head: bytes) -> bytes:
    """Tag 34675 of the first directory (TIFF 6.0 §2), where it lies in the file's beginning."""
    order = "<" if head[:2] == b"II" else ">"
    (at,) = struct.unpack_from(f"{order}I", head, 4)
    (count,) = struct.unpack_from(f"{order}H", head, at)
    for number in range(count):
        tag, _, size, offset = struct.unpack_from(f"{order}HHII", head, at + 2 + 12 * number)
        if tag == 34_675:
            return head[offset : offset + min(size, _LARGEST)]
    return b""


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
