"""The demo's orchestra: every tone is a sum of decaying partials or shaped noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assets.make.encode import Samples
from assets.make.shapes import chance

Tone = NDArray[np.float64]
_NAMES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def pitch(note: str) -> float:
    """Hertz of a note such as `F#4`."""
    step = _NAMES[note[0]] + note.count("#") - note.count("b") + 12 * (int(note[-1]) + 1)
    return float(440.0 * 2 ** ((step - 69) / 12))


def _time(seconds: float, rate: int) -> Tone:
    return np.arange(round(seconds * rate)) / rate


def _ends(tone: Tone, rate: int, attack: float, release: float) -> Tone:
    up, down = max(1, round(attack * rate)), max(1, round(release * rate))
    tone[:up] *= np.linspace(0, 1, up) ** 0.7
    tone[-down:] *= np.linspace(1, 0, down) ** 1.5
    return tone


def piano(hertz: float, seconds: float, rate: int) -> Tone:
    """Felt on the hammers."""
    t = _time(seconds, rate)
    tone = np.zeros_like(t)
    for n in range(1, 9):
        f = hertz * n * (1 + 0.0004 * n * n) ** 0.5
        if f < rate * 0.45:
            decay = 1.1 + 0.55 * n + hertz / 700
            tone += np.sin(2 * np.pi * f * t) * np.exp(-decay * t) / n**1.75
    thump = np.sin(2 * np.pi * 82 * t) * np.exp(-38 * t) * 0.18
    return _ends(tone + thump, rate, 0.006, 0.12)


def pluck(hertz: float, seconds: float, rate: int) -> Tone:
    t = _time(seconds, rate)
    tone = np.zeros_like(t)
    for n in range(1, 13):
        if hertz * n < rate * 0.45:
            reach = abs(np.sin(np.pi * n * 0.21)) / n**1.15
            tone += reach * np.sin(2 * np.pi * hertz * n * t) * np.exp(-(1.8 + 0.9 * n) * t)
    return _ends(tone, rate, 0.002, 0.05)


def pad(hertz: float, seconds: float, rate: int) -> Tone:
    """Three slightly different strings, slow to come and go."""
    t = _time(seconds, rate)
    tone = np.zeros_like(t)
    for voice, tune in enumerate((0.9965, 1.0, 1.0042)):
        for n in range(1, 8):
            wave = np.sin(2 * np.pi * hertz * tune * n * t + 1.9 * voice * n)
            tone += wave / n**1.8 * (1 + 0.25 * np.sin(2 * np.pi * (0.13 + 0.05 * voice) * t + n))
    return _ends(tone / 3, rate, min(1.2, seconds / 3), min(1.5, seconds / 3))


def bass(hertz: float, seconds: float, rate: int) -> Tone:
    t = _time(seconds, rate)
    tone = np.sin(2 * np.pi * hertz * t) + 0.35 * np.sin(4 * np.pi * hertz * t) * np.exp(-4 * t)
    return _ends(tone * np.exp(-1.2 * t), rate, 0.008, 0.06)


def bell(hertz: float, seconds: float, rate: int) -> Tone:
    t = _time(seconds, rate)
    parts = ((1, 1.0, 1.6), (2.0, 0.5, 2.4), (2.76, 0.32, 3.4), (5.4, 0.16, 6.0), (8.9, 0.06, 10.0))
    tone = sum(
        (a * np.sin(2 * np.pi * hertz * r * t) * np.exp(-d * t) for r, a, d in parts if hertz * r < rate * 0.45),
        np.zeros_like(t),
    )
    return _ends(tone, rate, 0.002, 0.1)


def marimba(hertz: float, seconds: float, rate: int) -> Tone:
    t = _time(seconds, rate)
    tone = np.sin(2 * np.pi * hertz * t) * np.exp(-5 * t)
    tone += 0.3 * np.sin(2 * np.pi * 3.93 * hertz * t) * np.exp(-14 * t)
    return _ends(tone, rate, 0.002, 0.05)


def whistle(hertz: float, seconds: float, rate: int) -> Tone:
    """A breathy tune with a little vibrato that arrives late."""
    t = _time(seconds, rate)
    bend = 0.006 * np.sin(2 * np.pi * 5.3 * t) * np.clip(t * 4 - 0.6, 0, 1)
    phase = 2 * np.pi * np.cumsum(hertz * (1 + bend)) / rate
    tone = np.sin(phase) + 0.12 * np.sin(2 * phase) + 0.05 * np.sin(3 * phase)
    breath = noise(f"breath {hertz:.0f}", seconds, rate, hertz * 0.9, hertz * 1.6)
    return _ends(tone + 0.22 * breath, rate, 0.03, 0.09)


def noise(name: str, seconds: float, rate: int, low: float, high: float) -> Tone:
    """Noise between two frequencies, of about level 1."""
    count = round(seconds * rate)
    spectrum = np.fft.rfft(chance(name).normal(0, 1, count))
    f = np.fft.rfftfreq(count, 1 / rate)
    shape = 1 / (1 + (low / np.maximum(f, 1)) ** 4) / (1 + (f / high) ** 4)
    tone = np.fft.irfft(spectrum * shape, count)
    return np.asarray(tone / (np.abs(tone).max() + 1e-9))


def kick(rate: int) -> Tone:
    t = _time(0.34, rate)
    phase = 2 * np.pi * (48 * t + 78 * (1 - np.exp(-26 * t)) / 26)
    return _ends(np.sin(phase) * np.exp(-11 * t), rate, 0.002, 0.05)


def brush(rate: int, name: str = "brush") -> Tone:
    t = _time(0.22, rate)
    return _ends(noise(name, 0.22, rate, 1400, 7000) * np.exp(-17 * t), rate, 0.004, 0.04)


def shaker(rate: int, name: str = "shaker") -> Tone:
    t = _time(0.09, rate)
    return _ends(noise(name, 0.09, rate, 5500, 12000) * np.exp(-42 * t), rate, 0.008, 0.02)


class Mix:
    """A stereo track to which tones are added at their second, with a gain and a place."""

    def __init__(self, seconds: float, rate: int) -> None:
        self.rate, self.seconds = rate, seconds
        self.data: Samples = np.zeros((round(seconds * rate), 2))

    def add(self, at: float, tone: Tone, gain: float = 0.3, side: float = 0.0) -> None:
        """`side`: -1 is left, 1 is right."""
        start = round(at * self.rate)
        part = tone[: max(0, len(self.data) - start)]
        angle = (side + 1) * np.pi / 4
        self.data[start : start + len(part), 0] += part * gain * np.cos(angle)
        self.data[start : start + len(part), 1] += part * gain * np.sin(angle)

    def room(self, wet: float, length: float = 1.8) -> None:
        """Put everything into a room."""
        count = round(length * self.rate)
        t = np.arange(count) / self.rate
        size = 1 << (len(self.data) + count).bit_length()
        for channel, name in enumerate(("left wall", "right wall")):
            echo = noise(name, length, self.rate, 180, 5200) * np.exp(-4.6 * t / length)
            echo /= np.sqrt(np.sum(echo * echo))
            sound = np.fft.rfft(self.data[:, channel], size) * np.fft.rfft(echo, size)
            self.data[:, channel] += wet * np.fft.irfft(sound, size)[: len(self.data)]

    def finish(self, peak: float = 0.8, fade_in: float = 0.01, fade_out: float = 0.6) -> Samples:
        self.data = np.tanh(self.data / (np.abs(self.data).max() + 1e-9) * 1.25)
        up, down = round(fade_in * self.rate), round(fade_out * self.rate)
        self.data[:up] *= np.linspace(0, 1, up)[:, None]
        self.data[-down:] *= np.linspace(1, 0, down)[:, None] ** 1.3
        return np.asarray(self.data / np.abs(self.data).max() * peak)
