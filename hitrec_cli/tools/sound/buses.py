"""The buses of a mix: how sound of any number of channels comes onto one, and how 5.1 is folded down to stereo."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hitrec_cli.tools.sound.pcm import stereo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTH = {"stereo": 2, "5.1": 6}
"""Channels of a bus, in the order of `model.audio.CHANNELS`."""

_HALF, _BOTH = math.sqrt(0.5), math.sqrt(2)
_L, _R, _C, _LFE, _LS, _RS = range(6)
_PLACES: dict[int, tuple[tuple[tuple[int, float], ...], ...]] = {
    1: (((_L, 1.0), (_R, 1.0)),),
    2: (((_L, 1.0),), ((_R, 1.0),)),
    3: (((_L, 1.0),), ((_R, 1.0),), ((_C, 1.0),)),
    4: (((_L, 1.0),), ((_R, 1.0),), ((_LS, 1.0),), ((_RS, 1.0),)),
    5: (((_L, 1.0),), ((_R, 1.0),), ((_C, 1.0),), ((_LS, 1.0),), ((_RS, 1.0),)),
    6: tuple(((place, 1.0),) for place in range(6)),
    7: (*(((place, 1.0),) for place in range(4)), ((_LS, _HALF), (_RS, _HALF)), ((_LS, 1.0),), ((_RS, 1.0),)),
    8: (*(((place, 1.0),) for place in range(6)), ((_LS, 1.0),), ((_RS, 1.0),)),
}
_CENTRE = (((_C, _BOTH),),)


def onto(block: NDArray[Any], channels: int, bus: str, *, spoken: bool) -> NDArray[np.float64]:
    """A block (samples, channels) on a bus, shape (samples, width); channels in the orders of `pcm.stereo`.

    On a 5.1 bus every channel goes to its own place; those of 6.1 and 7.1 that it has not go to the surrounds. Mono
    speech goes to the centre, 3.01 dB up, other mono sound to left and right. So folding the bus down (`folded`) gives
    what the stereo bus would have had, and speech is as loud on both. Raises ValueError as `pcm.stereo` does.
    """
    import numpy as np

    if bus == "stereo":
        return stereo(block, channels)
    if channels not in _PLACES:
        raise ValueError(f"no way onto a 5.1 bus is defined for {channels} channels")
    placed = np.zeros((len(block), WIDTH[bus]))
    for channel, places in enumerate(_CENTRE if spoken and channels == 1 else _PLACES[channels]):
        for place, factor in places:
            placed[:, place] += block[:, channel] * np.float64(factor)
    return placed


def downmix(channel: int) -> tuple[float, float]:
    """Factors with which a channel of the 5.1 bus enters left and right (ITU-R BS.775-4 Annex 4; the LFE does not)."""
    return {_L: (1.0, 0.0), _R: (0.0, 1.0), _C: (_HALF, _HALF), _LS: (_HALF, 0.0), _RS: (0.0, _HALF)}.get(
        channel, (0.0, 0.0)
    )
