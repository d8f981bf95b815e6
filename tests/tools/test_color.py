"""Color comes out as the standards say, whichever way a stranger coded it: patches, edges, tags.

Expected code values are computed by `colorimetry` from the standards' formulas; ±2 of 255 for standard range, ±3 for
high dynamic range, whose table is interpolated where the tone curve bends.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.base.timecode import NTSC
from hitrec_cli.model.segment import Fit
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import Clip, MediaPicture, SegmentRange, StillPicture, Timeline
from hitrec_cli.tools.picture import perform
from hitrec_cli.tools.probe import probe
from tests.pipeline.decoded import Frames, planes
from tests.tools.color_sources import BACKGROUND, COLUMNS, HEIGHT, ROWS, WIDTH, sources
from tests.tools.colorimetry import codes

pytestmark = pytest.mark.media

RASTER = (WIDTH, HEIGHT)
LOSSLESS = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p"]
EACH = 2


def shown(paths: list[Path], out: Path, raster: tuple[int, int] = RASTER, fit: Fit = "letterbox") -> Path:
    """Two frames of each file, rendered as one span and coded without loss."""
    found = {}
    for probed in probe(paths):
        assert probed.found is not None, probed.broken
        found[str(probed.path)] = probed.found.facts
    clips = []
    for number, (path, facts) in enumerate(found.items()):
        assert facts.picture is not None
        kind = StillPicture if facts.kind == "still" else MediaPicture
        picture = kind(path, path, facts.format, facts.picture)
        clips.append(Clip(number * EACH, EACH, picture, "s", fit, BACKGROUND))
    end = len(clips) * EACH
    timeline = Timeline("e", "online", NTSC, raster, 0, True, -2400, (SegmentRange("s", "story", "", 0, end),),
                        tuple(clips), ())  # fmt: skip
    spec: dict[str, Any] = {**slice_picture(timeline, 0, end, raster).spec, "encoder": LOSSLESS, "gop": 30}
    perform(spec, {}, Path, out)
    return out


def patches(pictures: tuple[Frames, Frames, Frames], frame: int) -> Any:
    """Mean Y', Cb, Cr of the middle of each patch."""
    found = []
    for plane in pictures:
        height, width = plane.shape[1] // ROWS, plane.shape[2] // COLUMNS
        cells = plane[frame].reshape(ROWS, height, COLUMNS, width)
        found.append(cells[:, height // 4 : -height // 4, :, width // 4 : -width // 4].mean(axis=(1, 3)).ravel())
    return np.stack(found, axis=-1)


def test_patches(tmp_path: Path, hitrec_home: Path) -> None:
    """All sources in one rendering: it costs too much to be made twice."""
    made = sources(tmp_path)
    pictures = planes(shown([one.path for one in made.values()], tmp_path / "out.mp4"), *RASTER)
    wrong = {
        name: np.abs(patches(pictures, number * EACH) - codes(source.expected)).max()
        for number, (name, source) in enumerate(made.items())
    }
    assert len(wrong) >= 40
    assert {name: by for name, by in wrong.items() if by > made[name].tolerance} == {}
