"""MPEG-2 by its start codes: timecode in groups, delays in pictures, and where a picture ends."""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.base.timecode import NTSC, Rate, Timecode
from hitrec_cli.tools.mpeg2 import picture, split, with_delay, with_timecode
from tests.media.making import make
from tests.media.mpeg2 import coded, group

XDCAM = ("-c:v", "mpeg2video", "-profile:v", "0", "-level:v", "2", "-pix_fmt", "yuv422p", "-threads", "1",
         "-b:v", "3960k", "-maxrate", "4M", "-bufsize", "1441792", "-rc_init_occupancy", "720896",
         "-flags", "+ildct+ilme+cgop+bitexact", "-g", "15", "-bf", "2", "-b_strategy", "0", "-sc_threshold",
         "1000000000", "-mpv_flags", "+strict_gop", "-fflags", "+bitexact")  # fmt: skip


@cache
def addresses(drop: bool, per_second: int) -> list[tuple[int, int, int, int]]:
    """All addresses from 00:58:00 to 01:12:00, counted out by hand: minutes but each tenth begin with ;02."""
    found = product((0, 1), range(60), range(60), range(per_second))
    return [one for one in found if (0, 58) <= one[:2] < (1, 12)
            and not (drop and one[1] % 10 and one[2] == 0 and one[3] < 2)]  # fmt: skip


@given(st.integers(0, 10_000), st.integers(1, 8), st.sampled_from([(15, NTSC, True), (15, NTSC, False),
                                                                  (12, Rate(25), False)]))  # fmt: skip
def test_every_group_has_its_address(first: int, groups: int, form: tuple[int, Rate, bool]) -> None:
    gop, rate, drop = form
    nominal = 25 if rate == Rate(25) else 30
    counted = addresses(drop, nominal)
    earlier = 58 * (1798 if drop else 60 * nominal) + (12 if drop else 0)  # 00:00 to 00:58: six tenth minutes keep two
    stream = b"".join(coded(group() if not number % gop else b"", kind=2) for number in range(groups * gop))
    made = with_timecode(stream, earlier + first, gop, rate, drop=drop)
    assert len(made) == len(stream)
    for number, data in enumerate(split(made)):
        told = picture(data)
        if number % gop:
            assert told.group is None
            continue
        at = data.index(b"\0\0\1\xb8") + 4
        bits = f"{int.from_bytes(data[at : at + 4], 'big'):032b}"
        fields = [int(bits[low:high], 2) for low, high in ((0, 1), (1, 6), (6, 12), (12, 13), (13, 19), (19, 25))]
        assert fields == [drop, *counted[first + number][:2], 1, *counted[first + number][2:]]
        assert bits[25:] == "1000000"  # closed, not broken, as before
        assert told.group is not None and told.group.closed and not told.group.broken
        assert told.group.timecode == Timecode(*counted[first + number], drop)


@given(st.integers(0, 0xFFFF), st.sampled_from([1, 2, 3]), st.binary(max_size=9))
def test_a_delay_changes_nothing_else(ticks: int, kind: int, headers: bytes) -> None:
    plain = coded(headers.replace(b"\0", b"\1"), kind=kind, delay=0xFFFF)
    made = with_delay(plain, ticks)
    assert picture(made).delay == ticks and picture(made).kind == " IPB"[kind]
    assert with_delay(made, 0xFFFF) == plain


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.integers(0, 5)), min_size=1, max_size=9))
def test_headers_belong_to_the_picture_after_them_and_zeros_to_the_one_before(
    shape: list[tuple[bool, int, int]],
) -> None:
    pieces = [coded(group() if grouped else b"", kind=1, slices=slices) + bytes(zeros)
              for grouped, slices, zeros in shape]  # fmt: skip
    assert list(split(b"".join(pieces))) == pieces


@pytest.mark.parametrize("data", [b"", b"\0\0\1\xb3abc", b"\0\0\1\0ab"])
def test_no_picture(data: bytes) -> None:
    assert list(split(data)) == [] or len(data) < 8
    with pytest.raises(ValueError, match="no picture"):
        picture(data)


@pytest.mark.media
def test_a_stream_made_at_midnight_is_the_one_made_in_its_place(tmp_path: Path) -> None:
    """The encoder itself counts drop frame: from 01:00:58;20 on, over the minute that has no ;00 and no ;01."""
    source = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=30000/1001", "-frames:v", "75")
    plain = make(tmp_path / "plain.m2v", *source, *XDCAM, "-f", "mpeg2video").read_bytes()
    place = make(tmp_path / "place.m2v", *source, *XDCAM, "-timecode", "01:00:58;20", "-f", "mpeg2video").read_bytes()
    first = 107_892 + 58 * 30 + 20
    assert plain != place and with_timecode(plain, first, 15, NTSC, drop=True) == place
    told = [picture(one) for one in split(place)]
    assert [one.kind for one in told[:15]] == [one.kind for one in told[15:30]] and told[0].kind == "I"
    assert [str(one.group.timecode) for one in told if one.group] == [
        "01:00:58;20", "01:00:59;05", "01:00:59;20", "01:01:00;07", "01:01:00;22",
    ]  # fmt: skip
    assert len(told) == 75 and {one.sequence for one in told[::15]} == {told[0].sequence} != {b""}
