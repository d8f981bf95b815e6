"""What hitrec costs above ffmpeg: a cold render of overhead.yaml against the same programme by one ffmpeg command.

Every round renders with hitrec (an empty store, so pull, probe, sound, verification and stitch are all in it) and with
the command; the first round tries the command with automatic threads and with one, and the better goes on. Each ratio
is against the variant that is better in that figure. Wall clock is told and not judged: on a busy machine it says
nothing. The media is made before anything is measured.
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
from collections.abc import Sequence
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

HITREC = "hitrec"
VARIANTS = {"by hand, threads auto": None, "by hand, 1 thread": 1}


def main() -> int:
    """Measure, print, and fail only where the two did not make the same programme."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="interleaved rounds (default 3)")
    parser.add_argument("--minutes", type=int, default=3, metavar="N", choices=range(1, MOST + 1),
                        help=f"length of the programme, 1 to {MOST} (default 3)")  # fmt: skip
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="hitrec's workers (default 2)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hitrec-bench-") as name:
        folder = Path(name)
        try:
            costs, likeness = measure(folder, told.minutes, max(1, told.runs), told.workers)
        except subprocess.CalledProcessError as failed:
            print(f"{Path(failed.cmd[0]).name} ended with {failed.returncode}: {failed.stderr or ''}"[-2000:])
            return 2
    result = {
        **{f"{figure}_ratio": ratio(costs, figure) for figure in FIGURES},
        **{f"better_{figure}": better_of(costs, figure) for figure in FIGURES},
        "alike": asdict(likeness),
        "faults": likeness.faults,
        "runs": {name: [asdict(one) for one in made] for name, made in costs.items()},
    }
    print(json.dumps(result, indent=2) if told.json else "\n".join(table(costs, likeness)))
    return 1 if likeness.faults else 0


def measure(folder: Path, minutes: int, runs: int, workers: int) -> tuple[dict[str, list[Cost]], Likeness]:
    """All rounds, and how alike the first round's files are."""
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts(folder / "by-hand").config)}
    costs: dict[str, list[Cost]] = {HITREC: [], **{name: [] for name in VARIANTS}}
    likeness: Likeness | None = None
    show = workspace(str(ffmpeg()), minutes)
    for number in range(runs):
        ours = folder / "out" / "overhead" / "overhead.web.mp4"
        theirs = folder / "by-hand.mp4"
        costs[HITREC].append(_rendered(show, folder, workers))
        _tell(number, HITREC, costs)
        for name, threads in VARIANTS.items():
            if number == 0 or name == better_of(costs, "cpu"):
                web = built_in()["web"]
                arguments = command(str(ffmpeg()), show / "media", web, theirs, threads=threads, minutes=minutes)
                costs[name].append(cost(arguments, ROOT, environment))
                _tell(number, name, costs)
        likeness = likeness or compare(str(ffmpeg()), ours, theirs)
    assert likeness is not None
    return costs, likeness


def better_of(costs: dict[str, list[Cost]], figure: str) -> str:
    """The variant of the command that takes less of it."""
    return min((name for name in VARIANTS if costs[name]), key=lambda name: median(costs[name], figure))


def median(costs: Sequence[Cost], figure: str) -> float:
    """Of one figure over all runs."""
    return float(statistics.median(getattr(one, figure) for one in costs))


def ratio(costs: dict[str, list[Cost]], figure: str) -> float:
    """Of the medians: hitrec's to the better variant's."""
    return median(costs[HITREC], figure) / median(costs[better_of(costs, figure)], figure)


def table(costs: dict[str, list[Cost]], likeness: Likeness) -> list[str]:
    """The figures for people: medians, lowest and highest."""
    lines = [f"{'':24}{'n':>3}  {'CPU s':>22}  {'peak MB':>22}  {'wall s':>8}"]
    for name, made in costs.items():
        cells = "  ".join(f"{_spread(made, figure):>22}" for figure in FIGURES)
        lines.append(f"{name:24}{len(made):>3}  {cells}  {median(made, 'wall'):8.0f}")
    lines.append("")
    for figure, target in FIGURES.items():
        against = f"target {target:.2f}; against {better_of(costs, figure)}"
        lines.append(f"{figure + ' ratio':12}  {ratio(costs, figure):.2f}  ({against})")
    python = median(costs[HITREC], "python")
    lines += [
        f"of hitrec's CPU: Python {python:.1f} s, ffmpeg {median(costs[HITREC], 'cpu') - python:.1f} s",
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
