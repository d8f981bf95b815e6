"""Test signals and measurements that share no code with the package: sines, joins, ideal oversampling."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FS = 48_000
Signal = NDArray[np.float64]


def tone(seconds: float, level: float, hertz: float = 1000, channels: int = 2) -> Signal:
    """A sine of `level` dBFS peak, in phase in all channels, shape (samples, channels)."""
    n = np.arange(round(seconds * FS))
    sine = 10 ** (level / 20) * np.sin(2 * np.pi * hertz / FS * n)
    return np.repeat(sine[:, None], channels, axis=1)


def steps(*pairs: tuple[float, float]) -> Signal:
    """Tones of (seconds, dBFS) in a row; minus infinity is silence."""
    return np.concatenate([tone(seconds, level) for seconds, level in pairs])


def blocks(signal: NDArray[np.floating], size: int = FS) -> Iterator[NDArray[np.floating]]:
    return (signal[at : at + size] for at in range(0, len(signal), size))


def faded(signal: Signal, samples: int = FS // 100) -> Signal:
    ramp = np.linspace(0, 1, samples)[:, None]
    signal = signal.copy()
    signal[:samples] *= ramp
    signal[-samples:] *= ramp[::-1]
    return signal


def true_peak(signal: NDArray[np.floating], factor: int = 8) -> float:
    """dBTP by ideal band-limited interpolation of the whole signal through one transform."""
    padded = np.concatenate([np.zeros((4096, signal.shape[1])), signal, np.zeros((4096, signal.shape[1]))])
    spectrum = np.fft.rfft(padded, axis=0)
    fine = np.fft.irfft(spectrum, len(padded) * factor, axis=0) * factor
    return 20 * math.log10(float(np.abs(fine).max()))


def low_passed(signal: Signal, hertz: float) -> Signal:
    spectrum = np.fft.rfft(signal, axis=0)
    spectrum[round(hertz / FS * len(signal)) :] = 0
    return np.fft.irfft(spectrum, len(signal), axis=0)


def db(value: float) -> float:
    return 20 * math.log10(value) if value > 0 else -math.inf


def write(path: Path, signal: NDArray[np.floating]) -> Path:
    signal.astype("<f4").tofile(path)
    return path


def read(path: Path, channels: int = 2) -> Signal:
    return np.fromfile(path, "<f4").reshape(-1, channels).astype(float)


def joined(parts: Iterable[NDArray[np.floating]]) -> NDArray[np.floating]:
    return np.concatenate(list(parts))
