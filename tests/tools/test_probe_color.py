"""What the probe says of a file's color: its tags, its ICC profile, and what cannot be converted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.tools.probe import probe
from hitrec_cli.tools.probe_icc import icc_light, profile_light
from hitrec_cli.tools.still_blocks import blocks
from tests.media.asking import one, seen
from tests.media.making import X264, make, picture
from tests.tools.color_sources import ADOBE, P3, profile

SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410), 2.4)
WIDE = profile(*P3)


def test_profiles_by_their_colorants() -> None:
    assert icc_light(WIDE) == ("smpte432", "iec61966-2-1")
    assert icc_light(profile(*ADOBE)) == ("adobe-rgb", "gamma22")
    assert icc_light(profile(*SRGB)) is None
    assert icc_light(profile((0.5, 0.2, 0), (0.3, 0.7, 0.1), (0.2, 0.1, 0.7), 2.2)) is None


@given(st.integers(0, len(WIDE) - 1), st.binary(max_size=40))
def test_damaged_profiles_say_nothing_and_break_nothing(at: int, put: bytes) -> None:
    damaged = WIDE[:at] + put + WIDE[at + len(put) :]
    assert icc_light(damaged) in (None, ("smpte432", "iec61966-2-1"))
    assert icc_light(WIDE[:at][:200]) is None
    assert icc_light(put) is None


@pytest.mark.media
def test_profiles_of_photographs_are_found_behind_others_data(tmp_path: Path) -> None:
    """Cut anywhere and filled with anything, the file says what it says, or nothing, and the probe lives on."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "A phone"
    demuxers = {"a.jpg": "jpeg_pipe", "a.png": "png_pipe", "a.webp": "webp_pipe", "a.tif": "tiff_pipe"}
    for name in demuxers:
        Image.new("RGB", (32, 32), "red").save(tmp_path / name, icc_profile=WIDE, exif=exif)
    for probed in probe([tmp_path / name for name in demuxers]):
        assert probed.found is not None and probed.found.facts.picture is not None, probed.broken
        found = probed.found.facts.picture
        assert (found.primaries, found.transfer) == ("smpte432", "iec61966-2-1")
        data = probed.path.read_bytes()
        for at in range(0, len(data), 41):
            for put in (b"", b"\xff" * 8, bytes(8)):
                probed.path.write_bytes(data[:at] + put + (data[at + 8 :] if put else b""))
                told = blocks(probed.path, demuxers[probed.path.name])
                assert profile_light(told) in (("", ""), ("smpte432", "iec61966-2-1"))


@pytest.mark.media
def test_tags(tmp_path: Path) -> None:
    tags = "setparams=colorspace=bt2020nc:color_primaries=smpte432:color_trc=arib-std-b67:range=pc"
    found = seen(make(tmp_path / "a.mp4", *picture(seconds=0.2), "-vf", tags, *X264))
    assert (found.matrix, found.primaries, found.transfer) == ("bt2020nc", "smpte432", "arib-std-b67")
    assert (found.range, found.siting) == ("pc", "")


@pytest.mark.media
def test_motion_jpeg_has_its_chroma_in_the_middle(tmp_path: Path) -> None:
    assert seen(make(tmp_path / "a.avi", *picture(seconds=0.2), "-c:v", "mjpeg")).siting == "center"


@pytest.mark.media
@pytest.mark.parametrize("matrix", ["ictcp", "bt2020c", "ycgco"])
def test_what_cannot_be_converted_is_refused(matrix: str, tmp_path: Path) -> None:
    """In ffmpeg's scaler it would come out green and purple, without a word."""
    said = one(
        make(tmp_path / "a.mp4", *picture(seconds=0.2), "-vf", f"format=yuv420p,setparams=colorspace={matrix}", *X264)
    )
    assert "its colors are coded as" in said.broken and "offer it in BT.709 or BT.2020" in said.broken
