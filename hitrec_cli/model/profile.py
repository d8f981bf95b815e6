"""What a receiver wants: a delivery profile as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hitrec_cli.model.audio import STEREO, AudioLayout
from hitrec_cli.model.captions import CaptionFormat, CaptionTrack

Container = Literal["mp4", "mov", "mxf", "mkv", "wav", "png"]
CONTAINERS: tuple[Container, ...] = ("mp4", "mov", "mxf", "mkv", "wav")
"""Those of deliverables; a single picture is a PNG."""


@dataclass(frozen=True, slots=True)
class Cells:
    """How a stream of constant rate is made of cells that join by copy: each takes exactly its share of the bits.

    `groups`: GOPs of a cell. `bits` per second. `buffer`: the bits that a decoder's buffer holds (VBV), `fullness`:
    those in it at the instant of a cell's first picture.
    """

    groups: int
    bits: int
    buffer: int
    fullness: int


@dataclass(frozen=True, slots=True)
class Profile:
    """One delivery profile.

    `raster`: (width, height) in pixels, or None for the episode's own. `gop`: frames between keyframes.
    `video`, `audio`: encoder arguments as ffmpeg takes them; no `video`: a deliverable of sound alone.
    `target`: integrated loudness in hundredths of a LUFS, `ceiling`: true peak in hundredths of a dBTP, `tolerance`:
    hundredths of a LU. `placeholders`: whether a slate may stand in for a missing pick. `burn_in`: whether timecode
    and segment name are drawn into the picture. `rates`: those of the episodes that it takes, like "30000/1001"
    (empty: all). `captions`: whether the receiver refuses speech without them, `caption_track`: how the file carries
    them, `caption_files`: as which files they lie beside it. `scan`: "psf" writes each progressive
    picture as two fields, upper one first. `most_bits`: hundredths of a bit per pixel over which a part is encoded
    again with a coarser quantiser (0: never). `timecode`: whether the file counts from the episode's start.
    `leader`: whether the manifest's leader belongs to it. `early`: whether its receiver takes it before the version's
    first day, and holds it back until then.
    `layout`: the bus of the mix, and what is on which track. `cells`: where the bitstream needs an absolute grid.
    """

    name: str
    version: str
    raster: tuple[int, int] | None
    gop: int
    video: tuple[str, ...]
    audio: tuple[str, ...]
    container: Container
    target: int
    ceiling: int
    tolerance: int
    title: str = ""
    placeholders: bool = False
    burn_in: bool = False
    rates: tuple[str, ...] = ()
    captions: bool = False
    caption_track: CaptionTrack = "none"
    caption_files: tuple[CaptionFormat, ...] = ()
    layout: AudioLayout = STEREO
    scan: Literal["progressive", "psf"] = "progressive"
    most_bits: int = 0
    timecode: bool = False
    leader: bool = False
    early: bool = False
    cells: Cells | None = None

    @property
    def suffix(self) -> str:
        """How its files end."""
        return f".{self.container}"
