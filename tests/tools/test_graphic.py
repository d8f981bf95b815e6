"""Graphics in Python: which frames are asked for, what is written, which modules are loaded, what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.base.errors import RenderError
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.graphic import perform

pytestmark = pytest.mark.media

CLOCK = """\
def clock(width, height, rate, level=0, mask=False, duration=10):
    import numpy as np
    from moviepy import VideoClip

    clip = VideoClip(lambda t: np.full((height, width, 3), (int(t * rate), level, 255), np.uint8), duration=duration)
    if mask:
        clip = clip.with_mask(VideoClip(lambda t: np.full((height, width), 0.5), is_mask=True, duration=duration))
    return clip
"""
LEVEL = """\
from level import LEVEL
from clock import clock


def made(width, height, rate):
    return clock(width, height, rate, LEVEL)
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = (tmp_path / "show").resolve()
    (root / "g").mkdir(parents=True)
    (root / "clock.py").write_text(CLOCK)
    monkeypatch.setenv("HITREC_WORKSPACE", str(root))
    return root


def frames(function: str, out: Path, length: int = 12, rate: str = "30000/1001", **arguments: Any) -> Any:
    """The frames as ffmpeg reads them: (frame, row, column, RGBA)."""
    spec = {"function": function, "arguments": sorted(arguments.items()), "raster": [32, 18], "rate": rate,
            "length": length}  # fmt: skip
    out.unlink(missing_ok=True)
    assert perform(spec, {}, lambda digest: Path(digest), out) == {"frames": length}
    command = [str(ffmpeg()), "-v", "error", "-i", str(out), "-f", "rawvideo", "-pix_fmt", "rgba", "-"]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, 18, 32, 4)


@pytest.mark.parametrize("rate", ["30000/1001", "25/1", "24000/1001", "60/1"])
def test_every_frame_is_asked_for_once_and_kept_without_loss(workspace: Path, tmp_path: Path, rate: str) -> None:
    found = frames("clock.py:clock", tmp_path / "a.mov", 75, rate, level=77)
    assert found[:, 5, 5].tolist() == [[number, 77, 255, 255] for number in range(75)]
    assert (found == found[:, :1, :1]).all()
    assert not list(tmp_path.glob("*.raw"))


def test_transparency(workspace: Path, tmp_path: Path) -> None:
    assert frames("clock.py:clock", tmp_path / "a.mov", 3, mask=True)[1, 3, 3].tolist() == [1, 0, 255, 128]


def test_the_same_bytes_each_time(workspace: Path, tmp_path: Path) -> None:
    for name in ("a.mov", "b.mov"):
        frames("clock.py:clock", tmp_path / name)
    assert (tmp_path / "a.mov").read_bytes() == (tmp_path / "b.mov").read_bytes()


def test_neighbours_and_the_root_are_imported_as_they_are_now(workspace: Path, tmp_path: Path) -> None:
    """Two edits within a second, of one size: compiled code beside the source would hide the second one."""
    (workspace / "g" / "made.py").write_text(LEVEL)
    level = workspace / "g" / "level.py"
    for value in (11, 22):
        level.write_text(f"LEVEL = {value}\n")
        os.utime(level, (1_000_000_000, 1_000_000_000))
        assert frames("g/made.py:made", tmp_path / "a.mov", 2)[0, 0, 0, 1] == value
    assert not list(workspace.rglob("__pycache__"))
    assert not {"level", "clock", "hitrec_graphic"} & set(sys.modules)


def test_two_graphics_with_neighbours_of_one_name(workspace: Path, tmp_path: Path) -> None:
    for folder, value in (("g", 11), ("h", 22)):
        (workspace / folder).mkdir(exist_ok=True)
        (workspace / folder / "made.py").write_text(LEVEL)
        (workspace / folder / "level.py").write_text(f"LEVEL = {value}\n")
        assert frames(f"{folder}/made.py:made", tmp_path / "a.mov", 2)[0, 0, 0, 1] == value


def test_folders_are_packages(workspace: Path, tmp_path: Path) -> None:
    (workspace / "lib").mkdir()
    (workspace / "lib" / "level.py").write_text("LEVEL = 33\n")
    (workspace / "g" / "made.py").write_text(LEVEL.replace("from level", "from lib.level"))
    assert frames("g/made.py:made", tmp_path / "a.mov", 2)[0, 0, 0, 1] == 33
    assert "lib" not in sys.modules


def test_a_library_in_the_workspace_is_no_part_of_the_show(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays loaded: some cannot be loaded twice."""
    site = workspace / ".venv" / "site"
    (site / "alib").mkdir(parents=True)
    (site / "alib" / "__init__.py").write_text("import alib.inner\n")
    (site / "alib" / "inner.py").write_text("")
    (workspace / "g" / "made.py").write_text("import alib\n" + LEVEL.replace("from level import LEVEL", "LEVEL = 44"))
    monkeypatch.syspath_prepend(str(site))
    assert frames("g/made.py:made", tmp_path / "a.mov", 2)[0, 0, 0, 1] == 44
    assert {"alib", "alib.inner"} <= set(sys.modules)
    del sys.modules["alib"], sys.modules["alib.inner"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("    raise ValueError('no ink')", "graphic bad.py:bad failed: ValueError: no ink"),
        ("    raise SystemExit(0)", "graphic bad.py:bad failed: SystemExit: 0"),
        ("    open('/no/such/file')", "graphic bad.py:bad failed: FileNotFoundError"),
        ("    import no_such_module", "graphic bad.py:bad failed: ModuleNotFoundError"),
        ("    return None", "graphic bad.py:bad failed: AttributeError"),
        ("    from clock import clock; return clock(w, h, r, duration=0.2)", "lasts 0.2 s, less than its 12 frames"),
        ("    from clock import clock; return clock(w + 2, h, r)", r"its frame is \(18, 34, 3\), not \(18, 32, 3\)"),
    ],
)
def test_what_fails(workspace: Path, tmp_path: Path, body: str, says: str) -> None:
    (workspace / "bad.py").write_text(f"def bad(w, h, r):\n{body}\n")
    with pytest.raises(RenderError, match=says):
        frames("bad.py:bad", tmp_path / "a.mov")
    assert not list(tmp_path.glob("*.raw"))


def test_what_is_not_there(workspace: Path, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="has no function other"):
        frames("clock.py:other", tmp_path / "a.mov")
    with pytest.raises(RenderError, match="failed: FileNotFoundError"):
        frames("nowhere.py:other", tmp_path / "a.mov")
