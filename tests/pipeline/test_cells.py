"""A stream of cells as a whole: a small MXF with leader, looked at from outside, and what is made again for an edit."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import ROOT
from tests.pipeline.decoded import ffmpeg_says, frame_digests
from tests.pipeline.masters import inspected, luma
from tests.pipeline.mxf import pictures, system_timecodes
from tests.pipeline.show import SEGMENTS, Show, make_show

pytestmark = pytest.mark.media

HEAD = """\
hitrec: 1
id: tiny
series: Tiny Show
title: The First
publish: {online: 2026-01-02, broadcast: 2026-01-09}
format: {width: 320, height: 180, rate: 30000/1001}
catalog: [../catalog.csv]
start: "01:00:59;20"
leader: {bars: 2s, slate: 1s, black: 3s, count: 2, tail: 1s}
segments:
"""
CELLS = """\
profile: 1
title: Small cells
version: broadcast
container: mxf
rates: [29.97]
scan: psf
gop: 15
cell: 4
picture: {
  c:v: mpeg2video, profile:v: 0, level:v: 2, pix_fmt: yuv422p, aspect: 16:9, flags: +ildct+ilme+cgop, dct: int,
  b:v: 5940k, maxrate: 6M, bufsize: 2162688, rc_init_occupancy: 1081344,
  bf: 2, b_strategy: 0, sc_threshold: 1000000000, mpv_flags: +strict_gop, qmin: 1, qmax: 28, non_linear_quant: 1,
  seq_disp_ext: always, color_primaries: bt709, color_trc: bt709, colorspace: bt709, color_range: tv,
}
sound: {c:a: pcm_s24le}
tracks: [[mix.L], [mix.R], [silence]]
loudness: -24 LUFS
true-peak: -2 dBTP
timecode: on
leader: on
"""
LOSSLESS = """\
profile: 1
title: The same without loss
version: broadcast
container: mov
rates: [29.97]
picture: {c:v: prores_ks, profile:v: hq, q:v: 2, pix_fmt: yuv422p10le}
sound: {c:a: pcm_s24le}
loudness: -24 LUFS
true-peak: -2 dBTP
timecode: on
leader: on
"""
SHOWN = {
    "hello": SEGMENTS["hello"],
    "film": """\
  - kind: short-film
    id: film
    picture: [{clip: rec-1, for: 120f}]
    super:
      - {lower-third: {name: Ada Example, role: Painter}, at: 10f, for: 45f}
