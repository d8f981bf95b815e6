"""Where colored edges come to lie: chroma is read where the source has it and written where H.264 has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.media.making import make
from tests.pipeline.decoded import planes
from tests.tools.color_sources import H264, H265
from tests.tools.colorimetry import codes
from tests.tools.test_color import shown

pytestmark = pytest.mark.media

WIDTH, HEIGHT = 256, 144
ACROSS, DOWN = 100.5, 60.5
"""The edge lies between samples 100 and 101; in the turned picture between lines 60 and 61."""
LEFT, RIGHT = np.array([[190, 40, 30], [170, 200, 240]]) / 255


def picture(edge: float, *, down: bool) -> Any:
    """R'G'B' of two halves."""
    size = HEIGHT if down else WIDTH
    line = np.where((np.arange(size) < edge)[:, None], LEFT, RIGHT)
    return np.broadcast_to(line[:, None] if down else line[None], (HEIGHT, WIDTH, 3))


def coded(path: Path, rgb: Any, matrix: str, sites: tuple[float, float], *encoder: str) -> Path:
    """4:2:0 of 10 bits; chroma samples lie at 2k + sites, each the mean of the two luma widths around its place."""
    values = codes(rgb, matrix, 10)
    raw = path.with_suffix(".raw")
    data = values[..., 0].round().astype(np.uint16).tobytes()
    for number in (1, 2):
        plane = values[..., number]
        for axis, site in zip((1, 0), sites, strict=True):
            plane = averaged(plane, axis, site)
        data += plane.round().astype(np.uint16).tobytes()
    raw.write_bytes(data * 2)
    return make(path, "-f", "rawvideo", "-pix_fmt", "yuv420p10le", "-s", f"{WIDTH}x{HEIGHT}", "-r", "25",
                "-i", f"file:{raw}", *encoder)  # fmt: skip


def averaged(plane: Any, axis: int, site: float) -> Any:
    even, odd = (np.take(plane, range(first, plane.shape[axis], 2), axis) for first in (0, 1))
    if site:  # in the middle: the two samples beside it
        return (even + odd) / 2
    before = np.concatenate([np.take(even, [0], axis), np.take(odd, range(odd.shape[axis] - 1), axis)], axis)
    return even / 2 + odd / 4 + before / 4


def place(line: Any) -> float:
    """How many samples of a line belong to its left end; both ends are the mean of a stretch."""
    at = [len(line) * share // 100 for share in (10, 30, 54, 65, 90)]
    left, right = line[at[0] : at[1]].mean(), line[at[3] : at[4]].mean()
    return at[1] + float(((line[at[1] : at[2]] - right) / (left - right)).sum())


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    from PIL import Image

    folder = tmp_path_factory.mktemp("edges")
    found: dict[str, Path] = {}
    pq = ("-vf", "setparams=colorspace=bt2020nc:color_primaries=bt2020:color_trc=smpte2084:range=tv", *H265)
    for down, edge in ((False, ACROSS), (True, DOWN)):
        turned = "down" if down else "across"
        image = Image.fromarray((picture(edge, down=down) * 255).round().astype(np.uint8))
        image.save(folder / f"png-{turned}.png")
        image.save(folder / f"jpeg-{turned}.jpg", quality=100, subsampling=2)
        coded(folder / f"film-{turned}.mp4", picture(edge, down=down), "601", (0, 0.5), *H264)
        dim = 0.44 + 0.05 * picture(edge, down=down)  # where PQ's curve is nearly straight
        coded(folder / f"pq-{turned}.mp4", dim, "2020", (0, 0), *pq)
        for name in ("png", "jpeg", "film", "pq"):
            (found[f"{name}-{turned}"],) = folder.glob(f"{name}-{turned}.[jmp][pn][g4]")
    return found


@pytest.mark.parametrize("scale", [1, 0.5])
def test_color_stays_with_its_edge(scale: float, files: dict[str, Path], tmp_path: Path, hitrec_home: Path) -> None:
    """To a fifth of a pixel; H.264 has chroma at 2k across and at 2k + 1/2 down (H.264 E.2.1, type 0)."""
    raster = (int(WIDTH * scale), int(HEIGHT * scale))
    pictures = planes(shown(list(files.values()), tmp_path / "out.mp4", raster), *raster)
    for number, name in enumerate(files):
        y, *chroma = (plane[2 * number] for plane in pictures)
        down = name.endswith("down")
        # The mean of whole patterns of the dither, whose 8 x 8 samples differ by one.
        lines = [plane[:, 16:32].mean(axis=1) if down else plane[8:24].mean(axis=0) for plane in (y, *chroma)]
        luma = place(lines[0]) - 0.5
        for line in lines[1:]:
            assert 2 * place(line) - (0.5 if down else 1) == pytest.approx(luma, abs=0.2), name
