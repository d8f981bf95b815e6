"""The acceptance episode as XDCAM HD422 with a leader, killed on its way, then with another lower third.

Long, as `make masters` is. Where the lower third is shown is worked out here from the manifest as it is written.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path

import pytest

from tests.acceptance.test_shared_media import frames as frames_of
from tests.acceptance.test_shared_media import pieces
from tests.acceptance.whole import FIRST, RATES, Bench, programme, timecode
from tests.conftest import ROOT
from tests.pipeline.mxf import pictures
from tests.pipeline.rows import Film, check_decoded, check_loudness, check_rows, file_of
from tests.pipeline.stream import addresses

pytestmark = [pytest.mark.media, pytest.mark.soak, pytest.mark.shared]

EPISODE, NAME = "shared-media", "xdcam-hd422"
CELL = 60, 119
"""Frames of the shortest cell and of the longest, of groups of 15."""
LEADER = (2698, 150)
"""Frames of 90 seconds of drop frame timecode from 00:58:30;00, and of five of black."""
TOLD = 7
"""Cells that are told to be finished when the render is killed."""
STRAP = ("Eileen Collins", "Pamela Melroy")
"""The words of a lower third, and what an editor makes of them."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("xdcam")
    for path in (ROOT / "tests" / "episodes").glob("*.[yl]*"):
        shutil.copy(path, folder)
    edit(folder, 'start: "01:00:00;00"', 'start: "01:00:00;00"\nleader: us')
    yield Bench(folder, os.environ.get("HITREC_TEST_MEDIA") or str(ROOT.parent / "shared" / "media"))
    shutil.rmtree(folder, ignore_errors=True)


def edit(folder: Path, old: str, new: str) -> None:
    """One place of the manifest."""
    path = folder / f"{EPISODE}.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def missing(bench: Bench) -> list[str]:
    """The cells that a render would make, by their names."""
    planned = bench.said("plan", EPISODE, "-p", NAME)
    return [one["label"] for one in planned["steps"] if one["why"] and one["kind"] == "span"]


def strap() -> tuple[int, int]:
    """The lower third's first frame in the file, and the one after its last."""
    for piece in pieces("broadcast"):
        for one in piece.data.get("super", ()):
            if one.get("lower-third", {}).get("name") == STRAP[0]:
                first = LEADER[0] + piece.start + frames_of(one["at"])
                return first, first + frames_of(one["for"])
    raise AssertionError(STRAP)


def killed(bench: Bench) -> None:
    """A render, with all its children, when so many cells are told to be finished."""
    command = [*bench.arguments("render", EPISODE), "-p", NAME, "--workers", "2", "--out", str(bench.folder / "out")]
    with subprocess.Popen(
        command, cwd=bench.folder, env=bench.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as running:  # fmt: skip
        assert running.stderr is not None
        cells = (line for line in running.stderr if "] span " in line)
        assert len([next(cells) for _ in range(TOLD)]) == TOLD
        os.killpg(running.pid, signal.SIGKILL)
        assert running.wait(20) == -signal.SIGKILL


def test_a_killed_render_goes_on_and_an_edit_makes_its_cells_only(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = LEADER[0] + programme(EPISODE, "broadcast") + LEADER[1]
    bench.said("pull", EPISODE)
    cells = missing(bench)
    assert frames // CELL[1] <= len(cells) <= frames // CELL[0]
    killed(bench)
    kept = len(cells) - len(missing(bench))
    assert TOLD <= kept <= TOLD + 2
    assert not list((bench.folder / "out").rglob("*.mxf"))
    assert bench.render(EPISODE, "-p", NAME)["steps"]["rendered"]["span"] == len(cells) - kept

    path = file_of(bench.folder / "out" / EPISODE, EPISODE, NAME)
    begin = FIRST[EPISODE] - LEADER[0]
    codes = timecode(EPISODE, begin), timecode(EPISODE, begin + frames - 1)
    assert codes[0] == "00:58:30;00"
    film = Film(frames, RATES[EPISODE], (1920, 1080), *codes, day="2026-11-20")
    check_rows(path, NAME, film)
    check_decoded(path, NAME, film)
    at, end = (int(frame / film.rate * 48_000 + Fraction(1, 2)) for frame in (LEADER[0], frames - LEADER[1]))
    heard = check_loudness(path, NAME, at, end)
    before = pictures(path.read_bytes())

    edit(bench.folder, *STRAP)
    others = missing(bench)
    assert bench.render(EPISODE, "-p", NAME)["steps"]["rendered"]["span"] == len(others)
    after = pictures(path.read_bytes())
    changed = [number for number, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    assert len(after) == frames
    first, last = strap()
    places = {code: number for number, code in enumerate(islice(addresses(codes[0], 30), frames + 1))}
    made = [[places[code] for code in label.split()[-1].split("-")] for label in others]
    assert all(start < last and first < end and end - start <= CELL[1] for start, end in made)
    assert made[0][0] <= first < last <= made[-1][1]
    assert first <= changed[0] < last and changed[-1] < made[-1][1]  # the rest of its last cell shares its bytes anew
    with capsys.disabled():
        print(f"\n{NAME}: {frames} frames, {len(cells)} cells, {kept} kept from the killed render, "
              f"{heard.integrated:.2f} LUFS, {heard.true_peak:.2f} dBTP; another lower third: {others}")  # fmt: skip
