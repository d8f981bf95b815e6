"""The 5.1 bus: every channel in its place, and the stereo that comes of folding it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from hitrec_cli.model.audio import CHANNELS
from hitrec_cli.tools.sound.buses import WIDTH, downmix, onto
from hitrec_cli.tools.sound.meter import measure
from tests.tools.sound.signals import FS, Signal, tone

HALF = math.sqrt(0.5)
ORDERS = {
    1: "C", 2: "L R", 3: "L R C", 4: "L R Ls Rs", 5: "L R C Ls Rs", 6: "L R C LFE Ls Rs", 7: "L R C LFE Cs Ls Rs",
    8: "L R C LFE Lb Rb Ls Rs",
}  # fmt: skip
SIDES = {
    "L": (1, 0), "R": (0, 1), "C": (HALF, HALF), "LFE": (0, 0), "Ls": (HALF, 0), "Rs": (0, HALF), "Lb": (HALF, 0),
    "Rb": (0, HALF), "Cs": (0.5, 0.5),
}  # fmt: skip
"""Of each channel in left and right: ITU-R BS.775-4 Annex 4."""


def noise(channels: int) -> Signal:
    return np.random.default_rng(channels).standard_normal((100, channels)).astype(np.float32).astype(float)


def folded(surround: Signal) -> Signal:
    return np.asarray(surround @ np.array([SIDES[name] for name in CHANNELS["5.1"]]))


@pytest.mark.parametrize("channels", range(2, 9))
@pytest.mark.parametrize("spoken", [True, False])
def test_folding_gives_the_downmix_of_the_source(channels: int, spoken: bool) -> None:
    sound = noise(channels)
    expected = sound @ np.array([SIDES[name] for name in ORDERS[channels].split()])
    assert folded(onto(sound, channels, "5.1", spoken=spoken)) == pytest.approx(expected, abs=1e-12)
    assert onto(sound, channels, "stereo", spoken=spoken) == pytest.approx(expected, abs=1e-6)


def test_six_channels_pass_through() -> None:
    assert np.array_equal(onto(noise(6), 6, "5.1", spoken=False), noise(6))


def test_mono_speech_is_in_the_centre_as_loud_as_in_stereo() -> None:
    speech = tone(4, -20, channels=1)
    surround, stereo = onto(speech, 1, "5.1", spoken=True), onto(speech, 1, "stereo", spoken=True)
    assert np.flatnonzero(surround.any(axis=0)).tolist() == [CHANNELS["5.1"].index("C")]
    assert np.allclose(folded(surround), stereo, rtol=0, atol=1e-12)
    assert measure([surround], 6).integrated == pytest.approx(measure([stereo]).integrated, abs=0.001)


def test_mono_music_is_between_left_and_right() -> None:
    sound = noise(1)
    placed = onto(sound, 1, "5.1", spoken=False)
    assert np.array_equal(placed[:, :2], np.repeat(sound, 2, axis=1)) and not placed[:, 2:].any()


def test_the_downmix_is_that_of_the_standard() -> None:
    factors = [downmix(place) for place in range(WIDTH["5.1"])]
    assert factors == [pytest.approx(SIDES[name]) for name in CHANNELS["5.1"]]


def test_nine_channels_are_refused() -> None:
    with pytest.raises(ValueError, match="9 channels"):
        onto(np.zeros((FS, 9)), 9, "5.1", spoken=False)
