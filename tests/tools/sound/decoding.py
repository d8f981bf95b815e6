"""Files made from samples, decoded by the step that decodes picks: probe, layout of channels, ffmpeg, damage."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hitrec_cli.model.channels import kept
from hitrec_cli.tools.sound.steps import perform_pcm
from tests.media.asking import found
from tests.media.making import make

Samples = NDArray[np.float64]


def encoded(path: Path, samples: Samples, rate: int, *coded: str, layout: str = "") -> Path:
    """A file of these samples, shape (samples,) or (samples, channels)."""
    raw = path.with_suffix(".raw")
    samples.astype("<f4").tofile(raw)
    channels = samples.shape[1] if samples.ndim == 2 else 1
    named = ("-channel_layout", layout) if layout else ()
    make(path, "-f", "f32le", "-ar", str(rate), "-ac", str(channels), *named, "-i", f"file:{raw}", *coded)
    raw.unlink()
    return path


def step(path: Path, window: tuple[int, int] | None = None) -> dict[str, Any]:
    """The spec of the step that decodes a file's sound."""
    facts = found(path).facts
    assert facts.sound is not None
    origin = facts.picture.start if facts.picture is not None else facts.sound.container_start
    order = kept(facts.sound.layout, facts.sound.channels)
    return {"object": str(path), "format": facts.format, "stream": facts.sound.stream, "rate": facts.sound.rate,
            "channels": {"of": order.of, "sums": [list(one) for one in order.sums]}, "origin": str(Fraction(origin)),
            "window": list(window) if window else None}  # fmt: skip


def decoded(path: Path, window: tuple[int, int] | None = None) -> NDArray[np.float32]:
    """A file's sound as the store keeps it, shape (samples, channels)."""
    spec, out = step(path, window), path.with_suffix(".f32")
    perform_pcm(spec, {}, Path, out)
    return np.fromfile(out, "<f4").reshape(-1, len(spec["channels"]["sums"]))


def chirp(seconds: float, rate: int) -> Samples:
    """200 Hz and up to a third of the rate: no two moments are alike."""
    t = np.arange(round(seconds * rate)) / rate
    return np.asarray(0.4 * np.sin(2 * np.pi * (200 * t + (rate / 3 - 200) / (2 * seconds) * t * t)))


def lag(sound: NDArray[np.floating], of: Samples) -> int:
    """Samples by which `sound` comes later than `of`."""
    size = 2 * max(len(sound), len(of))
    match = np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(of, size)), size)
    at = int(match.argmax())
    return at if at < size // 2 else at - size
