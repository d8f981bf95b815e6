"""The boxes of an MP4 file, read as ISO/IEC 14496-12 says."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

CONTAINERS = ("moov", "trak", "edts", "mdia", "minf", "stbl")


def boxes(data: bytes, path: str = "") -> Iterator[tuple[str, bytes]]:
    """(path, payload) of each box, in the file's order; those that hold boxes come before what they hold."""
    at = 0
    while at + 8 <= len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        head = 8
        if size == 1:
            (size,), head = struct.unpack(">Q", data[at + 8 : at + 16]), 16
        size = size or len(data) - at
        assert size >= head, f"{path}/{name!r} is broken"
        here, payload = f"{path}/{name.decode('latin-1')}", data[at + head : at + size]
        yield here, payload
        if name.decode("latin-1") in CONTAINERS:
            yield from boxes(payload, here)
        at += size


def tracks(file: Path) -> dict[str, dict[str, bytes]]:
    """The boxes of each track by its handler, 'vide' or 'soun', by their last names."""
    found: dict[str, dict[str, bytes]] = {}
    for path, payload in boxes(file.read_bytes()):
        if path == "/moov/trak":
            track = {inner.rpartition("/")[2]: content for inner, content in boxes(payload)}
            found[track["hdlr"][8:12].decode()] = track
    return found


def times(track: dict[str, bytes]) -> list[tuple[int, int]]:
    """The runs of a track's time-to-sample table: (samples, ticks of each)."""
    (count,) = struct.unpack(">I", track["stts"][4:8])
    return [struct.unpack(">II", track["stts"][8 + 8 * n : 16 + 8 * n]) for n in range(count)]


def timescale(track: dict[str, bytes]) -> int:
    """Ticks per second."""
    return int.from_bytes(track["mdhd"][12:16]) if track["mdhd"][0] == 0 else int.from_bytes(track["mdhd"][20:24])
