"""What each profile's file has to be: row by row as MediaInfo tells it, as ffmpeg decodes it, as its own headers say.

Numbers are those of the receivers' documents: SMPTE ST 2019-1 (DNxHD), ST 377-1 (MXF), Apple's white paper on ProRes
and SMPTE RDD 36 (its headers), Panasonic's AVC-Intra 100, ATSC A/85; none is read from hitrec's profiles.
"""

from __future__ import annotations

import struct
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from hitrec_cli.tools.binary import ffmpeg
from tests.pipeline.heard import Judged, judged
from tests.pipeline.masters import inspected
from tests.pipeline.stream import check_stream


@dataclass(frozen=True)
class Film:
    """What a file is of: pictures, rate, raster of its episode, timecode of the first and the last picture, day."""

    frames: int
    rate: Fraction
    raster: tuple[int, int]
    first: str
    last: str
    day: str = "2026-01-02"

    @property
    def samples(self) -> int:
        """At 48 kHz, to the nearest one."""
        return int(self.frames / self.rate * 48_000 + Fraction(1, 2))


@dataclass(frozen=True)
class Rows:
    """`most`: bit/s of picture for a raster and rate, `bytes`: of every picture, where a profile sets one of them.
    `gop`: pictures of a group, where they are many. `target`, `off`, `ceiling`: LUFS, LU, dBTP. `tracks`: channels of
    each track of sound."""

    general: dict[str, str | None]
    picture: dict[str, str | None]
    pixels: str = ""
    raster: tuple[int, int] | None = None
    fields: bool = False
    sound: tuple[str, str | None] = ("PCM", "24")
    tracks: tuple[int, ...] = (1, 1, 1, 1)
    most: Fraction | int = 0
    bytes: int = 0
    timecodes: int = 0
    gop: int = 0
    target: float = -24
    off: float = 0.1
    ceiling: float = -2


MOV: dict[str, str | None] = {"Format": "MPEG-4", "Format_Profile": "QuickTime", "IsStreamable": "Yes"}
MXF: dict[str, str | None] = {"Format": "MXF", "Format_Profile": "OP-1a", "Format_Settings": "Closed / Complete",
       "Encoded_Application_CompanyName": "hitrec"}  # fmt: skip
