"""What each x264 preset gives for its CPU, on a second of each of some real films: the table of docs/delivery.md.

    python benchmarks/presets.py [--media DIR] [--frames 30] [--raster 1280x720]

The arguments are those of the profile `web` but for the preset. Quality is measured by ffmpeg's PSNR, SSIM and VMAF
filters against what went into the encoder; CPU is user and system time of the encoder alone, which reads raw pictures.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import resource
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hitrec_cli.library.profiles import built_in
from hitrec_cli.tools.binary import ffmpeg

ROOT = Path(__file__).resolve().parent.parent
MEDIA = os.environ.get("HITREC_TEST_MEDIA") or str(ROOT.parent / "shared" / "media")
FILMS = (("bee.mp4", "1"), ("butterfly.mp4", "2"), ("flower.mp4", "1"), ("rabbit.mp4", "2"))
"""Files and the second that each is taken from. They were compressed before: cleaner than a camera's own, so figures
are for comparison only."""
PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow")


@dataclass(frozen=True, slots=True)
class Row:
    """Of one film with one preset: CPU seconds and megabits for each second, and three measures of likeness."""

    cpu: float
    rate: float
    psnr: float
    ssim: float
    vmaf: float


def said(*arguments: str) -> str:
    """What ffmpeg says on its way."""
    command = [str(ffmpeg()), "-nostdin", "-hide_banner", "-y", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


def raw(film: Path, start: str, raster: str, frames: int, out: Path) -> None:
    """Pictures as the encoder gets them."""
    scale = f"scale={raster.replace('x', ':')}:force_original_aspect_ratio=increase,crop={raster.replace('x', ':')}"
    chain = f"{scale},fps=30000/1001,format=yuv420p"
    said("-ss", start, "-i", str(film), "-vf", chain, "-frames:v", str(frames), "-f", "yuv4mpegpipe", str(out))


def encoded(source: Path, preset: str, frames: int, out: Path) -> tuple[float, float]:
    """CPU seconds and megabits per second of film."""
    options = list(built_in()["web"].video)
    options[options.index("-preset") + 1] = preset
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said("-i", str(source), *options, "-g", "30", "-threads", "1", str(out))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = frames * 1001 / 30_000
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent / seconds, out.stat().st_size * 8e-6 / seconds


def likeness(source: Path, film: Path) -> tuple[float, float, float]:
    """PSNR of luma in dB, SSIM of luma, VMAF."""
    found = []
    for name, pattern in (
        ("psnr", r"PSNR y:([\d.]+|inf)"),
        ("ssim", r"SSIM Y:([\d.]+)"),
        ("libvmaf", r"score: ([\d.]+)"),
    ):
        match = re.search(pattern, said("-i", str(film), "-i", str(source), "-lavfi", name, "-f", "null", "-"))
        found.append(float(match[1]) if match else math.nan)
    return found[0], found[1], found[2]


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--media", default=MEDIA)
    told.add_argument("--frames", type=int, default=30)
    told.add_argument("--raster", default="1280x720")
    given = told.parse_args()
    rows: dict[str, list[Row]] = {preset: [] for preset in PRESETS}
    with tempfile.TemporaryDirectory() as folder:
        source, film = Path(folder) / "raw.y4m", Path(folder) / "film.mp4"
        for name, start in FILMS:
            raw(Path(given.media) / name, start, given.raster, given.frames, source)
            for preset in PRESETS:
                cost = encoded(source, preset, given.frames, film)
                rows[preset].append(Row(*cost, *likeness(source, film)))
                print(name, preset, rows[preset][-1], flush=True)
    print("\n| preset | CPU s per s | Mb/s | PSNR-Y dB | SSIM | VMAF |\n|---|---|---|---|---|---|")
    for preset, of in rows.items():
        cpu, rate, psnr, ssim, vmaf = (statistics.mean(getattr(one, name) for one in of) for name in Row.__slots__)
        print(f"| {preset} | {cpu:.2f} | {rate:.1f} | {psnr:.2f} | {ssim:.4f} | {vmaf:.1f} |")


if __name__ == "__main__":
    main()
