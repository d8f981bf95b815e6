"""Where a film ends: its last picture stands for its own time, wherever a slice begins, and for no longer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.base.errors import MediaError
from hitrec_cli.base.timecode import NTSC
from hitrec_cli.model.media import PictureFacts
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import Clip, MediaPicture, Timeline
from hitrec_cli.tools.picture import perform
from tests.media.asking import found
from tests.media.making import X264, make
from tests.pipeline.decoded import planes

pytestmark = pytest.mark.media

SIZE = (160, 120)
LOSSLESS = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p"]


def sliced(facts: PictureFacts, first: int, last: int) -> Mapping[str, Any]:
    """What renders frames [first, last) of the film."""
    clip = Clip(0, last, MediaPicture("a", "a", "mov", facts), "s")
    timeline = Timeline("e", "online", NTSC, SIZE, 0, True, -2400, (), (clip,), ())
    return {**slice_picture(timeline, first, last, SIZE).spec, "encoder": LOSSLESS, "gop": 30}


def test_a_long_last_picture_is_seen_from_within(tmp_path: Path, hitrec_home: Path) -> None:
    """A second of pictures, and one more that stands for three: a slice may begin two seconds into it."""
    bright = ("-f", "lavfi", "-i", "color=gray:s=160x120:r=25:d=1,geq=lum=40+4*N:cb=128:cr=128")
    held = "tpad=stop=75:stop_mode=clone,select='lt(n,25)+eq(n,99)'"
    film = make(tmp_path / "a.mp4", *bright, "-vf", held, "-fps_mode", "vfr", *X264, "-qp", "0")
    facts = found(film).facts.picture
    assert facts is not None and facts.longest_frame >= Fraction(74, 25)
    out = tmp_path / "out.mp4"
    assert perform(sliced(facts, 80, 90), {}, lambda name: film, out) == {"frames": 10}
    luma = planes(out, *SIZE)[0].mean(axis=(1, 2))
    assert np.ptp(luma) < 1 and abs(luma[0] - (40 + 4 * 24)) < 4


@pytest.mark.parametrize("codec", ["h264", "qtrle"])
def test_a_film_that_ends_before_its_time_fails(codec: str, tmp_path: Path, hitrec_home: Path) -> None:
    """Its facts promise four seconds, two are there: nothing stands in for the rest, no picture and no ground."""
    coded = X264 if codec == "h264" else ("-c:v", "qtrle", "-pix_fmt", "argb")
    film = make(tmp_path / "a.mov", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=2", *coded)
    facts = found(film).facts.picture
    assert facts is not None and facts.alpha is (codec == "qtrle")
    longer = replace(facts, duration=Fraction(4), frames=100)
    out = tmp_path / "out.mp4"
    assert perform(sliced(longer, 0, 59), {}, lambda name: film, out) == {"frames": 59}
    for first, last in ((0, 90), (80, 90)):
        with pytest.raises(MediaError, match="a clip ends before its time"):
            perform(sliced(longer, first, last), {}, lambda name: film, out)
