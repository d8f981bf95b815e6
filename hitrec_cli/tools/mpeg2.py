"""MPEG-2 video by its start codes (ISO/IEC 13818-2 §6.2): pictures, their headers, timecode. Nothing is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hitrec_cli.base.timecode import Rate, Timecode, timecode_at

SEQUENCE, GROUP, PICTURE = b"\0\0\1\xb3", b"\0\0\1\xb8", b"\0\0\1\0"
"""Start codes. Nothing in a stream looks like one and is none."""


@dataclass(frozen=True, slots=True)
class Group:
    """A header of a group of pictures: the timecode of the first one shown, whether the group needs none before it."""

    timecode: Timecode
    closed: bool
    broken: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """What is told of a coded picture before its slices.

    `sequence`: the headers of the sequence, and `group` the header of a group, where they stand before it. `kind`: I, P
    or B. `delay`: `vbv_delay`, ticks of 1/90000 s. `ahead`: bytes up to the end of its start code.
    """

    sequence: bytes
    group: Group | None
    kind: str
    delay: int
    ahead: int


def split(data: bytes) -> Iterator[bytes]:
    """The coded pictures of a stream, each with the headers before it and all that follows its last slice."""
    begin, at = 0, data.find(PICTURE)
    while at >= 0:
        following = data.find(PICTURE, at + 4)
        end = following if following >= 0 else len(data)
        places = (data.find(code, at + 4, end) for code in (SEQUENCE, GROUP))
        end = min((place for place in places if place >= 0), default=end)
        yield data[begin:end]
        begin, at = end, following


def picture(data: bytes) -> Picture:
    """The headers of one coded picture. Raises ValueError where there is none."""
    at = data.find(PICTURE)
    if at < 0 or len(data) < at + 8:
        raise ValueError("there is no picture")
    group = data.find(GROUP, 0, at)
    bits = int.from_bytes(data[at + 4 : at + 8], "big")
    kind = "?IPB????"[bits >> 19 & 7]
    return Picture(data[: max(group, 0)], _group(data[group + 4 : group + 8]) if group >= 0 else None, kind,
                   bits >> 3 & 0xFFFF, at + 4)  # fmt: skip


def _group(data: bytes) -> Group:
    bits = int.from_bytes(data, "big")
    fields = Timecode(bits >> 26 & 31, bits >> 20 & 63, bits >> 13 & 63, bits >> 7 & 63, bool(bits >> 31))
    return Group(fields, bool(bits >> 6 & 1), bool(bits >> 5 & 1))


def with_delay(data: bytes, ticks: int) -> bytes:
    """A coded picture with this `vbv_delay`, the 16 bits after its place in the group and its kind (§6.2.3)."""
    at = data.index(PICTURE) + 4
    bits = int.from_bytes(data[at : at + 4], "big") & ~(0xFFFF << 3) | ticks << 3
    return data[:at] + bits.to_bytes(4, "big") + data[at + 4 :]


def with_timecode(data: bytes, first: int, gop: int, rate: Rate, *, drop: bool) -> bytes:
    """The stream with timecode in every group of `gop` pictures; `first`: its first picture, counted from midnight.

    25 bits of a group's header (§6.2.2.6): drop 1, hours 5, minutes 6, marker 1, seconds 6, pictures 6.
    """
    made = bytearray(data)
    number, at = 0, made.find(GROUP)
    while at >= 0:
        code = timecode_at(first + number * gop, rate, drop=drop)
        kept = int.from_bytes(made[at + 4 : at + 8], "big") & 0x7F
        bits = code.drop << 24 | code.hours << 19 | code.minutes << 13 | 1 << 12 | code.seconds << 6 | code.frames
        made[at + 4 : at + 8] = (bits << 7 | kept).to_bytes(4, "big")
        number, at = number + 1, made.find(GROUP, at + 8)
    return bytes(made)