""",
}
LEADER, PROGRAMME, TAIL = 180, 180, 30
FRAMES = LEADER + PROGRAMME + TAIL
GOP_CODES = [
    "01:00:53;20", "01:00:54;05", "01:00:54;20", "01:00:55;05", "01:00:55;20", "01:00:56;05", "01:00:56;20",
    "01:00:57;05", "01:00:57;20", "01:00:58;05", "01:00:58;20", "01:00:59;05", "01:00:59;20", "01:01:00;07",
    "01:01:00;22", "01:01:01;07", "01:01:01;22", "01:01:02;07", "01:01:02;22", "01:01:03;07", "01:01:03;22",
    "01:01:04;07", "01:01:04;22", "01:01:05;07", "01:01:05;22", "01:01:06;07",
]  # fmt: skip
"""Of every fifteenth frame, by hand: 01:01:00;00 and ;01 do not exist."""


def run(folder: Path, command: str, *more: str) -> Any:
    """A command's answer, with the store in the folder."""
    environment = {**os.environ, "HITREC_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
    manifest = folder / "show" / "episodes" / "tiny.yaml"
    words = [sys.executable, "-m", "hitrec_cli", command, str(manifest), "--json", *more]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def prepared(folder: Path, media: Path) -> Show:
    show = make_show(folder / "show", media)
    show.write(SHOWN, HEAD)
    (show.root / "profiles").mkdir()
    for name, text in (("cells", CELLS), ("lossless", LOSSLESS)):
        (show.root / "profiles" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return show


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, media: Path) -> Path:
    """A folder with show, store and both deliverables."""
    folder = tmp_path_factory.mktemp("cells")
    prepared(folder, media)
    for name in ("cells", "lossless"):
        run(folder, "render", "-p", name, "--workers", "2", "--out", str(folder / "out"))
    return folder


@pytest.fixture
def film(made: Path) -> Path:
    return made / "out" / "tiny" / "tiny.cells.mxf"


def test_what_mediainfo_says(film: Path) -> None:
    tracks = inspected(film)
    video = tracks["Video"][0]
    assert (video["BitRate_Mode"], video["BitRate"], video["Format_Settings_GOP"]) == ("CBR", "6000000", "M=3, N=15")
    assert (video["Gop_OpenClosed"], video["FrameCount"]) == ("Closed", str(FRAMES))
    codes = [one["TimeCode_FirstFrame"] for one in tracks["Other"]]
    assert codes == [GOP_CODES[0]] * 3 and video["TimeCode_FirstFrame"] == GOP_CODES[0]
    assert {one["TimeCode_LastFrame"] for one in tracks["Other"] if "TimeCode_LastFrame" in one} == {"01:01:06;21"}
    ffmpeg_says("-xerror", "-err_detect", "explode", "-i", film, "-map", "0:v", "-map", "0:a", "-f", "null", "-")


def test_every_timecode_is_right_across_the_minute(film: Path) -> None:
    """That of groups by the bits after each start code, that of all pictures by the file's system items."""
    data = film.read_bytes()
    groups = []
    for picture in pictures(data):
        at = picture.find(b"\0\0\1\xb8")
        if at >= 0:
            bits = f"{int.from_bytes(picture[at + 4 : at + 8], 'big'):032b}"
            fields = [int(bits[low:high], 2) for low, high in ((1, 6), (6, 12), (13, 19), (19, 25))]
            groups.append("{:02}:{:02}:{:02};{:02}".format(*fields))
            assert (bits[0], bits[25:27]) == ("1", "10")  # drop frame; closed, no broken link
    assert groups == GOP_CODES
    codes = system_timecodes(data)
    assert len(codes) == FRAMES and codes[::15] == GOP_CODES
    assert codes[LEADER + 9 : LEADER + 11] == ["01:00:59;29", "01:01:00;02"]


def test_the_pictures_are_those_of_the_cells_and_of_the_show(made: Path, film: Path) -> None:
    whole = frame_digests(film)
    cells = [frame_digests(path) for path in (made / "home").rglob("*.m2v")]
    assert all(any(whole[at : at + len(one)] == one for at in range(0, FRAMES, 15)) for one in cells)
    assert len(cells) == 6 and len(whole) == FRAMES
    assert sum(map(len, pictures(film.read_bytes()))) == FRAMES // 15 * 375_375  # 6 Mb/s to the byte
    ours, theirs = luma(film), luma(made / "out" / "tiny" / "tiny.lossless.mov")
    own, shifted = np.abs(ours - theirs).mean(axis=(1, 2)), np.abs(ours[1:] - theirs[:-1]).mean(axis=(1, 2))
    assert own.max() < 3.0
    moving = slice(LEADER + 1, LEADER + PROGRAMME)
    before = shifted[LEADER : LEADER + PROGRAMME - 1]
    assert (before > 2 * own[moving]).mean() > 0.8  # nearer to its own picture than to the one before


def test_made_by_one_worker_from_an_empty_store_it_is_the_same_file(media: Path, film: Path, tmp_path: Path) -> None:
    prepared(tmp_path, media)
    run(tmp_path, "render", "-p", "cells", "--workers", "1", "--out", str(tmp_path / "out"))
    assert (tmp_path / "out" / "tiny" / "tiny.cells.mxf").read_bytes() == film.read_bytes()


@pytest.fixture
def again(made: Path, tmp_path: Path) -> Show:
    """The show as it was rendered, to be edited."""
    for name in ("home", "show"):
        shutil.copytree(made / name, tmp_path / name)
    return Show(tmp_path / "show")


def missing(folder: Path) -> list[str]:
    """The cells that a render would make, by their names."""
    planned = run(folder, "plan", "-p", "cells")
    assert planned["notes"] and "15 frames" in planned["notes"][0]
    return [one["label"] for one in planned["steps"] if one["why"] and one["kind"] == "span"]


def test_another_lower_third_makes_only_its_cell_again(again: Show, tmp_path: Path) -> None:
    again.edit("role: Painter", "role: Poet")
    assert missing(tmp_path) == ["film 01:01:01;22-01:01:03;22"]
    answer = run(tmp_path, "render", "-p", "cells", "--out", str(tmp_path / "out"))
    assert answer["steps"]["rendered"] == {"span": 1, "stitch": 1}


def test_what_moves_by_whole_gops_is_not_made_again(again: Show, tmp_path: Path) -> None:
    """The slate tells the running time, so it is another one each time."""
    slate = "slate-1+black-2 01:00:55;20-01:00:57;20"
    again.edit("in: 0.5s, for: 60f", "in: 0.5s, for: 75f")
    assert missing(tmp_path) == [slate, "hello 01:00:59;20-01:01:02;07"]
    again.edit("in: 0.5s, for: 75f", "in: 0.5s, for: 61f")
    assert missing(tmp_path) == [slate, "hello+film 01:01:01;22-01:01:03;22", "film+tail-0 01:01:03;22-01:01:06;23"]


@pytest.mark.soak
def test_a_render_that_is_killed_goes_on_with_the_next_cell(media: Path, film: Path, tmp_path: Path) -> None:
    """What was told to be finished is not made again; the file is the one that is made in peace."""
    prepared(tmp_path, media)
    running = subprocess.Popen(
        [sys.executable, "-m", "hitrec_cli", "render", str(tmp_path / "show" / "episodes" / "tiny.yaml"), "-p", "cells",
         "--workers", "2", "--out", str(tmp_path / "out")],
        env={**os.environ, "HITREC_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert running.stderr is not None
    with running.stderr:
        cells = (line for line in running.stderr if "] span " in line)
        assert len([next(cells) for _ in range(3)]) == 3
        os.killpg(running.pid, signal.SIGKILL)
    assert running.wait(20) == -signal.SIGKILL
    assert not list((tmp_path / "out").rglob("*.mxf"))
    answer = run(tmp_path, "render", "-p", "cells", "--out", str(tmp_path / "out"))
    assert 1 <= answer["steps"]["rendered"]["span"] <= 3
    assert (tmp_path / "out" / "tiny" / "tiny.cells.mxf").read_bytes() == film.read_bytes()
