"""Profiles as data: hitrec's own are sound, and a show's own may say how a stream is coded and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitrec_cli.deliver.encoders import PICTURE, SOUND
from hitrec_cli.deliver.profile_schema import read_profile
from hitrec_cli.library.profiles import built_in
from hitrec_cli.model.profile import Cells

WHOLE = b"""\
profile: 1
title: A master
version: broadcast
container: mov
picture: {c:v: prores_ks, profile:v: hq, q:v: 3, pix_fmt: yuv422p10le}
most-bits: 3.89 bits
sound: {c:a: pcm_s24le}
loudness: -23 LUFS
tolerance: 0.5 LU
true-peak: -1 dBTP
"""


def told(data: bytes) -> list[str]:
    """Rule and place of every problem."""
    profile, problems = read_profile(data, "mine.yaml", "mine")
    assert (profile is None) == bool(problems)
    return [f"{one.rule} {one.mark.line}:{one.mark.column}" for one in problems]


def test_hitrecs_own_are_there() -> None:
    assert next(iter(built_in())) == "web"
    assert {"web", "preview", "prores", "archive", "dnxhd", "avci100", "audio"} <= set(built_in())
    for name, one in built_in().items():
        assert one.name == name and one.title
        assert (one.target, one.ceiling) in ((-1400, -100), (-2400, -200), (-2300, -100))  # the web; A/85; R 128


def test_a_profile_is_read_in_whole_numbers() -> None:
    profile, problems = read_profile(WHOLE, "mine.yaml", "mine")
    assert not problems and profile is not None
    assert (profile.target, profile.tolerance, profile.ceiling, profile.most_bits) == (-2300, 50, -100, 389)
    assert profile.video == ("-c:v", "prores_ks", "-profile:v", "hq", "-q:v", "3", "-pix_fmt", "yuv422p10le")
    assert (profile.name, profile.suffix, profile.rates, profile.raster) == ("mine", ".mov", (), None)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b"container: mov", b"container: avi", ["HR120 4:12"]),
        (b"container: mov\n", b"", ["HR111 1:1"]),
        (b"title:", b"titel:", ["HR110 2:1"]),
        (b"loudness: -23 LUFS", b"loudness: -23", ["HR124 8:11"]),
        (b"most-bits: 3.89 bits", b"rates: [29.97, 31]", ["HR127 6:16"]),
        (b"most-bits: 3.89 bits", b"gop: 0", ["HR122 6:6"]),
        (b"c:v: prores_ks, ", b"", ["HR613 5:10"]),
        (b"c:v: prores_ks", b"c:v: rawvideo", ["HR613 5:16"]),
        (b"q:v: 3", b"vstats_file: log", ["HR613 5:42"]),
        (b"q:v: 3", b"q:v: [3]", ["HR613 5:47"]),
        (b"prores_ks, profile:v: hq, q:v: 3", b"libx264, q:v: 3, x264-params: 'stats=/tmp/x'", ["HR613 5:46"]),
        (b"{c:a: pcm_s24le}", b"{c:a: aac}", ["HR613 7:1"]),
        (b"{c:a: pcm_s24le}", b"{c:a: pcm_s24le, filter:a: amovie=/x}", ["HR613 7:25"]),
        (b"prores_ks", b"ffv1", ["HR613 5:1"]),
        (b"q:v: 3, ", b"", ["HR613 6:1"]),
    ],
)
def test_a_mistake_is_told_with_place_and_remedy(before: bytes, after: bytes, expected: list[str]) -> None:
    assert WHOLE.count(before) == 1
    assert told(WHOLE.replace(before, after)) == expected


STREAM = b"""\
profile: 1
title: A stream
version: broadcast
container: mxf
rates: [29.97]
gop: 15
cell: 4
picture: {c:v: mpeg2video, b:v: 49500k, maxrate: 50M, bufsize: 17825792, rc_init_occupancy: 8912896}
sound: {c:a: pcm_s24le}
loudness: -24 LUFS
true-peak: -2 dBTP
"""


def test_a_stream_of_cells_knows_its_rate_and_its_buffer() -> None:
    profile, problems = read_profile(STREAM, "mine.yaml", "mine")
    assert not problems and profile is not None
    assert profile.cells == Cells(groups=4, bits=50_000_000, buffer=17_825_792, fullness=8_912_896)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b"cell: 4\n", b"", ["HR613 6:1"]),  # long groups that do not join
        (b"cell: 4", b"cell: 0", ["HR122 7:7"]),
        (b"gop: 15", b"gop: 14", ["HR613 7:1"]),  # 2,919,583.3 bytes
        (b"rates: [29.97]\n", b"", ["HR613 6:1"]),
        (b"b:v: 49500k", b"b:v: 50M", ["HR613 7:1"]),
        (b"b:v: 49500k", b"b:v: 49500k, minrate: 50M", ["HR613 7:1"]),
        (b", bufsize: 17825792", b"", ["HR613 7:1"]),
        (b"occupancy: 8912896", b"occupancy: 17825793", ["HR613 7:1"]),
        (b"occupancy: 8912896", b"occupancy: -1", ["HR613 7:1"]),
        (b"c:v: mpeg2video", b"c:v: dnxhd", ["HR613 7:1"]),
        (b"title: A stream", b"title: A stream\nburn-in: on", ["HR613 3:1"]),
    ],
)
def test_what_cells_cannot_be_made_of(before: bytes, after: bytes, expected: list[str]) -> None:
    assert STREAM.count(before) == 1
    assert told(STREAM.replace(before, after)) == expected


@pytest.mark.parametrize("data", [b"", b"- web\n", b"just words\n", b"a: [\n", b"\xff\xfe\x00", b"profile: 1\n"])
def test_what_is_no_profile_is_told_too(data: bytes) -> None:
    assert told(data)


@pytest.mark.parametrize(
    "option",
    ["pass", "passlogfile", "vstats_file", "attach", "i", "f", "map", "filter:v", "vf", "init_hw_device", "progress",
     "report", "sdp_file", "dump_attachment:t", "/filter_complex", "fpre", "vpre", "metadata", "map_metadata"],
)  # fmt: skip
def test_options_that_reach_for_files_are_not_on_the_list(option: str) -> None:
    assert option not in PICTURE and option not in SOUND


@pytest.mark.parametrize(("name", "pattern"), [*PICTURE.items(), *SOUND.items()])
@settings(max_examples=20)
@given(data=st.data())
def test_no_value_can_be_a_path(name: str, pattern: str, data: st.DataObject) -> None:
    value = data.draw(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True))
    assert not set(value) & set("/\\~$%\"' \t\n\0|;@") and ".." not in value.replace(".", "", 1)
    keys = {pair.partition("=")[0] for pair in value.split(":") if "=" in pair}
    assert not keys & {"stats", "qpfile", "cqmfile", "csv", "dump-yuv", "analysis-save", "lambda-file"}
