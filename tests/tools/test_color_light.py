"""The table for light of other systems: the tone curve's landmarks, and the same bytes on every processor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.base.timecode import Rate
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import Clip, MediaPicture, SegmentRange, Timeline
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.graph import Graph, span_arguments
from hitrec_cli.tools.light import SIZE, cube, to_bt709, tone_mapped, toned_down
from hitrec_cli.tools.process import run
from tests.media.asking import seen
from tests.tools.color_sources import FILMS
from tests.tools.colorimetry import (
    TO_709,
    codes,
    hdr_in_709,
    hlg_nits,
    hlg_signal,
    in_709,
    pq_nits,
    pq_signal,
    rolled_off,
)

Formula = Callable[[Any], Any]


def test_the_curve_is_the_standards() -> None:
    nits = np.linspace(0, 2000, 500)
    assert np.abs(tone_mapped(nits) - rolled_off(nits)).max() < 0.01


def test_what_the_page_promises() -> None:
    """Faces as they were, white paper at nine tenths, highlights rolled off: never brighter than full, never equal."""
    assert tone_mapped(np.array([20.0, 60.0, 89.0])) == pytest.approx([20, 60, 89], abs=0.1)
    paper, sun = hdr_in_709(np.array([[203.0] * 3, [1000.0] * 3]))[:, 1]
    assert paper == pytest.approx(0.905, abs=0.005) and sun == pytest.approx(1, abs=0.001)
    steps = tone_mapped(np.linspace(1, 1000, 1000))
    assert (np.diff(steps) > 0).all() and steps[-1] == pytest.approx(203, abs=0.1)


@pytest.mark.parametrize("curve", ["pq", "hlg"])
def test_white_paper_is_where_bt_2408_has_it(curve: str) -> None:
    """HDR reference white: 58 % of PQ, 75 % of HLG (BT.2408, table 1)."""
    level = {"pq": 0.58, "hlg": 0.75}[curve]
    white = {"pq": pq_signal, "hlg": hlg_signal}[curve](np.array([[203.0] * 3]))
    assert white == pytest.approx(level, abs=0.002)
    assert toned_down(np.full((1, 3), level), curve) == pytest.approx(0.905, abs=0.005)


@pytest.mark.parametrize(
    ("primaries", "printed"),
    [("bt2020", "2020"), ("smpte432", "p3"), ("smpte170m", "525"), ("bt470bg", "625"), ("adobe-rgb", "adobe")],
)
def test_primaries_as_printed(primaries: str, printed: str) -> None:
    found = to_bt709(primaries)
    assert found is not None
    assert np.array(found).reshape(3, 3) == pytest.approx(np.array(TO_709[printed]), abs=2e-4)


@pytest.mark.parametrize("primaries", ["bt470m", "smpte431", "ebu3213", "prophoto-rgb", "smpte240m"])
def test_white_stays_white(primaries: str) -> None:
    assert np.array(to_bt709(primaries)).reshape(3, 3).sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-9)
    assert to_bt709("unheard-of") is None and to_bt709("bt709") is None


def between(table: Any, signal: Any) -> Any:
    """What a filter makes of a table, (size, size, size, 3) by red, green, blue: tetrahedra along the longest edges."""
    scaled = signal * (len(table) - 1)
    corner = np.minimum(scaled.astype(int), len(table) - 2)
    part = scaled - corner
    order = np.argsort(-part, axis=1)
    edges = np.take_along_axis(part, order, 1)
    shares = -np.diff(np.concatenate([np.ones((len(signal), 1)), edges, np.zeros((len(signal), 1))], axis=1), axis=1)
    found = shares[:, :1] * table[tuple(corner.T)]
    for step in range(3):
        corner[np.arange(len(signal)), order[:, step]] += 1
        found += shares[:, step + 1 : step + 2] * table[tuple(corner.T)]
    return found


@pytest.mark.parametrize(("curve", "coded", "decoded"), [("pq", pq_signal, pq_nits), ("hlg", hlg_signal, hlg_nits)])
def test_the_table_is_close_between_its_points(curve: str, coded: Formula, decoded: Formula) -> None:
    """Of any colors: 999 of 1000 within two code values; grays within half a one. The rest are dark and saturated."""
    random = np.random.default_rng(7)
    nits = np.concatenate([203 * random.random((20_000, 3)) ** 2.4, 1000 * random.random((5000, 3)) ** 2.4])
    gray = np.repeat(np.linspace(0, 1000, 2000)[:, None], 3, axis=1)
    lines = np.array([line.split() for line in cube(curve).splitlines()[1:]], float)
    table = lines.reshape(SIZE, SIZE, SIZE, 3).transpose(2, 1, 0, 3)  # red runs fastest in the file
    for colors, share, near in ((nits, 0.999, 2.0), (nits, 1, 8), (gray, 1, 0.5)):
        signal = coded(colors).clip(0, 1)
        found = in_709(between(table, signal), "2020", "video")
        wrong = np.abs(codes(found) - codes(hdr_in_709(decoded(signal))))
        assert np.quantile(wrong.max(axis=1), share) <= near


@pytest.mark.media
def test_every_processor_makes_the_same_picture(tmp_path: Path) -> None:
    """A deliverable has the same bytes wherever it is rendered, also where ffmpeg has faster code for the processor."""
    source = FILMS["pq"].write(tmp_path / "pq").path
    clip = Clip(0, 1, MediaPicture("p", str(source), "mov", seen(source)), "s", "blur")
    timeline = Timeline(
        "e", "online", Rate(25, 1), (320, 176), 0, False, -2400, (SegmentRange("s", "story", "", 0, 1),), (clip,), ()
    )
    spec = {**slice_picture(timeline, 0, 1, (320, 176)).spec, "encoder": ["-c:v", "ffv1"], "gop": 1}
    graph = Graph((320, 176), "25/1", Path, {}, tmp_path)
    argv = span_arguments(spec, graph, tmp_path / "out.mkv")
    argv[argv.index("mp4")] = "framemd5"
    said = set()
    for flags in ("0", "avx", "all"):
        given = ["-cpuflags", flags] if flags != "all" else []
        run([str(ffmpeg()), *given, *argv])
        said.add((tmp_path / "out.mkv").read_bytes())
    assert len(said) == 1
