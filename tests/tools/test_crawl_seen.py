"""A crawl in decoded frames: whole pixels a frame, over an untouched picture, every name in real letters."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.attribution.credits import RoleGroup
from hitrec_cli.base.timecode import NTSC
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_roll import Page, crawl_page
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import Clip, ColorPicture, Strip, Timeline
from hitrec_cli.tools.fonts import fonts
from hitrec_cli.tools.picture import perform, perform_roll
from tests.pipeline.decoded import planes
from tests.timeline.leaves import on_page
from tests.tools.reference_letters import ink, likeness

pytestmark = pytest.mark.media

WIDTH, HEIGHT, SPEED, BEFORE, TOP = 640, 360, 32, 4, 300
NAMES = ("Ñusta Kovač", "Ζωή Ρήγας", "Ђорђе Цой", "ليلى الطيب", "שרה כהן", "आर्या शर्मा", "สมชาย ใจดี", "ქეთი ღვინო",
         *(f"Person number {n} of the crew" for n in range(14)), "The Last One")  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(WIDTH, HEIGHT, NTSC, fonts(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="module")
def page(place: Stage) -> Page:
    return crawl_page(place, [RoleGroup("Crew", NAMES)])


@pytest.fixture(scope="module")
def luma(place: Stage, page: Page, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """All frames: some without the crawl, then the crawl to its end, some after it."""
    folder = tmp_path_factory.mktemp("crawl")
    moving = -(-page.travel // SPEED) + 1
    whole = BEFORE + moving + BEFORE
    strip = Strip(BEFORE, moving, page.script, page.travel, page.pitch, TOP, page.leaf[1], SPEED, "#101010", "s")
    clip = Clip(0, whole, ColorPicture("#4060a0"), "s")
    line = Timeline("e", "online", NTSC, (WIDTH, HEIGHT), 0, True, -2400, (), (clip,), (), (strip,))
    spec: dict[str, Any] = {**slice_picture(line, 0, whole, (WIDTH, HEIGHT)).spec, "gop": 300,
                            "encoder": ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0"]}  # fmt: skip
    (found,) = spec["strips"]
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HITREC_HOME", str(place.metrics.directory.parents[2]))  # type: ignore[attr-defined]
        leaves = {"script": page.script, "leaf": page.leaf, "background": "#101010",
                  "leaves": page.travel // page.pitch + 1}  # fmt: skip
        assert perform_roll(leaves, {}, Path, folder / "page.mkv") == {"leaves": leaves["leaves"]}
        found["step"] = "page"
        perform(spec, {"page": folder / "page.mkv"}, Path, folder / "crawl.mp4")
    return planes(folder / "crawl.mp4", WIDTH, HEIGHT)[0]


def test_every_frame_is_exactly_one_step_on(luma: Any, page: Page) -> None:
    strip = luma[BEFORE:-BEFORE, TOP : TOP + page.leaf[1]]
    assert page.travel > page.pitch  # leaves are changed on the way
    for before, after in pairwise(strip[:-1]):
        assert (before[:, SPEED:] == after[:, : WIDTH - SPEED]).all()
    assert np.ptp(strip[0]) <= 2 and np.ptp(strip[-1]) <= 2  # it comes from the right, and goes whole
    assert np.ptp(strip[len(strip) // 2]) > 150


def test_the_picture_is_untouched_above_below_before_and_after(luma: Any, page: Page) -> None:
    still = luma[0]
    assert np.ptp(still) <= 1
    for frame in (*luma[:BEFORE], *luma[-BEFORE:]):
        assert (frame == still).all()
    for frame in luma:
        assert (frame[:TOP] == still[:TOP]).all() and (frame[TOP + page.leaf[1] :] == still[TOP + page.leaf[1] :]).all()


def test_every_name_is_inked_as_another_drawing_of_it(luma: Any, page: Page, place: Stage) -> None:
    strip = np.zeros((page.leaf[1], page.travel + WIDTH))
    for number, frame in enumerate(luma[BEFORE:-BEFORE]):
        left = min(number * SPEED, page.travel)
        strip[:, left : left + WIDTH] = frame[TOP : TOP + page.leaf[1]]
    strip = np.clip((strip - 30) / 205, 0, 1)
    font = place.metrics.directory / "FiraGO-Regular.ttf"  # type: ignore[attr-defined]
    names = [one for one in on_page(page.script, page.pitch, "x") if one.text in NAMES]
    assert [one.text for one in names] == list(NAMES)
    for one in names:
        reference = ink(one.text, font, one.size)
        seen = strip[:, one.x - 4 : one.x + reference.shape[1] + 8]
        assert likeness(seen, reference, 10) > 0.75, one.text
