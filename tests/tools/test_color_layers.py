"""Color through everything that is done to a picture: every fit, a camera move, a dissolve, text laid over it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.base.timecode import NTSC
from hitrec_cli.model.segment import CUT, Fit, Framing, Move, Transition
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import Clip, ColorPicture, SegmentRange, StillPicture, SuperClip, Timeline
from hitrec_cli.tools.picture import perform
from tests.media.asking import seen
from tests.pipeline.decoded import planes
from tests.tools.color_sources import BACK, BACKGROUND, grid
from tests.tools.colorimetry import PATCHES, codes

pytestmark = pytest.mark.media

WIDTH, HEIGHT, SIDE = 256, 144, 144
LETTERS, UNDER = np.array([226, 84, 30]) / 255, np.array([20, 120, 90]) / 255
SCRIPT = f"""[Script Info]
ScriptType: v4.00+
PlayResX: {WIDTH}
PlayResY: {HEIGHT}
YCbCr Matrix: TV.709

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BorderStyle, Outline, Shadow, Alignment, Encoding
Style: Box,FiraGO,40,&H00FFFFFF,&H00000000,1,0,0,7,-1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.00,0:00:09.00,Box,,0,0,0,,{{\\an7\\pos(16,16)\\1c&H1E54E2&\\p1}}m 0 0 l 64 0 64 48 0 48
Dialogue: 0,0:00:00.00,0:00:09.00,Box,,0,0,0,,{{\\an7\\pos(16,80)\\1c&HFFFFFF&\\p1}}m 0 0 l 64 0 64 48 0 48
Dialogue: 0,0:00:00.00,0:00:09.00,Box,,0,0,0,,{{\\an7\\pos(144,16)\\1c&H1E54E2&\\1a&H80&\\p1}}m 0 0 l 64 0 64 48 0 48
"""
"""Boxes of a color, of white, and of the color at 127/255."""


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A span: the patches in three fits, moved, dissolving into a color; then that color under boxes."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("layers")
    path = folder / "patches.png"
    Image.fromarray(grid(PATCHES, SIDE, SIDE).astype(np.uint8)).save(path)
    facts = seen(path)
    still = StillPicture("p", str(path), "png_pipe", facts)
    moved = StillPicture(
        "p", str(path), "png_pipe", facts, Move(Framing(20_000, 5000, 5000), Framing(20_000, 5000, 5000))
    )
    plain = ColorPicture("#14785a")
    fits: tuple[Fit, ...] = ("letterbox", "crop", "blur")
    clips = [Clip(2 * n, 2, still, "s", fit, BACKGROUND) for n, fit in enumerate(fits)]
    clips += [Clip(6, 2, moved, "s", "letterbox", BACKGROUND, CUT),
              Clip(8, 3, still, "s", "letterbox", BACKGROUND), Clip(11, 6, plain, "s", "letterbox", BACKGROUND,
                                                                    Transition("dissolve", 3))]  # fmt: skip
    timeline = Timeline("e", "online", NTSC, (WIDTH, HEIGHT), 0, True, -2400, (SegmentRange("s", "story", "", 0, 17),),
                        tuple(clips), (SuperClip(15, 2, SCRIPT, "s"),))  # fmt: skip
    spec: dict[str, Any] = dict(slice_picture(timeline, 0, 17, (WIDTH, HEIGHT)).spec)
    spec |= {"encoder": ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p"], "gop": 30}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HITREC_HOME", str(folder))
        perform(spec, {}, Path, folder / "out.mp4")
    return planes(folder / "out.mp4", WIDTH, HEIGHT)


def at(pictures: Any, frame: int, x: int, y: int) -> Any:
    """Y', Cb, Cr around a place."""
    chroma = (slice(y // 2 - 2, y // 2 + 2), slice(x // 2 - 2, x // 2 + 2))
    return np.array([pictures[0][frame][y - 4 : y + 4, x - 4 : x + 4].mean(),
                     *(plane[frame][chroma].mean() for plane in pictures[1:])])  # fmt: skip


def off(pictures: Any, frame: int, x: int, y: int, color: Any) -> float:
    return float(np.abs(at(pictures, frame, x, y) - codes(color)).max())


@pytest.mark.parametrize(("frame", "name"), [(0, "letterbox"), (4, "blur"), (8, "dissolve")])
def test_a_square_in_the_middle(frame: int, name: str, pictures: Any) -> None:
    for number, color in enumerate(PATCHES / 255):
        x, y = (WIDTH - SIDE) // 2 + 36 * (number % 4) + 18, 36 * (number // 4) + 18
        assert off(pictures, frame, x, y, color) <= 2, number
    if name != "blur":
        assert off(pictures, frame, 20, 70, BACK) <= 1 and off(pictures, frame, 236, 70, BACK) <= 1


def test_cropped(pictures: Any) -> None:
    for number in range(4, 12):  # the two rows in the middle, of 64 lines each
        assert off(pictures, 2, 64 * (number % 4) + 32, 64 * (number // 4) - 24, PATCHES[number] / 255) <= 2


def test_under_a_camera(pictures: Any) -> None:
    """At twice the size around its middle, each patch is 72 x 72."""
    for number in (5, 6, 9, 10):
        x, y = WIDTH // 2 + 72 * (number % 4 - 2) + 36, HEIGHT // 2 + 72 * (number // 4 - 2) + 36
        assert off(pictures, 6, x, y, PATCHES[number] / 255) <= 2, number


def test_the_middle_of_a_dissolve(pictures: Any) -> None:
    found = at(pictures, 12, WIDTH // 2 + 18, 18)
    assert np.abs(found - (codes(PATCHES[2] / 255) + codes(UNDER)) / 2).max() <= 2


def test_text_has_the_colors_it_was_given(pictures: Any) -> None:
    """Within one; half opaque, within two."""
    assert off(pictures, 14, 48, 40, UNDER) <= 1 and off(pictures, 16, 120, 70, UNDER) <= 1
    assert off(pictures, 16, 48, 40, LETTERS) <= 1
    assert off(pictures, 16, 48, 104, [1, 1, 1]) <= 1
    assert off(pictures, 16, 176, 40, (LETTERS * 127 + UNDER * 128) / 255) <= 2


def test_a_frame_as_png_is_rgb_again(tmp_path: Path, hitrec_home: Path) -> None:
    """What `hitrec frame` shows people: through BT.709 and back, within two of 255."""
    from PIL import Image

    path = tmp_path / "patches.png"
    Image.fromarray(grid(PATCHES, SIDE, SIDE).astype(np.uint8)).save(path)
    clip = Clip(0, 1, StillPicture("p", str(path), "png_pipe", seen(path)), "s")
    timeline = Timeline(
        "e", "online", NTSC, (SIDE, SIDE), 0, True, -2400, (SegmentRange("s", "story", "", 0, 1),), (clip,), ()
    )
    spec = {**slice_picture(timeline, 0, 1, (SIDE, SIDE)).spec, "encoder": ["-c:v", "png"], "gop": 1}
    perform(spec, {}, Path, tmp_path / "out.png")
    shown = np.asarray(Image.open(tmp_path / "out.png").convert("RGB")).astype(int)
    assert np.abs(shown[18::36, 18::36].reshape(-1, 3) - PATCHES).max() <= 2
