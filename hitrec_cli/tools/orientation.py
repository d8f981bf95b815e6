"""What a file says of its picture beside the pixels: which way up it is, the shape of its samples, if it is raw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import atan2, pi
from typing import Any

from hitrec_cli.tools.still_blocks import Kind, entries, number

_ORIENTATION = 0x0112
_WIDEST = 4
"""Samples that a still calls wider or higher than this are a mistake: its densities mean nothing."""

_NEARLY_SQUARE = Fraction(1, 50)
"""Dots per metre are rounded from dots per inch, each way by itself."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """What turns a picture upright: `mirrored`: left and right change places; then `rotation` degrees clockwise."""

    rotation: int = 0
    mirrored: bool = False


UPRIGHT = Orientation()
_BY_EXIF = (
    UPRIGHT, Orientation(0, True), Orientation(180), Orientation(180, True),
    Orientation(270, True), Orientation(90), Orientation(90, True), Orientation(270),
)  # fmt: skip
"""Orientation 1 to 8 (CIPA DC-008 §4.6.5)."""


def by_exif(told: Iterable[tuple[Kind, bytes]]) -> Orientation:
    """By the first EXIF block that says it (tag 0112h); upright where none does."""
    for kind, data in told:
        if kind != "exif":
            continue
        for tag, type_, _, raw in entries(data):
            if tag == _ORIENTATION and type_ in (1, 3, 4):
                value = number(data, raw[: {1: 1, 3: 2, 4: 4}[type_]])
                return _BY_EXIF[value - 1] if 1 <= value <= 8 else UPRIGHT
    return UPRIGHT


def is_raw(told: Iterable[tuple[Kind, bytes]]) -> bool:
    """Whether a TIFF is a camera's raw picture: it says so (DNGVersion, C612h), or its first image is but a small copy
    (bit 0 of NewSubfileType, 00FEh), or it is Canon's.
    """
    for kind, data in told:
        if kind == "exif":
            found = {tag: number(data, raw) for tag, _, _, raw in entries(data) if tag in (0x00FE, 0xC612)}
            return 0xC612 in found or bool(found.get(0x00FE, 0) & 1) or data[8:10] == b"CR"
    return False


def by_matrix(matrix: Sequence[int]) -> Orientation:
    """By a display matrix (ISO/IEC 14496-12 §6.2.2: a b u c d v x y w), to the nearest quarter turn."""
    a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
    mirrored = a * d - b * c < 0
    quarter = round(atan2(-b, -a) / (pi / 2)) if mirrored else round(atan2(b, a) / (pi / 2))
    return Orientation(quarter % 4 * 90, mirrored)


def of_frame(frame: Any) -> Orientation:
    """By the display matrix that a decoded frame carries."""
    from av.sidedata.sidedata import Type

    # PyAV's list of side data ends before ffmpeg's, and with it every frame that carries EXIF (31) fails.
    Type._missing_ = classmethod(lambda kinds, value: kinds.VIDEO_HINT)  # type: ignore[assignment,method-assign]
    carried = frame.side_data.get(Type.DISPLAYMATRIX)
    return by_matrix(memoryview(bytes(carried)).cast("i")) if carried is not None else UPRIGHT


def sample_aspect(told: Iterable[tuple[Kind, bytes]]) -> Fraction:
    """Width by height of a sample, by a JPEG's or PNG's dots per inch or metre each way (JFIF 1.02; PNG §11.3.4.3).

    Without a unit the two numbers are the aspect itself, as those write it who take pictures out of films.
    """
    for kind, data in told:
        if kind != "density" or len(data) < 13:
            continue
        if data.startswith(b"JFIF"):
            unit, x, y = data[7], int.from_bytes(data[8:10]), int.from_bytes(data[10:12])
        else:
            x, y, unit = int.from_bytes(data[4:8]), int.from_bytes(data[8:12]), data[12]
        aspect = Fraction(0) if not x * y else Fraction(y, x) if unit else Fraction(x, y)
        if Fraction(1, _WIDEST) <= aspect <= _WIDEST and abs(aspect - 1) > _NEARLY_SQUARE:
            return aspect
    return Fraction(1)
