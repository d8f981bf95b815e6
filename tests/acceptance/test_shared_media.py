"""The acceptance episode: forty pieces of real media of every kind go in, a show with everybody's name comes out.

Every expected value comes from the manifest and the catalogue as they are written, read here by yaml and csv, and from
ffmpeg's own meter; none from the code that renders.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from tests.pipeline.heard import step_over_surroundings, with_clicks

pytestmark = [pytest.mark.media, pytest.mark.shared]

EPISODE = Path(__file__).parents[1] / "episodes" / "shared-media.yaml"
LOCK = "shared-media.lock.toml"
ROOT = Path(__file__).parents[2]
RATE = Fraction(30_000, 1001)
SAMPLES = 48_000
PICTURES, SOUNDS = ("clip", "still", "text"), ("voice", "music", "effect")
SMALL = (96, 54)
CLEAR = slice(7, 42)
"""Rows of the small picture between a preview's segment name and its timecode and lower thirds."""

PREVIEW = {"version": "broadcast", "raster": (960, 540), "codec": "h264"}
WEB = {"version": "online", "raster": (1920, 1080), "codec": "h264"}


def frames(time: str) -> int:
    """Seconds as written, to the nearest frame."""
    assert time.endswith("s")
    return int(Fraction(time[:-1]) * RATE + Fraction(1, 2))


@dataclass(frozen=True)
class Piece:
    """A segment as the manifest has it, and where it lies by the sum of the lengths before it."""

    kind: str
    start: int
    length: int
    data: dict[str, Any]


@dataclass
class Show:
    """What was rendered and what is in it: gray thumbnails of all frames, and the sound."""

    folder: Path
    profile: str
    answer: dict[str, Any]
    file: Path
    pieces: list[Piece]
    used: dict[str, dict[str, str]]
    size: tuple[int, int] = (0, 0)
    codec: str = ""
    thumbs: list[NDArray[np.uint8]] = field(default_factory=list)
    sound: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 2), np.float32))


@cache
def manifest() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(EPISODE.read_text(encoding="utf-8"))
    return data


def pieces(version: str) -> list[Piece]:
    found, start = [], 0
    for segment in manifest()["segments"]:
        if version not in segment.get("only", [version]):
            continue
        length = frames(segment["for"]) if "for" in segment else sum(frames(one["for"]) for one in segment["picture"])
        found.append(Piece(segment["kind"], start, length, segment))
        start += length
    return found


def picks() -> set[str]:
    """The files that the manifest names, in the picture, in the sound, as captions."""
    found: set[str] = set()
    for segment in manifest()["segments"]:
        for item in (*segment.get("picture", ()), *segment.get("sound", ())):
            found |= {item[name] for name in (*PICTURES, *SOUNDS) if name in item}
        found |= {segment["captions"]} if "captions" in segment else set()
    return found


