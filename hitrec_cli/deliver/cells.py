"""What a profile has to say so that a stream of constant rate can be made of cells."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hitrec_cli.base.timecode import Rate
from hitrec_cli.model.profile import Cells

_UNITS = {"k": 1_000, "M": 1_000_000}


def cells_of(groups: int, gop: int, rates: Sequence[Rate], options: Sequence[str]) -> Cells:
    """Cells of so many GOPs of `gop` pictures, from the encoder's options and the rates of episodes.

    The stream has the rate `maxrate`. The encoder aims a little lower (`b:v`), at no least rate: what is left over is
    filled up when the cell is whole. Raises ValueError for another encoder than mpeg2video, for what is not told, and
    where a GOP is no whole number of bytes.
    """
    given = dict(zip(options[::2], options[1::2], strict=True))
    if given.get("-c:v") != "mpeg2video":
        raise ValueError("cells are for mpeg2video")
    aim, bits, buffer, fullness = (
        _number(given.get(name, ""), name) for name in ("-b:v", "-maxrate", "-bufsize", "-rc_init_occupancy")
    )
    if "-minrate" in given or not aim < bits:
        raise ValueError("cells want b:v below maxrate, like 49500k below 50M, and no minrate")
    if not 0 < fullness <= buffer:
        raise ValueError("the buffer's occupancy at first is more than it holds, or nothing")
    if not rates:
        raise ValueError("cells want the rates of episodes")
    for rate in rates:
        if (share := Fraction(gop * bits, 8) / rate.fraction).denominator > 1:
            raise ValueError(f"{gop} pictures at {rate} are no whole number of bytes: {share}")
    return Cells(groups, bits, buffer, fullness)


def _number(text: str, name: str) -> int:
    """Bits as the encoder reads them: 50M are 50,000,000."""
    digits = text.rstrip("kM")
    if not digits.isdecimal():
        raise ValueError(f"cells want {name[1:]} as a whole number of bits")
    return int(digits) * _UNITS.get(text[len(digits) :], 1)
