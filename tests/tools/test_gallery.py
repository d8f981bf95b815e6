"""Pictures of strangers come out upright, in shape and whole: measured on decoded frames, one of each kind.

Every file holds the same card (tests/media/cards.py), stored in its own way; whatever the way, the card is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.base.timecode import NTSC
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import Clip, MediaPicture, Picture, SegmentRange, StillPicture, Timeline
from hitrec_cli.tools.picture import perform
from hitrec_cli.tools.probe import Probed, probe
from tests.media.cards import GROUND, Gray, Measured, card, is_the_card, measure, stored
from tests.media.odd_films import films
from tests.media.odd_stills import stills
from tests.pipeline.decoded import planes

RASTER = (640, 360)
LENGTH = 2
BATCH = 8
LOSSLESS = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p"]
SOURCES = {**stills(), **films()}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """The last frame of each file as hitrec shows it, or why it is not shown."""
    folder = tmp_path_factory.mktemp("gallery")
    for name, (_, maker) in SOURCES.items():
        maker(folder / name)
    found: dict[str, Any] = {}
    shown: list[Probed] = []
    for probed in probe([folder / name for name in SOURCES]):
        found[probed.path.name] = probed.broken
        shown += [probed] if probed.found else []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HITREC_HOME", str(folder / "home"))
        for first in range(0, len(shown), BATCH):
            found |= rendered(shown[first : first + BATCH], folder)
    return found


def rendered(shown: list[Probed], folder: Path) -> dict[str, Any]:
    clips = tuple(Clip(LENGTH * number, LENGTH, laid(one), "s", background=f"#{GROUND:02x}{GROUND:02x}{GROUND:02x}")
                  for number, one in enumerate(shown))  # fmt: skip
    frames = LENGTH * len(shown)
    timeline = Timeline("e", "online", NTSC, RASTER, 0, True, -2400,
                        (SegmentRange("s", "story", "", 0, frames),), clips, ())  # fmt: skip
    spec: dict[str, Any] = {**slice_picture(timeline, 0, frames, RASTER).spec, "encoder": LOSSLESS, "gop": 30}
    paths = {one.path.name: one.path for one in shown}
    out = folder / "gallery.mp4"
    assert perform(spec, {}, paths.__getitem__, out) == {"frames": frames}
    luma = planes(out, *RASTER)[0]
    return {one.path.name: luma[LENGTH * number + LENGTH - 1] for number, one in enumerate(shown)}


def laid(one: Probed) -> Picture:
    assert one.found is not None and one.found.facts.picture is not None
    facts = one.found.facts
    assert facts.picture is not None
    kind = StillPicture if facts.kind == "still" else MediaPicture
    return kind(one.path.name, one.path.name, facts.format, facts.picture)


def place(size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where a picture of this size stands, whole and in the middle, on even rows and columns."""
    scale = min(RASTER[0] / size[0], RASTER[1] / size[1])
    width, height = (2 * round(length * scale / 2) for length in size)
    return (RASTER[0] - width) // 4 * 2, (RASTER[1] - height) // 4 * 2, width, height


@pytest.mark.media
@pytest.mark.parametrize("name", SOURCES)
def test_it_is_seen_as_it_was_meant(name: str, seen: Mapping[str, Any]) -> None:
    assert not isinstance(seen[name], str), seen[name]
    found = measure(seen[name], place(SOURCES[name][0]))
    coarse = name.startswith("tiny")  # a disc eight samples wide
    assert is_the_card(found, shape=0.03 if coarse else 0.01, level=25 if coarse else 12), found


def breaches() -> Iterator[tuple[Measured, str]]:
    for number in range(2, 9):
        yield whole(stored(card(480, 360), number)), f"turned as {number}"
    yield whole(card(480, 360, 480, 352)), "squeezed by 2 %"
    yield whole(255 - card(480, 360)), "inverted"
    yield whole(np.full((360, 480), 0, np.uint8)), "black"


def whole(pixels: Gray) -> Measured:
    return measure(16 + pixels.astype(float) * 219 / 255, (0, 0, *pixels.shape[::-1]))


def test_the_measure_tells_what_is_not_the_card() -> None:
    assert is_the_card(whole(card(480, 360)))
    with np.errstate(invalid="ignore", divide="ignore"):
        for found, why in breaches():
            assert not is_the_card(found), why
