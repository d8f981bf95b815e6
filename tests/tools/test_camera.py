"""A camera over a still: every sample is that of its exact place, in luma and chroma, in 8 and 10 bits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hitrec_cli.model.segment import Framing, Move
from hitrec_cli.timeline.geometry import framing_json, move_window
from hitrec_cli.tools.camera import shots

WORKING, RASTER = (240, 136), (96, 54)
FORMATS = {"yuv420p": (2, 2, 1), "yuv422p": (2, 1, 1), "yuv422p10le": (2, 1, 4)}
"""How much narrower and lower chroma is, and steps of a code that an 8-bit one has."""


def ramp(x: NDArray[Any], y: NDArray[Any], plane: int) -> NDArray[Any]:
    """In 8 bits, where luma's samples lie at whole x and y: other slopes in every plane."""
    across, down = ((0.7, 0.4), (0.9, -0.2), (-0.9, 0.1))[plane]
    return 128 + across * (x - 120) + down * (y - 68)


def written(path: Path, pixels: str) -> Path:
    """A still of WORKING whose planes are ramps; chroma at the left, between two lines in 4:2:0."""
    across, down, steps = FORMATS[pixels]
    raw = b""
    for plane, (wide, high) in enumerate(((1, 1), (across, down), (across, down))):
        x = np.arange(WORKING[0] // wide) * wide
        y = np.arange(WORKING[1] // high) * high + (high - 1) / 2
        codes = np.rint(steps * ramp(x[None, :], y[:, None], plane))
        raw += codes.astype("<u2" if steps > 1 else "u1").tobytes()
    path.write_bytes(raw)
    return path


def planes(raw: bytes, pixels: str) -> list[NDArray[Any]]:
    across, down, steps = FORMATS[pixels]
    codes, found = np.frombuffer(raw, "<u2" if steps > 1 else "u1").astype(float) / steps, []
    for wide, high in ((1, 1), (across, down), (across, down)):
        width, height = RASTER[0] // wide, RASTER[1] // high
        found.append(codes[: width * height].reshape(height, width))
        codes = codes[width * height :]
    assert not len(codes)
    return found


def spec(move: Move, length: int, index: int = 0) -> dict[str, Any]:
    return {"from": framing_json(move.start), "to": framing_json(move.end), "length": length, "index": index,
            "raster": list(WORKING)}  # fmt: skip


MOVES = st.builds(Framing, st.integers(11_000, 40_000), st.integers(0, 10_000), st.integers(0, 10_000))


@pytest.mark.parametrize("pixels", FORMATS)
@settings(max_examples=25, deadline=None)
@given(start=MOVES, end=MOVES, index=st.integers(0, 30))
def test_each_sample_is_that_of_its_place(
    pixels: str, start: Framing, end: Framing, index: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    still = written(tmp_path_factory.mktemp("still") / "still.yuv", pixels)
    move = Move(start, end)
    across, down, steps = FORMATS[pixels]
    (shot,) = shots(still, spec(move, 25, index), pixels, RASTER, 1)
    zoom, left, top = (float(value) for value in move_window(move, index, 25))
    step = WORKING[0] / RASTER[0] / zoom
    for plane, found in enumerate(planes(shot, pixels)):
        wide, high = (1, 1) if plane == 0 else (across, down)
        x = (np.arange(found.shape[1]) * wide + 0.5) * step + left * WORKING[0] - 0.5
        y = (np.arange(found.shape[0]) * high + (high - 1) / 2 + 0.5) * WORKING[1] / RASTER[1] / zoom
        y += top * WORKING[1] - 0.5
        far = 4 * max(step, 1) * wide  # nearer to the edge of the still, its last samples count more than once
        inner = np.ix_((y > far) & (y < WORKING[1] - far), (x > far) & (x < WORKING[0] - far))
        expected = ramp(x[None, :], y[:, None], plane)
        if found[inner].size:
            assert np.abs(found[inner] - expected[inner]).max() <= (1.7 if steps == 1 else 1.1 / steps), plane


def test_a_slice_has_the_frames_of_the_whole(tmp_path: Path) -> None:
    still, move = written(tmp_path / "still.yuv", "yuv420p"), Move(Framing(10_000), Framing(20_000, 0, 7000))
    whole = list(shots(still, spec(move, 12), "yuv420p", RASTER, 15))
    assert list(shots(still, spec(move, 12, 5), "yuv420p", RASTER, 6)) == whole[5:11]
    assert len(set(whole[:12])) == 12 and set(whole[11:]) == {whole[11]}  # it stands under the dissolve that ends it


def test_a_plain_still_stays_plain_to_its_edges(tmp_path: Path) -> None:
    for pixels, (across, down, steps) in FORMATS.items():
        samples = WORKING[0] * WORKING[1]
        raw = b""
        for count, code in ((samples, 180), (samples // across // down, 90), (samples // across // down, 160)):
            raw += np.full(count, code * steps, "<u2" if steps > 1 else "u1").tobytes()
        (tmp_path / pixels).write_bytes(raw)
        for shot in shots(tmp_path / pixels, spec(Move(Framing(), Framing(30_000, 0, 0)), 4), pixels, RASTER, 4):
            for plane, code in zip(planes(shot, pixels), (180, 90, 160), strict=True):
                assert (plane == code).all()
