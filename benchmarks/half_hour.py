"""What a whole episode takes: memory and open files of a cold render of 22 minutes with 300 picks, then one correction.

The programme is an episode's size and shape, not its weight: films and photographs of usual sizes that are quick to
encode, since memory follows rasters and not pictures. Every pick is a file of its own. The second render has one other
lower third. Kept in the system's folder for temporary files while it runs; half an hour on two processors.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Cost, cost
from hitrec_cli.tools.binary import ffmpeg

ROOT = Path(__file__).parent.parent
MEMORY, FILES = 1200, 64
"""What is aimed at: MB of the whole tree of processes with two workers; files that the first of them holds open."""

FILMS = {
    "studio": ("1920x1080", "30000/1001"), "street": ("1920x1080", "25"), "reel": ("1920x1080", "24000/1001"),
    "phone": ("1080x1920", "30"), "camera": ("3840x2160", "30000/1001"), "small": ("1280x720", "30"),
}  # fmt: skip
BLOCKS = 20
"""Each is a host, a short film, a story and a song: 64.5 seconds with 15 picks."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A row of the catalog: its id, its kind, and the file that it is a copy of."""

    id: str
    kind: str
    model: str

    @property
    def file(self) -> str:
        """Where its own copy lies."""
        return f"media/{self.id}{Path(self.model).suffix}"


