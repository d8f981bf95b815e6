"""Versions of one show, and the leader around its master: decoded, and compared with the numbers of the standards."""

from __future__ import annotations

import csv
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.tools.binary import ffmpeg
from tests.conftest import Run
from tests.pipeline.decoded import ffmpeg_says, frame_digests
from tests.pipeline.masters import head, inspected, samples
from tests.pipeline.show import Show, make_show, render

pytestmark = pytest.mark.media

LEADER = "leader: {bars: 2s, slate: 1s, black: 3s, tail: 1s}\n"
SEGMENTS = {
    "one": "  - {kind: host, id: one, picture: [{clip: rec-1, for: 31f}], sound: [{music: rec-4}]}\n",
    "break": "  - {kind: break, id: pause, for: 20f, only: [broadcast]}\n",
    "two": "  - {kind: music, id: two, title: Two, picture: [{still: rec-3, for: 25f}], sound: [{music: rec-4}]}\n",
}
HEAD, SHOWN, TAIL = 180, 76, 30
"""Six seconds of timecode within one minute are 180 frames; 31 + 20 + 25; one second."""


def at(frame: int) -> int:
    """The 48 kHz sample at which a frame begins."""
    return (frame * 16_016 + 5) // 10


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, media: Path) -> tuple[Show, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("versions")
    show = make_show(folder / "show", media)
    show.write(SEGMENTS, head("30000/1001", "01:00:10;00", "prores", LEADER))
    return show, {}


@pytest.fixture
def made(both: tuple[Show, dict[str, Any]], hitrec: Run) -> tuple[Show, dict[str, Any]]:
    """The show, and what the commands said that made its broadcast and then its online version in one store."""
    show, said = both
    home = {"HITREC_HOME": str(show.root / "home")}
    if not said:
        said["broadcast"] = render(hitrec, show, "--cut", "broadcast", "-p", "prores", env=home)
        show.film("prores").with_suffix(".mov").rename(show.root / "broadcast.mov")
        said["online"] = render(hitrec, show, "--cut", "online", "-p", "prores", env=home)
        show.film("prores").with_suffix(".mov").rename(show.root / "online.mov")
    return show, said


def test_the_report_counts_the_leader_apart(made: tuple[Show, dict[str, Any]]) -> None:
    (one,) = made[1]["broadcast"]["deliverables"]
    assert (one["frames"], one["leader"]) == (SHOWN, {"head": HEAD, "tail": TAIL})
    assert one["tracks"] == [["mix.L", "mix.R"]]


def test_online_is_the_broadcast_without_its_breaks(made: tuple[Show, dict[str, Any]]) -> None:
    show, said = made
    assert said["online"]["steps"]["rendered"] == {"sound": 1, "stitch": 1}  # every span was shared
    whole, short = frame_digests(show.root / "broadcast.mov"), frame_digests(show.root / "online.mov")
    assert (len(whole), len(short)) == (HEAD + SHOWN + TAIL, SHOWN - 20)
    assert whole[HEAD : HEAD + 31] + whole[HEAD + 51 : HEAD + 76] == short
    assert len(samples(show.root / "online.mov")) == at(SHOWN - 20)
    assert inspected(show.root / "online.mov")["Other"][0]["TimeCode_FirstFrame"] == "01:00:10;00"


def test_bars_slate_countdown_black(made: tuple[Show, dict[str, Any]]) -> None:
    """SMPTE RP 219-1 table 1, 75 % bars: codes of 10 bits, here in 8."""
    film = made[0].root / "broadcast.mov"
    raw = ffmpeg_says("-i", film, "-map", "0:v", "-vf", "extractplanes=y", "-f", "rawvideo", "-")
    luma = np.frombuffer(raw, "<u2").reshape(-1, 180, 320) / 4
    row = luma[0, 20]
    middles = [20, *(int(40 + 240 / 7 * (bar + 0.5)) for bar in range(7)), 300]
    assert np.allclose(row[middles], [104, 180, 168, 145, 133, 63, 51, 28, 104], atol=0.5)
    assert np.array_equal(luma[0], luma[59])
    slate = luma[75]
    assert slate.max() > 200 and 0.01 < (slate > 120).mean() < 0.4  # light letters on a dark panel
    black = [*range(90, 120), *range(121, 180), *range(HEAD + 31, HEAD + 51), *range(HEAD + SHOWN, len(luma))]
    assert all(np.array_equal(luma[frame], np.full((180, 320), 16)) for frame in black)
    assert luma[120].max() > 200  # the 2, for one frame


def test_tone_and_pop(made: tuple[Show, dict[str, Any]]) -> None:
    """1 kHz, peak 0.1 of full scale (-20 dBFS); the pop lasts exactly the frame of the 2."""
    film = made[0].root / "broadcast.mov"
    sound = samples(film) / 2**31
    assert len(sound) == at(HEAD + SHOWN + TAIL)
    bars, pop = sound[: at(60), 0], sound[at(120) : at(121), 0]
    expected = 0.1 * np.sin(2 * np.pi * 1000 * np.arange(at(60)) / 48_000)
    assert np.abs(bars - expected).max() < 2e-7  # a step of 24 bits
    assert np.abs(pop - expected[: len(pop)]).max() < 2e-7
    assert np.array_equal(sound[:, 0][: at(HEAD)], sound[:, 1][: at(HEAD)])
    silent = np.r_[at(60) : at(120), at(121) : at(HEAD), at(HEAD + 31) : at(HEAD + 51), at(HEAD + SHOWN) : len(sound)]
    assert not sound[silent].any()


def test_the_leader_is_outside_the_loudness(made: tuple[Show, dict[str, Any]], tmp_path: Path) -> None:
    """ffmpeg's meter over the programme alone finds the target; over the whole file it would not."""
    said = subprocess.run(
        [str(ffmpeg()), "-nostdin", "-i", str(made[0].root / "broadcast.mov"), "-vn", "-af",
         f"atrim=start_sample={at(HEAD)}:end_sample={at(HEAD + SHOWN)},ebur128", "-f", "null", "-"],
        capture_output=True, text=True, check=True,
    ).stderr  # fmt: skip
    found = re.search(r"I:\s+(-?[\d.]+) LUFS", said[said.index("Summary:") :])
    assert found and float(found[1]) == pytest.approx(-24, abs=0.1)


def test_timecode_counts_back_over_the_leader(made: tuple[Show, dict[str, Any]]) -> None:
    show, _ = made
    (code,) = (one for one in inspected(show.root / "broadcast.mov")["Other"] if one.get("Type") == "Time code")
    assert code["TimeCode_FirstFrame"] == "01:00:04;00"
    folder = show.root / "out" / "tiny"
    assert (folder / "tiny.prores.segments.html").is_file()
    with (folder / "tiny.prores.segments.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))  # of the online version, which was made last
    assert [(row["part"], row["in"], row["out"]) for row in rows] == [("act", "01:00:10;00", "01:00:11;26")]
