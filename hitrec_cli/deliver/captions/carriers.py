"""CEA-608 as files: Scenarist SCC for people and machines, MacCaption MCC with a caption packet for every frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from hitrec_cli.base.timecode import Rate, timecode_at
from hitrec_cli.deliver.captions.line21 import IDLE

_TRIPLETS = 20
"""Caption triplets in a packet at 29.97 frames per second (SMPTE ST 334-2, table 3)."""


def scc(pairs: Sequence[int], start: int, rate: Rate, *, drop: bool) -> str:
    """A Scenarist file; `start`: timecode of the first pair in frames. Drop frame has ';' in every line."""
    lines = ["Scenarist_SCC V1.0"]
    numbered = groupby(enumerate(pairs), key=lambda one: one[1] == IDLE)
    for idle, run in numbered:
        if not idle:
            sent = list(run)
            code = timecode_at(start + sent[0][0], rate, drop=drop)
            lines += ["", f"{code}\t{' '.join(f'{pair:04x}' for _, pair in sent)}"]
    return "\n".join(lines) + "\n"


def mcc(pairs: Sequence[int], rate: Rate) -> Iterator[str]:
    """The lines of a MacCaption file: one ancillary data packet (SMPTE ST 291-1) to each frame, without a gap.

    It counts from 0, as its timecode becomes the time of the packets in their track.
    """
    yield "File Format=MacCaption_MCC V2.0"
    yield ""
    yield "UUID=00000000-0000-0000-0000-000000000000"
    yield "Creation Program=hitrec"
    yield "Creation Date=Thursday, January 1, 1970"
    yield "Creation Time=00:00:00"
    yield f"Time Code Rate={rate.nominal}{'DF' if rate.can_drop else ''}"
    yield ""
    for frame, pair in enumerate(pairs):
        yield f"{timecode_at(frame, rate, drop=rate.can_drop)}\t{packet(pair, frame).hex().upper()}"


def packet(pair: int, sequence: int) -> bytes:
    """The ancillary data packet of one frame: DID 61h, SDID 01h, and a caption distribution packet (SMPTE ST 334).

    The pair is of field 1; field 2 and CEA-708 are empty. The service is said to be there.
    """
    count = sequence % 65_536
    data = b"\xfc" + pair.to_bytes(2) + b"\xfd\x80\x80" + b"\xf8\x00\x00" * (_TRIPLETS - 2)
    service = b"\x73\xf1\x80" + b"eng" + b"\x7e\x7f\xff"
    body = b"\x4f\x7f" + count.to_bytes(2) + b"\x72" + bytes([0xE0 | _TRIPLETS]) + data + service
    body += b"\x74" + count.to_bytes(2)
    cdp = b"\x96\x69" + bytes([len(body) + 4]) + body
    cdp += bytes([-sum(cdp) % 256])
    words = b"\x61\x01" + bytes([len(cdp)]) + cdp
    return words + bytes([-sum(words) % 256])
