"""Sound looked at from outside: ffmpeg's loudness meter, clicks at cuts, the level of one frequency over time."""

from __future__ import annotations

import math
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hitrec_cli.tools.binary import ffmpeg

FS = 48_000
Sound = NDArray[np.floating]


@dataclass(frozen=True)
class Judged:
    """LUFS and dBTP by ffmpeg's `ebur128`, which oversamples fourfold."""

    integrated: float
    true_peak: float


def judged(path: Path, chosen: str = "anull", track: int = 0) -> Judged:
    """A track of sound, or what a filter chooses of its channels, to 0.01 LU and 0.01 dB."""
    graph = f"[0:a:{track}]{chosen},ebur128=metadata=1:peak=true:framelog=quiet,ametadata=mode=print:file=-"
    said = subprocess.run(
        [str(ffmpeg()), "-nostdin", "-v", "error", "-i", str(path), "-filter_complex", graph, "-vn", "-f", "null", "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    peak = max(map(float, re.findall(r"r128\.true_peaks_ch\d+=([\d.]+)", said)))
    return Judged(float(re.findall(r"r128\.I=(-?[\d.]+)", said)[-1]), 20 * math.log10(peak))


def step_over_surroundings(sound: Sound, at: int) -> float:
    """dB by which the largest step from sample to sample within 5 ms of a place passes the surroundings' (RMS of 50 ms
    on the livelier side, but at least -80 dB)."""
    steps = np.abs(np.diff(sound, axis=0)).max(axis=1)
    near, wide = FS // 200, FS // 20
    sides = (steps[max(0, at - near - wide) : max(0, at - near)], steps[at + near : at + near + wide])
    around = max([1e-4, *(math.sqrt(float(np.mean(np.square(side)))) for side in sides if len(side))])
    return 20 * math.log10(float(steps[max(0, at - near) : at + near].max(initial=1e-9)) / around)


def with_clicks(sound: Sound, places: Iterable[int]) -> Sound:
    """The sound as it would be with a jump at each place: up by a quarter of what is loud there, back over 10 ms."""
    spoilt = sound.astype(float)
    for at in places:
        part = spoilt[at : at + 480]
        loud = float(np.abs(sound[max(0, at - 2400) : at + 2400]).max(initial=0.02))
        part += 0.25 * loud * np.linspace(1, 0, len(part))[:, None]
    return spoilt


def level_of(sound: Sound, hertz: float) -> Any:
    """The amplitude of one frequency over time in dB, one value for each 5 ms, over windows of 40 ms (Hann)."""
    window = np.hanning(1920) / np.hanning(1920).sum()
    turned = sound[:, 0] * np.exp(-2j * np.pi * hertz * np.arange(len(sound)) / FS)
    return 20 * np.log10(2 * np.abs(np.convolve(turned, window, "same"))[::240] + 1e-9)
