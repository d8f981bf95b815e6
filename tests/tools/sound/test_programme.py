"""The programme: segments in a row, brought to their target under the ceiling, or refused."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from hitrec_cli.tools.sound.meter import Loudness, measure
from hitrec_cli.tools.sound.programme import LimitedTooMuch, master, programme, segment_gain
from tests.tools.sound.signals import FS, Signal, joined, low_passed, read, steps, tone, true_peak, write


def show(seconds: float, level: float, crest: float, seed: int = 0) -> Signal:
    """Noise whose loudness changes, with short peaks `crest` times as high."""
    chance = np.random.default_rng(seed)
    n = np.arange(round(seconds * FS))
    noise = low_passed(chance.standard_normal((len(n), 2)), 16_000) * (1 + 0.5 * np.sin(n / FS))[:, None]
    for at in chance.integers(FS // 10, len(n) - FS // 10, round(seconds / 2)):
        noise[at : at + 500] *= crest
    return 10 ** (level / 20) * noise


def loudness(value: float) -> Loudness:
    return Loudness(value, 0.0, value, value, value, value)


def test_mixes_follow_each_other_to_the_sample(tmp_path: Path) -> None:
    parts = [
        (write(tmp_path / str(n), np.full((n, 2), n / 1024)), take, 0) for n, take in ((10, 10), (21, 20), (29, 30))
    ]
    mixed = joined(programme(parts))[:, 0] * 1024
    assert mixed.tolist() == [10] * 10 + [21] * 20 + [29] * 29 + [0]


def test_each_part_has_its_gain(tmp_path: Path) -> None:
    one = write(tmp_path / "one", np.full((5, 2), 0.25))
    mixed = joined(programme([(one, 5, -602), (one, 5, 0)], 602))[:, 0]
    assert mixed == pytest.approx([0.25] * 5 + [0.5] * 5, rel=1e-3)


@pytest.mark.parametrize("take", [3, 7])
def test_mix_of_another_length_is_refused(tmp_path: Path, take: int) -> None:
    one = write(tmp_path / "one", np.zeros((5, 2)))
    with pytest.raises(ValueError, match="one holds 5 samples"):
        joined(programme([(one, take, 0)]))


@pytest.mark.parametrize(
    "measured, gain", [(-30, 600), (-20, -400), (-50, 1200), (-5, -1200), (-math.inf, 0), (-24.004, 0)]
)
def test_segment_gain_is_limited_to_twelve_decibels(measured: float, gain: int) -> None:
    assert segment_gain(loudness(measured), -2400) == gain


def test_one_gain_and_no_limiter_where_none_is_needed(tmp_path: Path) -> None:
    signal = steps((4, -40), (4, -30))
    report = master([(write(tmp_path / "a", signal), len(signal), 0)], -2400, -200, {0: tmp_path / "out"})
    written = read(tmp_path / "out")
    assert (report.ceiling, report.rounds, report.reduction.touched) == (None, 1, 0)
    assert measure([written]).integrated == pytest.approx(-24, abs=0.05)
    assert np.allclose(written, signal * 10 ** (report.gain / 2000), rtol=0, atol=1e-6)


@pytest.mark.parametrize("target, ceiling", [(-2400, -1200), (-1400, -100)])
def test_target_is_met_under_the_ceiling(tmp_path: Path, target: int, ceiling: int) -> None:
    parts = [(write(tmp_path / str(n), show(4, -35 - n, 2.0, n)), 4 * FS, 0) for n in range(2)]
    report = master(parts, target, ceiling, {0: tmp_path / "out"})
    written = read(tmp_path / "out")
    assert len(written) == report.samples == 8 * FS
    assert report.ceiling is not None and report.reduction.deepest > 0
    assert measure([written]).integrated == pytest.approx(target / 100, abs=0.05)
    assert measure([written]) == report.loudness
    assert true_peak(written) <= ceiling / 100 + 0.01


def test_clicks_far_over_the_ceiling_are_refused(tmp_path: Path) -> None:
    signal = tone(10, -30)
    signal[5 * FS] = 1
    with pytest.raises(LimitedTooMuch, match=r"2\d\.\d dB 5\.0 s into the programme") as refused:
        master([(write(tmp_path / "a", signal), len(signal), 0)], -1400, -600, {0: tmp_path / "out"})
    assert refused.value.reduction.deepest > 800


def test_long_limiting_is_refused(tmp_path: Path) -> None:
    signal = steps((4, -9), (6, -40))
    with pytest.raises(LimitedTooMuch, match="of the time"):
        master([(write(tmp_path / "a", signal), len(signal), 0)], -900, -1300, {0: tmp_path / "out"})


def test_silent_programme_is_written_as_it_is(tmp_path: Path) -> None:
    report = master([(write(tmp_path / "a", np.zeros((FS, 2))), FS, 0)], -2400, -200, {0: tmp_path / "out"})
    assert report.silent and report.gain == 0 and report.samples == FS
    assert not read(tmp_path / "out").any()


def test_mastering_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    parts = [(write(tmp_path / "a", show(4, -30, 3.0)), 4 * FS, 0)]
    for name in ("one", "two"):
        master(parts, -2000, -600, {0: tmp_path / name})
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
