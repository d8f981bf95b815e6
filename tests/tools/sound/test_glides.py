"""Gains of segments: each its own, and a way from one to the next where a sound crosses."""

from __future__ import annotations

import numpy as np
import pytest

from hitrec_cli.tools.sound.glides import glides


def gains(parts: list[tuple[int, int, tuple[int, int]]], block: int = 700) -> np.ndarray:
    made = glides(parts)
    pieces = [
        own.over(at, min(block, part[0] - at))
        for part, own in zip(parts, made, strict=True)
        for at in range(0, part[0], block)
    ]
    return 20 * np.log10(np.concatenate(pieces)[:, 0])


def test_where_nothing_crosses_each_has_its_own() -> None:
    found = gains([(1000, 600, (0, 0)), (2000, -1200, (0, 0)), (500, 0, (0, 0))])
    expected = np.repeat([6, -12, 0], [1000, 2000, 500])
    assert found == pytest.approx(expected, abs=1e-5)


def test_where_a_sound_crosses_the_gain_glides() -> None:
    found = gains([(30_000, 600, (0, 0)), (30_000, -600, (9000, 6000)), (30_000, 0, (0, 12_000))])
    assert found[:21_000] == pytest.approx(6, abs=1e-5)
    assert found[36_000:60_000] == pytest.approx(-6, abs=1e-5)
    assert found[72_000:] == pytest.approx(0, abs=1e-5)
    assert (np.diff(found[21_000:36_000]) <= 0).all() and (np.diff(found[60_000:72_000]) >= 0).all()
    middle = (10 ** (6 / 20) + 10 ** (-6 / 20)) / 2  # halfway by amplitude, in the middle of 15,000 samples
    assert found[28_500] == pytest.approx(20 * np.log10(middle), abs=0.01)
    assert np.abs(np.diff(10 ** (found / 20))).max() < (2 - 0.5) * np.pi / 2 / 12_000


def test_a_short_segment_gives_half_of_itself() -> None:
    found = gains([(1000, 600, (0, 0)), (100, -600, (5000, 5000)), (1000, 0, (5000, 5000))], block=37)
    assert np.abs(np.diff(10 ** (found / 20))).max() < 0.06
    assert found[0] == pytest.approx(6, abs=1e-5) and found[-1] == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("block", [1, 33, 5000])
def test_blocks_do_not_matter(block: int) -> None:
    parts = [(1000, 600, (0, 0)), (700, -600, (90, 300)), (300, 0, (200, 150))]
    assert np.array_equal(gains(parts, block), gains(parts))
