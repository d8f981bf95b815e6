"""A whole show of twelve seconds, made on the spot: sources, catalog, a graphic in Python, six segments."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.media.making import X264, make

HEAD = """\
hitrec: 1
id: tiny
series: Tiny Show
title: The First
publish: {online: 2026-01-02}
format: {width: 320, height: 180, rate: 30000/1001}
catalog: [../catalog.csv]
segments:
"""
SEGMENTS = {
    "opening": """\
  - kind: titles
    id: opening
    picture: [{graphic: {function: "../graphics/rings.py:rings", args: {speed: 3}}, for: 30f}]
""",
    "hello": """\
  - kind: host
    id: hello
    picture:
      - {clip: {file: ../media/host.mp4, by: [The Crew], license: LicenseRef-own}, in: 0.5s, for: 60f, fit: crop}
""",
    "film": """\
  - kind: short-film
    id: film
    picture:
      - {clip: rec-1, for: 60f}
      - {clip: rec-2, for: 60f, fit: blur, original: off, transition: {dissolve: 20f}}
    super:
      - {lower-third: {name: Ada Example, role: Painter}, at: 65f, for: 30f}
""",
    "song": """\
  - kind: music
    id: song
    picture: [{still: rec-3, for: 45f, move: {from: {zoom: 1}, to: {zoom: 1.5, x: 0.3}}}]
    sound: [{music: rec-4, gain: -3 dB, fade: {out: 10f}}]
""",
    "letter": """\
  - kind: story
    id: letter
    background: navy
    picture: [{text: rec-5, for: 45f, transition: {dip: 16f}}]
    sound:
      - {voice: rec-6, at: 5f, for: 35f}
      - {music: rec-4, in: 2s, gain: -6 dB, duck: {under: voice, by: 12 dB}}
""",
    "credits": """\
  - {kind: credits, id: credits, style: roll, for: 75f}
""",
}
LENGTHS = {"opening": 30, "hello": 60, "film": 120, "song": 45, "letter": 45, "credits": 75}
SPANS = {
    "opening": [(0, 30)],
    "hello": [(0, 60)],
    "film": [(0, 60), (60, 120)],  # from where the dissolve begins: by itself it is less than two seconds
    "song": [(0, 45)],  # the dip reaches back 8 frames, too few
    "letter": [(0, 45)],
    "credits": [(0, 75)],
}
"""Worked out by hand from the manifest: first frame and frame after the last, from each segment's start."""

CATALOG = (
    ("id", "kind", "title", "artists", "license", "source", "file", "duration"),
    ("rec-1", "video", "Waves", "Ada Example", "CC-BY-4.0", "https://example.org/1", "media/waves.mp4", ""),
    ("rec-2", "video", "Dunes", "Bo Sample", "CC-BY-4.0", "https://example.org/2", "media/dunes.webm", ""),
    ("rec-3", "still", "Stone", "Cleo Test", "CC-BY-4.0", "https://example.org/3", "media/stone.png", ""),
    ("rec-4", "music", "Hum", "Dot Trial", "CC-BY-4.0", "https://example.org/4", "media/hum.wav", ""),
    ("rec-5", "text", "Letter", "Eve Proof", "CC-BY-4.0", "https://example.org/5", "media/letter.txt", ""),
    ("rec-6", "voice", "Letter, read", "Fay Check", "CC-BY-4.0", "https://example.org/6", "media/voice.wav", ""),
    ("rec-7", "video", "Unfree", "Gus Claim", "CC-BY-NC-4.0", "https://example.org/7", "media/dunes.webm", ""),
    ("rec-8", "video", "Lost", "Hal Gone", "CC-BY-4.0", "https://example.org/8", "media/lost.mp4", "2.5"),
)
GRAPHIC = """\
from shapes import bright


def rings(width, height, rate, speed=1):
    import numpy as np
    from moviepy import VideoClip

    y, x = np.mgrid[0:height, 0:width]
    far = np.hypot(x - width / 2, y - height / 2)

    def frame(t):
        return np.repeat(bright(np.sin(far / 9 - t * speed))[..., None], 3, axis=2)

    return VideoClip(frame, duration=10)
"""
SHAPES = """\
def bright(wave):
    return (120 + 80 * wave).astype("uint8")
"""


