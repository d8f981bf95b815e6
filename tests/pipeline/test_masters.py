"""Masters, looked at from outside: by MediaInfo, by a decode that stops at the first fault, and byte by byte.

One test for each rate: all its profiles come from one command, with two workers, and once more with one, each time from
an empty store.
"""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.pipeline.masters import FRAMES, MOVING, head, luma, made, samples
from tests.pipeline.rows import ROWS, Film, check_decoded, check_loudness, check_rows, file_of

pytestmark = pytest.mark.media

SMALL = (320, 180)
FILMS = {
    "us": Film(FRAMES, Fraction(30_000, 1001), SMALL, "01:00:59;25", "01:01:00;08"),  # ;00 and ;01 do not exist
    "eu": Film(FRAMES, Fraction(25), SMALL, "10:00:00:00", "10:00:00:11"),
    "film": Film(FRAMES, Fraction(24_000, 1001), SMALL, "01:00:00:00", "01:00:00:11"),
}
PROFILES = {
    "us": ("archive", "prores", "station", "dnxhr", "dnxhd", "dnxhd-220x", "xdcam-hd422", "audio", "preview"),
    "eu": ("archive", "prores-i", "xdcam-hd422-50i"),
    "film": ("archive", "avci100"),
}
"""The first one is without loss: the others are held against it."""
OTHERWISE = ("station", "preview", "xdcam-hd422-50i")
"""Profiles with a loudness or a picture of their own."""


@pytest.mark.parametrize("show", FILMS)
def test_masters(show: str, tmp_path: Path, media: Path, subtests: pytest.Subtests) -> None:
    film, profiles = FILMS[show], PROFILES[show]
    twice = profiles if show == "us" else profiles[1:]
    first, again = (
        made(tmp_path / f"by-{workers}", media, head(str(film.rate), film.first, ", ".join(which)), workers=workers)
        for workers, which in ((2, profiles), (1, twice))
    )
    for name in profiles:
        with subtests.test(name):
            path, other = (file_of(folder, "tiny", name) for folder in (first, again))
            check_rows(path, name, film)
            check_decoded(path, name, film)
            check_loudness(path, name)
            assert samples(path).shape == (film.samples, sum(ROWS[name].tracks))
            if name not in OTHERWISE:
                _check_like(path, file_of(first, "tiny", "archive"), name)
            if name in twice:
                assert path.stat().st_ino != other.stat().st_ino and path.read_bytes() == other.read_bytes()
    if show == "us":
        with subtests.test("the wave file knows its place"):
            _check_place(first / "tiny.audio.wav")
        with subtests.test("the slices of the archive are checked"):
            _check_slices(first / "tiny.archive.mkv", film, tmp_path / "damaged.mkv")


def _check_like(path: Path, lossless: Path, name: str) -> None:
    """The same sound to the bit; each picture nearest to its own, and near."""
    heard, mix = samples(path).astype(np.int64), samples(lossless)
    assert np.array_equal(heard[:, :2], mix) and np.abs(mix).max() > 2**20
    if name == "audio":
        assert np.array_equal(heard[:, 2:4] + heard[:, 4:6] + heard[:, 6:8], mix)  # the stems are the mix
        return
    if heard.shape[1] > 2:
        assert np.abs(heard[:, 2:4]).max() > 2**20  # music and effects: all there is here
        assert not heard[:, 4:].any()
    ours, theirs = luma(path), luma(lossless)
    own, before = np.abs(ours - theirs), np.abs(ours[1:MOVING] - theirs[: MOVING - 1])
    assert own.mean(axis=(1, 2)).max() < 2.0
    assert before.mean() > 3 * own.mean()


def _check_place(path: Path) -> None:
    """EBU Tech 3285: in the chunk `bext` the time reference is the first sample's count from midnight. The channels are
    a mix and its stems: no speaker is theirs (the mask of WAVEFORMATEXTENSIBLE)."""
    data = path.read_bytes()
    bext = data[data.index(b"bext") + 8 :]
    assert bext[:256].rstrip(b"\0") == b"Tiny Show: The First"
    assert bext[256:288].rstrip(b"\0") == b"hitrec"
    assert bext[320:330] == b"2026-01-02" and bext[330:338] == b"00:00:00"
    low, high = struct.unpack("<II", bext[338:346])
    frames = 107_892 + 59 * 30 + 25  # one hour of drop frame, 59 s and 25 frames in a minute that drops nothing
    assert low + (high << 32) == round(frames * 1001 * 48_000 / 30_000)
    form = data[data.index(b"fmt ") + 8 :]
    assert form[:2] == b"\xfe\xff" and struct.unpack("<I", form[20:24]) == (0,)


def _check_slices(path: Path, film: Film, damaged: Path) -> None:
    """One changed byte of a picture is found by its slice's check sum."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x55
    damaged.write_bytes(data)
    with pytest.raises(AssertionError):
        check_decoded(damaged, "archive", film)