MP4: dict[str, str | None] = {"Format": "MPEG-4", "Format_Profile": "Base Media / Version 2", "IsStreamable": "Yes"}
PSF: dict[str, str | None] = {"ScanType": "Interlaced", "ScanOrder": "TFF"}
FLAT: dict[str, str | None] = {"ScanType": "Progressive", "ScanOrder": None}
DEEP, HD = {"BitDepth": "10", "ChromaSubsampling": "4:2:2"}, (1920, 1080)
PRORES: dict[str, str | None] = {
    "Format": "ProRes",
    "Format_Profile": "422 HQ",
    "CodecID": "apch",
    "ChromaSubsampling": "4:2:2",
}
HQ = Fraction(242_000_000, 1920 * 1080 * 30_000) * 1001
"""110 % of 220 Mb/s at 1080p29.97, in bits per pixel."""
XDCAM: dict[str, str | None] = {
    "Format": "MPEG Video", "Format_Version": "2", "Format_Profile": "4:2:2", "Format_Level": "High",
    "CodecID": "0D01030102046001-0401020201040300", "BitRate_Mode": "CBR",
    "BitRate": "50000000", "BufferSize": "2228224", "ChromaSubsampling": "4:2:2", "BitDepth": "8", **PSF,
}  # fmt: skip
WEB: dict[str, Any] = {"sound": ("AAC", None), "tracks": (2,), "target": -14, "off": 0.3, "ceiling": -1}
AVC: dict[str, str | None] = {"Format": "AVC", "CodecID": "avc1", "ChromaSubsampling": "4:2:0", "BitDepth": "8"}
ROWS = {
    "prores": Rows(MOV, PRORES | FLAT, "yuv422p10le", tracks=(2,), most=HQ, timecodes=1),
    "prores-i": Rows(MOV, PRORES | PSF, "yuv422p10le", HD, True, tracks=(2,), most=HQ, timecodes=1),
    "station": Rows(MOV, PRORES | FLAT | {"Format_Profile": "422 LT", "CodecID": "apcs"}, "yuv422p10le",
                    tracks=(2, 1, 1), timecodes=1, target=-23, ceiling=-1),
    "dnxhd": Rows(MXF, {"Format": "VC-3", "Format_Commercial_IfAny": "DNxHD 145", "BitDepth": "8", **PSF,
                        "CodecID": "0D01030102110100-0401020271080000", "BitRate_Mode": "CBR"},
                  "yuv422p", HD, True, bytes=606_208, timecodes=3),
    "dnxhd-220x": Rows(MXF, {"Format": "VC-3", "Format_Commercial_IfAny": "DNxHD 220x", **DEEP, **PSF,
                             "CodecID": "0D01030102110100-0401020271070000", "BitRate_Mode": "CBR"},
                       "yuv422p10le", HD, True, bytes=917_504, timecodes=3),
    "dnxhr": Rows(MXF, {"Format": "VC-3", "Format_Commercial_IfAny": "DNxHR HQX", **DEEP, **FLAT,
                        "CodecID": "0D01030102110100-0401020271250000", "BitRate_Mode": "CBR"},
                  "yuv422p10le", timecodes=3),
    "avci100": Rows(MXF, {"Format": "AVC", "Format_Settings_GOP": "N=1", "Format_Settings_SliceCount": "10", **DEEP,
                          **FLAT, "CodecID": "0D01030102106001-0401020201323103", "BitRate_Mode": "CBR",
                          "Format_Settings_CABAC": "No"},
                    "yuv422p10le", HD, bytes=472_576, timecodes=3),
    "xdcam-hd422": Rows(MXF, XDCAM, "yuv422p", HD, True, tracks=(1,) * 8, timecodes=3, gop=15),
    "xdcam-hd422-50i": Rows(MXF, XDCAM, "yuv422p", HD, True, tracks=(1,) * 8, timecodes=3, gop=12, target=-23,
                            ceiling=-1),
    "archive": Rows({"Format": "Matroska"},
                    {"Format": "FFV1", "Format_Version": "3.4", "CodecID": "V_FFV1", "Format_Settings_GOP": "N=1",
                     "Compression_Mode": "Lossless", **DEEP, **FLAT},
                    "yuv422p10le", sound=("FLAC", "24"), tracks=(2,), timecodes=1),
    "audio": Rows({"Format": "Wave", "Producer": "hitrec"}, {}, tracks=(8,)),
    "web": Rows(MP4, AVC | FLAT | {"Format_Profile": "High", "Format_Level": "4.2"}, "yuv420p", most=20_000_000, **WEB),
    "preview": Rows(MP4, AVC | FLAT, "yuv420p", (960, 540), **WEB),
}  # fmt: skip


SUFFIXES = {"QuickTime": ".mov", "OP-1a": ".mxf", "Base Media / Version 2": ".mp4", "Matroska": ".mkv", "Wave": ".wav"}


def file_of(folder: Path, episode: str, name: str) -> Path:
    """Where a profile's file has to be."""
    general = ROWS[name].general
    return folder / f"{episode}.{name}{SUFFIXES[str(general.get('Format_Profile', general['Format']))]}"


def check_rows(path: Path, name: str, film: Film) -> None:
    """Everything that MediaInfo and the headers say of a file. AssertionError tells the first row that is not so."""
    rows, found = ROWS[name], inspected(path)
    general = found["General"][0]
    assert {key: general.get(key) for key in rows.general} == rows.general, name
    assert str(general.get("Encoded_Date", "")).startswith(film.day), name
    sounds = found["Audio"]
    assert tuple(int(one["Channels"]) for one in sounds) == rows.tracks
    for one in sounds:
        assert (one["Format"], one.get("BitDepth"), one["SamplingRate"]) == (*rows.sound, "48000")
        assert rows.sound[0] != "AAC" or one["Format_AdditionalFeatures"] == "LC"
        assert (
            general["Format"] != "MXF" or int(one["FrameCount"]) == film.frames
        )  # each track, not the picture's alone
    if rows.picture:
        _check_picture(path, rows, film, found["Video"][0])
    else:
        assert "Video" not in found
    _check_timecode(path, rows, film, found)
    if rows.picture.get("Format") == "ProRes":
        _check_prores(path, rows)
    if general["Format"] == "MXF":
        _check_names(path)
    if general["Format"] == "MXF" and (rows.raster or film.raster)[1] == 1080:
        assert b"\x32\x15\x00\x01\x04" in path.read_bytes()[:65_536]  # ST 377-1: signal standard 4 is ST 274


