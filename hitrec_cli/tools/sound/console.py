"""What is made of the mixes on the way to the tracks of a file: stems added up, 5.1 folded down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hitrec_cli.model.audio import CHANNELS, STEMS, Bus
from hitrec_cli.tools.sound.buses import downmix
from hitrec_cli.tools.sound.meter import channel_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Column = tuple[tuple[int, float], ...]
"""A channel as a sum of channels of the mixes, each with its factor."""

_STEREO: tuple[Column, ...] = (((0, 1.0),), ((1, 1.0),))


@dataclass(frozen=True, slots=True)
class Console:
    """One mastering: `inputs` channels of the mixes make the `columns`, the first of which are what is measured.

    `weights` are BS.1770's of the columns, 0 for all but the mix. `tracks`: number of the track in the file, and the
    columns that it holds.
    """

    inputs: int = 2
    columns: tuple[Column, ...] = _STEREO
    weights: tuple[float, ...] = (1.0, 1.0)
    tracks: tuple[tuple[int, tuple[int, ...]], ...] = ((0, (0, 1)),)

    def spread(self, sound: NDArray[np.float64]) -> NDArray[np.float64]:
        """The columns (columns, n) of sound (inputs, n); the sound itself where they are the same."""
        import numpy as np

        if self.columns == tuple(((place, 1.0),) for place in range(self.inputs)):
            return sound
        spread = np.zeros((len(self.columns), sound.shape[1]))
        for column, sources in zip(spread, self.columns, strict=True):
            for source, factor in sources:
                column += sound[source] if factor == 1 else sound[source] * factor
        return spread


STEREO = Console()


def consoles(bus: Bus, tracks: Sequence[Sequence[str]], *, stems: bool) -> tuple[Console, ...]:
    """The masterings that give the tracks of an `AudioLayout`: one for the mix and its stems, one for the downmix."""
    numbered = list(enumerate(tracks))
    folds = [(number, track) for number, track in numbered if track[0].startswith("fold.")]
    whole = [(number, track) for number, track in numbered if not track[0].startswith("fold.")]
    parts = range(len(STEMS) if stems else 1)
    mixed = {f"mix.{name}": _sum(bus, parts, place) for place, name in enumerate(CHANNELS[bus])}
    folded = {
        f"fold.{side}": tuple(
            (part * len(CHANNELS[bus]) + place, downmix(place)[number])
            for part in parts
            for place in range(len(CHANNELS[bus]))
            if downmix(place)[number]
        )
        for number, side in enumerate("LR")
    }
    return tuple(_console(bus, mix, chosen, stems=stems) for mix, chosen in ((mixed, whole), (folded, folds)) if chosen)


def _console(
    bus: Bus, mix: Mapping[str, Column], tracks: Sequence[tuple[int, Sequence[str]]], *, stems: bool
) -> Console:
    columns = dict(mix)
    for _, track in tracks:
        for channel in track:
            columns.setdefault(channel, _column(bus, channel))
    order = {channel: number for number, channel in enumerate(columns)}
    weights = channel_weights(len(mix))
    return Console(
        inputs=len(CHANNELS[bus]) * (len(STEMS) if stems else 1),
        columns=tuple(columns.values()),
        weights=(*weights, *[0.0] * (len(columns) - len(mix))),
        tracks=tuple((number, tuple(order[channel] for channel in track)) for number, track in tracks),
    )


def _column(bus: Bus, channel: str) -> Column:
    stem, _, name = channel.partition(".")
    if not name:  # silence
        return ()
    parts = [number for number, one in enumerate(STEMS) if one == stem or (stem == "me" and one != "voice")]
    return _sum(bus, parts, CHANNELS[bus].index(name))


def _sum(bus: Bus, parts: Sequence[int], place: int) -> Column:
    return tuple((part * len(CHANNELS[bus]) + place, 1.0) for part in parts)
