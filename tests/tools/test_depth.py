"""A master's graph works in the master's own format: each line's chroma is kept from the source on, in ten bits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.base.timecode import Rate
from hitrec_cli.model.media import PictureFacts
from hitrec_cli.model.segment import Framing, Move
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import Clip, SegmentRange, StillPicture, Timeline
from hitrec_cli.tools.depth import CONVERSIONS, in_depth
from hitrec_cli.tools.picture import perform
from tests.media.making import make, picture
from tests.pipeline.decoded import ffmpeg_says

WIDTH, HEIGHT = 64, 32
LINES = ((200, 60, 40), (40, 90, 210))
"""R'G'B' of even and of odd lines."""


def codes(color: tuple[int, int, int]) -> tuple[float, float, float]:
    """Y', Cb, Cr in 10 bits, narrow range (ITU-R BT.709-6, items 3.2 to 3.5)."""
    red, green, blue = (value / 255 for value in color)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 64 + 876 * luma, 512 + 896 * (blue - luma) / 1.8556, 512 + 896 * (red - luma) / 1.5748


LINES_FACTS = PictureFacts(0, WIDTH, HEIGHT, pixel_format="rgb24", range="pc")


def spec(source: Path, pixels: str, facts: PictureFacts = LINES_FACTS, move: Move | None = None) -> dict[str, Any]:
    """Two frames of a still, as a timeline's slice has them."""
    still = Clip(0, 2, StillPicture("lines", str(source), "png_pipe", facts, move), "one")
    segment = SegmentRange("one", "story", "", 0, 2)
    timeline = Timeline("e", "online", Rate(25), (WIDTH, HEIGHT), 0, False, -2400, (segment,), (still,), ())
    encoder = ["-c:v", "ffv1", "-level", "3", "-slices", "4", "-pix_fmt", pixels]
    span = slice_picture(timeline, 0, 2, (WIDTH, HEIGHT))
    return {**span.spec, "gop": 1, "container": "mkv", "encoder": encoder}


