"""Cells: pieces of an MPEG-2 stream of constant rate that take exactly their share of bits, and so join by copy.

Each is encoded by itself into a decoder's buffer that is as full at its beginning as at every other cell's. The encoder
keeps that buffer from running empty; zeros after slices (stuffing, ISO/IEC 13818-2 §5.2.3) keep it from running over,
and bring it back to its first state at the end. Then it is known how long each picture waits in it. Timecode is written
when cells are joined, so a cell does not depend on its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

from hitrec_cli.base.timecode import Timecode, parse_rate, timecode_at
from hitrec_cli.tools.mpeg2 import Picture, picture, split, with_delay, with_timecode
from hitrec_cli.tools.vbv import Buffer

LATE = 1
"""Ticks of 1/90000 s that a `vbv_delay` may be off: it is told in whole ones."""


def settle(data: bytes, cell: Mapping[str, Any], rate: Fraction) -> bytes | None:
    """A cell as it was encoded, brought to its share of bytes, with the time that each picture waits in the buffer.

    None where it takes more than its share and is not the `last` one, or a picture is not all there at its instant.
    """
    made = bytearray()
    buffer = Buffer(cell["bits"], rate, cell["fullness"])
    for one in split(data):
        told = with_delay(one, int(buffer.delay(picture(one).ahead)))
        over = buffer.fullness - 8 * len(one) + buffer.step - cell["buffer"]
        told += bytes(max(0, ceil(over / 8)))
        buffer.take(len(told))
        made += told
    if buffer.lowest < 0 or (len(made) > cell["bytes"] and not cell["last"]):
        return None
    return bytes(made.ljust(cell["bytes"], b"\0"))


def joined(spec: Mapping[str, Any], inputs: Mapping[str, Path]) -> Iterator[bytes]:
    """The stream of a file's cells one after the other, with its timecode."""
    stream, rate, first = spec["stream"], parse_rate(spec["rate"]), spec["stream"]["first"]
    for part in spec["parts"]:
        data = inputs[part["part"]].read_bytes()
        yield with_timecode(data, first, stream["gop"], rate, drop=stream["drop"])
        first += part["frames"]


class StreamCheck:
    """Looks at every coded picture of a finished file in turn, as it stands there."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self.stream, self.rate = spec["stream"], parse_rate(spec["rate"])
        self.buffer = Buffer(self.stream["bits"], self.rate.fraction, self.stream["fullness"])
        self.pictures = self.group = 0
        self.sequence = b""
        self.found: dict[str, str] = {}

    def take(self, data: bytes) -> None:
        """The next one, with all bytes of the stream up to the one after it."""
        try:
            told = picture(data)
        except ValueError as error:
            self._check(True, str(error))
            return
        late = abs(told.delay - self.buffer.delay(told.ahead))
        self._check(late > LATE, "vbv_delay is off", f" by {float(late):.1f} ticks")
        if told.group is not None or not self.pictures:
            self._begin(told)
        self._check(self.buffer.fullness < 8 * len(data), "the decoder's buffer runs empty")
        self.buffer.take(len(data))
        self._check(self.buffer.fullness > self.stream["buffer"], "the decoder's buffer runs over")
        self.pictures += 1

    def _begin(self, told: Picture) -> None:
        """A group begins."""
        length = self.pictures - self.group
        self._check(length not in (0, self.stream["gop"]), "a group ends too early", f": of {length}")
        self._check(told.group is None, "the stream does not begin with a group")
        self.sequence = self.sequence or told.sequence
        self._check(not told.sequence or told.sequence != self.sequence, "the sequence's headers differ")
        if told.group is not None:
            self._check(not told.group.closed or told.group.broken, "the group is not closed")
            code = told.group.timecode
            self._check(code != self._code(), "the group's timecode is not its own", f": {code}")
        self.group = self.pictures

    def faults(self) -> list[str]:
        """What is wrong with the stream, once it is seen whole: each kind of fault where it was found first."""
        self._check(self.pictures - self.group > self.stream["gop"], "the last group is too long")
        return list(self.found.values())

    def told(self) -> dict[str, int]:
        """For the report: the least and the most that the decoder's buffer held, in bits."""
        return {"buffer_lowest": int(self.buffer.lowest), "buffer_highest": int(self.buffer.highest)}

    def _check(self, wrong: bool, fault: str, detail: str = "") -> None:
        if wrong:
            self.found.setdefault(fault, f"{fault}{detail} at {self._code()}")

    def _code(self) -> Timecode:
        """Of the picture that is looked at: groups are whole, so the first one of a group is the first shown."""
        return timecode_at(self.stream["first"] + self.pictures, self.rate, drop=self.stream["drop"])
