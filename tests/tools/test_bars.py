"""A leader's bars against the numbers of the standards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.tools.picture import perform
from tests.pipeline.decoded import planes

pytestmark = pytest.mark.media
WIDTH, HEIGHT = 320, 180


def bars() -> list[tuple[int, int, int]]:
    """EBU 100/0/75/0 (ITU-R BT.471): white, yellow, cyan, green, magenta, red, blue, black; 191 is 75 % of 255."""
    lit = ((1, 1, 0), (0, 1, 1), (0, 1, 0), (1, 0, 1), (1, 0, 0), (0, 0, 1), (0, 0, 0))
    return [(255, 255, 255), *((191 * red, 191 * green, 191 * blue) for red, green, blue in lit)]


def codes(color: tuple[int, int, int]) -> tuple[float, float, float]:
    """Y', Cb, Cr in 8 bits, narrow range (ITU-R BT.709-6, items 3.2 to 3.5)."""
    red, green, blue = (value / 255 for value in color)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748


RP_219 = ((104, 128, 128), (180, 128, 128), (168, 44, 136), (145, 147, 44), (133, 63, 52), (63, 193, 204),
          (51, 109, 212), (28, 212, 120), (104, 128, 128))  # fmt: skip
"""SMPTE RP 219-1, table 1: upper row, 75 % bars between stripes of 40 % gray."""


@pytest.mark.parametrize(
    ("colors", "places", "expected"),
    [
        ("ebu", [20 + 40 * bar for bar in range(8)], [codes(color) for color in bars()]),
        ("smpte", [20, *(int(40 + 240 / 7 * (bar + 0.5)) for bar in range(7)), 300], RP_219),
    ],
)
def test_bars(colors: str, places: list[int], expected: Any, tmp_path: Path, hitrec_home: Path) -> None:
    spec = {"frames": 1, "rate": "25/1", "raster": [WIDTH, HEIGHT], "supers": [], "gop": 1, "container": "mkv",
            "layers": [{"type": "bars", "colors": colors, "frames": 1}], "items": [{"frames": 1, "layer": [0, 0]}],
            "encoder": ["-c:v", "ffv1", "-level", "3", "-pix_fmt", "yuv420p"]}  # fmt: skip
    perform(spec, {}, Path, tmp_path / "bars.mkv")
    luma, cb, cr = planes(tmp_path / "bars.mkv")
    for place, code in zip(places, expected, strict=True):
        found = luma[0, 40, place], cb[0, 20, place // 2], cr[0, 20, place // 2]
        assert np.allclose(found, code, atol=1.0), (place, found, code)
