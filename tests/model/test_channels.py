"""What channels of a layout come to when only their number is known."""

from __future__ import annotations

import numpy as np
import pytest

from hitrec_cli.model.channels import NoDownmix, kept
from hitrec_cli.tools.sound.pcm import stereo

H = 0.5**0.5
GAINS = {
    "FL": (1, 0), "FR": (0, 1), "FC": (H, H), "LFE": (0, 0), "BC": (0.5, 0.5), "SL": (H, 0), "SR": (0, H),
    "BL": (H, 0), "BR": (0, H), "FLC": (1, 0), "FRC": (0, 1),
}  # fmt: skip
"""Left and right of each loudspeaker: ITU-R BS.775-4 Annex 4 for 3/2 and 3/1, the same for what is beside those."""

LAYOUTS = {
    "2.1": "FL+FR+LFE", "3.0": "FL+FR+FC", "3.0(back)": "FL+FR+BC", "3.1": "FL+FR+FC+LFE", "4.0": "FL+FR+FC+BC",
    "4.1": "FL+FR+FC+LFE+BC", "quad": "FL+FR+BL+BR", "quad(side)": "FL+FR+SL+SR", "5.0": "FL+FR+FC+BL+BR",
    "5.0(side)": "FL+FR+FC+SL+SR", "5.1": "FL+FR+FC+LFE+BL+BR", "5.1(side)": "FL+FR+FC+LFE+SL+SR",
    "film order": "FL+FC+FR+SL+SR+LFE", "6.0": "FL+FR+FC+BC+SL+SR", "6.0(front)": "FL+FR+FLC+FRC+SL+SR",
    "hexagonal": "FL+FR+FC+BL+BR+BC", "6.1": "FL+FR+FC+LFE+BC+SL+SR", "6.1(back)": "FL+FR+FC+LFE+BL+BR+BC",
    "7.0": "FL+FR+FC+BL+BR+SL+SR", "7.1": "FL+FR+FC+LFE+BL+BR+SL+SR", "7.1(wide)": "FL+FR+FC+LFE+BL+BR+FLC+FRC",
    "octagonal": "FL+FR+FC+BL+BR+BC+SL+SR", "turned": "FR+FL", "1+1": "FC+LFE",
}  # fmt: skip


def through(layout: str, channels: int) -> np.ndarray:
    """Left and right that each channel alone gives: kept as hitrec keeps it, mixed down by the number of channels."""
    order = kept(layout, channels)
    alone = np.zeros((channels, order.channels), np.float32)
    for place, sources in enumerate(order.sums):
        alone[list(sources), place] = 1
    return stereo(alone, order.channels)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_layout_is_mixed_down_by_its_names(layout: str) -> None:
    names = layout.split("+")
    assert through(layout, len(names)) == pytest.approx(np.array([GAINS[name] for name in names]), abs=1e-6)


def test_one_channel_and_two_need_no_names() -> None:
    assert through("mono", 1).tolist() == [[1, 1]]
    assert through("stereo", 2).tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("channels", range(1, 9))
def test_without_names_the_number_tells(channels: int) -> None:
    assert kept("", channels).as_they_are and kept("", channels).channels == channels


def test_the_order_of_the_standard_is_left_alone() -> None:
    assert kept("FL+FR+FC+LFE+BL+BR", 6).as_they_are
    assert not kept("FL+FC+FR+SL+SR+LFE", 6).as_they_are


@pytest.mark.parametrize(
    ("layout", "channels", "says"),
    [
        ("", 9, "its 9 channels, which have no names"),
        ("AMBI0+AMBI1+AMBI2+AMBI3", 4, "AMBI0, AMBI1, AMBI2, AMBI3"),
        ("FL+FR+FC+LFE+SL+SR+TFL+TFR", 8, "its channels TFL, TFR$"),
        ("FL+FR+FC+LFE+BL+BR+FLC+FRC+BC+SL+SR+TC", 12, "TC$"),
    ],
)
def test_what_has_no_place_is_refused(layout: str, channels: int, says: str) -> None:
    with pytest.raises(NoDownmix, match=says):
        kept(layout, channels)
