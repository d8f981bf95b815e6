"""Joining parts: exact times at every join, and refusal of all that would play wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hitrec_cli.base.errors import RenderError
from hitrec_cli.tools.stitch import perform
from tests.media.making import make, picture
from tests.pipeline.boxes import times, tracks
from tests.pipeline.decoded import frame_digests

pytestmark = pytest.mark.media
CODEC = ("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "30", "-threads", "1", "-pix_fmt", "yuv420p",
         "-video_track_timescale", "30000", "-fflags", "+bitexact", "-flags", "+bitexact")  # fmt: skip
TAGS = ("-vf", "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv")
LENGTHS = (7, 31, 3, 45)


def part(folder: Path, number: int, frames: int, *more: str) -> Path:
    source = picture("160x90", "30000/1001", 3)
    return make(folder / f"part {number}'.mp4", *source, *TAGS, *CODEC, *more, "-frames:v", str(frames))


def sound(folder: Path, samples: int) -> Path:
    source = ("-f", "lavfi", "-i", "sine=r=48000:d=9", "-af", f"atrim=end_sample={samples}")
    return make(folder / "sound.m4a", *source, "-c:a", "aac", "-fflags", "+bitexact", "-flags", "+bitexact")


def spec(lengths: tuple[int, ...] = LENGTHS, **other: Any) -> dict[str, Any]:
    frames = sum(lengths)
    return {
        "parts": [{"part": f"p{number}", "frames": length} for number, length in enumerate(lengths)],
        "sound": "sound", "rate": "30000/1001", "raster": [160, 90], "frames": frames,
        "samples": (frames * 16_016 + 5) // 10, "container": "mp4",
        "metadata": {"title": "A = B; #1\\ \n", "creation_time": "2026-01-02T00:00:00Z"},
        "chapters": [{"title": "[one] = ;#", "start": 0, "end": 8}, {"title": "", "start": 8, "end": frames}], **other,
    }  # fmt: skip


@pytest.fixture
def inputs(tmp_path: Path) -> dict[str, Path]:
    folder = tmp_path / "a 'folder', %d"
    folder.mkdir()
    parts = {f"p{number}": part(folder, number, length) for number, length in enumerate(LENGTHS)}
    return {**parts, "sound": sound(folder, spec()["samples"])}


def join(given: dict[str, Any], inputs: dict[str, Path], out: Path) -> dict[str, Any]:
    return perform(given, inputs, lambda digest: Path(digest), out)


def test_joins_are_exact(inputs: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "film.mp4"
    assert join(spec(), inputs, out) == {"frames": 86, "samples": 137_738}  # 86 x 1601.6 = 137737.6
    assert times(tracks(out)["vide"]) == [(86, 1001)]
    separately = [one for number in range(len(LENGTHS)) for one in frame_digests(inputs[f"p{number}"])]
    assert frame_digests(out) == separately
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a 'folder', %d", "film.mp4"]


def test_parts_of_a_frame_or_two(inputs: dict[str, Path], tmp_path: Path) -> None:
    """Shorter than the encoder's delay; what is shown is still shown at its time."""
    lengths = (1, 7, 2, 31, 1)
    folder = inputs["sound"].parent
    short = {f"p{number}": part(folder, number + 20, length) for number, length in enumerate(lengths)}
    given = spec(lengths)
    join(given, {**short, "sound": sound(folder, given["samples"])}, tmp_path / "film.mp4")
    separately = [one for name in short for one in frame_digests(short[name])]
    assert frame_digests(tmp_path / "film.mp4") == separately


def test_a_part_may_come_twice(inputs: dict[str, Path], tmp_path: Path) -> None:
    twice = spec((7, 31, 7), parts=[{"part": "p0", "frames": 7}, {"part": "p1", "frames": 31},
                                    {"part": "p0", "frames": 7}])  # fmt: skip
    inputs["sound"] = sound(inputs["sound"].parent, twice["samples"])
    join(twice, inputs, tmp_path / "film.mp4")
    digests = frame_digests(tmp_path / "film.mp4")
    assert digests[:7] == digests[38:]


def test_the_same_bytes_each_time(inputs: dict[str, Path], tmp_path: Path) -> None:
    made = []
    for name in ("one", "another name"):
        join(spec(), inputs, tmp_path / f"{name}.mp4")
        made.append((tmp_path / f"{name}.mp4").read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"frames": 85}, "86 frames, not 85"),
        ({"samples": 137_737}, "137738 samples of sound, not 137737"),
        ({"raster": [160, 92]}, "pixels, not"),
        ({"rate": "25/1"}, "frame times|frames"),
    ],
)
def test_a_result_that_is_not_exact_is_refused(
    inputs: dict[str, Path], tmp_path: Path, wrong: dict[str, Any], says: str
) -> None:
    with pytest.raises(RenderError, match=f"the stitched file is wrong: .*({says})"):
        join(spec(**wrong), inputs, tmp_path / "film.mp4")


def test_a_wrong_length_of_a_part_is_seen(inputs: dict[str, Path], tmp_path: Path) -> None:
    wrong = spec()
    wrong["parts"][0]["frames"] = 6
    with pytest.raises(RenderError, match="uneven frame times"):
        join(wrong, inputs, tmp_path / "film.mp4")


def test_parts_with_other_headers_do_not_join(inputs: dict[str, Path], tmp_path: Path) -> None:
    inputs["p1"] = part(inputs["p1"].parent, 9, 31, "-profile:v", "baseline", "-bf", "0")
    with pytest.raises(RenderError, match="encoded with other settings"):
        join(spec(), inputs, tmp_path / "film.mp4")
    assert not list(tmp_path.glob("film*"))


def test_a_part_that_is_cut_off_is_seen(inputs: dict[str, Path], tmp_path: Path) -> None:
    data = inputs["p1"].read_bytes()
    inputs["p1"].write_bytes(data[: len(data) // 2])
    with pytest.raises(Exception, match=r"moov|Invalid data|do not join"):
        join(spec(), inputs, tmp_path / "film.mp4")
