"""What is counted in a file of ours, and that each fault is seen."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from hitrec_cli.tools.verify import contents, count_pictures, moov_first
from tests.media.making import X264, make, picture, tone

TAGS = ("-vf", "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv")


def box(name: bytes, payload: bytes = b"", *, large: bool = False) -> bytes:
    if large:
        return (1).to_bytes(4) + name + (len(payload) + 16).to_bytes(8) + payload
    return (len(payload) + 8).to_bytes(4) + name + payload


@pytest.mark.parametrize(
    ("data", "first"),
    [
        (box(b"ftyp", b"mp42") + box(b"moov") + box(b"mdat", b"x"), True),
        (box(b"ftyp", b"mp42") + box(b"free", b"moov" * 9) + box(b"mdat", b"x") + box(b"moov"), False),
        (box(b"ftyp", b"mp42") + box(b"free", b"mdat" * 9, large=True) + box(b"moov") + box(b"mdat"), True),
        (box(b"ftyp") + box(b"mdat", b"x" * 99, large=True) + box(b"moov"), False),
        (box(b"ftyp") + (3).to_bytes(4) + b"free", False),
        (b"", False),
    ],
)
def test_which_box_is_first(tmp_path: Path, data: bytes, first: bool) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    assert moov_first(path) is first


@pytest.mark.media
def test_counts(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", *picture("160x90", "30000/1001", 2), *tone(2), *X264, *TAGS, "-frames:v", "47",
                "-c:a", "aac", "-video_track_timescale", "30000", "-movflags", "+faststart", "-shortest")  # fmt: skip
    found = contents(path)
    assert (found.frames, found.size) == (47, (160, 90))
    assert found.is_even(Fraction(30_000, 1001)) and not found.is_even(Fraction(30))
    assert found.color == (1, 1, 1, 1)
    assert found.moov_first
    assert count_pictures(path) == 47


@pytest.mark.media
def test_faults_are_seen(tmp_path: Path) -> None:
    uneven = make(tmp_path / "uneven.mp4", *picture("160x90", "25", 2), *X264, "-vf", "select=not(eq(n\\,9))",
                  "-fps_mode", "vfr")  # fmt: skip
    found = contents(uneven)
    assert (found.frames, found.sounds, found.timecodes) == (49, (), ())
    assert not found.is_even(Fraction(25))
    assert not found.moov_first
    assert found.color != (1, 1, 1, 1)
