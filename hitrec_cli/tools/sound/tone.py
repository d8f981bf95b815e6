"""The sound of a leader: sines in silence, as PCM of 24 bits."""

from __future__ import annotations

import wave
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hitrec_cli.tools.sound.levels import RATE, amplitude

_FULL = 2**23 - 1
"""Full scale of 24 bits: 0 dBFS (AES17 §3.12: the peak of a sine at full scale)."""
_BLOCK = 480_000


def perform(
    spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Callable[[str], Path], out: Path
) -> dict[str, Any]:
    """Write a WAV of `samples`, alike in all `channels`; each of `tones` is a sine from its first sample to its end."""
    with wave.open(str(out), "wb") as file:
        file.setparams((spec["channels"], 3, RATE, 0, "NONE", ""))
        for start in range(0, spec["samples"], _BLOCK):
            file.writeframes(_block(spec, start, min(start + _BLOCK, spec["samples"])))
    return {"samples": spec["samples"]}


def _block(spec: Mapping[str, Any], start: int, end: int) -> bytes:
    import numpy as np

    mono = np.zeros(end - start)
    for tone in spec["tones"]:
        first, last = max(start, tone["from"]), min(end, tone["to"])
        if first < last:
            phase = tone["hertz"] * np.arange(first - tone["from"], last - tone["from"]) % RATE
            mono[first - start : last - start] = amplitude(tone["level"]) * np.sin(2 * np.pi * phase / RATE)
    words = np.rint(mono * _FULL).astype("<i4")
    three = words.view(np.uint8).reshape(-1, 4)[:, :3]
    return np.repeat(three[:, None, :], spec["channels"], axis=1).tobytes()
