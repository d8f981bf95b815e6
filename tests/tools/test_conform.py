"""Film of the usual kind comes onto the raster as arithmetic says: each code value, each line of chroma, each size."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.base.timecode import Rate
from hitrec_cli.model.media import PictureFacts
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import Clip, MediaPicture, SegmentRange, Timeline
from hitrec_cli.tools.picture import perform
from hitrec_cli.tools.probe import probe
from tests.media.making import make
from tests.pipeline.decoded import ffmpeg_says

pytestmark = pytest.mark.media

WIDTH, HEIGHT = 64, 32
FFV1 = ("-c:v", "ffv1", "-level", "3", "-slices", "4")


def rendered(film: MediaPicture, frames: int, pixels: str, out: Path, rate: int = 25) -> bytes:
    """The film from its beginning, as a master of this pixel format holds it; raw."""
    clip = Clip(0, frames, film, "one")
    timeline = Timeline("e", "online", Rate(rate), (WIDTH, HEIGHT), 0, False, -2400,
                        (SegmentRange("one", "story", "", 0, frames),), (clip,), ())  # fmt: skip
    span = slice_picture(timeline, 0, frames, (WIDTH, HEIGHT)).spec
    perform({**span, "gop": 1, "container": "mkv", "encoder": [*FFV1, "-pix_fmt", pixels]}, {}, Path, out)
    return ffmpeg_says("-i", out, "-fps_mode", "passthrough", "-f", "rawvideo", "-")


def ramps() -> list[Any]:
    """Y', Cb, Cr of one 4:2:0 picture of 8 bits: luma of every kind, chroma that rises and falls by whole codes."""
    luma = np.random.default_rng(1).integers(16, 236, (HEIGHT, WIDTH))
    rows = np.repeat(np.arange(HEIGHT // 2)[:, None], WIDTH // 2, 1)
    return [luma, 60 + 8 * rows, 200 - 6 * rows]


@pytest.mark.parametrize("field_mode", ["prog", "tff"])
@pytest.mark.parametrize(("pixels", "scale"), [("yuv422p", 1), ("yuv422p10le", 4)])
def test_chroma_gets_its_lines_and_luma_stays(
    pixels: str, scale: int, field_mode: str, tmp_path: Path, hitrec_home: Path
) -> None:
    """Line k of 4:2:2 lies at (k - 1/2) / 2 of 4:2:0's (H.264 figure E-1), also where whole pictures are marked as
    fields."""
    planes = ramps()
    (tmp_path / "raw").write_bytes(b"".join(plane.astype(np.uint8).tobytes() for plane in planes) * 2)
    film = make(tmp_path / "film.mkv", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{WIDTH}x{HEIGHT}", "-r", "25",
                "-i", f"file:{tmp_path / 'raw'}", "-vf", f"setparams=field_mode={field_mode}", *FFV1)  # fmt: skip
    facts = PictureFacts(0, WIDTH, HEIGHT, matrix="bt709", range="tv", rate=Fraction(25), duration=Fraction(2, 25),
                         time_base=Fraction(1, 1000), frames=2, longest_frame=Fraction(1, 25))  # fmt: skip
    raw = rendered(MediaPicture("f", str(film), "matroska", facts), 2, pixels, tmp_path / "part.mkv")
    data = np.frombuffer(raw, "u1" if scale == 1 else "<u2").reshape(2, -1).astype(int)
    luma, *chroma = np.split(data, [WIDTH * HEIGHT, WIDTH * HEIGHT * 3 // 2], axis=1)
    assert np.array_equal(luma, np.stack([planes[0].ravel() * scale] * 2))
    lines = (np.arange(HEIGHT) - 0.5) / 2
    for plane, ideal in zip(chroma, (60 + 8 * lines, 200 - 6 * lines), strict=True):
        found = plane.reshape(2, HEIGHT, WIDTH // 2)[:, 4:-4]  # beyond the ends there is no ramp
        assert np.abs(found - scale * ideal[None, 4:-4, None]).max() <= 0.51


def test_a_film_may_change_its_size_on_its_way(tmp_path: Path, hitrec_home: Path) -> None:
    """As recordings of calls do: even at first, odd later on."""
    sizes = ("64x32", "51x27", "128x64")
    lines = []
    for number, size in enumerate(sizes):
        bars = ("-f", "lavfi", "-i", f"smptebars=s={size}:r=25:d=0.4")
        part = make(tmp_path / f"{number}.webm", *bars, "-c:v", "libvpx", "-b:v", "1M", "-pix_fmt", "yuv420p")
        lines.append(f"file '{part}'")
    (tmp_path / "list").write_text("\n".join(lines))
    film = make(tmp_path / "film.webm", "-f", "concat", "-safe", "0", "-i", f"file:{tmp_path / 'list'}", "-c", "copy")
    (probed,) = probe([film])
    assert probed.found is not None and probed.found.facts.picture is not None, probed.broken
    facts = probed.found.facts.picture
    assert (facts.width, facts.height) == (64, 32)
    raw = rendered(MediaPicture("f", str(film), probed.found.facts.format, facts), 30, "yuv420p", tmp_path / "part.mkv")
    luma = np.frombuffer(raw, np.uint8).reshape(30, -1)[:, : WIDTH * HEIGHT].astype(int)
    assert len(luma) == 30
    for frame in (10, 19, 20, 29):  # the same bars fill the raster, whatever size they have in the file
        assert np.abs(luma[frame] - luma[0]).mean() < 8
