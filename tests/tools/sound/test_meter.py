"""The meter against EBU Tech 3341 v4 (table 1), EBU Tech 3342 v4 (table 1) and ffmpeg's own."""

from __future__ import annotations

import math
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hitrec_cli.tools.sound.meter import Loudness, measure
from tests.tools.sound.ebu import LEVEL, Case, cases
from tests.tools.sound.signals import FS, Signal, blocks, db, steps, tone, write

SILENCE = -math.inf


def figures(signal: Signal) -> Loudness:
    return measure(blocks(signal), signal.shape[1])


def loudness(signal: Signal) -> Loudness:
    return measure(blocks(signal), signal.shape[1], true_peak=False)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_table_of_tech_3341_and_3342(case: Case) -> None:
    errors = case.errors()
    assert case.met(errors), (min(errors), max(errors))


def test_a_case_that_is_not_met_is_seen() -> None:
    off = Case("off", "", "I", [-23], LEVEL, lambda: [-22.98, -22.85])
    assert not off.met(off.errors()) and not off.met([])


def test_the_lfe_is_not_heard_and_the_surrounds_are_raised() -> None:
    """BS.1770-5 Annex 1: weights 1.41 (+1.5 dB) for the surrounds, none for the LFE."""
    front, side = (tone(5, -20, channels=6) * [place == at for at in range(6)] for place in (0, 4))
    assert loudness(side).integrated - loudness(front).integrated == pytest.approx(1.5, abs=0.01)
    with_lfe = loudness(front + tone(5, 6, 60, channels=6) * [0, 0, 0, 1, 0, 0])
    assert with_lfe.integrated == loudness(front).integrated
    assert with_lfe.sample_peak == pytest.approx(6, abs=0.01)
    assert loudness(tone(5, 0, channels=6) * [0, 0, 0, 1, 0, 0]).integrated == SILENCE


def test_channels_without_a_weight_have_peaks_only() -> None:
    signal = np.concatenate([tone(4, -20), tone(4, -3)], axis=1)
    read = measure([signal], weights=(1, 1, 0, 0))
    assert read.integrated == measure([signal[:, :2]]).integrated
    assert read.true_peak == pytest.approx(-3, abs=0.05)
    assert measure([signal], weights=(0, 0, 0, 0)).integrated == SILENCE


def test_the_loudest_three_seconds_are_found() -> None:
    read = loudness(steps((4, -40), (3, -20), (5, -40)))
    assert read.loudest / FS == pytest.approx(4, abs=0.011)
    assert read.max_short_term == pytest.approx(-20, abs=0.1)


@pytest.mark.parametrize("hertz", [25, 60, 200, 4000, 15_000])
def test_weighting_is_that_of_the_standards_two_filters(hertz: float) -> None:
    def gain(b: tuple[float, float, float], a: tuple[float, float]) -> float:
        z = np.exp(-2j * np.pi * hertz / FS * np.arange(3))
        return abs(complex(np.dot(b, z) / np.dot((1.0, *a), z)))

    shelf = gain((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585))
    high_pass = gain((1, -2, 1), (-1.99004745483398, 0.99007225036621))
    expected = -0.691 + db(shelf * high_pass) - 10  # both channels at -10 dBFS peak
    assert loudness(tone(4, -10, hertz)).integrated == pytest.approx(expected, abs=0.01)


def test_silence_and_what_is_too_short_have_no_loudness() -> None:
    silent = figures(np.zeros((FS, 2)))
    assert silent == Loudness(SILENCE, 0.0, SILENCE, SILENCE, SILENCE, SILENCE)
    short = loudness(tone(0.39, -10))
    assert short.integrated == short.max_momentary == SILENCE
    assert short.sample_peak == pytest.approx(-10, abs=0.01)
    assert measure([]) == silent


def test_a_mono_stream_reads_three_lu_less_than_dual_mono() -> None:
    assert loudness(tone(5, -20, channels=1)).integrated == pytest.approx(-23.01, abs=0.1)


def test_numbers_of_channels_without_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="7 channels"):
        measure([], 7)


def test_figures_do_not_depend_on_the_blocks() -> None:
    signal = np.random.default_rng(3).standard_normal((3 * FS, 2)) * 0.1
    expected = measure([signal])
    assert all(measure(blocks(signal, size)) == expected for size in (997, 28_800, 100_000))


def test_true_peak_is_left_out_where_it_is_not_wanted() -> None:
    signal = tone(3, -20)
    some, every = loudness(signal), figures(signal)
    assert math.isnan(some.true_peak)
    assert replace(some, true_peak=every.true_peak) == every


def test_peak_at_the_very_end_is_seen() -> None:
    signal = np.zeros((28_800, 2))
    signal[-1] = 0.5
    assert figures(signal).true_peak == pytest.approx(-6.02, abs=0.01)


@pytest.mark.media
def test_agrees_with_the_meter_of_ffmpeg(tmp_path: Path) -> None:
    import imageio_ffmpeg

    chance = np.random.default_rng(8)
    noise = np.cumsum(chance.standard_normal((40 * FS, 2)), axis=0)
    noise -= np.convolve(noise[:, 0], np.ones(2000) / 2000, "same")[:, None]
    signal = 0.002 * noise * (1 + np.sin(np.arange(40 * FS) / FS)[:, None]) + tone(40, -40, 3000)
    path = write(tmp_path / "mixture.pcm", signal)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-nostats", "-f", "f32le", "-ar", "48000", "-ac", "2"]
    command += ["-i", f"file:{path}", "-af", "ebur128=peak=true+sample:framelog=quiet", "-f", "null", "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    words = text[text.rindex("Summary:") :].split()
    theirs = {name: float(words[words.index(name) + 1]) for name in ("I:", "LRA:")}
    peaks = [float(words[at + 1]) for at, word in enumerate(words) if word == "Peak:"]
    ours = figures(signal)
    assert ours.integrated == pytest.approx(theirs["I:"], abs=0.1)
    assert ours.range == pytest.approx(theirs["LRA:"], abs=0.2)
    assert sorted([ours.sample_peak, ours.true_peak]) == pytest.approx(sorted(peaks), abs=0.2)
