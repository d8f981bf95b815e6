"""Count what a file of ours really holds, by its packets."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Contents:
    """`frames` of picture, their one step in seconds (None: not all equal), `samples` of sound by its track's length,
    color tags as (primaries, transfer, matrix, range) numbers of ITU-T H.273, whether moov stands before mdat."""

    frames: int
    step: Fraction | None
    samples: int
    color: tuple[int, int, int, int]
    size: tuple[int, int]
    moov_first: bool


def count_pictures(path: Path) -> int:
    """Picture packets in a file of ours."""
    import av

    with av.open(str(path)) as container:
        return sum(1 for packet in container.demux(container.streams.video[0]) if packet.size)


def contents(path: Path) -> Contents:
    """What a stitched MP4 holds, without decoding it."""
    import av

    with av.open(str(path)) as container:
        video = container.streams.video[0]
        times = sorted(packet.pts for packet in container.demux(video) if packet.size and packet.pts is not None)
        steps = {after - before for before, after in pairwise(times)}
        base = video.time_base or Fraction(1)
        sound = container.streams.audio[0] if container.streams.audio else None
        length = Fraction(0)
        if sound is not None and sound.duration is not None and sound.time_base is not None:
            length = sound.duration * sound.time_base
        context = video.codec_context
        color = (context.color_primaries, context.color_trc, context.colorspace, context.color_range)
        return Contents(
            frames=len(times),
            step=steps.pop() * base if len(steps) == 1 else None,
            samples=round(length * 48_000),
            color=tuple(int(value) for value in color),  # type: ignore[arg-type]
            size=(context.width, context.height),
            moov_first=moov_first(path),
        )


def moov_first(path: Path) -> bool:
    """Whether an MP4's index stands before its media, so that it plays while it loads (ISO/IEC 14496-12 §8.2)."""
    with path.open("rb") as file:
        while head := file.read(8):
            size, name = int.from_bytes(head[:4]), head[4:8]
            if name in (b"moov", b"mdat"):
                return name == b"moov"
            if size == 1:
                size = int.from_bytes(file.read(8)) - 8
            if size < 8:
                return False
            file.seek(size - 8, 1)
    return False
