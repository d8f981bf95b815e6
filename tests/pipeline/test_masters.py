"""Masters, looked at from outside: by MediaInfo, by a decode that stops at the first fault, and byte by byte."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.pipeline.masters import FRAMES, decoded_whole, head, inspected, luma, made, samples

pytestmark = pytest.mark.media

NAMES = {
    "us": ("prores", "station", "dnxhr", "archive", "audio"),
    "avid": ("dnxhd",),
    "avid-x": ("dnxhd-220x",),
    "eu": ("prores-i", "archive"),
    "film": ("avci100",),
}
"""What is made of each show. Those at 1920x1080 are rendered twice in the long run only, one of them only there."""
LONG = pytest.mark.soak
DROP = head("30000/1001", "01:00:59;25", "%s")
SHOWS = {
    **{name: DROP % ", ".join(NAMES[name]) for name in ("us", "avid", "avid-x")},
    "eu": head("25", "10:00:00:00", ", ".join(NAMES["eu"])),
    "film": head("24000/1001", "01:00:00:00", ", ".join(NAMES["film"])),
}
FILES = {"prores": ".mov", "station": ".mov", "prores-i": ".mov", "archive": ".mkv", "audio": ".wav"}
MASTERS = [
    pytest.param(show, name, marks=LONG if show == "avid-x" else ()) for show, names in NAMES.items() for name in names
]
TWICE = [
    pytest.param(show, name, marks=() if show == "us" else LONG) for show, names in NAMES.items() for name in names
]
LOSSLESS = {"us": "us", "avid": "us", "avid-x": "us", "eu": "eu"}
"""The show that has the archive of the same pictures."""
LIKE_LOSSLESS = [
    pytest.param(show, name, marks=LONG if show == "avid-x" else ())
    for show, names in NAMES.items()
    for name in names
    if show in LOSSLESS and name != "station"
]
RATES = {"us": (30_000, 1001), "avid": (30_000, 1001), "avid-x": (30_000, 1001), "eu": (25, 1), "film": (24_000, 1001)}
STARTS = {
    "us": "01:00:59;25",
    "avid": "01:00:59;25",
    "avid-x": "01:00:59;25",
    "eu": "10:00:00:00",
    "film": "01:00:00:00",
}
ENDS = {"us": "01:01:00;04", "avid": "01:01:00;04", "avid-x": "01:01:00;04", "eu": "10:00:00:07", "film": "01:00:00:07"}
"""Of the last frame; 01:01:00;00 and ;01 do not exist."""
SAMPLES = {"us": 12_813, "avid": 12_813, "avid-x": 12_813, "eu": 15_360, "film": 16_016}
"""8 frames at 48 kHz: 8 x 1601.6, 8 x 1920, 8 x 2002."""


class Twice:
    """Each show rendered from empty stores, by two workers and by one; when it is asked for."""

    def __init__(self, folder: Path, media: Path) -> None:
        self.folder, self.media, self.made = folder, media, dict[tuple[str, int], Path]()

    def path(self, show: str, name: str, workers: int = 2) -> Path:
        if (show, workers) not in self.made:
            folder = self.folder / f"{show}-{workers}"
            self.made[show, workers] = made(folder, self.media, SHOWS[show], workers=workers)
        return self.made[show, workers] / f"tiny.{name}{FILES.get(name, '.mxf')}"


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory, media: Path) -> Twice:
    return Twice(tmp_path_factory.mktemp("masters"), media)


MOV = {"Format": "MPEG-4", "Format_Profile": "QuickTime"}
MXF = {"Format": "MXF", "Format_Profile": "OP-1a", "Format_Settings": "Closed / Complete"}
GENERAL: dict[str, dict[str, str]] = {
    **dict.fromkeys(("prores", "station", "prores-i"), MOV),
    **dict.fromkeys(("dnxhd", "dnxhd-220x", "dnxhr", "avci100"), MXF),
    "archive": {"Format": "Matroska"},
    "audio": {"Format": "Wave"},
}
PICTURE: dict[str, dict[str, str]] = {
    "prores": {"Format": "ProRes", "Format_Profile": "422 HQ", "CodecID": "apch", "ScanType": "Progressive"},
    "station": {"Format": "ProRes", "Format_Profile": "422 LT", "CodecID": "apcs", "ScanType": "Progressive"},
    "prores-i": {"Format": "ProRes", "Format_Profile": "422 HQ", "CodecID": "apch", "ScanType": "Interlaced",
                 "ScanOrder": "TFF"},
    "dnxhd": {"Format": "VC-3", "Format_Commercial_IfAny": "DNxHD 145", "BitDepth": "8", "ScanType": "Interlaced",
              "ScanOrder": "TFF"},
    "dnxhd-220x": {"Format": "VC-3", "Format_Commercial_IfAny": "DNxHD 220x", "BitDepth": "10",
                   "ScanType": "Interlaced", "ScanOrder": "TFF"},
    "dnxhr": {"Format": "VC-3", "Format_Commercial_IfAny": "DNxHR HQX"},
    "avci100": {"Format": "AVC", "ScanType": "Progressive", "BitDepth": "10",
                "CodecID": "0D01030102106001-0401020201323103"},
    "archive": {"Format": "FFV1", "CodecID": "V_FFV1", "Format_Settings_GOP": "N=1", "ScanType": "Progressive",
                "BitDepth": "10"},
}  # fmt: skip
WIDE = {"prores-i", "dnxhd", "dnxhd-220x", "avci100"}
"""Profiles with a raster of their own."""


@pytest.mark.parametrize(("show", "name"), MASTERS)
def test_what_mediainfo_says(twice: Twice, show: str, name: str) -> None:
    path = twice.path(show, name)
    tracks = inspected(path)
    general = tracks["General"][0]
    assert {key: general.get(key) for key in GENERAL[name]} == GENERAL[name]
    assert str(general.get("Encoded_Date", "")).startswith("2026-01-02"), general
    _sound(tracks["Audio"], show, name)
    if name in PICTURE:
        _picture(tracks["Video"][0], show, name)
    codes = [one["TimeCode_FirstFrame"] for one in tracks.get("Other", ()) if "TimeCode_FirstFrame" in one]
    if name == "archive":
        codes.append(general["extra"]["TimeCode_FirstFrame"])
    if name != "audio":
        assert set(codes) == {STARTS[show]} and len(codes) == (3 if GENERAL[name] is MXF else 1)
    last = {one["TimeCode_LastFrame"] for one in tracks.get("Other", ()) if "TimeCode_LastFrame" in one}
    assert last <= {ENDS[show]}, last


def _sound(tracks: list[dict[str, Any]], show: str, name: str) -> None:
    usual = ["1"] * 4 if GENERAL[name] is MXF else ["2"]
    assert [one["Channels"] for one in tracks] == {"audio": ["8"], "station": ["2", "1", "1"]}.get(name, usual)
    for one in tracks:
        assert (one["Format"], one["BitDepth"], one["SamplingRate"]) == ("FLAC" if name == "archive" else "PCM", "24",
                                                                         "48000")  # fmt: skip


def _picture(video: dict[str, Any], show: str, name: str) -> None:
    assert {key: video.get(key) for key in PICTURE[name]} == PICTURE[name], video
    size = ("1920", "1080") if name in WIDE else ("320", "180")
    assert (video["Width"], video["Height"], video["DisplayAspectRatio"]) == (*size, "1.778")
    assert (int(video["FrameRate_Num"]), int(video["FrameRate_Den"])) == RATES[show]
    assert int(video["FrameCount"]) == FRAMES
    assert video["ChromaSubsampling"] == "4:2:2"
    tags = ("colour_primaries", "transfer_characteristics", "matrix_coefficients")
    assert [video.get(tag) for tag in tags] == ["BT.709"] * 3
    told = None if GENERAL[name] is MOV else "Limited"  # QuickTime's `nclc` knows no range; ProRes is narrow by nature
    assert video.get("colour_range") == told
    if name == "archive":
        assert video["extra"]["ErrorDetectionType"] == "Per slice"
    if name == "avci100":
        assert video["extra"]["Format_Profile_Original"] == "High 4:2:2 Intra@L4.1"


@pytest.mark.parametrize(("show", "name"), MASTERS)
def test_all_of_it_decodes(twice: Twice, show: str, name: str) -> None:
    path = twice.path(show, name)
    decoded_whole(path)
    wide = {"audio": 8, "station": 4}.get(name, 4 if GENERAL[name] is MXF else 2)
    assert samples(path).shape == (SAMPLES[show], wide)
    if name in PICTURE:
        assert len(luma(path)) == FRAMES


@pytest.mark.parametrize(("show", "name"), LIKE_LOSSLESS)
def test_it_shows_and_sounds_like_the_lossless_one(twice: Twice, show: str, name: str) -> None:
    path, lossless = twice.path(show, name), twice.path(LOSSLESS[show], "archive")
    heard, mix = samples(path).astype(np.int64), samples(lossless)
    assert np.array_equal(heard[:, :2], mix) and np.abs(mix).max() > 2**20
    if name == "audio":
        assert np.array_equal(heard[:, 2:4] + heard[:, 4:6] + heard[:, 6:8], mix)  # the stems are the mix
    elif heard.shape[1] == 4:
        assert np.abs(heard[:, 2:]).max() > 2**20  # music and effects: all there is here
    if name in PICTURE:
        ours, theirs = luma(path), luma(lossless)
        own, shifted = np.abs(ours - theirs), np.abs(ours[1:] - theirs[:-1])
        assert own.mean(axis=(1, 2)).max() < 2.0
        assert name == "archive" or shifted.mean() > 3 * own.mean()  # nearer to its own picture than to the one before


@pytest.mark.parametrize(("show", "name"), TWICE)
def test_rendered_twice_it_is_the_same_file(twice: Twice, show: str, name: str) -> None:
    path = twice.path(show, name)
    other = twice.path(show, name, workers=1)
    assert path.stat().st_ino != other.stat().st_ino
    assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(other.read_bytes()).digest()


def test_the_wave_file_knows_its_place(twice: Twice) -> None:
    """EBU Tech 3285: in the chunk `bext` the time reference is the first sample's count from midnight."""
    data = twice.path("us", "audio").read_bytes()
    bext = data[data.index(b"bext") + 8 :]
    assert bext[:256].rstrip(b"\0") == b"Tiny Show: The First"
    assert bext[256:288].rstrip(b"\0") == b"hitrec"
    assert bext[320:330] == b"2026-01-02" and bext[330:338] == b"00:00:00"
    low, high = struct.unpack("<II", bext[338:346])
    frames = 107_892 + 59 * 30 + 25  # one hour of drop frame, 59 s and 25 frames in a minute that drops nothing
    assert low + (high << 32) == round(frames * 1001 * 48_000 / 30_000)


def test_the_slices_of_the_archive_are_checked(twice: Twice, tmp_path: Path) -> None:
    """One changed byte of a picture is found by its slice's check sum."""
    data = bytearray(twice.path("us", "archive").read_bytes())
    data[len(data) // 2] ^= 0x55
    damaged = tmp_path / "damaged.mkv"
    damaged.write_bytes(data)
    with pytest.raises(AssertionError):
        decoded_whole(damaged)
