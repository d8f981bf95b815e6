"""MPEG-2 streams put together by hand from start codes, with slices of nothing."""

from __future__ import annotations

SEQUENCE = b"\0\0\1\xb3" + b"\x78\x04\x38\x14\x01\x02\x03\x04"


def group(*, closed: bool = True, broken: bool = False) -> bytes:
    """Headers of a sequence and of a group at 00:00:00:00, whose marker is set (ISO/IEC 13818-2 §6.2.2.6)."""
    return SEQUENCE + b"\0\0\1\xb8" + (1 << 19 | closed << 6 | broken << 5).to_bytes(4, "big")


def coded(headers: bytes, *, kind: int, delay: int = 0xFFFF, slices: int = 1, size: int = 0) -> bytes:
    """A picture: its header (§6.2.3) after others, then slices, filled up to so many bytes."""
    header = b"\0\0\1\0" + (3 << 22 | kind << 19 | delay << 3).to_bytes(4, "big")
    data = headers + header + b"".join(b"\0\0\1" + bytes([1 + number]) + b"\x55\xaa" for number in range(slices))
    return data + b"\x55" * (size - len(data))
