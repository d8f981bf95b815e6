"""An MXF file by its keys and lengths (SMPTE ST 377-1): its pictures, and what its system items say."""

from __future__ import annotations

from collections.abc import Iterator

SYSTEM = bytes.fromhex("060e2b34020501010d01030104010100")
"""System metadata pack of a frame-wrapped file (SMPTE ST 385, ST 326)."""

PICTURE = bytes.fromhex("060e2b34010201010d01030115")
"""How the key of a picture element begins (SMPTE ST 381-1)."""


def pieces(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Key and value of everything in the file."""
    at = 0
    while at < len(data):
        size, start = data[at + 16], at + 17
        if size & 0x80:
            start += size & 0x7F
            size = int.from_bytes(data[at + 17 : start], "big")
        yield data[at : at + 16], data[start : start + size]
        at = start + size


def pictures(data: bytes) -> list[bytes]:
    """The coded pictures."""
    return [value for key, value in pieces(data) if key.startswith(PICTURE)]


def system_timecodes(data: bytes) -> list[str]:
    """The timecode of every picture: BCD as in SMPTE ST 12-1, behind the first byte of the user date."""
    found = []
    for key, value in pieces(data):
        if key == SYSTEM:
            frames, seconds, minutes, hours = value[41:45]
            assert frames & 0x40  # drop frame
            fields = (hours & 0x3F, minutes & 0x7F, seconds & 0x7F, frames & 0x3F)
            found.append("{:02x}:{:02x}:{:02x};{:02x}".format(*fields))
    return found
