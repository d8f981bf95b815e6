"""What the steps of the sound decide between the measurements and the programme."""

from __future__ import annotations

import pytest

from hitrec_cli.tools.sound.steps import _levelling


@pytest.mark.parametrize(
    ("integrated", "peak", "gain"),
    [
        (-2000, -1000, 600),  # an ordinary segment reaches the target
        (-3000, -1000, 1200),  # at most 12 dB
        (-3000, 0, 500),  # a camera shutter: peaks end 6 dB over the ceiling, the limiter's 8 dB are enough
        (-2400, 700, 0),  # a lift is given up, never turned into a cut
        (-900, 140, -500),  # hot sound comes down whole
        (None, -6000, 0),  # ambience
    ],
)
def test_levelling_leaves_the_limiter_what_it_can_do(integrated: int | None, peak: int, gain: int) -> None:
    figures = {"integrated": integrated, "true_peak": peak}
    assert _levelling(figures, -1400, -100 + 600) == gain
