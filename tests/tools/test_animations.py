"""GIF, APNG, animated WebP and AVIF: their own timing, again and again, and what they leave standing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.base.timecode import NTSC
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import Clip, MediaPicture, Timeline
from hitrec_cli.tools.picture import perform
from tests.media.asking import found
from tests.pipeline.decoded import Frames, planes

pytestmark = pytest.mark.media

SIZE = (160, 120)
LOSSLESS = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p"]
KINDS = ["gif", "png", "webp", "avif"]
TIMES = (100, 310, 50, 250)
"""Milliseconds; of a GIF, hundredths of a second."""
LEVELS = (40, 90, 150, 220)
BACKGROUND = 60


def saved(path: Path, frames: Sequence[Any], times: Sequence[int], **options: Any) -> Path:
    """An animation as Pillow writes it."""
    from PIL import Image

    images = [Image.fromarray(one) for one in frames]
    if path.suffix == ".webp":
        options |= {"lossless": True}
    images[0].save(path, save_all=True, append_images=images[1:], duration=list(times), loop=0, **options)
    return path


def shown(path: Path, frames: int, at: Fraction = Fraction(0)) -> Frames:
    """Luma of so many frames of the animation, on a gray background."""
    facts = found(path).facts
    assert facts.kind == "animation" and facts.picture is not None
    picture = MediaPicture("a", "a", facts.format, facts.picture, at, repeated=True)
    clip = Clip(0, frames, picture, "s", background=f"#{BACKGROUND:02x}{BACKGROUND:02x}{BACKGROUND:02x}")
    timeline = Timeline("e", "online", NTSC, SIZE, 0, True, -2400, (), (clip,), ())
    spec: dict[str, Any] = {**slice_picture(timeline, 0, frames, SIZE).spec, "encoder": LOSSLESS, "gop": 30}
    out = path.with_suffix(".out.mp4")
    assert perform(spec, {}, lambda name: path, out) == {"frames": frames}
    return planes(out, *SIZE)[0]


def narrow(level: Any) -> Any:
    """BT.709 narrow range of gray."""
    return 16 + np.asarray(level) * 219 / 255


@pytest.mark.parametrize("kind", KINDS)
def test_each_picture_stands_for_its_own_time_again_and_again(kind: str, tmp_path: Path, hitrec_home: Path) -> None:
    frames = [np.full((120, 160, 3), level, np.uint8) for level in LEVELS]
    path = saved(tmp_path / f"a.{kind}", frames, TIMES)
    assert found(path).facts.duration == Fraction(sum(TIMES), 1000)
    at = Fraction(3, 10)
    luma = shown(path, 70, at)
    starts = np.cumsum([0, *TIMES[:-1]])
    for number, picture in enumerate(luma):
        wanted = []  # what is due while the frame is shown, to its middle
        for half in (0, 1):
            time = (at + Fraction((2 * number + half) * 1001, 60_000)) * 1000 % sum(TIMES)
            wanted.append(LEVELS[int(np.searchsorted(starts, float(time), "right")) - 1])
        assert min(abs(picture.mean() - narrow(level)) for level in wanted) < 2, number


def test_a_gif_that_names_no_time_runs_as_in_a_browser(tmp_path: Path, hitrec_home: Path) -> None:
    """Ten pictures a second: what asks for a hundred or more is not taken at its word."""
    frames = [np.full((120, 160, 3), level, np.uint8) for level in LEVELS]
    path = saved(tmp_path / "a.gif", frames, [0] * 4)
    assert found(path).facts.duration == Fraction(4, 10)
    luma = shown(path, 24)
    assert [round(float(one.mean())) for one in luma[[1, 4, 7, 10, 13]]] == [
        round(float(narrow(level))) for level in (*LEVELS, LEVELS[0])
    ]


WAYS: dict[str, list[dict[str, Any]]] = {
    "gif": [{"disposal": 1}, {"disposal": 2}, {"disposal": 3}],
    "png": [{"disposal": 0, "blend": 1}, {"disposal": 1, "blend": 0}, {"disposal": 2, "blend": 1}],
    "webp": [{}],
}


@pytest.mark.parametrize(("kind", "way"), [(kind, way) for kind in WAYS for way in range(len(WAYS[kind]))])
def test_what_stays_and_what_goes(kind: str, way: int, tmp_path: Path, hitrec_home: Path) -> None:
    """Patches come over a transparent ground, and stay, go, or give back what was there; Pillow composes it too."""
    from PIL import Image, ImageSequence

    frames = []
    for number, level in enumerate(LEVELS):
        one = np.zeros((120, 160, 4), np.uint8)
        one[20 + 15 * number : 60 + 15 * number, 10 + 30 * number : 50 + 30 * number] = (level, level, level, 255)
        frames.append(one)
    path = saved(tmp_path / f"a.{kind}", frames, [100] * 4, **WAYS[kind][way])
    luma = shown(path, 12)
    with Image.open(path) as image:
        composed = [np.array(one.convert("RGBA")).astype(float) for one in ImageSequence.Iterator(image)]
    assert len(composed) == 4
    for number, one in enumerate(composed):
        part = one[..., 3] / 255
        wanted = narrow(one[..., 0] * part + BACKGROUND * (1 - part))
        assert np.abs(luma[3 * number + 1] - wanted).max() < 4, number
