"""What is seen and heard: every expected value comes from the standards' formulas or from how a source was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.pipeline.conftest import render_once
from tests.pipeline.decoded import Frames, ffmpeg_says, pcm, planes
from tests.pipeline.proof import BEEP, LENGTHS, PATCHES, REVERSED, codes, make_proof

pytestmark = pytest.mark.media
FRAME = 1001 / 30_000


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory, media: Path) -> Path:
    folder = tmp_path_factory.mktemp("proof")
    show = make_proof(folder / "show", media)
    render_once(folder, show)
    return show.film()


@pytest.fixture(scope="module")
def seen(film: Path) -> tuple[Frames, Frames, Frames]:
    return planes(film)


def first(segment: str) -> int:
    """The segment's first frame."""
    return sum(list(LENGTHS.values())[: list(LENGTHS).index(segment)])


def patches(seen: tuple[Frames, Frames, Frames], frame: int) -> Any:
    """Mean Y, Cb, Cr of the middle of each of four stripes."""
    found = []
    for stripe in range(4):
        left = 80 * stripe + 20
        halves = (slice(30, 60), slice(left // 2, left // 2 + 20))
        found.append(
            [seen[0][frame][60:120, left : left + 40].mean(), *(one[frame][halves].mean() for one in seen[1:])]
        )
    return np.array(found)


EXPECTED = np.array([codes(color, "709") for color in PATCHES])
TURNED = np.array([codes(color, "709") for color in REVERSED])


def test_flash_and_beep(film: Path, seen: tuple[Frames, Frames, Frames]) -> None:
    start = first("sync")
    bright = np.flatnonzero(seen[0][start : start + 90].mean(axis=(1, 2)) > 200)
    flash = (start + int(bright[0])) * FRAME
    sound = np.abs(pcm(film)[:, 0])
    begin = round(start * FRAME * 48_000)
    stretch = sound[begin : begin + round(90 * FRAME * 48_000)]
    beep = (begin + int(np.flatnonzero(stretch > stretch.max() * 0.3)[0])) / 48_000
    due = start * FRAME + BEEP - 1  # the clip's in point is 1 s
    assert abs(flash - beep) < FRAME / 2
    assert abs(beep - due) < 0.003
    assert abs(flash - due) < FRAME / 2
    assert 1 <= len(bright) <= 2  # a fortieth of a second


@pytest.mark.parametrize("segment", ["rgb", "jpeg", "sd"])
def test_colors(seen: tuple[Frames, Frames, Frames], segment: str) -> None:
    """RGB, a full-range JPEG and an untagged SD film in BT.601: all of them BT.709, narrow range."""
    for frame in (first(segment), first(segment) + 9):
        assert np.abs(patches(seen, frame) - EXPECTED).max() <= 3


def test_the_formulas_tell_the_matrices_apart() -> None:
    """The breach: with BT.601's matrix the patches would be out of tolerance."""
    wrong = np.array([codes(color, "601") for color in PATCHES])
    assert np.abs(wrong - EXPECTED).max() > 10


def test_a_dissolves_middle_is_the_mean(seen: tuple[Frames, Frames, Frames]) -> None:
    start = first("dissolve")
    assert np.abs(patches(seen, start + 4) - EXPECTED).max() <= 3
    assert np.abs(patches(seen, start + 5 + 10) - (EXPECTED + TURNED) / 2).max() <= 3  # the eleventh of 21
    assert np.abs(patches(seen, start + 5 + 21) - TURNED).max() <= 3
    quarter = patches(seen, start + 5 + 4)  # the fifth: 5/22 of the way
    assert np.abs(quarter - (EXPECTED * 17 + TURNED * 5) / 22).max() <= 3


def test_a_dips_middle_is_black(seen: tuple[Frames, Frames, Frames]) -> None:
    cut = first("dip") + 15
    black = np.array([[16, 128, 128]] * 4)
    for frame in (cut - 1, cut):
        assert np.abs(patches(seen, frame) - black).max() <= 3
    assert np.abs(patches(seen, cut - 7) - EXPECTED).max() <= 3
    assert np.abs(patches(seen, cut - 4) - (EXPECTED + black) / 2).max() <= 3  # the third of six
    assert np.abs(patches(seen, cut + 6) - TURNED).max() <= 3


def test_a_rotated_source_stands_upright(film: Path, seen: tuple[Frames, Frames, Frames]) -> None:
    """As ffmpeg itself turns it: 180 x 320, letterboxed to 102 x 180 in the middle."""
    source = film.parents[2] / "media" / "rotated.mp4"
    raw = ffmpeg_says("-i", source, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "-")
    turned = np.frombuffer(raw, np.uint8).reshape(320, 180)
    where = (int(np.argwhere(turned > 200).mean(axis=0)[0] > 160), int(np.argwhere(turned > 200).mean(axis=0)[1] > 90))
    picture = seen[0][first("rotated") + 5]
    assert picture[:, :106].max() <= 24 and picture[:, 214:].max() <= 24
    whole = picture[:, 110:210]
    assert whole.min() > 30
    mark = np.argwhere(whole > 180)
    assert (int(mark.mean(axis=0)[0] > 90), int(mark.mean(axis=0)[1] > 50)) == where
    assert np.ptp(mark, axis=0) == pytest.approx([22, 22], abs=4)  # 40 pixels of 320, on 180


def test_samples_that_are_not_square(seen: tuple[Frames, Frames, Frames]) -> None:
    picture = seen[0][first("wide") + 5]
    mark = np.argwhere(picture > 130)
    assert np.ptp(mark, axis=0) + 1 == pytest.approx([60, 60], abs=2)
    assert mark.min(axis=0) == pytest.approx([60, 120], abs=2)


def test_a_lower_third_is_in_its_frames_only(seen: tuple[Frames, Frames, Frames]) -> None:
    pictures = seen[0][first("strap") : first("strap") + 40]
    spread = np.ptp(pictures, axis=(1, 2))
    assert spread[:10].max() <= 6 and spread[30:].max() <= 6
    assert spread[14:26].min() > 100
    assert pictures[20][:90].std() < 1  # in the lower half only
