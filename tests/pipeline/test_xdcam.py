"""XDCAM HD422 at its own size: groups over the minute, by MediaInfo and by MediaConch."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from hitrec_cli.library.profiles import built_in
from tests.conftest import ROOT
from tests.pipeline.masters import head
from tests.pipeline.rows import Film, check_decoded, check_rows, file_of
from tests.pipeline.show import make_show

POLICIES = ROOT / "hitrec_cli" / "deliver" / "policies"
FILMS = {
    "xdcam-hd422": Film(61, Fraction(30_000, 1001), (1920, 1080), "01:00:58;20", "01:01:00;22"),
    "xdcam-hd422-50i": Film(49, Fraction(25), (1920, 1080), "10:00:58:20", "10:01:00:18"),
}
"""Four groups and a picture: more than four, so that MediaInfo tells what they are like."""
BOTH = ["xdcam-hd422", pytest.param("xdcam-hd422-50i", marks=pytest.mark.soak)]


@pytest.fixture(scope="module", params=BOTH)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory, media: Path, name: str) -> Path:
    folder, wanted = tmp_path_factory.mktemp("xdcam"), FILMS[name]
    show = make_show(folder / "show", media)
    text = head(str(wanted.rate), wanted.first, name).replace("width: 320, height: 180", "width: 1920, height: 1080")
    picture = f"{{still: rec-3, for: {wanted.frames}f, fit: crop}}"
    show.write({"waves": f"  - {{kind: short-film, id: waves, picture: [{picture}]}}\n"}, text)
    environment = {**os.environ, "HITREC_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "hitrec_cli", "render", str(show.manifest), "--out", str(folder / "out"), "-q"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return file_of(folder / "out" / "tiny", "tiny", name)


@pytest.mark.media
def test_it_is_what_the_station_asks_for(film: Path, name: str) -> None:
    check_rows(film, name, FILMS[name])
    check_decoded(film, name, FILMS[name])


@pytest.mark.media
@pytest.mark.skipif(shutil.which("mediaconch") is None, reason="mediaconch is not installed (a package of Debian)")
def test_mediaconch_agrees(film: Path, name: str) -> None:
    """Its own policy passes; the other one names what is not so, and nothing else."""
    for policy in FILMS:
        command = ["mediaconch", "-p", str(POLICIES / f"{policy}.xml"), str(film)]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
        broken = {line.partition("[fail:")[2].rstrip("]") for line in said[2:]}
        assert said[0].split()[0] == ("pass!" if policy == name else "fail!")
        assert broken - {"Video Delay_DropFrame"} == (
            set() if policy == name else {"Video Format_Settings_GOP", "Video FrameRate"}
        )


def test_each_policy_is_of_a_profile() -> None:
    names = {path.stem for path in POLICIES.iterdir()}
    assert names == {name for name, profile in built_in().items() if profile.cells}
