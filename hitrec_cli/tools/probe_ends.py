"""Files that say how long they are in a way that the demuxers overlook: is all of it there?"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_TAIL = 128 * 1024
_OPEN_ENDED = (0, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)


def bytes_missing(path: Path, demuxer: str) -> int:
    """How many bytes a WAV, CAF, Ogg, GIF or APNG lacks at its end by its own account; 0: nothing is known to lack."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(64 * 1024)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    if demuxer == "wav" and head[:4] == b"RIFF":
        return _chunks(head, size, first=12, length_bytes=4, order="little")
    if demuxer == "caf":
        return _chunks(head, size, first=8, length_bytes=8, order="big")
    if demuxer == "ogg":
        return _last_page(tail)
    if demuxer == "gif":
        return int(not tail.rstrip(b"\x00").endswith(b";"))
    return int(demuxer == "apng" and b"IEND" not in tail[-64:])


def _chunks(head: bytes, size: int, *, first: int, length_bytes: int, order: Literal["little", "big"]) -> int:
    """Walk the chunks up to the one with the samples, and see where it should end."""
    at = first
    while at + 4 + length_bytes <= len(head):
        body = at + 4 + length_bytes
        length = int.from_bytes(head[at + 4 : body], order)
        if head[at : at + 4] == b"data":
            return 0 if length in _OPEN_ENDED else max(0, body + length - size)
        at = body + length + (length & 1 if order == "little" else 0)
    return 0


def _last_page(tail: bytes) -> int:
    """The last Ogg page tells its own length in its segment table (RFC 3533 §6)."""
    at = tail.rfind(b"OggS")
    if at < 0:
        return 0
    table = at + 27
    if len(tail) < table:
        return table - len(tail)
    body = table + tail[table - 1]
    return max(0, body + sum(tail[table:body]) - len(tail))