def _check_picture(path: Path, rows: Rows, film: Film, video: dict[str, Any]) -> None:
    assert {key: video.get(key) for key in rows.picture} == rows.picture, path.name
    size = rows.raster or film.raster
    assert (int(video["Width"]), int(video["Height"])) == size
    assert (video["PixelAspectRatio"], video["DisplayAspectRatio"]) == ("1.000", "1.778")
    assert Fraction(int(video["FrameRate_Num"]), int(video["FrameRate_Den"])) == film.rate
    assert video.get("FrameRate_Mode", "CFR") == "CFR"
    assert int(video["FrameCount"]) == film.frames
    tags = ("colour_primaries", "transfer_characteristics", "matrix_coefficients")
    assert [video.get(tag) for tag in tags] == ["BT.709"] * 3
    own = video["Format"] in ("ProRes", "AVC", "MPEG Video")  # VC-3 and FFV1 leave it to the container
    assert video["colour_primaries_Source"] == ("Container / Stream" if own else "Container")
    # QuickTime's `nclc` knows no range; ProRes is narrow by nature.
    assert video.get("colour_range") == (None if video["Format"] == "ProRes" else "Limited")
    if rows.most:
        pixels = size[0] * size[1] * film.rate if isinstance(rows.most, Fraction) else 1
        assert int(video["BitRate"]) <= rows.most * pixels
    if rows.bytes:
        assert _packets(path) == {rows.bytes}
        assert abs(int(video["BitRate"]) / (rows.bytes * 8 * film.rate) - 1) < 0.005  # from a duration in milliseconds
    if rows.gop and film.frames > 4 * rows.gop:  # of fewer groups MediaInfo does not tell what they are like
        assert (video["Format_Settings_GOP"], video["Gop_OpenClosed"]) == (f"M=3, N={rows.gop}", "Closed")
        assert (video["Format_Commercial_IfAny"], video["extra"]["intra_dc_precision"]) == ("XDCAM HD422", "10")
    if rows.gop:
        check_stream(path, rows.gop, film.rate, film.first)
    if video["Format"] == "FFV1":
        assert video["extra"]["ErrorDetectionType"] == "Per slice"
        assert inspected(path)["General"][0]["extra"]["ErrorDetectionType"] == "Per level 1"


def _packets(path: Path) -> set[int]:
    """The sizes of all pictures as they are stored."""
    with av.open(str(path)) as container:
        return {packet.size for packet in container.demux(container.streams.video[0]) if packet.size}


def _check_timecode(path: Path, rows: Rows, film: Film, found: dict[str, list[dict[str, Any]]]) -> None:
    """In every place that tells it, by MediaInfo and by ffmpeg."""
    places = [one for one in found.get("Other", ()) if "TimeCode_FirstFrame" in one]
    codes = [one["TimeCode_FirstFrame"] for one in places]
    codes += [
        extra["TimeCode_FirstFrame"]
        for one in found["General"]
        if "TimeCode_FirstFrame" in (extra := one.get("extra", {}))
    ]
    assert codes == [film.first] * rows.timecodes, codes
    assert {one["TimeCode_LastFrame"] for one in places if "TimeCode_LastFrame" in one} <= {film.last}
    drop = "Yes" if ";" in film.first else "No"
    assert {one["TimeCode_DropFrame"] for one in places} <= {drop}
    if places:
        assert found["Video"][0]["Delay_DropFrame"] == drop
    with av.open(str(path)) as container:
        told = [value for place in (container, *container.streams) for key, value in place.metadata.items()
                if key.lower() == "timecode"]  # fmt: skip
    assert set(told) == ({film.first} if rows.timecodes else set())


