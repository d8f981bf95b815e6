"""Supers in decoded frames: they come and go by their motion, keep the safe area, show every letter of long names."""

from __future__ import annotations

import re
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.base.timecode import NTSC
from hitrec_cli.model.look import HOUSE, Chapter, Look, LowerThird, Manner, Motion, Side, Title
from hitrec_cli.model.segment import Super, SuperStyle
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_supers import draw_super
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import Clip, ColorPicture, SuperClip, Timeline
from hitrec_cli.tools.fonts import fonts
from hitrec_cli.tools.picture import perform
from tests.pipeline.decoded import planes
from tests.tools.reference_letters import ink, likeness

pytestmark = pytest.mark.media

LARGE, SMALL, GRAY = (640, 360), (320, 180), "#808080"
LENGTH, GAP = 48, 4
STYLES: tuple[SuperStyle, ...] = ("lower-third", "title", "chapter")
MANNERS: tuple[Manner, ...] = ("wipe", "slide", "fade", "cut")
SIDES: tuple[Side, ...] = ("left", "right")
CASES: list[tuple[SuperStyle, Manner, Side]] = [
    *product(STYLES, MANNERS, SIDES[:1]),
    *product(STYLES[::2], MANNERS[:2], SIDES[1:]),
]
LONG = "".join(chr(97 + n % 26) for n in range(300))
NAMES = ("Ada Ñandú-Παπαδόπουλος", "मीरा अरोड़ा", "ليلى الطيب")


def look(manner: Manner, side: Side) -> Look:
    motion = Motion(manner, 400, 300, 50)
    return Look(
        lower_third=LowerThird(side=side, motion=motion),
        title=Title(motion=motion),
        chapter=Chapter(side=side, motion=motion),
    )


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(*LARGE, NTSC, fonts(tmp_path_factory.mktemp("home")))


def shown(scripts: list[str], folder: Path, raster: tuple[int, int]) -> Any:
    """The luma of one super after the other, each with a gap after it, over gray: (super, frame, row, column)."""
    whole = len(scripts) * (LENGTH + GAP)
    supers = tuple(SuperClip(n * (LENGTH + GAP), LENGTH, text, "s") for n, text in enumerate(scripts))
    clip = Clip(0, whole, ColorPicture(GRAY), "s")
    line = Timeline("e", "online", NTSC, raster, 0, True, -2400, (), (clip,), supers)
    spec = {**slice_picture(line, 0, whole, raster).spec, "gop": 300,
            "encoder": ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0"]}  # fmt: skip
    out = folder / "supers.mp4"
    perform(spec, {}, Path, out)
    return planes(out, *raster)[0].reshape(len(scripts), LENGTH + GAP, raster[1], raster[0])


@pytest.fixture(scope="module")
def seen(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Any:
    scripts = []
    for style, manner, side in CASES:
        place = Stage(*SMALL, NTSC, stage.metrics, look(manner, side))
        scripts.append(draw_super(place, Super(style, "Wilhelmina", "Painter", duration=LENGTH)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HITREC_HOME", str(stage.metrics.directory.parents[2]))  # type: ignore[attr-defined]
        return shown(scripts, tmp_path_factory.mktemp("supers"), SMALL)


def extent(picture: Any, ground: int) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what differs from the ground."""
    rows, columns = np.nonzero(np.abs(picture - ground) > 12)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize("case", range(len(CASES)), ids=["-".join(case) for case in CASES])
def test_a_super_comes_stays_and_goes(seen: Any, case: int) -> None:
    style, manner, side = CASES[case]
    ground = int(np.median(seen[case][-1]))
    strength = np.abs(seen[case] - ground).sum(axis=(1, 2))
    assert strength[LENGTH:].max() == 0  # gone with its last frame
    full = strength[LENGTH // 2]
    coming, going = strength[:12], strength[LENGTH - 9 : LENGTH]  # 0.4 s and 0.3 s
    assert strength[13 : LENGTH - 10] == pytest.approx(full, rel=0.001)
    if manner == "cut":
        assert coming == pytest.approx(full, rel=0.001) and going == pytest.approx(full, rel=0.001)
        return
    assert coming[0] < 0.2 * full and going[-1] < 0.4 * full
    assert all(one <= other * 1.1 for one, other in pairwise(coming)) and coming[-1] > 0.85 * full
    assert all(one * 1.1 >= other for one, other in pairwise(going)) and going[0] > 0.7 * full
    if manner == "slide":
        at = [extent(frame, ground) for frame in (seen[case][5], seen[case][LENGTH // 2])]
        if style == "title":
            assert at[0][3] > at[1][3] + 2
        else:
            assert (at[0][0] < at[1][0] - 2) if side == "left" else (at[0][2] > at[1][2] + 2)


@pytest.mark.parametrize("case", range(len(CASES)), ids=["-".join(case) for case in CASES])
def test_a_super_stands_in_the_safe_area(seen: Any, case: int) -> None:
    """EBU R 95: graphics within 90 % of width and height."""
    style, _, side = CASES[case]
    frame = seen[case][LENGTH // 2]
    ground = int(np.median(seen[case][-1]))
    bright = frame if style == "title" else np.abs(frame - ground) + 100  # a title's shade is no lettering
    left, top, right, bottom = extent(np.where(bright > ground + 30, 0, ground) if style == "title" else frame, ground)
    assert left >= 16 and right <= 304 and top >= 9 and bottom <= 171
    if style != "title":
        assert (left == 16) if side == "left" else (right == 304)


def test_long_and_foreign_names_are_there_to_the_last_letter(stage: Stage, tmp_path: Path, hitrec_home: Path) -> None:
    """Each line of a script is where it says, as Pillow draws it; together they are the name."""
    scripts = [draw_super(Stage(*LARGE, NTSC, stage.metrics, Look(lower_third=LowerThird(motion=Motion("cut")))),
                          Super("lower-third", name, duration=LENGTH)) for name in (LONG, *NAMES)]  # fmt: skip
    folder = stage.metrics.directory  # type: ignore[attr-defined]
    for name, script, frames in zip((LONG, *NAMES), scripts, shown(scripts, tmp_path, LARGE), strict=True):
        found = re.findall(r"\\an7\\pos\((\d+),(\d+)\)\\fs(\d+)\\b1[^}]*\}([^\n]*)", script)
        assert "".join(text for *_, text in found) == name
        frame = np.clip((frames[LENGTH // 2] - 50) / 185, 0, 1)
        for x, y, size, text in ((int(x), int(y), int(size), text) for x, y, size, text in found):
            wanted = ink(text, folder / "FiraGO-Bold.ttf", size)
            part = frame[y - 3 : y + size + 3, x - 3 : x + wanted.shape[1] + 6]
            assert likeness(part, wanted, 6) > (0.8 if size > 12 else 0.6), (text[:20], size)
            right = int(np.flatnonzero((part > 0.5).any(axis=0)).max())
            assert abs(right - 3 - wanted.shape[1]) <= max(4, wanted.shape[1] // 40)


def test_a_narrower_safe_area_is_kept(stage: Stage, tmp_path: Path, hitrec_home: Path) -> None:
    place = Stage(*SMALL, NTSC, stage.metrics, Look(safe=800, lower_third=HOUSE.lower_third))
    frame = shown([draw_super(place, Super("lower-third", "Ana", "Role", duration=LENGTH))], tmp_path, SMALL)[0][
        LENGTH // 2
    ]
    left, _, _, bottom = extent(frame, int(np.median(frame)))
    assert left == 32 and bottom <= 162
