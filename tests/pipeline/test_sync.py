"""Strangers' films in one episode: upright, round, and every flash together with its beep, whatever they came in.

Each clip is used twice, from its beginning and from a time that is on no frame of anything. All is measured on the
decoded deliverable: the frame of a flash, the sample of a beep, the place of a mark, the shape of a disc.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media.sync import CLIPS, DISC, FLASH, GROUND, RADIUS, Clip, beep, make_clip
from tests.pipeline.conftest import render_once
from tests.pipeline.decoded import Frames, pcm, planes
from tests.pipeline.show import Show

pytestmark = pytest.mark.media
RATE = Fraction(30_000, 1001)
WIDTH, HEIGHT = 320, 180
USES = ((Fraction(0), 24), (Fraction("0.777"), 30))
"""In point in seconds, length in frames."""
SEGMENT = 16
"""Items of a segment."""
HEAD = """\
hitrec: 1
id: tiny
title: Flash and Beep
format: {width: 320, height: 180, rate: 30000/1001}
deliver: [web]
segments:
"""


@dataclass(frozen=True)
class Seen:
    """The deliverable, decoded: luma by frame, one channel of the sound."""

    luma: Frames
    sound: NDArray[np.float32]


def start(clip: Clip, use: int) -> int:
    """The first frame of a use of a clip."""
    lengths = [length for _, length in USES]
    return CLIPS.index(clip) * sum(lengths) + sum(lengths[:use])


def due(clip: Clip, use: int) -> list[Fraction]:
    """When it should flash and beep, in seconds after the first frame of the use."""
    begin, length = USES[use]
    return [flash - begin for flash in clip.flashes if begin < flash < begin + length / RATE]


def render(folder: Path) -> Seen:
    """Make the clips and the episode."""
    root = folder / "show"
    for name in ("episodes", "media"):
        (root / name).mkdir(parents=True)
    (root / "hitrec.toml").write_text("sources = []\n")
    items = []
    for clip in CLIPS:
        make_clip(root / "media", clip)
        os.utime(root / "media" / clip.name, (1_000_000_000, 1_000_000_000))
        source = f"{{license: LicenseRef-own, by: [The Crew], file: ../media/{clip.name}}}"
        items += [f"      - {{clip: {source}, in: {float(at)}s, for: {length}f}}\n" for at, length in USES]
    segments = (items[at : at + SEGMENT] for at in range(0, len(items), SEGMENT))
    lines = [f"  - kind: story\n    id: part-{n}\n    picture:\n{''.join(part)}" for n, part in enumerate(segments)]
    show = Show(root)
    show.manifest.write_text(HEAD + "".join(lines), encoding="utf-8")
    render_once(folder, show)
    return Seen(planes(show.film(), WIDTH, HEIGHT)[0], pcm(show.film())[:, 0])


def flashes(seen: Seen, clip: Clip, use: int) -> list[int]:
    """Frames, from the use's first, in which the ground turns bright."""
    first, length = start(clip, use), USES[use][1]
    ground = seen.luma[first : first + length, 150:160, 190:200].mean(axis=(1, 2))  # under the disc, right of it
    lit = ground > (GROUND + FLASH) / 2
    return [int(at) for at in np.flatnonzero(lit[1:] & ~lit[:-1]) + 1]


def beeps(seen: Seen, clip: Clip, use: int) -> list[float]:
    """Samples, from the use's first, at which beeps begin: the highest correlations with one."""
    first, end = (int(frame * 48_000 / RATE) for frame in (start(clip, use), start(clip, use) + USES[use][1]))
    heard, tone = seen.sound[first:end].astype(float), beep(48_000)
    match = np.correlate(heard, tone, "valid")
    found = []
    for _ in due(clip, use):
        at = int(np.abs(match).argmax())
        found.append(at + first - float(start(clip, use) * 48_000 / RATE))
        match[max(0, at - 4800) : at + 4800] = 0
    return sorted(found)


def test_every_flash_meets_its_beep_upright_and_round(tmp_path: Path) -> None:
    """One test, because every worker that had one of several would render the episode for itself."""
    seen = render(tmp_path)
    wrong = [
        f"{clip.name} from {float(begin)} s: {fault}"
        for clip in CLIPS
        for use, (begin, _) in enumerate(USES)
        for fault in (*out_of_sync(seen, clip, use), *out_of_shape(seen, clip, use))
    ]
    assert not wrong, "\n".join(wrong)


def out_of_sync(seen: Seen, clip: Clip, use: int) -> Iterator[str]:
    """What is wrong with the flashes and beeps of a use: half a frame between them, and where the beeps should be."""
    expected = [float(time) for time in due(clip, use)]
    pictures = [frame / float(RATE) for frame in flashes(seen, clip, use)]
    sounds = [sample / 48_000 for sample in beeps(seen, clip, use)]
    if not len(pictures) == len(sounds) == len(expected) == use + 1:
        yield f"{len(pictures)} flashes and {len(sounds)} beeps, not {use + 1}"
        return
    for time, picture, sound in zip(expected, pictures, sounds, strict=True):
        if abs(picture - sound) > float(1 / RATE) / 2 + clip.off / 48_000:
            yield f"{(picture - sound) * 1000:.2f} ms between flash and beep"
        if abs(sound - time) * 48_000 > clip.off:
            yield f"a beep is {(sound - time) * 48_000:.1f} samples from its place"


def out_of_shape(seen: Seen, clip: Clip, use: int) -> Iterator[str]:
    """Whether the mark is in the upper left corner and nowhere else, and the disc as wide as high."""
    picture = seen.luma[start(clip, use) + 2].astype(float)
    width = round(clip.size[0] * min(WIDTH / clip.size[0], HEIGHT / clip.size[1]))
    left, scale = (WIDTH - width) // 2, width / clip.size[0]
    near, far = slice(round(8 * scale), round(16 * scale)), slice(round(-16 * scale), round(-8 * scale))
    shown = picture[:, left : left + width]
    corners = [shown[rows, columns].mean() for rows in (near, far) for columns in (near, far)]
    if corners[0] < 200 or max(corners[1:]) > 60:
        yield f"the corners are {[round(one) for one in corners]}, the first should be bright"
    reach = round(RADIUS * scale) + 6
    middle = picture[HEIGHT // 2 - reach : HEIGHT // 2 + reach, WIDTH // 2 - reach : WIDTH // 2 + reach]
    y, x = np.mgrid[0 : 2 * reach, 0 : 2 * reach]
    weight = np.clip((middle - GROUND - 15) / (DISC - GROUND - 15), 0, 1)
    ratio = _spread(x, weight) / _spread(y, weight)
    if abs(ratio - 1) > 0.01:
        yield f"the disc is {ratio:.3f} times as wide as high"


def _spread(axis: Any, weight: Any) -> float:
    mean = (axis * weight).sum() / weight.sum()
    return float(np.sqrt((np.square(axis - mean) * weight).sum() / weight.sum()))
