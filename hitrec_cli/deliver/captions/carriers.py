"""CEA-608 as files: Scenarist SCC for people and machines, MacCaption MCC with a caption packet for every frame; and as
what a picture of H.264 carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from hitrec_cli.base.timecode import Rate, timecode_at
from hitrec_cli.deliver.captions.line21 import IDLE

_TRIPLETS = 20
"""Caption triplets in a packet at 29.97 frames per second (SMPTE ST 334-2, table 3)."""

MARK = b"\xb5\x00\x31GA94\x03"
"""United States, ATSC, user data of kind GA94, captions (ATSC A/53 Part 4, tables 6.7 to 6.9)."""

_BIBLIOGRAPHIC = {"ces": "cze", "cym": "wel", "deu": "ger", "eus": "baq", "fra": "fre", "isl": "ice", "nld": "dut",
                  "ron": "rum", "slk": "slo", "sqi": "alb"}  # fmt: skip
"""Codes of ISO 639-2/B where they are others than those of 639-2/T, of languages in the letters that CEA-608 has."""


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


def mcc(pairs: Sequence[int], rate: Rate, language: str = "eng") -> Iterator[str]:
    """The lines of a MacCaption file: one ancillary data packet (SMPTE ST 291-1) to each frame, without a gap.

    `language`: ISO 639-2/T. It counts from 0, as its timecode becomes the time of the packets in their track.
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
        yield f"{timecode_at(frame, rate, drop=rate.can_drop)}\t{packet(pair, frame, language).hex().upper()}"


def packet(pair: int, sequence: int, language: str = "eng") -> bytes:
    """The ancillary data packet of one frame: DID 61h, SDID 01h, and a caption distribution packet (SMPTE ST 334).

    The pair is of field 1; field 2 and CEA-708 are empty. The service is said to be there, in its language, by a code
    of ISO 639-2/B, as in ATSC A/65.
    """
    count = sequence % 65_536
    data = _triplets(pair)
    service = b"\x73\xf1\x80" + _BIBLIOGRAPHIC.get(language, language).encode("ascii") + b"\x7e\x7f\xff"
    body = b"\x4f\x7f" + count.to_bytes(2) + b"\x72" + bytes([0xE0 | _TRIPLETS]) + data + service
    body += b"\x74" + count.to_bytes(2)
    cdp = b"\x96\x69" + bytes([len(body) + 4]) + body
    cdp += bytes([-sum(cdp) % 256])
    words = b"\x61\x01" + bytes([len(cdp)]) + cdp
    return words + bytes([-sum(words) % 256])


def user_data(pair: int) -> bytes:
    """What a picture carries: the pair of field 1 (ATSC A/53 Part 4, table 6.9)."""
    return MARK + bytes([0xC0 | _TRIPLETS, 0xFF]) + _triplets(pair) + b"\xff"


def _triplets(pair: int) -> bytes:
    return b"\xfc" + pair.to_bytes(2) + b"\xfd\x80\x80" + b"\xf8\x00\x00" * (_TRIPLETS - 2)
