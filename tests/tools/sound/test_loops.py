"""Loops: where they join, however often, and that the joins are not heard."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitrec_cli.tools.sound.loops import Loop, crossfade
from tests.tools.sound.signals import FS, Signal, write

BAR_97 = Fraction(60 * 4 * FS, 97)
"""A bar of four beats at 97 bpm: 118,762.886… samples."""


def begin(number: int, period: Fraction) -> int:
    """Where a repetition begins, by decimals, to the nearest sample."""
    exact = Decimal(number * period.numerator) / Decimal(period.denominator)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def loop(folder: Path, signal: Signal, first: int, period: Fraction, overlap: int) -> Loop:
    return Loop(write(folder / "source", signal), signal.shape[1], first, period, overlap)


def sine(samples: int, hertz: float) -> Signal:
    return np.asarray(0.5 * np.sin(2 * np.pi * hertz / FS * np.arange(samples)))[:, None]


def test_every_repetition_begins_at_its_own_sample(tmp_path: Path) -> None:
    """A ramp tells which sample of the source is heard; the joins themselves are left out."""
    period, overlap = Fraction(10_000, 7), 40
    ramp = np.arange(3000)[:, None] / 2**20
    heard = loop(tmp_path, ramp, 500, period, overlap).read(0, 20_000)[:, 0] * 2**20
    begins = [begin(number, period) for number in range(16)]
    assert {b - a for a, b in pairwise(begins)} == {1428, 1429}
    for a, b in pairwise(begins):
        part = heard[a : min(b - overlap, 20_000)]
        assert np.array_equal(part, 500 + np.arange(len(part)))


def test_bars_are_where_they_belong_after_an_hour(tmp_path: Path) -> None:
    """A beat at the beginning of the bar: it comes at the nearest sample to n bars, 1,455 bars on."""
    signal = np.zeros((120_000, 1))
    signal[1000] = 1
    bars = loop(tmp_path, signal, 1000, BAR_97, 480)
    for number in (1, 2, 3, 97, 1455):
        at = begin(number, BAR_97)
        heard = bars.read(at - 3000, 6000)[:, 0]
        assert list(np.flatnonzero(heard)) == [3000] and heard[3000] == 1
    assert abs(begin(1455, BAR_97) / FS - 1455 * 60 * 4 / 97) < 0.5 / FS  # 3,600 s


@pytest.mark.parametrize(
    ("first", "more"), [(3000, 0), (0, 3000), (0, 0)], ids=["with sound before", "with sound after", "with neither"]
)
@pytest.mark.parametrize("hertz", [100, 331.7, 1000])
def test_joins_do_not_click(tmp_path: Path, first: int, more: int, hertz: float) -> None:
    """No step is larger than the tone's own and that of the fade over it; a period that is no whole number of its
    waves would jump by up to its whole height."""
    length = 12_345
    heard = loop(tmp_path, sine(first + length + more, hertz), first, Fraction(length), 480).read(0, 10 * length)[:, 0]
    steepest = 0.5 * 2 * np.pi * hertz / FS + 2 * 0.5 * np.pi / 2 / 240
    assert np.abs(np.diff(heard)).max() <= steepest * 1.01


@pytest.mark.parametrize(("first", "more"), [(2400, 0), (0, 2400), (0, 0)])
def test_what_goes_on_by_itself_is_left_as_it_is(tmp_path: Path, first: int, more: int) -> None:
    """200 whole waves: sound that was cut to be repeated is not heard to be."""
    signal = sine(first + 48_000 + more, 200)
    heard = loop(tmp_path, signal, first, Fraction(48_000), 480).read(0, 200_000)[:, 0]
    expected = 0.5 * np.sin(2 * np.pi * 200 / FS * np.arange(200_000))
    assert heard == pytest.approx(expected, abs=0.006)  # alike to a 64th: 0.5 · 1/128, and a little


def test_joins_of_noise_keep_its_power(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).standard_normal((40_000, 1)) * 0.1
    heard = loop(tmp_path, noise, 9000, Fraction(30_000), 8000).read(0, 30_000 * 9)[:, 0]
    joins = np.stack([heard[number * 30_000 - 8000 : number * 30_000] for number in range(1, 9)])
    assert np.sqrt(np.mean(joins[0] ** 2)) == pytest.approx(0.1, rel=0.03)
    assert np.array_equal(joins[0], joins[7])


@pytest.mark.parametrize("alike", [0.0, 0.5, 1.0])
def test_a_crossfade_keeps_the_power_of_sounds_however_alike(alike: float) -> None:
    random = np.random.default_rng(7)
    one, other = random.standard_normal((2, 200_000, 1))
    other = alike * one + np.sqrt(1 - alike**2) * other
    mixed = crossfade(one.astype(np.float32), other.astype(np.float32))[:, 0]
    power = np.square(mixed.astype(float)).reshape(20, -1).mean(axis=1)
    assert power == pytest.approx(1, abs=0.06)


def test_silence_fades_over_into_silence() -> None:
    assert not crossfade(np.zeros((100, 2), np.float32), np.zeros((100, 2), np.float32)).any()


@settings(max_examples=25, deadline=None)
@given(
    cuts=st.lists(st.integers(1, 19_999), max_size=6),
    first=st.integers(0, 900),
    period=st.fractions(Fraction(900), Fraction(3000), max_denominator=97),
    overlap=st.integers(0, 700),
)
def test_what_is_heard_does_not_depend_on_how_it_is_read(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int], first: int, period: Fraction, overlap: int
) -> None:
    noise = np.random.default_rng(11).standard_normal((3500, 2)) * 0.2
    made = loop(tmp_path_factory.mktemp("loop"), noise, first, period, overlap)
    edges = [0, *sorted(set(cuts)), 20_000]
    parts = [made.read(a, b - a) for a, b in pairwise(edges)]
    assert np.array_equal(np.concatenate(parts), made.read(0, 20_000))
