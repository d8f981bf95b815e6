"""A name of its own for every MXF file: the material number in the UMIDs of its packages (SMPTE ST 330).

ffmpeg's bit-exact muxer gives the packages of all files the number nought: to an asset system every episode would be
one and the same clip. The UMID stands in the header and again in every frame's system item, so the whole file is gone
through. Its size stays.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

HEAD: Final = bytes.fromhex("060a2b340101010501010d0013000000")
"""Label, length and instance number of a UMID as the muxer writes it."""

NUMBER: Final = 15
"""Bytes of the material number that are ours; in its last one the muxer tells packages apart."""

_NAMELESS: Final = HEAD + bytes(NUMBER)
_BLOCK: Final = 1 << 22


def name_packages(path: Path, number: bytes) -> int:
    """Write a material number into every UMID of the file that has none; how many there were.

    Raises ValueError for a number of another length than `NUMBER`.
    """
    if len(number) != NUMBER:
        raise ValueError(f"a material number has {NUMBER} bytes here, not {len(number)}")
    found, start = 0, 0
    with path.open("r+b") as file:
        while True:
            file.seek(start)
            block = file.read(_BLOCK)
            at = block.find(_NAMELESS)
            while at >= 0:
                file.seek(start + at + len(HEAD))
                file.write(number)
                found += 1
                at = block.find(_NAMELESS, at + len(_NAMELESS))
            if len(block) < _BLOCK:
                return found
            start += _BLOCK - len(_NAMELESS) + 1  # one that the block's end cuts is whole in the next
