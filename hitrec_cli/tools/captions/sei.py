"""CEA-608 in the pictures of H.264: a message of user data in each (ATSC A/53 Part 4, 6.2.3; ANSI/SCTE 128-1, 8.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from hitrec_cli.base.errors import RenderError
from hitrec_cli.deliver.captions.carriers import MARK, user_data

_SLICES = range(1, 6)
"""Kinds of NAL units that hold a picture (ITU-T H.264, table 7-1)."""
_SEI, _REGISTERED, _STOP = b"\x06", b"\x04", b"\x80"
"""Supplemental information; user data registered by ITU-T T.35 (clause D.1.6); the stop bit."""


def into_pictures(parts: Path, pairs: Sequence[int], rate: Fraction, out: Path) -> None:
    """Copy joined parts (a list of the concat demuxer) into one MP4, each picture with its pair.

    Pictures come in the order of coding; each one's time tells which frame it is.
    """
    import av

    as_stored = {"auto_convert": "0"}  # or each unit would begin with a mark in place of its length
    clock = {"video_track_timescale": str(rate.numerator)}
    with (
        av.open(str(parts), format="concat", options=as_stored) as source,
        av.open(str(out), "w", format="mp4", options=clock) as target,
    ):
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if not packet.size or packet.pts is None:
                continue
            frame = round(packet.pts * packet.time_base * rate)
            made = av.Packet(with_message(bytes(packet), user_data(pairs[frame])))
            made.pts, made.dts, made.duration = packet.pts, packet.dts, packet.duration
            made.time_base, made.is_keyframe, made.stream = packet.time_base, packet.is_keyframe, copy
            target.mux(made)


def with_message(picture: bytes, message: bytes) -> bytes:
    """A coded picture (ISO/IEC 14496-15: units with a length of four bytes) with a message before its first slice.

    The message needs no escapes: it never holds two zeros before a byte under 4 (H.264, 7.4.1). Raises RenderError
    where there is no slice.
    """
    for start, unit in units(picture):
        if unit[0] & 0x1F in _SLICES:
            sei = _SEI + _REGISTERED + bytes([len(message)]) + message + _STOP
            return picture[:start] + len(sei).to_bytes(4) + sei + picture[start:]
    raise RenderError("a part has a picture without a slice; run hitrec cache verify --repair")


def units(picture: bytes) -> Iterator[tuple[int, bytes]]:
    """The NAL units of a picture, and where their lengths stand."""
    start = 0
    while start + 4 < len(picture):
        end = start + 4 + int.from_bytes(picture[start : start + 4])
        yield start, picture[start + 4 : end]
        start = end


def has_message(picture: bytes) -> bool:
    """Whether there is one."""
    return any(unit[:1] == _SEI and unit[3 : 3 + len(MARK)] == MARK for _, unit in units(picture))