def rows(shared_media: Path) -> dict[str, dict[str, str]]:
    with (shared_media / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def look_and_listen(show: Show) -> None:
    """Decode everything once: the picture by PyAV, the sound by ffmpeg, which keeps to the edit list's end."""
    with av.open(str(show.file)) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        video.thread_type = "AUTO"
        show.size, show.codec = (video.width, video.height), video.codec_context.name
        assert video.average_rate == RATE
        assert (audio.rate, audio.channels) == (SAMPLES, 2)
        for frame in file.decode(video):
            small = frame.reformat(*SMALL, format="gray", interpolation="AREA").to_ndarray()
            show.thumbs.append(small.astype(np.uint8))
    heard = ffmpeg("-v", "error", "-i", str(show.file), "-map", "0:a", "-f", "f32le", "-").stdout
    show.sound = np.frombuffer(heard, "<f4").reshape(-1, 2)


def ffmpeg(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    import imageio_ffmpeg

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-nostats", *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)


@pytest.fixture(
    scope="module",
    params=[("preview", PREVIEW), pytest.param(("web", WEB), marks=pytest.mark.soak)],
    ids=lambda p: p[0],
)
def show(
    request: pytest.FixtureRequest, shared_media: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Show]:
    """The episode, copied away from its hitrec.toml and rendered once in a store of its own."""
    profile, expected = request.param
    folder = tmp_path_factory.mktemp(profile)
    for name in (EPISODE.name, LOCK):
        shutil.copy(EPISODE.with_name(name), folder)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HITREC_")} | {
        "HITREC_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT), "NO_COLOR": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "hitrec_cli", "render", EPISODE.name, "-p", profile, "--locked", "--json"]
    done = subprocess.run(
        [*command, "--source-root", str(shared_media), "--out", str(folder / "out")],
        cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    out = folder / "out" / "shared-media"
    catalogue = rows(shared_media)
    used = {name: catalogue[name] for name in picks()}
    made = Show(out, profile, json.loads(done.stdout), out / f"shared-media.{profile}.mp4",
                pieces(expected["version"]), used)  # fmt: skip
    look_and_listen(made)
    assert (made.size, made.codec) == (expected["raster"], expected["codec"])
    yield made
    shutil.rmtree(folder)


def test_it_uses_everything_but_the_drawing(shared_media: Path) -> None:
    used = {name: row["kind"] for name, row in rows(shared_media).items() if name in picks()}
    assert set(rows(shared_media)) - set(used) == {"cinepresa.svg"}  # refused by name: tests/tools/test_probe.py
    assert set(used.values()) == {"video", "animation", "still", "music", "voice", "sfx", "text"}
    suffixes = {Path(name).suffix for name in used}
    assert suffixes >= {".mp4", ".webm", ".mkv", ".gif", ".png", ".jpg", ".webp", ".ogg", ".mp3", ".flac", ".txt"}
    assert len({piece.kind for piece in pieces("broadcast")}) >= 10
    assert 75 <= float(sum(piece.length for piece in pieces("online")) / RATE) <= 97


def test_it_is_valid_and_its_lock_fits(
    hitrec: Callable[..., subprocess.CompletedProcess[str]], shared_media: Path, tmp_path: Path
) -> None:
    for name in (EPISODE.name, LOCK):
        shutil.copy(EPISODE.with_name(name), tmp_path)
    pulled = hitrec("pull", EPISODE.name, "--source-root", shared_media, "--locked")
    assert pulled.returncode == 0, pulled.stderr
    assert (tmp_path / LOCK).read_bytes() == EPISODE.with_name(LOCK).read_bytes()
    done = hitrec("validate", EPISODE.name, "--source-root", shared_media, "--json")
    assert done.returncode == 0, done.stderr
    assert not [one for one in json.loads(done.stdout)["problems"] if one["severity"] == "error"]


def test_it_has_every_frame_and_every_sample(show: Show) -> None:
    wanted = sum(piece.length for piece in show.pieces)
    report = json.loads((show.folder / f"shared-media.{show.profile}.report.json").read_text(encoding="utf-8"))
    assert len(show.thumbs) == report["frames"] == show.answer["deliverables"][0]["frames"] == wanted
    assert len(show.sound) == report["loudness"]["samples"] == int(wanted * SAMPLES / RATE + Fraction(1, 2))


def test_it_is_as_loud_as_asked(show: Show) -> None:
    meter = ("-vn", "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-")
    said = ffmpeg("-i", str(show.file), *meter).stderr.decode()
    summary = said[said.rindex("Summary:") :]
    (integrated,), (peak,) = (re.findall(rf"{name}:\s+(-?[\d.]+) ", summary) for name in ("I", "Peak"))
    assert abs(float(integrated) + 14) <= 0.3
    assert float(peak) <= -1.0


def cuts(pieces: list[Piece]) -> list[int]:
    """Samples at which a segment, a picture, a voice or music begins or ends; not those where an effect begins, for a
    shutter is a click."""
    found: set[int] = set()
    struck: set[int] = set()
    for piece in pieces:
        at = piece.start
        found.add(at)
        for item in piece.data.get("picture", ()):
            found.add(at)
            at += frames(item["for"])
        for item in piece.data.get("sound", ()):
            start = piece.start + frames(item.get("at", "0s"))
            (struck if "effect" in item else found).add(start)
            found |= {start + frames(item["for"])} if "for" in item and "effect" not in item else set()
    return sorted(int(at * SAMPLES / RATE) for at in found - struck - {0})


def test_no_cut_clicks(show: Show) -> None:
    places = cuts(show.pieces)
    assert len(places) > 30
    louder = {at: step_over_surroundings(show.sound, at) for at in places}
    assert max(louder.values()) < 20, louder
    spoilt = with_clicks(show.sound, places)
    assert sum(step_over_surroundings(spoilt, at) > 20 for at in places) >= 5


def test_there_is_something_to_see_and_to_hear(show: Show) -> None:
    """No segment is black or silent but the break, which is both."""
    for piece in show.pieces:
        middle = show.thumbs[piece.start + piece.length // 2][CLEAR]
        first, last = (int(at * SAMPLES / RATE) for at in (piece.start, piece.start + piece.length))
        loud = 20 * np.log10(np.sqrt(np.mean(np.square(show.sound[first + 500 : last - 500]))) + 1e-9)
        if piece.kind == "break":
            assert middle.max() <= 2 and loud < -100
            continue
        if piece.kind != "credits":
            assert middle.mean() > 12, piece
        assert piece.kind == "bumper" or loud > -40, piece


@pytest.mark.parametrize(
    ("name", "after"),
    [("bee.mp4", 1.0), ("butterfly.mp4", 1.5), ("big-buck-bunny-0-30.webm", 1.5), ("flower.mp4", 1.5),
     ("car-detection.mp4", 1.0), ("friday.mp4", 3.0), ("earth-at-night.mp4", 3.4)],
)  # fmt: skip
def test_what_is_shown_is_what_was_asked_for(name: str, after: float, show: Show, shared_media: Path) -> None:
    """A clip's picture `after` seconds against the file's own picture at that time, decoded here."""
    at, begin = next(
        (piece.start + sum(frames(before["for"]) for before in piece.data["picture"][:index]), item.get("in", "0s"))
        for piece in show.pieces
        for index, item in enumerate(piece.data.get("picture", ()))
        if item.get("clip") == name
    )
    at += frames(f"{after}s")
    time = float(begin[:-1]) + float((frames(f"{after}s") + Fraction(1, 2)) / RATE)  # the middle of the frame
    with av.open(str(shared_media / name)) as file:
        wanted = [frame for frame in file.decode(video=0) if frame.time <= time][-1]
    width = min(SMALL[0], round(wanted.width / wanted.height * SMALL[1]))
    own = wanted.reformat(width, SMALL[1], format="gray", interpolation="AREA").to_ndarray()
    left = (SMALL[0] - width) // 2
    seen = show.thumbs[at][:, left : left + width]
    upper = slice(7, 30)
    off = np.abs(seen[upper].astype(int) - own[upper].astype(int)).mean()
    assert off < 6, off
    if name != "car-detection.mp4":
        assert np.corrcoef(seen[upper].ravel(), own[upper].ravel())[0, 1] > 0.97


def test_nobody_is_forgotten(show: Show) -> None:
    """Every artist, license and source of the rows used stands in the credits, for people and for machines."""
    text = re.sub(r"\\([\W_])", r"\1", (show.folder / "credits.md").read_text(encoding="utf-8"))
    works = {work["identifier"]: work for work in json.loads((show.folder / "credits.json").read_text())["hasPart"]}
    assert set(works) == set(show.used)
    for name, row in show.used.items():
        artists = [part.strip() for part in row["artist"].split(";")]
        (line,) = (one for one in text.splitlines() if f"(source: {row['source']})" in one)
        assert row["title"] in line and row["licence"] in line, name
        assert all(artist in line for artist in artists), name
        people = text[text.index("## People") :]
        assert all(artist in people for artist in artists), name
        work = works[name]
        assert [creator["name"] for creator in work["creator"]] == artists
        assert (work["licenseExpression"], work["isBasedOn"]) == (row["licence"], row["source"])


def test_the_roll_runs_and_ends_on_a_standing_card(show: Show) -> None:
    credits_ = show.pieces[-1]
    assert credits_.kind == "credits"
    middle = credits_.start + credits_.length // 2
    assert np.abs(show.thumbs[middle][CLEAR].astype(int) - show.thumbs[middle + 15][CLEAR]).mean() > 1
    end = credits_.start + credits_.length
    standing = [show.thumbs[at][CLEAR].astype(int) for at in (end - 25, end - 1)]
    assert np.abs(standing[0] - standing[1]).mean() < 1 and standing[1].std() > 1
