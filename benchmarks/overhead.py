"""What hitrec costs above ffmpeg: a cold render of overhead.yaml against the same programme by one ffmpeg command.

hitrec renders with one worker and with two, each from an empty store, so pull, probe, sound, verification and stitch
are all in it; the command runs with one thread and with automatic ones. Two threads that share a processor's core take
more processor time for the same work, in hitrec as in ffmpeg: so like is compared with like, and the better of hitrec's
two with the better of the command's two. The first round tries all four, the others repeat those of one processor.
Wall clock is told and not judged: on a busy machine it says nothing. The media is made before anything is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.alike import Likeness, compare
from benchmarks.byhand import ROOT, command
from benchmarks.longer import MOST
from benchmarks.measure import Cost, cost
from benchmarks.sources import workspace
from hitrec_cli.library.profiles import built_in
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.fonts import fonts

FIGURES = {"cpu": 1.00, "memory": 0.35}
"""What is compared, and the highest ratio that is aimed at."""

OURS = {"hitrec, 1 worker": 1, "hitrec, 2 workers": 2}
BY_HAND: dict[str, int | None] = {"by hand, 1 thread": 1, "by hand, threads auto": None}
ALIKE = tuple(zip(OURS, BY_HAND, strict=True))
"""What keeps as many processors busy."""


def main() -> int:
    """Measure, print, and fail only where the two did not make the same programme."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="interleaved rounds (default 3)")
    parser.add_argument("--minutes", type=int, default=3, metavar="N", choices=range(1, MOST + 1),
                        help=f"length of the programme, 1 to {MOST} (default 3)")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hitrec-bench-") as name:
        folder = Path(name)
        try:
            costs, likeness = measure(folder, told.minutes, max(1, told.runs))
        except subprocess.CalledProcessError as failed:
            print(f"{Path(failed.cmd[0]).name} ended with {failed.returncode}: {failed.stderr or ''}"[-2000:])
            return 2
    result = {
        **{f"{figure}_ratio": ratio(costs, figure) for figure in FIGURES},
        "pairs": {
            f"{ours} / {theirs}": {
                figure: median(costs[ours], figure) / median(costs[theirs], figure) for figure in FIGURES
            }
            for ours, theirs in ALIKE
        },
        "alike": asdict(likeness),
        "faults": likeness.faults,
        "runs": {name: [asdict(one) for one in made] for name, made in costs.items()},
    }
    print(json.dumps(result, indent=2) if told.json else "\n".join(table(costs, likeness)))
    return 1 if likeness.faults else 0


def measure(folder: Path, minutes: int, runs: int) -> tuple[dict[str, list[Cost]], Likeness]:
    """All rounds, and how alike the first round's files are."""
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts(folder / "by-hand").config)}
    costs: dict[str, list[Cost]] = {name: [] for name in (*OURS, *BY_HAND)}
    likeness: Likeness | None = None
    show = workspace(str(ffmpeg()), minutes)
    ours, theirs = folder / "out" / "overhead" / "overhead.web.mp4", folder / "by-hand.mp4"
    for number in range(runs):
        for name, workers in OURS.items():
            if number == 0 or workers == 1:
                costs[name].append(_rendered(show, folder, workers))
                _tell(number, name, costs)
        for name, threads in BY_HAND.items():
            if number == 0 or threads == 1:
                web = built_in()["web"]
                arguments = command(str(ffmpeg()), show / "media", web, theirs, threads=threads, minutes=minutes)
                costs[name].append(cost(arguments, ROOT, environment))
                _tell(number, name, costs)
        likeness = likeness or compare(str(ffmpeg()), ours, theirs)
    assert likeness is not None
    return costs, likeness


def better_of(costs: dict[str, list[Cost]], names: Iterable[str], figure: str) -> str:
    """The one of them that takes less of it."""
    return min(names, key=lambda name: median(costs[name], figure))


def median(costs: Sequence[Cost], figure: str) -> float:
    """Of one figure over all runs."""
    return float(statistics.median(getattr(one, figure) for one in costs))


def ratio(costs: dict[str, list[Cost]], figure: str) -> float:
    """Of the medians: the better of hitrec's to the better of the command's; of memory hitrec's worse, for two workers
    are what it takes by itself."""
    ours = max if figure == "memory" else min
    return ours(median(costs[name], figure) for name in OURS) / median(costs[better_of(costs, BY_HAND, figure)], figure)


def table(costs: dict[str, list[Cost]], likeness: Likeness) -> list[str]:
    """The figures for people: medians, lowest and highest."""
    lines = [f"{'':24}{'n':>3}  {'CPU s':>22}  {'peak MB':>22}  {'wall s':>8}"]
    for name, made in costs.items():
        cells = "  ".join(f"{_spread(made, figure):>22}" for figure in FIGURES)
        lines.append(f"{name:24}{len(made):>3}  {cells}  {median(made, 'wall'):8.0f}")
    lines.append("")
    for one, other in ALIKE:
        each = (f"{figure} {median(costs[one], figure) / median(costs[other], figure):.2f}" for figure in FIGURES)
        lines.append(f"{one} to {other}: {', '.join(each)}")
    lines += [
        f"{figure + ' ratio':12}  {ratio(costs, figure):.2f}  (target {aim:.2f})" for figure, aim in FIGURES.items()
    ]
    best = better_of(costs, OURS, "cpu")
    python = median(costs[best], "python")
    lines += [
        f"of the CPU of {best}: Python {python:.1f} s, ffmpeg {median(costs[best], 'cpu') - python:.1f} s",
        f"alike: frames {likeness.frames}, samples of sound {likeness.samples},",
        f"  PSNR {likeness.psnr:.1f} dB (worst frame {likeness.worst:.1f}), SSIM {likeness.ssim:.4f}",
        f"  loudness {likeness.loudness} LUFS",
    ]
    return [*lines, *(f"NOT ALIKE: {fault}" for fault in likeness.faults)]


def _rendered(show: Path, folder: Path, workers: int) -> Cost:
    home, out = folder / "home", folder / "out"
    shutil.rmtree(home, ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    (show / "overhead.lock.toml").unlink(missing_ok=True)
    arguments = ["render", str(show / "overhead.yaml"), "--profile", "web", "--workers", str(workers), "--quiet"]
    return cost([*_hitrec(), *arguments, "--out", str(out)], ROOT, {**os.environ, "HITREC_HOME": str(home)})


def _hitrec() -> list[str]:
    return [sys.executable, "-m", "hitrec_cli"]


def _spread(made: Sequence[Cost], figure: str) -> str:
    values = [getattr(one, figure) for one in made]
    return f"{statistics.median(values):.1f} ({min(values):.1f}-{max(values):.1f})"


def _tell(number: int, name: str, costs: dict[str, list[Cost]]) -> None:
    last = costs[name][-1]
    print(f"round {number + 1}, {name}: {last.cpu:.1f} CPU s, {last.memory:.0f} MB, {last.wall:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
