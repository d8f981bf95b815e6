"""Where a contribution's sound is damaged: found once when it is decoded, asked wherever a stretch of it is used.

ffmpeg says that packets failed, not where they are. So a file of which it said something is decoded again, packet by
packet, in a limited child process (this module run as a program), and the samples of what failed are written over with
NaN: whoever reads a stretch sees whether it is whole.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from hitrec_cli.tools.process import Limits, run
from hitrec_cli.tools.sound.levels import MICRO_FADE, RATE, raised_cosine
from hitrec_cli.tools.sound.pcm import BLOCK, Wanted

Ranges = list[tuple[int, int]]
"""Samples, first and after the last, in order, without overlaps."""

_MARGIN = RATE // 100
_MOST_TOLD = 5
_HOLE = Fraction(15, 1000)


def mark_damage(out: Path, source: Path, demuxer: str, wanted: Wanted) -> int:
    """Write NaN over the samples of a decoded file that belong to packets which fail to decode; how many
    ranges of them there are, here or beyond the window.

    Samples before and after are faded out and in. Raises ProcessFailed where the child finds no way.
    """
    first = wanted.window[0] * RATE if wanted.window else 0
    channels = wanted.channels.channels
    samples = out.stat().st_size // (4 * channels)
    failed = _failed(source, demuxer, wanted)
    for a, b in failed:
        a, b = max(0, a - first), min(samples, b - first)
        if a < b:
            _erase(out, channels, a, b, samples)
    return len(failed)


def damaged_ranges(pcm: Path, channels: int, first: int, count: int) -> Ranges:
    """Which of the samples first … first+count of a PCM file are no numbers."""
    import numpy as np

    found: Ranges = []
    with pcm.open("rb") as file:
        for at in range(first, first + count, BLOCK):
            file.seek(4 * channels * at)
            held = np.fromfile(file, "<f4", min(BLOCK, first + count - at) * channels).reshape(-1, channels)
            bad = ~np.isfinite(held).all(axis=1)
            if bad.any():
                edges = np.flatnonzero(np.diff(np.concatenate(([False], bad, [False])).astype(np.int8)))
                found += [(at + int(a), at + int(b)) for a, b in edges.reshape(-1, 2)]
    return _joined(found)


def in_words(ranges: Ranges, offset: int) -> str:
    """Ranges in seconds; `offset` in samples is added."""
    told = [f"{(a + offset) / RATE:.2f} to {(b + offset) / RATE:.2f} s" for a, b in ranges[:_MOST_TOLD]]
    more = len(ranges) - len(told)
    return ", ".join(told) + (f" and {more} more" if more > 0 else "")


def _erase(out: Path, channels: int, a: int, b: int, samples: int) -> None:
    import numpy as np

    file = np.memmap(out, "<f4", "r+")
    held = file.reshape(-1, channels)
    ramp = raised_cosine(MICRO_FADE)[:, None].astype("<f4")
    before, after = min(MICRO_FADE, a), min(MICRO_FADE, samples - b)
    held[a - before : a] *= ramp[::-1][MICRO_FADE - before :]
    held[b : b + after] *= ramp[:after]
    held[a:b] = np.nan
    file.flush()


def _failed(source: Path, demuxer: str, wanted: Wanted) -> Ranges:
    """Samples at 48 kHz from the origin, as the child tells them."""
    end = None if wanted.window is None else wanted.window[1]
    order = {"path": str(source), "demuxer": demuxer, "stream": wanted.stream, "origin": str(wanted.origin), "end": end}
    said = run(
        # -P: nothing is imported from the current folder, which may be a stranger's.
        [sys.executable, "-P", "-m", "hitrec_cli.tools.sound.damage"],
        stdin=json.dumps(order).encode(),
        limits=Limits(cpu=3600, wall=3600, file_size=0),
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return _joined([(a, b) for a, b in json.loads(said.stdout)])


def _joined(ranges: Ranges) -> Ranges:
    """In order; what overlaps or touches is one."""
    joined: Ranges = []
    for a, b in sorted(ranges):
        if joined and a <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        else:
            joined.append((a, b))
    return joined


def _look(path: Path, demuxer: str, stream: int, origin: Fraction, end: int | None) -> Iterator[tuple[int, int]]:
    """Packets that fail (an error, an error message, a frame that the decoder itself calls corrupt), and holes.

    What stands behind them is built on them for one more packet (overlapping transforms).
    """
    import av
    from av.logging import Capture

    from hitrec_cli.tools.probe_film import open_media

    with open_media(path, demuxer) as container:
        av.logging.set_level(av.logging.ERROR)
        av.logging.set_skip_repeated(False)
        sound: Any = container.streams[stream]
        sound.codec_context.thread_type = "NONE"
        after: Fraction | None = None
        for packet in container.demux(sound):
            time = packet.pts if packet.pts is not None else packet.dts
            begin = (after or Fraction(0)) if time is None else time * sound.time_base - origin
            if end is not None and begin > end:
                return
            with Capture() as said:
                failed = _fails(packet)
            lasts = (packet.duration or 0) * sound.time_base
            if after is not None and begin - after > _HOLE:
                yield int(after * RATE) - _MARGIN, int((begin + lasts) * RATE) + _MARGIN
            after = begin + lasts
            if failed or said:
                yield int(begin * RATE) - _MARGIN, int((after + lasts) * RATE) + _MARGIN


def _fails(packet: Any) -> bool:
    from av import FFmpegError

    try:
        return any(frame.is_corrupt for frame in packet.decode())
    except FFmpegError:
        return True


def main() -> None:
    """Answer the order on stdin with a list of ranges."""
    order = json.loads(sys.stdin.buffer.read())
    found = _look(Path(order["path"]), order["demuxer"], order["stream"], Fraction(order["origin"]), order["end"])
    print(json.dumps(_joined(list(found))))  # noqa: T201


if __name__ == "__main__":
    main()
