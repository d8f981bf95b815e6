"""The limiter: never over the ceiling, nothing touched without need, nothing moved, no edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitrec_cli.tools.sound.limiter import LOOK_AHEAD, Limiter, limit
from tests.tools.sound.signals import FS, Signal, blocks, db, faded, joined, low_passed, tone, true_peak


def noisy(seconds: float, level: float, seed: int = 1) -> Signal:
    """Noise up to 20 kHz with clicks."""
    chance = np.random.default_rng(seed)
    noise = chance.standard_normal((round(seconds * FS), 2)) * 0.1
    noise[chance.integers(0, len(noise), 20)] += 0.6
    return 10 ** (level / 20) * low_passed(noise, 20_000)


@pytest.mark.parametrize("ceiling", [-100, -300, -900])
@pytest.mark.parametrize("seed", [1, 2])
def test_never_over_the_ceiling_in_eightfold_oversampling(ceiling: int, seed: int) -> None:
    signal = noisy(2, 6, seed)
    assert true_peak(signal) > ceiling / 100 + 1
    assert true_peak(joined(limit(blocks(signal), ceiling))) <= ceiling / 100 + 0.01


def test_peaks_between_samples_are_limited_too() -> None:
    phase = np.pi / 2 * np.arange(FS) + np.pi / 4
    signal = faded(np.repeat(np.sin(phase)[:, None], 2, axis=1))
    assert db(float(np.abs(signal).max())) < -3
    assert true_peak(joined(limit([signal], -200))) == pytest.approx(-2, abs=0.01)


def test_what_is_under_the_ceiling_is_not_touched() -> None:
    signal = noisy(2, -10)
    limiter = Limiter(-100)
    assert np.array_equal(joined(limiter.run([signal])), signal)
    assert (limiter.reduction.deepest, limiter.reduction.touched) == (0, 0)


def test_sound_far_from_a_peak_is_bit_equal_and_in_its_place() -> None:
    signal = tone(4, -20)
    signal[2 * FS] = 0.9
    limited = joined(limit([signal], -600))
    assert len(limited) == len(signal)
    assert np.array_equal(limited[: 2 * FS - LOOK_AHEAD - 2], signal[: 2 * FS - LOOK_AHEAD - 2])
    assert np.array_equal(limited[4 * FS - FS // 2 :], signal[4 * FS - FS // 2 :])
    assert int(np.abs(limited).sum(axis=1).argmax()) == 2 * FS


def test_both_channels_are_taken_down_together() -> None:
    signal = tone(2, -12)
    signal[:, 1] *= 4
    limited = joined(limit([signal], -600))
    inside = slice(FS // 2, FS)
    assert limited[inside, 1] == pytest.approx(4 * limited[inside, 0], abs=1e-12)
    assert db(float(np.abs(limited[inside, 1]).max())) == pytest.approx(-6, abs=0.01)


def test_gain_has_no_edges() -> None:
    signal = tone(2, -20, hertz=0) + 0.01
    signal[FS : FS + 2] = 0.9
    limited = joined(limit([signal], -1000))
    gain = 20 * np.log10(limited[:, 0] / signal[:, 0])
    assert gain.min() < -8
    assert float(np.abs(np.diff(gain)).max()) < 0.2


def test_reduction_falls_to_a_third_in_the_release_time() -> None:
    signal = tone(2, -40, hertz=0) + 0.01
    signal[FS] = 1.0
    gain = 20 * np.log10(joined(limit([signal], -600))[:, 0] / signal[:, 0])
    assert gain[FS + FS // 10] / gain[FS] == pytest.approx(np.exp(-1), abs=0.05)


def test_tells_what_it_did() -> None:
    signal = tone(4, -20)
    signal[2 * FS : 3 * FS] *= 10
    limiter = Limiter(-500)
    joined(limiter.run(blocks(signal, 7777)))
    told = limiter.reduction
    assert told.samples == 4 * FS
    assert told.deepest == pytest.approx(500, abs=2)
    assert 2 * FS <= told.at < 3 * FS
    assert told.share(told.heavy) == pytest.approx(0.26, abs=0.02)
    assert told.touched > told.heavy


NOISY = noisy(1.5, 6)


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 60_000))
def test_bytes_do_not_depend_on_the_blocks(size: int) -> None:
    signal = NOISY[: size * 200]
    assert np.array_equal(joined(limit(blocks(signal, size), -300)), joined(limit([signal], -300)))


def test_a_peak_in_the_first_sample_is_limited() -> None:
    limited = joined(limit([tone(1, -3, 100)[120:]], -600))
    assert -8 < db(float(np.abs(limited[:480]).max())) <= -6


def test_no_sound_gives_no_sound() -> None:
    assert list(limit([], -100)) == []
