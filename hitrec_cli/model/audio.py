"""Which sound lies on which track of a deliverable: what delivery profiles say of their audio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Bus = Literal["stereo", "5.1"]

CHANNELS: Mapping[Bus, tuple[str, ...]] = {"stereo": ("L", "R"), "5.1": ("L", "R", "C", "LFE", "Ls", "Rs")}
"""A bus's channels in order (ITU-R BS.775-4; the order is that of WAVE masks)."""

STEMS = ("voice", "music", "effects")
"""A mix taken apart. A clip's own sound is in `voice`, in a music segment in `music`: nobody can part it further."""

SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class AudioLayout:
    """The bus that a programme is mixed on, and the tracks of the file from first to last, each with its channels.

    A channel is "STEM.CHANNEL". Its channel is one of the bus's, its stem one of

    - `mix`: the whole programme, at the profile's loudness;
    - `voice`, `music`, `effects`: its stems, under the same gain and limiter. In PCM they sum to the mix to the bit;
    - `me`: music and effects without voices;
    - `fold` (channels L and R, of a 5.1 bus only): its stereo downmix, brought to the profile's loudness for itself.

    "silence" is a channel without sound. Where the profile's encoder is AAC, the sound step writes these tracks into
    one .m4a (the bit rate is meant for two channels); else one .wav of 24 bits with the channels of all tracks in a
    row, to be parted into tracks, and coded without loss, when picture and sound are joined.
    Raises ValueError for a channel that does not exist, and a track that has `fold` and another stem in it.
    """

    bus: Bus = "stereo"
    tracks: tuple[tuple[str, ...], ...] = (("mix.L", "mix.R"),)

    def __post_init__(self) -> None:
        known = {f"{stem}.{name}" for stem in ("mix", "me", *STEMS) for name in CHANNELS[self.bus]} | {SILENCE}
        folded = {"fold.L", "fold.R"} if self.bus == "5.1" else set()
        for track in self.tracks:
            unknown = [channel for channel in track if channel not in known | folded]
            if unknown or not track:
                raise ValueError(f"a track of the {self.bus} bus cannot hold {unknown}")
            if folded.intersection(track) and not folded.issuperset(track):
                raise ValueError("the downmix has tracks of its own")

    @property
    def stems(self) -> bool:
        """Whether the mixes have to be kept as stems."""
        apart = ("me", *STEMS)
        return any(channel.partition(".")[0] in apart for track in self.tracks for channel in track)

    @property
    def channels(self) -> int:
        """Channels of a segment's mix: the bus's, of each stem where they are kept."""
        return len(CHANNELS[self.bus]) * (len(STEMS) if self.stems else 1)


def mono(*channels: str) -> tuple[tuple[str, ...], ...]:
    """One track for each channel, as broadcast files have them."""
    return tuple((channel,) for channel in channels)


STEREO = AudioLayout()
"""One stereo track."""

MONO_2 = AudioLayout(tracks=mono("mix.L", "mix.R"))
"""Left and right on a track each."""

MONO_4 = AudioLayout(tracks=mono("mix.L", "mix.R", "me.L", "me.R"))
"""Full mix on 1 and 2, music and effects on 3 and 4."""

STEMS_8 = AudioLayout(
    tracks=mono("mix.L", "mix.R", "voice.L", "voice.R", "music.L", "music.R", "effects.L", "effects.R")
)
"""Full mix on 1 and 2, then voices, music, effects."""

SURROUND = AudioLayout("5.1", (("mix.L", "mix.R", "mix.C", "mix.LFE", "mix.Ls", "mix.Rs"),))
"""One track of six channels."""

SURROUND_8 = AudioLayout("5.1", mono("mix.L", "mix.R", "mix.C", "mix.LFE", "mix.Ls", "mix.Rs", "fold.L", "fold.R"))
"""5.1 on 1 to 6, its stereo downmix on 7 and 8."""
