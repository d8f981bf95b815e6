"""Which loudspeaker each channel of a sound is for, and the few orders in which the store keeps channels.

Loudspeakers have ffmpeg's names, those of WAVE masks: FL, FR front, FC center, LFE, BL, BR back, BC back center,
SL, SR side, FLC, FRC between front and center. What a file holds is put in the smallest of eight orders that has room
for it, so that the number of channels alone tells what they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ORDERS: Mapping[int, tuple[str, ...]] = {
    1: ("FC",),
    2: ("FL", "FR"),
    3: ("FL", "FR", "FC"),
    4: ("FL", "FR", "SL", "SR"),
    5: ("FL", "FR", "FC", "SL", "SR"),
    6: ("FL", "FR", "FC", "LFE", "SL", "SR"),
    7: ("FL", "FR", "FC", "LFE", "BC", "SL", "SR"),
    8: ("FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR"),
}
"""The formats of ITU-R BS.775 (1/0, 2/0, 3/0, 2/2, 3/2, 3/2 with LFE), and 6.1 and 7.1 as they are written to files. A
file whose channels have no names is taken to be in the order of its number."""

_SAME_SIDE: Mapping[str, str] = {"FLC": "FL", "FRC": "FR", "DL": "FL", "DR": "FR", "BIL": "FL", "BIR": "FR"}
_BACK_IS_SIDE: Mapping[str, str] = {"BL": "SL", "BR": "SR"}


class NoDownmix(ValueError):
    """Channels that BS.775 has no place for; the message says which."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How the `of` channels of a sound are kept: `sums[k]` are those that make channel k (none: silence)."""

    of: int
    sums: tuple[tuple[int, ...], ...]

    @property
    def channels(self) -> int:
        """How many there are then."""
        return len(self.sums)

    @property
    def as_they_are(self) -> bool:
        """Whether nothing has to be moved."""
        return self.sums == tuple((index,) for index in range(self.of))


def kept(layout: str, channels: int) -> Kept:
    """How to keep channels of a layout: 'mono', 'stereo', names joined by '+' in the file's order, '' for no names.

    Back channels without side channels are surrounds. Raises NoDownmix for more than eight channels without
    names, and for those that are no loudspeakers around a listener (heights, ambisonics).
    """
    names = _names(layout, channels)
    backs = {} if {"SL", "SR"} & set(names) and "BC" not in names else _BACK_IS_SIDE
    places = [_SAME_SIDE.get(name, backs.get(name, name)) for name in names]
    order = next((one for one in ORDERS.values() if set(places) <= set(one)), None)
    if order is None:
        alien = [name for name in names if not any(name in (*one, *_SAME_SIDE) for one in ORDERS.values())]
        raise NoDownmix(f"no downmix is defined for its channels {', '.join(alien or names)}")
    sums = (tuple(at for at, place in enumerate(places) if place == wanted) for wanted in order)
    return Kept(len(names), tuple(sums))


def _names(layout: str, channels: int) -> tuple[str, ...]:
    if layout in ("mono", "stereo"):
        return ORDERS[1 if layout == "mono" else 2]
    if layout:
        return tuple(layout.split("+"))
    if channels not in ORDERS:
        raise NoDownmix(f"no downmix is defined for its {channels} channels, which have no names")
    return ORDERS[channels]
