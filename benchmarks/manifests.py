"""What producers wait for: `hitrec --help`, `hitrec validate`, and reading large manifests.

Whole processes are measured in seconds of processor time (user and system, children included), interleaved with a bare
Python and, where they are installed, with peers that check less: yamllint and check-jsonschema with our own schema.
Reading is measured inside one process, in turns with PyYAML's fastest loader, which gives no places.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.byhand import ROOT
from benchmarks.measure import cost

HITREC = (sys.executable, "-m", "hitrec_cli")
SCHEMA = ROOT / "hitrec_cli" / "schema" / "episode.schema.json"
ROWS, EPISODES, SEGMENTS = 18_000, 8, 2_000
HELP, ONE, SEASON, READ = 0.12, 0.30, 0.80, 0.25
"""Targets: seconds of `--help`, of a manifest of 12 segments, of a season with its catalog; reading against PyYAML."""

HEAD = """\
hitrec: 1
id: {name}
title: A season's episode
format: 1080p29.97
catalog: [../catalog.csv]
segments:
"""
SEGMENT = """\
  - kind: short-film
    id: film-{n}
    title: "Film number {n}: a study"
    picture:
      - {{clip: rec-{a}, in: 1.5s, for: 12s, fit: blur}}
      - still: rec-{b}
        for: 6s
        move: {{from: {{zoom: 1}}, to: {{zoom: 1.4, x: 0.3, y: 0.4}}}}
        transition: {{dissolve: 1s}}
    sound:
      - {{music: rec-{c}, gain: -6 dB, for: 10s, fade: {{in: 1s, out: 2s}}}}
    super:
      - {{lower-third: {{name: Ada Example, role: Painter}}, at: 2s, for: 5s}}
"""


def manifest(name: str, segments: int) -> str:
    """An episode of so many segments; each names three contributions."""
    body = (SEGMENT.format(n=n, a=3 * n % ROWS, b=(3 * n + 1) % ROWS, c=(3 * n + 2) % ROWS) for n in range(segments))
    return HEAD.format(name=name) + "".join(body)


def make_season(folder: Path) -> list[Path]:
    """A workspace with a catalog of 18,000 rows and eight episodes that use it."""
    (folder / "episodes").mkdir()
    (folder / "hitrec.toml").write_text("")
    with (folder / "catalog.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "kind", "title", "artists", "license", "source", "file", "duration", "resources"))
        for n in range(ROWS):
            kind = ("video", "still", "music")[n % 3]
            made_from = f"rec-{n - 3}" if n % 9 == 8 else ""
            rows.writerow((f"rec-{n}", kind, f"Work {n}", f"Artist {n % 4999}; Second {n % 101}", "CC-BY-4.0",
                           f"https://example.org/{n}", f"media/{n}.bin", "20", made_from))  # fmt: skip
    paths = [folder / "episodes" / f"s01e{n:02}.yaml" for n in range(1, EPISODES + 1)]
    for path in paths:
        path.write_text(manifest(path.stem, 12), encoding="utf-8")
    return paths


def in_turns(commands: Mapping[str, Sequence[str]], runs: int, folder: Path) -> dict[str, list[float]]:
    """Seconds of processor time of each command, so many times, one after the other."""
    environment = {**os.environ, "HITREC_HOME": str(folder / "home")}
    for command in commands.values():  # fills caches of files and compiled modules
        subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            try:
                taken[name].append(cost(command, folder, environment).cpu)
            except subprocess.CalledProcessError as failed:
                if failed.returncode not in (1, 3):  # problems were found, which is an answer too
                    raise
                raise SystemExit(f"{name}: {failed.stderr[-2000:]}") from None
    return taken


def reading(runs: int) -> dict[str, list[float]]:
    """Seconds that reading 2,000 segments takes: our nodes with places, the whole episode, and PyYAML's plain data."""
    import yaml

    from hitrec_cli.manifest.build import read_episode
    from hitrec_cli.manifest.reader import read_nodes

    text = manifest("large", SEGMENTS).encode()
    readers: dict[str, Callable[[], object]] = {
        "yaml.CSafeLoader": lambda: yaml.load(text, yaml.CSafeLoader),
        "hitrec nodes with places": lambda: read_nodes(text, "large.yaml"),
        "hitrec whole episode": lambda: read_episode(text, "large.yaml", lambda name: b""),
    }
    taken: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(runs):
        for name, read in readers.items():
            began = time.process_time()
            kept = read()
            taken[name].append(time.process_time() - began)
            del kept
    return taken


def commands_of(folder: Path) -> dict[str, list[str]]:
    """What is run, by name; peers only where they are installed."""
    paths = [str(path) for path in make_season(folder)]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "hitrec --help": [*HITREC, "--help"],
        "hitrec validate, 12 segments": [*HITREC, "validate", str(ROOT / "episodes" / "re-beginnings.yaml"), "-q"],
        "hitrec validate, a season": [*HITREC, "validate", *paths, "-q"],
    }
    peers = {
        "yamllint, a season": ["yamllint", "-d", "relaxed", "--no-warnings", *paths],
        "check-jsonschema, a season": ["check-jsonschema", "--schemafile", str(SCHEMA), *paths],
    }
    return commands | {name: command for name, command in peers.items() if shutil.which(command[0])}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="interleaved rounds (default 5)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hitrec-bench-") as name:
        taken = in_turns(commands_of(Path(name)), told.runs, Path(name))
    read = reading(told.runs)
    middle = {name: statistics.median(times) for name, times in (taken | read).items()}
    targets = {
        "hitrec --help": HELP,
        "hitrec validate, 12 segments": ONE,
        "hitrec validate, a season": SEASON,
        "hitrec nodes with places": READ * middle["yaml.CSafeLoader"],
    }
    if told.json:
        print(json.dumps({"cpu_seconds": taken | read, "medians": middle, "targets": targets}, indent=2))
    else:
        print("\n".join(_table(taken, read, middle, targets)))
    return 0


def _table(
    taken: Mapping[str, list[float]],
    read: Mapping[str, list[float]],
    middle: Mapping[str, float],
    targets: Mapping[str, float],
) -> list[str]:
    lines = [f"{'':30}{'CPU s':>8}  {'lowest-highest':>16}  {'ratio':>7}  target"]
    for group, base in ((taken, "python -c pass"), (read, "yaml.CSafeLoader")):
        for name, times in group.items():
            spread = f"{min(times):.3f}-{max(times):.3f}"
            target = f"{targets[name]:.3f}" if name in targets else ""
            target += " missed" if middle[name] > targets.get(name, middle[name]) else ""
            lines.append(f"{name:30}{middle[name]:8.3f}  {spread:>16}  {middle[name] / middle[base]:7.2f}  {target}")
        lines.append("")
    return lines


if __name__ == "__main__":
    sys.exit(main())
