"""The rate of a part: measured, and the part encoded again where it is over its profile's limit.

A fixed quantiser, as in intra-coded parts, has no limit of its own: grain takes more bits than a receiver allows
(Apple, ProRes White Paper: a part stays under 110 % of the nominal rate). A cell of a stream of constant rate has a
share of bytes, and may spend no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from hitrec_cli.tools.cells import settle

COARSEST = 31
"""The highest `-q:v` that ffmpeg takes."""

SAVINGS = (4, 16, 32, 64)
"""Hundredths of its share that a cell aims to leave over when it is encoded again. The first is for what the encoder
misses by; the others for cells that are calm at first, when the buffer is full and what comes in is lost."""


def attempts(spec: Mapping[str, Any]) -> Iterator[list[str]]:
    """The encoder's arguments as the spec has them, then each time with what makes it spend less, if anything does."""
    if "cell" in spec:
        return thriftier(spec["encoder"], spec["cell"]["bits"])
    return coarser(spec["encoder"])


def within_limit(part: Path, spec: Mapping[str, Any]) -> bool:
    """Whether a part takes no more than it may. A cell that does is brought to exactly its share."""
    if "cell" not in spec:
        return not too_large(part, spec)
    settled = settle(part.read_bytes(), spec["cell"], Fraction(spec["rate"]))
    if settled is not None:
        part.write_bytes(settled)
    return settled is not None


def too_large(part: Path, spec: Mapping[str, Any]) -> bool:
    """Whether a part has more than `most_bits` hundredths of a bit for each pixel of its pictures."""
    if not spec.get("most_bits"):
        return False
    width, height = spec["raster"]
    return bool(picture_bytes(part) * 800 > spec["most_bits"] * width * height * spec["frames"])


def picture_bytes(part: Path) -> int:
    """Bytes of all picture packets."""
    import av

    with av.open(str(part)) as container:
        return sum(packet.size for packet in container.demux(container.streams.video[0]))


def coarser(encoder: Sequence[str]) -> Iterator[list[str]]:
    """The encoder's arguments as they are, then with each coarser quantiser; once where no quantiser is fixed."""
    first = list(encoder)
    yield first
    if "-q:v" in first:
        at = first.index("-q:v") + 1
        for quantiser in range(int(first[at]) + 1, COARSEST + 1):
            yield [*first[:at], str(quantiser), *first[at + 1 :]]


def thriftier(encoder: Sequence[str], bits: int) -> Iterator[list[str]]:
    """The arguments of a cell's encoder as they are, then with lower aims than its share of `bits` per second."""
    at = list(encoder).index("-b:v") + 1
    yield list(encoder)
    for saving in SAVINGS:
        yield [*encoder[:at], str(bits * (100 - saving) // 100), *encoder[at + 1 :]]
