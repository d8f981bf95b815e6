"""The rate of an intra-coded part: measured, and the part encoded again where it is over its profile's limit.

A fixed quantiser has no limit of its own: grain takes more bits than a receiver allows (Apple, ProRes White Paper: a
part stays under 110 % of the nominal rate).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

COARSEST = 31
"""The highest `-q:v` that ffmpeg takes."""


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