@pytest.mark.media
def test_every_line_keeps_its_own_color(tmp_path: Path, hitrec_home: Path) -> None:
    from PIL import Image

    rows = np.array([[LINES[row % 2]] * WIDTH for row in range(HEIGHT)], np.uint8)
    Image.fromarray(rows).save(tmp_path / "lines.png")
    out = tmp_path / "part.mkv"
    perform(spec(tmp_path / "lines.png", "yuv422p10le"), {}, Path, out)
    raw = np.frombuffer(ffmpeg_says("-i", out, "-frames:v", "1", "-f", "rawvideo", "-"), "<u2")
    luma, cb, cr = np.split(raw, [WIDTH * HEIGHT, WIDTH * HEIGHT * 3 // 2])
    for plane, width, place in ((luma, WIDTH, 0), (cb, WIDTH // 2, 1), (cr, WIDTH // 2, 2)):
        lines = plane.reshape(HEIGHT, width).astype(int)
        for parity, color in enumerate(LINES):
            assert np.abs(lines[parity::2] - codes(color)[place]).max() <= 1, (place, parity)


@pytest.mark.media
def test_ten_bits_stay_ten_under_a_camera(tmp_path: Path, hitrec_home: Path) -> None:
    """A slow ramp of 16 bits: each of its ten-bit codes is there, not every fourth."""
    from PIL import Image

    values = np.linspace(20_000, 30_000, WIDTH * 4).astype("<u2")
    Image.fromarray(np.repeat(values[None], HEIGHT * 4, 0)).save(tmp_path / "ramp.png")
    facts = PictureFacts(0, WIDTH * 4, HEIGHT * 4, pixel_format="gray16be", range="pc")
    move = Move(Framing(), Framing(12_000))
    shown = spec(tmp_path / "ramp.png", "yuv422p10le", facts, move)
    perform(shown, {}, Path, tmp_path / "part.mkv")
    raw = np.frombuffer(ffmpeg_says("-i", tmp_path / "part.mkv", "-frames:v", "1", "-f", "rawvideo", "-"), "<u2")
    line = raw[: WIDTH * HEIGHT].reshape(HEIGHT, WIDTH)[HEIGHT // 2].astype(int)
    expected = 64 + 876 * values.reshape(WIDTH, 4).mean(axis=1) / 65_535
    assert np.abs(line - expected).max() <= 3 and len({*(line % 4)}) == 4


def test_only_masters_have_a_format_of_their_own() -> None:
    graph = "[0]format=yuva420p[a];[1]format=yuv420p[b];[b][a]overlay=format=yuv420,format=yuv420p[c]"
    arguments = ["-i", "yuv420p.png", "-filter_complex", graph, "-map", "[c]", "-pix_fmt", "yuv422p10le"]
    assert in_depth(arguments, "yuv420p") == arguments
    deep = in_depth(arguments, "yuv422p10le")
    assert deep[3] == CONVERSIONS + (
        "[0]format=yuva422p10le[a];[1]format=yuv422p10le[b];[b][a]overlay=format=yuv422p10,format=yuv422p10le[c]"
    )
    assert [*deep[:3], graph, *deep[4:]] == arguments


@pytest.mark.media
def test_a_part_over_its_rate_is_encoded_again(tmp_path: Path, hitrec_home: Path) -> None:
    """Noise takes more bits than ProRes 422 HQ is meant to have; the coarser part has not."""
    noise = make(tmp_path / "noise.png", *picture(f"{WIDTH}x{HEIGHT}", "1", 1), "-vf", "noise=alls=100,format=rgb24",
                 "-frames:v", "1")  # fmt: skip
    prores = ["-c:v", "prores_ks", "-profile:v", "hq", "-q:v", "3", "-pix_fmt", "yuv422p10le"]
    given = {**spec(noise, "yuv422p10le"), "encoder": prores, "container": "mov"}
    free = perform(given, {}, Path, tmp_path / "free.mov")
    assert free == {"frames": 2}
    bits = (tmp_path / "free.mov").stat().st_size * 8 / (WIDTH * HEIGHT * 2)
    most = int(bits * 60)
    held = perform({**given, "most_bits": most}, {}, Path, tmp_path / "held.mov")
    chosen = int(held["encoder"][held["encoder"].index("-q:v") + 1])
    assert chosen > 3
    frames = ffmpeg_says("-i", tmp_path / "held.mov", "-c", "copy", "-f", "framecrc", "-").decode().splitlines()
    sizes = [int(line.split(",")[4]) for line in frames if not line.startswith("#")]
    assert len(sizes) == 2 and sum(sizes) * 8 * 100 <= most * WIDTH * HEIGHT * 2


@pytest.mark.media
@pytest.mark.parametrize(("pixels", "kind"), [("yuv422p", "dnxhr_sq"), ("yuv422p10le", "dnxhr_hqx")])
def test_a_picture_cropped_anywhere_reaches_the_encoder_of_avid(
    tmp_path: Path, hitrec_home: Path, pixels: str, kind: str
) -> None:
    """Of a wide still the middle: its chroma begins 34 bytes into each line, where that encoder cannot read."""
    wide = make(tmp_path / "wide.png", *picture("393x144", "1", 1), "-frames:v", "1", "-pix_fmt", "rgb24")
    facts = PictureFacts(0, 393, 144, pixel_format="rgb24", range="pc")
    still = Clip(0, 2, StillPicture("wide", str(wide), "png_pipe", facts), "one", fit="crop")
    segment = SegmentRange("one", "story", "", 0, 2)
    timeline = Timeline("e", "online", Rate(25), (256, 144), 0, False, -2400, (segment,), (still,), ())
    given = {**slice_picture(timeline, 0, 2, (256, 144)).spec, "gop": 1}
    avid, lossless = ["-c:v", "dnxhd", "-profile:v", kind, "-pix_fmt", pixels], ["-c:v", "ffv1", "-pix_fmt", pixels]
    perform({**given, "container": "mxf", "encoder": avid}, {}, Path, tmp_path / "part.mxf")
    perform({**given, "container": "mkv", "encoder": lossless}, {}, Path, tmp_path / "part.mkv")
    ours, theirs = (
        np.frombuffer(ffmpeg_says("-i", tmp_path / name, "-pix_fmt", "gray", "-f", "rawvideo", "-"), np.uint8).astype(
            int
        )
        for name in ("part.mxf", "part.mkv")
    )
    assert len(ours) == 2 * 256 * 144 and np.abs(ours - theirs).mean() < 2
