"""Every profile over whole episodes: the acceptance episode for stations of 29.97, twenty seconds for those of 25.

Long (`make masters`, half an hour on two processors). Figures and a sheet of pictures of each file are left in
out/masters. Lengths and timecodes are worked out here from the manifests as they are written.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from hitrec_cli.library.profiles import built_in
from hitrec_cli.tools.binary import ffmpeg
from tests.acceptance.whole import FIRST, RATES, Bench, programme, timecode
from tests.conftest import ROOT
from tests.pipeline.rows import ROWS, Film, check_decoded, check_loudness, check_rows, file_of

pytestmark = [pytest.mark.media, pytest.mark.soak]

OUT = ROOT / "out" / "masters"
LEADER = {"shared-media": (0, 0), "twenty-five": (125, 25)}
"""Frames before and after the programme, in masters and `audio`."""
BARE = ("archive", "web", "preview")
"""What has no leader."""
BREAKS = 50
"""Frames of twenty-five.yaml that are not online."""


def fitting(episode: str) -> list[str]:
    """The profiles that take the rate; the acceptance episode has tests of its own for `web` and the cells."""
    rate = f"{RATES[episode].numerator}/{RATES[episode].denominator}"
    names = [name for name, one in built_in().items() if not one.rates or rate in one.rates]
    return [name for name in names if episode == "twenty-five" or name not in ("web", "xdcam-hd422")]


CASES = [pytest.param(episode, name, marks=pytest.mark.shared if episode == "shared-media" else ())
         for episode in ("twenty-five", "shared-media") for name in fitting(episode)]  # fmt: skip


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("masters")
    for path in (ROOT / "tests" / "episodes").glob("*.[yl]*"):
        shutil.copy(path, folder)
    OUT.mkdir(parents=True, exist_ok=True)
    media = os.environ.get("HITREC_TEST_MEDIA") or str(ROOT.parent / "shared" / "media")
    yield Bench(folder, media)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize(("episode", "name"), CASES)
def test_a_profile(bench: Bench, episode: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    head, tail = (0, 0) if name in BARE else LEADER[episode]
    shown = programme(episode, "online" if name == "web" else "broadcast")
    first = FIRST[episode] - head
    codes = timecode(episode, first), timecode(episode, first + head + shown + tail - 1)
    film = Film(head + shown + tail, RATES[episode], (1920, 1080), *codes, day="2026-11-20")
    try:
        bench.render(episode, "-p", name)
        path = file_of(bench.folder / "out" / episode, episode, name)
        check_rows(path, name, film)
        check_decoded(path, name, film)
        at, end = (int(frame / film.rate * 48_000 + Fraction(1, 2)) for frame in (head, head + shown))
        heard = check_loudness(path, name, at, end)
        megabits = path.stat().st_size * 8e-6 / float(film.frames / film.rate)
        line = (f"{episode} {name}: {film.frames} frames, {film.samples} samples, {codes[0]} to {codes[1]}, "
                f"{heard.integrated:.2f} LUFS, {heard.true_peak:.2f} dBTP, {megabits:.1f} Mb/s")  # fmt: skip
        with capsys.disabled():
            print(f"\n{line}")
        with (OUT / "figures.txt").open("a", encoding="utf-8") as figures:
            figures.write(f"{line}\n")
        if ROWS[name].picture:
            _sheet(path, OUT / f"{episode}.{name}.png")
        if (episode, name) == ("twenty-five", "prores"):
            _check_online(bench, shown)
    finally:
        bench.forget()


def _check_online(bench: Bench, shown: int) -> None:
    """From the same store, without its breaks and without a leader: no picture is made again."""
    answer = bench.render("twenty-five", "-p", "prores", "--cut", "online")
    (one,) = answer["deliverables"]
    assert one["frames"] == shown - BREAKS
    assert answer["steps"]["rendered"] == {"sound": 1, "stitch": 1}


def _sheet(path: Path, out: Path) -> None:
    """Twenty pictures, to be looked at."""
    length = 30 if "twenty-five" in out.name else 95
    chain = f"fps=20/{length},scale=384:216:flags=area,tile=5x4"
    command = [
        str(ffmpeg()),
        "-nostdin",
        "-v",
        "error",
        "-y",
        "-i",
        str(path),
        "-vf",
        chain,
        "-frames:v",
        "1",
        str(out),
    ]
    subprocess.run(command, check=True)
