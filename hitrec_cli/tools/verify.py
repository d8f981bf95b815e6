"""Count what a file of ours really holds, by its packets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hitrec_cli.base.timecode import SAMPLE_RATE

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet


@dataclass(frozen=True, slots=True)
class Contents:
    """`times` of the pictures in ticks of `clock` seconds, in the order shown; `sounds`: samples of each track of
    sound; color tags as (primaries, transfer, matrix, range) numbers of ITU-T H.273; `timecodes`: the first one, from
    every place that tells it; `moov_first`: whether moov stands before mdat.
    """

    times: tuple[int, ...]
    clock: Fraction
    sounds: tuple[int, ...]
    color: tuple[int, ...]
    size: tuple[int, int]
    timecodes: tuple[str, ...]
    moov_first: bool

    @property
    def frames(self) -> int:
        """Pictures."""
        return len(self.times)

    def is_even(self, rate: Fraction) -> bool:
        """Whether each picture stands at its frame's time, to the nearest tick of the file's clock."""
        return all(
            abs((time - self.times[0]) * self.clock - number / rate) * 2 <= self.clock
            for number, time in enumerate(self.times)
        )


def count_pictures(path: Path) -> int:
    """Picture packets in a file of ours; none where ffmpeg had none to write."""
    import av

    with av.open(str(path)) as container:
        return sum(1 for packet in container.demux(*container.streams.video[:1]) if packet.size)


def contents(path: Path, watch: Callable[[bytes], None] | None = None) -> Contents:
    """What a stitched file holds. Only FLAC is decoded: its packets do not tell their length.

    `watch` is shown each coded picture, in the order in which they stand.
    """
    import av
    from av.audio.stream import AudioStream

    times: list[int] = []
    with av.open(str(path)) as container:
        streams = [*container.streams.video[:1], *container.streams.audio]
        sounds = {stream.index: 0 for stream in container.streams.audio}
        for packet in container.demux(streams):
            if packet.size and packet.stream.type == "video" and packet.pts is not None:
                times.append(packet.pts)
                if watch is not None:
                    watch(bytes(packet))
            elif packet.size and isinstance(packet.stream, AudioStream):
                sounds[packet.stream.index] += _samples(packet, packet.stream)
        for stream in container.streams.audio:
            if stream.codec_context.name == "aac" and stream.duration is not None and stream.time_base is not None:
                sounds[stream.index] = round(stream.duration * stream.time_base * SAMPLE_RATE)
        color: tuple[int, ...] = ()
        size, clock = (0, 0), Fraction(1)
        for video in container.streams.video[:1]:
            context, clock = video.codec_context, video.time_base or clock
            tags = (context.color_primaries, context.color_trc, context.colorspace, context.color_range)
            color, size = tuple(int(value) for value in tags), (context.width, context.height)
        told = (value for place in (container, *container.streams) for name, value in place.metadata.items()
                if name.lower() == "timecode")  # fmt: skip
        timecodes = tuple(told)
    first = path.suffix in (".mp4", ".mov") and moov_first(path)
    return Contents(tuple(sorted(times)), clock, tuple(sounds.values()), color, size, timecodes, first)


def _samples(packet: Packet[Any], stream: AudioStream) -> int:
    """Samples of one packet; of AAC none, as its last packet is longer than what is heard of it."""
    context = stream.codec_context
    if context.name.startswith("pcm_"):
        return int(packet.size // (int(context.name[5:7]) // 8 * context.layout.nb_channels))
    return sum(frame.samples for frame in context.decode(packet)) if context.name == "flac" else 0


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