def _check_prores(path: Path, rows: Rows) -> None:
    """RDD 36 § 5.1: each frame's header; the boxes `fiel` and `colr` beside it (Apple TN2162)."""
    with av.open(str(path)) as container:
        frames = [bytes(packet) for packet in container.demux(container.streams.video[0]) if packet.size]
    for data in frames:
        assert data[4:8] == b"icpf"
        flags, colors = data[20], data[22:25]
        assert (flags >> 6, flags >> 2 & 3) == (2, int(rows.fields))  # 4:2:2; 0 progressive, 1 upper field first
        assert colors == b"\x01\x01\x01"
        assert rows.tracks != (2,) or data[12:16] == b"apl0"  # the station's own profile names no vendor
    moov = path.read_bytes()[: 1 << 16]
    at = moov.index(b"colr")
    assert struct.unpack(">4s3H", moov[at + 4 : at + 14]) == (b"nclc", 1, 1, 1)
    at = moov.index(b"fiel")
    assert moov[at + 4 : at + 6] == (b"\x02\x09" if rows.fields else b"\x01\x00")


def _check_names(path: Path) -> None:
    """ST 330: the material package and the file's have a number of their own, and it is not nought. The file's package
    is named again in each frame."""
    with av.open(str(path)) as container:
        material = container.metadata["material_package_umid"].removeprefix("0x")
        (source,) = {stream.metadata["file_package_umid"].removeprefix("0x") for stream in container.streams}
    assert material[:-2] == source[:-2] and (material[-2:], source[-2:]) == ("00", "01")
    assert material[32:-2].strip("0")
    with av.open(str(path)) as container:
        pictures = sum(1 for packet in container.demux(container.streams.video[0]) if packet.size)
    assert path.read_bytes().count(bytes.fromhex(source)) >= pictures


def check_decoded(path: Path, name: str, film: Film) -> None:
    """All of it decodes, with nothing to be said against it, and each picture is what its tags say."""
    rows = ROWS[name]
    command = [str(ffmpeg()), "-nostdin", "-hide_banner", "-nostats", "-v", "level+info", "-xerror", "-err_detect",
               "explode", "-i", str(path), "-map", "0:v?", "-map", "0:a", "-vf", "showinfo=checksum=0",
               "-f", "null", "-"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = done.stderr.splitlines()
    assert not [line for line in lines if "[error]" in line or "[fatal]" in line]
    if not rows.picture:
        return
    width, height = rows.raster or film.raster
    shown = [line for line in lines if "[info] n:" in line]
    colors = [line for line in lines if "[info] color_range:" in line]
    what = f"fmt:{rows.pixels} ", f" s:{width}x{height} ", f" i:{'T' if rows.fields else 'P'} "
    assert len(shown) == len(colors) == film.frames
    assert all(word in line for line in shown for word in what), shown[0]
    told = "color_range:tv color_space:bt709 color_primaries:bt709 color_trc:bt709"
    assert all(told in line for line in colors), colors[0]


def check_loudness(path: Path, name: str, start: int = 0, end: int | None = None) -> Judged:
    """The first two channels by ffmpeg's meter, between two samples; the programme's, where there is a leader."""
    rows = ROWS[name]
    cut = f"atrim=start_sample={start}" + (f":end_sample={end}" if end is not None else "")
    both = f"{cut}[l];[0:a:1]{cut}[r];[l][r]join=inputs=2:channel_layout=stereo"
    first = "pan=stereo|c0=c0|c1=c1," if rows.tracks[0] > 2 else ""
    heard = judged(path, both if rows.tracks[0] == 1 else f"{first}{cut}")
    assert abs(heard.integrated - rows.target) <= rows.off, (name, heard)
    assert heard.true_peak <= rows.ceiling + 0.01, (name, heard)  # the meter tells three decimals of an amplitude
    return heard
