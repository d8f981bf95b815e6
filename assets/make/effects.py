"""Sounds of the world: water, wings, snow under boots, a harbor, birds before dawn."""

from __future__ import annotations

import numpy as np

from assets.make import instruments as play
from assets.make.encode import Samples
from assets.make.instruments import Mix, Tone
from assets.make.shapes import chance


def dawn_birds(seconds: float, rate: int) -> Samples:
    mix = Mix(seconds, rate)
    mix.add(0, play.noise("dawn air", seconds, rate, 120, 700), 0.1)
    source, at = chance("song"), 0.5
    while at < seconds - 0.5:
        base, side = float(source.uniform(2300, 4200)), float(source.uniform(-0.9, 0.9))
        for call in range(int(source.integers(2, 6))):
            mix.add(at + 0.11 * call, _chirp(base * float(source.uniform(0.9, 1.15)), rate), 0.12, side)
        at += float(source.uniform(0.5, 1.1))
    mix.room(0.5, 1.6)
    return mix.finish(0.4, 0.3, 0.8)


def _chirp(hertz: float, rate: int) -> Tone:
    t = np.arange(round(0.09 * rate)) / rate
    phase = 2 * np.pi * np.cumsum(hertz * (1 + 0.25 * np.sin(34 * t) - 1.2 * t)) / rate
    return np.asarray(np.sin(phase) * np.abs(np.sin(np.pi * t / t[-1])) ** 1.5)


def water(seconds: float, rate: int) -> Samples:
    """Small waves against paper."""
    mix = Mix(seconds, rate)
    t = np.arange(round(seconds * rate)) / rate
    for k, side in enumerate((-0.7, 0.0, 0.7)):
        swell = 0.55 + 0.45 * np.sin(2 * np.pi * (0.31 + 0.07 * k) * t + 2 * k)
        mix.add(0, play.noise(f"water {k}", seconds, rate, 220 + 150 * k, 1500 + 500 * k) * swell**2, 0.3, side)
    source = chance("drops")
    for _ in range(int(seconds * 5)):
        drop = np.arange(round(0.05 * rate)) / rate
        hertz = float(source.uniform(500, 1300))
        tone = np.sin(2 * np.pi * (hertz * drop + 9000 * drop * drop)) * np.exp(-70 * drop)
        mix.add(float(source.uniform(0, seconds - 0.2)), tone, 0.07, float(source.uniform(-1, 1)))
    mix.room(0.2, 0.8)
    return mix.finish(0.35, 0.3, 0.6)


def wings(seconds: float, rate: int) -> Samples:
    """Paper wings: one soft stroke after another."""
    mix = Mix(seconds, rate)
    at = 0.15
    while at < seconds - 0.4:
        length = 0.26
        t = np.arange(round(length * rate)) / rate
        stroke = play.noise(f"wing {at:.2f}", length, rate, 250, 2400) * np.sin(np.pi * t / length) ** 2
        mix.add(at, stroke, 0.5, 0.3 * float(np.sin(3 * at)))
        at += 0.5
    mix.room(0.25, 0.7)
    return mix.finish(0.5, 0.02, 0.3)


def snow_steps(seconds: float, rate: int) -> Samples:
    """A boot every half second: the crust breaks, then the snow packs."""
    mix = Mix(seconds, rate)
    mix.add(0, play.noise("winter wind", seconds, rate, 150, 600), 0.08)
    for k in range(int(seconds / 0.5)):
        t = np.arange(round(0.24 * rate)) / rate
        crackle = chance(f"crust {k}").uniform(0, 1, len(t)) ** 14
        crunch = play.noise(f"boot {k}", 0.24, rate, 500, 5200) * (0.35 + crackle) * np.exp(-13 * t)
        mix.add(k * 0.5 + 0.04, crunch, 0.7, -0.25 if k % 2 else 0.25)
        mix.add(k * 0.5 + 0.05, play.kick(rate) * 0.3, 0.35)
    return mix.finish(0.55, 0.02, 0.4)


def harbor(seconds: float, rate: int) -> Samples:
    """Low water, a far horn, gulls."""
    mix = Mix(seconds, rate)
    mix.add(0, play.noise("harbor water", seconds, rate, 90, 900), 0.22)
    t = np.arange(round(2.4 * rate)) / rate
    horn = sum(np.sin(2 * np.pi * f * t) / k for k, f in ((1, 116.5), (2, 233.2), (3, 349.0), (2, 174.6)))
    mix.add(0.7, np.asarray(horn) * np.clip(np.minimum(t, 2.4 - t) * 3, 0, 1), 0.16, 0.4)
    for k, at in enumerate((0.3, 0.7, 3.3, 3.75, 4.6)):
        g = np.arange(round(0.34 * rate)) / rate
        phase = 2 * np.pi * np.cumsum(1350 - 1100 * (g - 0.08) ** 2 * 9 + 90 * k) / rate
        cry = (np.sin(phase) + 0.5 * np.sin(2 * phase)) * np.sin(np.pi * g / 0.34)
        mix.add(at, cry, 0.05, -0.6 + 0.3 * k)
    mix.room(0.6, 2.2)
    return mix.finish(0.4, 0.3, 0.8)


def kettle(seconds: float, rate: int) -> Samples:
    """Water that begins to sing."""
    mix = Mix(seconds, rate)
    t = np.arange(round(seconds * rate)) / rate
    steam = np.clip(t / seconds * 1.4, 0, 1) ** 2
    mix.add(0, play.noise("boil", seconds, rate, 200, 1400) * (0.3 + 0.7 * steam), 0.25)
    phase = 2 * np.pi * np.cumsum(620 + 420 * steam + 5 * np.sin(2 * np.pi * 11 * t)) / rate
    mix.add(0, (np.sin(phase) + 0.3 * np.sin(2 * phase)) * steam, 0.25, 0.2)
    mix.room(0.2, 0.8)
    return mix.finish(0.5, 0.1, 0.3)


def street(seconds: float, rate: int) -> Samples:
    """A city that hums, and a train on a bridge."""
    mix = Mix(seconds, rate)
    mix.add(0, play.noise("hum", seconds, rate, 50, 380), 0.2)
    t = np.arange(round(seconds * rate)) / rate
    roll = play.noise("train", seconds, rate, 120, 1600) * np.exp(-(((t - 2.4) / 1.5) ** 2))
    mix.add(0, roll, 0.3)
    for k in range(int(seconds / 0.36)):
        for twin in (0.0, 0.1):
            loud = float(np.exp(-(((0.36 * k - 2.4) / 1.4) ** 2)))
            mix.add(0.36 * k + twin, play.brush(rate, f"rail {k}"), 0.16 * loud, -0.8 + 0.1 * k)
    return mix.finish(0.35, 0.2, 0.5)
