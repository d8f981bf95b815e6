"""The meter against EBU Tech 3341 v4 (table 1), EBU Tech 3342 v4 (table 1) and ffmpeg's own."""

from __future__ import annotations

import math
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hitrec_cli.tools.sound.meter import Loudness, measure
from tests.tools.sound.signals import FS, Signal, blocks, db, faded, low_passed, steps, tone, write

SILENCE = -math.inf


def figures(signal: Signal) -> Loudness:
    return measure(blocks(signal), signal.shape[1])


def loudness(signal: Signal) -> Loudness:
    return measure(blocks(signal), signal.shape[1], true_peak=False)


@pytest.mark.parametrize(
    "signal, expected",
    [
        ([(20, -23)], -23),
        ([(20, -33)], -33),
        ([(10, -36), (60, -23), (10, -36)], -23),
        ([(10, -72), (10, -36), (60, -23), (10, -36), (10, -72)], -23),
        ([(20, -26), (20.1, -20), (20, -26)], -23),
    ],
    ids=["1", "2", "3", "4", "5"],
)
def test_integrated_loudness_of_tech_3341_cases_1_to_5(signal: list[tuple[float, float]], expected: float) -> None:
    assert loudness(steps(*signal)).integrated == pytest.approx(expected, abs=0.1)


def test_momentary_and_short_term_of_tech_3341_case_1() -> None:
    read = loudness(tone(5, -23))
    assert (read.max_momentary, read.max_short_term) == pytest.approx((-23, -23), abs=0.1)


def test_five_channels_and_the_lfe_of_tech_3341_case_6() -> None:
    weights = 10 ** (np.array([-28, -28, -24, 6, -30, -30]) / 20)
    assert loudness(tone(10, 0, channels=6) * weights).integrated == pytest.approx(-23, abs=0.1)
    assert loudness(tone(5, 0, channels=5) * weights[[0, 1, 2, 4, 5]]).integrated == pytest.approx(-23, abs=0.1)


def test_short_term_is_constant_in_tech_3341_case_9() -> None:
    signal = steps(*[(1.34, -20), (1.66, -30)] * 5)
    windows = [loudness(signal[at : at + 3 * FS]).max_short_term for at in range(0, 12 * FS, FS * 17 // 7)]
    assert windows == pytest.approx([-23] * len(windows), abs=0.1)
    assert loudness(signal).max_short_term == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize("index", range(0, 20, 4))
def test_short_term_wherever_it_begins_in_tech_3341_case_10(index: int) -> None:
    signal = steps((index * 0.15, SILENCE), (3, -23), (1, SILENCE))
    assert loudness(signal).max_short_term == pytest.approx(-23, abs=0.1)


def test_momentary_is_constant_in_tech_3341_case_12() -> None:
    signal = steps(*[(0.18, -20), (0.22, -30)] * 25)
    windows = [loudness(signal[at : at + FS * 2 // 5]).max_momentary for at in range(0, 9 * FS, FS * 4 // 9)]
    assert windows == pytest.approx([-23] * len(windows), abs=0.1)
    assert loudness(signal).max_momentary == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize("index", range(20))
def test_momentary_wherever_it_begins_in_tech_3341_case_13(index: int) -> None:
    signal = steps((index * 0.02, SILENCE), (0.4, -23), (1, SILENCE))
    assert loudness(signal).max_momentary == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize(
    "divisor, degrees, amplitude, expected",
    [(4, 0, 0.5, -6), (4, 45, 0.5, -6), (6, 60, 0.5, -6), (8, 67.5, 0.5, -6), (4, 45, 1.41, 3)],
    ids=["15", "16", "17", "18", "19"],
)
def test_true_peak_of_tech_3341_cases_15_to_19(divisor: int, degrees: float, amplitude: float, expected: float) -> None:
    phase = 2 * np.pi * np.arange(FS) / divisor + math.radians(degrees)
    signal = faded(np.repeat(amplitude * np.sin(phase)[:, None], 2, axis=1))
    assert expected - 0.4 <= figures(signal).true_peak <= expected + 0.2


@pytest.mark.parametrize("offset", range(4), ids=["20", "21", "22", "23"])
def test_true_peak_between_samples_of_tech_3341_cases_20_to_23(offset: int) -> None:
    fine = np.concatenate([0.5 * np.sin(2 * np.pi * np.arange(24_000) / 24), np.sin(2 * np.pi * np.arange(16) / 16)])
    fine = np.concatenate([fine, 0.5 * np.sin(2 * np.pi * np.arange(24_000) / 24)])
    signal = low_passed(fine[:, None], FS / 8)[offset::4]
    assert -0.4 <= figures(np.repeat(signal, 2, axis=1)).true_peak <= 0.2


@pytest.mark.parametrize(
    "levels, expected",
    [((-20, -30), 10), ((-20, -15), 5), ((-40, -20), 20), ((-50, -35, -20, -35, -50), 15)],
    ids=["1", "2", "3", "4"],
)
def test_loudness_range_of_tech_3342_cases_1_to_4(levels: tuple[float, ...], expected: float) -> None:
    assert loudness(steps(*((20, level) for level in levels))).range == pytest.approx(expected, abs=1)


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
