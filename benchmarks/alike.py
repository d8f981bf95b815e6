"""Whether two files show and play the same: frames, samples, PSNR and SSIM over sampled frames, loudness.

Read with ffmpeg's own meters, not with hitrec's.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from hitrec_cli.tools.verify import contents

EVERY = 7
"""Each so manieth frame is compared."""

LEAST_PSNR, LEAST_SSIM, LOUDNESS = 38.0, 0.97, 1.0
"""Luma of all sampled frames together, in dB; SSIM of luma; LU."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Figures of two files, ours first, and what is wrong with them (nothing: they are alike)."""

    frames: tuple[int, int]
    samples: tuple[int, int]
    psnr: float
    worst: float
    ssim: float
    loudness: tuple[float, float]

    @property
    def faults(self) -> list[str]:
        """Why the two cannot be compared by their costs."""
        checks = (
            (self.frames[0] != self.frames[1], f"frames {self.frames}"),
            (self.samples[0] != self.samples[1], f"samples of sound {self.samples}"),
            (self.psnr < LEAST_PSNR, f"PSNR {self.psnr:.1f} dB < {LEAST_PSNR}"),
            (self.ssim < LEAST_SSIM, f"SSIM {self.ssim:.3f} < {LEAST_SSIM}"),
            (abs(self.loudness[0] - self.loudness[1]) > LOUDNESS, f"loudness {self.loudness} LUFS"),
        )
        return [fault for wrong, fault in checks if wrong]


def compare(ffmpeg: str, ours: Path, theirs: Path) -> Likeness:
    """Measure both files. Raises CalledProcessError where one does not decode."""
    one, other = contents(ours), contents(theirs)
    picked = f"select='not(mod(n,{EVERY}))',settb=1/1000,setpts=N,split[{{0}}p][{{0}}s]"
    graph = f"[0:v]{picked.format('a')};[1:v]{picked.format('b')};[ap][bp]psnr[p];[as][bs]ssim[s]"
    said = _said(ffmpeg, "-i", str(ours), "-i", str(theirs), "-filter_complex", graph,
                 "-map", "[p]", "-f", "null", "-", "-map", "[s]", "-f", "null", "-")  # fmt: skip
    return Likeness(
        (one.frames, other.frames),
        (one.sounds[0], other.sounds[0]),
        psnr=_number(r"PSNR y:(inf|[\d.]+)", said),
        worst=_number(r"PSNR .* min:(inf|[\d.]+)", said),
        ssim=_number(r"SSIM Y:([\d.]+)", said),
        loudness=(_loudness(ffmpeg, ours), _loudness(ffmpeg, theirs)),
    )


def _loudness(ffmpeg: str, path: Path) -> float:
    said = _said(ffmpeg, "-i", str(path), "-vn", "-af", "ebur128=framelog=quiet", "-f", "null", "-")
    return _number(r"I:\s+(-?[\d.]+) LUFS", said)


def _said(ffmpeg: str, *arguments: str) -> str:
    command = [ffmpeg, "-nostdin", "-hide_banner", "-nostats", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


def _number(pattern: str, text: str) -> float:
    found = re.findall(pattern, text)
    return float(found[-1]) if found else float("nan")
