"""Pictures with transparency are placed as any other, and the background shows where they let it through."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import av
import pytest

from hitrec_cli.model.segment import Fit
from hitrec_cli.timeline.color import source_color
from hitrec_cli.timeline.geometry import placement
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.picture import perform
from hitrec_cli.tools.probe import probe

pytestmark = pytest.mark.media

RASTER = (192, 108)
CENTER, CORNER, SIDE = (96, 54), (4, 4), (12, 54)
RED, WHITE, GREEN = (255, 0, 0), (255, 255, 255), (0, 128, 0)


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A red square with a white middle: opaque, though with an alpha channel; with a clear border; and moving."""
    folder = tmp_path_factory.mktemp("shapes")
    square = "color=red:s=200x200:d=0.5:r=10,drawbox=80:80:40:40:white:fill,format=rgba"
    clear = f"{square},pad=240:240:20:20:color=white@0"
    for name, graph in (("opaque.png", square), ("clear.png", clear), ("moving.mov", square)):
        coded = ["-c:v", "qtrle"] if name.endswith("mov") else ["-frames:v", "1"]
        subprocess.run(
            [str(ffmpeg()), "-nostdin", "-v", "error", "-f", "lavfi", "-i", graph, *coded, str(folder / name)],
            check=True,
        )
    return {path.name: path for path in folder.iterdir()}


def shown(path: Path, fit: Fit, out: Path) -> dict[tuple[int, int], tuple[int, ...]]:
    """The colors of three places in the rendered picture."""
    (probed,) = probe([path])
    assert probed.found is not None and probed.found.facts.picture is not None, probed.broken
    facts = probed.found.facts.picture
    assert facts.alpha
    layer: dict[str, Any] = {
        "type": "media" if path.suffix == ".mov" else "still", "object": "x", "format": probed.found.facts.format,
        "turn": [0, False], "alpha": True, "background": "#008000", "place": placement(facts, fit, RASTER),
        "stream": facts.stream, "size": [facts.width, facts.height],
        "color": source_color(facts, still=path.suffix == ".png"), "time": "0/1", "time_base": "1/10240",
        "container_start": "0/1", "run_in": "0/1", "group": "0/1", "frames": 1,
    }  # fmt: skip
    spec = {"layers": [layer], "items": [{"layer": [0, 0], "frames": 1}], "supers": [], "frames": 1,
            "raster": list(RASTER), "rate": "30000/1001", "gop": 30, "encoder": ["-c:v", "png"]}  # fmt: skip
    perform(spec, {}, lambda digest: path, out)
    with av.open(str(out)) as file:
        pixels = next(file.decode(video=0)).to_ndarray(format="rgb24")
    return {at: tuple(int(value) for value in pixels[at[1], at[0]]) for at in (CENTER, CORNER, SIDE)}


def near(found: tuple[int, ...], color: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(found, color, strict=True))


@pytest.mark.parametrize("name", ["opaque.png", "moving.mov"])
def test_a_cropped_one_keeps_its_middle(name: str, shapes: dict[str, Path], tmp_path: Path) -> None:
    found = shown(shapes[name], "crop", tmp_path / "out.png")
    assert near(found[CENTER], WHITE) and near(found[CORNER], RED) and near(found[SIDE], RED)


@pytest.mark.parametrize("name", ["opaque.png", "moving.mov"])
def test_one_stands_on_its_own_blur(name: str, shapes: dict[str, Path], tmp_path: Path) -> None:
    found = shown(shapes[name], "blur", tmp_path / "out.png")
    assert near(found[CENTER], WHITE)
    red, green, blue = found[CORNER]
    assert red > 100 and green < 40 and blue < 40


def test_the_background_shows_where_it_is_clear(shapes: dict[str, Path], tmp_path: Path) -> None:
    found = shown(shapes["clear.png"], "letterbox", tmp_path / "out.png")
    assert near(found[CENTER], WHITE) and near(found[CORNER], GREEN) and near(found[SIDE], GREEN)