def main() -> int:
    """Measure and print; fail where a figure misses its aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--blocks", type=int, default=BLOCKS, metavar="N", help=f"of 65 seconds (default {BLOCKS})")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="hitrec's workers (default 2)")
    parser.add_argument("--profile", default="web", metavar="NAME", help="profile that is rendered (default web)")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hitrec-bench-") as name:
        folder = Path(name)
        print(f"{workspace(folder, told.blocks)} picks", file=sys.stderr)
        try:
            cold, steps = render(folder, told.profile, told.workers)
            manifest = folder / "half-hour.yaml"
            manifest.write_text(manifest.read_text("utf-8").replace("name: Host 0,", "name: The Host,"), "utf-8")
            again, changed = render(folder, told.profile, told.workers)
        except subprocess.CalledProcessError as failed:
            print(f"hitrec ended with {failed.returncode}: {failed.stderr}"[-2000:])
            return 2
    print(f"{'':24}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}{'open files':>12}  steps rendered")
    for title, one, made in (("cold", cold, steps), ("one lower third changed", again, changed)):
        print(f"{title:24}{one.cpu:8.0f}{one.wall:8.0f}{one.memory:9.0f}{one.files:12}  {made}")
    print(f"aim: {MEMORY} MB, {FILES} open files")
    return int(max(cold.memory, again.memory) > MEMORY or max(cold.files, again.files) > FILES)


def render(folder: Path, profile: str, workers: int) -> tuple[Cost, str]:
    """One run of the command: what it cost, and what its report says was rendered."""
    arguments = ["render", "half-hour.yaml", "--profile", profile, "--workers", str(workers), "--quiet"]
    environment = {**os.environ, "HITREC_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
    spent = cost([sys.executable, "-m", "hitrec_cli", *arguments], folder, environment)
    told = json.loads((folder / "out" / "half-hour" / f"half-hour.{profile}.report.json").read_text("utf-8"))
    rendered = told["steps"]["rendered"]
    return spent, ", ".join(f"{number} {kind}" for kind, number in sorted(rendered.items()) if number)


def workspace(folder: Path, blocks: int) -> int:
    """Media, catalog and manifest; how many picks."""
    (folder / "media").mkdir()
    models = dict(_models(folder / "models"))
    picks = [pick for number in range(blocks) for pick in _picks(number)]
    for position, pick in enumerate(picks):
        (folder / pick.file).write_bytes(_own(models[pick.model], Path(pick.model).suffix, position))
    with (folder / "half-hour.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "kind", "title", "artists", "license", "file"])
        rows.writerows([one.id, one.kind, one.id, f"Artist {one.id}", "CC0-1.0", one.file] for one in picks)
    head = "hitrec: 1\nid: half-hour\nseries: Benchmarks\ntitle: Half an Hour\ncatalog: [half-hour.csv]\nsegments:\n"
    body = "".join(line for number in range(blocks) for line in _segments(number))
    (folder / "half-hour.yaml").write_text(f"{head}{body}  - {{kind: credits, style: roll, for: 30s}}\n", "utf-8")
    (folder / "hitrec.toml").write_text("", encoding="utf-8")
    return len(picks)


def _models(folder: Path) -> Iterator[tuple[str, bytes]]:
    """What all picks are copies of, by name."""
    folder.mkdir()
    commands: dict[str, list[str]] = {}
    for seed, (name, (size, rate)) in enumerate(FILMS.items()):
        moving = f"gradients=s={size}:r={rate}:d=6:seed={seed}:speed=0.002:n=4"
        commands[f"{name}.mp4"] = [
            "-f", "lavfi", "-i", moving, "-f", "lavfi", "-i", f"sine={220 + 40 * seed}:r=48000:d=6", "-t", "6",
            "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-c:v", "libx264", "-preset", "veryfast",
            "-c:a", "aac",
        ]  # fmt: skip
    for seed in range(4):
        moving = f"gradients=s=4000x3000:seed={seed}:n=5"
        commands[f"photo-{seed}.jpg"] = ["-f", "lavfi", "-i", moving, "-frames:v", "1", "-q:v", "3"]
    commands["music.ogg"] = ["-f", "lavfi", "-i", "aevalsrc='0.2*sin(330*t)|0.2*sin(440*t)':s=44100:d=60"]
    commands["voice.wav"] = ["-f", "lavfi", "-i", "anoisesrc=a=0.2:c=pink:r=48000:d=16"]
    for name, arguments in commands.items():
        argv = [str(ffmpeg()), "-nostdin", "-v", "error", *arguments, str(folder / name)]
        subprocess.run(argv, check=True, capture_output=True, text=True)
        yield name, (folder / name).read_bytes()
    yield "poem.txt", b"Nobody wrote this poem.\nIt only fills a card.\n"


def _own(model: bytes, suffix: str, number: int) -> bytes:
    """A copy that differs in bytes and not in what is seen or heard."""
    mark = f"{number:08d}".encode()
    if suffix == ".mp4":
        return model + (8 + len(mark)).to_bytes(4) + b"free" + mark
    if suffix == ".jpg":
        return model[:2] + b"\xff\xfe" + (2 + len(mark)).to_bytes(2) + mark + model[2:]
    return model + (mark + b"\n" if suffix == ".txt" else b"")


def _picks(number: int) -> Iterator[Pick]:
    """Fifteen of a block; sounds are the same file everywhere, under their own ids."""
    films = list(FILMS)
    for place in range(7):
        yield Pick(f"rec-{number:02d}{place:02d}", "video", f"{films[(number + place) % len(films)]}.mp4")
    for place in range(7, 12):
        yield Pick(f"rec-{number:02d}{place:02d}", "still", f"photo-{(number + place) % 4}.jpg")
    for place, (kind, model) in enumerate((("text", "poem.txt"), ("voice", "voice.wav"), ("music", "music.ogg")), 12):
        yield Pick(f"rec-{number:02d}{place:02d}", kind, model)


def _segments(number: int) -> Iterator[str]:
    """Host with a strap, short film under music, story of stills and a card, song."""
    rec = [f"rec-{number:02d}{place:02d}" for place in range(15)]
    strap = f"{{lower-third: {{name: Host {number}, role: Host}}, at: 1s, for: 3s}}"
    move = "move: {from: {zoom: 1}, to: {zoom: 1.3}}"
    yield f"  - kind: host\n    picture: [{{clip: {rec[0]}, in: 0.5s, for: 5s}}]\n    super: [{strap}]\n"
    film = ", ".join(f"{{clip: {one}, in: 0.2s, for: 4.5s, original: off}}" for one in rec[1:5])
    bed = f"{{music: {rec[14]}, for: 18s, gain: -6 dB, duck: {{by: 10 dB}}}}, {{voice: {rec[13]}, at: 1s, for: 12s}}"
    yield f"  - kind: short-film\n    picture: [{film}]\n    sound: [{bed}]\n"
    stills = ", ".join(f"{{still: {one}, for: 6.5s, transition: {{dissolve: 0.5s}}}}" for one in rec[7:11])
    last = f"{{still: {rec[11]}, for: 4s, {move}}}, {{text: {rec[12]}, for: 4.5s}}"
    yield f"  - kind: story\n    picture: [{stills}, {last}]\n"
    songs = ", ".join(f"{{clip: {one}, in: 0.3s, for: 3.5s, fit: blur}}" for one in rec[5:7])
    yield f"  - kind: music\n    picture: [{songs}]\n"


if __name__ == "__main__":
    sys.exit(main())
