"""The room tone that is made: pink, as loud as asked, without an end, the same everywhere."""

from __future__ import annotations

import hashlib
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.sound.noise import PERIOD, Noise
from tests.tools.sound.signals import FS


def test_it_is_pink() -> None:
    """As much power in every octave from 60 Hz to 16 kHz: within 1.5 dB, which is Voss' ripple."""
    wave = Noise(-3000).read(0, PERIOD)
    power = np.asarray(np.square(np.abs(np.fft.rfft(wave, axis=0))).mean(axis=1))
    hertz = np.fft.rfftfreq(PERIOD, 1 / FS)
    edges = [62.5 * 2**octave for octave in range(9)]
    octaves = [10 * np.log10(np.sum(power, where=(hertz >= low) & (hertz < high))) for low, high in pairwise(edges)]
    assert octaves == pytest.approx([np.mean(octaves)] * 8, abs=1.5)


def test_left_and_right_are_not_alike_and_rest_at_zero() -> None:
    wave = Noise(-3000).read(0, PERIOD)
    left, right = wave.T
    assert abs(np.mean(left * right)) < 0.1 * np.mean(left * left)
    assert np.abs(wave.mean(axis=0)).max() < 1e-6


def test_it_goes_on_without_a_seam_and_is_never_silent() -> None:
    noise = Noise(-6000)
    again = noise.read(PERIOD - 500, 1000)
    assert np.array_equal(again[500:], noise.read(0, 500))
    assert np.abs(np.diff(again, axis=0))[499].max() <= np.abs(np.diff(noise.read(0, PERIOD), axis=0)).max()
    quietest = float(np.square(noise.read(0, PERIOD - PERIOD % 960).reshape(-1, 960, 2)).mean(axis=(1, 2)).min())
    assert 10 * np.log10(quietest) > -75


@pytest.mark.media
def test_it_is_as_loud_as_asked(tmp_path: Path) -> None:
    """By ffmpeg's meter. Its gate leaves out what is below -70 LUFS: it is asked louder here."""
    Noise(-3000).read(0, 10 * FS).astype("<f4").tofile(tmp_path / "noise")
    said = subprocess.run(
        [str(ffmpeg()), "-nostdin", "-f", "f32le", "-ar", "48000", "-ac", "2", "-i", str(tmp_path / "noise"), "-af",
         "ebur128", "-f", "null", "-"], capture_output=True, text=True, check=True,
    ).stderr  # fmt: skip
    found = re.search(r"I:\s+(-?[\d.]+) LUFS", said[said.index("Summary:") :])
    assert found and float(found[1]) == pytest.approx(-30, abs=0.1)
    assert 20 * np.log10(Noise(-6000).read(5, 1)[0, 0] / Noise(-3000).read(5, 1)[0, 0]) == pytest.approx(-30, abs=1e-4)


def test_it_is_the_same_on_every_machine() -> None:
    digest = hashlib.sha256(Noise(-6000).read(0, PERIOD).astype("<f4").tobytes()).hexdigest()
    assert digest == "3c699f54c89b484da351649d8e31dd868551e1e50e9ec784e61a2341c2fa04a5"
