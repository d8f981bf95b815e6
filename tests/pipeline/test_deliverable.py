"""The file that a render makes, looked at from outside: boxes, frames, sound, pictures."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.pipeline.boxes import boxes, times, timescale, tracks
from tests.pipeline.decoded import frame_digests, pcm
from tests.pipeline.rows import Film, check_decoded, check_loudness, check_rows
from tests.pipeline.show import LENGTHS, Show

pytestmark = pytest.mark.media
FRAMES = sum(LENGTHS.values())
SAMPLES = 600_600
"""375 frames of 1001/30000 s at 48 kHz: 375 x 1601.6."""


@pytest.fixture(scope="module")
def film(rendered: Path) -> Path:
    return Show(rendered / "show").film()


def test_boxes(film: Path) -> None:
    names = [path for path, _ in boxes(film.read_bytes()) if path.count("/") == 1]
    assert names[0] == "/ftyp" and names.index("/moov") < names.index("/mdat")
    assert set(names) <= {"/ftyp", "/moov", "/mdat", "/free"}
    picture, sound = (tracks(film)[kind] for kind in ("vide", "soun"))
    assert timescale(picture) == 30_000 and times(picture) == [(FRAMES, 1001)]
    assert timescale(sound) == 48_000
    colr = picture["stsd"][picture["stsd"].index(b"colr") :]
    assert struct.unpack(">4s4sHHHB", colr[:15]) == (b"colr", b"nclx", 1, 1, 1, 0)  # BT.709, narrow range
    created = {int.from_bytes(payload[4:8]) for path, payload in boxes(film.read_bytes()) if path.endswith("mvhd")}
    assert created == {3_850_156_800}  # 2026-01-02T00:00:00Z in seconds from 1904


def test_every_row_of_its_profile(film: Path) -> None:
    told = Film(FRAMES, Fraction(30_000, 1001), (320, 180), "", "")
    check_rows(film, "web", told)
    check_decoded(film, "web", told)


def test_frames(film: Path) -> None:
    with av.open(str(film)) as container:
        video = container.streams.video[0]
        assert (video.codec_context.width, video.codec_context.height) == (320, 180)
        colors = (video.codec_context.color_primaries, video.codec_context.color_trc,
                  video.codec_context.colorspace, video.codec_context.color_range)  # fmt: skip
        assert [int(one) for one in colors] == [1, 1, 1, 1]  # ITU-T H.273 BT.709; narrow
        shown = [frame.pts for frame in container.decode(video)]
    assert len(shown) == FRAMES == len(frame_digests(film))
    assert [one - shown[0] for one in shown if one is not None and shown[0] is not None] == [
        1001 * number for number in range(FRAMES)
    ]
    assert shown[0] == 0


def test_sound(film: Path) -> None:
    assert len(pcm(film)) == SAMPLES
    with av.open(str(film)) as container:
        audio = container.streams.audio[0]
        assert audio.rate == 48_000 and audio.codec_context.layout.name == "stereo"
        assert audio.duration is not None and audio.time_base is not None
        assert audio.duration * audio.time_base * 48_000 == SAMPLES
        decoded = sum(frame.samples for frame in container.decode(audio))
    assert 0 <= decoded - SAMPLES < 1024 + 1024  # whole packets: the start is cut by the decoder, the end is not


def test_loudness(film: Path) -> None:
    """Measured by ffmpeg's meter (ITU-R BS.1770), which is not ours."""
    check_loudness(film, "web")


def test_chapters_and_title(film: Path) -> None:
    with av.open(str(film)) as container:
        assert container.metadata["title"] == "Tiny Show: The First"
        chapters = container.chapters()
    assert [chapter["metadata"]["title"] for chapter in chapters] == list(LENGTHS)
    starts = [sum(list(LENGTHS.values())[:number]) for number in range(len(LENGTHS))]
    told = [chapter["start"] * (chapter["time_base"] or 0) for chapter in chapters]
    assert [float(one) for one in told] == pytest.approx([start * 1001 / 30_000 for start in starts], abs=0.001)


def test_what_lies_beside_it(film: Path) -> None:
    assert sorted(path.name for path in film.parent.iterdir()) == [
        "credits.json", "credits.md", "tiny.web.mp4", "tiny.web.report.json",
    ]  # fmt: skip
    text = (film.parent / "credits.md").read_text("utf-8")
    names = ("Ada Example", "Bo Sample", "Cleo Test", "The Crew", "Dot Trial", "Eve Proof", "Fay Check")
    assert [name for name in names if name not in text] == []
