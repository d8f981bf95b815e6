"""Cells: exact shares, a decoder's buffer that neither runs empty nor over, and every fault of a joined stream seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitrec_cli.tools.cells import StreamCheck, joined, settle
from hitrec_cli.tools.mpeg2 import split
from hitrec_cli.tools.rate import thriftier
from tests.media.mpeg2 import coded, group

GOP, FRAMES = 15, 60
BITS, SIZE, FIRST = 4_000_000, 1_441_792, 720_896
SHARE = 1_001_000
"""Bytes of 60 pictures at 4 Mb/s and 30000/1001."""
CELL = {"bytes": SHARE, "last": False, "bits": BITS, "buffer": SIZE, "fullness": FIRST}
RATE = Fraction(30_000, 1001)
STEP = BITS * 1001
"""Bits that come in the time of one picture, times 30000."""


def stream_of(sizes: list[int]) -> bytes:
    return b"".join(coded(group() if not number % GOP else b"", kind=1 if not number % GOP else 2, size=size)
                    for number, size in enumerate(sizes))  # fmt: skip


def levels(sizes: list[int]) -> list[tuple[int, int]]:
    """What is in the buffer before and after each picture is taken, in bits times 30000: whole numbers."""
    found, level = [], FIRST * 30_000
    for size in sizes:
        found.append((level, level - size * 8 * 30_000))
        level = found[-1][1] + STEP
    return [*found, (level, level)]


def delays(data: bytes) -> list[int]:
    """Bits 13 to 28 after each picture's start code."""
    found = []
    for one in split(data):
        at = one.index(b"\0\0\1\0") + 4
        found.append(int(f"{int.from_bytes(one[at : at + 4], 'big'):032b}"[13:29], 2))
    return found


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(60, 34_000), min_size=FRAMES, max_size=FRAMES), st.integers(0, 60_000))
def test_a_cell_takes_its_share_and_leaves_the_buffer_as_it_found_it(sizes: list[int], first: int) -> None:
    sizes[0] += first
    data = stream_of(sizes)
    made = settle(data, CELL, RATE)
    if made is None:  # it overspends, or a picture comes late
        assert len(data) > SHARE or min(after for _, after in levels(sizes)) < 0
        return
    assert len(data) <= SHARE == len(made)
    parts = list(split(made))
    filled = levels([len(one) for one in parts])
    assert min(after for _, after in filled) >= 0
    assert max(before for before, _ in filled) <= SIZE * 30_000
    assert filled[-1][0] == FIRST * 30_000
    for one, plain, told, (before, _) in zip(parts, split(data), delays(made), filled, strict=False):
        assert one.rstrip(b"\0")[-5:] == plain[-5:] and len(one) >= len(plain)
        ahead = one.index(b"\0\0\1\0") + 4
        assert told == (before - ahead * 8 * 30_000) * 90_000 // (BITS * 30_000)


@pytest.mark.parametrize(
    ("sizes", "fits"),
    [
        ([16_683] * FRAMES, True),  # 16683.3 bytes each come in
        ([16_684] * FRAMES, False),  # 40 bytes over the share
        ([90_112] + [15_000] * 59, True),  # all that is in the buffer
        ([90_113] + [15_000] * 59, False),  # a byte is not there yet
        ([100] * FRAMES, True),  # the buffer would run over
    ],
)
def test_by_hand(sizes: list[int], fits: bool) -> None:
    made = settle(stream_of(sizes), CELL, RATE)
    assert (made is not None) is fits
    assert made is None or len(made) == SHARE


def test_the_last_cell_takes_what_it_needs() -> None:
    free = {**CELL, "bytes": 333_666, "last": True}
    made = settle(stream_of([20_000] * 20), free, RATE)
    assert made is not None and len(made) == 400_000
    filled = settle(stream_of([2_000] * 20), free, RATE)
    assert filled is not None and len(filled) == 333_666
    assert settle(stream_of([90_113]), free, RATE) is None


def test_each_try_leaves_more() -> None:
    tries = [one[3] for one in thriftier(["-c:v", "mpeg2video", "-b:v", "49500k", "-bf", "2"], 50_000_000)]
    assert tries == ["49500k", "48000000", "42000000", "34000000", "18000000"]


