"""What a probe found out about a file: the dozen facts that planning needs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

MediaKind = Literal["video", "animation", "still", "audio", "text"]


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """The picture of a file. Sizes in pixels as coded, before rotation and sample aspect. What turns it upright:
    where it is `mirrored`, left and right change places; then `rotation` degrees clockwise (0, 90, 180, 270).

    `duration` is from the first frame's time to the last frame's end, in seconds; zero for a still. `start` is the
    first frame's time and `container_start` the container's, both in seconds of the file's own clock. `longest_frame`:
    the longest time that a picture is shown, in seconds: how far before an instant the picture it shows may begin.
    `longest_group`: the longest time between two keyframes, in seconds, where a file has no index of them (a transport
    stream), else zero.

    `matrix`, `range`, `primaries`, `transfer`: the file's own tags by ffmpeg's names, empty where it has none;
    primaries and transfer may come from an ICC profile. `siting`: where chroma lies, when the codec decides that.

    `tiles`: where `stream` is not all of it: how many columns, and ffmpeg's specifiers of the coded images that make
    the picture, row by row: "2 i:1 i:2 i:3 i:4"; `alpha_tiles`: the same of its transparency where that is coded
    apart. `decoder`: ffmpeg's decoder where its usual one would lose the transparency.
    """

    stream: int
    width: int
    height: int
    rotation: int = 0
    sample_aspect: Fraction = Fraction(1)
    rate: Fraction = Fraction(0)
    variable: bool = False
    field_order: Literal["progressive", "tff", "bff"] = "progressive"
    pixel_format: str = "yuv420p"
    alpha: bool = False
    matrix: str = ""
    range: str = ""
    primaries: str = ""
    transfer: str = ""
    siting: str = ""
    time_base: Fraction = Fraction(1, 90_000)
    duration: Fraction = Fraction(0)
    start: Fraction = Fraction(0)
    container_start: Fraction = Fraction(0)
    frames: int = 0
    longest_frame: Fraction = Fraction(0)
    longest_group: Fraction = Fraction(0)
    mirrored: bool = False
    tiles: str = ""
    alpha_tiles: str = ""
    decoder: str = ""

    @property
    def display_size(self) -> tuple[Fraction, Fraction]:
        """Width and height as seen: sample aspect applied, then turned upright."""
        width, height = self.width * self.sample_aspect, Fraction(self.height)
        return (height, width) if self.rotation % 180 else (width, height)


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """The sound of a file: the stream, its channels and rate, and how long it lasts in seconds.

    `layout`: 'mono', 'stereo', else the channels' names joined by '+', '' where they have none (`model.channels`).
    `start`: when it begins, `container_start`: where the file's clock begins, which is the origin of sound without a
    picture; both in seconds of the file's own clock.
    """

    stream: int
    channels: int
    layout: str
    rate: int
    duration: Fraction = Fraction(0)
    container_start: Fraction = Fraction(0)
    start: Fraction = Fraction(0)

    @property
    def end(self) -> Fraction:
        """When it ends, in seconds of the file's own clock."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What a file is: kind by content (never by name), the demuxer to force, picture and sound."""

    kind: MediaKind
    format: str
    picture: PictureFacts | None = None
    sound: SoundFacts | None = None
    timecode: str = ""
    encoding: str = ""

    @property
    def duration(self) -> Fraction:
        """Seconds of picture, or of sound where there is no moving picture."""
        if self.picture is not None and self.picture.duration:
            return self.picture.duration
        return self.sound.duration if self.sound is not None else Fraction(0)