@dataclass(frozen=True)
class Show:
    """A workspace with one episode."""

    root: Path

    @property
    def manifest(self) -> Path:
        return self.root / "episodes" / "tiny.yaml"

    def write(self, segments: Mapping[str, str] | None = None, head: str = HEAD) -> None:
        """Write the manifest anew."""
        self.manifest.write_text(head + "".join((segments or SEGMENTS).values()), encoding="utf-8")

    def edit(self, before: str, after: str) -> None:
        """Change the one place of the manifest that says `before`."""
        text = self.manifest.read_text("utf-8")
        assert text.count(before) == 1, before
        self.manifest.write_text(text.replace(before, after), encoding="utf-8")

    def film(self, profile: str = "web") -> Path:
        """Where the deliverable is."""
        return self.root / "out" / "tiny" / f"tiny.{profile}.mp4"


def make_media(folder: Path) -> None:
    """Every source once; a second of each is enough to be itself."""

    def noise(size: str, rate: str, seconds: int) -> tuple[str, ...]:
        return ("-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds}")

    def sound(formula: str, seconds: int) -> tuple[str, ...]:
        return ("-f", "lavfi", "-i", f"aevalsrc={formula}:s=48000:d={seconds}")

    hum = "0.2*sin(2*PI*220*t)+0.1*sin(2*PI*331*t)"
    speech = "0.4*sin(2*PI*180*t)*(0.5+0.5*sin(2*PI*4*t))*gt(mod(t\\,1)\\,0.3)"
    make(folder / "host.mp4", *noise("240x180", "25", 4), *sound(speech, 4), *X264, "-g", "50", "-c:a", "aac")
    make(folder / "waves.mp4", *noise("320x180", "24000/1001", 4), *sound(hum, 4), *X264, "-c:a", "aac")
    make(folder / "dunes.webm", *noise("180x180", "30", 4), "-c:v", "libvpx", "-g", "40", "-b:v", "1M")
    make(folder / "stone.png", *noise("400x300", "1", 1), "-frames:v", "1")
    make(folder / "hum.wav", *sound(hum, 6))
    make(folder / "voice.wav", *sound(speech, 3))
    (folder / "letter.txt").write_text("The sea was calm.\nThe boat was not.\n", encoding="utf-8")


def make_show(root: Path, media: Path) -> Show:
    """A workspace; its media are old enough for the store to trust their times."""
    for name in ("episodes", "graphics"):
        (root / name).mkdir(parents=True)
    shutil.copytree(media, root / "media")
    for path in (root / "media").iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    (root / "hitrec.toml").write_text("sources = []\n")
    (root / "graphics" / "rings.py").write_text(GRAPHIC)
    (root / "graphics" / "shapes.py").write_text(SHAPES)
    with (root / "catalog.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(CATALOG)
    show = Show(root)
    show.write()
    return show


Run = Callable[..., subprocess.CompletedProcess[str]]


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    """A command's JSON object; it must have ended well."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def render(hitrec: Run, show: Show, *more: str, **given: Any) -> Any:
    """Render the episode and give the command's answer."""
    return answer(hitrec("render", show.manifest, "--out", show.root / "out", "--json", *more, **given))


def starts(order: list[str] | None = None) -> dict[str, int]:
    """First frame of each segment when they stand in this order."""
    position, found = 0, {}
    for name in order or list(LENGTHS):
        found[name] = position
        position += LENGTHS[name]
    return found


def code(frame: int) -> str:
    """Timecode within the first minute, where drop frame has dropped nothing yet."""
    return f"01:00:{frame // 30:02};{frame % 30:02}"


def labels(segment: str, *numbers: int, order: list[str] | None = None) -> list[str]:
    """What spans of a segment are called; all of them unless their numbers are given."""
    first = starts(order)[segment]
    chosen = [SPANS[segment][number] for number in numbers or range(len(SPANS[segment]))]
    return [f"{segment} {code(first + start)}-{code(first + end)}" for start, end in chosen]
