"""What a receiver wants: a delivery profile as data."""

from __future__ import annotations

from dataclasses import dataclass

from hitrec_cli.model.audio import STEREO, AudioLayout


@dataclass(frozen=True, slots=True)
class Profile:
    """One delivery profile.

    `raster`: (width, height) in pixels, or None for the episode's own. `gop`: frames between keyframes.
    `video`, `audio`: encoder arguments as ffmpeg takes them. `target`: integrated loudness in hundredths of a LUFS,
    `ceiling`: true peak in hundredths of a dBTP. `placeholders`: whether a slate may stand in for a missing pick.
    `burn_in`: whether timecode and segment name are drawn into the picture. `rates`: those of the episodes that it
    takes, like "30000/1001" (empty: all). `captions`: whether the receiver refuses speech without them. `layout`: the
    bus of the mix, and what is on which track.
    """

    name: str
    version: str
    raster: tuple[int, int] | None
    gop: int
    video: tuple[str, ...]
    audio: tuple[str, ...]
    container: str
    suffix: str
    target: int
    ceiling: int
    tolerance: int
    placeholders: bool = False
    burn_in: bool = False
    rates: tuple[str, ...] = ()
    captions: bool = False
    layout: AudioLayout = STEREO
