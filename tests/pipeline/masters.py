"""Masters for tests: a show of half a second in a given rate, made in several profiles, and what inspectors say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pymediainfo import MediaInfo

from tests.conftest import ROOT
from tests.pipeline.decoded import ffmpeg_says
from tests.pipeline.show import make_show

MOVING, FRAMES = 5, 12
"""Pictures of the first part, which moves, and of all: no fewer, for loudness is told of 0.4 s and more."""
SEGMENTS = {
    "waves": "  - {kind: short-film, id: waves, title: Waves, picture: [{clip: rec-1, for: 5f}]}\n",
    "stone": """\
  - kind: music
    id: stone
    title: Stone
    picture: [{still: rec-3, for: 7f}]
    sound: [{music: rec-4}]
""",
}
"""Two parts to be joined."""

STATION = """\
profile: 1
title: ProRes LT with all channels apart, for a station
version: broadcast
container: mov
picture: {c:v: prores_ks, profile:v: lt, q:v: 6, pix_fmt: yuv422p10le}
sound: {c:a: pcm_s24le}
tracks: [[mix.L, mix.R], [voice.L], [music.R]]
loudness: -23 LUFS
true-peak: -1 dBTP
timecode: on
"""
"""A profile of the show's own."""


def head(rate: str, start: str, profiles: str, more: str = "") -> str:
    return (
        "hitrec: 1\nid: tiny\nseries: Tiny Show\ntitle: The First\n"
        "publish: {online: 2026-01-02, broadcast: 2026-01-09}\n"
        f"format: {{width: 320, height: 180, rate: {rate}}}\ncatalog: [../catalog.csv]\n"
        f'start: "{start}"\ndeliver: [{profiles}]\n{more}segments:\n'
    )


def made(folder: Path, media: Path, text: str, *, workers: int) -> Path:
    """Render a manifest from an empty store; the folder that the files lie in."""
    show = make_show(folder / "show", media)
    show.write(SEGMENTS, text)
    (show.root / "profiles").mkdir()
    (show.root / "profiles" / "station.yaml").write_text(STATION, encoding="utf-8")
    environment = {**os.environ, "HITREC_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
    command: list[str | Path] = [sys.executable, "-m", "hitrec_cli", "render", show.manifest]
    command += ["--out", folder / "out", "-q", "--workers", str(workers)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "out" / "tiny"


@cache
def inspected(path: Path) -> dict[str, list[dict[str, Any]]]:
    """What MediaInfo says of a file: its tracks by kind, in the keys of its JSON."""
    said = json.loads(str(MediaInfo.parse(path, output="JSON")))
    tracks: dict[str, list[dict[str, Any]]] = {}
    for track in said["media"]["track"]:
        tracks.setdefault(track["@type"], []).append(track)
    return tracks


@cache
def luma(path: Path, width: int = 320, height: int = 180) -> NDArray[np.int32]:
    """All pictures' luma, brought to one raster, in codes of 8 bits: (frame, row, column)."""
    scale = f"scale={width}:{height}:flags=area+accurate_rnd+bitexact,format=gray"
    raw = ffmpeg_says("-i", path, "-map", "0:v", "-vf", f"setparams=range=pc,{scale}", "-fps_mode", "passthrough",
                      "-f", "rawvideo", "-")  # fmt: skip
    return np.frombuffer(raw, np.uint8).reshape(-1, height, width).astype(np.int32)


@cache
def samples(path: Path) -> NDArray[np.int32]:
    """All tracks of sound side by side, as they are stored: (sample, channel)."""
    tracks = len(inspected(path)["Audio"])
    columns = []
    for number in range(tracks):
        channels = int(inspected(path)["Audio"][number]["Channels"])
        raw = ffmpeg_says("-i", path, "-map", f"0:a:{number}", "-f", "s32le", "-c:a", "pcm_s32le", "-")
        columns.append(np.frombuffer(raw, "<i4").reshape(-1, channels))
    return np.concatenate(columns, axis=1)
