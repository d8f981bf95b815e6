"""Interlaced films: each frame shows the field that is first in time, whole, without a comb."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.base.timecode import Rate
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import Clip, MediaPicture, Timeline
from hitrec_cli.tools.picture import perform
from tests.media.asking import found
from tests.media.making import make
from tests.pipeline.decoded import planes

pytestmark = pytest.mark.media

SIZE = (192, 96)
FRAMES = 12
STEP = 6
"""Columns that a bar moves from field to field."""


@pytest.mark.parametrize("order", ["tff", "bff"])
def test_fields_become_frames(order: str, tmp_path: Path, hitrec_home: Path) -> None:
    """A bar runs to the right: at frame n it is where field 2n had it, with straight edges."""
    width, height = SIZE
    fields = np.full((2 * FRAMES + 2, height, width), 40, np.uint8)
    for number, field in enumerate(fields):
        field[:, STEP * number : STEP * number + 30] = 200
    woven = fields[0::2].copy()
    rows = 1 if order == "tff" else 0
    woven[:, rows::2] = fields[1::2, rows::2]  # the later field's rows
    raw = tmp_path / "raw"
    raw.write_bytes(woven.tobytes())
    source = ("-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{width}x{height}", "-r", "25", "-i", f"file:{raw}")
    coded = ("-vf", f"setfield={order}", "-c:v", "mpeg2video", "-q:v", "1", "-flags", "+ildct+ilme")
    film = make(tmp_path / "a.mxf", *source, *coded)
    facts = found(film).facts.picture
    assert facts is not None and facts.field_order == order
    clip = Clip(0, FRAMES, MediaPicture("a", "a", "mxf", facts, Fraction(0)), "s")
    timeline = Timeline("e", "online", Rate(25, 1), SIZE, 0, False, -2400, (), (clip,), ())
    lossless = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p"]
    spec: dict[str, Any] = {**slice_picture(timeline, 0, FRAMES, SIZE).spec, "encoder": lossless, "gop": 25}
    out = tmp_path / "out.mp4"
    perform(spec, {}, lambda name: film, out)
    luma = planes(out, *SIZE)[0].astype(float)
    for number in range(2, FRAMES - 2):
        bar = luma[number] > 120
        left = bar.argmax(axis=1)
        assert abs(np.median(left) - STEP * 2 * number) <= 1, number
        assert np.abs(left - np.median(left)).max() <= 2, number  # no comb: all rows have the edge at one place
