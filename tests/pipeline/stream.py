"""A finished MPEG-2 stream of constant rate, held against ISO/IEC 13818-2 by whole numbers and by counting."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av

BITS, BUFFER, FULLNESS = 50_000_000, 17_825_792, 8_912_896
"""XDCAM HD422: bits per second, bits in a decoder's buffer, and those in it at the first picture."""


def addresses(first: str, nominal: int) -> Iterator[str]:
    """Timecode from an address on, one by one; in drop frame no minute but each tenth begins with ;00 and ;01."""
    hours, minutes, seconds, frames = (int(first[at : at + 2]) for at in (0, 3, 6, 9))
    while True:
        yield f"{hours:02}:{minutes:02}:{seconds:02}{first[8]}{frames:02}"
        frames += 1
        if frames == nominal:
            frames, seconds = 0, seconds + 1
        if seconds == 60:
            seconds, minutes = 0, minutes + 1
            frames = 2 if first[8] == ";" and minutes % 10 else 0
        if minutes == 60:
            minutes, hours, frames = 0, hours + 1, 0


def check_stream(path: Path, gop: int, rate: Fraction, first: str) -> None:
    """Groups, their timecode, `vbv_delay` of every picture, the buffer, and the rate over all of it."""
    scale, step = rate.numerator, BITS * rate.denominator  # of bits, so that all are whole numbers
    level, size, count, begun = FULLNESS * scale, 0, 0, 0
    code = addresses(first, 30 if rate.denominator > 1 else int(rate))
    with av.open(str(path)) as container:
        for packet in container.demux(container.streams.video[0]):
            data = bytes(packet)
            if not data:
                continue
            at = data.index(b"\0\0\1\0") + 4
            bits = f"{int.from_bytes(data[at : at + 4], 'big'):032b}"
            waits = Fraction(level - 8 * at * scale, scale * BITS) * 90_000
            assert 0 <= waits - int(bits[13:29], 2) < 1, (count, bits)
            group, here = data.find(b"\0\0\1\xb8", 0, at), next(code)
            if group >= 0:
                assert count in (0, begun + gop), count
                begun = count
                told = f"{int.from_bytes(data[group + 4 : group + 8], 'big'):032b}"
                fields = [int(told[low:high], 2) for low, high in ((1, 6), (6, 12), (13, 19), (19, 25))]
                assert fields == [int(here[low : low + 2]) for low in (0, 3, 6, 9)], here
                assert (told[0], told[25:27]) == ("1" if first[8] == ";" else "0", "10")  # closed, no broken link
            assert bits[10:13] == ("001" if group >= 0 else "010" if (count - begun) % 3 == 1 else "011")  # I, P, B
            assert level >= 8 * len(data) * scale, f"{here}: not all of the picture is there at its instant"
            level += step - 8 * len(data) * scale
            assert level <= BUFFER * scale, f"{here}: the buffer runs over"
            size, count = size + len(data), count + 1
    assert abs(size * 8 * rate - BITS * count) < 8 * rate  # to the byte