SPEC: dict[str, Any] = {
    "rate": "30000/1001",
    "parts": [{"part": "a", "frames": FRAMES}, {"part": "b", "frames": FRAMES}, {"part": "c", "frames": 20}],
    "stream": {"gop": GOP, "first": 107_892 + 1790, "drop": True, "bits": BITS, "buffer": SIZE, "fullness": FIRST},
}
"""From 01:00:59;20 on: the second group is in the next minute."""


@pytest.fixture(scope="module")
def stream(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The pictures of three cells joined, the last one short."""
    folder = tmp_path_factory.mktemp("cells")
    shapes = {"a": [60_000] + [14_000] * 59, "b": [100] * FRAMES, "c": [17_000] * 20}
    for name, sizes in shapes.items():
        cell = settle(
            stream_of(sizes), CELL if len(sizes) == FRAMES else {**CELL, "bytes": 333_666, "last": True}, RATE
        )
        assert cell is not None
        (folder / name).write_bytes(cell)
    return list(split(b"".join(joined(SPEC, {name: folder / name for name in shapes}))))


def faults(pictures: list[bytes], spec: dict[str, Any] = SPEC) -> list[str]:
    check = StreamCheck(spec)
    for one in pictures:
        check.take(one)
    return check.faults()


def test_a_right_stream_has_no_fault(stream: list[bytes]) -> None:
    check = StreamCheck(SPEC)
    for one in stream:
        check.take(one)
    assert check.faults() == [] and len(stream) == 140
    told = check.told()
    assert 0 <= told["buffer_lowest"] < FIRST < told["buffer_highest"] <= SIZE


def header(data: bytes, code: bytes, bit: int) -> bytes:
    """One bit of what follows a start code turned."""
    at = data.index(code) + 4
    bits = int.from_bytes(data[at : at + 4], "big") ^ 1 << (31 - bit)
    return data[:at] + bits.to_bytes(4, "big") + data[at + 4 :]


Planted = Callable[[list[bytes]], list[bytes]]
PICTURE, GROUP = b"\0\0\1\0", b"\0\0\1\xb8"
PLANTED: dict[str, tuple[Planted, str]] = {
    "too little stuffing": (lambda one: [*one[:59], one[59][:-400], *one[60:]], r"off by 72\.\d ticks at 01:01:01;22"),
    "too much": (lambda one: [*one[:90], one[90] + bytes(99_000), *one[91:]], "runs empty at 01:01:03;21"),
    "too large": (lambda one: [*one[:7], one[7] + b"\x55" * 90_000, *one[8:]], "runs empty at 01:00:59;27"),
    "all small": (lambda one: [*one[:60], *(part.rstrip(b"\0") for part in one[60:])], "runs over at 01:01:01;27"),
    "a picture lost": (lambda one: [*one[:7], *one[8:]], "a group ends too early: of 14 at 01:01:00;06"),
    "an open group": (lambda one: [*one[:15], header(one[15], GROUP, 25), *one[16:]], "not closed at 01:01:00;07"),
    "a broken link": (lambda one: [*one[:15], header(one[15], GROUP, 26), *one[16:]], "not closed at 01:01:00;07"),
    "other timecode": (lambda one: [*one[:15], header(one[15], GROUP, 24), *one[16:]], "01:01:00;06 at 01:01:00;07"),
    "no drop frame": (lambda one: [*one[:15], header(one[15], GROUP, 0), *one[16:]], "01:01:00:07 at 01:01:00;07"),
    "other delay": (lambda one: [*one[:40], header(one[40], PICTURE, 20), *one[41:]], r"25\d\.\d ticks at 01:01:01;02"),
    "other headers": (lambda one: [*one[:60], one[60].replace(b"\x04\x38", b"\x04\x39"), *one[61:]],
                      "headers differ at 01:01:01;22"),
    "no group at first": (lambda one: one[1:], "does not begin with a group at 01:00:59;20"),
    "no group at last": (lambda one: [*one[:135], one[135][one[135].index(PICTURE):], *one[136:]],
                         "the last group is too long"),
    "no picture": (lambda one: [*one[:9], b"\0\0\1\xb3", *one[9:]], "there is no picture at 01:00:59;29"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_told(stream: list[bytes], name: str) -> None:
    plant, says = PLANTED[name]
    found = faults(plant(stream))
    assert any(re.search(says, one) for one in found), found
    assert len(found) == len({one.partition(" at ")[0] for one in found}) <= 6
